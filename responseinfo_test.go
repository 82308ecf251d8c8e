package twilio

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refusedExercises has a row for every exported method that takes CallOptions, with
// an argument that it refuses.
var refusedExercises = map[string]func(ctx context.Context, c *Client, opts ...CallOption) error{
	"Balance.Get": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Balance.Get(ctx, append(opts, MaxBytes(0))...))
	},
	"Calls.All": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return firstError(c.Calls.All(ctx, CallListParams{Cursor: "x"}, opts...))
	},
	"Calls.Cancel": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Calls.Cancel(ctx, "", opts...))
	},
	"Calls.Create": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Calls.Create(ctx, CallCreateParams{}, opts...))
	},
	"Calls.Delete": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return c.Calls.Delete(ctx, "", opts...)
	},
	"Calls.Get": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Calls.Get(ctx, "", opts...))
	},
	"Calls.Hangup": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Calls.Hangup(ctx, "", opts...))
	},
	"Calls.List": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Calls.List(ctx, CallListParams{Cursor: "x"}, opts...))
	},
	"Calls.NewRecord": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Calls.NewRecord(ctx, CallCreateParams{}, opts...))
	},
	"Calls.Reconcile": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Calls.Reconcile(ctx, CallCreateParams{}, &OutcomeUnknownError{}, opts...))
	},
	"Calls.Redirect": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Calls.Redirect(ctx, testCall, CallRedirectParams{}, opts...))
	},
	"Calls.Update": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Calls.Update(ctx, testCall, CallUpdateParams{}, opts...))
	},
	"Client.Do": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return c.invokeOwn(ctx, ownOperation{}, nil, opts...)
	},
	"Lookup.Get": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Lookup.Get(ctx, "", LookupGetParams{}, opts...))
	},
	"Lookup.GetV1": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Lookup.GetV1(ctx, "", LookupGetV1Params{}, opts...))
	},
	"Media.All": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return firstError(c.Media.All(ctx, testMessage, MediaListParams{Cursor: "x"}, opts...))
	},
	"Media.Delete": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return c.Media.Delete(ctx, "", "", opts...)
	},
	"Media.Download": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Media.Download(ctx, "", "", opts...))
	},
	"Media.Get": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Media.Get(ctx, "", "", opts...))
	},
	"Media.List": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Media.List(ctx, testMessage, MediaListParams{Cursor: "x"}, opts...))
	},
	"Messages.All": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return firstError(c.Messages.All(ctx, MessageListParams{Cursor: "x"}, opts...))
	},
	"Messages.Cancel": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Messages.Cancel(ctx, "", opts...))
	},
	"Messages.Create": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Messages.Create(ctx, MessageCreateParams{}, opts...))
	},
	"Messages.CreateFeedback": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Messages.CreateFeedback(ctx, "", MessageCreateFeedbackParams{}, opts...))
	},
	"Messages.Delete": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return c.Messages.Delete(ctx, "", opts...)
	},
	"Messages.Get": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Messages.Get(ctx, "", opts...))
	},
	"Messages.List": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Messages.List(ctx, MessageListParams{Cursor: "x"}, opts...))
	},
	"Messages.NewRecord": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Messages.NewRecord(ctx, MessageCreateParams{}, opts...))
	},
	"Messages.Reconcile": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Messages.Reconcile(ctx, MessageCreateParams{}, &OutcomeUnknownError{}, opts...))
	},
	"Messages.Redact": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Messages.Redact(ctx, "", opts...))
	},
	"Messages.Update": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.Messages.Update(ctx, testMessage, MessageUpdateParams{}, opts...))
	},
	"WhatsApp.NewRecord": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.WhatsApp.NewRecord(ctx, WhatsAppSendParams{}, opts...))
	},
	"WhatsApp.Reconcile": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.WhatsApp.Reconcile(ctx, WhatsAppSendParams{}, nil, opts...))
	},
	"WhatsApp.Send": func(ctx context.Context, c *Client, opts ...CallOption) error {
		return second(c.WhatsApp.Send(ctx, WhatsAppSendParams{}, opts...))
	},
}

func firstError[T any](all func(yield func(T, error) bool)) error {
	for _, err := range all {
		return err
	}
	return nil
}

// old is a ResponseInfo that an earlier call has filled.
func old() *ResponseInfo {
	return &ResponseInfo{
		Status: 201, Header: http.Header{"A": {"b"}}, RequestID: "RQ1", Attempts: 3, RetryAfter: time.Second, ConcurrentRequests: 7,
	}
}

// TestResponseInfoOfARefusedCall: a call that sends nothing tells nothing of an
// earlier one.
func TestResponseInfoOfARefusedCall(t *testing.T) {
	t.Parallel()
	for name := range sendingMethods() {
		if name == "Client.Admit" { // it sends nothing, and takes no options
			continue
		}
		assert.Contains(t, refusedExercises, name, "it needs a row in refusedExercises")
	}
	for name, try := range refusedExercises {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer, info := play(reply(200, `{}`)), old()
			err := try(t.Context(), answer.client(t), WithResponseInfo(info))
			require.ErrorIs(t, err, ErrInvalidParams)
			assert.Equal(t, ResponseInfo{}, *info)
			assert.Empty(t, answer.sent())
		})
	}
}

// TestResponseInfoOfACallThatSendsNothing, although its arguments are good.
func TestResponseInfoOfACallThatSendsNothing(t *testing.T) {
	t.Parallel()
	message := MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	client := play(reply(200, `{"messages": [], "next_page_uri": null}`)).client(t)
	for name, try := range map[string]func(opt CallOption) error{
		"record":        func(opt CallOption) error { return second(client.Messages.NewRecord(t.Context(), message, opt)) },
		"ended context": func(opt CallOption) error { return second(client.Messages.Create(ended, message, opt)) },
		"reconciliation in an ended context": func(opt CallOption) error {
			return second(client.Messages.Reconcile(ended, message, &OutcomeUnknownError{Started: time.Now(), Ended: time.Now()}, opt))
		},
		"cursor beside filters": func(opt CallOption) error {
			return second(client.Messages.List(t.Context(), MessageListParams{To: "x", Cursor: "y", Extra: url.Values{"z": {""}}}, opt))
		},
	} {
		info := old()
		_ = try(WithResponseInfo(info))
		assert.Equal(t, ResponseInfo{}, *info, name)
	}
	info := old()
	page, err := client.Messages.List(t.Context(), MessageListParams{}, WithResponseInfo(info))
	require.NoError(t, err)
	assert.Equal(t, 200, info.Status)
	_, err = page.Next(t.Context())
	require.ErrorIs(t, err, ErrLastPage)
	assert.Equal(t, ResponseInfo{}, *info)
}

// failingSigner signs nothing.
type failingSigner struct{ calls int }

var errNoKey = errors.New("the key service is away")

func (s *failingSigner) SignRequest(context.Context, string, *url.URL, http.Header, []byte) (string, error) {
	s.calls++
	return "", errNoKey
}

// TestAttemptsAreRequests: an attempt without a signature or a token sent nothing.
func TestAttemptsAreRequests(t *testing.T) {
	t.Parallel()
	signer, answer := new(failingSigner), play(reply(http.StatusUnauthorized, messageJSON))
	unsigned, err := New(testAccount, APIKey(testKey, testToken), WithHTTPClient(&http.Client{Transport: answer}), WithClientValidation(signer))
	require.NoError(t, err)
	app, err := New(testAccount, OAuth(testClientID, testToken), WithHTTPClient(&http.Client{Transport: answer}))
	require.NoError(t, err)
	for name, client := range map[string]*Client{"signer": unsigned, "token": app} {
		info := old()
		err := fetch(testMessage, WithResponseInfo(info))(t.Context(), client)
		require.ErrorIs(t, err, ErrNotSent, name)
		assert.Zero(t, info.Attempts, name)
		var failure *TransportError
		require.ErrorAs(t, err, &failure, name)
		assert.Zero(t, failure.Attempts, name)
	}
	assert.Equal(t, 1, signer.calls)
}

func TestWithResponseInfo(t *testing.T) {
	t.Parallel()
	header := []string{"Twilio-Request-Id", "RQ1", "Twilio-Concurrent-Requests", "7", "Retry-After", "3"}
	last := ResponseInfo{RequestID: "RQ1", ConcurrentRequests: 7}
	info := func(status, attempts int, retryAfter time.Duration) ResponseInfo {
		m := last
		m.Status, m.Attempts, m.RetryAfter = status, attempts, retryAfter
		return m
	}
	tests := []struct {
		name    string
		calls   []string
		answers []answer
		want    ResponseInfo
	}{
		{name: "success", calls: everyCall, answers: []answer{reply(200, messageJSON, header[:4]...)}, want: info(200, 1, 0)},
		{name: "success in the end", calls: everyCall, answers: []answer{reply(429, "", "Retry-After", "9"), refuseDial, reply(200, messageJSON, header[:4]...)}, want: info(200, 3, 0)},
		{name: "rejected", calls: everyCall, answers: []answer{reply(400, "", header...)}, want: info(400, 1, 3*time.Second)},
		{name: "throttled", calls: everyCall, answers: []answer{reply(429, "", header...)}, want: info(429, 4, 3*time.Second)},
		{name: "failed", calls: repeated, answers: []answer{reply(503, "", header...)}, want: info(503, 4, 3*time.Second)},
		{name: "unknown: no hint to do it again", calls: onlyCreate, answers: []answer{reply(503, "", header...)}, want: info(503, 1, 0)},
		{name: "unusable", calls: []string{"create", "get"}, answers: []answer{reply(200, "", header[:4]...)}, want: info(200, 1, 0)},
		{name: "no answer", calls: everyCall, answers: []answer{refuseDial}, want: ResponseInfo{Attempts: 4}},
		{name: "no answer after one", calls: repeated, answers: []answer{reply(500, "", header...), broken(io.EOF)}, want: ResponseInfo{Attempts: 4}},
		{name: "mistyped", calls: everyCall, answers: []answer{reply(200, messageJSON, "Twilio-Concurrent-Requests", "many")}, want: ResponseInfo{Status: 200, Attempts: 1}},
	}
	for _, tt := range tests {
		for _, name := range tt.calls {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				got := ResponseInfo{Status: 1, RequestID: "an earlier call's"}
				_ = callsOfEachClass[name](t.Context(), testClient(t, play(tt.answers...), WithClock(newFakeClock())), WithResponseInfo(&got))
				assert.Equal(t, tt.want.Status != 0, got.Header != nil)
				assert.Equal(t, tt.want.RequestID, got.Header.Get("Twilio-Request-Id"))
				got.Header = nil // the rest of it: TestResponseInfoHasTheHeader
				assert.Equal(t, tt.want, got)
			})
		}
	}
	require.NoError(t, getMessage(t.Context(), testClient(t, play(reply(200, messageJSON))), WithResponseInfo(nil)))
}
