package twiliotest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/twiml"
)

// The results of an Enqueue.
// https://www.twilio.com/docs/voice/twiml/enqueue#attributes-action-parameters
const (
	queueBridged           = "bridged"
	queueBridging          = "bridging-in-process"
	queueError             = "error"
	queueHangup            = "hangup"
	queueLeft              = "leave"
	queueRedirected        = "redirected"
	queueRedirectedBridged = "redirected-from-bridged"
	queueResultFull        = "queue-full"
)

// usualEnqueueSize is the size of a queue that an Enqueue creates.
// https://www.twilio.com/docs/voice/twiml/enqueue
const usualEnqueueSize = 100

// queueing is an Enqueue, from the queue to the end of the conversation with who has taken
// the call out of it.
type queueing struct {
	*runner

	v      twiml.Enqueue
	member *queueMember // nil until the call is in the queue
	doing  *activity
	waited time.Duration // in the queue, once it is left
	taken  *dequeuing    // who has taken the call out of the queue, nil for nobody
}

// enqueue lets the call wait in a queue.
func (r *runner) enqueue(v twiml.Enqueue) (through bool) {
	if v.WorkflowSID != "" || len(v.Tasks) > 0 {
		r.notSimulated("an <Enqueue> with a workflow of TaskRouter is not carried out")
		return true
	}
	q := &queueing{runner: r, v: v, doing: &activity{}}
	q.doing.stop = q.stopped
	r.begin(q.doing)
	if problem := q.join(strings.TrimSpace(v.Name)); problem != "" {
		q.finish(problem)
		return false
	}
	q.member.queue.serve()
	if q.taken == nil {
		q.wait()
	}
	return false
}

// join puts the call at the end of the queue. It returns the result of an Enqueue that
// cannot, "" if it can. The check of the document has told of a name that is none.
func (q *queueing) join(name string) (problem string) {
	s := q.sim
	if name == "" || utf8.RuneCountInString(name) > maxQueueName {
		return queueError
	}
	line := s.queueNamed(q.call.account, name)
	if line == nil {
		size := usualEnqueueSize
		if q.v.MaxQueueSize > 0 {
			size = q.most(maxQueueSize)
		}
		line = s.newQueue(q.call.account, name, size)
		line.ofEnqueue = true
	}
	if len(line.members) >= q.most(line.max) {
		q.alert(queueFull, "the queue %s is full", name)
		return queueResultFull
	}
	q.member = &queueMember{call: q.call, queue: line, since: s.Clock.Now(), enqueued: q}
	q.call.waits = q.member
	line.members = append(line.members, q.member)
	s.emit(EventQueue, line.sid, q.call.Person())
	return ""
}

// most is how many calls may wait in a queue: as many as the Enqueue says, or so many
// without that.
func (q *queueing) most(without int) int {
	if most := q.v.MaxQueueSize; most > 0 && most < without {
		return most
	}
	return without
}

// wait lets the call hear the wait document again and again, or Twilio's own music when
// there is none.
func (q *queueing) wait() {
	if q.v.WaitURL == "" {
		q.heard(Line{Kind: LineMusic})
		return
	}
	waiting := newRunner(q.call, inQueue, nil)
	waiting.failed = func() { q.finish(queueError) }
	q.doing.inner = waiting
	waiting.repeat(hook{url: q.address(q.v.WaitURL), method: string(q.v.WaitURLMethod), voice: true}, q.waitForm)
}

// waitForm returns the parameters of a request for the wait document.
// https://www.twilio.com/docs/voice/twiml/enqueue#attributes-waitUrl-parameters
func (q *queueing) waitForm() url.Values {
	now, line, form := q.sim.Clock.Now(), q.member.queue, q.call.form()
	form.Set("QueuePosition", strconv.Itoa(slices.Index(line.members, q.member)+1))
	form.Set("QueueSid", line.sid)
	form.Set("QueueTime", strconv.Itoa(int(now.Sub(q.member.since)/time.Second)))
	form.Set("AvgQueueTime", strconv.Itoa(line.averageWait(now)))
	form.Set("CurrentQueueSize", strconv.Itoa(len(line.members)))
	form.Set("MaxQueueSize", strconv.Itoa(line.max))
	return form
}

// leaveQueue ends the wait of the call, from its wait document.
func (r *runner) leaveQueue() (through bool) {
	if r.call.waits == nil {
		r.alert(verbUnheard, "<Leave> is for the document that a call hears while it waits in a queue")
		return true
	}
	r.call.waits.enqueued.finish(queueLeft)
	return false
}

// quit takes the call out of the queue.
func (q *queueing) quit() {
	if q.member != nil && q.call.waits == q.member {
		q.waited = q.sim.Clock.Now().Sub(q.member.since)
		q.sim.leaveQueue(q.call)
	}
}

// finish goes on with the action, or with the next verb.
func (q *queueing) finish(result string) {
	q.quit()
	q.clear()
	if q.v.Action == "" || q.goTo(q.v.Action, string(q.v.Method), q.form(result)) {
		q.step()
	}
}

// stopped ends the wait, or the conversation after it, with the call, or because the call
// gets other instructions.
func (q *queueing) stopped(why ending) {
	q.quit()
	result := q.resultOf(why)
	if q.taken != nil {
		q.taken.callerLeft()
	}
	if q.v.Action != "" {
		q.report(q.v.Action, string(q.v.Method), q.form(result))
	}
}

// resultOf is the result of an Enqueue that something else ends.
func (q *queueing) resultOf(why ending) string {
	bridged := q.taken != nil && q.taken.bridged
	switch {
	case why == byRedirect && bridged:
		return queueRedirectedBridged
	case why == byRedirect:
		return queueRedirected
	case bridged:
		return queueBridged
	}
	return queueHangup
}

// form returns the parameters of the action.
// https://www.twilio.com/docs/voice/twiml/enqueue#attributes-action-parameters
func (q *queueing) form(result string) url.Values {
	form := url.Values{"QueueResult": {result}}
	if q.member != nil {
		form.Set("QueueSid", q.member.queue.sid)
		form.Set("QueueTime", strconv.Itoa(int(q.waited/time.Second)))
	}
	return form
}
