package twiliootel

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel/propagation"
)

// The fields of a trace context, as W3C names them.
//
// https://www.w3.org/TR/trace-context/
const (
	fieldParent = "traceparent"
	fieldState  = "tracestate"

	longestSaved = 512 // bytes
)

// SaveContext returns the trace context of ctx as a text, by which [RestoreContext] goes on with the
// trace later and elsewhere: "" without one. Baggage is left out, and so is a tracestate with which
// the text would be longer than 512 bytes. An outbox takes both functions in its Config.Tracing.
func SaveContext(ctx context.Context) string {
	fields := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, fields)
	saved := fields[fieldParent]
	if state := fields[fieldState]; saved != "" && state != "" && len(saved)+len(state) < longestSaved {
		saved += "\n" + state
	}
	return saved
}

// RestoreContext returns ctx with the trace context of a text that [SaveContext] has made: a span
// that is started from it is a child of the one that was saved. A text that is none changes
// nothing.
func RestoreContext(ctx context.Context, saved string) context.Context {
	parent, state, _ := strings.Cut(saved, "\n")
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{fieldParent: parent, fieldState: state})
}
