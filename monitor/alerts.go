package monitor

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Alert is a failure that Twilio met while it worked for the account: a webhook that did
// not answer, TwiML that cannot run, or a request that was refused.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alert
type Alert struct {
	SID           string           `json:"sid"` // NO…
	AccountSID    string           `json:"account_sid"`
	ResourceSID   string           `json:"resource_sid"` // such as the call; "" for none
	ServiceSID    string           `json:"service_sid"`  // "" for none
	ErrorCode     twilio.ErrorCode `json:"error_code"`
	LogLevel      LogLevel         `json:"log_level"`
	AlertText     string           `json:"alert_text"` // parameters of a query: "sourceComponent=14100&httpResponse=502"
	RequestMethod twilio.Method    `json:"request_method"`
	RequestURL    string           `json:"request_url"` // of the webhook, or of the API
	DateGenerated twilio.Time      `json:"date_generated"`
	DateCreated   twilio.Time      `json:"date_created"` // may be later, as alerts wait in a buffer
	DateUpdated   twilio.Time      `json:"date_updated"`
	MoreInfo      string           `json:"more_info"` // the page about the code
	APIVersion    string           `json:"api_version"`
	URL           string           `json:"url"`
}

// AlertDetails is an alert with the request that failed and its answer. They hold the
// personal data of that request.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alert#fetch-an-alert-resource
type AlertDetails struct {
	Alert

	RequestHeaders   string `json:"request_headers"`
	RequestVariables string `json:"request_variables"` // encoded as a form
	ResponseHeaders  string `json:"response_headers"`
	ResponseBody     string `json:"response_body"`
}

// LogLevel is how serious an alert is.
type LogLevel string

// The values of LogLevel.
const (
	LogLevelError   LogLevel = "error"
	LogLevelWarning LogLevel = "warning"
	LogLevelNotice  LogLevel = "notice"
	LogLevelDebug   LogLevel = "debug"
)

// Alerts reads the alerts of the account.
type Alerts struct{ c *twilio.Client }

var (
	alertGet  = twilio.Operation{Name: "monitor.Alerts.Get", Method: http.MethodGet, Host: host, Path: "/v1/Alerts/{Sid:NO}"}
	alertList = twilio.Operation{Name: "monitor.Alerts.List", Method: http.MethodGet, Host: host, Path: "/v1/Alerts", Items: "alerts"}
)

// Get returns an alert with the request that failed and its answer. One that does not
// exist any more matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alert#fetch-an-alert-resource
func (s *Alerts) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*AlertDetails, error) {
	return twilio.Invoke[AlertDetails](ctx, s.c, alertGet.On(sid), opts...)
}

// AlertListParams narrows [Alerts.List] and [Alerts.All]; its zero value lists
// everything that Twilio still has.
type AlertListParams struct {
	LogLevel  LogLevel  `form:"LogLevel"`
	StartDate time.Time `form:"StartDate"` // at most 30 days ago
	EndDate   time.Time `form:"EndDate"`

	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page, instead of the filters
	Extra    url.Values `form:"-"`        // parameters that this package does not model, such as ResourceSid
}

// Validate refuses a period that ends before it begins.
func (p *AlertListParams) Validate(problems *twilio.Problems) {
	checkPeriod(problems, p.StartDate, p.EndDate)
}

func checkPeriod(problems *twilio.Problems, start, end time.Time) {
	if !end.IsZero() && end.Before(start) {
		problems.Add("EndDate", "is before StartDate", "exchange the two")
	}
}

// List returns the first page of the account's alerts, the newest first, or the page that
// Cursor names. Their requests and answers come with [Alerts.Get].
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alert#read-multiple-alert-resources
func (s *Alerts) List(ctx context.Context, params AlertListParams, opts ...twilio.CallOption) (*twilio.Page[Alert], error) {
	return twilio.InvokePage[Alert](ctx, s.c, alertList.With(&params), opts...)
}

// All ranges over the account's alerts, the newest first, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-alert#read-multiple-alert-resources
func (s *Alerts) All(ctx context.Context, params AlertListParams, opts ...twilio.CallOption) iter.Seq2[*Alert, error] {
	return twilio.InvokeAll[Alert](ctx, s.c, alertList.With(&params), opts...)
}
