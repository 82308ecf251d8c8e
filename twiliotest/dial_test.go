package twiliotest_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// carl is a third person.
const carl = "+14155550145"

// TestDialOutcomes: how each end of a Dial is told to its action.
func TestDialOutcomes(t *testing.T) {
	t.Parallel()
	number := twiml.Dial{Number: bob}
	tests := []struct {
		name string
		dial twiml.Dial
		act  func(sim *twiliotest.Sim, call *twiliotest.Call)
		want map[string]string // parameters of the action, "" for one that is absent
	}{
		{
			"the called person hangs up", number,
			func(sim *twiliotest.Sim, _ *twiliotest.Call) { end(sim.Phone(bob).ExpectCall(), 90*time.Second) },
			map[string]string{"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "90", "CallStatus": "in-progress"},
		},
		{
			"the caller hangs up", number,
			func(sim *twiliotest.Sim, call *twiliotest.Call) {
				sim.Phone(bob).ExpectCall()
				end(call, 10*time.Second)
			},
			map[string]string{"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "10", "CallStatus": "completed"},
		},
		{
			"the caller hangs up while it rings", number,
			func(_ *twiliotest.Sim, call *twiliotest.Call) { end(call, 3*time.Second) },
			map[string]string{"DialCallStatus": "canceled", "DialBridged": "false", "DialCallDuration": "", "CallStatus": "completed"},
		},
		{
			"busy", number,
			func(sim *twiliotest.Sim, call *twiliotest.Call) { sim.Phone(bob).Busy(); call.ExpectEnd() },
			map[string]string{"DialCallStatus": "busy", "DialBridged": "false", "DialCallDuration": ""},
		},
		{
			"no answer", twiml.Dial{Number: bob, Timeout: 12},
			func(sim *twiliotest.Sim, call *twiliotest.Call) { sim.Phone(bob).NoAnswer(); call.ExpectEnd() },
			map[string]string{"DialCallStatus": "no-answer", "DialBridged": "false"},
		},
		{
			"an answer that comes too late", twiml.Dial{Number: bob, Timeout: 12},
			func(sim *twiliotest.Sim, call *twiliotest.Call) {
				sim.Phone(bob).AnswerAfter(13 * time.Second)
				call.ExpectEnd()
			},
			map[string]string{"DialCallStatus": "no-answer", "DialBridged": "false"},
		},
		{
			"a late answer", twiml.Dial{Number: bob, Timeout: 12},
			func(sim *twiliotest.Sim, _ *twiliotest.Call) {
				sim.Phone(bob).AnswerAfter(12 * time.Second)
				end(sim.Phone(bob).ExpectCall(), time.Second)
			},
			map[string]string{"DialCallStatus": "completed", "DialBridged": "true"},
		},
		{
			"nobody has the number", number,
			func(sim *twiliotest.Sim, call *twiliotest.Call) { sim.Phone(bob).OutOfService(); call.ExpectEnd() },
			map[string]string{"DialCallStatus": "failed", "DialBridged": "false"},
		},
		{
			"the star", twiml.Dial{Number: bob, HangupOnStar: twiml.True},
			func(sim *twiliotest.Sim, call *twiliotest.Call) {
				bobs := sim.Phone(bob).ExpectCall()
				call.Press("1*")
				assertHeard(bobs, `digits "1"`)
				call.ExpectEnd()
			},
			map[string]string{"DialCallStatus": "completed", "DialBridged": "true"},
		},
		{
			"the time limit", twiml.Dial{Number: bob, TimeLimit: 60},
			func(sim *twiliotest.Sim, call *twiliotest.Call) { sim.Phone(bob).ExpectCall(); call.ExpectEnd() },
			map[string]string{"DialCallStatus": "completed", "DialCallDuration": "60"},
		},
		{
			"two, the second answers", twiml.Dial{Children: []twiml.DialChild{twiml.Number{PhoneNumber: carl}, twiml.Number{PhoneNumber: bob}}},
			func(sim *twiliotest.Sim, _ *twiliotest.Call) {
				sim.Phone(carl).NoAnswer()
				end(sim.Phone(bob).ExpectCall(), time.Second)
			},
			map[string]string{"DialCallStatus": "completed", "DialBridged": "true"},
		},
		{
			"two, one after the other", twiml.Dial{Sequential: twiml.True, Timeout: 7, Children: []twiml.DialChild{twiml.Number{PhoneNumber: carl}, twiml.Client{Identity: "bob"}}},
			func(sim *twiliotest.Sim, _ *twiliotest.Call) {
				sim.Phone(carl).NoAnswer()
				end(sim.Phone("client:bob").ExpectCall(), time.Second)
				calls := sim.Calls()
				assertOrder(calls[1].Ended, calls[2].Created)
			},
			map[string]string{"DialCallStatus": "completed", "DialBridged": "true"},
		},
		{
			"two, nobody answers", twiml.Dial{Children: []twiml.DialChild{twiml.Number{PhoneNumber: carl}, twiml.Sip{URI: "sip:bob@example.com?x=1"}}},
			func(sim *twiliotest.Sim, call *twiliotest.Call) {
				sim.Phone(carl).Busy()
				sim.Phone("sip:bob@example.com").NoAnswer()
				call.ExpectEnd()
			},
			map[string]string{"DialCallStatus": "no-answer", "DialBridged": "false"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.dial.Action = "/dialed"
			sim, application, call := calling(t, docs{"/voice": doc(tt.dial), "/dialed": doc()})
			tt.act(sim, call)
			sim.Clock.Advance(time.Minute)
			form := application.last()
			for _, name := range slices.Sorted(maps.Keys(tt.want)) {
				assert.Equal(t, tt.want[name], form.Get(name), name)
			}
			assert.Equal(t, sim.Calls()[len(sim.Calls())-1].ParentCallSID, call.SID)
			for _, c := range sim.Calls() {
				assert.True(t, c.Status.Final(), "%s is over", c.To)
			}
		})
	}
}

// end lets a person hang up after a time.
func end(call *twiliotest.Call, after time.Duration) {
	wait(call, after)
	call.Hangup()
}

// assertOrder panics when one moment is after another one.
func assertOrder(first, second time.Time) {
	if first.IsZero() || first.After(second) {
		panic([]time.Time{first, second})
	}
}

// assertHeard panics in a test when the last line of a call is another one.
func assertHeard(call *twiliotest.Call, want string) {
	if lines := story(call); len(lines) == 0 || lines[len(lines)-1] != want {
		panic(lines)
	}
}

// TestTwoPhonesHearEachOther in one call, once they are connected.
func TestTwoPhonesHearEachOther(t *testing.T) {
	t.Parallel()
	sim, _, adas := calling(t, docs{"/voice": doc(twiml.Say{Text: "One moment."}, twiml.Dial{Number: bob}, twiml.Say{Text: "Bob has gone."})})
	bobs := sim.Phone(bob).ExpectCall()
	assert.Equal(t, []string{ada, bob, adas.SID}, []string{bobs.From, bobs.To, bobs.ParentCallSID})
	adas.Speak("Is it you, Bob?")
	bobs.ExpectHear("is it you")
	bobs.Speak("It is.")
	assert.Equal(t, bob, adas.ExpectHear("it is").From)
	bobs.Press("5")
	bobs.Hangup()
	adas.ExpectSay("Bob has gone")
	adas.ExpectEnd()
	assert.Equal(t, []string{`say "One moment."`, `spoke "Is it you, Bob?"`, `heard "It is." from ` + bob, `digits "5"`, `say "Bob has gone."`}, story(adas))
	assert.Equal(t, []string{`heard "Is it you, Bob?" from ` + ada, `spoke "It is."`, `pressed "5"`}, story(bobs))

	children, err := sim.Client().Calls.List(t.Context(), twilio.CallListParams{ParentCallSID: adas.SID})
	require.NoError(t, err)
	require.Len(t, children.Items, 1)
	assert.Equal(t, []string{bobs.SID, adas.SID, "outbound-dial"}, []string{children.Items[0].SID, children.Items[0].ParentCallSID, string(children.Items[0].Direction)})
}

// TestLegsAreTold: the status callbacks of a called person, the digits that are pressed for
// the connection, and the document that the person hears before it.
func TestLegsAreTold(t *testing.T) {
	t.Parallel()
	number := twiml.Number{
		PhoneNumber: bob, SendDigits: "ww12", URL: "/whisper", Method: twiml.MethodGet, StatusCallback: "/status",
		StatusCallbackEvent: []twiml.CallEvent{twiml.CallEventInitiated, twiml.CallEventRinging, twiml.CallEventAnswered, twiml.CallEventCompleted},
	}
	whisper := doc(twiml.Gather{NumDigits: 1, Action: "/accept", Children: []twiml.GatherChild{twiml.Say{Text: "A call from Ada. Press 1 to accept."}}}, twiml.Hangup{})
	sim, application, adas := calling(t, docs{
		"/voice": doc(twiml.Dial{CallerID: clinic, Children: []twiml.DialChild{number}}, twiml.Say{Text: "Bob does not want you."}), "/whisper": whisper, "/accept": doc(), "/status": status(http.StatusNoContent),
	})
	bobs := sim.Phone(bob).ExpectCall()
	assert.Equal(t, clinic, bobs.From)
	bobs.ExpectSay("press 1")
	bobs.Press("1")
	bobs.Speak("Hello")
	adas.ExpectHear("hello")
	adas.Hangup()
	sim.Clock.Advance(time.Minute)
	var told []string
	for _, form := range application.forms() {
		if form.Has("SequenceNumber") {
			assert.Equal(t, []string{bobs.SID, adas.SID, "outbound-dial"}, []string{form.Get("CallSid"), form.Get("ParentCallSid"), form.Get("Direction")})
			told = append(told, form.Get("CallStatus"))
		}
	}
	assert.Equal(t, []string{"initiated", "ringing", "in-progress", "completed"}, told)
	assert.Equal(t, []string{`digits "12"`, `say "A call from Ada. Press 1 to accept."`, `pressed "1"`, `spoke "Hello"`}, story(bobs))

	refused := sim.Phone(ada).Call(clinic)
	sim.Phone(bob).ExpectCall().ExpectEnd()
	refused.ExpectSay("does not want you")
	refused.Hangup()
}

// TestDialRecords the conversation, from its answer or from the first ring on, and tells
// the action and the callback of the recording, which is one of the caller's call.
func TestDialRecords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		mode     twiml.DialRecord
		channels string
		seconds  time.Duration
	}{
		{twiml.RecordFromAnswer, "1", 20 * time.Second},
		{twiml.DialRecordTrue, "1", 20 * time.Second},
		{twiml.RecordFromRinging, "1", 25500 * time.Millisecond},
		{twiml.RecordFromAnswerDual, "2", 20 * time.Second},
		{twiml.RecordFromRingingDual, "2", 25500 * time.Millisecond},
		{twiml.DialDoNotRecord, "", 0},
	}
	for _, tt := range tests {
		t.Run(string(tt.mode), func(t *testing.T) {
			t.Parallel()
			dial := twiml.Dial{Number: bob, Record: tt.mode, Action: "/dialed", RecordingStatusCallback: "/recorded", RecordingTrack: twiml.RecordingTrackInbound}
			sim, application, call := calling(t, docs{"/voice": doc(dial), "/dialed": doc(), "/recorded": status(http.StatusNoContent)})
			end(sim.Phone(bob).ExpectCall(), 20*time.Second)
			sim.Clock.Advance(time.Minute)
			forms := application.forms()
			if tt.channels == "" {
				assert.Len(t, forms, 2)
				assert.False(t, forms[1].Has("RecordingUrl"))
				return
			}
			require.Len(t, forms, 3)
			recording := recordings(t, sim, call.SID)[0]
			assert.Equal(t, []string{"20", recording.SID}, []string{forms[1].Get("DialCallDuration"), forms[1].Get("RecordingSid")})
			assert.Equal(t, []string{"DialVerb", tt.channels, "inbound", call.SID, "completed"}, []string{
				forms[2].Get("RecordingSource"), forms[2].Get("RecordingChannels"), forms[2].Get("RecordingTrack"), forms[2].Get("CallSid"), forms[2].Get("RecordingStatus"),
			})
			assert.Equal(t, tt.seconds.Truncate(time.Second), recording.Duration.Duration)
		})
	}
}

// TestDialMistakes are alerts, and the Dial has failed.
func TestDialMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		dial  twiml.Dial
		codes []twilio.ErrorCode
	}{
		{"no number", twiml.Dial{Number: "12"}, []twilio.ErrorCode{13223}},
		{"a stranger's caller ID", twiml.Dial{Number: bob, CallerID: carl}, []twilio.ErrorCode{13214}},
		{"a country that is off", twiml.Dial{Number: "+447700900123"}, []twilio.ErrorCode{13227}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.dial.Action = "/dialed"
			sim, application, call := calling(t, docs{"/voice": doc(tt.dial), "/dialed": doc()}, twiliotest.AllowAlerts(), twiliotest.OnlyCallCountries("US"))
			call.ExpectEnd()
			assert.Equal(t, "failed", application.last().Get("DialCallStatus"))
			var codes []twilio.ErrorCode
			for _, alert := range sim.Alerts() {
				codes = append(codes, alert.Code)
			}
			assert.Subset(t, codes, tt.codes)
			assert.Len(t, sim.Calls(), 1)
		})
	}
}

// TestAnswerOnBridge: the caller's call is answered with the connection, or when the Dial is
// followed by something that is heard.
func TestAnswerOnBridge(t *testing.T) {
	t.Parallel()
	dial := doc(twiml.Dial{Number: bob, AnswerOnBridge: twiml.True}, twiml.Say{Text: "Sorry"})
	sim, _, adas := calling(t, docs{"/voice": dial})
	assert.Equal(t, twilio.CallStatusRinging, adas.Status)
	bobs := sim.Phone(bob).ExpectCall()
	adas.Speak("Hello")
	assert.Equal(t, bobs.Started, adas.Started)
	adas.Hangup()

	sim.Phone(bob).Busy()
	call := sim.Phone(ada).Call(clinic)
	call.ExpectSay("sorry")
	assert.Equal(t, twilio.CallStatusInProgress, call.Status)
	call.ExpectEnd()
}
