package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Notification is an entry of Twilio's log about a call or a request: a webhook that
// failed, or TwiML that cannot run. Twilio has replaced notifications by the alerts of
// Monitor, which know messages as well.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/notification
type Notification struct {
	SID           string           `json:"sid"` // NO…
	AccountSID    string           `json:"account_sid"`
	CallSID       string           `json:"call_sid"` // CA…, "" without a call
	APIVersion    string           `json:"api_version"`
	ErrorCode     twilio.ErrorCode `json:"error_code"`
	Log           LogLevel         `json:"log"`
	MessageDate   twilio.Time      `json:"message_date"` // when it happened
	MessageText   string           `json:"message_text"` // an explanation, in the form of a query
	MoreInfo      string           `json:"more_info"`    // the page about the code
	RequestMethod twilio.Method    `json:"request_method"`
	RequestURL    string           `json:"request_url"`
	DateCreated   twilio.Time      `json:"date_created"`
	DateUpdated   twilio.Time      `json:"date_updated"`
	URI           string           `json:"uri"`
}

// NotificationDetails is a notification with the request and the answer that it is about.
// Lists leave them out.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/notification
type NotificationDetails struct {
	Notification

	RequestVariables string `json:"request_variables"` // the parameters, in the form of a query
	ResponseBody     string `json:"response_body"`
	ResponseHeaders  string `json:"response_headers"` // in the form of a query
}

// Err returns what the notification is about as an error, for errors.Is with codes and
// with categories. It is nil for a notification without a code.
func (n *Notification) Err() error {
	if n.ErrorCode == 0 {
		return nil
	}
	return n.ErrorCode
}

// LogLevel is how grave a notification is: "0" or "1".
type LogLevel string

// The levels of notifications.
const (
	LogError   LogLevel = "0"
	LogWarning LogLevel = "1"
)

// Notifications reads the notifications of the account.
type Notifications struct{ c *twilio.Client }

// CallNotifications reads the notifications of one call.
type CallNotifications struct{ c *twilio.Client }

const (
	notificationPath      = accountPrefix + "/Notifications/{Sid:NO}.json"
	notificationsPath     = accountPrefix + "/Notifications.json"
	callNotificationPath  = callPrefix + "/Notifications/{Sid:NO}.json"
	callNotificationsPath = callPrefix + "/Notifications.json"
)

var (
	notificationGet      = twilio.Operation{Name: "voice.Notifications.Get", Method: http.MethodGet, Host: hostAPI, Path: notificationPath}
	notificationList     = twilio.Operation{Name: "voice.Notifications.List", Method: http.MethodGet, Host: hostAPI, Path: notificationsPath, Items: "notifications"}
	callNotificationGet  = twilio.Operation{Name: "voice.CallNotifications.Get", Method: http.MethodGet, Host: hostAPI, Path: callNotificationPath}
	callNotificationList = twilio.Operation{Name: "voice.CallNotifications.List", Method: http.MethodGet, Host: hostAPI, Path: callNotificationsPath, Items: "notifications"}
)

// NotificationListParams narrows the lists of notifications; its zero value lists
// everything. Days are in UTC.
type NotificationListParams struct {
	Log               *int      `form:"Log"`               // 0 for errors, 1 for warnings; nil for both
	MessageDate       time.Time `form:"MessageDate,date"`  // on that day
	MessageDateBefore time.Time `form:"MessageDate<,date"` // on that day or before
	MessageDateAfter  time.Time `form:"MessageDate>,date"` // on that day or after
	PageSize          int       `form:"PageSize"`          // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// Get returns a notification with its request and answer. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/api/notification#fetch-a-notification-resource
func (s *Notifications) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*NotificationDetails, error) {
	return twilio.Invoke[NotificationDetails](ctx, s.c, notificationGet.On(sid), opts...)
}

// List returns the first page of the notifications of the account, or the page that
// Cursor names, the newest notification first.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/notification#read-multiple-notification-resources
func (s *Notifications) List(ctx context.Context, params NotificationListParams, opts ...twilio.CallOption) (*twilio.Page[Notification], error) {
	return twilio.InvokePage[Notification](ctx, s.c, notificationList.With(&params), opts...)
}

// All ranges over all notifications of the account, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/api/notification#read-multiple-notification-resources
func (s *Notifications) All(ctx context.Context, params NotificationListParams, opts ...twilio.CallOption) iter.Seq2[*Notification, error] {
	return twilio.InvokeAll[Notification](ctx, s.c, notificationList.With(&params), opts...)
}

// Get returns a notification of a call with its request and answer. One that does not
// exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-notification-resource
func (s *CallNotifications) Get(ctx context.Context, callSID, sid string, opts ...twilio.CallOption) (*NotificationDetails, error) {
	return twilio.Invoke[NotificationDetails](ctx, s.c, callNotificationGet.On(callSID, sid), opts...)
}

// List returns the first page of the notifications of a call, or the page that Cursor
// names, the newest notification first.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-notification-resource
func (s *CallNotifications) List(ctx context.Context, callSID string, params NotificationListParams, opts ...twilio.CallOption) (*twilio.Page[Notification], error) {
	return twilio.InvokePage[Notification](ctx, s.c, callNotificationList.On(callSID).With(&params), opts...)
}

// All ranges over all notifications of a call, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-notification-resource
func (s *CallNotifications) All(ctx context.Context, callSID string, params NotificationListParams, opts ...twilio.CallOption) iter.Seq2[*Notification, error] {
	return twilio.InvokeAll[Notification](ctx, s.c, callNotificationList.On(callSID).With(&params), opts...)
}
