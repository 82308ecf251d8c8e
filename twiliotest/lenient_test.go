package twiliotest_test

import (
	"bytes"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// TestLenient: the published API decides about the alerts, and without the option about the
// answer.
func TestLenient(t *testing.T) {
	t.Parallel()
	message := url.Values{"To": {ada}, "From": {clinic}, "Body": {"Hi"}}
	with := func(form url.Values, name, value string) url.Values {
		changed := url.Values{name: {value}}
		for other, values := range form {
			if other != name {
				changed[other] = values
			}
		}
		return changed
	}
	const workspaces = "taskrouter/v1/Workspaces"
	workspace := url.Values{"FriendlyName": {"owls"}}
	tests := []struct {
		name, address string
		form          url.Values
		strict, loose int
		warns         string // part of the only alert, "" for none
	}{
		{"all well", "", message, 201, 201, ""},
		{"a typing error", "", with(message, "Bdoy", "x"), 400, 201, `CreateMessage: "Bdoy" is none of its published parameters there and is ignored; the most similar one is Body`},
		{"other letters", "", with(message, "statuscallback", "x"), 400, 201, "the most similar one is StatusCallback"},
		{"nothing like it", "", with(message, "Zeal", "x"), 400, 201, `"Zeal" is none of its published parameters there and is ignored`},
		{"in the query", "?Body=x", message, 400, 201, `"Body" is none of its published parameters there and is ignored; it belongs in the form`},
		{"a long name", "", with(message, strings.Repeat("é", 5000), "x"), 400, 201, "éé…"},
		{"no recipient", "", url.Values{"From": {clinic}, "Body": {"Hi"}, "Zeal": {"x"}}, 400, 400, ""},
		{"no URL", "", with(message, "StatusCallback", "nowhere"), 400, 400, ""},
		{"twice", "", with(message, "Body", "x"), 201, 201, ""},
		{"a value of an operation with behaviour", "", with(message, "ContentRetention", "forever"), 400, 400, ""},
		{"a value of one without", workspaces, with(workspace, "PrioritizeQueueOrder", "moon"), 400, 201, `CreateWorkspace: PrioritizeQueueOrder is "moon", not one of FIFO, LIFO: it is kept as it was sent, and Twilio may refuse it`},
		{"a parameter of one without", workspaces, with(workspace, "FriendlyNme", "x"), 400, 201, `CreateWorkspace: "FriendlyNme" is none of`},
		{"a missing one of one without", workspaces, url.Values{"Zeal": {"x"}}, 400, 400, ""},
		{"a malformed one of one without", workspaces, with(workspace, "MultiTaskEnabled", "soon"), 400, 400, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, lenient := range []bool{false, true} {
				opts := []twiliotest.Option{twiliotest.AllowUnexpected(), twiliotest.AllowAlerts()}
				want, alerts := tt.strict, ""
				if lenient {
					opts, want, alerts = append(opts, twiliotest.Lenient()), tt.loose, tt.warns
				}
				sim := twiliotest.New(t, opts...)
				sim.Number(clinic)
				address := tt.address
				if address != workspaces {
					address = in(sim.AccountSID(), "/Messages.json") + address
				}
				status, body := api{t, sim}.call("POST", address, tt.form)
				assert.Equal(t, want, status, body)
				assert.Equal(t, tt.form, sim.Requests()[0].Form, "the ledger has all")
				if alerts == "" {
					assert.Empty(t, sim.Alerts())
					continue
				}
				require.Len(t, sim.Alerts(), 1)
				assert.Equal(t, twiliotest.AlertContract, sim.Alerts()[0].Kind)
				assert.Contains(t, sim.Alerts()[0].Message, alerts)
				assert.Less(t, len(sim.Alerts()[0].Message), 300)
			}
		})
	}
}

// TestLenientAlertsAreBounded: a request with many unknown parameters causes few alerts.
func TestLenientAlertsAreBounded(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.Lenient(), twiliotest.AllowUnexpected(), twiliotest.AllowAlerts())
	sim.Number(clinic)
	form := url.Values{"To": {ada}, "From": {clinic}, "Body": {"Hi"}}
	for i := range 30 {
		form.Set("Zeal"+strconv.Itoa(i), "x")
	}
	mainAccount(t, sim).must(201, "POST", in(sim.AccountSID(), "/Messages.json"), form)
	alerts := sim.Alerts()
	require.Len(t, alerts, 11)
	assert.Equal(t, "CreateMessage: and 20 more", alerts[10].Message)
}

// TestLenientAlertsAreHeardOf, by a test at its end and by a program in its log.
func TestLenientAlertsAreHeardOf(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec, twiliotest.Lenient(), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	form := url.Values{"To": {ada}, "From": {clinic}, "Body": {"Hi"}, "Bdoy": {"private"}}
	mainAccount(t, sim).must(201, "POST", in(sim.AccountSID(), "/Messages.json"), form)
	assert.Contains(t, rec.finish(), `nobody expected alert (not published): CreateMessage: "Bdoy"`)

	var log bytes.Buffer
	program, err := twiliotest.Start(twiliotest.Lenient(), twiliotest.Logger(slog.New(slog.NewTextHandler(&log, nil))))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, program.Close()) })
	program.Number(clinic)
	mainAccount(t, program).must(201, "POST", in(program.AccountSID(), "/Messages.json"), form)
	program.Clock.Advance(0)
	assert.Contains(t, log.String(), `kind="not published"`)
	assert.Contains(t, log.String(), "the most similar one is Body")
	assert.NotContains(t, log.String(), "private")
}
