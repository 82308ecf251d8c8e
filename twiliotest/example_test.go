package twiliotest_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

func ExampleStart() {
	sim, err := twiliotest.Start(twiliotest.Balance("1.00", "USD"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")

	_, err = sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "See you at 9"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sms, err := ada.WaitSMS(ctx)
	fmt.Println(sms.From, sms.Body, err)
	// Output: +14155556789 See you at 9 <nil>
}

func ExampleClock_Advance() {
	sim, err := twiliotest.Start(twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Clock.Advance(24 * time.Hour)
	fmt.Println(sim.Clock.Now())
	// Output: 2026-04-15 09:30:00 +0000 UTC
}

func ExamplePhone_Unreachable() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789")
	ada.Unreachable(twilio.CodeUnknownNumber)

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
	fmt.Println(msg.Status, errors.Is(msg.Err(), twilio.ErrInvalidNumber))
	// Output: undelivered true
}

func ExampleSim_TestClient() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	_, err = sim.TestClient().Messages.Create(context.Background(), twilio.MessageCreateParams{
		To: "+15005550004", From: "+15005550006", Body: "a magic number",
	})
	fmt.Println(errors.Is(err, twilio.ErrOptedOut))
	// Output: true
}

func ExampleSim_ExpectAlert() {
	sim, err := twiliotest.Start(twiliotest.Logger(slog.New(slog.DiscardHandler)))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	ada, clinic := sim.Phone("+14155551234"), sim.Number("+14155556789", twiliotest.SMSWebhook(http.NotFoundHandler()))

	ada.SendSMS(clinic.Number(), "Is anybody there?")
	alert := sim.ExpectAlert(11217)
	fmt.Println(alert.Message)
	// Output: the answer has status 404
}

func ExampleSim_Stub() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Stub("POST", "https://studio.twilio.com/v2/Flows/{FlowSid}/Executions", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_, _ = fmt.Fprintf(w, `{"sid":"FN5a1d0000000000000000000000000001","flow_sid":%q,"status":"ended"}`, r.PathValue("FlowSid"))
	})

	type Execution struct {
		SID    string `json:"sid"`
		Status string `json:"status"`
	}
	create := twilio.Operation{Name: "Executions.Create", Method: http.MethodPost, Host: "studio", Path: "/v2/Flows/{FlowSid:FW}/Executions"}
	flow := create.On("FW5a1d0000000000000000000000000001")
	execution, err := twilio.Invoke[Execution](context.Background(), sim.Client(), flow.With(url.Values{"To": {"+14155551234"}, "From": {"+14155556789"}}))
	fmt.Println(execution.Status, err)

	_, err = twilio.Invoke[Execution](context.Background(), sim.Client(), flow.With(url.Values{"To": {"+14155551234"}})) // Twilio requires From
	fmt.Println(errors.Is(err, twilio.CodeBadRequest))
	// Output:
	// ended <nil>
	// true
}

func ExampleStatusCallbacks() {
	sim, err := twiliotest.Start(twiliotest.StatusCallbacks(twiliotest.Reversed(), twiliotest.Doubled("delivered")))
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
	// Output:
	// delivered
	// delivered
	// sent
	// sending
}

func ExampleWithoutFrom() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	shop := sim.Number("+14155556789", twiliotest.SMSWebhook(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		fmt.Printf("%q %s\n", r.FormValue("From"), r.FormValue("ExternalUserIdentifier"))
	})))
	sim.Phone("US.1302015550123").SendWhatsApp(shop.Number(), "Hi", twiliotest.WithoutFrom())
	// Output: "" US.1302015550123
}

func ExampleSim_Lookup() {
	sim, err := twiliotest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Lookup("+14165550123", twilio.LookupResult{Valid: true, CallerName: twilio.LookupCallerName{ErrorCode: twilio.CodeLookupNoCoverage}})

	info, err := sim.Client().Lookup.Get(context.Background(), "416-555-0123", twilio.LookupGetParams{
		CountryCode: "CA", Fields: []twilio.LookupField{twilio.LookupFieldCallerName},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(info.CountryCode, info.NationalFormat, errors.Is(info.Err(), twilio.CodeLookupNoCoverage))
	// Output: CA (416) 555-0123 true
}
