package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// SupportingDocumentType says which attributes a document of a type has.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-document-types
type SupportingDocumentType struct {
	SID          string           `json:"sid"` // OY…
	FriendlyName string           `json:"friendly_name"`
	MachineName  string           `json:"machine_name"` // "passport"
	Fields       []AttributeField `json:"fields"`       // the names of the attributes
	URL          string           `json:"url"`
}

// SupportingDocumentTypes lists the types of documents that Twilio knows.
type SupportingDocumentTypes struct{ c *twilio.Client }

const (
	supportingDocumentTypesPath = regulatoryPath + "/SupportingDocumentTypes"
	supportingDocumentTypePath  = supportingDocumentTypesPath + "/{Sid:OY}"
)

var (
	supportingDocumentTypeGet  = twilio.Operation{Name: "numbers.SupportingDocumentTypes.Get", Method: http.MethodGet, Host: host, Path: supportingDocumentTypePath}
	supportingDocumentTypeList = twilio.Operation{Name: "numbers.SupportingDocumentTypes.List", Method: http.MethodGet, Host: host, Path: supportingDocumentTypesPath, Items: "supporting_document_types"}
)

// Get returns one of the types with the names of its attributes. One that does not exist
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-document-types
func (s *SupportingDocumentTypes) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*SupportingDocumentType, error) {
	return twilio.Invoke[SupportingDocumentType](ctx, s.c, supportingDocumentTypeGet.On(sid), opts...)
}

// SupportingDocumentTypeListParams are the pages of a list of types.
type SupportingDocumentTypeListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the types of documents, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-document-types
func (s *SupportingDocumentTypes) List(ctx context.Context, params SupportingDocumentTypeListParams, opts ...twilio.CallOption) (*twilio.Page[SupportingDocumentType], error) {
	return twilio.InvokePage[SupportingDocumentType](ctx, s.c, supportingDocumentTypeList.With(&params), opts...)
}

// All ranges over the types of documents, page by page as the loop gets to
// them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-document-types
func (s *SupportingDocumentTypes) All(ctx context.Context, params SupportingDocumentTypeListParams, opts ...twilio.CallOption) iter.Seq2[*SupportingDocumentType, error] {
	return twilio.InvokeAll[SupportingDocumentType](ctx, s.c, supportingDocumentTypeList.With(&params), opts...)
}
