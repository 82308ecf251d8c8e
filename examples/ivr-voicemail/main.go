// Ivr-voicemail answers the calls to a clinic: a menu, the doctor's phone, and, when the
// doctor does not answer, a voicemail whose recording is downloaded:
//
//	go run ./examples/ivr-voicemail
//
// It runs against the simulator, in which two people call. With -live -public-url it answers
// real calls.
package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

func main() { demo.Serve(app, people) }

// people call: the doctor takes the first call, and does not take the second one.
func people(ctx context.Context, d *demo.Demo) error {
	for _, call := range []func(context.Context, *demo.Demo) (*twiliotest.Call, error){talk, leaveMessage} {
		made, err := call(ctx, d)
		if err != nil {
			return err
		}
		fmt.Printf("%s calls %s:\n", made.From, made.To)
		for _, line := range made.Transcript() {
			fmt.Printf("  %5.1f s  %s\n", line.At.Sub(made.Started).Seconds(), line)
		}
	}
	return listen(ctx, d)
}

// talk connects a caller with the doctor.
func talk(ctx context.Context, d *demo.Demo) (*twiliotest.Call, error) {
	call, err := d.Sim.Phone(d.To).Dial(ctx, d.From)
	if err != nil {
		return nil, err
	}
	if err := call.TryPress(ctx, "1"); err != nil {
		return nil, err
	}
	taken, err := d.Sim.Phone(doctor).WaitCall(ctx)
	if err != nil {
		return nil, err
	}
	if err := taken.TrySpeak(ctx, "Dr. Bell speaking."); err != nil {
		return nil, err
	}
	if err := call.TrySpeak(ctx, "I have a cough."); err != nil {
		return nil, err
	}
	call.Hangup()
	return call, nil
}

// leaveMessage presses a wrong key, then asks for the doctor, who is away.
func leaveMessage(ctx context.Context, d *demo.Demo) (*twiliotest.Call, error) {
	d.Sim.Phone(doctor).NoAnswer()
	call, err := d.Sim.Phone("+14155550145").Dial(ctx, d.From)
	if err != nil {
		return nil, err
	}
	for _, key := range []string{"7", "1"} {
		if err := call.TryPress(ctx, key); err != nil {
			return nil, err
		}
	}
	if err := call.TryLeaveMessage(ctx, 12*time.Second, "Please call me back."); err != nil {
		return nil, err
	}
	if err := call.TryPress(ctx, "#"); err != nil {
		return nil, err
	}
	if err := call.WaitEnd(ctx); err != nil {
		return nil, err
	}
	return call, nil
}

// listen downloads the messages, as soon as Twilio has prepared them.
func listen(ctx context.Context, d *demo.Demo) error {
	if err := d.Sleep(ctx, 5*time.Second); err != nil {
		return err
	}
	recordings := voice.New(d.Client).Recordings
	for recording, err := range recordings.All(ctx, voice.RecordingListParams{}) {
		if err != nil {
			return err
		}
		file, err := recordings.DownloadMP3(ctx, recording.SID, voice.RecordingDownloadParams{})
		if err != nil {
			return err
		}
		size, err := io.Copy(io.Discard, file)
		if err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
		fmt.Printf("A message of %.0f seconds: %d bytes of %s.\n", recording.Duration.Seconds(), size, file.ContentType)
	}
	return nil
}
