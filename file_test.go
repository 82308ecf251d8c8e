package twilio

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFileHasTypeAndLength(t *testing.T) {
	t.Parallel()
	sized := func(length int64, header ...string) answer {
		return func(req *http.Request) (*http.Response, error) {
			resp, err := reply(200, "a file", header...)(req)
			resp.ContentLength = length
			return resp, err
		}
	}
	tests := []struct {
		name        string
		answers     []answer
		contentType string
		length      int64
	}{
		{name: "both", answers: []answer{sized(6, "Content-Type", "image/png")}, contentType: "image/png", length: 6},
		{name: "with parameters", answers: []answer{sized(6, "Content-Type", "text/vcard; charset=utf-8")}, contentType: "text/vcard; charset=utf-8", length: 6},
		{name: "neither", answers: []answer{sized(-1)}, contentType: "", length: -1},
		{name: "length that nobody filled in", answers: []answer{sized(0)}, contentType: "", length: -1},
		{name: "length below any", answers: []answer{sized(-7)}, contentType: "", length: -1},
		{name: "of the storage, not of the redirect", answers: []answer{
			reply(307, "moved", "Location", storageURL, "Content-Type", "text/html"), sized(6, "Content-Type", "image/jpeg"),
		}, contentType: "image/jpeg", length: 6},
		{name: "of the last attempt", answers: []answer{reply(500, "x", "Content-Type", "text/html"), sized(6, "Content-Type", "image/jpeg")}, contentType: "image/jpeg", length: 6},
	}
	for _, tt := range tests {
		file, err := download(t.Context(), testClient(t, play(tt.answers...), WithClock(newFakeClock())))
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.contentType, file.ContentType, tt.name)
		assert.Equal(t, tt.length, file.Length, tt.name)
		content, err := io.ReadAll(file)
		require.NoError(t, err)
		assert.Equal(t, "a file", string(content))
		require.NoError(t, file.Close())
	}
}

// TestFileOverTheNetwork: net/http knows the length unless it has unpacked the file.
func TestFileOverTheNetwork(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, _ = zip.Write([]byte("a file"))
	_ = zip.Close()
	for name, tt := range map[string]struct {
		serve  http.HandlerFunc
		want   string
		length int64
	}{
		"plain": {serve: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "a file") }, want: "a file", length: 6},
		"empty": {serve: func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "0") }, want: "", length: 0},
		"in chunks": {serve: func(w http.ResponseWriter, _ *http.Request) {
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, "a file")
		}, want: "a file", length: -1},
		"packed": {serve: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed.Bytes())
		}, want: "a file", length: -1},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/pdf")
			tt.serve(w, r)
		}))
		client, err := New(testAccount, AuthToken(testToken), WithBaseURL(server.URL))
		require.NoError(t, err)
		file, err := download(t.Context(), client)
		require.NoError(t, err, name)
		assert.Equal(t, "application/pdf", file.ContentType, name)
		assert.Equal(t, tt.length, file.Length, name)
		content, err := io.ReadAll(file)
		require.NoError(t, err, name)
		assert.Equal(t, tt.want, string(content), name)
		require.NoError(t, file.Close())
		client.CloseIdleConnections()
		server.Close()
	}
}

func TestFileZeroValueIsEmpty(t *testing.T) {
	t.Parallel()
	var file File
	content, err := io.ReadAll(&file)
	require.NoError(t, err)
	assert.Empty(t, content)
	assert.NoError(t, file.Close())
}
