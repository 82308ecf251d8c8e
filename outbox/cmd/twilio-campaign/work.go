package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/webhook"
)

// watchEvery is how often the progress is read. A table that takes long to count is counted less
// often.
const (
	watchEvery  = 500 * time.Millisecond
	watchFactor = 10
)

var errInterrupted = errors.New("it was interrupted: run the same command again, and it goes on where it was")

// work lets the outbox send until everything is over. The error is about what has stopped it
// before.
func (s *sending[TTx]) work(running context.Context, stop context.CancelCauseFunc) error {
	server, err := s.listen(running)
	if err != nil {
		return err
	}
	if server != nil {
		defer func() { _ = server.Close() }()
	}
	if s.opts.wait > 0 {
		if err := s.store.askSoon(running); err != nil {
			return err
		}
	}
	var runErr error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		runErr = s.box.Run(running)
	}()
	over := s.watch(running, ended)
	s.screen.end()
	var refused *refusedError
	isRefused := errors.As(context.Cause(running), &refused)
	if running.Err() != nil && !isRefused {
		s.screen.note("Stopping: what is being sent comes to its end. Press Ctrl+C again to end at once; what is under way then is looked for when you start again.")
	}
	stop(nil)
	<-ended
	switch {
	case isRefused:
		return refused
	case over:
		return nil
	case runErr != nil && !errors.Is(runErr, context.Canceled): // that is how it ends when it was just starting
		return runErr
	}
	return errInterrupted
}

// watch shows the progress until everything is over, somebody stops the program, or the outbox
// has ended.
func (s *sending[TTx]) watch(ctx context.Context, ended <-chan struct{}) (over bool) {
	var sentAt time.Time // since when nothing is left to be sent
	for {
		began := time.Now()
		p, err := s.reader.Progress(ctx, s.opts.campaign)
		switch {
		case ctx.Err() != nil:
			return false
		case err != nil:
			s.screen.note("note: %v", err)
		case p.Left > 0:
			sentAt = time.Time{}
			s.screen.show(p.Messages-p.Left, p.Messages, sendingInWords(p))
		default:
			if sentAt.IsZero() {
				sentAt = began
			}
			known, left := deliveriesKnown(p), s.opts.wait-began.Sub(sentAt)
			if known == p.States[outbox.Accepted] || left <= 0 {
				return true
			}
			s.screen.show(known, p.States[outbox.Accepted], fmt.Sprintf("%s/%s settled, waits %s more for deliveries",
				thousands(known), thousands(p.States[outbox.Accepted]), left.Round(time.Second)))
		}
		timer := time.NewTimer(max(watchEvery, watchFactor*time.Since(began)))
		select {
		case <-ctx.Done():
		case <-ended:
			timer.Stop()
			return false
		case <-timer.C:
		}
		timer.Stop()
	}
}

// deliveriesKnown is of how many accepted messages the end is known.
func deliveriesKnown(p *outbox.Progress) (known int) {
	for status, n := range p.Deliveries {
		if twilio.MessageStatus(status).Final() {
			known += n
		}
	}
	return known
}

// sendingInWords says how far the sending is, the most important first, with commas between.
func sendingInWords(p *outbox.Progress) string {
	words := fmt.Sprintf("%s/%s accepted", thousands(p.States[outbox.Accepted]), thousands(p.Messages))
	if p.Paused {
		return words + ", paused"
	}
	if !p.ThroughAt.IsZero() {
		words += fmt.Sprintf(", %s left", p.ThroughAt.Sub(p.At).Round(time.Second))
	}
	if n := failed(p); n > 0 {
		words += fmt.Sprintf(", %s failed", thousands(n))
	}
	if n := p.States[outbox.Unknown]; n > 0 {
		words += fmt.Sprintf(", %s looked for", thousands(n))
	}
	if n := p.States[outbox.Uncertain]; n > 0 {
		words += fmt.Sprintf(", %s uncertain", thousands(n))
	}
	return words
}

// failed is how many messages were not sent, and will not be.
func failed(p *outbox.Progress) int {
	return p.States[outbox.Refused] + p.States[outbox.GivenUp] + p.States[outbox.Cancelled] + p.States[outbox.Skipped]
}

// listen takes Twilio's callbacks, if there are any. The server is nil without them.
func (s *sending[TTx]) listen(ctx context.Context) (*http.Server, error) {
	if s.opts.listen == "" {
		return nil, nil //nolint:nilnil // there is none
	}
	public, err := url.Parse(s.opts.callbackURL)
	if err != nil {
		return nil, err // it was checked
	}
	verifier, err := webhook.NewVerifier(webhook.Token(s.command.getenv("TWILIO_AUTH_TOKEN")), webhook.PublicURL(public.Scheme+"://"+public.Host))
	if err != nil {
		return nil, fmt.Errorf("-callback-url: %w", err)
	}
	var config net.ListenConfig
	socket, err := config.Listen(ctx, "tcp", s.opts.listen)
	if err != nil {
		return nil, fmt.Errorf("-listen: %w", err)
	}
	const patience = 10 * time.Second
	server := &http.Server{Handler: s.box.Callbacks(verifier), ReadTimeout: patience, ReadHeaderTimeout: patience}
	go func() { _ = server.Serve(socket) }()
	return server, nil
}

// askSoon lets the outbox ask at once for the deliveries that it would ask for later: an earlier
// run may not have waited for them.
func (s *store) askSoon(ctx context.Context) error {
	now := time.Now()
	_, err := s.c.Exec(ctx, `UPDATE twilio_outbox SET fetch_at = $1 WHERE target = $2 AND account = $3 AND campaign = $4 AND state = 'accepted' AND fetch_at > $1`,
		now, s.target, s.account, s.name)
	if err != nil {
		return fmt.Errorf("the deliveries cannot be asked for: %w", err)
	}
	return nil
}
