package verify

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Template is the text around a code, in one language or several.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/templates
type Template struct {
	SID          string                         `json:"sid"` // HJ…
	AccountSID   string                         `json:"account_sid"`
	FriendlyName string                         `json:"friendly_name"`
	Channels     []string                       `json:"channels"`     // "sms", "voice"
	Translations map[string]TemplateTranslation `json:"translations"` // by language: "en"
}

// TemplateTranslation is a template in one language.
type TemplateTranslation struct {
	Locale               string      `json:"locale"` // "en"
	Text                 string      `json:"text"`
	Status               string      `json:"status"` // "approved" when it can be used
	IsDefaultTranslation bool        `json:"is_default_translation"`
	DateCreated          twilio.Time `json:"date_created"`
	DateUpdated          twilio.Time `json:"date_updated"`
}

// Templates lists the templates of the account.
type Templates struct{ c *twilio.Client }

var templateList = twilio.Operation{Name: "verify.Templates.List", Method: http.MethodGet, Host: host, Path: "/v2/Templates", Items: "templates"}

// TemplateListParams narrows [Templates.List] and [Templates.All]; its zero value lists
// everything.
type TemplateListParams struct {
	FriendlyName string `form:"FriendlyName" check:"filter"`
	PageSize     int    `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filter
	Extra  url.Values `form:"-"`
}

// List returns the first page of templates, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/templates#list-verification-templates
func (s *Templates) List(ctx context.Context, params TemplateListParams, opts ...twilio.CallOption) (*twilio.Page[Template], error) {
	return twilio.InvokePage[Template](ctx, s.c, templateList.With(&params), opts...)
}

// All ranges over all templates, page by page as the loop gets to them. It stops after
// yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/templates#list-verification-templates
func (s *Templates) All(ctx context.Context, params TemplateListParams, opts ...twilio.CallOption) iter.Seq2[*Template, error] {
	return twilio.InvokeAll[Template](ctx, s.c, templateList.With(&params), opts...)
}
