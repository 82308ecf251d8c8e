package control_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/desk/control"
	"github.com/seed15d99369/twilio/internal/memnet"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// reader reads a stream of events over connections in memory.
type reader struct {
	t      *testing.T
	resp   *http.Response
	lines  *bufio.Reader
	cancel context.CancelFunc
}

// serveDesk serves the control API of a simulator, and returns how to open a stream.
func serveDesk(t *testing.T, streams *control.Streams) (*twiliotest.Sim, func(after string) *reader) {
	t.Helper()
	sim := twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected())
	listener := memnet.Listen("desk")
	server := &http.Server{Handler: control.Handler(func(*http.Request) *twiliotest.Sim { return sim }, control.WithStreams(streams))}
	go func() { _ = server.Serve(listener) }()
	transport := &http.Transport{DialContext: listener.DialContext}
	t.Cleanup(func() {
		_ = server.Close()
		transport.CloseIdleConnections()
		_ = listener.Close()
	})
	return sim, func(after string) *reader {
		ctx, cancel := context.WithCancel(t.Context())
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://desk/_sim/v1/events", http.NoBody)
		require.NoError(t, err)
		if after != "" {
			r.Header.Set("Last-Event-ID", after)
		}
		resp, err := transport.RoundTrip(r)
		require.NoError(t, err)
		return &reader{t, resp, bufio.NewReader(resp.Body), cancel}
	}
}

// block reads up to the next empty line.
func (r *reader) block() string {
	var b strings.Builder
	for {
		line, err := r.lines.ReadString('\n')
		if err != nil || line == "\n" {
			return b.String()
		}
		b.WriteString(line)
	}
}

// close ends a stream, and waits until the server has seen that.
func (r *reader) close() {
	r.cancel()
	_ = r.resp.Body.Close()
	synctest.Wait()
}

func TestEventStream(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, open := serveDesk(t, control.NewStreams(2))
		r := open("")
		defer r.close()
		assert.Equal(t, "text/event-stream", r.resp.Header.Get("Content-Type"))
		assert.Equal(t, ": this stream has begun\n", r.block())
		sim.Phone(ada)
		block := r.block()
		assert.True(t, strings.HasPrefix(block, "id: 1\nevent: phone\ndata: {"), block)
		var event simapi.Event
		require.NoError(t, json.Unmarshal([]byte(strings.TrimPrefix(strings.Split(block, "\n")[2], "data: ")), &event))
		assert.Equal(t, simapi.Event{Serial: 1, At: event.At, Kind: "phone", SID: ada, Phone: ada}, event)

		began := time.Now()
		assert.Equal(t, ": still here\n", r.block())
		assert.Equal(t, ": still here\n", r.block())
		assert.Equal(t, 30*time.Second, time.Since(began))

		sim.Phone(bob)
		resumed := open("1")
		defer resumed.close()
		assert.Contains(t, resumed.block(), "id: 2\nevent: phone")
	})
}

func TestEventStreamAfterEventsThatAreNotKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, open := serveDesk(t, control.NewStreams(0))
		for range 1100 {
			sim.Phone(ada).SetName("Ada")
		}
		for _, after := range []string{"0", "9999999"} { // the second one is of a server that ran before
			r := open(after)
			assert.Equal(t, fmt.Sprintf("id: %d\nevent: reset\ndata: {\"serial\":%d,\"kind\":\"reset\"}\n", sim.EventSerial(), sim.EventSerial()), r.block())
			sim.Phone(ada).SetName("Ada")
			assert.Contains(t, r.block(), fmt.Sprintf("id: %d\n", sim.EventSerial()))
			r.close()
		}
	})
}

func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, open := serveDesk(t, control.NewStreams(2))
		first, second, third := open(""), open(""), open("")
		assert.Equal(t, http.StatusServiceUnavailable, third.resp.StatusCode)
		assert.Equal(t, "5", third.resp.Header.Get("Retry-After"))
		third.close()
		first.close()
		fourth := open("")
		assert.Equal(t, http.StatusOK, fourth.resp.StatusCode, "a stream that has ended makes room")
		fourth.close()
		second.close()
	})
}

// A reader that takes nothing is dropped after five seconds, as soon as the buffers are full.
func TestSlowReadersAreDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, open := serveDesk(t, control.NewStreams(1))
		slow := open("")
		began := time.Now()
		for range 40 {
			for range 500 {
				sim.Phone(ada).SetName("Ada")
			}
			synctest.Wait()
		}
		<-time.After(6 * time.Second) // in a bubble
		synctest.Wait()
		assert.Less(t, time.Since(began), 10*time.Second)
		next := open("")
		assert.Equal(t, http.StatusOK, next.resp.StatusCode, "the slow reader has been dropped")
		next.close()
		_, _ = io.Copy(io.Discard, slow.resp.Body)
		slow.close()
	})
}

func TestLastEventIDThatIsNoNumber(t *testing.T) {
	t.Parallel()
	d, doc := newDesk(t), readSchema(t)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/_sim/v1/events", http.NoBody)
	r.Header.Set("Last-Event-ID", "x")
	checkRefusal(t, &doc, d.serve(r), http.StatusBadRequest, "Last-Event-ID", "the header")
	checkRefusal(t, &doc, d.do(http.MethodGet, "events?after=-1", ""), http.StatusBadRequest, "after", "the parameter")
}
