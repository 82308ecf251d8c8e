package twilio

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exercise makes one valid call of an operation.
type exercise func(ctx context.Context, c *Client) (result any, err error)

// exercises has a row for every exported method that sends a request.
var exercises = map[string]exercise{
	"Balance.Get": func(ctx context.Context, c *Client) (any, error) { return c.Balance.Get(ctx) },
	"Calls.All": func(ctx context.Context, c *Client) (any, error) {
		for call, err := range c.Calls.All(ctx, CallListParams{}) {
			return call, err
		}
		return nil, nil
	},
	"Calls.Cancel": func(ctx context.Context, c *Client) (any, error) { return c.Calls.Cancel(ctx, cannedCall) },
	"Calls.Create": func(ctx context.Context, c *Client) (any, error) {
		return c.Calls.Create(ctx, CallCreateParams{To: "+14155551234", From: "+14155556789", URL: "https://example.com/voice"})
	},
	"Calls.Delete": func(ctx context.Context, c *Client) (any, error) { return true, c.Calls.Delete(ctx, cannedCall) },
	"Calls.Get":    func(ctx context.Context, c *Client) (any, error) { return c.Calls.Get(ctx, cannedCall) },
	"Calls.Hangup": func(ctx context.Context, c *Client) (any, error) { return c.Calls.Hangup(ctx, cannedCall) },
	"Calls.List":   func(ctx context.Context, c *Client) (any, error) { return c.Calls.List(ctx, CallListParams{}) },
	"Calls.Redirect": func(ctx context.Context, c *Client) (any, error) {
		return c.Calls.Redirect(ctx, cannedCall, CallRedirectParams{URL: "https://example.com/voice"})
	},
	"Calls.Update": func(ctx context.Context, c *Client) (any, error) {
		return c.Calls.Update(ctx, cannedCall, CallUpdateParams{Status: CallStatusCompleted})
	},
	"Lookup.Get": func(ctx context.Context, c *Client) (any, error) {
		return c.Lookup.Get(ctx, "+14155551234", LookupGetParams{})
	},
	"Lookup.GetV1": func(ctx context.Context, c *Client) (any, error) {
		return c.Lookup.GetV1(ctx, "+14155551234", LookupGetV1Params{})
	},
	"Media.All": func(ctx context.Context, c *Client) (any, error) {
		for media, err := range c.Media.All(ctx, cannedMessage, MediaListParams{}) {
			return media, err
		}
		return nil, nil
	},
	"Media.Delete": func(ctx context.Context, c *Client) (any, error) {
		return true, c.Media.Delete(ctx, cannedMessage, cannedMedia)
	},
	"Media.Download": func(ctx context.Context, c *Client) (any, error) {
		body, err := c.Media.Download(ctx, cannedMessage, cannedMedia)
		if err != nil {
			return nil, err
		}
		return body, body.Close()
	},
	"Media.Get": func(ctx context.Context, c *Client) (any, error) { return c.Media.Get(ctx, cannedMessage, cannedMedia) },
	"Media.List": func(ctx context.Context, c *Client) (any, error) {
		return c.Media.List(ctx, cannedMessage, MediaListParams{})
	},
	"Messages.All": func(ctx context.Context, c *Client) (any, error) {
		for msg, err := range c.Messages.All(ctx, MessageListParams{}) {
			return msg, err
		}
		return nil, nil
	},
	"Messages.Cancel": func(ctx context.Context, c *Client) (any, error) { return c.Messages.Cancel(ctx, cannedMessage) },
	"Messages.Create": func(ctx context.Context, c *Client) (any, error) {
		return c.Messages.Create(ctx, MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
	},
	"Messages.CreateFeedback": func(ctx context.Context, c *Client) (any, error) {
		return c.Messages.CreateFeedback(ctx, cannedMessage, MessageCreateFeedbackParams{})
	},
	"Messages.Delete": func(ctx context.Context, c *Client) (any, error) { return true, c.Messages.Delete(ctx, cannedMessage) },
	"Messages.Get":    func(ctx context.Context, c *Client) (any, error) { return c.Messages.Get(ctx, cannedMessage) },
	"Messages.List":   func(ctx context.Context, c *Client) (any, error) { return c.Messages.List(ctx, MessageListParams{}) },
	"Messages.Redact": func(ctx context.Context, c *Client) (any, error) { return c.Messages.Redact(ctx, cannedMessage) },
	"Messages.Update": func(ctx context.Context, c *Client) (any, error) {
		return c.Messages.Update(ctx, cannedMessage, MessageUpdateParams{Status: MessageStatusCanceled})
	},
	"Calls.Reconcile": func(ctx context.Context, c *Client) (any, error) {
		return c.Calls.Reconcile(ctx, CallCreateParams{To: "+14155551234", From: "+14155556789"}, &OutcomeUnknownError{Started: time.Now(), Ended: time.Now()})
	},
	"Messages.Reconcile": func(ctx context.Context, c *Client) (any, error) {
		return c.Messages.Reconcile(ctx, MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}, &OutcomeUnknownError{Started: time.Now(), Ended: time.Now()})
	},
	"WhatsApp.Reconcile": func(ctx context.Context, c *Client) (any, error) {
		return c.WhatsApp.Reconcile(ctx, WhatsAppSendParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}, &OutcomeUnknownError{Started: time.Now(), Ended: time.Now()})
	},
	"WhatsApp.Send": func(ctx context.Context, c *Client) (any, error) {
		return c.WhatsApp.Send(ctx, WhatsAppSendParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
	},
}

// sendingMethods finds the exported methods of the client and its services whose
// first argument is a context, except NewRecord, which takes only its deadline and
// sends nothing.
func sendingMethods() map[string]bool {
	found := map[string]bool{}
	add := func(service string, t reflect.Type) {
		for i := range t.NumMethod() {
			if m := t.Method(i); m.Name != "NewRecord" && m.Type.NumIn() > 1 && m.Type.In(1) == reflect.TypeFor[context.Context]() {
				found[service+"."+m.Name] = true
			}
		}
	}
	client := reflect.TypeFor[Client]()
	add("Client", reflect.PointerTo(client))
	for i := range client.NumField() {
		if f := client.Field(i); f.IsExported() {
			add(f.Name, f.Type)
		}
	}
	return found
}

func TestEveryOperationIsExercised(t *testing.T) {
	t.Parallel()
	methods := sendingMethods()
	require.NotEmpty(t, methods)
	for name := range methods {
		assert.Contains(t, exercises, name, "it needs a row in exercises")
	}
	for name := range exercises {
		assert.Contains(t, methods, name, "there is no such method any more")
	}
}

// operationOf finds the operation behind a method; All is List, one page at a
// time, and Do brings its own.
func operationOf(t *testing.T, method string) *Operation {
	t.Helper()
	name := method
	switch {
	case method == "Calls.Reconcile":
		return &Operation{Name: method, Method: http.MethodGet}
	case strings.HasSuffix(method, ".Reconcile"):
		return &Operation{Name: "Messages.Reconcile", Method: http.MethodGet}
	}
	if service, found := strings.CutSuffix(method, ".All"); found {
		name = service + ".List"
	}
	for _, b := range &operations {
		if b.op.Name == name {
			return b.op
		}
	}
	require.Fail(t, "no operation", method)
	return nil
}

func TestEveryOperationThroughItsFailures(t *testing.T) {
	t.Parallel()
	for name, call := range exercises {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			op := operationOf(t, name)
			t.Run("transport error", func(t *testing.T) { t.Parallel(); failTransport(t, op, call) })
			t.Run("500 with HTML", func(t *testing.T) { t.Parallel(); failWithHTML(t, op, call) })
			t.Run("truncated JSON", func(t *testing.T) { t.Parallel(); failTruncated(t, op, call) })
			t.Run("cancelled context", func(t *testing.T) { t.Parallel(); failCancelled(t, op, call) })
		})
	}
}

// requireRepeated checks how often a request was sent after no usable answer came.
func requireRepeated(t *testing.T, op *Operation, transport *canned) {
	t.Helper()
	want := int64(RetryPolicy{}.withDefaults().MaxAttempts)
	if op.Class.of(op.Method) == ClassCreate {
		want = 1
	}
	require.Equal(t, want, transport.requests.Load())
}

func requireFailure(t *testing.T, op *Operation, result any, err error) {
	t.Helper()
	require.Error(t, err)
	requirePrintable(t, err)
	require.Contains(t, err.Error(), op.Name)
	if v := reflect.ValueOf(result); v.IsValid() && v.Kind() == reflect.Pointer {
		require.True(t, v.IsNil(), "a result beside an error")
	}
	// Whatever goes wrong with a reconciliation, the create stays unknown.
	unknown := op.Class.of(op.Method) == ClassCreate || isReconcile(op)
	require.Equal(t, unknown, errors.Is(err, ErrOutcomeUnknown))
	require.NotErrorIs(t, err, ErrNotSent)
	require.NotErrorIs(t, err, ErrNotSeen)
}

func isReconcile(op *Operation) bool { return strings.HasSuffix(op.Name, ".Reconcile") }

func failTransport(t *testing.T, op *Operation, call exercise) {
	t.Helper()
	transport := &canned{err: errCable}
	result, err := call(t.Context(), transport.client(t))
	requireFailure(t, op, result, err)
	require.ErrorIs(t, err, errCable)
	requireRepeated(t, op, transport)
}

func failWithHTML(t *testing.T, op *Operation, call exercise) {
	t.Helper()
	transport := &canned{status: 500, body: "<html>we are sorry</html>", header: http.Header{"Retry-After": {"1"}}}
	result, err := call(t.Context(), transport.client(t))
	requireFailure(t, op, result, err)
	require.ErrorIs(t, err, ErrServer)
	var apiErr *Error
	require.ErrorAs(t, err, &apiErr)
	require.Equal(t, 500, apiErr.Status)
	require.Equal(t, "<html>we are sorry</html>", apiErr.Body)
	requireRepeated(t, op, transport)
	if op.Class.of(op.Method) == ClassCreate {
		require.Zero(t, RetryAfter(err))
	}
}

func failTruncated(t *testing.T, op *Operation, call exercise) {
	t.Helper()
	transport := &canned{status: 200, body: `{"sid": "SM0000000000`}
	result, err := call(t.Context(), transport.client(t))
	if op.Name == "Media.Download" || op.Method == http.MethodDelete { // their answers are no JSON
		require.NoError(t, err)
		return
	}
	requireFailure(t, op, result, err)
	var decodeErr *DecodeError
	require.ErrorAs(t, err, &decodeErr)
	require.Equal(t, int64(1), transport.requests.Load(), "the same answer would come again")
}

func failCancelled(t *testing.T, op *Operation, call exercise) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	transport := &canned{status: 200, body: `{}`}
	_, err := call(ctx, transport.client(t))
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, !isReconcile(op), errors.Is(err, ErrNotSent))
	require.Equal(t, isReconcile(op), errors.Is(err, ErrOutcomeUnknown))
	requirePrintable(t, err)
	require.Zero(t, transport.requests.Load())
}
