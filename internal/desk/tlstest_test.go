package desk_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/desk"
)

// TestTLSTestHost: the host at which clients try their trust needs no credentials, with
// workspaces or without. Nothing else is without them, and nothing reaches an account.
func TestTLSTestHost(t *testing.T) {
	t.Parallel()
	for _, workspaces := range []bool{false, true} {
		d := serve(t, desk.Config{Workspaces: workspaces})
		for _, tt := range []struct {
			method, url string
			want        int
		}{
			{http.MethodGet, "https://tls-test.twilio.com/", http.StatusOK},
			{http.MethodPost, "https://tls-test.twilio.com/", http.StatusUnauthorized},
			{http.MethodGet, "https://tls-test.twilio.com/_sim/v1/messages", http.StatusMisdirectedRequest},
			{http.MethodGet, "https://api.twilio.com/", http.StatusUnauthorized},
		} {
			req, err := http.NewRequestWithContext(t.Context(), tt.method, tt.url, http.NoBody)
			require.NoError(t, err)
			resp, err := through(t, d).Do(req)
			require.NoError(t, err)
			_ = resp.Body.Close()
			assert.Equal(t, tt.want, resp.StatusCode, "%s %s, workspaces: %v", tt.method, tt.url, workspaces)
		}
	}
}
