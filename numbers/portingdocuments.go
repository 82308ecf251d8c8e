package numbers

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/seed15d99369/twilio"
)

// PortingDocument is a file that a port-in request needs, such as a bill of the carrier
// that is left.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/document-apis
type PortingDocument struct {
	SID          string      `json:"sid"` // RD…
	AccountSID   string      `json:"account_sid"`
	FriendlyName string      `json:"friendly_name"`
	DocumentType string      `json:"document_type"`
	MIMEType     string      `json:"mime_type"` // "" when the file did not arrive
	Status       string      `json:"status"`
	Version      twilio.Int  `json:"version"`
	DateCreated  twilio.Time `json:"date_created"`
	DateUpdated  twilio.Time `json:"date_updated"`
}

// PortingDocuments takes the files of port-in requests.
type PortingDocuments struct{ c *twilio.Client }

var portingDocumentUpload = twilio.Operation{
	Name: "numbers.PortingDocuments.Upload", Method: http.MethodPost, Host: uploadHost, Path: "/v1/Documents", Body: twilio.BodyMultipart, Mints: "RD",
}

// UtilityBill is the type of document that a port-in request in the United States needs.
const UtilityBill = "utility_bill"

// PortingDocumentUploadParams is a new file.
type PortingDocumentUploadParams struct {
	DocumentType string        `form:"document_type" check:"required"` // UtilityBill
	FriendlyName string        `form:"friendly_name"`
	File         twilio.Upload `form:"File" check:"required"` // a JPEG, a PNG or a PDF of at most 10 MB

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a file that Twilio does not take.
func (p *PortingDocumentUploadParams) Validate(problems *twilio.Problems) {
	checkUpload(problems, p.File, maxPortingDocument)
}

// Upload hands in a file and returns its SID, which goes into the Documents of
// [PortInCreateParams]. The bill must be of the last 30 days.
//
// When nobody can say whether it arrived, the error is a *[twilio.OutcomeUnknownError].
// A document that no port-in request names does no harm, so that it can be uploaded
// again.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/document-apis
func (s *PortingDocuments) Upload(ctx context.Context, params PortingDocumentUploadParams, opts ...twilio.CallOption) (*PortingDocument, error) {
	return twilio.Invoke[PortingDocument](ctx, s.c, portingDocumentUpload.With(&params), opts...)
}

// checkUpload refuses a file without a name or a content, and one that is too large.
func checkUpload(problems *twilio.Problems, file twilio.Upload, most int) {
	switch {
	case len(file.Content) == 0:
		problems.Add("File.Content", "is empty", "give the bytes of the file")
	case len(file.Content) > most:
		problems.Add("File.Content", "has more than "+strconv.Itoa(most>>20)+" MB", "make the file smaller")
	}
	if file.Name == "" {
		problems.Add("File.Name", "is empty", "give the name of the file with its ending, such as bill.pdf")
	}
	switch file.ContentType {
	case "image/jpeg", "image/png", "application/pdf":
	default:
		problems.Add("File.ContentType", "is no type of file that Twilio takes", "give image/jpeg, image/png or application/pdf")
	}
}
