package messaging_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
)

const (
	account    = "AC00000000000000000000000000000001"
	longCode   = "+14155556789"
	tollFree   = "+18885550123"
	numberSID  = "PN00000000000000000000000000000001"
	serviceSID = "MG00000000000000000000000000000001"
	otherSID   = "MG00000000000000000000000000000002"
	brandSID   = "BN00000000000000000000000000000001"
)

// answers stands in for Twilio: it has the answers by path, and counts the requests. A
// path without an answer is not found.
type answers struct {
	mu       sync.Mutex
	byPath   map[string]string
	requests []string // in their order: "GET /v1/Services"
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.requests = append(a.requests, r.Method+" "+r.URL.Path)
	status, body := http.StatusOK, a.byPath[r.URL.Path]
	if body == "" {
		status, body = http.StatusNotFound, `{"code":20404,"message":"not found","status":404}`
	}
	header := http.Header{"Content-Type": {"application/json"}}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// clientOf returns Messaging of an account that answers so.
func clientOf(t *testing.T, a *answers) *messaging.Client {
	t.Helper()
	client, err := twilio.New(account, twilio.AuthToken("00000000000000000000000000000000"), twilio.WithHTTPClient(&http.Client{Transport: a}))
	require.NoError(t, err)
	return messaging.New(client)
}
