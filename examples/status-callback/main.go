// Status-callback sends a text and follows it by its status callbacks, which may
// come early, late, twice, or in the wrong order:
//
//	go run ./examples/status-callback
//
// It runs against the simulator, whose callbacks are signed as Twilio's are. With
// -live -public-url it answers the real ones, for messages that are sent with
// StatusCallback set to /status.
package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/webhook"
)

func main() { demo.Serve(app, people) }

// reports keeps the last word on each message, also on one that the program does not
// know yet: a status callback can come before Create has returned.
type reports struct {
	mu   sync.Mutex
	last map[string]*webhook.MessageStatus
}

func (r *reports) take(next *webhook.MessageStatus) {
	r.mu.Lock()
	defer r.mu.Unlock()
	last := r.last[next.MessageSID]
	if last != nil && !next.Supersedes(last) {
		fmt.Printf("%s: %s comes too late, and changes nothing\n", next.MessageSID, next.Status)
		return
	}
	r.last[next.MessageSID] = next
	fmt.Printf("%s: %s", next.MessageSID, next.Status)
	if next.ErrorCode != 0 {
		fmt.Printf(", %v. %s", next.ErrorCode, next.ErrorCode.Advice())
	}
	fmt.Println()
}

func app(authToken, publicURL string) (http.Handler, error) {
	verifier, err := webhook.NewVerifier(webhook.Token(authToken), webhook.PublicURL(publicURL))
	if err != nil {
		return nil, err
	}
	reports := &reports{last: map[string]*webhook.MessageStatus{}}
	mux := http.NewServeMux()
	mux.Handle("POST /status", webhook.OnMessageStatus(func(_ context.Context, status *webhook.MessageStatus) error {
		reports.take(status)
		return nil
	}))
	return verifier.Middleware(mux), nil
}

// people receive one text, and miss another.
func people(ctx context.Context, d *demo.Demo) error {
	ada := d.Sim.Phone(d.To)
	for _, code := range []twilio.ErrorCode{0, twilio.CodeHandsetUnreachable} {
		ada.Unreachable(code)
		_, err := d.Client.Messages.Create(ctx, twilio.MessageCreateParams{
			To: ada.Number(), From: d.From, Body: "Your parcel is there.", StatusCallback: d.URL("/status"),
		})
		if err != nil {
			return err
		}
		if err := d.Sleep(ctx, time.Minute); err != nil {
			return err
		}
	}
	late := d.Sim.Callbacks()[0]
	fmt.Printf("Twilio repeats %q:\n", late.Form.Get("MessageStatus"))
	return d.Sim.Repeat(late).Err
}
