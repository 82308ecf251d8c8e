package monitor_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/monitor"
	"github.com/seed15d99369/twilio/twiliotest"
)

// The webhooks that have failed within the last hour.
func Example() {
	sim, err := twiliotest.Start()
	if err != nil {
		panic(err)
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	broken := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	sim.Number("+14155556789", twiliotest.SMSWebhook(broken))
	sim.Phone("+14155551234").SendSMS("+14155556789", "Hi")
	ctx, m, now := context.Background(), monitor.New(sim.Client()), sim.Clock.Now()

	params := monitor.AlertListParams{LogLevel: monitor.LogLevelError, StartDate: now.Add(-time.Hour)}
	for alert, err := range m.Alerts.All(ctx, params) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(int(alert.ErrorCode), alert.ErrorCode.Title())
	}
	// Output:
	// 11217 Webhook answered 4xx/5xx
}

// Who has changed phone numbers.
func ExampleEvents_All() {
	sim, err := twiliotest.Start()
	if err != nil {
		panic(err)
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, m := context.Background(), monitor.New(sim.Client())

	for event, err := range m.Events.All(ctx, monitor.EventListParams{EventType: "phone-number.created"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event.EventDate, event.ResourceSID, event.ActorSID, event.SourceIPAddress)
	}
	// Output:
}

// An alarm that sends a mail when five webhooks fail within five minutes.
func ExampleAlarms_Create() {
	sim, err := twiliotest.Start()
	if err != nil {
		panic(err)
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, m := context.Background(), monitor.New(sim.Client())

	alarm, err := m.Alarms.Create(ctx, monitor.AlarmParams{
		FriendlyName: "Webhooks", Description: "The webhooks of the clinic fail",
		QueryType: monitor.QueryTypeErrorCode, Query: "11200",
		TriggerValue: 5, TimeWindow: monitor.TimeWindowFiveMinutes,
		Enabled: twilio.Ptr(true), Email: []string{"ada@example.com"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = m.Alarms.Disable(ctx, alarm.SID)
	fmt.Println(err)
	// Output:
	// <nil>
}

// What can never be is refused before anything is sent.
func TestBadInput(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	m := monitor.New(sim.Client())
	good := monitor.AlarmParams{
		FriendlyName: "Webhooks", Description: "They fail", QueryType: monitor.QueryTypeAll, TriggerValue: 5,
		TimeWindow: monitor.TimeWindowOneDay, Enabled: twilio.Ptr(true),
	}
	alarms := map[string]func(*monitor.AlarmParams){
		"Enabled is empty":               func(p *monitor.AlarmParams) { p.Enabled = nil },
		"FriendlyName is empty":          func(p *monitor.AlarmParams) { p.FriendlyName = "" },
		"TriggerValue is negative":       func(p *monitor.AlarmParams) { p.TriggerValue = -1 },
		"TriggerValue is empty":          func(p *monitor.AlarmParams) { p.TriggerValue = 0 },
		"Query is empty":                 func(p *monitor.AlarmParams) { p.QueryType = monitor.QueryTypeLogLevel },
		"Webhook is not an absolute URL": func(p *monitor.AlarmParams) { p.Webhook = "example.com" },
		"Email":                          func(p *monitor.AlarmParams) { p.Email = []string{"ada"} },
	}
	for want, spoil := range alarms {
		params := good
		spoil(&params)
		_, err := m.Alarms.Create(t.Context(), params)
		require.ErrorContains(t, err, want)
	}
	now := sim.Clock.Now()
	_, err := m.Alerts.List(t.Context(), monitor.AlertListParams{StartDate: now, EndDate: now.Add(-time.Hour)})
	require.ErrorContains(t, err, "EndDate is before StartDate")
	_, err = m.Events.List(t.Context(), monitor.EventListParams{StartDate: now, EndDate: now.Add(-time.Hour)})
	require.ErrorContains(t, err, "EndDate is before StartDate")
	_, err = m.Events.List(t.Context(), monitor.EventListParams{ActorSID: "PN00000000000000000000000000000001"})
	require.ErrorContains(t, err, "ActorSID is an SID that begins with PN")
	for _, address := range []string{"999.1.1.1", "203.0.113", "example.com"} {
		_, err = m.Events.List(t.Context(), monitor.EventListParams{SourceIPAddress: address})
		require.ErrorContains(t, err, "SourceIPAddress is no IP address: give one address, such as 203.0.113.7", address)
	}
	_, err = m.Alerts.Get(t.Context(), "AE00000000000000000000000000000001")
	require.ErrorContains(t, err, "NO and 32 hexadecimal digits")
	assert.Empty(t, sim.Requests())
}
