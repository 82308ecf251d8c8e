package twiliotest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// TestRegistrationMistakes: a decision that no reviewer can make fails the test.
func TestRegistrationMistakes(t *testing.T) {
	t.Parallel()
	verified := func(s *twiliotest.Sim) { s.Number("+18885550123", twiliotest.TollFreeVerified()) }
	tests := map[string]struct {
		act  func(*twiliotest.Sim)
		want string
	}{
		"a registration that is none":          {func(s *twiliotest.Sim) { s.ReviewRegistration("BN1") }, `ReviewRegistration("BN1"): there is no registration`},
		"a suspension of nothing":              {func(s *twiliotest.Sim) { s.SuspendRegistration("QE1") }, `SuspendRegistration("QE1"): there is no registration`},
		"a campaign of no service":             {func(s *twiliotest.Sim) { s.A2PCampaign("MG1") }, `A2PCampaign("MG1"): give the SID of a Messaging Service`},
		"a second campaign of a service":       {func(s *twiliotest.Sim) { sid := s.MessagingService(); s.A2PCampaign(sid); s.A2PCampaign(sid) }, "that has no campaign"},
		"a verification of a long code":        {func(s *twiliotest.Sim) { s.Number(clinic, twiliotest.TollFreeVerified()) }, "is not a toll-free number"},
		"a verification of a toll-free number": {verified, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mock := record(t)
			sim := twiliotest.New(mock)
			tt.act(sim)
			said := mock.finish()
			if tt.want == "" {
				assert.Empty(t, said)
				return
			}
			assert.Contains(t, said, tt.want)
		})
	}
}

// TestReviewsBackward: a review takes no time or some, but not less.
func TestReviewsBackward(t *testing.T) {
	t.Parallel()
	_, err := twiliotest.Start(twiliotest.A2PReview(-time.Second))
	require.ErrorContains(t, err, "give a time that is not negative")
}
