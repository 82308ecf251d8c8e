package numbers_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

// ports takes the porting webhooks, and refuses those that are not signed.
type ports struct{ told []map[string]string }

func (p *ports) events() []string {
	var events []string
	for _, told := range p.told {
		events = append(events, told["status"])
	}
	return events
}

func (p *ports) handler(t *testing.T, sim *twiliotest.Sim) http.Handler {
	t.Helper()
	verifier, err := webhook.NewVerifier(webhook.Token(sim.AuthToken()), webhook.PublicURL("https://app.example.com"))
	require.NoError(t, err)
	return verifier.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		told := map[string]string{}
		if json.Unmarshal(body, &told) == nil {
			p.told = append(p.told, told)
		}
	}))
}

// bill uploads what a port needs.
func (b *bench) bill() string {
	b.t.Helper()
	bill, err := b.PortingDocuments.Upload(b.t.Context(), numbers.PortingDocumentUploadParams{
		DocumentType: numbers.UtilityBill, FriendlyName: "April",
		File: twilio.Upload{Name: "april.pdf", ContentType: "application/pdf", Content: []byte("%PDF-1.7 the bill of April")},
	})
	require.NoError(b.t, err)
	return bill.SID
}

func (b *bench) portParams(phones ...string) numbers.PortInCreateParams {
	b.t.Helper()
	params := numbers.PortInCreateParams{
		AccountSID: b.sim.AccountSID(), Documents: []string{b.bill()}, TargetPortInDate: b.sim.Clock.Now().Add(10 * 24 * time.Hour),
		LosingCarrierInformation: numbers.LosingCarrier{
			CustomerType: numbers.CustomerBusiness, CustomerName: "Owl Bank", AuthorizedRepresentative: "Ada Byron", AuthorizedRepresentativeEmail: "ada@example.com",
			Address: numbers.CarrierAddress{Street: "1 Main St", City: "Springfield", State: "OR", ZIP: "97477", Country: "US"},
		},
	}
	for _, phone := range phones {
		params.PhoneNumbers = append(params.PhoneNumbers, numbers.PortInNumberParams{PhoneNumber: phone})
	}
	return params
}

// TestNumbersArePorted: from the request to a number of the account, with the webhooks of
// the request and of its number, signed.
func TestNumbersArePorted(t *testing.T) {
	t.Parallel()
	b, app := newBench(t, twiliotest.PortInReview(8*time.Hour)), &ports{}
	b.sim.Handle("https://app.example.com", app.handler(t, b.sim))
	ctx := t.Context()
	_, err := b.PortingWebhooks.Set(ctx, numbers.PortingWebhookSetParams{PortInTargetURL: "https://app.example.com/ports"})
	require.NoError(t, err)
	port, err := b.PortIns.Create(ctx, b.portParams(landline))
	require.NoError(t, err)
	var states []numbers.PortInStatus
	for range 5 {
		got, err := b.PortIns.Get(ctx, port.PortInRequestSID)
		require.NoError(t, err)
		require.NoError(t, got.Err())
		states = append(states, got.PortInRequestStatus)
		b.sim.Clock.Advance(2 * time.Hour)
	}
	assert.Equal(t, []numbers.PortInStatus{
		numbers.PortInInReview, numbers.PortInWaitingForSignature, numbers.PortInInProgress, numbers.PortInInProgress, numbers.PortInCompleted,
	}, states)
	assert.Equal(t, []string{
		"PortInPhoneNumberWaitingForSignature", "PortInWaitingForSignature", "PortInPhoneNumberSubmitted", "PortInInProgress",
		"PortInPhoneNumberPending", "PortInPhoneNumberCompleted", "PortInCompleted",
	}, app.events())
	assert.Equal(t, landline, app.told[0]["phone_number"])
	assert.Equal(t, port.PortInRequestSID, app.told[0]["port_in_request_sid"])
	number, err := b.PortInPhoneNumbers.Get(ctx, port.PortInRequestSID, port.PhoneNumbers[0].PortInPhoneNumberSID)
	require.NoError(t, err)
	assert.True(t, number.PortInPhoneNumberStatus.Final())
	phone := b.sim.Phone(ada)
	_, err = b.sim.Client().Messages.Create(ctx, twilio.MessageCreateParams{To: ada, From: landline, Body: "We have moved"})
	require.NoError(t, err)
	phone.ExpectSMS("We have moved")
}

// TestPortIsRejectedByHand: the carrier's reason reaches the number, the request and the
// webhook.
func TestPortIsRejectedByHand(t *testing.T) {
	t.Parallel()
	b, app := newBench(t), &ports{}
	b.sim.Handle("https://app.example.com", app.handler(t, b.sim))
	ctx := t.Context()
	_, err := b.PortingWebhooks.Set(ctx, numbers.PortingWebhookSetParams{
		PortInTargetURL: "https://app.example.com/ports", NotificationsOf: []numbers.PortingEvent{numbers.PortInEventPhoneNumberRejected},
	})
	require.NoError(t, err)
	port, err := b.PortIns.Create(ctx, b.portParams(landline))
	require.NoError(t, err)
	b.sim.ReviewPortIn(port.PortInRequestSID, "The account number is wrong.")
	port, err = b.PortIns.Get(ctx, port.PortInRequestSID)
	require.NoError(t, err)
	var rejected *numbers.RejectedError
	require.ErrorAs(t, port.Err(), &rejected)
	assert.Equal(t, "The account number is wrong.", rejected.Reason)
	require.ErrorAs(t, port.PhoneNumbers[0].Err(), &rejected)
	assert.False(t, port.PortInRequestStatus.Final())
	assert.Equal(t, []string{"PortInPhoneNumberRejected"}, app.events(), "the others were not asked for")
	assert.Equal(t, "The account number is wrong.", app.told[0]["rejection_reason"])
}

// TestPortIsCanceled: as a whole, and number by number.
func TestPortIsCanceled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	port, err := b.PortIns.Create(ctx, b.portParams(landline, "+14155550124"))
	require.NoError(t, err)
	first := port.PhoneNumbers[0].PortInPhoneNumberSID
	require.NoError(t, b.PortInPhoneNumbers.Cancel(ctx, port.PortInRequestSID, first))
	require.ErrorIs(t, b.PortInPhoneNumbers.Cancel(ctx, port.PortInRequestSID, first), twilio.CodeConflict)
	port, err = b.PortIns.Get(ctx, port.PortInRequestSID)
	require.NoError(t, err)
	assert.Equal(t, numbers.PortInInReview, port.PortInRequestStatus)
	require.NoError(t, b.PortIns.Cancel(ctx, port.PortInRequestSID))
	require.ErrorIs(t, b.PortIns.Cancel(ctx, port.PortInRequestSID), twilio.CodeConflict)
	b.sim.Clock.Advance(30 * 24 * time.Hour)
	port, err = b.PortIns.Get(ctx, port.PortInRequestSID)
	require.NoError(t, err)
	assert.Equal(t, numbers.PortInCanceled, port.PortInRequestStatus)
	require.Error(t, port.Err())
	assert.True(t, port.PortInRequestStatus.Final())
}

// TestPortIsRefused: for another account, without documents that exist, with a bundle
// that is not approved, and for a day that is too early.
func TestPortIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	refused := map[string]struct {
		change func(*numbers.PortInCreateParams)
		code   twilio.ErrorCode
	}{
		"account":  {func(p *numbers.PortInCreateParams) { p.AccountSID = "AC00000000000000000000000000000001" }, 20001},
		"document": {func(p *numbers.PortInCreateParams) { p.Documents = []string{"RD00000000000000000000000000000001"} }, 20001},
		"bundle":   {func(p *numbers.PortInCreateParams) { p.BundleSID = b.bundle().SID }, 22170},
		"day":      {func(p *numbers.PortInCreateParams) { p.TargetPortInDate = b.sim.Clock.Now().Add(24 * time.Hour) }, 20001},
	}
	for name, tt := range refused {
		params := b.portParams(landline)
		tt.change(&params)
		_, err := b.PortIns.Create(t.Context(), params)
		require.ErrorIs(t, err, tt.code, name)
	}
}

// TestPortInsAreListed page by page, and by their status.
func TestPortInsAreListed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	var made []string
	for range 3 {
		port, err := b.PortIns.Create(ctx, b.portParams(landline))
		require.NoError(t, err)
		made = append(made, port.PortInRequestSID)
	}
	var listed []string
	params := numbers.PortInListParams{Size: 2}
	for {
		list, err := b.PortIns.List(ctx, params)
		require.NoError(t, err)
		for _, port := range list.PortInRequests {
			listed = append(listed, port.PortInRequestSID)
		}
		if params.Token = list.Meta.NextToken; params.Token == "" {
			break
		}
	}
	assert.Equal(t, made, listed)
	require.NoError(t, b.PortIns.Cancel(ctx, made[1]))
	list, err := b.PortIns.List(ctx, numbers.PortInListParams{PortInRequestStatus: numbers.PortInCanceled})
	require.NoError(t, err)
	require.Len(t, list.PortInRequests, 1)
	assert.Equal(t, made[1], list.PortInRequests[0].PortInRequestSID)
}

// TestPortability is the same for the same number.
func TestPortability(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Number("+14155550150")
	b.sim.Lookup("+14155550151", twilio.LookupResult{LineTypeIntelligence: twilio.LookupLineTypeIntelligence{Type: "mobile"}})
	tests := map[string]struct {
		portable, pin bool
		code          twilio.ErrorCode
		kind          numbers.PortabilityType
	}{
		landline:        {true, false, 0, numbers.PortabilityLocal},
		"+14155550151":  {true, true, 0, numbers.PortabilityMobile},
		"+14155550150":  {false, false, 22131, numbers.PortabilityLocal},
		"+18335550100":  {false, false, 22130, numbers.PortabilityTollFree},
		"+447700900123": {false, false, 22130, numbers.PortabilityLocal},
	}
	for number, tt := range tests {
		got, err := b.Portabilities.Get(t.Context(), number, numbers.PortabilityGetParams{})
		require.NoError(t, err)
		assert.Equal(t, []any{tt.portable, tt.pin, tt.code, tt.kind}, []any{got.Portable, got.PINAndAccountNumberRequired, got.NotPortableReasonCode, got.NumberType}, number)
		if tt.code == 0 {
			require.NoError(t, got.Err())
		} else {
			require.ErrorIs(t, got.Err(), tt.code)
		}
	}
}

// TestPortingWebhookSettings are set, read and removed one by one.
func TestPortingWebhookSettings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	_, err := b.PortingWebhooks.Set(ctx, numbers.PortingWebhookSetParams{PortInTargetURL: "https://app.example.com/in", PortOutTargetURL: "https://app.example.com/out"})
	require.NoError(t, err)
	require.NoError(t, b.PortingWebhooks.Delete(ctx, numbers.PortingOut))
	require.ErrorIs(t, b.PortingWebhooks.Delete(ctx, numbers.PortingOut), twilio.ErrNotFound)
	hooks, err := b.PortingWebhooks.Get(ctx)
	require.NoError(t, err)
	assert.Equal(t, []string{"https://app.example.com/in", ""}, []string{hooks.PortInTargetURL, hooks.PortOutTargetURL})
	assert.False(t, hooks.PortInTargetDateCreated.IsZero())
}

// TestNumberThatCannotMoveStaysBehind: it never gets the day of the port, and nobody is
// told of one.
func TestNumberThatCannotMoveStaysBehind(t *testing.T) {
	t.Parallel()
	b, app := newBench(t, twiliotest.PortInReview(8*time.Hour)), &ports{}
	b.sim.Handle("https://app.example.com", app.handler(t, b.sim))
	_, err := b.PortingWebhooks.Set(t.Context(), numbers.PortingWebhookSetParams{PortInTargetURL: "https://app.example.com/ports"})
	require.NoError(t, err)
	const british = "+442079460001"
	port, err := b.PortIns.Create(t.Context(), b.portParams(landline, british))
	require.NoError(t, err)
	b.sim.Clock.Advance(9 * time.Hour)
	port, err = b.PortIns.Get(t.Context(), port.PortInRequestSID)
	require.NoError(t, err)
	assert.True(t, port.PhoneNumbers[0].PortInPhoneNumberStatus.Is(numbers.PortInNumberCompleted))
	assert.True(t, port.PhoneNumbers[1].PortInPhoneNumberStatus.Is(numbers.PortInNumberInReview), port.PhoneNumbers[1].PortInPhoneNumberStatus)
	for _, told := range app.told {
		assert.NotEqual(t, british, told["phone_number"], told["status"])
	}
}
