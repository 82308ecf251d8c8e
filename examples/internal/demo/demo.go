// Package demo gives the examples a Twilio to talk to: the simulator, or, with
// the flag -live, the real one with the credentials of the environment.
package demo

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// Demo holds the client, the numbers and the simulator of an example.
type Demo struct {
	Client *twilio.Client
	From   string          // one of the account's numbers
	To     string          // somebody's phone
	Sim    *twiliotest.Sim // nil when it is live

	handler http.Handler // the application of Serve
}

// Run parses the flags, calls the example, and ends the program with its error. The
// options are the simulator's.
func Run(example func(ctx context.Context, d *Demo) error, opts ...twiliotest.Option) {
	live := flag.Bool("live", false, "send to the real Twilio, with the credentials of the environment (see twilio.NewFromEnv); it costs money")
	from := flag.String("from", "", "with -live: one of your account's numbers, +14155550100")
	to := flag.String("to", "", "with -live: the phone that receives, +14155550101")
	flag.Parse()
	d, err := start(*live, *from, *to, opts)
	if err == nil {
		err = errors.Join(example(context.Background(), d), d.close())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func start(live bool, from, to string, opts []twiliotest.Option) (*Demo, error) {
	if !live {
		return simulated(opts)
	}
	if from == "" || to == "" {
		return nil, errors.New("-live needs -from and -to")
	}
	client, err := twilio.NewFromEnv()
	if err != nil {
		return nil, err
	}
	return &Demo{Client: client, From: from, To: to}, nil
}

func simulated(opts []twiliotest.Option) (*Demo, error) {
	sim, err := twiliotest.Start(opts...)
	if err != nil {
		return nil, err
	}
	number, phone := sim.Number("+14155556789"), sim.Phone("+14155551234")
	return &Demo{Client: sim.Client(), From: number.Number(), To: phone.Number(), Sim: sim}, nil
}

func (d *Demo) close() error {
	d.Client.CloseIdleConnections()
	if d.Sim == nil {
		return nil
	}
	return d.Sim.Close()
}

// Sleep waits; on the simulator's clock that takes no time.
func (d *Demo) Sleep(ctx context.Context, wait time.Duration) error {
	if d.Sim != nil {
		return d.Sim.Clock.Sleep(ctx, wait)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Where says whether the example talks to the simulator or to Twilio.
func (d *Demo) Where() string {
	if d.Sim != nil {
		return "the simulator (nothing is sent; -live uses your own account)"
	}
	return "the real Twilio"
}
