package numbers_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

func (b *bench) calls(from string) error {
	b.t.Helper()
	_, err := b.sim.Client().Calls.Create(b.t.Context(), twilio.CallCreateParams{To: "+14155550199", From: from, TwiML: "<Response><Hangup/></Response>"})
	return err
}

// TestCallerID: a number can be shown once its owner has entered the code, and until it is
// deleted.
func TestCallerID(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.AllowUnexpected())
	ctx, phone := t.Context(), b.sim.Phone(ada)
	var told []url.Values
	b.sim.Handle("https://example.com/validated", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		told = append(told, r.Form)
	}))
	require.ErrorIs(t, b.calls(ada), twilio.CodeCallFromNotOwned)
	request, err := b.CallerIDs.Validate(ctx, numbers.ValidateParams{
		PhoneNumber: ada, FriendlyName: "Ada", CallDelay: 10 * time.Second, StatusCallback: "https://example.com/validated",
	})
	require.NoError(t, err)
	assert.Regexp(t, `^\d{6}$`, request.ValidationCode)
	began := b.sim.Clock.Now()
	call := phone.ExpectValidationCall()
	assert.GreaterOrEqual(t, b.sim.Clock.Now().Sub(began), 10*time.Second)
	assert.Equal(t, []string{request.CallSID, ada}, []string{call.SID, call.To})
	require.ErrorIs(t, b.calls(ada), twilio.CodeCallFromNotOwned, "not before the code")
	assert.False(t, call.Enter("no code"))
	assert.True(t, call.Enter(request.ValidationCode))
	assert.False(t, call.Enter(request.ValidationCode), "the call is over")
	require.NoError(t, b.calls(ada))

	page, err := b.CallerIDs.List(ctx, numbers.CallerIDListParams{PhoneNumber: ada})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	id := page.Items[0]
	assert.Equal(t, []string{ada, "Ada"}, []string{id.PhoneNumber, id.FriendlyName})
	require.Len(t, told, 1)
	assert.Equal(t, []string{"success", id.SID, request.CallSID, ada}, []string{told[0].Get("VerificationStatus"), told[0].Get("OutgoingCallerIdSid"), told[0].Get("CallSid"), told[0].Get("To")})

	_, err = b.CallerIDs.Validate(ctx, numbers.ValidateParams{PhoneNumber: ada})
	require.ErrorIs(t, err, twilio.CodeCallerIDVerified)
	renamed, err := b.CallerIDs.Update(ctx, id.SID, numbers.CallerIDUpdateParams{FriendlyName: "Countess"})
	require.NoError(t, err)
	got, err := b.CallerIDs.Get(ctx, id.SID)
	require.NoError(t, err)
	assert.Equal(t, renamed, got)
	page, err = b.CallerIDs.List(ctx, numbers.CallerIDListParams{FriendlyName: "Ada"})
	require.NoError(t, err)
	assert.Empty(t, page.Items)

	require.NoError(t, b.CallerIDs.Delete(ctx, id.SID))
	require.ErrorIs(t, b.calls(ada), twilio.CodeCallFromNotOwned)
	_, err = b.CallerIDs.Get(ctx, id.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestCallerIDFails: without the right code nothing can be shown, and the application is
// told.
func TestCallerIDFails(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		act  func(b *bench, p *twiliotest.Phone)
	}{
		{name: "three wrong codes", act: func(_ *bench, p *twiliotest.Phone) {
			call := p.ExpectValidationCall()
			for range 3 {
				call.Enter("000000")
			}
		}},
		{name: "no code", act: func(b *bench, p *twiliotest.Phone) {
			p.ExpectValidationCall()
			b.sim.Clock.Advance(2 * time.Minute)
		}},
		{name: "busy", act: func(b *bench, p *twiliotest.Phone) {
			p.Busy()
			b.sim.Clock.Advance(2 * time.Minute)
		}},
	}
	for _, tt := range tests {
		b := newBench(t)
		var status string
		b.sim.Handle("https://example.com/validated", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { status = r.FormValue("VerificationStatus") }))
		_, err := b.CallerIDs.Validate(t.Context(), numbers.ValidateParams{PhoneNumber: ada, StatusCallback: "https://example.com/validated"})
		require.NoError(t, err, tt.name)
		tt.act(b, b.sim.Phone(ada))
		assert.Equal(t, "failed", status, tt.name)
		require.ErrorIs(t, b.calls(ada), twilio.CodeCallFromNotOwned, tt.name)
	}
}

// TestCallerIDRefused: a number of the account needs no validation.
func TestCallerIDRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.buy(wanted, numbers.Settings{})
	_, err := b.CallerIDs.Validate(t.Context(), numbers.ValidateParams{PhoneNumber: wanted})
	require.ErrorIs(t, err, twilio.ErrorCode(21449))
	_, err = b.CallerIDs.Validate(t.Context(), numbers.ValidateParams{PhoneNumber: ada, Extra: url.Values{"CallDelay": {"61"}}})
	require.ErrorIs(t, err, twilio.ErrorCode(21454))
}

// TestLostValidationIsNotRepeated: the person would be called twice.
func TestLostValidationIsNotRepeated(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.AllowUnexpected())
	b.sim.Fault(twiliotest.On(http.MethodPost, "/2010-04-01/Accounts/*/OutgoingCallerIds.json").CommitThenReset())
	_, err := b.CallerIDs.Validate(t.Context(), numbers.ValidateParams{PhoneNumber: ada})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Len(t, b.sim.Calls(), 1)
}

// TestWaitValidationCall is for programs, which get an error.
func TestWaitValidationCall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	call, err := b.sim.Phone(ada).WaitValidationCall(ctx)
	require.ErrorIs(t, err, context.Canceled)
	assert.False(t, call.Enter("123456"))
	request, err := b.CallerIDs.Validate(t.Context(), numbers.ValidateParams{PhoneNumber: ada})
	require.NoError(t, err)
	call, err = b.sim.Phone(ada).WaitValidationCall(t.Context())
	require.NoError(t, err)
	assert.True(t, call.Enter(request.ValidationCode))
}
