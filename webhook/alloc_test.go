//go:build !race

package webhook_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestVerifyFormAllocatesLittle is not parallel: AllocsPerRun counts everybody's.
func TestVerifyFormAllocatesLittle(t *testing.T) { //nolint:paralleltest // see above
	v, form := verifier(t, officialToken), officialForm()
	allocs := testing.AllocsPerRun(1000, func() {
		if v.VerifyForm(official, form, "RSOYDt4T1cUTdK1PDd93/VVr8B8=") != nil {
			t.Error("it is right")
		}
	})
	assert.LessOrEqual(t, allocs, 2.0)
}
