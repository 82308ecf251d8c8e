package twiliotest_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// waiting lets phones call the account's number and wait in a queue.
func (l *lines) waiting(queue string, numbers ...string) (calls []string) {
	l.Helper()
	l.sim.Number(clinic, twiliotest.VoiceWebhook(twiml.Voice(twiml.Enqueue{Name: queue})))
	for _, number := range numbers {
		calls = append(calls, l.sim.Phone(number).Call(clinic).SID)
	}
	return calls
}

// TestQueue: it has a name of its own and a size, and is deleted when it is empty.
func TestQueue(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	queues := l.account + "/Queues.json"
	support := l.must(201, "POST", queues, url.Values{"FriendlyName": {"support"}})
	assert.Equal(t, []any{1000.0, 0.0, 0.0}, []any{support["max_size"], support["current_size"], support["average_wait_time"]})
	sales := l.must(201, "POST", queues, url.Values{"FriendlyName": {"sales"}, "MaxSize": {"2"}})
	path := l.account + "/Queues/" + field(sales, "sid")
	l.refused(400, 22003, "POST", queues, url.Values{"FriendlyName": {"support"}})
	l.refused(400, 22003, "POST", path+".json", url.Values{"FriendlyName": {"support"}})
	l.refused(400, twilio.CodeBadRequest, "POST", queues, url.Values{"FriendlyName": {strings.Repeat("x", 65)}})
	l.refused(400, twilio.CodeBadRequest, "POST", queues, url.Values{"MaxSize": {"2"}})
	for _, size := range []string{"0", "5001"} {
		l.refused(400, twilio.CodeBadRequest, "POST", path+".json", url.Values{"MaxSize": {size}})
	}
	assert.Equal(t, "sales", l.must(200, "POST", path+".json", url.Values{"FriendlyName": {"sales"}})["friendly_name"], "its own name is free for it")
	assert.Len(t, l.must(200, "GET", queues, nil)["queues"], 2)

	l.waiting("sales", ada)
	l.refused(409, twilio.CodeConflict, "DELETE", path+".json", nil)
	l.hangUp(ada)
	l.must(204, "DELETE", path+".json", nil)
	l.refused(404, 20404, "GET", path+".json", nil)
	l.refused(404, 20404, "GET", path+"/Members.json", nil)
}

// TestMembers wait in the order in which they came.
func TestMembers(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	calls := l.waiting("support", ada)
	l.sim.Clock.Advance(29 * time.Second) // the second call rings for one more
	calls = append(calls, l.waiting("support", bob)...)
	l.sim.Clock.Advance(30 * time.Second)
	found, _ := l.must(200, "GET", l.account+"/Queues.json", nil)["queues"].([]any)
	queue, _ := found[0].(map[string]any)
	assert.Equal(t, []any{"support", 2.0, 45.0}, []any{queue["friendly_name"], queue["current_size"], queue["average_wait_time"]}, "created by its first member")
	members := l.account + "/Queues/" + field(queue, "sid") + "/Members"
	for i, wait := range []float64{60, 30} {
		member := l.must(200, "GET", members+"/"+calls[i]+".json", nil)
		assert.Equal(t, []any{calls[i], float64(i + 1), wait, queue["sid"]}, []any{member["call_sid"], member["position"], member["wait_time"], member["queue_sid"]})
	}
	assert.Equal(t, calls[0], l.must(200, "GET", members+"/Front.json", nil)["call_sid"])
	assert.Len(t, l.must(200, "GET", members+".json", nil)["queue_members"], 2)
	assert.Len(t, l.must(200, "GET", members+".json?PageSize=1", nil)["queue_members"], 1)

	l.sim.Handle(hooks+"/agent", twiml.Voice(twiml.Say{Text: "Hello"}, twiml.Pause{Length: 10}))
	next := url.Values{"Url": {hooks + "/agent"}, "Method": {"GET"}}
	assert.Equal(t, calls[0], l.must(200, "POST", members+"/Front.json", next)["call_sid"])
	l.sim.Clock.Advance(5 * time.Second)
	assert.Contains(t, l.sim.Calls()[0].TwiML, "Hello")
	l.refused(404, 20404, "POST", members+"/"+calls[0]+".json", next)
	assert.InDelta(t, 1, l.must(200, "GET", members+"/"+calls[1]+".json", nil)["position"], 0)
	l.sim.Clock.Advance(6 * time.Second)
	assert.Equal(t, []twilio.CallStatus{twilio.CallStatusCompleted, twilio.CallStatusInProgress}, []twilio.CallStatus{l.sim.Calls()[0].Status, l.sim.Calls()[1].Status})
	assert.Equal(t, calls[1], l.must(200, "POST", members+"/"+calls[1]+".json", next)["call_sid"])
	l.refused(404, 20404, "POST", members+"/Front.json", next)
}

// TestMemberLeaves when its call is over, joins a conference or has other instructions.
func TestMemberLeaves(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(l *lines, call string){
		"hangs up": func(l *lines, _ string) { l.hangUp(ada) },
		"conference": func(l *lines, call string) {
			l.must(200, "POST", l.account+"/Calls/"+call+".json", url.Values{"Twiml": {"<Response><Dial><Conference>standup</Conference></Dial></Response>"}})
		},
		"redirect": func(l *lines, call string) {
			l.must(200, "POST", l.account+"/Calls/"+call+".json", url.Values{"Twiml": {"<Response><Hangup/></Response>"}})
		},
		"another queue": func(l *lines, call string) {
			l.must(200, "POST", l.account+"/Calls/"+call+".json", url.Values{"Twiml": {"<Response><Enqueue>sales</Enqueue></Response>"}})
		},
		"after hours": func(l *lines, _ string) { l.sim.Clock.Advance(4 * time.Hour) },
	} {
		l := newLines(t)
		call := l.waiting("support", ada)[0]
		leave(l, call)
		found, _ := l.must(200, "GET", l.account+"/Queues.json", nil)["queues"].([]any)
		queue, _ := found[len(found)-1].(map[string]any)
		assert.Equal(t, []any{"support", 0.0}, []any{queue["friendly_name"], queue["current_size"]}, name)
	}
}

// TestParticipantIsEnqueued: a call that waits is in no conference.
func TestParticipantIsEnqueued(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	conference, first, _ := l.meet(nil, nil)
	l.must(200, "POST", l.account+"/Calls/"+first+".json", url.Values{"Twiml": {"<Response><Enqueue>support</Enqueue></Response>"}})
	l.sim.Clock.Advance(0)
	queues, _ := l.must(200, "GET", l.account+"/Queues.json", nil)["queues"].([]any)
	require.Len(t, queues, 1)
	assert.Len(t, l.must(200, "GET", conference+"/Participants.json", nil)["participants"], 1)
}

// TestQueueIsFull: the call that finds no place goes on after the Enqueue.
func TestQueueIsFull(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	l.must(201, "POST", l.account+"/Queues.json", url.Values{"FriendlyName": {"support"}, "MaxSize": {"1"}})
	l.waiting("support", ada, bob)
	assert.Equal(t, twilio.CallStatusInProgress, l.sim.Calls()[0].Status)
	assert.Equal(t, twilio.CallStatusCompleted, l.sim.Calls()[1].Status)
	expectAlerts(t, l.sim, 14207)
	assert.Contains(t, l.sim.Alerts()[0].Message, "the queue support is full")
}
