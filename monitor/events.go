package monitor

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// Event is one change of a resource of the account: what was changed, by whom, and from
// where.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-events
type Event struct {
	SID             string            `json:"sid"` // AE…
	AccountSID      string            `json:"account_sid"`
	EventType       string            `json:"event_type"`    // resource type and action: "phone-number.created"
	ResourceType    string            `json:"resource_type"` // "phone-number"
	ResourceSID     string            `json:"resource_sid"`
	ActorType       ActorType         `json:"actor_type"`
	ActorSID        string            `json:"actor_sid"` // US… or AC…; "" when Twilio does not know it
	Source          EventSource       `json:"source"`
	SourceIPAddress string            `json:"source_ip_address"` // "" when the source is Twilio
	Description     string            `json:"description"`
	EventData       json.RawMessage   `json:"event_data"` // its shape depends on EventType
	EventDate       twilio.Time       `json:"event_date"`
	URL             string            `json:"url"`   // of the resource that was changed
	Links           map[string]string `json:"links"` // addresses of related resources, by name
}

// ActorType is the kind of actor that made a change. Twilio may add kinds.
type ActorType string

// The values of ActorType.
const (
	ActorTypeUser        ActorType = "user"         // somebody in the Console
	ActorTypeAccount     ActorType = "account"      // a request to the API
	ActorTypeTwilioAdmin ActorType = "twilio-admin" // an employee of Twilio's
)

// EventSource is the system that a change came from.
type EventSource string

// The values of EventSource.
const (
	EventSourceWeb    EventSource = "web" // the Console
	EventSourceAPI    EventSource = "api"
	EventSourceTwilio EventSource = "twilio"
)

// Events reads the changes of the account's resources.
type Events struct{ c *twilio.Client }

var (
	eventGet  = twilio.Operation{Name: "monitor.Events.Get", Method: http.MethodGet, Host: host, Path: "/v1/Events/{Sid:AE}"}
	eventList = twilio.Operation{Name: "monitor.Events.List", Method: http.MethodGet, Host: host, Path: "/v1/Events", Items: "events"}
)

// Get returns an event, which never changes. One that does not exist any more matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-events#fetch-an-event-resource
func (s *Events) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Event, error) {
	return twilio.Invoke[Event](ctx, s.c, eventGet.On(sid), opts...)
}

// EventListParams narrows [Events.List] and [Events.All]; its zero value lists everything
// that Twilio still has.
type EventListParams struct {
	EventType       string    `form:"EventType" check:"filter"`   // "phone-number.created"
	ResourceSID     string    `form:"ResourceSid" check:"filter"` // of the resource that was changed
	ActorSID        string    `form:"ActorSid" check:"sid=AC|US"` // of a user, or of an account
	SourceIPAddress string    `form:"SourceIpAddress" check:"filter"`
	StartDate       time.Time `form:"StartDate"`
	EndDate         time.Time `form:"EndDate"`

	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page, instead of the filters
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// Validate refuses a period that ends before it begins, and a source that is no IP address.
func (p *EventListParams) Validate(problems *twilio.Problems) {
	checkPeriod(problems, p.StartDate, p.EndDate)
	if _, err := netip.ParseAddr(p.SourceIPAddress); p.SourceIPAddress != "" && err != nil {
		problems.Add("SourceIPAddress", "is no IP address", "give one address, such as 203.0.113.7")
	}
}

// List returns the first page of the changes of the account's resources, the newest
// first, or the page that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-events#read-multiple-event-resources
func (s *Events) List(ctx context.Context, params EventListParams, opts ...twilio.CallOption) (*twilio.Page[Event], error) {
	return twilio.InvokePage[Event](ctx, s.c, eventList.With(&params), opts...)
}

// All ranges over the changes of the account's resources, the newest first, page by page
// as the loop gets to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/usage/monitor-events#read-multiple-event-resources
func (s *Events) All(ctx context.Context, params EventListParams, opts ...twilio.CallOption) iter.Seq2[*Event, error] {
	return twilio.InvokeAll[Event](ctx, s.c, eventList.With(&params), opts...)
}
