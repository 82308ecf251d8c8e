package twiliotest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/monitor"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

// The alerts of the simulator are those that Monitor lists, until they are 30 days old.
func TestMonitorListsTheAlerts(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic, twiliotest.SMSWebhook(status(http.StatusBadGateway)))
	sim.Phone(ada).SendSMS(clinic, "Hi")
	want := sim.ExpectAlert(11217)
	alerts := monitor.New(sim.Client()).Alerts
	page, err := alerts.List(t.Context(), monitor.AlertListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	listed := page.Items[0]
	assert.Equal(t, want.Code, listed.ErrorCode)
	assert.Equal(t, want.URL, listed.RequestURL)
	assert.Equal(t, monitor.LogLevelError, listed.LogLevel)
	assert.Contains(t, listed.AlertText, "httpResponse=502")
	assert.Equal(t, sim.Messages()[0].SID, listed.ResourceSID)

	details, err := alerts.Get(t.Context(), listed.SID)
	require.NoError(t, err)
	assert.Contains(t, details.RequestVariables, "Body=Hi")
	assert.Equal(t, twilio.Method("POST"), details.RequestMethod)
	for name, params := range map[string]monitor.AlertListParams{
		"level": {LogLevel: monitor.LogLevelWarning}, "start": {StartDate: want.At.Add(time.Minute)}, "end": {EndDate: want.At.Add(-time.Minute)},
		"resource": {Extra: map[string][]string{}},
	} {
		found := 0
		for _, err := range alerts.All(t.Context(), params) {
			require.NoError(t, err, name)
			found++
		}
		assert.Equal(t, name == "resource", found == 1, name)
	}
	sim.Clock.Advance(30*24*time.Hour + time.Minute)
	page, err = alerts.List(t.Context(), monitor.AlertListParams{})
	require.NoError(t, err)
	assert.Empty(t, page.Items)
	_, err = alerts.Get(t.Context(), listed.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	assert.Len(t, sim.Alerts(), 1, "a test sees them all the same")
}

// Monitor's events tell what a request has changed, and who sent it.
func TestMonitorListsTheChanges(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	n := numbers.New(sim.Client())
	bought, err := n.Incoming.Buy(t.Context(), numbers.BuyParams{PhoneNumber: "+14155550100"})
	require.NoError(t, err)
	sim.Clock.Advance(time.Hour)
	_, err = n.Incoming.Update(t.Context(), bought.SID, numbers.UpdateParams{Settings: numbers.Settings{FriendlyName: "Clinic"}})
	require.NoError(t, err)
	_, err = n.Incoming.Get(t.Context(), bought.SID) // reads are no events
	require.NoError(t, err)
	require.Error(t, n.Incoming.Release(t.Context(), "PN00000000000000000000000000000001"), "nor are failures")
	require.NoError(t, n.Incoming.Release(t.Context(), bought.SID))

	events := monitor.New(sim.Client()).Events
	var got []string
	for event, err := range events.All(t.Context(), monitor.EventListParams{ResourceSID: bought.SID, PageSize: 1}) {
		require.NoError(t, err)
		got = append(got, event.EventType)
		assert.Equal(t, sim.AccountSID(), event.ActorSID)
		assert.Equal(t, monitor.EventSourceAPI, event.Source)
		assert.Equal(t, monitor.ActorTypeAccount, event.ActorType)
	}
	assert.Equal(t, []string{"phone-number.deleted", "phone-number.updated", "phone-number.created"}, got)

	page, err := events.List(t.Context(), monitor.EventListParams{EventType: "phone-number.updated", ActorSID: sim.AccountSID()})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	var data struct {
		Properties map[string]struct{ Previous, Updated any } `json:"resource_properties"`
	}
	require.NoError(t, json.Unmarshal(page.Items[0].EventData, &data))
	assert.Equal(t, "Clinic", data.Properties["friendly_name"].Updated)
	assert.NotContains(t, data.Properties, "phone_number", "it has not changed")
	one, err := events.Get(t.Context(), page.Items[0].SID)
	require.NoError(t, err)
	assert.Equal(t, page.Items[0], one)
	page, err = events.List(t.Context(), monitor.EventListParams{EndDate: sim.Clock.Now().Add(-time.Minute)})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "the purchase")
}

// An alert about TwiML that came in a request has no request of its own, and names the call.
func TestAlertsOfInlineTwiML(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	call, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: "<Response><Shout>Hello</Shout></Response>"})
	require.NoError(t, err)
	sim.Phone(ada).ExpectCall()
	sim.ExpectAlert(12200)
	page, err := monitor.New(sim.Client()).Alerts.List(t.Context(), monitor.AlertListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, call.SID, page.Items[0].ResourceSID)
	assert.Equal(t, monitor.LogLevelWarning, page.Items[0].LogLevel)
}

// The creation of a key or an account is an event, which every reader of the account may
// see: it holds no secret.
func TestEventsHoldNoSecret(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := mainAccount(t, sim)
	var secrets []string
	for _, tt := range []struct {
		address, secret string
		form            url.Values
	}{
		{"iam/v1/Keys", "secret", url.Values{"AccountSid": {sim.AccountSID()}}},
		{in(sim.AccountSID(), "/Keys.json"), "secret", nil},
		{in(sim.AccountSID(), "/SigningKeys.json"), "secret", nil},
		{"api/2010-04-01/Accounts.json", "auth_token", nil},
	} {
		secret := field(a.must(201, "POST", tt.address, tt.form), tt.secret)
		require.NotEmpty(t, secret, tt.address)
		secrets = append(secrets, secret)
	}
	page, err := monitor.New(sim.Client()).Events.List(t.Context(), monitor.EventListParams{})
	require.NoError(t, err)
	var types []string
	for _, event := range page.Items {
		types = append(types, event.EventType)
	}
	assert.Equal(t, []string{"account.created", "api-key.created", "api-key.created", "api-key.created"}, types)
	text, err := json.Marshal(page.Items)
	require.NoError(t, err)
	for _, secret := range secrets {
		assert.NotContains(t, string(text), secret)
	}
}

// An alarm is kept as it was sent, and can be switched off.
func TestAlarms(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	alarms := monitor.New(sim.Client()).Alarms
	params := monitor.AlarmParams{
		FriendlyName: "Webhooks", Description: "The clinic's webhooks fail", QueryType: monitor.QueryTypeErrorCode, Query: "11200",
		TriggerValue: 5, TimeWindow: monitor.TimeWindowFiveMinutes, Enabled: twilio.Ptr(true), Email: []string{"ada@example.com"},
	}
	made, err := alarms.Create(t.Context(), params)
	require.NoError(t, err)
	require.NoError(t, alarms.Disable(t.Context(), made.SID))
	got, err := alarms.Get(t.Context(), made.SID)
	require.NoError(t, err)
	assert.False(t, got.Enabled)
	assert.Equal(t, []string{"ada@example.com"}, got.Email)
	assert.EqualValues(t, 5, got.TriggerValue)
	require.NoError(t, alarms.Enable(t.Context(), made.SID))
	params.Query, params.Email = "11205", nil
	_, err = alarms.Replace(t.Context(), made.SID, params)
	require.NoError(t, err)
	page, err := alarms.List(t.Context(), monitor.AlarmListParams{SortOrder: monitor.SortOrderDescending})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, "11205", page.Items[0].Query)
	assert.Empty(t, page.Items[0].Email)
	assert.True(t, page.Items[0].Enabled)
	require.NoError(t, alarms.Delete(t.Context(), made.SID))
	_, err = alarms.Get(t.Context(), made.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}
