package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/outbox/internal/db"
	"github.com/seed15d99369/twilio/webhook"
)

const (
	callbackHost = "https://hooks.example.com"
	callbackURL  = callbackHost + "/twilio/outbox"
)

// statuses are what Twilio tells of a message that arrives.
var statuses = [...]string{"sent", "delivered"}

// told is a message of which callbacks tell.
type told struct{ token, sid string }

// measureCallbacks passes the callbacks of all messages to the handler, without a network: the
// signature, the row and the delivery are as ever.
func measureCallbacks[TTx any](ctx context.Context, o options, driver outbox.Driver[TTx], box *outbox.Outbox[TTx], out io.Writer) error {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL(callbackHost))
	if err != nil {
		return err
	}
	handler := box.Callbacks(verifier)
	all, err := db.All(ctx, driver.Pool(), func(scan func(dest ...any) error) (m told, err error) {
		return m, scan(&m.token, &m.sid)
	}, "SELECT token, sid FROM twilio_outbox WHERE state = 'accepted'")
	if err != nil {
		return err
	}
	began := begin()
	group := new(errgroup.Group)
	group.SetLimit(o.workers)
	for _, m := range all {
		group.Go(func() error { return m.tell(ctx, handler) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	began.report(out, "outbox: callbacks", len(all)*len(statuses))
	return nil
}

// tell passes the callbacks of one message to the handler.
func (m told) tell(ctx context.Context, handler http.Handler) error {
	for _, status := range statuses {
		form := url.Values{
			"AccountSid": {accountSID}, "MessageSid": {m.sid}, "SmsSid": {m.sid}, "MessageStatus": {status}, "SmsStatus": {status},
			"From": {"+14155556789"}, "To": {"+14155550101"}, "ApiVersion": {"2010-04-01"},
		}
		address := callbackURL + "?row=" + m.token
		req := httptest.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Twilio-Signature", webhook.Sign(authToken, address, form))
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, req)
		if answer.Code != http.StatusNoContent {
			return fmt.Errorf("a callback was answered with %d: %s", answer.Code, answer.Body)
		}
	}
	return nil
}
