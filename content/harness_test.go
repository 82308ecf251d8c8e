package content_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
)

const (
	account     = "AC5a1d0000000000000000000000000001"
	templateSID = "HX5a1d0000000000000000000000000001"
	otherSID    = "HX5a1d0000000000000000000000000002"
)

// wire answers in Twilio's place, and keeps the requests.
type wire struct {
	*content.Client

	twilio *twilio.Client
	sent   []request
}

type request struct{ method, url, body string }

// newWire answers each request by what answer returns: a status and JSON.
func newWire(t *testing.T, answer func(n int, r *http.Request) (status int, body string)) *wire {
	t.Helper()
	w := &wire{}
	mock := httpmock.NewMockTransport()
	mock.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		var body []byte
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body)
		}
		w.sent = append(w.sent, request{r.Method, r.URL.String(), string(body)})
		status, text := answer(len(w.sent), r)
		return httpmock.NewStringResponse(status, text), nil
	})
	client, err := twilio.New(account, twilio.AuthToken("0123456789abcdef0123456789abcdef"), twilio.WithHTTPClient(&http.Client{Transport: mock}))
	require.NoError(t, err)
	w.twilio, w.Client = client, content.New(client)
	return w
}

// always answers every request alike.
func always(t *testing.T, status int, body string) *wire {
	t.Helper()
	return newWire(t, func(int, *http.Request) (int, string) { return status, body })
}

// shipped is a template with two placeholders, which a review takes.
func shipped() *content.Template {
	return &content.Template{TemplateContent: content.TemplateContent{
		SID: templateSID, FriendlyName: "order_shipped", Language: "en",
		Types:     content.Types{Text: &content.Text{Body: "Hi {{1}}, your order {{2}} is on its way."}},
		Variables: map[string]string{"1": "Ada", "2": "1234"},
	}}
}
