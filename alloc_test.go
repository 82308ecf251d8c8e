//go:build !race

package twilio_test

import (
	"io"
	"math"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// Budgets of one sent message on the newest Go; the baseline of the same run
// bounds it on every Go.
const (
	maxSendAllocs = 88
	maxSendBytes  = 8200
)

//nolint:paralleltest // allocations are counted for the whole process
func TestSendStaysBelowPlainNetHTTP(t *testing.T) {
	base := benchServer(t)
	rawAllocs, rawBytes := measure(t, rawSender(base))
	allocs, bytes := measure(t, sdkSender(t, base))
	t.Logf("net/http: %.0f allocations, %.0f bytes; twilio: %.0f allocations, %.0f bytes", rawAllocs, rawBytes, allocs, bytes)
	assert.Less(t, allocs, rawAllocs)
	assert.Less(t, bytes, rawBytes)
	assert.LessOrEqual(t, allocs, float64(maxSendAllocs))
	assert.LessOrEqual(t, bytes, float64(maxSendBytes))
}

// TestTraceUnusedCostsNothing: a Trace without functions is as good as none.
//
//nolint:paralleltest // allocations are counted for the whole process
func TestTraceUnusedCostsNothing(t *testing.T) {
	base := benchServer(t)
	without, _ := measure(t, sdkSender(t, base))
	unused, _ := measure(t, sdkSender(t, base, twilio.WithTrace(twilio.Trace{})))
	idle, bytes := measure(t, sdkSender(t, base, twilio.WithTrace(idleTrace)))
	t.Logf("without a Trace: %.0f allocations; with an idle one: %.0f allocations, %.0f bytes", without, idle, bytes)
	assert.LessOrEqual(t, without, float64(maxSendAllocs))
	assert.InDelta(t, without, unused, 0.5)
}

// measure returns allocations and bytes of one call, averaged over many. It takes the
// lowest of three averages: a garbage collection that empties the pools of buffers, and
// whatever else the process does, can only add to them.
func measure(t *testing.T, send func() error) (allocs, bytes float64) {
	t.Helper()
	const runs = 500
	require.NoError(t, send())
	allocs = testing.AllocsPerRun(runs, func() { require.NoError(t, send()) })
	bytes = math.Inf(1)
	for range 3 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range runs {
			require.NoError(t, send())
		}
		runtime.ReadMemStats(&after)
		bytes = min(bytes, float64(after.TotalAlloc-before.TotalAlloc)/runs)
	}
	return allocs, bytes
}

// TestRangeNeedsOnePage ranges over 100,000 messages and looks at the memory in use
// on the way: a page, and not the list.
//
//nolint:paralleltest // it looks at the memory of the whole process
func TestRangeNeedsOnePage(t *testing.T) {
	const pageSize, pages, maxAlive = 1000, 100, 8 << 20
	client, err := twilio.New(testAccount, twilio.AuthToken(testToken), twilio.WithHTTPClient(&http.Client{Transport: &pager{size: pageSize, left: pages}}))
	require.NoError(t, err)
	before := alive()
	seen := 0
	for msg, err := range client.Messages.All(t.Context(), twilio.MessageListParams{PageSize: pageSize}) {
		require.NoError(t, err)
		require.NotEmpty(t, msg.SID)
		seen++
		if seen%(10*pageSize) == 0 {
			assert.Less(t, alive()-before, int64(maxAlive), "after %d messages", seen)
		}
	}
	assert.Equal(t, pageSize*pages, seen)
}

// alive returns the bytes of the heap that are in use.
func alive() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// pager answers with page after page of one message.
type pager struct{ size, left int }

func (p *pager) RoundTrip(req *http.Request) (*http.Response, error) {
	p.left--
	next := "null"
	if p.left > 0 {
		next = strconv.Quote(req.URL.Path + "?Page=" + strconv.Itoa(p.left))
	}
	body := `{"messages":[` + strings.TrimSuffix(strings.Repeat(createdMessage+",", p.size), ",") + `],"next_page_uri":` + next + `}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1, Request: req}, nil
}
