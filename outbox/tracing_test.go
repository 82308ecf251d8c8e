package outbox_test

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/seed15d99369/twilio"
	twiliootel "github.com/seed15d99369/twilio/otel"
	"github.com/seed15d99369/twilio/outbox"
	"github.com/seed15d99369/twilio/twiliotest"
)

// tracedDesk is a hook desk whose program, client and outbox record spans.
type tracedDesk struct {
	*hookDesk

	spans    *tracetest.InMemoryExporter
	provider *sdktrace.TracerProvider
}

func newTracedDesk(t *testing.T, change ...func(*outbox.Config[*sql.Tx])) *tracedDesk {
	t.Helper()
	d := &tracedDesk{spans: tracetest.NewInMemoryExporter()}
	d.provider = sdktrace.NewTracerProvider(sdktrace.WithSyncer(d.spans))
	tracer := d.provider.Tracer("program")
	sim := twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected())
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()),
		append(sim.Options(), twilio.WithTrace(twiliootel.Trace(twiliootel.WithTracerProvider(d.provider))))...)
	require.NoError(t, err)
	own := func(c *outbox.Config[*sql.Tx]) {
		c.Client = client
		c.Tracing = outbox.Tracing{Save: twiliootel.SaveContext, Restore: twiliootel.RestoreContext}
		c.OnChange = func(ctx context.Context, m *outbox.Entry) {
			_, span := tracer.Start(ctx, strings.TrimSpace("program "+string(m.State)+" "+m.Delivery))
			span.End()
		}
	}
	d.hookDesk = newHookDeskAt(t, sim, append([]func(*outbox.Config[*sql.Tx]){own}, change...)...)
	return d
}

// order enqueues a message within a span.
func (d *tracedDesk) order(key string) {
	d.t.Helper()
	ctx, span := d.provider.Tracer("program").Start(d.t.Context(), "order "+key)
	defer span.End()
	tx, err := d.pool.BeginTx(ctx, nil)
	require.NoError(d.t, err)
	_, err = d.Enqueue(ctx, tx, text(key))
	require.NoError(d.t, err)
	require.NoError(d.t, tx.Commit())
}

// assertChildren looks for spans right below the one of an order.
func (d *tracedDesk) assertChildren(key string, want ...string) {
	d.t.Helper()
	var names []string
	all := d.spans.GetSpans()
	for _, order := range all {
		for _, span := range all {
			if order.Name == "order "+key && span.Parent.SpanID() == order.SpanContext.SpanID() {
				assert.Equal(d.t, order.SpanContext.TraceID(), span.SpanContext.TraceID())
				names = append(names, span.Name)
			}
		}
	}
	assert.Subset(d.t, names, want)
}

// TestTraceGoesOn: the create, the search, the fetch and what a callback tells belong to the trace in
// which the message was enqueued.
func TestTraceGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newTracedDesk(t)
		d.sim.Fault(twiliotest.OnCreateMessage().Nth(2).CommitThenClose())
		d.order("one")
		d.runUntilFinal("one", time.Minute)
		d.order("two")
		d.runUntilFinal("two", time.Minute)
		d.assertChildren("one", "twilio Messages.Create", "program accepted", "program accepted delivered")
		d.assertChildren("two", "twilio Messages.Create", "program accepted delivered")
	})
}

// TestTraceOfAFetch: searches and fetches belong to the trace as well, where no callback comes.
func TestTraceOfAFetch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newTracedDesk(t, func(c *outbox.Config[*sql.Tx]) { c.CallbackURL, c.FetchAfter = "", time.Minute })
		d.sim.Fault(twiliotest.OnCreateMessage().CommitThenClose())
		d.order("one")
		d.run(2 * time.Minute)
		d.assertChildren("one", "twilio Messages.Create", "twilio Messages.Reconcile", "program accepted", "twilio Messages.Get", "program accepted delivered")
	})
}

// TestTracingThatFails: a trace is no reason not to send.
func TestTracingThatFails(t *testing.T) {
	t.Parallel()
	for name, tracing := range map[string]outbox.Tracing{
		"panics": {
			Save:    func(context.Context) string { panic("a fault of the caller") },
			Restore: func(context.Context, string) context.Context { panic("a fault of the caller") },
		},
		"too long":    {Save: func(context.Context) string { return strings.Repeat("x", 513) }},
		"not UTF-8":   {Save: func(context.Context) string { return "\xff" }},
		"no context":  {Restore: func(context.Context, string) context.Context { return nil }},
		"no function": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				var changed []context.Context
				d := newDesk(t, func(c *outbox.Config[*sql.Tx]) {
					c.Tracing = tracing
					c.OnChange = func(ctx context.Context, _ *outbox.Entry) {
						mu.Lock()
						defer mu.Unlock()
						changed = append(changed, ctx)
					}
				})
				own := text("with a trace of its own")
				own.Trace = "own"
				d.put(text("order-1"), own)
				d.runUntilFinal("order-1", time.Minute)
				for _, key := range []string{"order-1", own.Key} {
					assert.Equal(t, outbox.Accepted, d.entry(key).State)
				}
				assert.Empty(t, d.column("trace", "order-1"))
				assert.Equal(t, "own", d.column("trace", own.Key))
				assert.NotContains(t, changed, nil)
				assert.Len(t, changed, 2)
			})
		})
	}
}
