package twilio

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strings"

	"github.com/hashicorp/go-retryablehttp"
)

// Client sends requests to Twilio's REST API for one account. It is made by
// [New] or [NewFromEnv], cannot be changed afterwards, is safe for concurrent
// use, and prints without its secrets.
type Client struct {
	Balance  *Balances
	Calls    *Calls
	Lookup   *Lookups
	Media    *MediaFiles
	Messages *Messages
	WhatsApp *WhatsApp

	accountSID string
	credential Credential
	config     config
	headers    func() http.Header // sent with every request; a closure, because it holds the secret
	transport  http.RoundTripper  // the caller's or ours, beneath the attempt
	loop       *retryablehttp.Client
	tokens     *accessTokens // nil unless the credential is an OAuth app
	throttle   *throttle
	claims     *claims
	records    *openRecords
}

func newClient(accountSID string, credential Credential, cfg config) *Client {
	c := &Client{accountSID: accountSID, credential: credential, config: cfg}
	c.headers = baseHeaders(credential.basicAuth(accountSID), cfg.userAgent)
	c.transport = transportOf(cfg.httpClient)
	c.loop = newLoop(c)
	c.tokens = newAccessTokens(c)
	c.throttle = newThrottle()
	c.claims = newClaims(maxClaims)
	c.records = &openRecords{open: map[CreateRecord]struct{}{}}
	c.Balance = &Balances{c}
	c.Calls = &Calls{c}
	c.Lookup = &Lookups{c}
	c.Media = &MediaFiles{c}
	c.Messages = &Messages{c}
	c.WhatsApp = &WhatsApp{c}
	return c
}

// AccountSID returns the account that the client speaks for.
func (c *Client) AccountSID() string { return c.accountSID }

// CloseIdleConnections closes the connections that no request is using.
func (c *Client) CloseIdleConnections() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// String names the account and the kind of credential, without its secret.
func (c *Client) String() string {
	return "twilio.Client(" + c.accountSID + ", " + c.credential.String() + ")"
}

// GoString is String: %#v would otherwise walk through the client's fields.
func (c *Client) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// baseHeaders returns a function that makes the headers of every request; without an
// authorization, the attempt adds one.
func baseHeaders(authorization, suffix string) func() http.Header {
	agent := fmt.Sprintf("go-twilio/%s (%s %s) go/%s", Version, runtime.GOOS, runtime.GOARCH, strings.TrimPrefix(runtime.Version(), "go"))
	if suffix != "" {
		agent += " " + suffix
	}
	auth, agents := []string{authorization}, []string{agent}
	if authorization == "" {
		return func() http.Header { return http.Header{"User-Agent": agents, "Accept": typeJSON} }
	}
	return func() http.Header {
		return http.Header{"Authorization": auth, "User-Agent": agents, "Accept": typeJSON}
	}
}
