package monitor_test

import (
	"net/url"
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/monitor"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "monitor", New: func(c *twilio.Client) any { return monitor.New(c) },
		Files: []string{"monitor_v1", "monitor_v2"}, Rows: rows,
	})
}

var rows = apitest.Rows{
	"Alerts.Get":  {Operation: "FetchAlert"},
	"Alerts.List": {Operation: "ListAlert"},

	"Events.Get":  {Operation: "FetchEvent"},
	"Events.List": {Operation: "ListEvent", Values: map[string]string{"SourceIpAddress": "203.0.113.7"}},

	"Alarms.Create":  {Operation: "CreateAlarm"},
	"Alarms.Get":     {Operation: "FetchAlarm"},
	"Alarms.List":    {Operation: "ListAlarms"},
	"Alarms.Replace": {Operation: "UpdateAlarm"},
	"Alarms.Enable":  {Operation: "UpdateAlarmStatus", Fixed: url.Values{"enabled": {"true"}}},
	"Alarms.Disable": {Operation: "UpdateAlarmStatus", Fixed: url.Values{"enabled": {"false"}}},
	"Alarms.Delete":  {Operation: "DeleteAlarm"},
}
