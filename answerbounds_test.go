package twilio

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/errorbody"
)

func TestMaxBytes(t *testing.T) {
	t.Parallel()
	const size = int64(len(messageJSON))
	tests := []struct {
		name    string
		answer  answer
		limit   int64
		tooMuch bool
	}{
		{name: "exact", answer: reply(200, messageJSON), limit: size, tooMuch: false},
		{name: "one too many", answer: reply(200, messageJSON), limit: size - 1, tooMuch: true},
		{name: "one", answer: reply(200, messageJSON), limit: 1, tooMuch: true},
		{name: "any number", answer: reply(200, messageJSON), limit: 1<<63 - 1, tooMuch: false},
		{name: "announced", answer: declared(200, 1001), limit: 1000, tooMuch: true},
		{name: "an error is not bounded by it", answer: reply(400, `{"code":21211}`), limit: 1, tooMuch: false},
	}
	for _, tt := range tests {
		for _, name := range []string{"create", "get"} {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				transport := play(tt.answer)
				err := callsOfEachClass[name](t.Context(), testClient(t, transport), MaxBytes(tt.limit))
				assert.Len(t, transport.sent(), 1)
				var tooLarge *TooLargeError
				require.Equal(t, tt.tooMuch, errors.As(err, &tooLarge), "%v", err)
				if tt.tooMuch {
					assert.Equal(t, tt.limit, tooLarge.Limit)
					assert.Equal(t, name == "create", errors.Is(err, ErrOutcomeUnknown))
				}
			})
		}
	}
	for _, limit := range []int64{0, -1} {
		transport := play(reply(200, messageJSON))
		assertProblem(t, getMessage(t.Context(), testClient(t, transport), MaxBytes(limit)), "MaxBytes")
		assert.Empty(t, transport.sent())
	}
}

// endless never ends, and counts the bytes that were read of it.
type endless struct{ read int }

func (r *endless) Read(p []byte) (int, error) {
	r.read += len(p)
	return len(p), nil
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	for status, limit := range map[int]int{200: maxJSONBody, 500: maxErrorBody, 429: maxErrorBody} {
		source := &endless{}
		err := getMessage(t.Context(), testClient(t, play(replyReader(status, func() io.Reader { return source })), WithRetry(RetryPolicy{MaxAttempts: 1})))
		require.Error(t, err)
		assert.LessOrEqual(t, source.read, limit+1, "%d", status)
	}
}

// zipped is a number of blanks, compressed.
func zipped(size int) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(bytes.Repeat([]byte(" "), size))
	_ = w.Close()
	return b.String()
}

// TestGzipBomb needs a real transport, which decompresses.
func TestGzipBomb(t *testing.T) {
	t.Parallel()
	for status, size := range map[int]int{200: maxJSONBody + 1, 500: 8 * maxErrorBody} {
		bomb := zipped(size)
		assert.Less(t, len(bomb), size/500, "small on the wire")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, bomb)
		}))
		t.Cleanup(server.Close)
		client, err := New(testAccount, AuthToken(testToken), WithBaseURL(server.URL), WithRetry(RetryPolicy{MaxAttempts: 1}))
		require.NoError(t, err)
		t.Cleanup(client.CloseIdleConnections)
		_, err = client.Messages.Get(t.Context(), testMessage)
		var tooLarge *TooLargeError
		var apiErr *Error
		if status == http.StatusOK {
			require.ErrorAs(t, err, &tooLarge)
			continue
		}
		require.ErrorAs(t, err, &apiErr)
		assert.LessOrEqual(t, len(apiErr.Body), errorbody.MaxKept)
	}
}
