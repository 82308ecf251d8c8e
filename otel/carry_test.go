package twiliootel_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"

	twiliootel "github.com/seed15d99369/twilio/otel"
)

const savedParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

func TestSavedContextIsRestored(t *testing.T) {
	t.Parallel()
	for _, saved := range []string{savedParent, savedParent + "\nvendor=value,other=more"} {
		ctx := twiliootel.RestoreContext(t.Context(), saved)
		span := trace.SpanContextFromContext(ctx)
		assert.True(t, span.IsRemote())
		assert.True(t, span.IsSampled())
		assert.Equal(t, "4bf92f3577b34da6a3ce929d0e0e4736", span.TraceID().String())
		assert.Equal(t, saved, twiliootel.SaveContext(ctx))
	}
	assert.Empty(t, twiliootel.SaveContext(t.Context()))
}

// TestLongStateIsLeftOut: what is saved never gets too long to be kept.
func TestLongStateIsLeftOut(t *testing.T) {
	t.Parallel()
	state, err := trace.ParseTraceState("vendor=" + strings.Repeat("v", 250) + ",other=" + strings.Repeat("o", 250))
	require.NoError(t, err)
	ctx := twiliootel.RestoreContext(t.Context(), savedParent)
	ctx = trace.ContextWithRemoteSpanContext(ctx, trace.SpanContextFromContext(ctx).WithTraceState(state))
	assert.Equal(t, savedParent, twiliootel.SaveContext(ctx))
}

// TestOddSavedContext: what is no trace context leaves the one that is there.
func TestOddSavedContext(t *testing.T) {
	t.Parallel()
	there := twiliootel.RestoreContext(t.Context(), savedParent)
	for _, odd := range []string{"", "\n", "x", "00-0-0-00", savedParent[:54], "\n" + savedParent} {
		assert.Equal(t, savedParent, twiliootel.SaveContext(twiliootel.RestoreContext(there, odd)), "%q", odd)
	}
}

func FuzzRestoreContext(f *testing.F) {
	f.Add(savedParent)
	f.Add(savedParent + "\nvendor=value")
	f.Add("\n")
	f.Fuzz(func(t *testing.T, saved string) {
		again := twiliootel.SaveContext(twiliootel.RestoreContext(context.Background(), saved))
		assert.LessOrEqual(t, len(again), 512)
		assert.Equal(t, again, twiliootel.SaveContext(twiliootel.RestoreContext(context.Background(), again)))
	})
}
