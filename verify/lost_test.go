package verify_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/verify"
)

// TestLostVerificationIsNeverSentTwice puts a create through every fault after which
// nobody can say whether the code was sent.
func TestLostVerificationIsNeverSentTwice(t *testing.T) {
	t.Parallel()
	on := twiliotest.OnCreateVerification()
	tests := []struct {
		name  string
		fault twiliotest.Fault
		sent  int
	}{
		{name: "reset after commit", fault: on.CommitThenReset(), sent: 1},
		{name: "close after commit", fault: on.CommitThenClose(), sent: 1},
		{name: "half an answer", fault: on.TruncatedJSON(), sent: 1},
		{name: "a gateway's page after commit", fault: on.HTML(http.StatusBadGateway).AfterCommit(), sent: 1},
		{name: "a gateway's page", fault: on.HTML(http.StatusBadGateway), sent: 0},
		{name: "a server's error", fault: on.Status(http.StatusInternalServerError, 20500), sent: 0},
		{name: "read, then closed", fault: on.ReadThenClose(), sent: 0},
	}
	for _, tt := range tests {
		b := newBench(t, twiliotest.AllowUnexpected())
		b.sim.Fault(tt.fault)
		_, err := b.Verifications.Create(t.Context(), b.service, verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS})
		require.ErrorIs(t, err, twilio.ErrOutcomeUnknown, tt.name)
		assert.Equal(t, tt.sent, b.sends(), tt.name)
		assert.Equal(t, 1, b.requests(http.MethodPost, "/Verifications"), "%s: one request", tt.name)
	}
}

// TestVerificationIsRepeatedWhenNothingWasDone: a refusal of Twilio's own is proof.
func TestVerificationIsRepeatedWhenNothingWasDone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.OnCreateVerification().Times(2).TooManyRequests("1"))
	b.start(verify.VerificationCreateParams{})
	b.phone().ExpectCode()
	assert.Equal(t, 3, b.requests(http.MethodPost, "/Verifications"))
	assert.Equal(t, 1, b.sends())
}

// TestProductLimitsAreNotRepeated: each refusal of Verify's own with 429 is asked for
// once, whatever the answer says about waiting.
func TestProductLimitsAreNotRepeated(t *testing.T) {
	t.Parallel()
	for _, code := range []twilio.ErrorCode{twilio.CodeVerifyChecksUsed, twilio.CodeVerifySendsUsed, twilio.CodeVerifyTooManyConcurrent, 60308, 60309, 60310, 60312, 60326} {
		b := newBench(t)
		b.sim.Fault(twiliotest.OnAny().Status(http.StatusTooManyRequests, code))
		_, err := b.Verifications.Create(t.Context(), b.service, verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS})
		require.ErrorIs(t, err, code, code)
		require.ErrorIs(t, err, twilio.ErrRateLimited, code)
		require.NotErrorIs(t, err, twilio.ErrNotSent, code)
		_, err = b.check(verify.CheckCreateParams{Code: "123456"})
		require.ErrorIs(t, err, code, code)
		assert.Len(t, b.sim.Requests(), 2, code)
	}
}

// TestLostCheckIsNotRepeated: the right code would be refused the second time, and a
// wrong one would count twice. The attempts tell which it was.
func TestLostCheckIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, right := range []bool{true, false} {
		b := newBench(t)
		v := b.start(verify.VerificationCreateParams{})
		code := b.phone().ExpectCode()
		if !right {
			code = wrong(code)
		}
		b.sim.Fault(twiliotest.OnCheckVerification().CommitThenReset())
		_, err := b.check(verify.CheckCreateParams{Code: code})
		require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
		assert.Equal(t, 1, b.requests(http.MethodPost, "/VerificationCheck"))
		converted := 0
		for attempt, err := range b.Attempts.All(t.Context(), verify.AttemptListParams{VerificationSID: v.SID, Status: verify.Converted}) {
			require.NoError(t, err)
			assert.Equal(t, v.SID, attempt.VerificationSID)
			converted++
		}
		assert.Equal(t, right, converted == 1)
	}
}

// TestLostEndingsConverge: to end a verification is repeated, and the second request
// finds that it is over.
func TestLostEndingsConverge(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.start(verify.VerificationCreateParams{})
	b.phone().ExpectCode()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/v2/Services/*/Verifications/*").Nth(1).CommitThenReset())
	canceled, err := b.Verifications.Cancel(t.Context(), b.service, v.SID)
	require.NoError(t, err)
	assert.Equal(t, verify.VerificationCanceled, canceled.Status)
	assert.Equal(t, 2, b.requests(http.MethodPost, v.SID))
	assert.Equal(t, 1, b.requests(http.MethodGet, v.SID))

	_, err = b.Verifications.Cancel(t.Context(), b.service, v.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound, "without a lost answer it is refused")
}

// TestLostCreatesOfNamedThingsConverge: what has a name is made once, and the second
// request finds it.
func TestLostCreatesOfNamedThingsConverge(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	messaging := b.sim.MessagingService(b.sim.Number("+14155556789"))
	for path, create := range map[string]func() (string, error){
		"/v2/SafeList/Numbers": func() (string, error) {
			n, err := b.SafeList.Create(t.Context(), verify.SafeListCreateParams{PhoneNumber: ada})
			return named(n, err, func(n *verify.SafeListNumber) string { return n.PhoneNumber })
		},
		"/v2/Services/*/Entities": func() (string, error) {
			e, err := b.Entities.Create(t.Context(), b.service, verify.EntityCreateParams{Identity: identity})
			return named(e, err, func(e *verify.Entity) string { return e.Identity })
		},
		"/v2/Services/*/MessagingConfigurations": func() (string, error) {
			m, err := b.MessagingConfigurations.Create(t.Context(), b.service, verify.MessagingConfigurationCreateParams{Country: "US", MessagingServiceSID: messaging})
			return named(m, err, func(m *verify.MessagingConfiguration) string { return m.Country })
		},
	} {
		b.sim.Fault(twiliotest.On(http.MethodPost, path).Nth(1).CommitThenReset())
		made, err := create()
		require.NoError(t, err, path)
		assert.NotEmpty(t, made, path)
	}
	assert.Equal(t, 2, b.requests(http.MethodPost, "/Entities"))
	_, err := b.Entities.Create(t.Context(), b.service, verify.EntityCreateParams{Identity: identity})
	require.ErrorIs(t, err, twilio.ErrorCode(60301), "it was there before")
}

// TestAnotherSenderIsNoProof: a configuration that names another sender was
// made by somebody else.
func TestAnotherSenderIsNoProof(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ours, theirs := b.sim.MessagingService(b.sim.Number("+14155556789")), b.sim.MessagingService(b.sim.Number("+14155556780"))
	_, err := b.MessagingConfigurations.Create(t.Context(), b.service, verify.MessagingConfigurationCreateParams{Country: "US", MessagingServiceSID: theirs})
	require.NoError(t, err)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/v2/Services/*/MessagingConfigurations").Nth(1).ReadThenClose())
	_, err = b.MessagingConfigurations.Create(t.Context(), b.service, verify.MessagingConfigurationCreateParams{Country: "US", MessagingServiceSID: ours})
	require.ErrorIs(t, err, twilio.ErrorCode(60213))
}

// TestLostFactorsAndChallenges are not made twice, and neither is a code tried twice.
func TestLostFactorsAndChallenges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	lose := func(path string) {
		b.sim.ClearFaults()
		b.sim.Fault(twiliotest.On(http.MethodPost, path).CommitThenReset())
	}
	lose("/v2/Services/*/Entities/*/Factors")
	_, err := b.Factors.Create(ctx, b.service, identity, verify.FactorCreateParams{FriendlyName: "Ada's phone", FactorType: verify.FactorTOTP})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	page, err := b.Factors.List(ctx, b.service, identity, verify.FactorListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1, "it was made once, and can be seen")

	lose("/v2/Services/*/Entities/*/Factors/*")
	_, err = b.Factors.Verify(ctx, b.service, identity, page.Items[0].SID, verify.FactorVerifyParams{AuthPayload: "000000"})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Equal(t, 1, b.requests(http.MethodPost, page.Items[0].SID))

	b.sim.ClearFaults()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/v2/Services/*/Entities/*/Factors/*").Nth(1).CommitThenReset())
	renamed, err := b.Factors.Update(ctx, b.service, identity, page.Items[0].SID, verify.FactorUpdateParams{FriendlyName: "Her phone"})
	require.NoError(t, err, "an update of the settings is repeated")
	assert.Equal(t, "Her phone", renamed.FriendlyName)
}

// TestHiddenAttempt: a list may show an attempt later, so that nothing is repeated for
// its absence.
func TestHiddenAttempt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.OnCreateVerification().CommitHidden(time.Minute))
	_, err := b.Verifications.Create(t.Context(), b.service, verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	page, err := b.Attempts.List(t.Context(), verify.AttemptListParams{To: ada})
	require.NoError(t, err)
	assert.Empty(t, page.Items)
	b.phone().ExpectCode()
	assert.Equal(t, 1, b.sends())
}

// named returns the name of something that was made, unless there is an error.
func named[T any](made *T, err error, name func(*T) string) (string, error) {
	if err != nil {
		return "", err
	}
	return name(made), nil
}

// TestOwnLimitIsNotRepeated: a limit of the service's own, for one device, is asked for
// once, and the other devices are served meanwhile.
func TestOwnLimitIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, interval := range []time.Duration{10 * time.Second, time.Hour} {
		b := newBench(t, twiliotest.AllowUnexpected())
		limit, err := b.RateLimits.Create(t.Context(), b.service, verify.RateLimitCreateParams{UniqueName: "ip"})
		require.NoError(t, err)
		_, err = b.Buckets.Create(t.Context(), b.service, limit.SID, verify.BucketCreateParams{Max: 1, Interval: interval})
		require.NoError(t, err)
		from := func(ip string) verify.VerificationCreateParams {
			return verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS, RateLimits: map[string]string{"ip": ip}}
		}
		b.start(from("203.0.113.7"))
		_, err = b.Verifications.Create(t.Context(), b.service, from("203.0.113.7"))
		require.ErrorIs(t, err, twilio.ErrRateLimited)
		assert.Equal(t, interval, twilio.RetryAfter(err))
		assert.Equal(t, 2, b.requests(http.MethodPost, "/Verifications"), "one request each")
		b.start(from("203.0.113.8"))
	}
}
