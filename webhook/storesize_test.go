//go:build !race

package webhook_test

import (
	"bytes"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/webhook"
)

// TestMemoryStoreKeepsItsBound: with answers of every kind, when it is full and after it has
// evicted as many again, the heap grows by no more than its bound and a tenth. It is not
// parallel: the heap is everybody's.
func TestMemoryStoreKeepsItsBound(t *testing.T) { //nolint:paralleltest // see above
	const bound = 4 << 20
	for name, tt := range map[string]struct {
		events int
		answer func() *webhook.Answer
	}{
		"empty":   {events: 25_000, answer: func() *webhook.Answer { return &webhook.Answer{Status: http.StatusNoContent} }},
		"nothing": {events: 25_000, answer: func() *webhook.Answer { return nil }},
		"small": {events: 14_000, answer: func() *webhook.Answer {
			return &webhook.Answer{Status: http.StatusOK, Header: header(1), Body: bytes.Repeat([]byte("x"), 100)}
		}},
		"headers": {events: 7_000, answer: func() *webhook.Answer { return &webhook.Answer{Status: http.StatusOK, Header: header(12)} }},
		"large": {events: 200, answer: func() *webhook.Answer {
			return &webhook.Answer{Status: http.StatusOK, Body: bytes.Repeat([]byte("x"), 50_000)}
		}},
	} {
		before := heap()
		s := webhook.NewMemoryStore(1_000_000, 0)
		s.SetMaxBytes(bound)
		for i := range tt.events {
			handled(t, s, fmt.Sprintf("%064d", i), tt.answer())
		}
		grown := heap() - before
		assert.LessOrEqual(t, grown, int64(bound*11/10), name)
		assert.GreaterOrEqual(t, grown, int64(bound/2), "%s: it forgets more than it must", name)
		runtime.KeepAlive(s)
	}
}

func header(names int) http.Header {
	h := http.Header{}
	for i := range names {
		h[fmt.Sprintf("X-Name-%d", i)] = []string{strings.Repeat("v", 10+i)}
	}
	return h
}

// heap is how much of it is in use.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
