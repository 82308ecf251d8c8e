//go:build !race

package twilio

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestTraceUnusedAllocatesNothing: without a hook no step of a call allocates for one.
//
//nolint:paralleltest // allocations are counted for the whole process
func TestTraceUnusedAllocatesNothing(t *testing.T) {
	client := testClient(t, play(), WithTrace(Trace{}))
	x := &exchange{client: client, ctx: t.Context()}
	to := &url.URL{Scheme: "https", Host: "api.twilio.com"}
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		x.beginTrace()
		ctx := x.beginAttempt(x.ctx, to)
		x.endAttempt(time.Second)
		x.tellWait(TraceWait{Reason: WaitBackOff})
		x.tellFile(TraceFile{BytesRead: 1})
		_, _ = client.waitForFirst(ctx, hostAPI, x.limitedRequest, x.tellWait)
		_ = x.forLater()
		_ = x.endTrace(nil)
	}))
	assert.Nil(t, x.trace)
}
