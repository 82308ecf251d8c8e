package faulttext_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/desk/faulttext"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestParse: the simulator takes each fault that is written in a known form.
func TestParse(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"POST /2010-04-01/Accounts/*/Messages.json status=503 rate=0.1",
		"POST /2010-04-01/Accounts/*/Messages.json status=400 code=21211 to=+14155551234",
		"* /2010-04-01/Accounts/*/Calls.json html=502",
		"any latency=2s times=3", "any slow-drip=1ms", "any late-commit=5s", "any commit-hidden=24h",
		"create-message nth=2 commit-then-reset", "create-call drop", "buy-number read-then-close",
		"create-verification commit-then-close", "check-verification truncated", "any oversized",
		"any too-many-requests=30", "any early-hints=2", "any redirect=https://example.com/",
		"any status=503 after-commit", "  any   status=500\trate=1 seed=7 ",
		"create-message fails-while-accepted=30001", "create-message fails-while-queued=30001",
		"create-message fails-while-sending=30008 to=+14155551234", "create-message fails-after-sending=30003",
	} {
		fault, err := faulttext.Parse(text)
		require.NoError(t, err, text)
		sim := twiliotest.New(t)
		sim.Fault(fault) // fails the test for a fault that cannot be
	}
}

func TestParseMistakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                 "the text is empty",
		"FETCH /x status=500":              `"FETCH" is no method`,
		"post /x status=500":               `"post" is no method`,
		"POST":                             "the path is missing",
		"POST x status=500":                "the path is missing",
		"POST /[ status=500":               "no pattern",
		"any":                              "does not say what happens",
		"any nth=2":                        "does not say what happens",
		"any status=200":                   "status: give a number from 400 to 599",
		"any status":                       "status: give a number",
		"any status=503 html=502":          "html: the text has the effect status already",
		"any html=99":                      "html: give a number from 200",
		"any drop=1":                       "drop: it takes no value",
		"any drop nth=0":                   "nth: give a number from 1",
		"any drop times=x":                 "times: give a number from 1",
		"any drop rate=0":                  "rate: give a share",
		"any drop rate=NaN":                "rate: give a share",
		"any drop rate=1.1":                "rate: give a share",
		"any drop seed=-1":                 "seed: give a number",
		"any drop to=":                     "to: the number is missing",
		"any drop code=30001":              "code: it belongs to status",
		"any latency=0s":                   "latency: give a time",
		"any latency=-1s":                  "latency: give a time",
		"any latency=25h":                  "latency: give a time",
		"any latency=soon":                 "latency: give a time",
		"any redirect=javascript:alert(1)": "redirect: give an address",
		"any fails-while-sending=30008":    "it goes with create-message alone",
		"create-message fails-sometime=1":  "the word is not known",
		"create-message fails-while-sending=30008 after-commit": "after-commit",
		"any explode":                            "explode: the word is not known",
		"any drop explode=1":                     "explode: the word is not known",
		"any drop " + strings.Repeat("x", 1_000): "longer than 1000 bytes",
	} {
		_, err := faulttext.Parse(text)
		assert.ErrorContains(t, err, want, text)
	}
}

// TestEffect: the words mean what they say.
func TestEffect(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	fault, err := faulttext.Parse("create-message nth=2 status=400 code=21211")
	require.NoError(t, err)
	sim.Fault(fault)
	sim.Number("+14155556789")
	var codes []twilio.ErrorCode
	for range 3 {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
		code := twilio.ErrorCode(0)
		if err != nil {
			require.ErrorIs(t, err, twilio.ErrorCode(21211))
			code = 21211
		}
		codes = append(codes, code)
	}
	assert.Equal(t, []twilio.ErrorCode{0, 21211, 0}, codes)
	assert.Equal(t, http.StatusBadRequest, sim.Requests()[1].Status)
}

// FuzzParse: the simulator takes whatever the parser takes.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"POST /2010-04-01/Accounts/*/Messages.json status=503 rate=0.1 code=20001", "create-message fails-while-sending=30008",
		"any latency=2s times=3", "* /[a-/x drop", "any redirect=https://example.com/ after-commit nth=1", "any rate=1e-9 seed=18446744073709551615 early-hints=100",
	} {
		f.Add(seed)
	}
	var complaints bytes.Buffer
	sim, err := twiliotest.Start(twiliotest.Logger(slog.New(slog.NewTextHandler(&complaints, nil))))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = sim.Close() })
	f.Fuzz(func(t *testing.T, text string) {
		fault, err := faulttext.Parse(text)
		if err != nil {
			return
		}
		sim.Fault(fault)
		sim.ClearFaults()
		if complaints.Len() > 0 {
			t.Fatalf("%q: %s", text, complaints.String())
		}
	})
}
