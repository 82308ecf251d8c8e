package outbox

import (
	"context"
	"fmt"
)

// Tracing carries the trace context of a program from Enqueue, over restarts and processes, to
// whatever becomes of the message. Package twiliootel has both functions for OpenTelemetry.
type Tracing struct {
	// Save returns the trace context of ctx as a text of at most 512 bytes, "" for none. It is asked
	// for each message that is enqueued without a Trace.
	Save func(ctx context.Context) string
	// Restore returns ctx with a trace context that Save has returned. The create, the searches and
	// the fetches of the message get it, and so do Config.Allow and Config.OnChange, also for what a
	// callback has told.
	Restore func(ctx context.Context, saved string) context.Context
}

// maxTrace bounds a trace context in bytes: as much as W3C lets a tracestate be, and a traceparent.
const maxTrace = 512

// saveTrace is the trace context of a message that is enqueued. One that cannot be kept is left out:
// a trace is no reason not to send.
func (o *Outbox[TTx]) saveTrace(ctx context.Context, m *Message) (saved string) {
	if m.Trace != "" || o.config.Tracing.Save == nil {
		return m.Trace
	}
	defer func() {
		if what := recover(); what != nil {
			o.warnSeldom(ctx, "outbox: Tracing.Save has panicked", "panic", fmt.Sprintf("%T", what))
		}
	}()
	if text := o.config.Tracing.Save(ctx); len(text) <= maxTrace && canBeKept(text) {
		return text
	}
	return ""
}

// traced is a context with the trace context of a message.
func (o *Outbox[TTx]) traced(ctx context.Context, e *entry) (restored context.Context) {
	if e.trace == "" || o.config.Tracing.Restore == nil {
		return ctx
	}
	defer func() {
		if what := recover(); what != nil {
			o.warnSeldom(ctx, "outbox: Tracing.Restore has panicked", "panic", fmt.Sprintf("%T", what))
		}
		if restored == nil {
			restored = ctx
		}
	}()
	return o.config.Tracing.Restore(ctx, e.trace)
}
