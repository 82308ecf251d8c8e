package verify_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

// TestVerificationByEachChannel: the code arrives, a wrong one leaves the verification
// pending, and the right one approves it.
func TestVerificationByEachChannel(t *testing.T) {
	t.Parallel()
	byPhone := func(b *bench) string { return b.phone().ExpectCode() }
	tests := []struct {
		name    string
		params  verify.VerificationCreateParams
		receive func(*bench) string
		channel verify.Channel // of the answer
		attempt verify.Channel // in the list of attempts
	}{
		{name: "SMS", params: verify.VerificationCreateParams{Channel: verify.ChannelSMS}, receive: byPhone, channel: verify.ChannelSMS, attempt: verify.ChannelSMS},
		{name: "WhatsApp", params: verify.VerificationCreateParams{Channel: verify.ChannelWhatsApp}, receive: byPhone, channel: verify.ChannelWhatsApp, attempt: verify.ChannelWhatsApp},
		{name: "RCS", params: verify.VerificationCreateParams{Channel: verify.ChannelRCS}, receive: byPhone, channel: verify.ChannelRCS, attempt: verify.ChannelRBM},
		{name: "a choice of Twilio's", params: verify.VerificationCreateParams{Channel: verify.ChannelAuto}, receive: byPhone, channel: verify.ChannelSMS, attempt: verify.ChannelSMS},
		{
			name: "a call", params: verify.VerificationCreateParams{Channel: verify.ChannelCall, Locale: "de"}, channel: verify.ChannelCall, attempt: verify.ChannelCall,
			receive: func(b *bench) string {
				b.phone().Answer(twilio.AnsweredByHuman)
				return b.phone().ExpectCode()
			},
		},
		{
			name: "email", params: verify.VerificationCreateParams{To: adaMail, Channel: verify.ChannelEmail}, channel: verify.ChannelEmail, attempt: verify.ChannelEmail,
			receive: func(b *bench) string { return b.sim.Mailbox(adaMail).ExpectCode() },
		},
	}
	for _, tt := range tests {
		b := newBench(t)
		v := b.start(tt.params)
		assert.Equal(t, tt.channel, v.Channel, tt.name)
		assert.False(t, v.Status.Final(), tt.name)
		require.Len(t, v.SendCodeAttempts, 1, tt.name)
		assert.Equal(t, tt.channel, v.SendCodeAttempts[0].Channel, "%s: in small letters", tt.name)
		code := tt.receive(b)

		check, err := b.check(verify.CheckCreateParams{To: v.To, Code: wrong(code)})
		require.NoError(t, err, tt.name)
		assert.False(t, check.Approved(), tt.name)
		check, err = b.check(verify.CheckCreateParams{To: v.To, Code: code})
		require.NoError(t, err, tt.name)
		assert.True(t, check.Approved(), tt.name)
		assert.Equal(t, v.SID, check.SID, tt.name)

		page, err := b.Attempts.List(t.Context(), verify.AttemptListParams{VerificationSID: v.SID})
		require.NoError(t, err, tt.name)
		require.Len(t, page.Items, 1, tt.name)
		assert.Equal(t, tt.attempt, page.Items[0].Channel, tt.name)
		assert.Equal(t, verify.Converted, page.Items[0].ConversionStatus, tt.name)
		assert.Equal(t, v.SendCodeAttempts[0].AttemptSID, page.Items[0].SID, tt.name)
	}
}

// TestSilentNetworkAuthentication has no code: the phone's own network is the proof.
func TestSilentNetworkAuthentication(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.start(verify.VerificationCreateParams{Channel: verify.ChannelAuto, DeviceIP: "192.0.2.1", EnableSNAClientToken: true})
	require.Equal(t, verify.ChannelSNA, v.Channel)
	assert.NotEmpty(t, v.Lookup.Carrier.Type)

	check, err := b.check(verify.CheckCreateParams{})
	require.NoError(t, err)
	require.ErrorIs(t, check.Err(), twilio.ErrorCode(60519), "nobody has opened the URL")
	answer, err := url.ParseQuery(b.phone().OpenSNA(v.SNA.URL))
	require.NoError(t, err)
	check, err = b.check(verify.CheckCreateParams{SNAClientToken: answer.Get("ClientToken")})
	require.NoError(t, err)
	assert.True(t, check.Approved())
	assert.NoError(t, check.Err())
}

func TestApprovedCheckHasNoError(t *testing.T) {
	t.Parallel()
	failed := []verify.SNAError{{Code: 60001}, {Code: 0}, {Code: 60500}}
	pending := &verify.Check{Status: verify.VerificationPending, SNAAttemptsErrorCodes: failed}
	require.ErrorIs(t, pending.Err(), twilio.ErrorCode(60001))
	require.ErrorIs(t, pending.Err(), twilio.ErrorCode(60500))
	assert.NotContains(t, pending.Err().Error(), "no error")
	approved := &verify.Check{Status: verify.VerificationApproved, SNAAttemptsErrorCodes: failed}
	assert.NoError(t, approved.Err())
}

// TestTooManyChecks: five wrong codes end the verification, and no retry asks again.
func TestTooManyChecks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.start(verify.VerificationCreateParams{})
	code := b.phone().ExpectCode()
	for range 4 {
		check, err := b.check(verify.CheckCreateParams{Code: wrong(code)})
		require.NoError(t, err)
		assert.Equal(t, verify.VerificationPending, check.Status)
	}
	check, err := b.check(verify.CheckCreateParams{Code: wrong(code)})
	require.NoError(t, err)
	assert.Equal(t, verify.VerificationMaxAttemptsReached, check.Status)
	assert.False(t, check.Approved())
	assert.True(t, check.Status.Final())

	_, err = b.check(verify.CheckCreateParams{Code: code})
	require.ErrorIs(t, err, twilio.CodeVerifyChecksUsed)
	require.ErrorIs(t, err, twilio.ErrRateLimited)
	require.NotErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Equal(t, 6, b.requests(http.MethodPost, "/VerificationCheck"), "the 429 is not repeated")
	_, err = b.Verifications.Create(t.Context(), b.service, verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS})
	require.ErrorIs(t, err, twilio.CodeVerifyChecksUsed)

	b.sim.Clock.Advance(10 * time.Minute)
	assert.NotEqual(t, v.SID, b.start(verify.VerificationCreateParams{}).SID, "it expires, and a new one begins")
	b.phone().ExpectCode()
}

// TestTooManySends: five codes, which are one and the same, and no retry asks again.
func TestTooManySends(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.start(verify.VerificationCreateParams{})
	code := b.phone().ExpectCode()
	for range 4 {
		assert.Equal(t, first.SID, b.start(verify.VerificationCreateParams{}).SID)
		assert.Equal(t, code, b.phone().ExpectCode())
	}
	before := b.requests(http.MethodPost, "/Verifications")
	_, err := b.Verifications.Create(t.Context(), b.service, verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS})
	require.ErrorIs(t, err, twilio.CodeVerifySendsUsed)
	require.ErrorIs(t, err, twilio.ErrRateLimited)
	assert.Equal(t, 1, b.requests(http.MethodPost, "/Verifications")-before)
	assert.Equal(t, 5, b.sends())
}

// TestExpiredVerification is gone, as Twilio's documentation has it.
func TestExpiredVerification(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.start(verify.VerificationCreateParams{})
	code := b.phone().ExpectCode()
	b.sim.Clock.Advance(10 * time.Minute)
	_, err := b.check(verify.CheckCreateParams{Code: code})
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = b.Verifications.Get(t.Context(), b.service, ada)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestEndedVerification: it is named by its SID or by its recipient.
func TestEndedVerification(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		end  func(b *bench, v *verify.Verification) (*verify.Verification, error)
		want verify.VerificationStatus
	}{
		{name: "canceled by SID", want: verify.VerificationCanceled, end: func(b *bench, v *verify.Verification) (*verify.Verification, error) {
			return b.Verifications.Cancel(b.t.Context(), b.service, v.SID)
		}},
		{name: "canceled by number", want: verify.VerificationCanceled, end: func(b *bench, v *verify.Verification) (*verify.Verification, error) {
			return b.Verifications.Cancel(b.t.Context(), b.service, v.To)
		}},
		{name: "approved by SID", want: verify.VerificationApproved, end: func(b *bench, v *verify.Verification) (*verify.Verification, error) {
			return b.Verifications.Approve(b.t.Context(), b.service, v.SID)
		}},
		{name: "approved by number", want: verify.VerificationApproved, end: func(b *bench, v *verify.Verification) (*verify.Verification, error) {
			return b.Verifications.Approve(b.t.Context(), b.service, v.To)
		}},
		{name: "updated", want: verify.VerificationCanceled, end: func(b *bench, v *verify.Verification) (*verify.Verification, error) {
			return b.Verifications.Update(b.t.Context(), b.service, v.To, verify.VerificationUpdateParams{Status: verify.VerificationCanceled})
		}},
	}
	for _, tt := range tests {
		b := newBench(t)
		v := b.start(verify.VerificationCreateParams{})
		code := b.phone().ExpectCode()
		found, err := b.Verifications.Get(t.Context(), b.service, ada)
		require.NoError(t, err, tt.name)
		assert.Equal(t, v.SID, found.SID, tt.name)
		ended, err := tt.end(b, v)
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.want, ended.Status, tt.name)
		assert.True(t, ended.Status.Final(), tt.name)
		_, err = b.check(verify.CheckCreateParams{VerificationSID: v.SID, Code: code})
		assert.ErrorIs(t, err, twilio.ErrNotFound, tt.name)
	}
}

// TestVerificationByEmailIsNamedByItsAddress holds that an address passes in a path.
func TestVerificationByEmailIsNamedByItsAddress(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.start(verify.VerificationCreateParams{To: adaMail, Channel: verify.ChannelEmail})
	b.sim.Mailbox(adaMail).ExpectCode()
	v, err := b.Verifications.Cancel(t.Context(), b.service, adaMail)
	require.NoError(t, err)
	assert.Equal(t, verify.VerificationCanceled, v.Status)
}

// TestRefusedVerifications holds which sentinel each refusal matches, and that none is
// repeated.
func TestRefusedVerifications(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options []twiliotest.VerifyOption
		params  verify.VerificationCreateParams
		code    twilio.ErrorCode
		matches error
	}{
		{name: "Fraud Guard", options: []twiliotest.VerifyOption{twiliotest.FraudGuard("+1415")}, code: twilio.CodeVerifyFraudBlocked, matches: twilio.ErrFiltered},
		{name: "a country that is off", options: []twiliotest.VerifyOption{twiliotest.CountryOff("US")}, code: 60605, matches: twilio.ErrGeoPermission},
		{name: "a channel that is off", options: []twiliotest.VerifyOption{twiliotest.ChannelOff("sms")}, code: 60223, matches: twilio.ErrPermission},
		{name: "a code of one's own", params: verify.VerificationCreateParams{CustomCode: "123456"}, code: 60204, matches: twilio.ErrPermission},
		{name: "an unknown template", params: verify.VerificationCreateParams{TemplateSID: "HJ" + strings.Repeat("0", 32)}, code: 60228, matches: twilio.ErrContent},
	}
	for _, tt := range tests {
		b := newBench(t, twiliotest.Verify(tt.options...))
		tt.params.To, tt.params.Channel = ada, verify.ChannelSMS
		_, err := b.Verifications.Create(t.Context(), b.service, tt.params)
		require.ErrorIs(t, err, tt.code, tt.name)
		require.ErrorIs(t, err, tt.matches, tt.name)
		assert.Len(t, b.sim.Requests(), 1, tt.name)
	}
}

// TestSafeList lets a number through.
func TestSafeList(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.Verify(twiliotest.FraudGuard("+1415")))
	number, err := b.SafeList.Create(t.Context(), verify.SafeListCreateParams{PhoneNumber: ada})
	require.NoError(t, err)
	assert.Equal(t, ada, number.PhoneNumber)
	_, err = b.SafeList.Create(t.Context(), verify.SafeListCreateParams{PhoneNumber: ada})
	require.ErrorIs(t, err, twilio.ErrorCode(60411), "it was there before")
	b.start(verify.VerificationCreateParams{})
	b.phone().ExpectCode()
	require.NoError(t, b.SafeList.Delete(t.Context(), ada))
	_, err = b.SafeList.Get(t.Context(), ada)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestRateLimits: Twilio's own, and one of the service.
func TestRateLimits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	limit, err := b.RateLimits.Create(t.Context(), b.service, verify.RateLimitCreateParams{UniqueName: "end_user_ip_address"})
	require.NoError(t, err)
	bucket, err := b.Buckets.Create(t.Context(), b.service, limit.SID, verify.BucketCreateParams{Max: 1, Interval: time.Minute})
	require.NoError(t, err)
	assert.Equal(t, []any{twilio.Int(1), time.Minute}, []any{bucket.Max, bucket.Interval.Duration})
	params := verify.VerificationCreateParams{RateLimits: map[string]string{"end_user_ip_address": "203.0.113.7"}}
	b.start(params)
	b.phone().ExpectCode()
	params.To, params.Channel = ada, verify.ChannelSMS
	_, err = b.Verifications.Create(t.Context(), b.service, params)
	require.ErrorIs(t, err, twilio.ErrRateLimited)
	require.ErrorIs(t, err, twilio.ErrNotSent, "Twilio says that it did nothing")
	assert.Positive(t, twilio.RetryAfter(err))
	b.sim.Clock.Advance(twilio.RetryAfter(err))
	params.To = ""
	b.start(params)
	b.phone().ExpectCode()
}

func TestPSD2(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.Services.Update(t.Context(), b.service, verify.ServiceUpdateParams{PSD2Enabled: twilio.Ptr(true)})
	require.NoError(t, err)
	v := b.start(verify.VerificationCreateParams{Amount: "€39.99", Payee: "Acme"})
	assert.Equal(t, []string{"€39.99", "Acme"}, []string{v.Amount, v.Payee})
	check, err := b.check(verify.CheckCreateParams{Code: b.phone().ExpectCode(), Amount: "€39.99", Payee: "Acme"})
	require.NoError(t, err)
	assert.True(t, check.Approved())
}
