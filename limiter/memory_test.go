package limiter_test

import (
	"testing"

	"github.com/seed15d99369/twilio/limiter"
	"github.com/seed15d99369/twilio/limiter/internal/storetest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	storetest.Run(t, limiter.NewMemory(nil))
}
