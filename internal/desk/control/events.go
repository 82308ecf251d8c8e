package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	usualStreams = 64               // of a simulator at once
	heartbeat    = 15 * time.Second // between comments, while nothing happens
	writeLimit   = 5 * time.Second  // for a reader to take what is sent
)

// Streams counts the streams of events, and bounds them.
type Streams struct {
	most int

	mu   sync.Mutex
	open map[*twiliotest.Sim]int
}

// NewStreams bounds the streams of each simulator; 0 is 64.
func NewStreams(most int) *Streams {
	if most <= 0 {
		most = usualStreams
	}
	return &Streams{most: most, open: map[*twiliotest.Sim]int{}}
}

func (s *Streams) enter(sim *twiliotest.Sim) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[sim] >= s.most {
		return false
	}
	s.open[sim]++
	return true
}

func (s *Streams) leave(sim *twiliotest.Sim) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[sim]--; s.open[sim] == 0 {
		delete(s.open, sim)
	}
}

func (c *call) events() (any, *problem) {
	c.done = true
	Events(c.w, c.http, c.sim, c.streams)
	return nil, nil
}

// Events sends the events of a simulator as they happen, until the client goes: as server-sent
// events, whose id is the serial, whose event is the kind, and whose data is a [simapi.Event].
// The header Last-Event-ID, or the parameter after, resumes behind a serial; without them the
// stream begins now. When events behind the serial are not kept any more, the first event has
// the kind reset. A client that takes nothing for five seconds, or that falls 1,024 events
// behind, is dropped.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html
func Events(w http.ResponseWriter, r *http.Request, sim *twiliotest.Sim, streams *Streams) {
	after, problem := resumeFrom(r, sim)
	if problem != nil {
		problem.write(w)
		return
	}
	if !streams.enter(sim) {
		w.Header().Set("Retry-After", "5")
		(&tooMany).write(w)
		return
	}
	defer streams.leave(sim)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	(&stream{w: w, to: http.NewResponseController(w), sim: sim}).run(r.Context(), after)
}

var tooMany = problem{http.StatusServiceUnavailable, simapi.Error{
	Message: "The simulator has as many streams of events as it may have.", Remedy: "Close one, and try again. Tabs of a browser can share one.",
}}

// resumeFrom is the serial behind which a stream begins.
func resumeFrom(r *http.Request, sim *twiliotest.Sim) (int64, *problem) {
	text, field := r.Header.Get("Last-Event-ID"), "Last-Event-ID"
	if text == "" {
		text, field = r.URL.Query().Get("after"), "after"
	}
	if text == "" {
		return sim.EventSerial(), nil
	}
	serial, err := strconv.ParseInt(text, 10, 64)
	if err != nil || serial < 0 {
		return 0, badField(field, "The serial of the last event is no number.", "Give the id of an event, or leave it out.")
	}
	return serial, nil
}

// stream is a client that reads events.
type stream struct {
	w   http.ResponseWriter
	to  *http.ResponseController
	sim *twiliotest.Sim
}

func (s *stream) run(ctx context.Context, after int64) {
	events, err := s.sim.WaitEvents(ended(), after)
	if errors.Is(err, twiliotest.ErrEventsMissed) {
		after = s.sim.EventSerial()
		events, err = nil, s.send(fmt.Sprintf("id: %d\nevent: reset\ndata: {\"serial\":%d,\"kind\":\"reset\"}\n\n", after, after))
	} else if errors.Is(err, context.Canceled) {
		err = s.send(": this stream has begun\n\n")
	}
	for err == nil {
		if len(events) > 0 {
			after, err = events[len(events)-1].Serial, s.sendAll(events)
		}
		if err == nil {
			events, err = s.wait(ctx, after)
		}
	}
}

// ended is a context with which WaitEvents returns at once.
func ended() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// wait returns the next events, none after a heartbeat.
func (s *stream) wait(ctx context.Context, after int64) ([]twiliotest.Event, error) {
	limited, cancel := context.WithTimeout(ctx, heartbeat)
	defer cancel()
	events, err := s.sim.WaitEvents(limited, after)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil, s.send(": still here\n\n")
	}
	return events, err
}

func (s *stream) sendAll(events []twiliotest.Event) error {
	var text []byte
	for _, e := range events {
		data, err := json.Marshal(simapi.Event{Serial: e.Serial, At: e.At, Kind: string(e.Kind), SID: e.SID, Phone: e.Phone})
		if err != nil {
			return err
		}
		text = fmt.Appendf(text, "id: %d\nevent: %s\ndata: %s\n\n", e.Serial, e.Kind, data)
	}
	return s.send(string(text))
}

// send writes to the client, which has a time to take it.
func (s *stream) send(text string) error {
	if err := s.to.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.to.Flush()
}
