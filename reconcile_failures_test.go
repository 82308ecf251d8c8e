package twilio

import (
	"context"
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
		answer   answer
		is       error
		requests int
	}{
		{name: "transport error", ctx: context.Background(), answer: broken(errCable), is: errCable, requests: 4},
		{name: "500 with HTML", ctx: context.Background(), answer: reply(500, "<html>we are sorry</html>", "Retry-After", "1"), is: ErrServer, requests: 4},
		{name: "truncated JSON", ctx: context.Background(), answer: reply(200, `{"sid": "SM0000000000`), requests: 1},
		{name: "cancelled context", ctx: ended, answer: reply(200, `{}`), is: context.Canceled, requests: 0},
	}
	for name, reconcile := range reconciliations {
		for _, tt := range tests {
			t.Run(name+": "+tt.name, func(t *testing.T) {
				t.Parallel()
				transport := play(tt.answer)
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
				require.Len(t, transport.sent(), tt.requests)
			})
		}
	}
}
