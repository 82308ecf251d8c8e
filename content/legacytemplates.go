package content

import (
	"context"
	"iter"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// LegacyTemplate is a WhatsApp template from the time before the Content API, and the
// template that took its place.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-mapping-between-legacy-wa-and-content-templates
type LegacyTemplate struct {
	TemplateContent

	LegacyTemplateName string `json:"legacy_template_name"` // unique in the account
	LegacyBody         string `json:"legacy_body"`          // a free-form message with this text was sent as the template
	URL                string `json:"url"`
}

// LegacyTemplates lists the WhatsApp templates from the time before the Content API.
type LegacyTemplates struct{ c *twilio.Client }

var legacyTemplateList = twilio.Operation{Name: "content.LegacyTemplates.List", Method: http.MethodGet, Host: host, Path: "/v1/LegacyContent", Items: items}

// List returns the first page of legacy templates, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-mapping-between-legacy-wa-and-content-templates
func (s *LegacyTemplates) List(ctx context.Context, params PageParams, opts ...twilio.CallOption) (*twilio.Page[LegacyTemplate], error) {
	return twilio.InvokePage[LegacyTemplate](ctx, s.c, legacyTemplateList.With(&params), opts...)
}

// All ranges over all legacy templates, page by page as the loop gets to them. It stops
// after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-mapping-between-legacy-wa-and-content-templates
func (s *LegacyTemplates) All(ctx context.Context, params PageParams, opts ...twilio.CallOption) iter.Seq2[*LegacyTemplate, error] {
	return twilio.InvokeAll[LegacyTemplate](ctx, s.c, legacyTemplateList.With(&params), opts...)
}
