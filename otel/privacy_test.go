package twiliootel_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// secrets are texts of which nothing may be recorded.
func (s *scene) secrets() []string {
	return []string{"4155550137", "5550137", "4155550142", "5550142", "xyzzy", "plugh", "See you at 9", s.sim.AuthToken(), "Basic", "Bearer", "opensesame"}
}

// text is everything that was recorded, in every notation that an exporter may use.
func (s *scene) text() string {
	s.t.Helper()
	var all strings.Builder
	for _, span := range s.spans.GetSpans() {
		text, err := json.Marshal(span)
		require.NoError(s.t, err)
		fmt.Fprintf(&all, "%s\n%+v\n", text, span)
		for _, attr := range span.Attributes {
			fmt.Fprintln(&all, attr.Key, attr.Value.String())
		}
	}
	metrics, err := json.Marshal(s.metrics())
	require.NoError(s.t, err)
	fmt.Fprintf(&all, "%s\n%+v\n", metrics, s.metrics())
	return all.String()
}

// TestNumbersAndTextsAreNeverRecorded: of calls whose path, query, body, answer and errors are full of
// numbers and texts.
func TestNumbersAndTextsAreNeverRecorded(t *testing.T) {
	t.Parallel()
	quoting := `{"code":21211,"message":"The number ` + ada + ` cannot get 'xyzzy plugh' with key opensesame"}`
	answers := map[string]func(s *scene, req *http.Request) (*http.Response, error){
		"carried out": func(s *scene, req *http.Request) (*http.Response, error) {
			if strings.HasPrefix(req.URL.Path, "/v2/Numbers/") { // an operation of our own
				return answer(req, 200, quoting), nil
			}
			return s.sim.Transport().RoundTrip(req)
		},
		"refused":  func(_ *scene, req *http.Request) (*http.Response, error) { return answer(req, 400, quoting), nil },
		"not json": func(_ *scene, req *http.Request) (*http.Response, error) { return answer(req, 502, quoting+"<"), nil },
		"no sid": func(_ *scene, req *http.Request) (*http.Response, error) {
			return answer(req, 200, `{"body":"xyzzy plugh"}`), nil
		},
		"broken": func(_ *scene, req *http.Request) (*http.Response, error) {
			body := []byte(nil)
			if req.Body != nil {
				body, _ = io.ReadAll(req.Body)
			}
			return nil, fmt.Errorf("proxy: %s %s %s %v: opensesame", req.Method, req.URL, body, req.Header)
		},
		"redirect": func(_ *scene, req *http.Request) (*http.Response, error) {
			resp := answer(req, 307, "")
			resp.Header.Set("Location", "https://example.com/"+ada+"?Body=xyzzy")
			return resp, nil
		},
	}
	for name, meets := range answers {
		s := newScene(t)
		s.client = s.newClient(
			twilio.WithHTTPClient(&http.Client{Transport: transport(func(req *http.Request) (*http.Response, error) { return meets(s, req) })}),
			twilio.WithLimiter(quotingLimiter{}))
		outcomes := s.callEverything()
		assert.NotEmpty(t, s.spans.GetSpans(), name)
		text := s.text()
		for _, secret := range s.secrets() {
			assert.NotContains(t, strings.ToLower(text), strings.ToLower(secret), "%s: %v", name, outcomes)
		}
		for _, escaped := range []string{url.QueryEscape(ada), url.QueryEscape("xyzzy plugh"), "%2B1"} {
			assert.NotContains(t, text, escaped, name)
		}
		assert.NotContains(t, text, "url.full", name)
	}
}

// callEverything makes calls of every kind, and returns their errors for the reader of a failure.
func (s *scene) callEverything() error {
	ctx, client := s.t.Context(), s.client
	params := twilio.MessageCreateParams{To: ada, From: clinic, Body: "See you at 9. xyzzy plugh", Extra: url.Values{"Passthrough": {"plugh"}}}
	_, created := client.Messages.Create(ctx, params, twilio.Settle(0))
	_, refused := client.Messages.Create(ctx, twilio.MessageCreateParams{To: ada + " ", Body: "xyzzy"})
	_, called := client.Calls.Create(ctx, twilio.CallCreateParams{To: ada, From: clinic, TwiML: "<Response><Say>xyzzy plugh</Say></Response>"})
	_, looked := client.Lookup.Get(ctx, ada, twilio.LookupGetParams{FirstName: "xyzzy"})
	_, listed := client.Messages.List(ctx, twilio.MessageListParams{To: ada, From: clinic})
	_, sent := client.WhatsApp.Send(ctx, twilio.WhatsAppSendParams{To: ada, From: clinic, ContentSID: "HX00000000000000000000000000000001", ContentVariables: map[string]string{"1": "xyzzy plugh"}})
	own := twilio.Operation{Name: "Numbers.Get", Method: http.MethodGet, Host: "api", Path: "/v2/Numbers/%2B14155550137/" + ada}
	_, fetched := twilio.Invoke[struct{}](ctx, client, own.On())
	file, downloaded := client.Media.Download(ctx, "MM00000000000000000000000000000001", "ME00000000000000000000000000000001")
	if file != nil {
		_, _ = io.ReadAll(file)
		_ = file.Close()
	}
	ended, cancel := context.WithCancelCause(ctx)
	cancel(errors.New("xyzzy " + ada))
	_, cancelled := client.Messages.Create(ended, params)
	return errors.Join(created, refused, called, looked, listed, sent, fetched, downloaded, cancelled)
}

// quotingLimiter refuses calls, with a text that nobody may record.
type quotingLimiter struct{}

func (quotingLimiter) Wait(ctx context.Context) error {
	if request := twilio.LimitedRequestFrom(ctx); request != nil && request.Op == "Calls.Create" {
		return errors.New("xyzzy: " + request.Sender)
	}
	return nil
}

func answer(req *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Twilio-Request-Id": {"RQ" + ada}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1, Request: req,
	}
}

// TestThePrivacyTestSees what it looks for, or it would prove nothing.
func TestThePrivacyTestSees(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	careless := twilio.Trace{CallEnd: func(ctx context.Context, call twilio.TraceCall) {
		_, span := s.tracers.Tracer("careless").Start(ctx, "careless")
		var apiErr *twilio.Error
		if errors.As(call.Err, &apiErr) {
			span.RecordError(errors.New(apiErr.Message))
		}
		span.End()
	}}
	s.client = s.newClient(twilio.WithTrace(careless), twilio.WithHTTPClient(&http.Client{Transport: transport(func(req *http.Request) (*http.Response, error) {
		return answer(req, 400, `{"code":21211,"message":"`+ada+`: xyzzy"}`), nil
	})}))
	require.Error(t, s.send())
	assert.Contains(t, s.text(), "4155550137")
	assert.Contains(t, s.text(), "xyzzy")
}
