package twiliotest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

func ExampleDelayed() {
	sim, err := twiliotest.Start(twiliotest.StatusCallbacks(twiliotest.Delayed(10*time.Second, "sent")))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Handle("https://hooks.example.com", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		fmt.Println(r.FormValue("MessageStatus"))
	}))
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	_, err = sim.Client().Messages.Create(context.Background(), twilio.MessageCreateParams{
		To: ada.Number(), From: clinic.Number(), Body: "See you at 9", StatusCallback: "https://hooks.example.com/status",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ada.ExpectSMS("See you")
	sim.Clock.Advance(time.Minute) // the late callback comes
	// Output:
	// sending
	// delivered
	// sent
}

func ExampleMatch_MessageFails() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	sim.Fault(twiliotest.OnCreateMessage().To(ada.Number()).Nth(1).MessageFails(twiliotest.WhileSending, 30008))

	msg, err := sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "Hello?"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sim.Clock.Advance(time.Minute)
	msg, err = sim.Client().Messages.Get(ctx, msg.SID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(msg.Status, int(msg.ErrorCode))
	// Output: failed 30008
}

func ExampleSenderRates() {
	sim, err := twiliotest.Start(twiliotest.SenderRates(twiliotest.SenderRate{Sender: "+14155556789", PerSecond: 2}))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	clinic := sim.Number("+14155556789")
	began := sim.Clock.Now()
	for range 3 {
		_, err = sim.Client().Messages.Create(context.Background(), twilio.MessageCreateParams{To: "+14155551234", From: clinic.Number(), Body: "Hi"})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	sim.Clock.Advance(time.Minute)
	for _, msg := range sim.Messages() {
		fmt.Println(msg.Sent.Sub(began))
	}
	// Output:
	// 500ms
	// 1s
	// 1.5s
}

func ExampleConcurrency() {
	sim, err := twiliotest.Start(twiliotest.Concurrency(1))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	once := twilio.RetryPolicy{MaxAttempts: 1}
	impatient, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), append(sim.Options(), twilio.WithRetry(once))...)
	if err != nil {
		fmt.Println(err)
		return
	}
	// While the document is fetched, the account may ask for nothing else.
	sim.Stub(http.MethodGet, "https://sync.twilio.com/v1/Services/{ServiceSid}/Documents/{Sid}", func(w http.ResponseWriter, r *http.Request) {
		_, err := impatient.Balance.Get(r.Context())
		fmt.Println(errors.Is(err, twilio.ErrRateLimited), errors.Is(err, twilio.CodeTooManyConcurrentRequests))
		w.WriteHeader(http.StatusNoContent)
	})
	req, err := http.NewRequest(http.MethodGet, "https://sync.twilio.com/v1/Services/default/Documents/profile", http.NoBody)
	if err != nil {
		fmt.Println(err)
		return
	}
	req.SetBasicAuth(sim.AccountSID(), sim.AuthToken())
	resp, err := sim.Transport().RoundTrip(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resp.StatusCode, resp.Body.Close())
	// Output:
	// true true
	// 204 <nil>
}

func ExampleCallRate() {
	sim, err := twiliotest.Start(twiliotest.CallRate(1))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	clinic := sim.Number("+14155556789")
	for range 3 {
		call, err := sim.Client().Calls.Create(context.Background(), twilio.CallCreateParams{To: "+14155551234", From: clinic.Number(), TwiML: "<Response/>"})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(call.Status, call.QueueTime)
	}
	// Output:
	// queued 500
	// queued 1500
	// queued 2500
}
