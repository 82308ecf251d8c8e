package twilio

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestUpload sends a file beside a text, with the type of body that parts them.
func TestUpload(t *testing.T) {
	t.Parallel()
	type params struct {
		Name string `form:"Name"`
		File Upload `form:"File"`
	}
	received := 0
	transport := answer(func(req *http.Request) (*http.Response, error) {
		received++
		assert.NoError(t, req.ParseMultipartForm(1<<20))
		assert.Equal(t, "a & b", req.FormValue("Name"))
		file, header, err := req.FormFile("File")
		if !assert.NoError(t, err) {
			return nil, err
		}
		content, err := io.ReadAll(file)
		assert.NoError(t, err)
		assert.Equal(t, "%PDF", string(content))
		assert.Equal(t, "passport.pdf", header.Filename)
		assert.Equal(t, "application/pdf", header.Header.Get("Content-Type"))
		return &http.Response{StatusCode: http.StatusCreated, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(messageJSON)), Request: req}, nil
	})
	create := Operation{Name: "Documents.Create", Method: http.MethodPost, Host: "numbers-upload", Path: "/v2/Documents", Body: BodyMultipart}
	document, err := Invoke[Message](t.Context(), testClient(t, transport), create.With(params{
		Name: "a & b", File: Upload{Name: "passport.pdf", ContentType: "application/pdf", Content: []byte("%PDF")},
	}))
	require.NoError(t, err)
	assert.Equal(t, testMessage, document.SID)
	assert.Equal(t, 1, received)
}
