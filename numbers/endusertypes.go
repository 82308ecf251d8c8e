package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// EndUserType says which attributes an end user of a kind has.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-user-types
type EndUserType struct {
	SID          string           `json:"sid"` // OY…
	FriendlyName string           `json:"friendly_name"`
	MachineName  string           `json:"machine_name"` // "individual"
	Fields       []AttributeField `json:"fields"`       // the names of the attributes
	URL          string           `json:"url"`
}

// AttributeField is an attribute of an end user or of a document.
type AttributeField struct {
	MachineName  string `json:"machine_name"` // the name among the attributes: "last_name"
	FriendlyName string `json:"friendly_name"`
	Constraint   string `json:"constraint"` // "String"
}

// EndUserTypes lists the types of end users that Twilio knows.
type EndUserTypes struct{ c *twilio.Client }

const (
	endUserTypesPath = regulatoryPath + "/EndUserTypes"
	endUserTypePath  = endUserTypesPath + "/{Sid:OY}"
)

var (
	endUserTypeGet  = twilio.Operation{Name: "numbers.EndUserTypes.Get", Method: http.MethodGet, Host: host, Path: endUserTypePath}
	endUserTypeList = twilio.Operation{Name: "numbers.EndUserTypes.List", Method: http.MethodGet, Host: host, Path: endUserTypesPath, Items: "end_user_types"}
)

// Get returns one of the types with the names of its attributes. One that does not exist
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-user-types
func (s *EndUserTypes) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*EndUserType, error) {
	return twilio.Invoke[EndUserType](ctx, s.c, endUserTypeGet.On(sid), opts...)
}

// EndUserTypeListParams are the pages of a list of types.
type EndUserTypeListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the types of end users, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-user-types
func (s *EndUserTypes) List(ctx context.Context, params EndUserTypeListParams, opts ...twilio.CallOption) (*twilio.Page[EndUserType], error) {
	return twilio.InvokePage[EndUserType](ctx, s.c, endUserTypeList.With(&params), opts...)
}

// All ranges over the types of end users, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/end-user-types
func (s *EndUserTypes) All(ctx context.Context, params EndUserTypeListParams, opts ...twilio.CallOption) iter.Seq2[*EndUserType, error] {
	return twilio.InvokeAll[EndUserType](ctx, s.c, endUserTypeList.With(&params), opts...)
}
