package twiliotest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

func TestHistoryNeedsAtLeastOne(t *testing.T) {
	t.Parallel()
	_, err := twiliotest.Start(twiliotest.History(0))
	assert.EqualError(t, err, "twiliotest: History(0): give how many messages are kept, 1 or more")
}

// TestHistoryKeepsTheNewest sends more messages than are kept: those that are kept are the
// newest, the lists of the API show the same ones, and every total stays right.
func TestHistoryKeepsTheNewest(t *testing.T) {
	t.Parallel()
	const most, sent = 40, 400
	sim := twiliotest.New(t, twiliotest.History(most), twiliotest.AllowUnexpected(), twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	told := 0
	sim.Handle("https://app.example.com/status", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { told++ }))
	clinic := sim.Number("+14155556789")
	var sids []string
	for i := range sent {
		m, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
			To: "+14155551234", From: clinic.Number(), Body: fmt.Sprint("Text ", i), StatusCallback: "https://app.example.com/status",
		})
		require.NoError(t, err)
		sids = append(sids, m.SID)
		sim.Clock.Advance(10 * time.Second)
	}
	messages := sim.Messages()
	require.GreaterOrEqual(t, len(messages), most)
	require.LessOrEqual(t, len(messages), most+most/4+1)
	for i, m := range messages {
		assert.Equal(t, sids[sent-len(messages)+i], m.SID, "the newest are kept")
	}
	var listed []string
	for m, err := range sim.Client().Messages.All(t.Context(), twilio.MessageListParams{}) {
		require.NoError(t, err)
		listed = append(listed, m.SID)
	}
	assert.Len(t, listed, len(messages))
	_, err := sim.Client().Messages.Get(t.Context(), sids[0])
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = sim.Client().Messages.Get(t.Context(), sids[sent-1])
	require.NoError(t, err)
	assert.LessOrEqual(t, len(sim.Requests()), most+most/4+1)
	assert.LessOrEqual(t, len(sim.Callbacks()), most+most/4+1)
	assert.Equal(t, 3*sent, told)
	assert.Equal(t, 3*sent, sim.Callbacks()[len(sim.Callbacks())-1].ID, "the IDs never go back")
	balance, err := sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	record := usageOf(t, sim, "sms-outbound")
	assert.Equal(t, fmt.Sprint(sent), record["count"], "usage is added up")
	assert.Less(t, sim.ChargesKept(), sent)
	assert.Equal(t, "16.84000", string(balance.Amount))
}

// TestHistoryKeepsWhatIsUnderWay has more messages scheduled than are kept.
func TestHistoryKeepsWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	const most = 10
	sim := twiliotest.New(t, twiliotest.History(most), twiliotest.AllowUnexpected())
	clinic := sim.Number("+14155556789")
	for range 5 * most {
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: clinic.Number(), Body: "Hi"})
		require.NoError(t, err)
	}
	assert.Len(t, sim.Messages(), 5*most, "none has been delivered")
	sim.Clock.Advance(time.Minute)
	assert.LessOrEqual(t, len(sim.Messages()), most+most/4+1)
}

// TestHistoryForgetsCallsWithTheirParts makes calls that are recorded, and meet in
// conferences and queues of many names.
func TestHistoryForgetsCallsWithTheirParts(t *testing.T) {
	t.Parallel()
	const most = 10
	sim := twiliotest.New(t, twiliotest.History(most), twiliotest.AllowUnexpected(), twiliotest.AllowAlerts())
	clinic := sim.Number("+14155556789")
	for i := range 6 * most {
		verbs := []twiml.VoiceVerb{twiml.Say{Text: "Hi"}, twiml.Pause{Length: 2}}
		_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: "+14155551234", From: clinic.Number(), TwiML: twiml.Voice(verbs...).String(), Record: true})
		require.NoError(t, err)
		_, err = sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
			To: "+14155551234", From: clinic.Number(), TwiML: twiml.Voice(twiml.Enqueue{Name: fmt.Sprint("line ", i)}).String(), TimeLimit: 10 * time.Second,
		})
		require.NoError(t, err)
		sim.Clock.Advance(10 * time.Minute)
	}
	assert.LessOrEqual(t, len(sim.Calls()), most+most/4+1)
	assert.LessOrEqual(t, len(sim.Recordings()), most+most/4+1)
	assert.LessOrEqual(t, len(sim.Queues()), most+most/4+1)
	assert.GreaterOrEqual(t, len(sim.Recordings()), most)
}

// usageOf is the usage of a category of all time.
func usageOf(t *testing.T, sim *twiliotest.Sim, category string) map[string]any {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.twilio.com/2010-04-01/Accounts/"+sim.AccountSID()+"/Usage/Records.json?Category="+category, http.NoBody)
	require.NoError(t, err)
	req.SetBasicAuth(sim.AccountSID(), sim.AuthToken())
	resp, err := sim.Transport().RoundTrip(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	var page struct {
		Records []map[string]any `json:"usage_records"`
	}
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&page))
	require.Len(t, page.Records, 1)
	return page.Records[0]
}
