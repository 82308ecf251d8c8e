package browser_test

import (
	"context"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func mustInt(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err)
	return n
}

func queryOf(text string) string { return url.PathEscape(text) }

// streams counts how often a tab has asked for the stream of events.
func (p *tab) streams() int {
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	count := 0
	for _, address := range p.seen.requests {
		if strings.Contains(address, "/_sim/v1/events") {
			count++
		}
	}
	return count
}

// TestTenTabs: ten tabs are kept new by one stream, and when its tab goes another one has it.
func TestTenTabs(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	// All of them share the storage of one window: a blank page keeps it when the first tab goes.
	window, closeWindow := chromedp.NewContext(shared.browser, chromedp.WithNewBrowserContext())
	defer closeWindow()
	require.NoError(t, chromedp.Do(window))
	tabs := make([]*tab, 10)
	for i := range tabs {
		tabs[i] = d.newTab(window, t)
		tabs[i].visit("/_sim/phones/" + ada)
	}
	m := d.send(ada, "For all tabs")
	all := 0
	for _, p := range tabs {
		p.shows("#"+m.SID+" .text", "For all tabs")
		all += p.streams()
	}
	assert.Equal(t, 1, all, "streams of ten tabs")
	assert.Equal(t, 1, tabs[0].streams(), "the first tab has it")

	tabs[0].leave()
	m = d.send(ada, "For those that are left")
	for _, p := range tabs[1:] {
		p.shows("#"+m.SID+" .text", "For those that are left")
	}
	all = 0
	for _, p := range tabs[1:] {
		all += p.streams()
	}
	assert.Equal(t, 1, all, "streams after the first tab has gone")
}

// road is a way to a server that can be cut.
type road struct {
	mu       sync.Mutex
	to       string
	isCut    bool
	open     []net.Conn
	lastSeen []string // the Last-Event-ID of each stream
}

// newRoad listens, and carries each connection to the server, until it is cut.
func newRoad(t *testing.T, to string) (*road, string) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	r := &road{to: strings.TrimPrefix(to, "http://")}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go r.carry(c)
		}
	}()
	return r, "http://" + listener.Addr().String()
}

func (r *road) carry(from net.Conn) {
	defer from.Close() //nolint:errcheck // nothing more is written
	to, err := new(net.Dialer).DialContext(context.Background(), "tcp", r.to)
	if err != nil {
		return
	}
	defer to.Close() //nolint:errcheck // nothing more is written
	r.mu.Lock()
	if r.isCut {
		r.mu.Unlock()
		return
	}
	r.open = append(r.open, from, to)
	r.mu.Unlock()
	go io.Copy(from, to)                      //nolint:errcheck // cut
	_, _ = io.Copy(to, io.TeeReader(from, r)) // cut
}

// Write looks for the header by which a stream goes on. A request comes in one piece.
func (r *road) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !strings.Contains(string(b), "GET /_sim/v1/events ") {
		return len(b), nil
	}
	_, rest, _ := strings.Cut(strings.ToLower(string(b)), "last-event-id: ")
	id, _, _ := strings.Cut(rest, "\r\n")
	r.lastSeen = append(r.lastSeen, id)
	return len(b), nil
}

func (r *road) cut(isCut bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.isCut = isCut
	for _, c := range r.open {
		_ = c.Close()
	}
	r.open = nil
}

// TestReconnect: a stream that was cut goes on where it was, and nothing is missed or doubled.
func TestReconnect(t *testing.T) {
	t.Parallel()
	d := startDesk(t)
	d.phone(ada, "Ada")
	way, address := newRoad(t, d.url)
	behind := *d
	behind.url = address
	p := behind.open(t, "/_sim/phones/"+ada)
	before := d.send(ada, "Before")
	p.shows("#"+before.SID+" .status", "delivered")
	p.shows("#live", "live")

	way.cut(true)
	p.shows("#live", "reconnecting")
	missed := []string{d.send(ada, "Missed 1").SID, d.send(ada, "Missed 2").SID, d.send(ada, "Missed 3").SID}
	assert.Zero(t, p.count("#"+missed[0]))
	serial := read[struct {
		EventSerial int64 `json:"event_serial"`
	}](d, "status").EventSerial

	way.cut(false)
	p.shows("#live", "live")
	for _, sid := range missed {
		p.shows("#"+sid+" .text", "Missed")
		p.shows("#"+sid+" .status", "delivered")
	}
	assert.Equal(t, 4, p.count(".bubble"), "each message stands there once")
	way.mu.Lock()
	defer way.mu.Unlock()
	require.GreaterOrEqual(t, len(way.lastSeen), 2)
	last := way.lastSeen[len(way.lastSeen)-1]
	require.Regexp(t, `^\d+$`, last, "the stream goes on by Last-Event-ID")
	assert.NotEqual(t, "0", last)
	assert.Less(t, mustInt(t, last), serial, "the messages came after the last event that it knew")
}
