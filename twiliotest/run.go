package twiliotest

import (
	"fmt"
	"net/http/cookiejar"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// stage is where a document runs, which decides which verbs may stand in it.
type stage int

const (
	onCall         stage = iota // the instructions of a call
	inGather                    // the prompts of a Gather or a Pay
	inWhisper                   // what a called person hears before the connection
	inQueueWhisper              // what a call hears that leaves a queue, before the connection
	inQueue                     // what a call hears while it waits in a queue
	inConference                // what a participant hears before the start, or on hold
	inAnnouncement
)

// runner carries out TwiML on a call, verb by verb. A call has one for its own
// instructions. A verb may have another one for what the call hears meanwhile, such as the
// prompts of a Gather or the music of a queue. Its methods are called with the
// simulator's lock held.
type runner struct {
	sim    *Sim
	call   *call
	where  stage
	then   func() // follows the last verb
	failed func() // follows a document that cannot be had

	audience func() []*call // who hears it, nil for the person on the call alone

	at     *url.URL // where the document stands, nil for one that came in a request
	verbs  []twiml.Verb
	next   int       // the verb after the current one
	doing  *activity // the current verb, if it takes time
	halted bool
}

// activity is a verb that takes time.
type activity struct {
	inner  *runner              // what is heard meanwhile, nil for nothing
	key    func(key string)     // takes a key that the person presses; nil when no key is listened to
	speech func(said utterance) // takes words; nil when no words are listened to
	stop   func(why ending)     // follows when something else ends the activity; nil for nothing
	secret bool                 // the keys are, such as the number of a card
	timers []appointment
}

// ending is what ends a runner before its last verb.
type ending int

const (
	byHangup   ending = iota // the call is over
	byRedirect               // the call gets other instructions
)

// utterance is what a person says at once.
type utterance struct {
	words string
	lasts time.Duration
}

func newRunner(c *call, where stage, then func()) *runner {
	r := &runner{sim: c.sim, call: c, where: where, then: then}
	r.failed = r.apologize
	return r
}

// carryOut begins a document.
func (r *runner) carryOut(in instructions) {
	if in.at != nil {
		r.at = in.at
	}
	r.verbs, r.next = in.doc.Verbs, 0
	r.step()
}

// step carries out verbs until one takes time.
func (r *runner) step() {
	for r.next < len(r.verbs) && !r.halted {
		verb := r.verbs[r.next]
		r.next++
		if through := r.run(verb); !through {
			return
		}
	}
	if !r.halted {
		r.then()
	}
}

// begin makes an activity the current one. The one before is over.
func (r *runner) begin(a *activity) {
	r.clear()
	r.doing = a
}

// proceed goes on with the next verb; the current activity is over.
func (r *runner) proceed() {
	r.clear()
	r.step()
}

// clear ends the current activity, without its consequences.
func (r *runner) clear() {
	a := r.doing
	if a == nil {
		return
	}
	r.doing = nil
	for _, timer := range a.timers {
		timer.cancel()
	}
	if a.inner != nil {
		a.inner.halt(byRedirect)
	}
}

// hush ends what is heard meanwhile.
func (a *activity) hush() {
	if a.inner != nil {
		a.inner.halt(byRedirect)
		a.inner = nil
	}
}

// halt ends a runner, whatever it does.
func (r *runner) halt(why ending) {
	if r == nil || r.halted {
		return
	}
	a := r.doing
	r.halted = true
	r.clear()
	if a != nil && a.stop != nil {
		a.stop(why)
	}
}

// after does something in a time, unless the current activity is over by then.
func (r *runner) after(d time.Duration, then func()) appointment {
	s, a := r.sim, r.doing
	timer := s.Clock.schedule(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if r.doing != a || r.halted || s.closed {
			return
		}
		then()
		s.notify()
	})
	if a != nil {
		a.timers = append(a.timers, timer)
	}
	return timer
}

// wait lets time pass before the next verb.
func (r *runner) wait(d time.Duration) {
	r.begin(&activity{})
	r.after(d, r.proceed)
}

// within runs verbs as a part of the current activity.
func (r *runner) within(a *activity, where stage, verbs []twiml.Verb, then func()) {
	a.inner = newRunner(r.call, where, then)
	a.inner.at, a.inner.verbs = r.at, verbs
	a.inner.step()
}

// keys returns who takes the keys of the person, nil for nobody.
func (r *runner) keys() func(key string) {
	switch a := r.current(); {
	case a == nil:
		return nil
	case a.key != nil:
		return a.key
	default:
		return a.inner.keys()
	}
}

// hides says that the keys of the person must not be seen.
func (r *runner) hides() bool {
	a := r.current()
	return a != nil && (a.secret || a.inner.hides())
}

// listener returns who takes the words of the person, nil for nobody.
func (r *runner) listener() func(utterance) {
	switch a := r.current(); {
	case a == nil:
		return nil
	case a.speech != nil:
		return a.speech
	default:
		return a.inner.listener()
	}
}

func (r *runner) current() *activity {
	if r == nil {
		return nil
	}
	return r.doing
}

// The most that a call may ask for. Twilio publishes no such limits: a call that reaches
// one would go on at Twilio for hours.
const (
	maxDocumentsAtOnce = 100
	maxCallDocuments   = 10_000
)

// exhausted notes that the call has asked for another document, and says whether it was
// one too many.
func (c *call) exhausted(now time.Time) (problem string) {
	c.documents++
	if !now.Equal(c.askedAt) {
		c.askedAt, c.askedAtOnce = now, 0
	}
	c.askedAtOnce++
	switch {
	case c.askedAtOnce > maxDocumentsAtOnce:
		return fmt.Sprintf("the call has asked for more than %d documents while no time passed", maxDocumentsAtOnce)
	case c.documents > maxCallDocuments:
		return fmt.Sprintf("the call has asked for more than %d documents", maxCallDocuments)
	}
	return ""
}

// fetch asks the application for the next document, and carries it out. The fallback of the
// call's instructions is that of every document.
func (r *runner) fetch(h hook, form url.Values) {
	r.obtain(h, form, func(in instructions) { r.carryOut(in) })
}

// obtain asks the application for a document.
func (r *runner) obtain(h hook, form url.Values, then func(instructions)) {
	s, c, a := r.sim, r.call, &activity{}
	r.begin(a)
	if problem := c.exhausted(s.Clock.Now()); problem != "" {
		r.raise(Alert{Kind: AlertLimit, URL: h.url, Message: problem + ": the call is ended"})
		s.endCall(c, twilio.CallStatusCompleted)
		return
	}
	h.voice, h.cookies = true, c.cookieJar()
	if h.fallback == nil {
		h.fallback = c.hook.fallback
	}
	s.later(func() {
		in, _ := s.ask(&h, form)
		if answersMessage(in.doc) {
			s.alertAbout(c.subject(), verbUnheard, in.at.String(), "<Message> cannot run on a call")
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		defer s.notify()
		if r.doing != a || r.halted || s.closed {
			return
		}
		r.clear()
		r.understood(in, then)
	})
}

// understood goes on with a document, or without one.
func (r *runner) understood(in instructions, then func(instructions)) {
	if r.where == onCall {
		if r.call.TwiML = in.twiml; in.doc == nil {
			r.call.TwiML = ""
		}
		r.call.instructed = true
	}
	if in.doc == nil {
		r.failed()
		return
	}
	then(in)
}

// inline begins the TwiML of a request.
func (r *runner) inline(text string) {
	s, c, a := r.sim, r.call, &activity{}
	r.begin(a)
	s.later(func() {
		in := instructions{twiml: text}
		in.doc, _ = s.checkTwiML(c.subject(), text, "", true)
		s.mu.Lock()
		defer s.mu.Unlock()
		defer s.notify()
		if r.doing != a || r.halted || s.closed {
			return
		}
		r.clear()
		r.understood(in, r.carryOut)
	})
}

// apology is what Twilio says when there are no instructions to carry out.
// https://www.twilio.com/docs/voice/twiml
const apology = "We are sorry, an application error has occurred. Goodbye."

// apologize says so, and hangs up.
func (r *runner) apologize() {
	if r.call.Started.IsZero() {
		r.sim.connectCall(r.call)
	}
	r.begin(&activity{})
	lasts := spoken(apology)
	r.heard(Line{Kind: LineSay, Text: apology, Lasts: lasts})
	r.after(lasts, func() { r.sim.endCall(r.call, twilio.CallStatusCompleted) })
}

// address finds an address from where the document stands.
func (r *runner) address(relative string) string {
	if r.at == nil {
		return relative
	}
	return resolve(r.at, relative)
}

// hookTo is an address of the document, which is the document's own when it is "". The
// second value says that there is one: a document that came in a request has no address.
func (r *runner) hookTo(address, method string) (hook, bool) {
	if address == "" && r.at == nil {
		return hook{}, false
	}
	return hook{url: r.address(address), method: method, voice: true}, true
}

// goTo asks for the document that a verb leads to. Without an address the call goes on with
// the next verb.
func (r *runner) goTo(address, method string, form url.Values) (through bool) {
	h, ok := r.hookTo(address, method)
	if !ok {
		return true
	}
	all := r.call.form()
	for name, values := range form {
		all[name] = values
	}
	r.fetch(h, all)
	return false
}

// report tells an address of the application something of which the answer has no effect,
// such as the action of a verb that a hangup has ended.
func (r *runner) report(address, method string, form url.Values) {
	h, ok := r.hookTo(address, method)
	if !ok {
		return
	}
	all := r.call.form()
	for name, values := range form {
		all[name] = values
	}
	h.status, h.failure, h.cookies = true, webhookRefused, r.call.cookieJar()
	s := r.sim
	s.later(func() { _, _ = s.judge(s.call(&h, all)) })
}

// webhookRefused is the code of an answer with an HTTP error.
// https://www.twilio.com/docs/api/errors/11217
const webhookRefused = 11217

// alert notes a problem of the document.
func (r *runner) alert(code twilio.ErrorCode, format string, args ...any) {
	r.raise(Alert{Code: code, Message: fmt.Sprintf(format, args...)})
}

// notSimulated notes that Twilio would do more.
func (r *runner) notSimulated(format string, args ...any) {
	r.raise(Alert{Kind: AlertNotSimulated, Message: fmt.Sprintf(format, args...)})
}

func (r *runner) raise(a Alert) {
	if a.URL == "" && r.at != nil {
		a.URL = r.at.String()
	}
	s, about := r.sim, r.call.subject()
	s.later(func() { s.raise(about, a) })
}

// subject is what an alert about a call is about.
func (c *call) subject() subject { return subject{callSID: c.SID, account: c.account} }

// cookieJar keeps the cookies that the application sets during a call.
// https://www.twilio.com/docs/voice/twiml#twilio-is-a-well-behaved-http-client
func (c *call) cookieJar() *cookiejar.Jar {
	if c.cookies == nil {
		c.cookies, _ = cookiejar.New(nil) // it cannot fail without options
	}
	return c.cookies
}
