package twilio

import (
	"context"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slowBody sends a byte each minute until the request ends, and knows whether it
// was closed.
type slowBody struct {
	ctx    context.Context
	late   time.Duration // how long it takes to notice that the request has ended
	mu     sync.Mutex
	closed bool
}

func (b *slowBody) Read(p []byte) (int, error) {
	select {
	case <-b.ctx.Done():
		<-time.After(b.late)
		return 0, b.ctx.Err()
	case <-time.After(time.Minute):
		p[0] = '.'
		return 1, nil
	}
}

func (b *slowBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	return nil
}

// slowFile answers with a slow body, which it returns too.
func slowFile() (answer, *slowBody) {
	body := &slowBody{}
	return func(req *http.Request) (*http.Response, error) {
		body.ctx = req.Context()
		resp, err := reply(200, "")(req)
		resp.Body = body
		return resp, err
	}, body
}

func TestDownloadOutlivesTheAttemptsTimeout(t *testing.T) {
	t.Parallel()
	for name, first := range map[string][]answer{"direct": nil, "storage": {redirect(307, storageURL)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				answer, _ := slowFile()
				start := time.Now()
				body, err := download(t.Context(), testClient(t, play(append(first, answer)...), WithTimeout(30*time.Second)))
				require.NoError(t, err)
				content := make([]byte, 10)
				_, err = io.ReadFull(body, content)
				require.NoError(t, err)
				assert.Equal(t, 10*time.Minute, time.Since(start))
				require.NoError(t, body.Close())
			})
		})
	}
}

func TestDownloadEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		answer, _ := slowFile()
		start := time.Now()
		body, err := download(ctx, testClient(t, play(answer)))
		require.NoError(t, err)
		content, err := io.ReadAll(body)
		assert.Equal(t, ".", string(content))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 90*time.Second, time.Since(start))
		require.NoError(t, body.Close())
	})
}

// Close gives everything back: the body, and the context of the attempt.
func TestDownloadClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		answer, slow := slowFile()
		body, err := download(t.Context(), testClient(t, play(answer)))
		require.NoError(t, err)
		require.NoError(t, slow.ctx.Err())
		require.NoError(t, body.Close())
		assert.True(t, slow.closed)
		assert.ErrorIs(t, slow.ctx.Err(), context.Canceled)
	})
}

// The storage's header has to come in time.
func TestDownloadTimesTheStorageOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := play(redirect(307, storageURL), hang)
		start := time.Now()
		_, err := download(t.Context(), testClient(t, transport, WithTimeout(5*time.Second), WithRetry(RetryPolicy{MaxAttempts: 1})))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 5*time.Second, time.Since(start))
	})
}

// A caller's http.Client may bound the whole download.
func TestDownloadKeepsTheCallersTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		answer, slow := slowFile()
		slow.late = time.Second // two timers end at the same moment: let both
		transport := play(answer)
		body, err := download(t.Context(), testClient(t, transport, WithHTTPClient(&http.Client{Transport: transport, Timeout: 150 * time.Second})))
		require.NoError(t, err)
		content, err := io.ReadAll(body)
		assert.Equal(t, "..", string(content))
		var timeout interface{ Timeout() bool }
		require.ErrorAs(t, err, &timeout)
		assert.True(t, timeout.Timeout())
		assert.ErrorContains(t, err, "Client.Timeout", "net/http says whose time-out it was")
		require.NoError(t, body.Close())
	})
}
