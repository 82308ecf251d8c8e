package twiliotest

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
)

// Bounds of a round.
const (
	roundActions   = 24
	roundAnswers   = 2 * maxDocumentsAtOnce // the application hangs up after so many
	roundEvents    = 20_000                 // of the clock
	roundDocuments = 4
	roundSeed      = 2000 // bytes
)

// round is one call with an application and people who act at random.
type round struct {
	draw

	t         *testing.T
	sim       *Sim
	documents [roundDocuments]string
	asked     atomic.Int64
	began     time.Time
	passed    time.Duration // that the round itself let pass
}

func newRound(t *testing.T, v vocabulary, seed []byte) *round {
	t.Helper()
	r := &round{draw: draw{seed[:min(len(seed), roundSeed)]}, t: t, began: time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)}
	var err error
	r.sim, err = Start(Logger(slog.New(slog.DiscardHandler)), StartAt(r.began), Balance("1000", "USD"))
	require.NoError(t, err)
	for i := range r.documents {
		r.documents[i] = v.document(&r.draw)
	}
	r.sim.Handle(fuzzHost, http.HandlerFunc(r.answer))
	r.sim.Number(fuzzClinic, VoiceURL(fuzzHost+"/0"))
	r.sim.Phone(fuzzCarol).Busy()
	r.sim.Phone(fuzzDave).NoAnswer()
	r.sim.Phone(fuzzErin).OutOfService()
	return r
}

// fuzzClinic is the number of the account.
const fuzzClinic = "+14155556789"

// answer is the application. It answers with the documents of the round, and fails at some
// addresses in ways of their own.
func (r *round) answer(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Content-Type", "text/xml")
	if r.asked.Add(1) > roundAnswers {
		_, _ = w.Write([]byte("<Response><Hangup/></Response>"))
		return
	}
	switch req.URL.Path {
	case "/error":
		w.WriteHeader(http.StatusInternalServerError)
	case "/slow":
		_ = r.sim.Clock.Sleep(req.Context(), 20*time.Second)
	case "/loop":
		http.Redirect(w, req, fuzzHost+"/loop", http.StatusFound)
	case "/music":
		w.Header().Set("Content-Type", "audio/mpeg")
		_, _ = w.Write([]byte("sound"))
	case "/words":
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write([]byte("Hello."))
	case "/nothing":
	default:
		i, _ := strconv.Atoi(strings.TrimPrefix(req.URL.Path, "/"))
		_, _ = w.Write([]byte(r.documents[min(max(i, 0), roundDocuments-1)]))
	}
}

// play lets the round happen. It returns once no event is left.
func (r *round) play(ctx context.Context) {
	r.begin(ctx)
	for range roundActions {
		if len(r.seed) == 0 {
			break
		}
		r.act(ctx)
	}
	r.drain()
}

// begin makes the call: to the account's number, or by the API.
func (r *round) begin(ctx context.Context) {
	create := twilio.CallCreateParams{From: fuzzClinic, To: fuzzBob}
	switch r.pick(4) {
	case 0:
		create.TwiML = r.documents[0]
	case 1:
		create.URL = fuzzHost + "/0"
	default:
		_, err := r.sim.Phone(fuzzAda).Dial(ctx, fuzzClinic)
		require.NoError(r.t, err)
		return
	}
	_, _ = r.sim.Client().Calls.Create(ctx, create) // it refuses TwiML that is none
}

// act lets somebody do something.
func (r *round) act(ctx context.Context) {
	switch r.pick(12) {
	case 0:
		r.advance(time.Duration(1+r.pick(60)) * time.Second)
	case 1:
		r.advance(time.Hour)
	case 2:
		r.person(func(c *Call, live *call) {
			if live.keySink() != nil {
				r.unlocked(func() { _ = c.TryPress(ctx, string(allKeys[r.pick(len(allKeys))])) })
			}
		})
	case 3:
		r.person(func(c *Call, live *call) {
			if live.wordSink() != nil {
				r.unlocked(func() { _ = c.TrySpeak(ctx, "sales, please") })
			}
		})
	case 4:
		r.person(func(c *Call, _ *call) { r.unlocked(c.Hangup) })
	case 5, 6:
		r.update(ctx)
	default:
		for range 1 + r.pick(8) {
			r.sim.Clock.step()
		}
	}
}

func (r *round) advance(d time.Duration) {
	r.passed += d
	r.sim.Clock.Advance(d)
}

// person lets whoever is at the phone of one of the calls act, if the call goes on.
func (r *round) person(do func(c *Call, live *call)) {
	r.sim.mu.Lock()
	defer r.sim.mu.Unlock()
	if len(r.sim.calls) == 0 {
		return
	}
	live := r.sim.calls[r.pick(len(r.sim.calls))]
	if !live.Status.Final() {
		c := live.Call
		do(&c, live)
	}
}

// unlocked calls something that takes the simulator's lock.
func (r *round) unlocked(do func()) {
	r.sim.mu.Unlock()
	defer r.sim.mu.Lock()
	do()
}

// update changes one of the calls by the API.
func (r *round) update(ctx context.Context) {
	changes := [...]twilio.CallUpdateParams{
		{URL: fuzzHost + "/1"}, {URL: fuzzHost + "/slow"}, {TwiML: r.documents[2]}, {Status: twilio.CallStatusCompleted}, {Status: twilio.CallStatusCanceled},
	}
	change := changes[r.pick(len(changes))]
	r.person(func(c *Call, _ *call) {
		r.unlocked(func() { _, _ = r.sim.Client().Calls.Update(ctx, c.SID, change) })
	})
}

// drain lets every event happen that is left, and fails when they do not end.
func (r *round) drain() {
	r.t.Helper()
	for range roundEvents {
		if !r.sim.Clock.step() {
			return
		}
	}
	require.Fail(r.t, "the clock has events without end", "%s", r)
}

// longestRound is how long the calls of a round can last on the clock: the application can
// let a call begin anew in 4 hours, and recordings are worked on after the end.
const longestRound = 2*usualTimeLimit + time.Hour

// check holds the simulator against the rules that hold whatever a document says.
func (r *round) check() {
	r.t.Helper()
	s := r.sim
	require.NoError(r.t, s.awaitHandlers()) // a handler that has answered may not be counted out yet
	lasted := s.Clock.Now().Sub(r.began) - r.passed
	s.mu.Lock()
	defer s.mu.Unlock()
	assert.Less(r.t, lasted, longestRound, r)
	assert.Empty(r.t, s.outbox)
	assert.Zero(r.t, s.delivering+s.handling)
	assert.True(r.t, s.Clock.idle())
	for _, c := range s.calls {
		assert.True(r.t, c.Status.Final(), "%s is %s\n%s", c.SID, c.Status, r)
		assert.False(r.t, c.Ended.IsZero(), r)
		assert.Nil(r.t, c.runner.current(), "%s still does something\n%s", c.SID, r)
		assert.Nil(r.t, c.peer, "%s is still connected\n%s", c.SID, r)
		assert.LessOrEqual(r.t, c.documents, maxCallDocuments+1)
	}
	r.checkParts()
	r.checkMoney()
}

// checkParts looks for parts of calls that have outlived their calls.
func (r *round) checkParts() {
	r.t.Helper()
	for _, rec := range r.sim.lines.recordings {
		assert.True(r.t, rec.isOver(), "a recording of %s is %s\n%s", rec.source, rec.status, r)
	}
	for _, session := range r.sim.voice.sessions {
		assert.False(r.t, session.Ended.IsZero(), "a %s goes on\n%s", session.Kind, r)
	}
	for _, v := range r.sim.lines.conferences {
		assert.Empty(r.t, v.participants, "somebody is still in a conference\n%s", r)
		assert.NotEqual(r.t, conferenceInProgress, v.status, r)
	}
	for _, q := range r.sim.lines.queues {
		assert.Empty(r.t, q.members, "somebody still waits in a queue\n%s", r)
	}
}

// checkMoney adds up what was charged.
func (r *round) checkMoney() {
	r.t.Helper()
	s := r.sim
	var charged, ofCalls, talked money
	for _, c := range s.usage.charges {
		charged += c.price
		if strings.HasPrefix(c.category, "calls-inbound") || strings.HasPrefix(c.category, "calls-outbound") || c.category == "calls-client" || c.category == "calls-sip-outbound" {
			ofCalls += c.price
		}
	}
	for _, c := range s.calls {
		talked += c.price
	}
	assert.Equal(r.t, s.config.balance, s.balance+charged, r)
	assert.Equal(r.t, talked, ofCalls, r)
}

// String shows the documents of a round, for failures.
func (r *round) String() string { return strings.Join(r.documents[:], "\n") }

// playRound plays a round, and checks it.
func playRound(t *testing.T, v vocabulary, seed []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // of a wait that has no end
	defer cancel()
	r := newRound(t, v, seed)
	defer func() { assert.NoError(t, r.sim.Close()) }()
	r.play(ctx)
	require.NoError(t, ctx.Err(), r)
	r.check()
}

// FuzzCalls lets calls carry out any document while people and the application act at
// random: time ends, every call is over, and so is all that belongs to it.
func FuzzCalls(f *testing.F) {
	v := newVocabulary()
	f.Add([]byte(nil))
	for _, seed := range randomSeeds(40, 500) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed []byte) { playRound(t, v, seed) })
}

// TestPauseBeforeTheAnswerEnds shows that a call which is never answered ends as well.
func TestPauseBeforeTheAnswerEnds(t *testing.T) {
	t.Parallel()
	call := perform(t, `<Response><Pause length="9999999"/></Response>`, false).call
	assert.Equal(t, twilio.CallStatusNoAnswer, call.Status)
	assert.Equal(t, usualTimeLimit, call.Ended.Sub(call.Created))
}

// TestCallsLeaveNoGoroutine plays rounds in bubbles, which fail for a goroutine that is left.
func TestCallsLeaveNoGoroutine(t *testing.T) {
	t.Parallel()
	v := newVocabulary()
	for _, seed := range randomSeeds(20, 300) {
		synctest.Test(t, func(t *testing.T) { playRound(t, v, seed) })
	}
}
