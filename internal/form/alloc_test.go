//go:build !race

package form

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestCheckAllocatesNothing for params that are all right.
//
//nolint:paralleltest // allocations are counted for the whole process
func TestCheckAllocatesNothing(t *testing.T) {
	callback := "https://example.com/status"
	params := &checked{
		Required: "x", SID: aSID, AnySID: aSID, URL: "https://example.com/x", URLs: []string{"https://example.com/a.png"}, Callback: &callback,
		Recipient: "whatsapp:+14155551234", Sender: "+14155556789", Callee: "sip:ada@example.com", Caller: "Jack", Keys: "1w#",
		Filter: "+14155551234", Short: "äö", Text: "Hello", Items: []kind{"a"}, Count: 1, Wait: time.Minute,
	}
	assert.Empty(t, Check(params))
	assert.Zero(t, testing.AllocsPerRun(100, func() { Check(params) }))
}
