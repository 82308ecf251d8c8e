package main

import (
	"context"
	"fmt"
)

// Example shows the output of the program.
func Example() {
	if err := run(context.Background(), false); err != nil {
		fmt.Println(err)
	}
	// Output:
	// The room "daily" is open for 2 people.
	//   ada has joined.
	//   ada sends audio.
	//   ada sends video.
	//   bob has joined.
	//   bob sends audio.
	//   bob sends video.
	// cleo cannot join: the room is full.
	// ada no longer sees bob-camera, and still receives bob-microphone.
	//   ada has left after 3m0s.
	//   bob has left after 3m0s.
	//   The room has ended after 3m0s.
	// The room is closed.
	// Saved ada-microphone.mka: 3m0s, 29 bytes
	// Saved ada-camera.mkv: 3m0s, 25 bytes
	// Saved bob-microphone.mka: 3m0s, 29 bytes
	// Saved bob-camera.mkv: 3m0s, 25 bytes
	//   The film is 25 % done, and takes 30s more.
	//   The film is 50 % done, and takes 20s more.
	//   The film is 75 % done, and takes 10s more.
	// Saved daily.mp4: 3m0s, 108 bytes
}
