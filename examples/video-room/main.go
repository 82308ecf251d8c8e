// Video-room holds a meeting: it opens a room, gives two people access tokens, ends the
// room, and saves the recordings and a film of them:
//
//	go run ./examples/video-room
//
// It talks to the simulator and needs no account: the people are simulated as well. With
// -live it opens a room of your own account, prints a token for Twilio's Video SDK, and
// ends the room after five minutes. It takes TWILIO_ACCOUNT_SID, TWILIO_API_KEY and
// TWILIO_API_SECRET. Recordings and compositions cost money.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/video"
	"github.com/seed15d99369/twilio/webhook"
)

func main() {
	live := flag.Bool("live", false, "use the account and the API key of the environment")
	flag.Parse()
	if err := run(context.Background(), *live); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, live bool) error {
	if live {
		m, err := liveMeeting()
		if err != nil {
			return err
		}
		return m.hold(ctx)
	}
	sim, err := twiliotest.Start()
	if err != nil {
		return err
	}
	m, err := simulatedMeeting(sim)
	if err != nil {
		return err
	}
	return errors.Join(m.hold(ctx), sim.Close())
}

// liveMeeting is one of the account in the environment.
func liveMeeting() (*meeting, error) {
	account, key, secret := os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_API_KEY"), os.Getenv("TWILIO_API_SECRET")
	client, err := twilio.New(account, twilio.APIKey(key, secret))
	if err != nil {
		return nil, err
	}
	signer, err := token.NewSigner(account, key, secret)
	if err != nil {
		return nil, err
	}
	m := &meeting{video: video.New(client), signer: signer, sleep: sleep}
	m.meet = func(ctx context.Context) error {
		jwt, err := m.accessToken("ada")
		if err != nil {
			return err
		}
		fmt.Printf("Join within five minutes, with this token in Twilio's Video SDK:\n%s\n", jwt)
		return sleep(ctx, 5*time.Minute)
	}
	return m, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// simulatedMeeting is one of the simulator, which tells the application of events.
func simulatedMeeting(sim *twiliotest.Sim) (*meeting, error) {
	key, secret := sim.APIKey()
	signer, err := token.NewSigner(sim.AccountSID(), key, secret, token.WithClock(sim.Clock.Now))
	if err != nil {
		return nil, err
	}
	const hooks = "https://hooks.example.com"
	verifier, err := webhook.NewVerifier(webhook.Token(sim.AuthToken()), webhook.PublicURL(hooks))
	if err != nil {
		return nil, err
	}
	sim.Handle(hooks, verifier.Middleware(events()))
	m := &meeting{video: video.New(sim.Client()), signer: signer, sleep: sim.Clock.Sleep, callback: hooks}
	m.meet = func(ctx context.Context) error { return m.actors(ctx, sim) }
	return m, nil
}
