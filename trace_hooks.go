package twilio

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/seed15d99369/twilio/internal/redact"
)

// startHook and endHook are the two kinds of functions of a [Trace].
type (
	startHook[E any] = func(context.Context, E) context.Context
	endHook[E any]   = func(context.Context, E)
)

// hooks are the functions of every [Trace] of a client. One that is not used costs the look
// at an empty slice.
type hooks struct {
	callStart      []startHook[TraceCall]
	callEnd        []endHook[TraceCall]
	attemptStart   []startHook[TraceAttempt]
	attemptEnd     []endHook[TraceAttempt]
	waitEnd        []endHook[TraceWait]
	fileEnd        []endHook[TraceFile]
	reconcileStart []startHook[TraceReconcile]
	lookEnd        []endHook[TraceLook]
	reconcileEnd   []endHook[TraceReconcile]

	used bool // there is any
}

func (h *hooks) add(t *Trace) {
	addStart(h, &h.callStart, t.CallStart)
	addEnd(h, &h.callEnd, t.CallEnd)
	addStart(h, &h.attemptStart, t.AttemptStart)
	addEnd(h, &h.attemptEnd, t.AttemptEnd)
	addEnd(h, &h.waitEnd, t.WaitEnd)
	addEnd(h, &h.fileEnd, t.FileEnd)
	addStart(h, &h.reconcileStart, t.ReconcileStart)
	addEnd(h, &h.lookEnd, t.LookEnd)
	addEnd(h, &h.reconcileEnd, t.ReconcileEnd)
}

func addStart[E any](h *hooks, to *[]startHook[E], hook startHook[E]) {
	if hook != nil {
		*to, h.used = append(*to, hook), true
	}
}

func addEnd[E any](h *hooks, to *[]endHook[E], hook endHook[E]) {
	if hook != nil {
		*to, h.used = append(*to, hook), true
	}
}

// tellStart returns ctx with the values that the hooks have added.
func tellStart[E any](ctx context.Context, c *Client, to []startHook[E], event E) context.Context {
	if len(to) == 0 {
		return ctx
	}
	within := ctx
	for _, hook := range to {
		if next := callStartHook(within, c, hook, event); !isNil(next) {
			within = next
		}
	}
	return &valuesContext{ctx, within}
}

func callStartHook[E any](ctx context.Context, c *Client, hook startHook[E], event E) context.Context {
	defer logHookPanic[E](ctx, c)
	return hook(ctx, event)
}

// tellEnd calls the hooks with a context that does not end: a call often ends because its own
// has.
func tellEnd[E any](ctx context.Context, c *Client, to []endHook[E], event E) {
	if len(to) == 0 {
		return
	}
	ctx = context.WithoutCancel(ctx)
	for _, hook := range to {
		callEndHook(ctx, c, hook, event)
	}
}

func callEndHook[E any](ctx context.Context, c *Client, hook endHook[E], event E) {
	defer logHookPanic[E](ctx, c)
	hook(ctx, event)
}

// logHookPanic ends a panic of a hook, so that the outcome of the call gets to the caller.
func logHookPanic[E any](ctx context.Context, c *Client) {
	if problem := recover(); problem != nil {
		c.config.logger.LogAttrs(ctx, slog.LevelError, "twilio: a function of a Trace panicked",
			slog.String("event", fmt.Sprintf("%T", *new(E))), slog.String("panic", redact.Line(c.redact(fmt.Sprint(problem)))))
	}
}

// valuesContext is a context with the values of another one, and with nothing else of it.
type valuesContext struct {
	context.Context //nolint:containedctx // it is one

	values context.Context //nolint:containedctx // of a start hook
}

// Value falls back to the client's own context: the values in it, such as the exchange, are
// needed whatever a hook returns.
func (c *valuesContext) Value(key any) any {
	if value := c.values.Value(key); value != nil {
		return value
	}
	return c.Context.Value(key)
}
