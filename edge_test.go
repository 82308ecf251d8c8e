package twilio

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDoSendsTheQueryOfAGetAndADelete(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "DELETE"} {
		transport := play(reply(200, "{}"))
		req := ownOperation{Method: method, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Queues.json", Query: url.Values{"PageSize": {"5"}}}
		require.NoError(t, testClient(t, transport).invokeOwn(t.Context(), req, nil))
		assert.Equal(t, testAPI+"/Queues.json?PageSize=5", transport.sent()[0].url)
	}
}

func TestDownloadMaxBytesAnyNumber(t *testing.T) {
	t.Parallel()
	body, err := download(t.Context(), testClient(t, play(reply(200, "a file"))), MaxBytes(math.MaxInt64))
	require.NoError(t, err)
	content, err := io.ReadAll(body)
	require.NoError(t, err)
	assert.Equal(t, "a file", string(content))
}

// Any policy of a caller's gives a wait.
func TestRetryTakesAnyPolicy(t *testing.T) {
	t.Parallel()
	for _, policy := range []RetryPolicy{
		{MaxAttempts: 90, MaxDelay: math.MaxInt64}, {BaseDelay: math.MaxInt64, MaxDelay: math.MaxInt64}, {BaseDelay: 1, MaxDelay: 1},
	} {
		policy = policy.withDefaults()
		for attempt := range 100 {
			wait := backoff(&policy, attempt)
			assert.Positive(t, wait)
			assert.LessOrEqual(t, wait, policy.MaxDelay)
		}
	}
}

// Errors that a caller makes for tests of their own need no reason.
func TestErrorsWithoutAReasonHaveAText(t *testing.T) {
	t.Parallel()
	for _, err := range []error{&OutcomeUnknownError{}, &TransportError{}, &DecodeError{}} {
		assert.Contains(t, err.Error(), "no reason given")
	}
	assert.Equal(t, "twilio: X: HTTP 400: Bad Request", (&Error{Op: "X", Status: 400, Message: " \n"}).Error())
}

// A transport of the caller's need not fill in Body or ownOperation, and net/http's
// own client takes both; (nil, nil) is an error there.
func TestRetryTakesWhatNetHTTPTakes(t *testing.T) {
	t.Parallel()
	answers := map[string]answer{
		"no body": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusNoContent}, nil
		},
		"nothing": func(*http.Request) (*http.Response, error) { return nil, nil },
		"redirect without request": func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusTemporaryRedirect, Header: http.Header{"Location": {storageURL}}, Body: http.NoBody}, nil
		},
	}
	for name, next := range answers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := testClient(t, play(next), WithRetry(RetryPolicy{MaxAttempts: 1}))
			assert.NotPanics(t, func() { _ = deleteMessage(t.Context(), client) })
			assert.NotPanics(t, func() { _, _ = download(t.Context(), client) })
		})
	}
}

func TestRequestsCarryCookiesOnceOnARetry(t *testing.T) {
	t.Parallel()
	transport := play(reply(500, ""), reply(500, ""), reply(200, messageJSON))
	client := testClient(t, transport, WithClock(newFakeClock()), WithHTTPClient(&http.Client{Transport: transport, Jar: cookies{}}))
	require.NoError(t, getMessage(t.Context(), client))
	for _, sent := range transport.sent() {
		assert.Equal(t, []string{"a=1"}, sent.header["Cookie"])
	}
}

func TestRetryKeepsTheCauseOfAWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		errShutdown := errors.New("shutting down")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(errShutdown) })
		err := createMessage(ctx, testClient(t, play(reply(429, "", "Retry-After", "15"))))
		assertMatches(t, err, []error{ErrNotSent, context.Canceled, errShutdown}, nil)
	})
}

func TestRetryRepeatableCreateEndsInAWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		err := createIdempotent(ctx, testClient(t, play(reply(503, "", "Retry-After", "15"))))
		assertMatches(t, err, []error{ErrOutcomeUnknown, ErrServer, context.Canceled}, []error{ErrNotSent})
	})
}

func TestDownloadRefusesARedirectToNowhere(t *testing.T) {
	t.Parallel()
	transport := play(redirect(307, ""))
	_, err := download(t.Context(), testClient(t, transport, WithRetry(RetryPolicy{MaxAttempts: 1})))
	require.Error(t, err)
	assert.Len(t, transport.sent(), 1)
}

func TestDownloadTooLargeStaysTooLarge(t *testing.T) {
	t.Parallel()
	body, err := download(t.Context(), testClient(t, play(reply(200, "0123456789"))), MaxBytes(9))
	require.NoError(t, err)
	_, err = io.ReadAll(body)
	var tooLarge *TooLargeError
	require.ErrorAs(t, err, &tooLarge)
	_, err = body.Read(make([]byte, 10))
	assert.ErrorAs(t, err, &tooLarge, "a second Read says io.EOF, as if the file were whole")
}

func TestRetrySaysTheCauseOnce(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("shutting down"))
	err := createMessage(ctx, testClient(t, play(hang)))
	assert.EqualError(t, err, "twilio: Messages.Create: not sent: context canceled: shutting down")
}

func TestDoKeepsAnEscapedSlash(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, "{}"))
	err := testClient(t, transport).invokeOwn(t.Context(), ownOperation{Method: "GET", Host: "sync", Path: "/v1/Documents/a%2Fb<c"}, nil)
	if err == nil { // or a *ParamError
		assert.Equal(t, "https://sync.twilio.com/v1/Documents/a%2Fb%3Cc", transport.sent()[0].url)
	}
}

func TestWithResponseInfoOfARefusedCall(t *testing.T) {
	t.Parallel()
	got := ResponseInfo{Status: 1, RequestID: "an earlier call's", Attempts: 3}
	_, err := testClient(t, play(hang)).Messages.Get(t.Context(), "", WithResponseInfo(&got))
	require.ErrorIs(t, err, ErrInvalidParams)
	assert.Zero(t, got)
}
