package twiliotest

import (
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// queueHandler returns the handler of an operation on queues and their members, nil for
// all others.
func queueHandler(operation string) handler {
	switch operation {
	case "CreateQueue":
		return (*Sim).createQueue
	case "FetchQueue":
		return (*Sim).fetchQueue
	case "ListQueue":
		return (*Sim).listQueues
	case "UpdateQueue":
		return (*Sim).updateQueue
	case "DeleteQueue":
		return (*Sim).deleteQueue
	case "FetchMember":
		return (*Sim).fetchMember
	case "ListMember":
		return (*Sim).listMembers
	case "UpdateMember":
		return (*Sim).dequeueMember
	}
	return nil
}

// Limits of queues. https://www.twilio.com/docs/voice/api/queue-resource
const (
	maxQueueName   = 64 // characters
	usualQueueSize = 1000
	maxQueueSize   = 5000
)

// Codes of queues. https://www.twilio.com/docs/api/errors
const (
	queueExists = 22003
	queueFull   = 14207
)

// queue is a queue of calls, the one that waits longest at its front.
type queue struct {
	itemRecord

	name      string
	max       int
	members   []*queueMember
	agents    []*dequeuing // who wait for a member
	ofEnqueue bool         // which has opened it, and not a request
}

// queueMember is a call that waits in a queue.
type queueMember struct {
	call     *call
	queue    *queue
	since    time.Time
	enqueued *queueing // which has put it there
}

func (s *Sim) createQueue(r *request) (any, *apiError) {
	if problem := s.refuseQueue(r, nil); problem != nil {
		return nil, problem
	}
	q := s.newQueue(r.account, r.form.Get("FriendlyName"), atoi(r.form.Get("MaxSize"), usualQueueSize))
	return q.json(s.Clock.Now()), nil
}

// refuseQueue returns why a queue cannot have the parameters of a request; q is nil when
// it is to be created.
func (s *Sim) refuseQueue(r *request, q *queue) *apiError {
	name, size := r.form.Get("FriendlyName"), atoi(r.form.Get("MaxSize"), usualQueueSize)
	switch other := s.queueNamed(r.account, name); {
	case utf8.RuneCountInString(name) > maxQueueName:
		return badRequest(twilio.CodeBadRequest, "FriendlyName has more than 64 characters.")
	case size < 1 || size > maxQueueSize:
		return badRequest(twilio.CodeBadRequest, "MaxSize must be between 1 and 5000.")
	case other != nil && other != q:
		return badRequest(queueExists, "A queue with this FriendlyName exists already.")
	}
	return nil
}

func (s *Sim) newQueue(account, name string, size int) *queue {
	now := s.Clock.Now()
	q := &queue{itemRecord: itemRecord{sid: s.newSID("QU"), account: account, created: now, updated: now}, name: name, max: size}
	s.lines.queues = append(s.lines.queues, q)
	s.emit(EventQueue, q.sid, "")
	return q
}

// queueNamed returns the queue of a name, nil when there is none.
func (s *Sim) queueNamed(account, name string) *queue {
	for _, q := range s.lines.queues {
		if q.account == account && q.name == name {
			return q
		}
	}
	return nil
}

func (s *Sim) findQueue(r *request, param string) (*queue, *apiError) {
	if q := recordOf(s.lines.queues, r.ids[param]); q != nil && q.account == r.account {
		return q, nil
	}
	return nil, notFound(r.resource())
}

func (s *Sim) fetchQueue(r *request) (any, *apiError) {
	q, problem := s.findQueue(r, "Sid")
	if problem != nil {
		return nil, problem
	}
	return q.json(s.Clock.Now()), nil
}

func (s *Sim) listQueues(r *request) (any, *apiError) {
	var found []*queue
	for _, q := range slices.Backward(s.lines.queues) {
		if q.account == r.account {
			found = append(found, q)
		}
	}
	return listItems(r, "queues", found, func(q *queue) any { return q.json(s.Clock.Now()) })
}

func (s *Sim) updateQueue(r *request) (any, *apiError) {
	q, problem := s.findQueue(r, "Sid")
	if problem != nil {
		return nil, problem
	}
	if problem := s.refuseQueue(r, q); problem != nil {
		return nil, problem
	}
	if name := r.form.Get("FriendlyName"); name != "" {
		q.name = name
	}
	q.max, q.updated = atoi(r.form.Get("MaxSize"), q.max), s.Clock.Now()
	return q.json(q.updated), nil
}

// deleteQueue deletes a queue in which nobody waits.
func (s *Sim) deleteQueue(r *request) (any, *apiError) {
	q, problem := s.findQueue(r, "Sid")
	switch {
	case problem != nil:
		return nil, problem
	case len(q.members) > 0:
		return nil, conflict(twilio.CodeConflict, "The queue cannot be deleted while calls wait in it.")
	}
	s.lines.queues = without(s.lines.queues, q)
	s.emit(EventQueue, q.sid, "")
	return nil, nil //nolint:nilnil // no body, no error
}

// queueJSON is a queue as the API shows it.
type queueJSON struct {
	SID             string  `json:"sid"`
	AccountSID      string  `json:"account_sid"`
	AverageWaitTime int     `json:"average_wait_time"` // seconds, of those who wait
	CurrentSize     int     `json:"current_size"`
	DateCreated     *string `json:"date_created"`
	DateUpdated     *string `json:"date_updated"`
	FriendlyName    string  `json:"friendly_name"`
	MaxSize         int     `json:"max_size"`
	URI             string  `json:"uri"`
}

func (q *queue) path() string { return accountPath(q.account, "/Queues/"+q.sid) }

func (q *queue) json(now time.Time) queueJSON {
	return queueJSON{
		SID: q.sid, AccountSID: q.account, AverageWaitTime: q.averageWait(now), CurrentSize: len(q.members),
		DateCreated: rfc2822(q.created), DateUpdated: rfc2822(q.updated), FriendlyName: q.name, MaxSize: q.max, URI: q.path() + ".json",
	}
}

// averageWait is how long the members have waited, in seconds.
func (q *queue) averageWait(now time.Time) int {
	var waited time.Duration
	for _, m := range q.members {
		waited += now.Sub(m.since)
	}
	return int(waited / time.Duration(max(len(q.members), 1)) / time.Second)
}

// leaveQueue takes a call out of its queue; s.mu is held. It does nothing to a call that
// is in none.
func (s *Sim) leaveQueue(c *call) {
	if m := c.waits; m != nil {
		m.queue.members, c.waits = without(m.queue.members, m), nil
		s.emit(EventQueue, m.queue.sid, c.Person())
	}
}

// findMember returns the member that a path names, by its call or as the front of the
// queue.
func (s *Sim) findMember(r *request) (*queueMember, *apiError) {
	q, problem := s.findQueue(r, "QueueSid")
	if problem != nil {
		return nil, problem
	}
	for _, m := range q.members {
		if name := r.ids["CallSid"]; name == "Front" || name == m.call.SID {
			return m, nil
		}
	}
	return nil, notFound(r.resource())
}

func (s *Sim) fetchMember(r *request) (any, *apiError) {
	m, problem := s.findMember(r)
	if problem != nil {
		return nil, problem
	}
	return m.json(s.Clock.Now()), nil
}

func (s *Sim) listMembers(r *request) (any, *apiError) {
	q, problem := s.findQueue(r, "QueueSid")
	if problem != nil {
		return nil, problem
	}
	return pageOf(r, r.resource(), "queue_members", q.members,
		func(m *queueMember) string { return m.call.SID }, func(m *queueMember) any { return m.json(s.Clock.Now()) })
}

// dequeueMember takes a call out of its queue, and gets its next instructions.
func (s *Sim) dequeueMember(r *request) (any, *apiError) {
	m, problem := s.findMember(r)
	if problem != nil {
		return nil, problem
	}
	shown := m.json(s.Clock.Now())
	s.redirect(m.call, r.form)
	s.notify()
	return shown, nil
}

// redirect gives a call that goes on other instructions. Its conference, its queue or
// whoever it is connected with is left for them.
func (s *Sim) redirect(c *call, form url.Values) {
	c.runner.halt(byRedirect)
	if d := c.dialed; d != nil {
		c.dialed = nil
		d.legLeft()
	}
	s.leaveConference(c, leftByUpdate)
	s.leaveQueue(c)
	c.URL, c.TwiML, c.hook = form.Get("Url"), form.Get("Twiml"), instructionHook(form)
	s.instruct(c)
}

// memberJSON is a member as the API shows it.
type memberJSON struct {
	CallSID      string  `json:"call_sid"`
	DateEnqueued *string `json:"date_enqueued"`
	Position     int     `json:"position"`
	QueueSID     string  `json:"queue_sid"`
	URI          string  `json:"uri"`
	WaitTime     int     `json:"wait_time"` // seconds
}

func (m *queueMember) json(now time.Time) memberJSON {
	return memberJSON{
		CallSID: m.call.SID, DateEnqueued: rfc2822(m.since), Position: slices.Index(m.queue.members, m) + 1, QueueSID: m.queue.sid,
		URI: m.queue.path() + "/Members/" + m.call.SID + ".json", WaitTime: int(now.Sub(m.since) / time.Second),
	}
}
