package main

import (
	"context"
	"fmt"

	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiliotest"
)

// Example shows the output of the program.
func Example() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	handler, err := app(sim.AuthToken(), "https://hooks.example.com")
	if err != nil {
		fmt.Println(err)
		return
	}
	sim.Handle("https://hooks.example.com", handler)
	clinic := sim.Number("+14155556789", twiliotest.VoiceURL("https://hooks.example.com/voice"))
	d := &demo.Demo{Client: sim.Client(), From: clinic.Number(), To: sim.Phone("+14155551234").Number(), Sim: sim}
	if err := people(context.Background(), d); err != nil {
		fmt.Println(err)
	}
	// Output:
	// +14155551234 calls +14155556789:
	//     0.0 s  say "Welcome to the clinic. For the doctor, press 1."
	//     0.0 s  pressed "1"
	//     5.5 s  heard "Dr. Bell speaking." from +14155550123
	//     5.5 s  spoke "I have a cough."
	// +14155550145 calls +14155556789:
	//     0.0 s  say "Welcome to the clinic. For the doctor, press 1."
	//     0.0 s  pressed "7"
	//     0.0 s  say "There is no such choice."
	//     1.7 s  say "Welcome to the clinic. For the doctor, press 1."
	//     1.7 s  pressed "1"
	//    17.2 s  say "The doctor is away. Please leave a message after the tone."
	//    21.2 s  beep
	//    21.2 s  spoke "Please call me back."
	//    33.2 s  pressed "#"
	//    33.2 s  say "Thank you. We will call you back."
	// A message of 12 seconds: 12024 bytes of audio/mpeg.
}
