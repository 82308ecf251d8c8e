package twilio_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// simulate gives the examples an account to work with.
func simulate() (sim *twiliotest.Sim, client *twilio.Client) {
	sim, err := twiliotest.Start(twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	sim.Number("+14155556789")
	client = sim.Client()
	return sim, client
}

func ExampleNew() {
	client, err := twilio.New("AC00000000000000000000000000000001",
		twilio.APIKey("SK00000000000000000000000000000001", "the-secret-of-that-key"),
		twilio.WithTimeout(30*time.Second),
		twilio.WithRetry(twilio.RetryPolicy{MaxAttempts: 4}),
		twilio.WithRegion("au1", "sydney"),
		twilio.WithLogger(slog.New(slog.DiscardHandler)),
		twilio.WithUserAgent("billing/1.4"),
	)
	fmt.Println(client, err)
	// Output: twilio.Client(AC00000000000000000000000000000001, API key SK00000000000000000000000000000001) <nil>
}

func ExampleNew_mistake() {
	_, err := twilio.New("SK00000000000000000000000000000001", twilio.APIKey("AC00000000000000000000000000000001", "secret"))
	fmt.Println(err)
	// Output: twilio: New: accountSID is the SID of an API key: give the account's SID, AC…, here and the key to twilio.APIKey: the two are swapped; keySID is an account SID: pass the account SID as New's first argument and the key's own SID, SK…, to APIKey
}

func ExampleMessages_Create() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: "+14155551234", From: "+14155556789", Body: "Your verification code is 123456",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(msg.Status, msg.To, msg.NumSegments)
	// Output: queued +14155551234 1
}

func ExampleMessages_Create_errors() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Phone("+14155551234").OptOut()
	ctx := context.Background()

	_, err := client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"})

	var apiErr *twilio.Error
	switch {
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		fmt.Println("it may have been sent: look for it before any second try")
	case errors.Is(err, twilio.ErrOptedOut):
		fmt.Println("opted out")
	case twilio.RetryAfter(err) > 0:
		fmt.Println("again in", twilio.RetryAfter(err))
	}
	if errors.As(err, &apiErr) {
		fmt.Println(apiErr.Status, int(apiErr.Code), apiErr.Code.Retry(), apiErr.Code == twilio.CodeUnsubscribed)
	}
	// Output:
	// opted out
	// 400 21610 never true
}

func ExampleMessages_Create_scheduled() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	service := sim.MessagingService(sim.Number("+14155556789")) // MG…

	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: "+14155551234", MessagingServiceSID: service, Body: "See you tomorrow", SendAt: sim.Clock.Now().Add(24 * time.Hour),
	})
	fmt.Println(msg.Status, err)
	msg, err = client.Messages.Cancel(ctx, msg.SID)
	fmt.Println(msg.Status, err)
	// Output:
	// scheduled <nil>
	// canceled <nil>
}

func ExampleMessages_All() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	for _, body := range []string{"one", "two", "three"} {
		if _, err := client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: body}); err != nil {
			fmt.Println(err)
			return
		}
	}

	for msg, err := range client.Messages.All(ctx, twilio.MessageListParams{To: "+14155551234", PageSize: 2}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(msg.Body)
	}
	// Output:
	// three
	// two
	// one
}

func ExampleMessages_List() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	for _, body := range []string{"one", "two", "three"} {
		if _, err := client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: body}); err != nil {
			fmt.Println(err)
			return
		}
	}

	page, err := client.Messages.List(ctx, twilio.MessageListParams{PageSize: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(page.Items), page.HasNext())
	// Another process, or a browser, can go on from the cursor.
	page, err = client.Messages.List(ctx, twilio.MessageListParams{Cursor: page.Cursor})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(page.Items), page.HasNext())
	// Output:
	// 2 true
	// 1 false
}

func ExampleMessage_Err() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	sim.Phone("+14155551234").Unreachable(twilio.CodeHandsetUnreachable)
	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"})
	if err != nil {
		fmt.Println(err)
		return
	}
	sim.Clock.Advance(time.Minute)

	msg, err = client.Messages.Get(ctx, msg.SID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(msg.Status, errors.Is(msg.Err(), twilio.ErrUnreachable), msg.ErrorCode.Retry())
	// Output: undelivered true later
}

func ExampleMediaFiles_Download() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	sim.File("https://example.com/menu.pdf", "application/pdf", []byte("%PDF-1.7"))
	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{
		To: "+14155551234", From: "+14155556789", MediaURL: []string{"https://example.com/menu.pdf"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	for media, err := range client.Media.All(ctx, msg.SID, twilio.MediaListParams{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		file, err := client.Media.Download(ctx, msg.SID, media.SID, twilio.MaxBytes(5<<20))
		if err != nil {
			fmt.Println(err)
			return
		}
		content, err := io.ReadAll(file)
		_ = file.Close()
		fmt.Println(media.ContentType, string(content), err)
	}
	// Output: application/pdf %PDF-1.7 <nil>
}

func ExampleBalances_Get() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	balance, err := client.Balance.Get(context.Background())
	fmt.Println(balance.Amount, balance.Currency, err)
	// Output: 20.00000 USD <nil>
}

func ExampleInvokeAll() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example

	type Queue struct {
		SID          string `json:"sid"`
		FriendlyName string `json:"friendly_name"`
	}
	list := twilio.Operation{
		Name: "Queues.List", Method: http.MethodGet, Host: "api",
		Path: "/2010-04-01/Accounts/{AccountSid}/Queues.json", Items: "queues",
	}
	for queue, err := range twilio.InvokeAll[Queue](context.Background(), client, list.On()) {
		fmt.Println(queue.FriendlyName, err)
	}
	// Output:
}

func ExampleWithResponseInfo() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	var info twilio.ResponseInfo
	_, err := client.Balance.Get(context.Background(), twilio.WithResponseInfo(&info))
	fmt.Println(info.Status, info.Attempts, len(info.RequestID), err)
	// Output: 200 1 34 <nil>
}
