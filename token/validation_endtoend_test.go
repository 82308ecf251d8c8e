package token_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/token"
)

// rawReading returns the text that Twilio's Python library hashes: path and query as they are on
// the wire.
func rawReading(r *http.Request, body []byte) string {
	return canonical(r, r.URL.EscapedPath(), strings.Split(r.URL.RawQuery, "&"), body)
}

// reescapedReading returns the text that its libraries for Java and Node hash: path and query are
// read, and escaped again.
func reescapedReading(r *http.Request, body []byte) string {
	escape := func(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
	path := strings.Split(r.URL.Path, "/")
	for i := range path {
		path[i] = escape(path[i])
	}
	var query []string
	for name, values := range r.URL.Query() {
		for _, value := range values {
			query = append(query, escape(name)+"="+escape(value))
		}
	}
	return canonical(r, strings.Join(path, "/"), query, body)
}

func canonical(r *http.Request, path string, query []string, body []byte) string {
	slices.Sort(query)
	bodySum := ""
	if len(body) > 0 {
		bodySum = hexSum(string(body))
	}
	return r.Method + "\n" + path + "\n" + strings.Join(query, "&") + "\nauthorization:" + r.Header.Get("Authorization") +
		"\nhost:" + r.Host + "\n\nauthorization;host\n" + bodySum
}

// TestClientValidationEndToEnd sends requests with a real client, and hashes the received
// requests as a server would, by both readings of Twilio's rules.
func TestClientValidationEndToEnd(t *testing.T) {
	t.Parallel()
	const sub = "AC00000000000000000000000000000002"
	const queues = "/2010-04-01/Accounts/{AccountSid}/Queues.json"
	do := func(request testcall.Request, opts ...twilio.CallOption) func(context.Context, *twilio.Client) error {
		return func(ctx context.Context, c *twilio.Client) error { return testcall.Do(ctx, c, request, nil, opts...) }
	}
	for _, tt := range []struct {
		name string
		call func(context.Context, *twilio.Client) error
		want string // method and address
		body string
	}{
		{
			name: "create", call: func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Grüße & more"})
				return err
			},
			want: "POST /api/2010-04-01/Accounts/" + account + "/Messages.json", body: "To=%2B14155551234&From=%2B14155556789&Body=Gr%C3%BC%C3%9Fe+%26+more",
		},
		{
			name: "list", call: func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Messages.List(ctx, twilio.MessageListParams{To: "+14155551234", SentAfter: now.Add(-time.Hour), PageSize: 20})
				return err
			},
			want: "GET /api/2010-04-01/Accounts/" + account + "/Messages.json?To=%2B14155551234&DateSent%3E=2025-12-31T23%3A00%3A00Z&PageSize=20",
		},
		{
			name: "lookup", call: func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Lookup.Get(ctx, "+14155551234", twilio.LookupGetParams{FirstName: "Ada Zoë", Fields: []twilio.LookupField{twilio.LookupFieldCallerName, twilio.LookupFieldLineTypeIntelligence}})
				return err
			},
			want: "GET /lookups/v2/PhoneNumbers/%2B14155551234?Fields=caller_name%2Cline_type_intelligence&FirstName=Ada%20Zo%C3%AB",
		},
		{
			name: "delete on a subaccount", call: func(ctx context.Context, c *twilio.Client) error {
				return c.Messages.Delete(ctx, "SM00000000000000000000000000000000", twilio.OnAccount(sub))
			},
			want: "DELETE /api/2010-04-01/Accounts/" + sub + "/Messages/SM00000000000000000000000000000000.json",
		},
		{
			name: "JSON", call: do(testcall.Request{Method: http.MethodPost, Host: "content", Path: "/v1/Content", JSON: map[string]string{"name": "Zoë <&>"}}),
			want: "POST /content/v1/Content", body: `{"name":"Zoë \u003c\u0026\u003e"}`,
		},
		{
			name: "repeated keys, blanks and others", call: do(testcall.Request{Method: http.MethodGet, Host: "api", Path: queues, Query: url.Values{"Key": {"b", "a b", "", "a"}, "a *~": {"1 + 1", "é😀"}, "Key2": {"c"}}}),
			want: "GET /api/2010-04-01/Accounts/" + account + "/Queues.json?Key=b&Key=a%20b&Key=&Key=a&Key2=c&a%20%2A~=1%20%2B%201&a%20%2A~=%C3%A9%F0%9F%98%80",
		},
		{
			name: "an escaped path", call: do(testcall.Request{Method: http.MethodGet, Host: "verify", Path: "/v2/Services/caf%C3%A9%20%2B/x~y"}),
			want: "GET /verify/v2/Services/caf%C3%A9%20%2B/x~y",
		},
		{name: "no body", call: do(testcall.Request{Method: http.MethodPost, Host: "api", Path: queues}, twilio.OnAccount(sub)), want: "POST /api/2010-04-01/Accounts/" + sub + "/Queues.json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			arrived := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				arrived++
				body, err := io.ReadAll(r.Body)
				assert.NoError(t, err)
				assert.Equal(t, tt.want, r.Method+" "+r.RequestURI)
				assert.Equal(t, tt.body, string(body))
				_, claims := checkSignature(t, token.RS256, r.Header.Get("Twilio-Client-Validation"))
				assert.Equal(t, hexSum(rawReading(r, body)), claims["rqh"], rawReading(r, body))
				assert.Equal(t, hexSum(reescapedReading(r, body)), claims["rqh"], reescapedReading(r, body))
				if r.Method == http.MethodDelete {
					w.WriteHeader(http.StatusNoContent)
					return
				}
				_, _ = io.WriteString(w, `{"sid":"SM00000000000000000000000000000000","status":"queued","messages":[],"next_page_uri":null,"phone_number":"+14155551234"}`)
			}))
			defer server.Close()
			client, err := twilio.New(account, twilio.APIKey(key, secret), twilio.WithBaseURL(server.URL), twilio.WithClientValidation(newValidator(t)))
			require.NoError(t, err)
			require.NoError(t, tt.call(t.Context(), client))
			assert.Equal(t, 1, arrived)
		})
	}
	client, err := twilio.New(account, twilio.APIKey("SK00000000000000000000000000000000", secret), twilio.WithBaseURL("http://127.0.0.1:1"), twilio.WithClientValidation(newValidator(t)))
	require.NoError(t, err)
	_, err = client.Balance.Get(t.Context())
	require.ErrorIs(t, err, twilio.ErrNotSent)
	requireParams(t, err, "SignRequest", "Authorization")
}
