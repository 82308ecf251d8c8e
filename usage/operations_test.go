package usage_test

import (
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/usage"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "usage", New: func(c *twilio.Client) any { return usage.New(c) },
		Files: []string{"api_v2010"}, Rows: rows,
	})
}

var rows = apitest.Rows{
	"Records.List":           {Operation: "ListUsageRecord"},
	"Records.Daily.List":     {Operation: "ListUsageRecordDaily"},
	"Records.Monthly.List":   {Operation: "ListUsageRecordMonthly"},
	"Records.Yearly.List":    {Operation: "ListUsageRecordYearly"},
	"Records.AllTime.List":   {Operation: "ListUsageRecordAllTime"},
	"Records.Today.List":     {Operation: "ListUsageRecordToday"},
	"Records.Yesterday.List": {Operation: "ListUsageRecordYesterday"},
	"Records.ThisMonth.List": {Operation: "ListUsageRecordThisMonth"},
	"Records.LastMonth.List": {Operation: "ListUsageRecordLastMonth"},

	"Triggers.Create": {Operation: "CreateUsageTrigger", Values: triggerValue},
	"Triggers.Get":    {Operation: "FetchUsageTrigger"},
	"Triggers.List":   {Operation: "ListUsageTrigger"},
	"Triggers.Update": {Operation: "UpdateUsageTrigger", Class: twilio.ClassIdempotent, Why: "A value that is set twice is set."},
	"Triggers.Delete": {Operation: "DeleteUsageTrigger"},
}

var triggerValue = map[string]string{"TriggerValue": "+30"}
