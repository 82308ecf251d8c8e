package demo

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

// simulatedURL is where the application stands for the simulator.
const simulatedURL = "https://hooks.example.com"

// App makes an application whose webhooks are below publicURL, and signed with
// authToken. The simulator sends messages to /sms and calls to /voice.
type App func(authToken, publicURL string) (http.Handler, error)

// Serve runs an application against the simulator, and calls act, which uses the simulated
// phones. With the flag -live, Serve listens on this machine's loopback, to which a tunnel
// may lead, until it is interrupted.
func Serve(app App, act func(ctx context.Context, d *Demo) error) {
	live := flag.Bool("live", false, "answer the real Twilio, whose webhooks are signed with TWILIO_AUTH_TOKEN")
	public := flag.String("public-url", "", "with -live: the address at which Twilio reaches this program: https://example.ngrok.app")
	listen := flag.String("listen", "127.0.0.1:8080", "with -live: where to listen on this machine's loopback")
	flag.Parse()
	err := errors.New("-live needs -public-url")
	switch {
	case !*live:
		err = serveSimulated(app, act)
	case *public != "":
		err = serveLive(app, *public, *listen)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serveSimulated(app App, act func(ctx context.Context, d *Demo) error) error {
	d, err := simulated(nil)
	if err != nil {
		return err
	}
	handler, err := app(d.Sim.AuthToken(), simulatedURL)
	if err != nil {
		return err
	}
	d.handler = handler
	d.Sim.Handle(simulatedURL, handler)
	d.Sim.Number(d.From, twiliotest.SMSURL(simulatedURL+"/sms"), twiliotest.VoiceURL(simulatedURL+"/voice"))
	return errors.Join(act(context.Background(), d), d.close())
}

func serveLive(app App, public, address string) error {
	handler, err := app(os.Getenv("TWILIO_AUTH_TOKEN"), public)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("-listen %s: give an address of this machine's loopback, such as 127.0.0.1:8080, and a tunnel to it", address)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 15 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	fmt.Printf("listening on http://%s; the paths that this program answers begin with %s\n", address, public)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// URL is where a path of the application stands for the simulator.
func (d *Demo) URL(path string) string { return simulatedURL + path }

// Post sends a form to the application, signed with a token that need not be the
// account's, and returns the answer.
func (d *Demo) Post(path string, form url.Values, token string) (status int, body string) {
	req := httptest.NewRequest(http.MethodPost, d.URL(path), strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Twilio-Signature", webhook.Sign(token, d.URL(path), form))
	answer := httptest.NewRecorder()
	d.handler.ServeHTTP(answer, req)
	return answer.Code, answer.Body.String()
}
