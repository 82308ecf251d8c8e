package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestObserve(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	for _, line := range []string{
		"  twilio Messages.Create: done, 2 attempts, HTTP 201\n",
		"    twilio wait: because of a cool-down\n",
		"  twilio Messages.Reconcile: the verdict is found, 1 look, with a link to the create\n",
		"  twilio Messages.Reconcile: the verdict is not seen, 6 looks, with a link to the create\n",
		"  twilio.client.call.unknown: 2\n",
	} {
		assert.Contains(t, out.String(), line)
	}
	assert.NotContains(t, out.String(), "4155551234")
}
