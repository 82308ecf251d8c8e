package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Regulation is what a country asks of the users of one kind of its phone numbers.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/regulations
type Regulation struct {
	SID          string              `json:"sid"` // RN…
	FriendlyName string              `json:"friendly_name"`
	ISOCountry   string              `json:"iso_country"`
	NumberType   RegulatedNumberType `json:"number_type"`
	EndUserType  EndUserKind         `json:"end_user_type"`
	Requirements Requirements        `json:"requirements"`
	URL          string              `json:"url"`
}

// Requirements are what a bundle needs.
type Requirements struct {
	EndUser            []EndUserRequirement    `json:"end_user"`
	SupportingDocument [][]DocumentRequirement `json:"supporting_document"` // one of each inner list is enough
}

// EndUserRequirement is an end user that a bundle needs.
type EndUserRequirement struct {
	Name            string             `json:"name"`
	RequirementName string             `json:"requirement_name"` // as an EvaluationResult has it: "individual_info"
	Type            EndUserKind        `json:"type"`
	URL             string             `json:"url"`
	Fields          []string           `json:"fields"` // the names of the attributes
	DetailedFields  []RequirementField `json:"detailed_fields"`
}

// DocumentRequirement is a document that a bundle needs.
type DocumentRequirement struct {
	Name              string             `json:"name"`
	RequirementName   string             `json:"requirement_name"` // "proof_of_address"
	Type              string             `json:"type"`             // "document"
	Description       string             `json:"description"`
	AcceptedDocuments []AcceptedDocument `json:"accepted_documents"` // one of them is enough
}

// AcceptedDocument is a type of document that fulfils a requirement.
type AcceptedDocument struct {
	Name           string             `json:"name"`
	Type           string             `json:"type"` // of [SupportingDocumentCreateParams]: "passport"
	URL            string             `json:"url"`
	Fields         []string           `json:"fields"` // the names of the attributes
	DetailedFields []RequirementField `json:"detailed_fields"`
}

// RequirementField is an attribute that a requirement asks for.
type RequirementField struct {
	MachineName  string `json:"machine_name"` // the name among the attributes: "last_name"
	FriendlyName string `json:"friendly_name"`
	Description  string `json:"description"`
}

// Regulations lists the regulations of countries.
type Regulations struct{ c *twilio.Client }

const (
	regulationsPath = regulatoryPath + "/Regulations"
	regulationPath  = regulationsPath + "/{Sid:RN}"
)

var (
	regulationGet  = twilio.Operation{Name: "numbers.Regulations.Get", Method: http.MethodGet, Host: host, Path: regulationPath}
	regulationList = twilio.Operation{Name: "numbers.Regulations.List", Method: http.MethodGet, Host: host, Path: regulationsPath, Items: "results"}
)

// RegulationGetParams says how much of a regulation is shown.
type RegulationGetParams struct {
	IncludeConstraints *bool `form:"IncludeConstraints"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Get returns a regulation. One that does not exist matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/regulations
func (s *Regulations) Get(ctx context.Context, sid string, params RegulationGetParams, opts ...twilio.CallOption) (*Regulation, error) {
	return twilio.Invoke[Regulation](ctx, s.c, regulationGet.On(sid).With(&params), opts...)
}

// RegulationListParams narrows [Regulations.List] and [Regulations.All]; its zero value
// lists everything.
type RegulationListParams struct {
	ISOCountry         string              `form:"IsoCountry" check:"country"` // "DE"
	NumberType         RegulatedNumberType `form:"NumberType"`
	EndUserType        EndUserKind         `form:"EndUserType"`
	IncludeConstraints *bool               `form:"IncludeConstraints"`
	PageSize           int                 `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the regulations, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/regulations
func (s *Regulations) List(ctx context.Context, params RegulationListParams, opts ...twilio.CallOption) (*twilio.Page[Regulation], error) {
	return twilio.InvokePage[Regulation](ctx, s.c, regulationList.With(&params), opts...)
}

// All ranges over the regulations, page by page as the loop gets to them. It stops after
// yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/regulations
func (s *Regulations) All(ctx context.Context, params RegulationListParams, opts ...twilio.CallOption) iter.Seq2[*Regulation, error] {
	return twilio.InvokeAll[Regulation](ctx, s.c, regulationList.With(&params), opts...)
}
