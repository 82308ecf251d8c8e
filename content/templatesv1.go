package content

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// TemplatesV1 lists the templates of the account without filters, as version 1 of the API
// does. [Templates] has everything else.
type TemplatesV1 struct{ c *twilio.Client }

var templateV1List = twilio.Operation{Name: "content.TemplatesV1.List", Method: http.MethodGet, Host: host, Path: templatesPath, Items: items}

// PageParams are the pages of a list that has no filters.
type PageParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's templates, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-all-content
func (s *TemplatesV1) List(ctx context.Context, params PageParams, opts ...twilio.CallOption) (*twilio.Page[Template], error) {
	return twilio.InvokePage[Template](ctx, s.c, templateV1List.With(&params), opts...)
}

// All ranges over all templates of the account, page by page as the loop gets to them.
// It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-all-content
func (s *TemplatesV1) All(ctx context.Context, params PageParams, opts ...twilio.CallOption) iter.Seq2[*Template, error] {
	return twilio.InvokeAll[Template](ctx, s.c, templateV1List.With(&params), opts...)
}
