package twiliotest_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// waits lets somebody call and wait in the queue support.
func (r *rooms) waits(number string, enqueue twiml.Enqueue) *twiliotest.Call {
	r.Helper()
	enqueue.Name = "support"
	return r.calls(number, enqueue, twiml.Say{Text: "After the Enqueue."})
}

// takes lets somebody call and take the front of the queue.
func (r *rooms) takes(number string, dial twiml.Dial, noun twiml.Queue) *twiliotest.Call {
	r.Helper()
	noun.Name = "support"
	dial.Children = []twiml.DialChild{noun}
	return r.calls(number, dial, twiml.Say{Text: "After the Dial."})
}

// queue is the path of the only queue.
func (r *rooms) queue() string {
	r.Helper()
	found, _ := r.must(200, "GET", r.account+"/Queues.json", nil)["queues"].([]any)
	require.Len(r.T, found, 1)
	queue, _ := found[0].(map[string]any)
	return r.account + "/Queues/" + field(queue, "sid")
}

// waitDocument lets an address answer with verbs, and returns the requests for it.
func (r *rooms) waitDocument(path string, verbs ...twiml.Verb) *[]*webhook.Waiting {
	r.Helper()
	asked := new([]*webhook.Waiting)
	r.sim.Handle(hooks+path, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		waiting, err := webhook.ParseWaiting(req)
		if assert.NoError(r.T, err) {
			*asked = append(*asked, waiting)
		}
		(&twiml.Response{Verbs: verbs}).ServeHTTP(w, req)
	}))
	return asked
}

// TestWaitInAQueue: each request for the wait document tells the position and the times.
func TestWaitInAQueue(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	asked := r.waitDocument("/wait", twiml.Pause{Length: 10})
	first := r.waits(ada, twiml.Enqueue{})
	assert.Len(t, heard(first, twiliotest.LineMusic), 1)
	r.sim.Clock.Advance(4 * time.Second)
	second := r.waits(bob, twiml.Enqueue{WaitURL: "/wait", MaxQueueSize: 20}) // the call rings for a second
	r.sim.Clock.Advance(5 * time.Second)
	first.Hangup()
	r.sim.Clock.Advance(5 * time.Second)
	require.Len(t, *asked, 2)
	one, two := (*asked)[0], (*asked)[1]
	assert.Equal(t, []int{2, 0, 2, 2, 100}, []int{one.QueuePosition, int(one.QueueTime.Seconds()), int(one.AvgQueueTime.Seconds()), one.CurrentQueueSize, one.MaxQueueSize})
	assert.Equal(t, []int{1, 10, 10, 1, 100}, []int{two.QueuePosition, int(two.QueueTime.Seconds()), int(two.AvgQueueTime.Seconds()), two.CurrentQueueSize, two.MaxQueueSize}, "the first has left")
	assert.Equal(t, []string{second.SID, r.queue()[len(r.account+"/Queues/"):]}, []string{two.CallSID, two.QueueSID})
}

// TestResultsOfEnqueue: the action hears how the wait has ended.
func TestResultsOfEnqueue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		enqueue twiml.Enqueue
		end     func(r *rooms, call *twiliotest.Call)
		want    string
		goesOn  bool // with the answer of the action
		alerts  []twilio.ErrorCode
	}{
		{"leaves by a key", twiml.Enqueue{WaitURL: "/menu"}, func(_ *rooms, call *twiliotest.Call) { call.ExpectSay("press 1"); call.Press("1") }, "leave", true, nil},
		{"hangs up", twiml.Enqueue{}, func(_ *rooms, call *twiliotest.Call) { call.Hangup() }, "hangup", false, nil},
		{"dequeued by a request", twiml.Enqueue{}, func(r *rooms, _ *twiliotest.Call) {
			r.must(200, "POST", r.queue()+"/Members/Front.json", url.Values{"Url": {hooks + "/elsewhere"}})
		}, "redirected", false, nil},
		{"redirected", twiml.Enqueue{}, func(r *rooms, call *twiliotest.Call) {
			r.must(200, "POST", r.account+"/Calls/"+call.SID+".json", url.Values{"Url": {hooks + "/elsewhere"}})
		}, "redirected", false, nil},
		{"no wait document", twiml.Enqueue{WaitURL: "/gone"}, func(*rooms, *twiliotest.Call) {}, "error", true, []twilio.ErrorCode{11217}},
		{"bridged", twiml.Enqueue{}, func(r *rooms, _ *twiliotest.Call) { r.takes(bob, twiml.Dial{}, twiml.Queue{}).Hangup() }, "bridged", true, nil},
		{"bridged, then hangs up", twiml.Enqueue{}, func(r *rooms, call *twiliotest.Call) { r.takes(bob, twiml.Dial{}, twiml.Queue{}); call.Hangup() }, "bridged", false, nil},
		{"bridged, then redirected", twiml.Enqueue{}, func(r *rooms, call *twiliotest.Call) {
			r.takes(bob, twiml.Dial{}, twiml.Queue{})
			r.must(200, "POST", r.account+"/Calls/"+call.SID+".json", url.Values{"Url": {hooks + "/elsewhere"}})
		}, "redirected-from-bridged", false, nil},
		{"the agent gives up", twiml.Enqueue{}, func(r *rooms, call *twiliotest.Call) {
			agent := r.takes(bob, twiml.Dial{}, twiml.Queue{URL: "/whisper"})
			call.ExpectSay("connected soon")
			agent.Hangup()
		}, "bridging-in-process", true, nil},
		{"full", twiml.Enqueue{}, nil, "queue-full", true, []twilio.ErrorCode{14207}},
	} {
		for _, action := range []string{"/action", ""} {
			r := newRooms(t)
			r.sim.Handle(hooks+"/menu", twiml.Voice(twiml.Gather{NumDigits: 1, Action: "/key", Children: []twiml.GatherChild{twiml.Say{Text: "To leave, press 1."}}}))
			r.sim.Handle(hooks+"/key", twiml.Voice(twiml.Leave{}))
			r.sim.Handle(hooks+"/gone", status(410))
			r.sim.Handle(hooks+"/elsewhere", twiml.Voice(twiml.Say{Text: "Elsewhere."}))
			r.sim.Handle(hooks+"/whisper", twiml.Voice(twiml.Say{Text: "You are connected soon."}))
			if tt.want == "queue-full" {
				r.must(201, "POST", r.account+"/Queues.json", url.Values{"FriendlyName": {"support"}, "MaxSize": {"1"}})
				r.waits(carol, twiml.Enqueue{})
			}
			tt.enqueue.Action = action
			call := r.waits(ada, tt.enqueue)
			if tt.end != nil {
				r.sim.Clock.Advance(2 * time.Second)
				tt.end(r, call)
			}
			r.sim.Clock.Advance(10 * time.Second)
			said := heard(call, twiliotest.LineSay)
			switch {
			case !tt.goesOn:
				assert.NotContains(t, said, "After the Enqueue.", tt.name)
				assert.NotContains(t, said, "Goodbye.", tt.name)
			case action == "":
				assert.Contains(t, said, "After the Enqueue.", tt.name)
			default:
				assert.Contains(t, said, "Goodbye.", tt.name)
			}
			expectAlerts(t, r.sim, tt.alerts...)
			if action == "" {
				assert.Empty(t, r.actions, tt.name)
				continue
			}
			require.Len(t, r.actions, 1, tt.name)
			assert.Equal(t, tt.want, r.actions[0].Get("QueueResult"), tt.name)
			enqueued := tt.want != "queue-full"
			assert.Equal(t, enqueued, r.actions[0].Has("QueueSid"), tt.name)
			assert.Equal(t, enqueued, r.actions[0].Has("QueueTime"), tt.name)
		}
	}
}

// TestEnqueueOfTaskRouter is not simulated, and says so.
func TestEnqueueOfTaskRouter(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	call := r.calls(ada, twiml.Enqueue{WorkflowSID: "WW00000000000000000000000000000001", Tasks: []twiml.Task{{Attributes: "{}"}}}, twiml.Say{Text: "Next."}, twiml.Queue{Name: "support"})
	call.ExpectSay("Next")
	call.ExpectEnd()
	r.sim.ExpectNotSimulated("TaskRouter")
	r.sim.ExpectNotSimulated("<Queue>")
}

// TestLeaveOutsideOfAQueue is an alert.
func TestLeaveOutsideOfAQueue(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	r.calls(ada, twiml.Leave{}, twiml.Say{Text: "Next."}).ExpectSay("Next")
	expectAlerts(t, r.sim, 12200)
}

// TestEnqueueWithoutAName ends with an error.
func TestEnqueueWithoutAName(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	r.calls(ada, twiml.Enqueue{Action: "/action"}).ExpectSay("Goodbye")
	assert.Equal(t, "error", r.actions[0].Get("QueueResult"))
	expectAlerts(t, r.sim, 14204)
}
