package twiliotest_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// TestReviewOptions refuse times that are none.
func TestReviewOptions(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]func(time.Duration) twiliotest.Option{
		"BundleReview": twiliotest.BundleReview, "HostedNumberReview": twiliotest.HostedNumberReview, "PortInReview": twiliotest.PortInReview,
	} {
		_, err := twiliotest.Start(option(0))
		require.ErrorContains(t, err, name+"(0s): give a time above 0")
		sim, err := twiliotest.Start(option(time.Hour))
		require.NoError(t, err)
		require.NoError(t, sim.Close())
	}
}

// TestReviewsOfNothing fail the test, and say why.
func TestReviewsOfNothing(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec)
	sim.ReviewBundle("BU00000000000000000000000000000001")
	assert.Contains(t, rec.finish(), `ReviewBundle("BU00000000000000000000000000000001"): there is no BU`)

	d := newNumbersDriver(t)
	rec = record(t)
	sim = twiliotest.New(rec)
	d.sim = sim
	bundle := sidOf(d.must("POST", regulatory+"Bundles", url.Values{
		"FriendlyName": {"x"}, "Email": {"ada@example.com"}, "IsoCountry": {"DE"}, "NumberType": {"local"}, "EndUserType": {"individual"},
	}))
	sim.ReviewBundle(bundle)
	assert.Contains(t, rec.finish(), "its status is draft: submit it first")
}
