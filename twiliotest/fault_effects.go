package twiliotest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
)

// replier is how an answer goes out, or does not.
type replier func(s *Sim, w http.ResponseWriter, r *http.Request, a answer)

func (m Match) fault(name string, reply replier) Fault {
	return Fault{match: m, name: name, reply: reply}
}

func (m Match) answers(name string, a *answer) Fault {
	f := m.fault(name, (*Sim).replyWhole)
	f.answer = a
	return f
}

// Status answers with an error of Twilio's instead of carrying the request out.
// Code 0 leaves the code out, as some answers do.
func (m Match) Status(status int, code twilio.ErrorCode) Fault {
	if status < 400 || status > 599 {
		m.invalid = fmt.Sprintf("Status(%d): give the status of an error, 400 to 599", status)
	}
	return m.answers(fmt.Sprintf("status %d, code %d", status, int(code)), errorAnswer(status, code)).as(simapi.Effect{Kind: "status", Status: status, Code: int(code)})
}

// HTML answers with a page, as something between the client and Twilio does, such
// as a 502.
func (m Match) HTML(status int) Fault {
	if status < 200 || status > 599 {
		m.invalid = fmt.Sprintf("HTML(%d): give a status, 200 to 599", status)
	}
	page := fmt.Sprintf("<html><head><title>%d %s</title></head></html>\n", status, http.StatusText(status))
	return m.answers(fmt.Sprintf("status %d in HTML", status), &answer{status: status, text: page}).as(simapi.Effect{Kind: "html", Status: status})
}

// TooManyRequests answers 429 with code 20429, with which Twilio says that the
// request was not processed. retryAfter is the header as it stands, seconds or an
// HTTP date; "" sends none.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/20429
func (m Match) TooManyRequests(retryAfter string) Fault {
	a := errorAnswer(http.StatusTooManyRequests, twilio.CodeTooManyConcurrentRequests)
	a.retryAfter = retryAfter
	return m.answers("status 429, Retry-After "+retryAfter, a).as(simapi.Effect{Kind: "too-many-requests", RetryAfter: retryAfter})
}

// RedirectElsewhere answers 307 with another address, to which no credentials may
// go.
func (m Match) RedirectElsewhere(location string) Fault {
	return m.answers("redirect", &answer{status: http.StatusTemporaryRedirect, location: location}).as(simapi.Effect{Kind: "redirect", Location: location})
}

// Oversized answers with 17 MiB, more than a client reads, compressed to a fraction
// of that.
func (m Match) Oversized() Fault {
	return m.fault("oversized answer", (*Sim).replyOversized).as(simapi.Effect{Kind: "oversized"})
}

// DropBeforeRead resets the connection; nothing was carried out. Whether the
// network took the request, the client may know or not.
func (m Match) DropBeforeRead() Fault {
	return m.silent("drop before read", (*Sim).reset).as(simapi.Effect{Kind: "drop"})
}

// ReadThenClose reads the request and closes the connection; nothing was carried
// out, and the client cannot know.
func (m Match) ReadThenClose() Fault {
	return m.silent("read, then close", (*Sim).hangUp).as(simapi.Effect{Kind: "read-then-close"})
}

// CommitThenClose carries the request out and closes the connection without an
// answer.
func (m Match) CommitThenClose() Fault {
	f := m.silent("commit, then close", (*Sim).hangUp).as(simapi.Effect{Kind: "commit-then-close"})
	f.commit = true
	return f
}

// CommitThenReset carries the request out and resets the connection.
func (m Match) CommitThenReset() Fault {
	f := m.silent("commit, then reset", (*Sim).reset).as(simapi.Effect{Kind: "commit-then-reset"})
	f.commit = true
	return f
}

// LateCommit closes the connection without an answer, and carries the request out
// d later, on the simulator's clock.
func (m Match) LateCommit(d time.Duration) Fault {
	f := m.silent("late commit", (*Sim).hangUp).as(simapi.Effect{Kind: "late-commit", Delay: simapi.Duration(d)})
	f.late = d
	if d <= 0 {
		f.match.invalid = fmt.Sprintf("LateCommit(%v): give how much later", d)
	}
	return f
}

// CommitHidden carries the request out and closes the connection without an answer. Lists
// leave the created resource out for d, on the simulator's clock.
func (m Match) CommitHidden(d time.Duration) Fault {
	f := m.CommitThenClose().as(simapi.Effect{Kind: "commit-hidden", Delay: simapi.Duration(d)})
	f.name, f.hidden = "commit, hidden", d
	if d <= 0 {
		f.match.invalid = fmt.Sprintf("CommitHidden(%v): give how long", d)
	}
	return f
}

// TruncatedJSON carries the request out and breaks off in the middle of the
// answer.
func (m Match) TruncatedJSON() Fault {
	return m.committed("truncated JSON", (*Sim).replyHalf).as(simapi.Effect{Kind: "truncated"})
}

// Latency carries the request out and answers d later. Virtual time moves on at
// once, so that no client gives up meanwhile; with [WallTime] one may, in a
// testing/synctest bubble without waiting.
func (m Match) Latency(d time.Duration) Fault {
	f := m.committed("latency", (*Sim).replyWhole).as(simapi.Effect{Kind: "latency", Delay: simapi.Duration(d)})
	f.wait = d
	return f
}

// SlowDrip carries the request out and spreads the bytes of the answer over d. It
// takes its time as [Match.Latency] does.
func (m Match) SlowDrip(d time.Duration) Fault {
	return m.committed("slow drip", func(s *Sim, w http.ResponseWriter, r *http.Request, a answer) {
		s.replySlowly(w, r, a, d)
	}).as(simapi.Effect{Kind: "slow-drip", Delay: simapi.Duration(d)})
}

// EarlyHints carries the request out and sends n informational answers before the
// real one.
func (m Match) EarlyHints(n int) Fault {
	return m.committed("early hints", func(s *Sim, w http.ResponseWriter, r *http.Request, a answer) {
		for range n {
			w.WriteHeader(http.StatusEarlyHints)
		}
		s.replyWhole(w, r, a)
	}).as(simapi.Effect{Kind: "early-hints", Count: n})
}

func (m Match) committed(name string, reply replier) Fault {
	f := m.fault(name, reply)
	f.commit = true
	return f
}

// silent gives no answer.
func (m Match) silent(name string, end replier) Fault {
	f := m.fault(name, end)
	f.answer = &answer{}
	return f
}

func (s *Sim) hangUp(w http.ResponseWriter, _ *http.Request, _ answer) {
	if conn := takeOver(w); conn != nil {
		_ = conn.Close()
	}
}

func (s *Sim) reset(w http.ResponseWriter, _ *http.Request, _ answer) {
	conn := takeOver(w)
	switch c := conn.(type) {
	case nil:
		return
	case interface{ Reset() }:
		c.Reset()
	case *net.TCPConn:
		_ = c.SetLinger(0)
	}
	_ = conn.Close()
}

// takeOver returns the connection of a request, nil when it is gone.
func takeOver(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil
	}
	return conn
}

// replyHalf ends in the middle of the announced length, upon which the server closes the
// connection.
func (s *Sim) replyHalf(w http.ResponseWriter, _ *http.Request, a answer) {
	body := s.head(w, a)
	send(w, body[:len(body)/2])
}

const drips = 16

func (s *Sim) replySlowly(w http.ResponseWriter, r *http.Request, a answer, d time.Duration) {
	body := s.head(w, a)
	flush := http.NewResponseController(w).Flush
	for i := range drips {
		if flush() != nil || s.Clock.Sleep(r.Context(), d/drips) != nil {
			return
		}
		send(w, body[len(body)*i/drips:len(body)*(i+1)/drips])
	}
}

func (s *Sim) replyOversized(w http.ResponseWriter, _ *http.Request, _ answer) {
	const mebibytes = 17
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return // there is such a level
	}
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for range mebibytes {
		_, _ = z.Write(blanks) // into memory
	}
	_ = z.Close()
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(packed.Bytes())
}
