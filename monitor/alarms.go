package monitor

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Alarm tells people when there are many alerts within a time.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
type Alarm struct {
	SID              string      `json:"alertConfigSid"` // AK…
	FriendlyName     string      `json:"friendlyName"`
	Description      string      `json:"description"`
	Product          string      `json:"product"`
	QueryType        QueryType   `json:"queryType"`
	Query            string      `json:"query"`
	TriggerValue     twilio.Int  `json:"triggerValue"` // how many alerts within TimeWindow
	TimeWindow       TimeWindow  `json:"timeWindow"`
	Enabled          bool        `json:"enabled"`
	ConsoleIndicator bool        `json:"consoleIndicator"`
	Email            []string    `json:"email"`
	Webhook          string      `json:"webhook"`
	DateCreated      twilio.Time `json:"dateCreated"`
	DateUpdated      twilio.Time `json:"dateUpdated"`
}

// AlarmID is the answer of Twilio when an alarm was made or changed.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
type AlarmID struct {
	SID string `json:"sid"` // AK…
}

// QueryType says which alerts an alarm counts.
type QueryType string

// The values of QueryType.
const (
	QueryTypeErrorCode QueryType = "ERROR_CODE" // those with the code in Query: "11200"
	QueryTypeLogLevel  QueryType = "LOG_LEVEL"  // those of the level in Query
	QueryTypeAll       QueryType = "ALL"
)

// TimeWindow is the time within which an alarm counts alerts.
type TimeWindow string

// The values of TimeWindow.
const (
	TimeWindowFiveMinutes    TimeWindow = "FIVE_MINS"
	TimeWindowFifteenMinutes TimeWindow = "FIFTEEN_MINS"
	TimeWindowOneHour        TimeWindow = "ONE_HOUR"
	TimeWindowTwelveHours    TimeWindow = "TWELVE_HOURS"
	TimeWindowOneDay         TimeWindow = "ONE_DAY"
)

// SortOrder is the order of a list by date.
type SortOrder string

// The values of SortOrder.
const (
	SortOrderAscending  SortOrder = "asc" // the oldest first
	SortOrderDescending SortOrder = "desc"
)

// Alarms manages the alarms of the account.
type Alarms struct{ c *twilio.Client }

const (
	alarmsPath = "/v2/Alarms"
	alarmPath  = "/v2/Alarms/{Sid:AK}"
)

var (
	alarmCreate  = twilio.Operation{Name: "monitor.Alarms.Create", Method: http.MethodPost, Host: host, Path: alarmsPath, Mints: "AK", Body: twilio.BodyJSON}
	alarmGet     = twilio.Operation{Name: "monitor.Alarms.Get", Method: http.MethodGet, Host: host, Path: alarmPath}
	alarmList    = twilio.Operation{Name: "monitor.Alarms.List", Method: http.MethodGet, Host: host, Path: alarmsPath, Items: "alarms"}
	alarmReplace = twilio.Operation{Name: "monitor.Alarms.Replace", Method: http.MethodPut, Host: host, Path: alarmPath, Body: twilio.BodyJSON}
	alarmEnable  = twilio.Operation{Name: "monitor.Alarms.Enable", Method: http.MethodPut, Host: host, Path: alarmPath + "/status", Body: twilio.BodyJSON}
	alarmDisable = twilio.Operation{Name: "monitor.Alarms.Disable", Method: http.MethodPut, Host: host, Path: alarmPath + "/status", Body: twilio.BodyJSON}
	alarmDelete  = twilio.Operation{Name: "monitor.Alarms.Delete", Method: http.MethodDelete, Host: host, Path: alarmPath}
)

// AlarmParams is a whole alarm, for [Alarms.Create] and [Alarms.Replace].
type AlarmParams struct {
	FriendlyName     string     `json:"friendlyName" check:"required"`
	Description      string     `json:"description" check:"required"`
	QueryType        QueryType  `json:"queryType" check:"required"`
	Query            string     `json:"query"`                         // the code or the level; "" for QueryTypeAll
	TriggerValue     int        `json:"triggerValue" check:"required"` // how many alerts within TimeWindow
	TimeWindow       TimeWindow `json:"timeWindow" check:"required"`
	Enabled          *bool      `json:"enabled" check:"required"`
	ConsoleIndicator *bool      `json:"consoleIndicator"` // whether the Console shows it
	Email            []string   `json:"email" check:"email"`
	Webhook          string     `json:"webhook" check:"url"`

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Validate refuses an alarm that counts nothing.
func (p *AlarmParams) Validate(problems *twilio.Problems) {
	if p.TriggerValue < 0 {
		problems.Add("TriggerValue", "is negative", "give how many alerts raise the alarm, at least 1")
	}
	if p.Query == "" && (p.QueryType == QueryTypeErrorCode || p.QueryType == QueryTypeLogLevel) {
		problems.Add("Query", "is empty", "give the error code or the log level that QueryType asks for")
	}
}

// Create makes an alarm and returns its SID. When nobody can say whether it was made, the
// error is a *[twilio.OutcomeUnknownError]: look for it with [Alarms.All] before you make
// another one.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
func (s *Alarms) Create(ctx context.Context, params AlarmParams, opts ...twilio.CallOption) (*AlarmID, error) {
	return twilio.Invoke[AlarmID](ctx, s.c, alarmCreate.With(&params), opts...)
}

// Get returns an alarm as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
func (s *Alarms) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Alarm, error) {
	return twilio.Invoke[Alarm](ctx, s.c, alarmGet.On(sid), opts...)
}

// AlarmListParams sorts [Alarms.List] and [Alarms.All].
type AlarmListParams struct {
	SortOrder SortOrder `form:"SortOrder"`

	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page, instead of the order
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// List returns the first page of the account's alarms, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
func (s *Alarms) List(ctx context.Context, params AlarmListParams, opts ...twilio.CallOption) (*twilio.Page[Alarm], error) {
	return twilio.InvokePage[Alarm](ctx, s.c, alarmList.With(&params), opts...)
}

// All ranges over the account's alarms, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
func (s *Alarms) All(ctx context.Context, params AlarmListParams, opts ...twilio.CallOption) iter.Seq2[*Alarm, error] {
	return twilio.InvokeAll[Alarm](ctx, s.c, alarmList.With(&params), opts...)
}

// Replace sets all of an alarm: a field that params leaves out is removed. It returns
// the SID of the alarm. It converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
func (s *Alarms) Replace(ctx context.Context, sid string, params AlarmParams, opts ...twilio.CallOption) (*AlarmID, error) {
	return twilio.Invoke[AlarmID](ctx, s.c, alarmReplace.On(sid).With(&params), opts...)
}

// alarmStatus is the body of Enable and Disable.
type alarmStatus struct {
	Enabled *bool `json:"enabled" check:"required"`
}

// Enable lets an alarm be raised again. An alarm that is enabled already stays so.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
func (s *Alarms) Enable(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, alarmEnable.On(sid).With(&alarmStatus{twilio.Ptr(true)}), opts...)
}

// Disable keeps an alarm without raising it. An alarm that is disabled already stays so.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
func (s *Alarms) Disable(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, alarmDisable.On(sid).With(&alarmStatus{twilio.Ptr(false)}), opts...)
}

// Delete removes an alarm. One that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alarms
func (s *Alarms) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, alarmDelete.On(sid), opts...)
}
