package messaging

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// AlphaSender is a name in the pool of a [Service], which people see instead of a
// number. Nobody can answer it, and the US, Canada and other countries do not take it.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/alphasender-resource
type AlphaSender struct {
	SID          string      `json:"sid"` // AI…
	AccountSID   string      `json:"account_sid"`
	ServiceSID   string      `json:"service_sid"`
	AlphaSender  string      `json:"alpha_sender"` // the name that people see
	Capabilities []string    `json:"capabilities"` // "SMS", "MMS", "Voice"
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
	URL          string      `json:"url"`
}

// AlphaSenders manages the alpha senders of services.
type AlphaSenders struct{ c *twilio.Client }

const (
	alphaSendersPath = poolPath + "/AlphaSenders"
	alphaSenderPath  = alphaSendersPath + "/{Sid:AI}"
)

var (
	// A sender is in a pool once: to add it again comes to the same.
	alphaSenderCreate = twilio.Operation{
		Name: "messaging.AlphaSenders.Create", Method: http.MethodPost, Host: host, Path: alphaSendersPath, Class: twilio.ClassIdempotent,
	}
	alphaSenderGet    = twilio.Operation{Name: "messaging.AlphaSenders.Get", Method: http.MethodGet, Host: host, Path: alphaSenderPath}
	alphaSenderList   = twilio.Operation{Name: "messaging.AlphaSenders.List", Method: http.MethodGet, Host: host, Path: alphaSendersPath, Items: "alpha_senders"}
	alphaSenderDelete = twilio.Operation{Name: "messaging.AlphaSenders.Delete", Method: http.MethodDelete, Host: host, Path: alphaSenderPath}
)

// AlphaSenderCreateParams is a name that joins a pool.
type AlphaSenderCreateParams struct {
	AlphaSender string `form:"AlphaSender" check:"required,max=11"` // letters, digits, blanks, +, -, _ and &, not digits alone

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a name that no country takes.
func (p *AlphaSenderCreateParams) Validate(problems *twilio.Problems) {
	checkAlphaSender(problems, p.AlphaSender)
}

// Create puts a name into the pool of a service, and returns it as well when it is there
// already. A name that Twilio does not allow is refused with code 21709. A create
// converges, because a name is in a pool once: it is repeated after failures that may
// pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/alphasender-resource#create-alphasender-resource
func (s *AlphaSenders) Create(ctx context.Context, serviceSID string, params AlphaSenderCreateParams, opts ...twilio.CallOption) (*AlphaSender, error) {
	is := func(a *AlphaSender) bool { return a.AlphaSender == params.AlphaSender }
	return join(ctx, s.c, alphaSenderCreate.On(serviceSID).With(&params),
		func() (*AlphaSender, error) {
			return firstOf(s.All(ctx, serviceSID, AlphaSenderListParams{}, opts...), is)
		}, is, opts)
}

// Get returns a name of a pool. One that is not in the pool matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/alphasender-resource#fetch-alphasender-resource
func (s *AlphaSenders) Get(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) (*AlphaSender, error) {
	return twilio.Invoke[AlphaSender](ctx, s.c, alphaSenderGet.On(serviceSID, sid), opts...)
}

// AlphaSenderListParams are the pages of a list of alpha senders.
type AlphaSenderListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a service's alpha senders, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/alphasender-resource#read-multiple-alphasender-resources
func (s *AlphaSenders) List(ctx context.Context, serviceSID string, params AlphaSenderListParams, opts ...twilio.CallOption) (*twilio.Page[AlphaSender], error) {
	return twilio.InvokePage[AlphaSender](ctx, s.c, alphaSenderList.On(serviceSID).With(&params), opts...)
}

// All ranges over all alpha senders of a service, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/alphasender-resource#read-multiple-alphasender-resources
func (s *AlphaSenders) All(ctx context.Context, serviceSID string, params AlphaSenderListParams, opts ...twilio.CallOption) iter.Seq2[*AlphaSender, error] {
	return twilio.InvokeAll[AlphaSender](ctx, s.c, alphaSenderList.On(serviceSID).With(&params), opts...)
}

// Delete takes a name out of the pool of a service.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/alphasender-resource#delete-alphasender-resource
func (s *AlphaSenders) Delete(ctx context.Context, serviceSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, alphaSenderDelete.On(serviceSID, sid), opts...)
}
