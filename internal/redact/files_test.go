package redact

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestFilesAreNotLookedFor: a form of megabytes costs no more than its fields, which are
// still hidden. Any other body is looked for as a whole.
func TestFilesAreNotLookedFor(t *testing.T) {
	t.Parallel()
	const secret = "the name of Ada's passport"
	body := []byte(secret + strings.Repeat("x", 5<<20))
	size := func(contentType string) (total int) {
		req := httptest.NewRequest(http.MethodPost, "https://numbers-upload.twilio.com/v1/Documents", http.NoBody)
		req.Header.Set("Content-Type", contentType)
		for _, part := range requestParts(req, body[:200<<10], "/v1/Documents") {
			total += len(part.text)
		}
		return total
	}
	assert.Less(t, size("multipart/form-data; boundary=b"), 64<<10*12)
	assert.Greater(t, size("application/json"), 200<<10*8)
	req := httptest.NewRequest(http.MethodPost, "https://numbers-upload.twilio.com/v1/Documents", http.NoBody)
	req.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	assert.NotContains(t, Request("it was cut at "+string(body[:64<<10]), req, body, "/v1/Documents"), secret)
}
