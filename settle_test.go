package twilio

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestConflictsAreSettled: a verb that converges is refused as a conflict. After
// an attempt whose outcome is unknown, the resource tells which of the two it is.
func TestConflictsAreSettled(t *testing.T) {
	t.Parallel()
	verbs := []struct {
		name, conflict, wanted, other string
		call                          func(context.Context, *Client) (any, error)
		code                          ErrorCode
	}{
		{name: "Messages.Cancel", conflict: `{"code":30409,"message":"too late"}`, wanted: `{"sid":"SM1","status":"canceled"}`, other: `{"sid":"SM1","status":"sent"}`,
			call: func(ctx context.Context, c *Client) (any, error) { return c.Messages.Cancel(ctx, testMessage) }, code: CodeNotCancelable},
		{name: "Calls.Hangup", conflict: `{"code":21220,"message":"Call is not in-progress"}`, wanted: `{"sid":"CA1","status":"completed"}`, other: `{"sid":"CA1","status":"busy"}`,
			call: func(ctx context.Context, c *Client) (any, error) { return c.Calls.Hangup(ctx, testCall) }, code: CodeCallNotInProgress},
		{name: "Calls.Cancel", conflict: `{"code":21220,"message":"Call is not in-progress"}`, wanted: `{"sid":"CA1","status":"canceled"}`, other: `{"sid":"CA1","status":"in-progress"}`,
			call: func(ctx context.Context, c *Client) (any, error) { return c.Calls.Cancel(ctx, testCall) }, code: CodeCallNotInProgress},
	}
	for _, verb := range verbs {
		conflict, unknown := reply(http.StatusBadRequest, verb.conflict), reply(http.StatusBadGateway, "<html>")
		tests := []struct {
			name     string
			answers  []answer
			succeeds bool
			requests int
		}{
			{name: "at the first attempt it is a conflict", answers: []answer{conflict}, succeeds: false, requests: 1},
			{name: "this call did it", answers: []answer{unknown, conflict, reply(200, verb.wanted)}, succeeds: true, requests: 3},
			{name: "somebody else did something else", answers: []answer{unknown, conflict, reply(200, verb.other)}, succeeds: false, requests: 3},
			{name: "the resource cannot be read", answers: []answer{unknown, conflict, reply(404, `{"code":20404}`)}, succeeds: false, requests: 3},
			{name: "another refusal is none", answers: []answer{unknown, reply(400, `{"code":20001}`)}, succeeds: false, requests: 2},
		}
		for _, tt := range tests {
			t.Run(verb.name+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				transport := play(tt.answers...)
				result, err := verb.call(t.Context(), testClient(t, transport, WithClock(impatientClock{})))
				require.Len(t, transport.sent(), tt.requests)
				if tt.succeeds {
					require.NoError(t, err)
					assert.NotNil(t, result)
					assert.Equal(t, http.MethodGet, transport.sent()[2].method)
					return
				}
				require.Error(t, err)
				assert.NotErrorIs(t, err, ErrNotSent)
				if tt.requests != 2 {
					assert.ErrorIs(t, err, verb.code)
				}
			})
		}
	}
}

// A redirect runs instructions, so that it is never repeated.
func TestRedirectAndUpdateAreNotRepeated(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(context.Context, *Client) error{
		"Redirect": func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Redirect(ctx, testCall, CallRedirectParams{URL: "https://example.com/voice"})
			return err
		},
		"Update": func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Update(ctx, testCall, CallUpdateParams{URL: "https://example.com/voice"})
			return err
		},
	} {
		transport := play(reply(http.StatusBadGateway, "<html>"))
		err := call(t.Context(), testClient(t, transport, WithClock(impatientClock{})))
		require.ErrorIs(t, err, ErrOutcomeUnknown, name)
		require.Len(t, transport.sent(), 1, name)
	}
}

// TestTwiMLOfWhichTwilioOnlyWarns goes through: Twilio may know more elements than
// this package.
func TestTwiMLOfWhichTwilioOnlyWarns(t *testing.T) {
	t.Parallel()
	for _, twiML := range []string{
		"<Response/>", "<Response><New>x</New></Response>", `<Response><Say new="x">x</Say></Response>`, "<Response><Hangup/><Say>x</Say></Response>",
		`<Response><Connect><Stream url="wss://example.com"/></Connect></Response>`,
	} {
		var problems Problems
		checkInlineTwiML(&problems, twiML)
		assert.Empty(t, problems.list, twiML)
	}
}

func TestCallErr(t *testing.T) {
	t.Parallel()
	for status, unreachable := range map[CallStatus]bool{CallStatusBusy: true, CallStatusNoAnswer: true, CallStatusFailed: false} {
		err := (&Call{SID: testCall, Status: status}).Err()
		var callErr *CallError
		require.ErrorAs(t, err, &callErr)
		assert.Equal(t, "twilio: call "+testCall+": "+string(status), err.Error())
		if unreachable {
			assert.ErrorIs(t, err, ErrUnreachable)
		} else {
			assert.NotErrorIs(t, err, ErrUnreachable)
		}
	}
	for _, status := range []CallStatus{"", CallStatusQueued, CallStatusRinging, CallStatusInProgress, CallStatusCompleted, CallStatusCanceled} {
		assert.NoError(t, (&Call{Status: status}).Err())
	}
}

// TestMessageErr: the status tells of a failure, with a code or without. A code
// alone tells of none.
func TestMessageErr(t *testing.T) {
	t.Parallel()
	tests := []struct {
		msg  Message
		want string
		is   []error
	}{
		{msg: Message{Status: "failed"}, want: "failed: Twilio gave no reason"},
		{msg: Message{Status: "undelivered", ErrorMessage: "lost +1 (415)\n555-1234"}, want: "undelivered: lost +1 (415…34"},
		{msg: Message{Status: "undelivered", ErrorCode: 99999}, want: "undelivered: twilio error 99999", is: []error{ErrorCode(99999)}},
		{msg: Message{Status: "undelivered", ErrorCode: 99999, ErrorMessage: "x"}, want: "undelivered: twilio error 99999: x", is: []error{ErrorCode(99999)}},
		{msg: Message{Status: "failed", ErrorCode: CodeUnsubscribed, ErrorMessage: "stop"}, want: "failed: twilio error 21610: stop (" + CodeUnsubscribed.Advice() + ")", is: []error{CodeUnsubscribed, ErrOptedOut}},
	}
	for _, tt := range tests {
		tt.msg.SID = testMessage
		err := tt.msg.Err()
		var msgErr *MessageError
		require.ErrorAs(t, err, &msgErr)
		assert.Equal(t, MessageError{SID: testMessage, Status: tt.msg.Status, Code: tt.msg.ErrorCode, Message: tt.msg.ErrorMessage}, *msgErr)
		assert.EqualError(t, err, "twilio: message "+testMessage+" "+tt.want)
		requirePrintable(t, err)
		assertMatches(t, err, append(tt.is, err), []error{ErrNotSent, ErrOutcomeUnknown, ErrUnreachable, ErrorCode(0)})
	}
	for _, status := range enumsOf(t)["MessageStatus"] {
		for _, code := range []ErrorCode{0, 30008} {
			err := (&Message{Status: MessageStatus(status), ErrorCode: code, ErrorMessage: "x"}).Err()
			assert.Equal(t, status == "failed" || status == "undelivered", err != nil, "%s, %d", status, code)
		}
	}
	require.NoError(t, (&Message{ErrorCode: 30008}).Err(), "there is no status")
	require.NoError(t, (&Message{Status: "news", ErrorCode: 30008}).Err(), "a status that is not known yet")
	require.NoError(t, (&Message{}).Err())
}

func TestLookupErr(t *testing.T) {
	t.Parallel()
	require.NoError(t, (&LookupResult{}).Err())
	require.NoError(t, (&LookupV1Result{}).Err())
	err := wantedLookup().Err()
	for _, code := range []ErrorCode{60600, 60606, 60607, 60608, 60610, 60611, 60622, 60601} {
		assert.ErrorIs(t, err, code)
	}
	assert.ErrorIs(t, err, ErrRateLimited)
	requirePrintable(t, err)
	err = wantedLookupV1().Err()
	requirePrintable(t, err)
	assert.ErrorIs(t, err, ErrInvalidNumber)
	assert.ErrorIs(t, err, ErrPermission)
	assert.Contains(t, err.Error(), "twilio: lookup of carrier: twilio error 60600")
}

func TestFinalStatuses(t *testing.T) {
	t.Parallel()
	enums := enumsOf(t)
	finalCalls, finalMessages := 0, 0
	for _, status := range enums["CallStatus"] {
		if CallStatus(status).Final() {
			finalCalls++
		}
	}
	for _, status := range enums["MessageStatus"] {
		if MessageStatus(status).Final() {
			finalMessages++
		}
	}
	assert.Equal(t, 5, finalCalls)
	assert.Equal(t, 7, finalMessages)
	assert.False(t, CallStatus("new").Final())
	assert.False(t, MessageStatus("new").Final())
}

func TestWhatsAppAddresses(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"": "", "+14155551234": "whatsapp:+14155551234", "whatsapp:+14155551234": "whatsapp:+14155551234",
	} {
		assert.Equal(t, want, whatsAppAddress(number))
	}
}
