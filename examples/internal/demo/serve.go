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

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

// simulatedURL is where the application stands for the simulator.
const simulatedURL = "https://hooks.example.com"

// App is an application that Twilio sends webhooks to. Its handler answers /sms and
// /voice; client is there for what it does besides.
type App func(client *twilio.Client) http.Handler

// Serve runs an application against the simulator, whose people do what act says,
// or, with the flag -live, on this machine's loopback for a tunnel to lead to, until
// it is interrupted. Requests whose signature is wrong never reach it.
func Serve(app App, act func(ctx context.Context, d *Demo) error) {
	live := flag.Bool("live", false, "answer the real Twilio, with the credentials of the environment (see twilio.NewFromEnv)")
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
	d, err := simulated()
	if err != nil {
		return err
	}
	handler, err := verified(app(d.Client), d.Sim.AuthToken(), simulatedURL)
	if err != nil {
		return err
	}
	d.handler = handler
	d.Sim.Handle(simulatedURL, handler)
	d.Sim.Number(d.From, twiliotest.SMSURL(simulatedURL+"/sms"), twiliotest.VoiceURL(simulatedURL+"/voice"))
	return errors.Join(act(context.Background(), d), d.close())
}

func verified(handler http.Handler, authToken, public string) (http.Handler, error) {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL(public))
	if err != nil {
		return nil, err
	}
	return verifier.Middleware(handler), nil
}

func serveLive(app App, public, address string) error {
	client, err := twilio.NewFromEnv()
	if err != nil {
		return err
	}
	handler, err := verified(app(client), os.Getenv("TWILIO_AUTH_TOKEN"), public)
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
	fmt.Printf("listening on http://%s; let your number's webhooks lead to %s/sms and %s/voice\n", address, public, public)
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
