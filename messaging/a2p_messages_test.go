package messaging_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	american  = "+14155551234"
	canadian  = "+16135550123"
	briton    = "+447700900123"
	otherCode = "+14155556780"
)

// send sends a message and returns it as it is in the end.
func (r *bench) send(from, to string) *twilio.Message {
	r.t.Helper()
	client := r.sim.Client()
	params := twilio.MessageCreateParams{To: to, From: from, Body: "See you at 9"}
	msg, err := client.Messages.Create(r.t.Context(), params)
	require.NoError(r.t, err, "it is accepted in any case")
	r.sim.Clock.Advance(time.Minute)
	msg, err = client.Messages.Get(r.t.Context(), msg.SID)
	require.NoError(r.t, err)
	return msg
}

// TestRequireA2P: which messages arrive, by their sender, its registration and the
// country of the recipient.
func TestRequireA2P(t *testing.T) {
	t.Parallel()
	r := newBench(t, twiliotest.RequireA2P(), twiliotest.AllowUnexpected())
	r.sim.Number(otherCode)
	r.sim.Number("+447700900456")
	r.sim.Number("+18665550124", twiliotest.TollFreeVerified())
	registered, waiting, suspended, free := r.sim.Number(longCode), r.sim.Number("+14155556781"), r.sim.Number("+14155556782"), r.sim.Number(tollFree)
	r.sim.A2PCampaign(r.sim.MessagingService(registered))
	r.sim.MessagingService(waiting)
	r.sim.SuspendRegistration(r.sim.A2PCampaign(r.sim.MessagingService(suspended)))
	r.tollFree(free)
	tests := []struct {
		name, from, to string
		want           twilio.ErrorCode
	}{
		{"a number with a verified campaign", longCode, american, 0},
		{"a number in no service", otherCode, american, twilio.CodeUnregisteredSender},
		{"a number in a service without a campaign", "+14155556781", american, twilio.CodeUnregisteredSender},
		{"a number whose campaign is suspended", "+14155556782", american, twilio.CodeA2PCampaignSuspended},
		{"a long code to Canada", otherCode, canadian, 0},
		{"a long code to Britain", otherCode, briton, 0},
		{"a British number", "+447700900456", american, 0},
		{"a verified toll-free number", "+18665550124", american, 0},
		{"a toll-free number under review", tollFree, american, twilio.CodeTollFreeNotVerified},
		{"a toll-free number under review to Canada", tollFree, canadian, twilio.CodeTollFreeNotVerified},
		{"a toll-free number under review to Britain", tollFree, briton, 0},
	}
	for _, tt := range tests {
		msg := r.send(tt.from, tt.to)
		assert.Equal(t, tt.want, msg.ErrorCode, tt.name)
		if tt.want == 0 {
			assert.Equal(t, twilio.MessageStatusDelivered, msg.Status, tt.name)
			continue
		}
		assert.Equal(t, twilio.MessageStatusUndelivered, msg.Status, tt.name)
		require.ErrorIs(t, msg.Err(), twilio.ErrUnregistered, tt.name)
	}
}

// TestRequireA2PFollows: messages arrive as soon as the review has passed, and no longer
// once the campaign is gone.
func TestRequireA2PFollows(t *testing.T) {
	t.Parallel()
	r := newBench(t, twiliotest.RequireA2P(), twiliotest.AllowUnexpected())
	c := r.campaign()
	number := r.sim.Number(longCode)
	require.NoError(t, r.addNumber(c.MessagingServiceSID, number))
	assert.Equal(t, twilio.CodeUnregisteredSender, r.send(longCode, american).ErrorCode, "the campaign is under review")
	r.sim.Clock.Advance(72 * time.Hour)
	assert.Zero(t, r.send(longCode, american).ErrorCode, "the campaign is verified")
	require.NoError(t, r.Campaigns.Delete(t.Context(), c.MessagingServiceSID, c.SID))
	assert.Equal(t, twilio.CodeUnregisteredSender, r.send(longCode, american).ErrorCode, "the campaign is deleted")

	free := r.sim.Number(tollFree)
	v := r.tollFree(free)
	r.sim.ReviewRegistration(v.SID)
	assert.Zero(t, r.send(tollFree, american).ErrorCode)
	require.NoError(t, r.TollFreeVerifications.Delete(t.Context(), v.SID))
	assert.Equal(t, twilio.CodeTollFreeNotVerified, r.send(tollFree, american).ErrorCode, "the verification is deleted")
}

// TestMockCampaign: carriers do not know the campaign of a mock brand.
func TestMockCampaign(t *testing.T) {
	t.Parallel()
	r := newBench(t, twiliotest.RequireA2P(), twiliotest.A2PReview(0), twiliotest.AllowUnexpected())
	b := r.brand(messaging.BrandCreateParams{Mock: true})
	service := r.sim.MessagingService(r.sim.Number(longCode))
	c, err := r.Campaigns.Create(t.Context(), service, aCampaign(func(p *messaging.CampaignCreateParams) { p.BrandRegistrationSID = b.SID }))
	require.NoError(t, err)
	assert.True(t, c.Mock)
	assert.Equal(t, messaging.CampaignVerified, c.Status)
	assert.Equal(t, twilio.CodeUnregisteredSender, r.send(longCode, american).ErrorCode)
}

// TestWithoutRequireA2P: every number may send unless the test asks for the rules.
func TestWithoutRequireA2P(t *testing.T) {
	t.Parallel()
	r := newBench(t, twiliotest.AllowUnexpected())
	for _, from := range []string{otherCode, tollFree} {
		r.sim.Number(from)
		assert.Equal(t, twilio.MessageStatusDelivered, r.send(from, american).Status)
	}
}

// addNumber adds a number of the account to a service.
func (r *bench) addNumber(service string, number *twiliotest.Number) error {
	add := twilio.Operation{Name: "PhoneNumbers.Create", Method: http.MethodPost, Host: "messaging", Path: "/v1/Services/{ServiceSid:MG}/PhoneNumbers"}
	_, err := twilio.Invoke[struct{}](r.t.Context(), r.sim.Client(), add.On(service).With(url.Values{"PhoneNumberSid": {number.SID()}}))
	return err
}

// TestCheckAgreesWithMessages: the check foretells how a message ends, in each state of
// the registration.
func TestCheckAgreesWithMessages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		from    string
		prepare func(*bench, *twiliotest.Number)
		want    twilio.ErrorCode
	}{
		"a number in no service":       {longCode, func(*bench, *twiliotest.Number) {}, twilio.CodeUnregisteredSender},
		"a service without a campaign": {longCode, func(r *bench, n *twiliotest.Number) { r.sim.MessagingService(n) }, twilio.CodeUnregisteredSender},
		"a campaign that is verified":  {longCode, func(r *bench, n *twiliotest.Number) { r.sim.A2PCampaign(r.sim.MessagingService(n)) }, 0},
		"a campaign under review": {longCode, func(r *bench, n *twiliotest.Number) {
			assert.NoError(r.t, r.addNumber(r.campaign().MessagingServiceSID, n))
		}, twilio.CodeUnregisteredSender},
		"a campaign that was rejected":         {longCode, rejectCampaign, twilio.CodeUnregisteredSender},
		"a campaign that is suspended":         {longCode, suspendCampaign, twilio.CodeA2PCampaignSuspended},
		"a toll-free number without a request": {tollFree, func(*bench, *twiliotest.Number) {}, twilio.CodeTollFreeNotVerified},
		"a toll-free number under review":      {tollFree, func(r *bench, n *twiliotest.Number) { r.tollFree(n) }, twilio.CodeTollFreeNotVerified},
		"a toll-free number that is verified":  {tollFree, func(r *bench, n *twiliotest.Number) { r.sim.ReviewRegistration(r.tollFree(n).SID) }, 0},
		"a toll-free number that was rejected": {tollFree, rejectTollFree, twilio.CodeTollFreeNotVerified},
		"a toll-free number at its second try": {tollFree, func(r *bench, n *twiliotest.Number) {
			rejectTollFree(r, n)
			r.sim.ReviewRegistration(r.tollFree(n).SID)
		}, 0},
		"a British number, which has no review": {"+447700900456", func(*bench, *twiliotest.Number) {}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newBench(t, twiliotest.RequireA2P(), twiliotest.AllowUnexpected())
			number := r.sim.Number(tt.from)
			tt.prepare(r, number)
			sender, err := r.CheckUSSender(t.Context(), messaging.USSenderCheck{From: tt.from})
			require.NoError(t, err)
			assert.Equal(t, tt.want, sender.Code(), "%+v", sender.Reasons)
			assert.Equal(t, tt.want, r.send(tt.from, american).ErrorCode)
		})
	}
}

var aReason = twiliotest.RejectionReason{Code: 30909}

func rejectCampaign(r *bench, n *twiliotest.Number) {
	r.sim.ReviewRegistration(r.sim.A2PCampaign(r.sim.MessagingService(n)), aReason)
}

func suspendCampaign(r *bench, n *twiliotest.Number) {
	r.sim.SuspendRegistration(r.sim.A2PCampaign(r.sim.MessagingService(n)), aReason)
}

func rejectTollFree(r *bench, n *twiliotest.Number) {
	r.sim.ReviewRegistration(r.tollFree(n).SID, twiliotest.RejectionReason{Code: 30445})
}
