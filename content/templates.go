package content

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// Template is a message that was written beforehand, with placeholders, and that is sent
// by its SID on every channel.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources
type Template struct {
	TemplateContent

	URL   string            `json:"url"`
	Links map[string]string `json:"links"` // addresses of its approval requests, by name
}

// TemplateContent is the part of a template that every list has. Its methods check the
// values of placeholders, prepare messages, and show a preview.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources
type TemplateContent struct {
	SID          string            `json:"sid"` // HX…
	AccountSID   string            `json:"account_sid"`
	FriendlyName string            `json:"friendly_name"` // the recipient does not see it; several templates may share it
	Language     string            `json:"language"`      // of the text: "en", "pt_BR"
	Types        Types             `json:"types"`
	Variables    map[string]string `json:"variables"` // a sample for each placeholder, by name
	DateCreated  twilio.Time       `json:"date_created"`
	DateUpdated  twilio.Time       `json:"date_updated"`
}

// Templates manages the templates of the account.
type Templates struct{ c *twilio.Client }

var (
	templateCreate = twilio.Operation{Name: "content.Templates.Create", Method: http.MethodPost, Host: host, Path: templatesPath, Mints: "HX", Body: twilio.BodyJSON}
	templateGet    = twilio.Operation{Name: "content.Templates.Get", Method: http.MethodGet, Host: host, Path: templatePath}
	templateList   = twilio.Operation{Name: "content.Templates.List", Method: http.MethodGet, Host: host, Path: "/v2/Content", Items: items}
	templateUpdate = twilio.Operation{Name: "content.Templates.Update", Method: http.MethodPut, Host: host, Path: templatePath, Body: twilio.BodyJSON}
	templateDelete = twilio.Operation{Name: "content.Templates.Delete", Method: http.MethodDelete, Host: host, Path: templatePath}
)

// TemplateCreateParams is a new template.
type TemplateCreateParams struct {
	FriendlyName string            `json:"friendly_name"`             // by which Templates.ByName finds it
	Language     string            `json:"language" check:"required"` // "en", "pt_BR"
	Types        Types             `json:"types" check:"required"`    // one or more; each channel gets the richest that it supports
	Variables    map[string]string `json:"variables"`                 // a sample for each placeholder: "1": "Ada"

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Validate refuses content that Twilio or every channel refuses: malformed placeholders,
// empty fields that are required, texts and lists beyond their limits.
func (p *TemplateCreateParams) Validate(problems *twilio.Problems) {
	checkLanguage(problems, p.Language)
	checkVariables(problems, "Variables", p.Variables)
	checkTypes(problems, &p.Types, p.Extra)
}

// Create makes a template. Twilio does not compare it with those that exist: two
// templates may have the same name and language. A template for WhatsApp needs an
// approval besides, see [Approvals.Submit].
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]:
// look for it with [Templates.ByName] before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#create-templates
func (s *Templates) Create(ctx context.Context, params TemplateCreateParams, opts ...twilio.CallOption) (*Template, error) {
	return twilio.Invoke[Template](ctx, s.c, templateCreate.With(&params), opts...)
}

// Get returns a template with everything that it says.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-information-about-templates
func (s *Templates) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Template, error) {
	return twilio.Invoke[Template](ctx, s.c, templateGet.On(sid), opts...)
}

// SortOrder is the direction of a sorted list.
type SortOrder string

// The directions.
const (
	SortAscending  SortOrder = "asc"
	SortDescending SortOrder = "desc"
)

// TemplateListParams narrows [Templates.List] and [Templates.All]; its zero value lists
// everything.
type TemplateListParams struct {
	ContentName        string     `form:"ContentName"`        // a regular expression for the FriendlyName
	Content            string     `form:"Content"`            // a regular expression for the texts of the template
	Language           []string   `form:"Language"`           // any of them
	ContentType        []TypeName `form:"ContentType"`        // any of them
	ChannelEligibility []string   `form:"ChannelEligibility"` // channel and status: "whatsapp:approved"
	DateCreatedAfter   time.Time  `form:"DateCreatedAfter"`   // at this time or after it
	DateCreatedBefore  time.Time  `form:"DateCreatedBefore"`  // at this time or before it
	SortByDate         SortOrder  `form:"SortByDate"`         // by DateUpdated
	SortByContentName  SortOrder  `form:"SortByContentName"`
	PageSize           int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses an eligibility without a channel or a status, and a period that ends
// before it begins.
func (p *TemplateListParams) Validate(problems *twilio.Problems) {
	for _, eligibility := range p.ChannelEligibility {
		if channel, status, _ := strings.Cut(eligibility, ":"); channel == "" || status == "" {
			problems.Add("ChannelEligibility", "has an item that is not a channel and a status", "write both with a colon between them, such as whatsapp:approved")
			break
		}
	}
	if !p.DateCreatedBefore.IsZero() && p.DateCreatedBefore.Before(p.DateCreatedAfter) {
		problems.Add("DateCreatedBefore", "is before DateCreatedAfter", "exchange the two")
	}
}

// List returns the first page of the templates that match, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#search-templates
func (s *Templates) List(ctx context.Context, params TemplateListParams, opts ...twilio.CallOption) (*twilio.Page[Template], error) {
	return twilio.InvokePage[Template](ctx, s.c, templateList.With(&params), opts...)
}

// All ranges over all templates that match, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#search-templates
func (s *Templates) All(ctx context.Context, params TemplateListParams, opts ...twilio.CallOption) iter.Seq2[*Template, error] {
	return twilio.InvokeAll[Template](ctx, s.c, templateList.With(&params), opts...)
}

// TemplateUpdateParams replaces the types of a template. Another field that is zero
// stays as it is.
type TemplateUpdateParams struct {
	FriendlyName string            `json:"friendly_name"`
	Language     string            `json:"language"`
	Types        Types             `json:"types" check:"required"` // all of them: a type that is left out is removed
	Variables    map[string]string `json:"variables"`

	Extra map[string]json.RawMessage `json:"-"`
}

// Validate refuses what Validate of [TemplateCreateParams] refuses.
func (p *TemplateUpdateParams) Validate(problems *twilio.Problems) {
	checkLanguage(problems, p.Language)
	checkVariables(problems, "Variables", p.Variables)
	checkTypes(problems, &p.Types, p.Extra)
}

// Update replaces the types of a template and returns it as it is afterwards. To keep
// the other types, change those of [Templates.Get]. An update converges, so that it is
// repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources
func (s *Templates) Update(ctx context.Context, sid string, params TemplateUpdateParams, opts ...twilio.CallOption) (*Template, error) {
	return twilio.Invoke[Template](ctx, s.c, templateUpdate.On(sid).With(&params), opts...)
}

// Delete removes a template, and its approvals with it. Messages with its SID are
// refused afterwards.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#delete-a-content-template
func (s *Templates) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, templateDelete.On(sid), opts...)
}
