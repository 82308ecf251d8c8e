package voice_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/voice"
)

func pay(change func(*voice.PaymentCreateParams)) func(context.Context, *voice.Client) error {
	return func(ctx context.Context, v *voice.Client) error {
		params := voice.PaymentCreateParams{IdempotencyKey: "1", StatusCallback: hooks}
		change(&params)
		return errorOf(v.Payments.Create(ctx, callSID, params))
	}
}

func stream(change func(*voice.StreamCreateParams)) func(context.Context, *voice.Client) error {
	return func(ctx context.Context, v *voice.Client) error {
		params := voice.StreamCreateParams{URL: "wss://media.example.com"}
		change(&params)
		return errorOf(v.Streams.Create(ctx, callSID, params))
	}
}

func allow(changes ...voice.DialingPermissionChange) func(context.Context, *voice.Client) error {
	return func(ctx context.Context, v *voice.Client) error {
		return errorOf(v.DialingPermissions.Update(ctx, voice.DialingPermissionUpdateParams{Changes: changes}))
	}
}

// TestBadInputsOfCalls: what can never succeed is refused before it is sent, with the name
// of the field, the problem and the remedy.
func TestBadInputsOfCalls(t *testing.T) {
	t.Parallel()
	const enabled = voice.PermissionEnabled
	tests := []struct {
		name, want, remedy string
		try                func(context.Context, *voice.Client) error
	}{
		{"payment without a key", "IdempotencyKey is empty", "give a value", pay(func(p *voice.PaymentCreateParams) { p.IdempotencyKey = "" })},
		{"payment without a callback", "StatusCallback is empty", "https://", pay(func(p *voice.PaymentCreateParams) { p.StatusCallback = "" })},
		{"payment with a relative callback", "StatusCallback is not an absolute URL", "https://", pay(func(p *voice.PaymentCreateParams) { p.StatusCallback = "/pay" })},
		{"payment of no number", "ChargeAmount is not a positive number", "", pay(func(p *voice.PaymentCreateParams) { p.ChargeAmount = "ten dollars" })},
		{"payment of a debt", "ChargeAmount is not a positive number", "", pay(func(p *voice.PaymentCreateParams) { p.ChargeAmount = "-1" })},
		{"payment that waits for ever", "Timeout is longer than 10 minutes", "at most 10 minutes", pay(func(p *voice.PaymentCreateParams) { p.Timeout = time.Hour })},
		{"payment that waits for a moment", "Timeout", "", pay(func(p *voice.PaymentCreateParams) { p.Timeout = time.Millisecond })},
		{"payment that waits backwards", "Timeout is negative", "positive", pay(func(p *voice.PaymentCreateParams) { p.Timeout = -time.Second })},
		{"ACH without parameters", "Parameters is empty, and an ACH debit needs it", "Pay Connector", pay(func(p *voice.PaymentCreateParams) { p.PaymentMethod = voice.PaymentMethodACHDebit })},
		{"card with a bank account", "BankAccountType is of an ACH debit", "PaymentMethodACHDebit", pay(func(p *voice.PaymentCreateParams) { p.BankAccountType = voice.BankAccountConsumerSavings })},
		{"capture of nothing", "Capture is empty", "PaymentFieldCardNumber", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.Payments.Capture(ctx, callSID, paySID, voice.PaymentCaptureParams{IdempotencyKey: "1", StatusCallback: hooks}))
		}},
		{"completion without a key", "IdempotencyKey is empty", "give a value", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.Payments.Complete(ctx, callSID, paySID, voice.PaymentEndParams{StatusCallback: hooks}))
		}},
		{"cancellation of another kind", "Sid", "PK", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.Payments.Cancel(ctx, callSID, callSID, voice.PaymentEndParams{IdempotencyKey: "1", StatusCallback: hooks}))
		}},
		{"payment on a conference", "CallSid", "CA", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.Payments.Create(ctx, "CF00000000000000000000000000000001", voice.PaymentCreateParams{IdempotencyKey: "1", StatusCallback: hooks}))
		}},
		{"stream to nowhere", "URL is empty", "", stream(func(p *voice.StreamCreateParams) { p.URL = "" })},
		{"stream to a path", "URL is not an absolute URL", "", stream(func(p *voice.StreamCreateParams) { p.URL = "media" })},
		{"stream with a method", "StatusCallbackMethod", "", stream(func(p *voice.StreamCreateParams) { p.StatusCallbackMethod = "PUT" })},
		{"stream with a nameless parameter", "Parameters[1].Name is empty", "give a value", stream(func(p *voice.StreamCreateParams) {
			p.Parameters = []voice.Parameter{{Name: "a"}, {Value: "b"}}
		})},
		{"stream with 100 parameters", "Parameters has more than 99 items", "at most 99", stream(func(p *voice.StreamCreateParams) {
			for range 100 {
				p.Parameters = append(p.Parameters, voice.Parameter{Name: "a"})
			}
		})},
		{"stream with a parameter in Extra as well", "Extra", "", stream(func(p *voice.StreamCreateParams) {
			p.Parameters, p.Extra = []voice.Parameter{{Name: "a"}}, url.Values{"Parameter1.Name": {"b"}}
		})},
		{"siprec with a callback without a host", "StatusCallback has no host", "", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.Siprecs.Create(ctx, callSID, voice.SiprecCreateParams{StatusCallback: "https:///status"}))
		}},
		{"stop of nothing", "Sid is empty", "", func(ctx context.Context, v *voice.Client) error { return errorOf(v.Streams.Stop(ctx, callSID, "")) }},
		{"stop by a path", "Sid", "", func(ctx context.Context, v *voice.Client) error { return errorOf(v.Siprecs.Stop(ctx, callSID, "a/b")) }},
		{"transcription with a local callback", "StatusCallbackURL is not an absolute URL", "", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.RealTimeTranscriptions.Create(ctx, callSID, voice.RealTimeTranscriptionCreateParams{StatusCallbackURL: "status"}))
		}},
		{"message of nothing", "Content is empty", "give a value", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.UserDefinedMessages.Create(ctx, callSID, voice.UserDefinedMessageCreateParams{}))
		}},
		{"message that is no JSON", "Content cannot be sent", "", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.UserDefinedMessages.Create(ctx, callSID, voice.UserDefinedMessageCreateParams{Content: []byte("hello")}))
		}},
		{"message that is too long", "Content is longer than 10,000 bytes", "shorten", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.UserDefinedMessages.Create(ctx, callSID, voice.UserDefinedMessageCreateParams{Content: []byte(`"` + strings.Repeat("a", 10_000) + `"`)}))
		}},
		{"subscription without a callback", "Callback is empty", "https://", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.UserDefinedMessageSubscriptions.Create(ctx, callSID, voice.UserDefinedMessageSubscriptionCreateParams{}))
		}},
		{"no change of permissions", "Changes is empty", "give a value", allow()},
		{"permission without a country", "Changes[0].ISOCode is empty", "", allow(voice.DialingPermissionChange{LowRiskNumbers: enabled})},
		{"permission of three letters", "Changes[0].ISOCode is not the code of a country", "ISO 3166-1", allow(voice.DialingPermissionChange{ISOCode: "GBR", LowRiskNumbers: enabled})},
		{"permission that changes nothing", "Changes[0] changes nothing", "enable or disable", allow(voice.DialingPermissionChange{ISOCode: "GB"})},
		{"permission twice", "Changes[1].ISOCode is that of an earlier change", "once", allow(
			voice.DialingPermissionChange{ISOCode: "GB", LowRiskNumbers: enabled}, voice.DialingPermissionChange{ISOCode: "GB", HighRiskSpecialNumbers: enabled})},
		{"permission of a country by its name", "IsoCode", "", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.DialingPermissions.Get(ctx, "Germany"))
		}},
		{"archive without a day", "Day is empty", "", func(ctx context.Context, v *voice.Client) error {
			return v.ArchivedCalls.Delete(ctx, callSID, voice.ArchivedCallDeleteParams{})
		}},
		{"notification of another kind", "Sid", "NO", func(ctx context.Context, v *voice.Client) error { return errorOf(v.Notifications.Get(ctx, callSID)) }},
		{"list of negative pages", "PageSize is negative", "positive", func(ctx context.Context, v *voice.Client) error {
			return errorOf(v.CallEvents.List(ctx, callSID, voice.CallEventListParams{PageSize: -1}))
		}},
	}
	client, err := twilio.New("AC00000000000000000000000000000001", twilio.AuthToken(strings.Repeat("0123456789abcdef", 2)),
		twilio.WithHTTPClient(&http.Client{Transport: refusing{t}}))
	require.NoError(t, err)
	v := voice.New(client)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := tt.try(t.Context(), v)
			require.ErrorIs(t, err, twilio.ErrInvalidParams)
			require.ErrorIs(t, err, twilio.ErrNotSent)
			found := problemsOf(err)
			require.NotEmpty(t, found)
			if tt.name == "archive without a day" {
				assert.NotContains(t, found, "Sid is empty", "the SID was given")
			}
			assert.Contains(t, strings.Join(found, "; "), tt.want)
			assert.Contains(t, err.Error(), tt.remedy)
		})
	}
}

// refusing is a network that nothing may reach.
type refusing struct{ t *testing.T }

func (n refusing) RoundTrip(*http.Request) (*http.Response, error) {
	n.t.Error("a request was sent")
	return nil, http.ErrAbortHandler
}
