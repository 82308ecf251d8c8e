package contract

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheckForm(t *testing.T) {
	t.Parallel()
	op := operation(t, "api_v2010", "CreateMessage")
	tests := []struct {
		name string
		form string
		want []Violation
	}{
		{"all well", "To=%2B14155551234&From=%2B14155556789&Body=hi&MediaUrl=https://example.com/a.png&MediaUrl=https://example.com/b.png", nil},
		{"empty text", "To=%2B14155551234&Body=&StatusCallback=&MessagingServiceSid=", nil},
		{"every type", "To=a&Attempt=1&MaxPrice=0.5&SmartEncoded=true&SendAt=2026-04-14T09:30:00Z&ContentRetention=discard&ContentSid=HX" + strings.Repeat("0a", 16), nil},
		{"capitals", "To=a&SmartEncoded=False", nil},
		{"nothing", "", []Violation{{"To", Missing, "is required but absent or empty"}}},
		{"empty recipient", "To=", []Violation{{"To", Missing, "is required but absent or empty"}}},
		{"unknown", "To=a&Sender=b", []Violation{{"Sender", Unknown, "is not a form parameter of CreateMessage"}}},
		{"spelling", "To=a&body=b", []Violation{{"body", Unknown, "is not a form parameter of CreateMessage; it is spelt Body"}}},
		{"place", "To=a&AccountSid=b", []Violation{{"AccountSid", Unknown, "is not a form parameter of CreateMessage; it belongs in the path"}}},
		{"repeated", "To=a&To=b", []Violation{{"To", Repeated, "is sent 2 times, but takes one value"}}},
		{"enum", "To=a&ContentRetention=forever", []Violation{{"ContentRetention", NotInEnum, `is "forever", not one of retain, discard`}}},
		{"empty enum", "To=a&ContentRetention=", []Violation{{"ContentRetention", NotInEnum, `is "", not one of retain, discard`}}},
		{"integer", "To=a&ValidityPeriod=1.5", []Violation{{"ValidityPeriod", WrongType, `is "1.5", not a whole number`}}},
		{"number", "To=a&MaxPrice=NaN", []Violation{{"MaxPrice", WrongType, `is "NaN", not a number`}}},
		{"boolean", "To=a&SmartEncoded=1", []Violation{{"SmartEncoded", WrongType, `is "1", not true or false`}}},
		{"empty boolean", "To=a&SmartEncoded=", []Violation{{"SmartEncoded", WrongType, `is "", not true or false`}}},
		{"time", "To=a&SendAt=tomorrow", []Violation{{"SendAt", WrongType, `is "tomorrow", not a time in ISO 8601, such as 2026-04-14T09:30:00Z`}}},
		{"URL", "To=a&StatusCallback=/status", []Violation{{"StatusCallback", WrongType, `is "/status", not an absolute URL`}}},
		{"one of several", "To=a&MediaUrl=https://example.com/a.png&MediaUrl=b.png", []Violation{{"MediaUrl", WrongType, `is "b.png", not an absolute URL`}}},
		{"SID of another kind", "To=a&ContentSid=MG1", []Violation{{"ContentSid", Misshapen, `is "MG1", which does not match ^HX[0-9a-fA-F]{32}$`}}},
		{"sorted, and long values are cut", "To=a&Zeal=1&Attempt=" + strings.Repeat("é", 41), []Violation{
			{"Attempt", WrongType, `is "` + strings.Repeat("é", 40) + `…", not a whole number`},
			{"Zeal", Unknown, "is not a form parameter of CreateMessage"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			form, err := url.ParseQuery(tt.form)
			require.NoError(t, err)
			assert.Equal(t, tt.want, op.Check(nil, form))
		})
	}
}

func TestCheckQuery(t *testing.T) {
	t.Parallel()
	tests := []struct {
		spec, id, query string
		want            []string
	}{
		{"api_v2010", "ListMessage", "To=%2B14155551234&DateSent%3E=2026-04-14&PageSize=1000&Page=0&PageToken=x", nil},
		{"api_v2010", "ListMessage", "DateSent%3C=2026-04-14T00:00:00%2B02:00", nil},
		{"api_v2010", "ListMessage", "PageSize=1001", []string{`PageSize is "1001", not 1 to 1000`}},
		{"api_v2010", "ListMessage", "PageSize=0", []string{`PageSize is "0", not 1 to 1000`}},
		{"api_v2010", "ListMessage", "Page=-1", []string{`Page is "-1", not at least 0`}},
		{"api_v2010", "ListMessage", "Body=x", []string{"Body is not a query parameter of ListMessage"}},
		{"api_v2010", "ListRecording", "IncludeSoftDeleted=yes", []string{`IncludeSoftDeleted is "yes", not true or false`}},
		{"api_v2010", "ListUsageRecord", "StartDate=2026-4-14", []string{`StartDate is "2026-4-14", not a date, such as 2026-04-14`}},
		{"api_v2010", "ListUsageRecordDaily", "StartDate=-30days&EndDate=%2B1days", nil},
		{"api_v2010", "ListUsageRecord", "StartDate=30days", []string{`StartDate is "30days", not a date, such as 2026-04-14`}},
		{"api_v2010", "ListUsageRecord", "StartDate=-days", []string{`StartDate is "-days", not a date, such as 2026-04-14`}},
		{"lookups_v1", "FetchPhoneNumber", "Type=carrier&Type=caller-name&AddOns.whitepages.x=1", nil},
		{"lookups_v1", "FetchPhoneNumber", "AddOn.x=1", []string{"AddOn.x is not a query parameter of FetchPhoneNumber"}},
	}
	for _, tt := range tests {
		t.Run(tt.id+" "+tt.query, func(t *testing.T) {
			t.Parallel()
			query, err := url.ParseQuery(tt.query)
			require.NoError(t, err)
			assert.Equal(t, tt.want, lines(operation(t, tt.spec, tt.id).Check(query, nil)))
		})
	}
}

func lines(violations []Violation) []string {
	var all []string
	for _, v := range violations {
		all = append(all, v.String())
	}
	return all
}

func TestCheckPath(t *testing.T) {
	t.Parallel()
	op := operation(t, "api_v2010", "FetchMessage")
	assert.Empty(t, op.CheckPath(map[string]string{"AccountSid": account, "Sid": message}))
	assert.Empty(t, op.CheckPath(map[string]string{"AccountSid": account, "Sid": strings.Replace(message, "SM", "MM", 1)}))
	assert.Equal(t, []string{
		"AccountSid is required but absent or empty",
		`Sid is "` + account + `", which does not match ^(SM|MM)[0-9a-fA-F]{32}$`,
	}, lines(op.CheckPath(map[string]string{"Sid": account})))
}

func TestCheckHeader(t *testing.T) {
	t.Parallel()
	op := operation(t, "conversations_v1", "CreateConversation")
	header := http.Header{}
	header.Set("User-Agent", "test")
	assert.Empty(t, op.CheckHeader(header))
	header.Set("X-Twilio-Webhook-Enabled", "true")
	assert.Empty(t, op.CheckHeader(header))
	header.Set("X-Twilio-Webhook-Enabled", "yes")
	assert.Equal(t, []string{`X-Twilio-Webhook-Enabled is "yes", not one of true, false`}, lines(op.CheckHeader(header)))
}

func TestOutside(t *testing.T) {
	t.Parallel()
	one, ten := int64(1), int64(10)
	tests := []struct {
		min, max    *int64
		value, want string
	}{
		{nil, nil, "99", ""},
		{&one, &ten, "1", ""},
		{&one, &ten, "10", ""},
		{&one, &ten, "11", "1 to 10"},
		{&one, nil, "0", "at least 1"},
		{nil, &ten, "10.5", "at most 10"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, Param{Min: tt.min, Max: tt.max}.outside(tt.value), tt.value)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("To=a&Body=b&SendAt=2026-04-14", "PageSize=1")
	f.Add("MediaUrl=:&MediaUrl=%00&ValidityPeriod=9999999999999999999", "DateSent%3E=x")
	create, list := operation(f, "api_v2010", "CreateMessage"), operation(f, "api_v2010", "ListMessage")
	f.Fuzz(func(t *testing.T, form, query string) {
		f, _ := url.ParseQuery(form)
		q, _ := url.ParseQuery(query)
		for _, v := range append(create.Check(q, f), list.Check(q, f)...) {
			require.NotEmpty(t, v.Rule)
			require.NotContains(t, v.Problem, "\n")
		}
	})
}
