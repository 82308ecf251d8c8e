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

// TestReconcile: a code that was sent is found, and one that was not is not seen.
func TestReconcile(t *testing.T) {
	t.Parallel()
	on := twiliotest.OnCreateVerification()
	bySMS := verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS}
	tests := []struct {
		name   string
		params verify.VerificationCreateParams
		fault  twiliotest.Fault
		seen   bool
	}{
		{name: "sent", params: bySMS, fault: on.CommitThenReset(), seen: true},
		{name: "sent, and half an answer", params: bySMS, fault: on.TruncatedJSON(), seen: true},
		{name: "sent, and listed late", params: bySMS, fault: on.CommitHidden(30 * time.Second), seen: true},
		{name: "sent by RCS", params: verify.VerificationCreateParams{To: ada, Channel: verify.ChannelRCS}, fault: on.CommitThenReset(), seen: true},
		{name: "sent by email", params: verify.VerificationCreateParams{To: adaMail, Channel: verify.ChannelEmail}, fault: on.CommitThenReset(), seen: true},
		{name: "not sent", params: bySMS, fault: on.ReadThenClose()},
		{name: "not sent, after a gateway's page", params: bySMS, fault: on.HTML(http.StatusBadGateway)},
	}
	for _, tt := range tests {
		for _, settles := range []bool{true, false} {
			b := newBench(t, twiliotest.AllowUnexpected())
			b.sim.Fault(tt.fault)
			var opts []twilio.CallOption
			if settles {
				opts = append(opts, twilio.Settle(0))
			}
			v, err := b.Verifications.Create(t.Context(), b.service, tt.params, opts...)
			if !settles {
				var unknown *twilio.OutcomeUnknownError
				require.ErrorAs(t, err, &unknown, tt.name)
				v, err = b.Verifications.Reconcile(t.Context(), b.service, tt.params, unknown)
			}
			assert.Equal(t, 1, b.requests(http.MethodPost, "/Verifications"), tt.name)
			if !tt.seen {
				require.ErrorIs(t, err, twilio.ErrNotSeen, tt.name)
				assert.Zero(t, b.sends(), tt.name)
				continue
			}
			require.NoError(t, err, tt.name)
			assert.Equal(t, b.sim.Verifications()[0].SID, v.SID, tt.name)
			assert.Equal(t, verify.VerificationPending, v.Status, tt.name)
			assert.Equal(t, 1, b.sends(), tt.name)
		}
	}
}

// lost starts a verification whose answer is lost after the code was sent.
func (b *bench) lost(params verify.VerificationCreateParams) *twilio.OutcomeUnknownError {
	b.t.Helper()
	b.sim.Fault(twiliotest.OnCreateVerification().CommitThenReset())
	_, err := b.Verifications.Create(b.t.Context(), b.service, params)
	b.sim.ClearFaults()
	var unknown *twilio.OutcomeUnknownError
	require.ErrorAs(b.t, err, &unknown)
	return unknown
}

// TestReconcileWhatIsOver: Twilio no longer shows the verification, but the attempt.
func TestReconcileWhatIsOver(t *testing.T) {
	t.Parallel()
	params := verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS}
	for _, approved := range []bool{true, false} {
		b := newBench(t)
		unknown := b.lost(params)
		code := b.phone().ExpectCode()
		want := verify.VerificationExpired // the simulator goes on to show it
		if approved {
			want = verify.VerificationApproved
			_, err := b.check(verify.CheckCreateParams{Code: code})
			require.NoError(t, err)
		} else {
			b.sim.Clock.Advance(10 * time.Minute)
		}
		v, err := b.Verifications.Reconcile(t.Context(), b.service, params, unknown)
		require.NoError(t, err)
		assert.Equal(t, want, v.Status)
		assert.Equal(t, []string{b.sim.Verifications()[0].SID, b.service, ada}, []string{v.SID, v.ServiceSID, v.To})
		require.Len(t, v.SendCodeAttempts, 1)
	}
}

// TestReconcileTellsApart: an attempt of another service, channel or recipient is none of
// the create's.
func TestReconcileTellsApart(t *testing.T) {
	t.Parallel()
	params := verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS}
	tests := []struct {
		name    string
		service func(b *bench) string
		params  verify.VerificationCreateParams
	}{
		{name: "another service", service: func(b *bench) string { return b.sim.VerifyService("Other") }, params: params},
		{name: "another channel", params: verify.VerificationCreateParams{To: ada, Channel: verify.ChannelWhatsApp}},
		{name: "another recipient", params: verify.VerificationCreateParams{To: "+14155556789", Channel: verify.ChannelSMS}},
	}
	for _, tt := range tests {
		b := newBench(t, twiliotest.AllowUnexpected())
		b.sim.Fault(twiliotest.OnCreateVerification().Nth(1).ReadThenClose())
		_, err := b.Verifications.Create(t.Context(), b.service, params)
		var unknown *twilio.OutcomeUnknownError
		require.ErrorAs(t, err, &unknown, tt.name)
		service := b.service
		if tt.service != nil {
			service = tt.service(b)
		}
		_, err = b.Verifications.Create(t.Context(), service, tt.params)
		require.NoError(t, err, tt.name)
		_, err = b.Verifications.Reconcile(t.Context(), b.service, params, unknown)
		require.ErrorIs(t, err, twilio.ErrNotSeen, tt.name)
		filters := b.sim.Requests()[2].Query
		assert.Equal(t, []string{b.service, ada}, []string{filters.Get("VerifyServiceSid"), filters.Get("ChannelData.To")}, tt.name)
		_, err = b.unfiltered().Verifications.Reconcile(t.Context(), b.service, params, unknown)
		require.ErrorIs(t, err, twilio.ErrNotSeen, "%s, in a list that is not narrowed", tt.name)
	}
}

// unfiltered is Verify behind something that takes the filters off its lists.
func (b *bench) unfiltered() *verify.Client {
	b.t.Helper()
	keySID, secret := b.sim.APIKey()
	client, err := twilio.New(b.sim.AccountSID(), twilio.APIKey(keySID, secret),
		twilio.WithHTTPClient(&http.Client{Transport: takesOffFilters{b.sim.Transport()}}), twilio.WithClock(b.sim.Clock))
	require.NoError(b.t, err)
	return verify.New(client)
}

type takesOffFilters struct{ next http.RoundTripper }

func (f takesOffFilters) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		r = r.Clone(r.Context())
		r.URL.RawQuery = ""
	}
	return f.next.RoundTrip(r)
}

// TestReconcileTwo: of two codes at that moment nobody can say which one it was.
func TestReconcileTwo(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.AllowUnexpected())
	params := verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS}
	unknown := b.lost(params)
	b.start(params)
	_, err := b.Verifications.Reconcile(t.Context(), b.service, params, unknown)
	var ambiguous *twilio.AmbiguousError
	require.ErrorAs(t, err, &ambiguous)
}

// TestReconcileChannelsWithoutAttempts says how to look.
func TestReconcileChannelsWithoutAttempts(t *testing.T) {
	t.Parallel()
	for _, channel := range []verify.Channel{verify.ChannelSNA, verify.ChannelAuto} {
		b := newBench(t, twiliotest.AllowUnexpected())
		params := verify.VerificationCreateParams{To: ada, Channel: channel}
		_, err := b.Verifications.Reconcile(t.Context(), b.service, params, b.lost(params))
		assert.Equal(t, []string{"Channel has attempts that Twilio does not list"}, problems(err), channel)
		v, err := b.Verifications.Get(t.Context(), b.service, ada)
		require.NoError(t, err)
		assert.NotEmpty(t, v.SendCodeAttempts)
	}
}

// TestRecord of a process that died.
func TestRecord(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := verify.VerificationCreateParams{To: ada, Channel: verify.ChannelSMS}
	record, err := b.Verifications.NewRecord(t.Context(), b.service, params)
	require.NoError(t, err)
	b.sim.Fault(twiliotest.OnCreateVerification().CommitThenReset())
	_, err = b.Verifications.Create(t.Context(), b.service, params, twilio.WithRecord(record))
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	b.phone().ExpectCode()
	v, err := b.Verifications.Reconcile(t.Context(), b.service, params, record.Unknown())
	require.NoError(t, err)
	assert.Equal(t, b.sim.Verifications()[0].SID, v.SID)
}
