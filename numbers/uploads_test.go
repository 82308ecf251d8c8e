package numbers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

func passport(content string) numbers.SupportingDocumentUploadParams {
	return numbers.SupportingDocumentUploadParams{
		FriendlyName: "Passport", Type: "passport", Attributes: numbers.Attributes{}.With("first_name", "Ada").With("last_name", "Byron"),
		File: twilio.Upload{Name: "passport.png", ContentType: "image/png", Content: []byte(content)},
	}
}

// TestDocumentIsUploaded to the host for files, as a form with a file, and is a document
// like those without a file then.
func TestDocumentIsUploaded(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	document, err := b.SupportingDocuments.Upload(t.Context(), passport("the picture"))
	require.NoError(t, err)
	assert.Equal(t, []string{"image/png", "passport", "Byron"}, []string{document.MIMEType, document.Type, document.Attributes.Text("last_name")})
	request := b.sim.Requests()[0]
	assert.Equal(t, []string{http.MethodPost, "numbers-upload", "/v2/RegulatoryCompliance/SupportingDocuments"}, []string{request.Method, request.Host, request.Path})
	assert.JSONEq(t, `{"first_name":"Ada","last_name":"Byron"}`, request.Form.Get("Attributes"))
	again, err := b.SupportingDocuments.Get(t.Context(), document.SID)
	require.NoError(t, err)
	assert.Equal(t, document, again)
	require.NoError(t, b.SupportingDocuments.Delete(t.Context(), document.SID))
}

// TestLargeFilesArrive: five megabytes are more than any other body has.
func TestLargeFilesArrive(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	document, err := b.SupportingDocuments.Upload(t.Context(), passport(strings.Repeat("x", 5<<20)))
	require.NoError(t, err)
	assert.Equal(t, "image/png", document.MIMEType)
}

// TestLostUploadIsNotRepeated: the document may have been made.
func TestLostUploadIsNotRepeated(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/v2/RegulatoryCompliance/SupportingDocuments").CommitThenReset())
	_, err := b.SupportingDocuments.Upload(t.Context(), passport("the picture"))
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Len(t, b.sim.Requests(), 1)
	page, err := b.SupportingDocuments.List(t.Context(), numbers.SupportingDocumentListParams{})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "it was made once, and the list finds it")
}
