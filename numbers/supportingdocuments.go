package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// SupportingDocument proves something about an end user, such as an address or a name.
// It consists of attributes and, where the regulation asks for it, of a file.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-documents
type SupportingDocument struct {
	SID           string          `json:"sid"` // RD…
	AccountSID    string          `json:"account_sid"`
	FriendlyName  string          `json:"friendly_name"`
	MIMEType      string          `json:"mime_type"` // of the file, "" for none
	Status        DocumentStatus  `json:"status"`
	FailureReason string          `json:"failure_reason"`
	Errors        []DocumentError `json:"errors"`
	Type          string          `json:"type"` // "passport"
	Attributes    Attributes      `json:"attributes"`
	DateCreated   twilio.Time     `json:"date_created"`
	DateUpdated   twilio.Time     `json:"date_updated"`
	URL           string          `json:"url"`
}

// DocumentError is something that is wrong with a document.
type DocumentError struct {
	Code    twilio.ErrorCode `json:"code"`
	Message string           `json:"message"`
}

// Err returns a *[RejectedError] for a document that was rejected or has expired, and nil
// for all others.
func (d *SupportingDocument) Err() error {
	if d.Status != DocumentRejected && d.Status != DocumentExpired {
		return nil
	}
	rejected := &RejectedError{
		Kind: "supporting document", SID: d.SID, Status: string(d.Status), Reason: d.FailureReason,
		Remedy: "make a new document and put it into the bundle instead",
	}
	if len(d.Errors) > 0 {
		rejected.Code = d.Errors[0].Code
		if rejected.Reason == "" {
			rejected.Reason = d.Errors[0].Message
		}
	}
	return rejected
}

// DocumentStatus is how far the review of a document has come.
type DocumentStatus string

// The statuses of documents.
const (
	DocumentDraft                 DocumentStatus = "draft"
	DocumentPendingReview         DocumentStatus = "pending-review"
	DocumentRejected              DocumentStatus = "rejected"
	DocumentApproved              DocumentStatus = "approved"
	DocumentExpired               DocumentStatus = "expired"
	DocumentProvisionallyApproved DocumentStatus = "provisionally-approved"
)

// Final reports that the review is over.
func (s DocumentStatus) Final() bool {
	return s == DocumentApproved || s == DocumentRejected || s == DocumentExpired
}

// SupportingDocuments manages the supporting documents of the account.
type SupportingDocuments struct{ c *twilio.Client }

const (
	supportingDocumentsPath = regulatoryPath + "/SupportingDocuments"
	supportingDocumentPath  = supportingDocumentsPath + "/{Sid:RD}"
)

var (
	supportingDocumentCreate = twilio.Operation{Name: "numbers.SupportingDocuments.Create", Method: http.MethodPost, Host: host, Path: supportingDocumentsPath, Mints: "RD"}
	supportingDocumentUpload = twilio.Operation{
		Name: "numbers.SupportingDocuments.Upload", Method: http.MethodPost, Host: uploadHost, Path: supportingDocumentsPath, Body: twilio.BodyMultipart, Mints: "RD",
	}
	supportingDocumentGet    = twilio.Operation{Name: "numbers.SupportingDocuments.Get", Method: http.MethodGet, Host: host, Path: supportingDocumentPath}
	supportingDocumentList   = twilio.Operation{Name: "numbers.SupportingDocuments.List", Method: http.MethodGet, Host: host, Path: supportingDocumentsPath, Items: "results"}
	supportingDocumentDelete = twilio.Operation{Name: "numbers.SupportingDocuments.Delete", Method: http.MethodDelete, Host: host, Path: supportingDocumentPath}

	// An update sets values, which a second one sets to the same.
	supportingDocumentUpdate = twilio.Operation{Name: "numbers.SupportingDocuments.Update", Method: http.MethodPost, Host: host, Path: supportingDocumentPath, Class: twilio.ClassIdempotent}
)

// SupportingDocumentCreateParams is a new document without a file, such as an address.
type SupportingDocumentCreateParams struct {
	FriendlyName string     `form:"FriendlyName" check:"required"`
	Type         string     `form:"Type" check:"required"` // one that the regulation accepts: "passport"
	Attributes   Attributes `form:"Attributes,json"`       // those that SupportingDocumentTypes lists for the type

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes a document of attributes alone, for use in any number of bundles.
// [SupportingDocuments.Upload] makes one with a file.
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]:
// look for its FriendlyName with [SupportingDocuments.All] before you make another one.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-documents
func (s *SupportingDocuments) Create(ctx context.Context, params SupportingDocumentCreateParams, opts ...twilio.CallOption) (*SupportingDocument, error) {
	return twilio.Invoke[SupportingDocument](ctx, s.c, supportingDocumentCreate.With(&params), opts...)
}

// SupportingDocumentUploadParams is a new document with a file.
type SupportingDocumentUploadParams struct {
	FriendlyName string        `form:"FriendlyName" check:"required"`
	Type         string        `form:"Type" check:"required"`
	Attributes   Attributes    `form:"Attributes,json"`
	File         twilio.Upload `form:"File" check:"required"` // a JPEG, a PNG or a PDF of at most 5 MB

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// The largest files that Twilio takes, in bytes.
const (
	maxSupportingDocument = 5 << 20
	maxPortingDocument    = 10 << 20
)

// Validate refuses a file that Twilio does not take.
func (p *SupportingDocumentUploadParams) Validate(problems *twilio.Problems) {
	checkUpload(problems, p.File, maxSupportingDocument)
}

// Upload makes a document with a file. An answer whose MIMEType is empty says that the
// file did not arrive.
//
// When nobody can say whether it was made, the error is a *[twilio.OutcomeUnknownError]:
// look for its FriendlyName with [SupportingDocuments.All] before you upload it again.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/getting-started/create-new-bundle-public-rest-apis
func (s *SupportingDocuments) Upload(ctx context.Context, params SupportingDocumentUploadParams, opts ...twilio.CallOption) (*SupportingDocument, error) {
	return twilio.Invoke[SupportingDocument](ctx, s.c, supportingDocumentUpload.With(&params), opts...)
}

// Get returns a document as it stands now, without its file. One that does not exist
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-documents
func (s *SupportingDocuments) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*SupportingDocument, error) {
	return twilio.Invoke[SupportingDocument](ctx, s.c, supportingDocumentGet.On(sid), opts...)
}

// SupportingDocumentListParams are the pages of a list of documents.
type SupportingDocumentListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the account's documents, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-documents
func (s *SupportingDocuments) List(ctx context.Context, params SupportingDocumentListParams, opts ...twilio.CallOption) (*twilio.Page[SupportingDocument], error) {
	return twilio.InvokePage[SupportingDocument](ctx, s.c, supportingDocumentList.With(&params), opts...)
}

// All ranges over the account's documents, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-documents
func (s *SupportingDocuments) All(ctx context.Context, params SupportingDocumentListParams, opts ...twilio.CallOption) iter.Seq2[*SupportingDocument, error] {
	return twilio.InvokeAll[SupportingDocument](ctx, s.c, supportingDocumentList.With(&params), opts...)
}

// SupportingDocumentUpdateParams changes a document. A field that is zero stays as it is.
type SupportingDocumentUpdateParams struct {
	FriendlyName string     `form:"FriendlyName"`
	Attributes   Attributes `form:"Attributes,json"` // all of them: they take the place of those that are kept

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes a document that is a draft or was rejected, and returns it as it is
// afterwards. Any other one is refused as a conflict.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-documents
func (s *SupportingDocuments) Update(ctx context.Context, sid string, params SupportingDocumentUpdateParams, opts ...twilio.CallOption) (*SupportingDocument, error) {
	return twilio.Invoke[SupportingDocument](ctx, s.c, supportingDocumentUpdate.On(sid).With(&params), opts...)
}

// Delete removes a document. One that is part of a bundle is refused with 21645.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/supporting-documents
func (s *SupportingDocuments) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, supportingDocumentDelete.On(sid), opts...)
}
