// Node runs Twilio's official Node client, unchanged but for its address, against the
// simulator:
//
//	cd tools/node && npm ci --ignore-scripts && go run .
//
// It needs Node 20 and npm, which nothing else in this repository does; so it is a
// module of its own.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"

	"github.com/seed15d99369/twilio/twiliotest"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "FAILED:", err)
		os.Exit(1)
	}
}

func run() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	sim, err := twiliotest.Start(twiliotest.WallTime())
	if err != nil {
		return err
	}
	defer sim.Close() //nolint:errcheck // the program ends
	people, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: codes(sim), ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(people) }()
	defer server.Close() //nolint:errcheck // the program ends

	for _, script := range [...]string{"verify.mjs", "products.mjs", "voice.mjs"} {
		node := exec.CommandContext(ctx, "node", script)
		node.Stdout, node.Stderr = os.Stdout, os.Stderr
		node.Env = append(os.Environ(),
			"TWILIO_ACCOUNT_SID="+sim.AccountSID(), "TWILIO_AUTH_TOKEN="+sim.AuthToken(), "SIMULATOR="+sim.URL(), "PEOPLE=http://"+people.Addr().String())
		if err := node.Run(); err != nil {
			return fmt.Errorf("%s: %w", script, err)
		}
	}
	return nil
}

// codes tells the script which code a person has received, as the person would.
func codes(sim *twiliotest.Sim) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /phone/{number}", func(w http.ResponseWriter, r *http.Request) {
		answer(w)(sim.Phone(r.PathValue("number")).WaitCode(r.Context()))
	})
	mux.HandleFunc("GET /mailbox/{address}", func(w http.ResponseWriter, r *http.Request) {
		answer(w)(sim.Mailbox(r.PathValue("address")).WaitCode(r.Context()))
	})
	return mux
}

func answer(w http.ResponseWriter) func(code string, err error) {
	return func(code string, err error) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = fmt.Fprint(w, code)
	}
}
