package twilio

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reconciliations are calls of every reconciliation.
var reconciliations = map[string]func(ctx context.Context, c *Client) (result any, err error){
	"Calls.Reconcile": func(ctx context.Context, c *Client) (any, error) {
		return c.Calls.Reconcile(ctx, CallCreateParams{To: "+14155551234", From: "+14155556789"}, &OutcomeUnknownError{Started: time.Now(), Ended: time.Now()})
	},
	"Messages.Reconcile": func(ctx context.Context, c *Client) (any, error) {
		return c.Messages.Reconcile(ctx, MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}, &OutcomeUnknownError{Started: time.Now(), Ended: time.Now()})
	},
	"WhatsApp.Reconcile": func(ctx context.Context, c *Client) (any, error) {
		return c.WhatsApp.Reconcile(ctx, WhatsAppSendParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}, &OutcomeUnknownError{Started: time.Now(), Ended: time.Now()})
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

func TestEveryReconciliationIsExercised(t *testing.T) {
	t.Parallel()
	methods := sendingMethods()
	require.NotEmpty(t, methods)
	for name := range methods {
		_, exercised := reconciliations[name]
		assert.Equal(t, strings.HasSuffix(name, ".Reconcile"), exercised, name)
	}
}

// TestReconciliationsThatFail: whatever goes wrong with one, the create stays unknown.
func TestReconciliationsThatFail(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	tests := []struct {
		name     string
		ctx      context.Context
		answer   *canned
		is       error
		requests int64
	}{
		{"transport error", context.Background(), &canned{err: errCable}, errCable, 4},
		{"500 with HTML", context.Background(), &canned{status: 500, body: "<html>we are sorry</html>", header: http.Header{"Retry-After": {"1"}}}, ErrServer, 4},
		{"truncated JSON", context.Background(), &canned{status: 200, body: `{"sid": "SM0000000000`}, nil, 1},
		{"cancelled context", ended, &canned{status: 200, body: `{}`}, context.Canceled, 0},
	}
	for name, reconcile := range reconciliations {
		for _, tt := range tests {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				transport := &canned{status: tt.answer.status, body: tt.answer.body, header: tt.answer.header, err: tt.answer.err}
				result, err := reconcile(tt.ctx, transport.client(t))
				require.Error(t, err)
				requirePrintable(t, err)
				require.True(t, reflect.ValueOf(result).IsNil(), "a result beside an error")
				require.ErrorIs(t, err, ErrOutcomeUnknown)
				require.NotErrorIs(t, err, ErrNotSent)
				require.NotErrorIs(t, err, ErrNotSeen)
				if tt.is != nil {
					require.ErrorIs(t, err, tt.is)
				}
				require.Equal(t, tt.requests, transport.requests.Load())
			})
		}
	}
}
