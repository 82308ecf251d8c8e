package content

import (
	"context"
	"iter"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// ApprovalsV1 lists templates and their reviews without filters, as version 1 of the API
// does. [Approvals] has everything else.
type ApprovalsV1 struct{ c *twilio.Client }

var approvalV1List = twilio.Operation{Name: "content.ApprovalsV1.List", Method: http.MethodGet, Host: host, Path: "/v1/ContentAndApprovals", Items: items}

// List returns the first page of the account's templates, each with its review, or the
// page that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-content-and-approvals
func (s *ApprovalsV1) List(ctx context.Context, params PageParams, opts ...twilio.CallOption) (*twilio.Page[TemplateApproval], error) {
	return twilio.InvokePage[TemplateApproval](ctx, s.c, approvalV1List.With(&params), opts...)
}

// All ranges over all templates of the account, each with its review, page by page as the
// loop gets to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-content-and-approvals
func (s *ApprovalsV1) All(ctx context.Context, params PageParams, opts ...twilio.CallOption) iter.Seq2[*TemplateApproval, error] {
	return twilio.InvokeAll[TemplateApproval](ctx, s.c, approvalV1List.With(&params), opts...)
}
