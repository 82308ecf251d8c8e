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
)

// TestQueueWithAnAgent: an agent takes the callers one after the other. Each hears the
// document of the noun first, and then they hear each other.
func TestQueueWithAnAgent(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	var whispered []url.Values
	r.sim.Handle(hooks+"/whisper", http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		assert.NoError(t, req.ParseForm())
		whispered = append(whispered, req.PostForm)
		twiml.Voice(twiml.Say{Text: "You are connected."}).ServeHTTP(w, req)
	}))
	first := r.waits(ada, twiml.Enqueue{})
	second := r.waits(bob, twiml.Enqueue{})
	r.sim.Clock.Advance(9 * time.Second)
	noun := twiml.Queue{URL: "/whisper", Name: "support"}
	agent := r.calls(carol,
		twiml.Dial{HangupOnStar: twiml.True, Children: []twiml.DialChild{noun}},
		twiml.Say{Text: "The next caller."},
		twiml.Dial{Action: "/action", Children: []twiml.DialChild{noun}},
	)
	first.ExpectSay("You are connected")
	assert.Empty(t, heard(agent, twiliotest.LineSay), "the agent does not hear it")
	assert.InDelta(t, 1, r.must(200, "GET", r.queue()+"/Members/"+second.SID+".json", nil)["position"], 0)
	first.Speak("I need help.")
	assert.Equal(t, ada, agent.ExpectHear("help").From)
	agent.Speak("Here I am.")
	assert.Equal(t, carol, first.ExpectHear("Here I am").From)
	first.Press("5")
	assert.Equal(t, []string{"5"}, heard(agent, twiliotest.LineDigits))
	agent.Press("7*")
	assert.Equal(t, []string{"7"}, heard(first, twiliotest.LineDigits))
	first.ExpectSay("After the Enqueue")

	agent.ExpectSay("The next caller")
	second.ExpectSay("You are connected")
	second.Speak("Me, too.")
	agent.ExpectHear("Me, too")
	second.Hangup()
	agent.ExpectSay("Goodbye")
	require.Len(t, whispered, 2)
	assert.Equal(t, []string{first.SID, "11", agent.SID}, []string{whispered[0].Get("CallSid"), whispered[0].Get("QueueTime"), whispered[0].Get("DequeingCallSid")})
	form := r.actions[0]
	assert.Equal(t, []string{"completed", "true", second.SID}, []string{form.Get("DialCallStatus"), form.Get("DialBridged"), form.Get("DialCallSid")})
	assert.NotEmpty(t, form.Get("DialCallDuration"))
}

// TestDialOfAQueue ends in each of its ways.
func TestDialOfAQueue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		waiting bool // somebody does
		dial    twiml.Dial
		end     func(r *rooms)
		want    string
		bridged string
		after   time.Duration // from the call on
	}{
		{"no such queue", false, twiml.Dial{}, nil, "failed", "false", 0},
		{"nobody comes", false, twiml.Dial{Timeout: 20}, func(r *rooms) { r.queueOf("support") }, "no-answer", "false", 20 * time.Second},
		{"the caller hangs up", true, twiml.Dial{}, func(r *rooms) { r.hangUp(ada) }, "completed", "true", 0},
		{"the time limit", true, twiml.Dial{TimeLimit: 60}, nil, "completed", "true", time.Minute},
	} {
		r := newRooms(t)
		if tt.name == "nobody comes" {
			tt.end(r)
		}
		if tt.waiting {
			r.waits(ada, twiml.Enqueue{})
		}
		tt.dial.Action = "/action"
		agent := r.takes(carol, tt.dial, twiml.Queue{})
		if tt.waiting && tt.end != nil {
			tt.end(r)
		}
		r.sim.Clock.Advance(tt.after)
		require.Len(t, r.actions, 1, tt.name)
		assert.Equal(t, []string{tt.want, tt.bridged}, []string{r.actions[0].Get("DialCallStatus"), r.actions[0].Get("DialBridged")}, tt.name)
		agent.ExpectSay("Goodbye")
		agent.ExpectEnd()
	}
}

// queueOf creates a queue.
func (r *rooms) queueOf(name string) {
	r.Helper()
	r.must(201, "POST", r.account+"/Queues.json", url.Values{"FriendlyName": {name}})
}

// TestNobodyIsHeardAfterTheDial: the two are apart once the Dial is over.
func TestNobodyIsHeardAfterTheDial(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	caller := r.calls(ada, twiml.Enqueue{Name: "support"}, twiml.Pause{Length: 10})
	agent := r.calls(carol, twiml.Dial{HangupOnStar: twiml.True, Children: []twiml.DialChild{twiml.Queue{Name: "support"}}}, twiml.Pause{Length: 10})
	agent.Press("*")
	require.Error(t, caller.TrySpeak(t.Context(), "Hello?"))
	assert.Empty(t, heard(agent, twiliotest.LineHeard))
}

// TestAgentWaitsForACaller until somebody comes, who hears no music.
func TestAgentWaitsForACaller(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	r.queueOf("support")
	gone := r.takes(bob, twiml.Dial{}, twiml.Queue{})
	agent := r.takes(carol, twiml.Dial{Timeout: 60}, twiml.Queue{})
	r.sim.Clock.Advance(10 * time.Second)
	gone.Hangup()
	caller := r.waits(ada, twiml.Enqueue{})
	agent.Speak("Hello.")
	caller.ExpectHear("Hello")
	assert.Empty(t, heard(caller, twiliotest.LineMusic))
	r.sim.Clock.Advance(2 * time.Minute)
	caller.Speak("Hello, the time-out does not count any more.")
	agent.ExpectHear("does not count")
}

// TestDialOfAQueueIsRecorded from the connection on.
func TestDialOfAQueueIsRecorded(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	caller := r.waits(ada, twiml.Enqueue{})
	r.takes(carol, twiml.Dial{Action: "/action", Record: twiml.RecordFromAnswerDual}, twiml.Queue{})
	caller.LeaveMessage(8*time.Second, "Hello.")
	caller.Hangup()
	r.sim.Clock.Advance(0)
	require.Len(t, r.actions, 1)
	sid := r.actions[0].Get("RecordingSid")
	r.sim.Clock.Advance(time.Minute)
	recording := r.must(200, "GET", r.account+"/Recordings/"+sid+".json", nil)
	assert.Equal(t, []any{"8", 2.0, "DialVerb"}, []any{recording["duration"], recording["channels"], recording["source"]})
}

// TestDialOfAQueueOfTaskRouter is carried out without its reservation, and says so.
func TestDialOfAQueueOfTaskRouter(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	caller := r.waits(ada, twiml.Enqueue{})
	r.takes(carol, twiml.Dial{}, twiml.Queue{ReservationSID: "WR00000000000000000000000000000001"}).Speak("Hello.")
	caller.ExpectHear("Hello")
	r.sim.ExpectNotSimulated("TaskRouter")
}

// TestAnswerOnBridge: a call that is answered by the connection rings until it is in a
// conference, or has somebody of a queue.
func TestAnswerOnBridge(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	first := r.enters(ada, twiml.Dial{AnswerOnBridge: twiml.True}, twiml.Conference{})
	assert.Equal(t, twilio.CallStatusInProgress, first.Status)
	r.queueOf("support")
	agent := r.takes(carol, twiml.Dial{AnswerOnBridge: twiml.True}, twiml.Queue{})
	r.sim.Clock.Advance(10 * time.Second)
	assert.Equal(t, "ringing", r.statusOf(r.account+"/Calls/"+agent.SID))
	caller := r.waits(bob, twiml.Enqueue{})
	assert.Equal(t, "in-progress", r.statusOf(r.account+"/Calls/"+agent.SID))
	caller.Speak("Hello.")
	agent.ExpectHear("Hello")
}
