package content

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Approval is the review of a template by a channel, and where it stands.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-an-approval-status-request
type Approval struct {
	Name                string          `json:"name"` // of the template at the channel
	Category            Category        `json:"category"`
	ContentType         TypeName        `json:"content_type"` // of the template's types the one that was reviewed
	Status              ApprovalStatus  `json:"status"`
	RejectionReason     RejectionReason `json:"rejection_reason"`      // "" unless it was rejected
	AllowCategoryChange bool            `json:"allow_category_change"` // WhatsApp may choose another category
}

// WhatsAppApproval is the review of a template by WhatsApp.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-an-approval-status-request
type WhatsAppApproval struct {
	Approval

	Type string       `json:"type"`  // "whatsapp"
	Flow ApprovalFlow `json:"flows"` // of a template with a flow
}

// ApprovalFlow is where the flow of a template stands at WhatsApp.
type ApprovalFlow struct {
	ID     string `json:"id"`
	Status string `json:"status"` // WhatsApp's: "DRAFT", "PUBLISHED"
}

// ApprovalRequests are the reviews of one template, by channel. WhatsApp is the only
// channel with a review so far.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-an-approval-status-request
type ApprovalRequests struct {
	SID        string           `json:"sid"` // of the template, HX…
	AccountSID string           `json:"account_sid"`
	WhatsApp   WhatsAppApproval `json:"whatsapp"`
	URL        string           `json:"url"`
}

// TemplateApproval is a template together with its review.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-content-and-approvals
type TemplateApproval struct {
	TemplateContent

	Approval WhatsAppApproval `json:"approval_requests"`
}

// Approvals submits templates to WhatsApp's review, and says where reviews stand.
type Approvals struct{ c *twilio.Client }

var (
	approvalGet  = twilio.Operation{Name: "content.Approvals.Get", Method: http.MethodGet, Host: host, Path: templatePath + "/ApprovalRequests"}
	approvalList = twilio.Operation{Name: "content.Approvals.List", Method: http.MethodGet, Host: host, Path: "/v2/ContentAndApprovals", Items: items}

	// A submission starts a review, and Twilio refuses a second one with code 92009. The
	// answer has no SID. The name of the request is proof of it: a page of a gateway may
	// have a status, but not the name.
	approvalCreate = twilio.Operation{
		Name: "content.Approvals.Create", Method: http.MethodPost, Host: host, Path: templatesPath + "/{ContentSid:HX}/ApprovalRequests/whatsapp",
		Body: twilio.BodyJSON, Proof: twilio.ProofKey("name"),
	}
)

// ApprovalCreateParams is a submission to WhatsApp's review.
type ApprovalCreateParams struct {
	Name     string   `json:"name" check:"required,max=512"` // at WhatsApp: lower case letters, digits and underscores
	Category Category `json:"category" check:"required"`

	AllowCategoryChange *bool `json:"allow_category_change"` // WhatsApp may choose another category; nil leaves it to Twilio, which allows it

	Extra map[string]json.RawMessage `json:"-"` // parameters that this package does not model
}

// Validate refuses a name or a category that WhatsApp does not have.
func (p *ApprovalCreateParams) Validate(problems *twilio.Problems) {
	if strings.Trim(p.Name, lowerLetters+digits+"_") != "" && !problems.Has("Name") {
		problems.Add("Name", "has a character that names at WhatsApp do not have", "use lower case letters, digits and underscores, such as order_shipped")
	}
	switch p.Category {
	case "", CategoryUtility, CategoryMarketing, CategoryAuthentication:
	default:
		problems.Add("Category", "is none of WhatsApp's", "give CategoryUtility, CategoryMarketing or CategoryAuthentication")
	}
}

// Create submits a template to WhatsApp's review. [Approvals.Submit] does the same after
// it has looked at the template.
//
// A template is submitted once: Twilio refuses a second submission with code 92009. When
// nobody can say whether it was submitted, the error is a *[twilio.OutcomeUnknownError]:
// [Approvals.Get] then shows the status unsubmitted, or another one.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#submit-templates-for-approval
func (s *Approvals) Create(ctx context.Context, templateSID string, params ApprovalCreateParams, opts ...twilio.CallOption) (*Approval, error) {
	return twilio.Invoke[Approval](ctx, s.c, approvalCreate.On(templateSID).With(&params), opts...)
}

// Get returns the reviews of a template, by channel. A template that was never submitted
// has the status unsubmitted.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#fetch-an-approval-status-request
func (s *Approvals) Get(ctx context.Context, templateSID string, opts ...twilio.CallOption) (*ApprovalRequests, error) {
	return twilio.Invoke[ApprovalRequests](ctx, s.c, approvalGet.On(templateSID), opts...)
}

// ApprovalListParams narrows [Approvals.List] and [Approvals.All], by the fields of
// [TemplateListParams]; its zero value lists everything.
type ApprovalListParams TemplateListParams

// Validate refuses what Validate of [TemplateListParams] refuses.
func (p *ApprovalListParams) Validate(problems *twilio.Problems) {
	(*TemplateListParams)(p).Validate(problems)
}

// List returns the first page of the templates that match, each with its review, or the
// page that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#search-templates
func (s *Approvals) List(ctx context.Context, params ApprovalListParams, opts ...twilio.CallOption) (*twilio.Page[TemplateApproval], error) {
	return twilio.InvokePage[TemplateApproval](ctx, s.c, approvalList.With(&params), opts...)
}

// All ranges over all templates that match, each with its review, page by page as the
// loop gets to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#search-templates
func (s *Approvals) All(ctx context.Context, params ApprovalListParams, opts ...twilio.CallOption) iter.Seq2[*TemplateApproval, error] {
	return twilio.InvokeAll[TemplateApproval](ctx, s.c, approvalList.With(&params), opts...)
}
