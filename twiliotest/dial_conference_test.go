package twiliotest_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

const carol = "+14155550124"

// rooms answers each call with the document of the caller's number.
type rooms struct {
	*lines

	documents map[string][]twiml.Verb
	actions   []url.Values // the requests for /action
}

func newRooms(t *testing.T) *rooms {
	t.Helper()
	r := &rooms{lines: newLines(t), documents: map[string][]twiml.Verb{}}
	r.sim.Number(clinic, twiliotest.VoiceURL(hooks+"/voice"))
	r.sim.Handle(hooks+"/voice", http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		(&twiml.Response{Verbs: r.documents[req.FormValue("From")]}).ServeHTTP(w, req)
	}))
	r.sim.Handle(hooks+"/action", http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		assert.NoError(t, req.ParseForm())
		r.actions = append(r.actions, req.PostForm)
		twiml.Voice(twiml.Say{Text: "Goodbye."}).ServeHTTP(w, req)
	}))
	return r
}

// calls lets somebody call the clinic, whose answer has some verbs.
func (r *rooms) calls(number string, verbs ...twiml.Verb) *twiliotest.Call {
	r.Helper()
	r.documents[number] = verbs
	return r.sim.Phone(number).Call(clinic)
}

// enters lets somebody call into a conference.
func (r *rooms) enters(number string, dial twiml.Dial, noun twiml.Conference) *twiliotest.Call {
	r.Helper()
	noun.Name = "standup"
	if noun.StatusCallback == "" {
		noun.StatusCallback, noun.StatusCallbackEvent = hooks+"/events", everyConferenceEvent
	}
	dial.Children = []twiml.DialChild{noun}
	return r.calls(number, dial, twiml.Say{Text: "After the Dial."})
}

var everyConferenceEvent = []twiml.ConferenceEvent{
	twiml.ConferenceEventStart, twiml.ConferenceEventEnd, twiml.ConferenceEventJoin, twiml.ConferenceEventLeave, twiml.ConferenceEventMute,
	twiml.ConferenceEventHold, twiml.ConferenceEventModify, twiml.ConferenceEventSpeaker, twiml.ConferenceEventAnnouncement,
}

// conference is the path of the conference.
func (r *rooms) conference() string {
	r.Helper()
	for _, status := range []string{"in-progress", "init"} {
		found, _ := r.must(200, "GET", r.account+"/Conferences.json?Status="+status, nil)["conferences"].([]any)
		if len(found) > 0 {
			conference, _ := found[0].(map[string]any)
			return r.account + "/Conferences/" + field(conference, "sid")
		}
	}
	require.Fail(r.T, "there is no conference")
	return ""
}

// set updates a participant.
func (r *rooms) set(call *twiliotest.Call, form url.Values) {
	r.Helper()
	r.must(200, "POST", r.conference()+"/Participants/"+call.SID+".json", form)
	r.sim.Clock.Advance(0)
}

// TestNounsThatAreRefused, each with the code of the debugger; the call goes on.
func TestNounsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		noun twiml.Conference
		code twilio.ErrorCode
	}{
		{"full", twiml.Conference{}, 16020},
		{"label in use", twiml.Conference{ParticipantLabel: "agent"}, 16025},
		{"label with a slash", twiml.Conference{ParticipantLabel: "a/b"}, 16023},
		{"coaches a stranger", twiml.Conference{Coach: "CA00000000000000000000000000000001"}, 13240},
		{"coaches no call", twiml.Conference{Coach: "bob"}, 13240},
	} {
		r := newRooms(t)
		most := 3
		if tt.name == "full" {
			most = 2
		}
		r.enters(ada, twiml.Dial{}, twiml.Conference{ParticipantLabel: "agent", MaxParticipants: most})
		r.enters(bob, twiml.Dial{}, twiml.Conference{})
		call := r.enters(carol, twiml.Dial{Action: "/action"}, tt.noun)
		call.ExpectSay("Goodbye")
		assert.Equal(t, []string{"failed", "false"}, []string{r.actions[0].Get("DialCallStatus"), r.actions[0].Get("DialBridged")}, tt.name)
		expectAlerts(t, r.sim, tt.code)
	}
}

// TestDialEndsWithTheConference: the call goes on with the action, or with the next verb.
func TestDialEndsWithTheConference(t *testing.T) {
	t.Parallel()
	completed := url.Values{"Status": {"completed"}}
	for _, tt := range []struct {
		name       string
		dial       twiml.Dial
		ofAda      twiml.Conference
		end        func(r *rooms, adas, bobs *twiliotest.Call)
		left       webhook.ParticipantLeftReason // of Bob
		inProgress bool                          // the conference goes on
	}{
		{"by a request", twiml.Dial{}, twiml.Conference{}, func(r *rooms, _, _ *twiliotest.Call) { r.must(200, "POST", r.conference()+".json", completed) }, webhook.ParticipantLeftEndedViaAPI, false},
		{"by the moderator", twiml.Dial{}, twiml.Conference{EndConferenceOnExit: twiml.True}, func(_ *rooms, adas, _ *twiliotest.Call) { adas.Hangup() }, webhook.ParticipantLeftModeratorEnded, false},
		{"kicked", twiml.Dial{}, twiml.Conference{}, func(r *rooms, _, bobs *twiliotest.Call) {
			r.must(204, "DELETE", r.conference()+"/Participants/"+bobs.SID+".json", nil)
		}, webhook.ParticipantLeftViaAPI, true},
		{"star", twiml.Dial{HangupOnStar: twiml.True}, twiml.Conference{}, func(_ *rooms, _, bobs *twiliotest.Call) { bobs.Press("1*") }, webhook.ParticipantLeftHungUp, true},
		{"time limit", twiml.Dial{TimeLimit: 60}, twiml.Conference{}, func(r *rooms, _, _ *twiliotest.Call) { r.sim.Clock.Advance(time.Minute) }, webhook.ParticipantLeftHungUp, true},
	} {
		for _, action := range []string{"", "/action"} {
			r := newRooms(t)
			adas := r.enters(ada, twiml.Dial{}, tt.ofAda)
			tt.dial.Action = action
			bobs := r.enters(bob, tt.dial, twiml.Conference{})
			r.events = nil
			tt.end(r, adas, bobs)
			if action == "" {
				bobs.ExpectSay("After the Dial")
			} else {
				bobs.ExpectSay("Goodbye")
				form := r.actions[0]
				assert.Equal(t, []string{"answered", "true"}, []string{form.Get("DialCallStatus"), form.Get("DialBridged")}, tt.name)
				assert.NotContains(t, form, "DialCallSid", tt.name)
				assert.NotContains(t, form, "DialCallDuration", tt.name)
			}
			bobs.ExpectEnd()
			var reasons []webhook.ParticipantLeftReason
			for _, event := range r.events {
				if event.StatusCallbackEvent == webhook.ConferenceEventParticipantLeave && event.CallSID == bobs.SID {
					reasons = append(reasons, event.ReasonParticipantLeft)
				}
			}
			assert.Equal(t, []webhook.ParticipantLeftReason{tt.left}, reasons, tt.name)
			found, _ := r.must(200, "GET", r.account+"/Conferences.json", nil)["conferences"].([]any)
			assert.Equal(t, tt.inProgress, len(found) == 1, tt.name)
		}
	}
}

// TestDialedConferenceCallIsRedirected: it leaves the conference for its new document, and
// the action of the Dial is not asked.
func TestDialedConferenceCallIsRedirected(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	first := r.enters(ada, twiml.Dial{Action: "/action"}, twiml.Conference{})
	r.enters(bob, twiml.Dial{}, twiml.Conference{})
	r.events = nil
	r.must(200, "POST", r.account+"/Calls/"+first.SID+".json", url.Values{"Twiml": {"<Response><Say>Elsewhere</Say></Response>"}})
	first.ExpectSay("Elsewhere")
	assert.Empty(t, r.actions)
	require.Len(t, r.events, 1)
	assert.Equal(t, webhook.ParticipantLeftViaAPI, r.events[0].ReasonParticipantLeft)
}

// TestConferenceCallbacks come in Twilio's order.
func TestConferenceCallbacks(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	r.sim.Handle(hooks+"/announce", twiml.Voice(twiml.Say{Text: "Two minutes."}))
	first := r.enters(ada, twiml.Dial{}, twiml.Conference{ParticipantLabel: "agent"})
	second := r.enters(bob, twiml.Dial{}, twiml.Conference{StatusCallback: hooks + "/ignored"})
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() {}, "participant-join participant-join conference-start"},
		{func() { first.Speak("Hello.") }, "participant-speech-start"},
		{func() { r.sim.Clock.Advance(time.Second) }, "participant-speech-stop"},
		{func() { r.set(first, url.Values{"Muted": {"true"}}) }, "participant-mute"},
		{func() { first.Speak("Does anybody hear me?"); r.sim.Clock.Advance(2 * time.Second) }, ""},
		{func() { r.set(first, url.Values{"Muted": {"false"}}) }, "participant-unmute"},
		{func() { r.set(second, url.Values{"Hold": {"true"}}) }, "participant-hold"},
		{func() { r.set(second, url.Values{"Hold": {"false"}}) }, "participant-unhold"},
		{func() { r.set(second, url.Values{"EndConferenceOnExit": {"true"}}) }, "participant-modify"},
		{func() {
			r.must(200, "POST", r.conference()+".json", url.Values{"AnnounceUrl": {hooks + "/announce"}})
			r.sim.Clock.Advance(800 * time.Millisecond)
		}, ""},
		{func() { r.sim.Clock.Advance(100 * time.Millisecond) }, "announcement-end"},
		{func() { first.Speak("One"); first.Speak("two"); r.sim.Clock.Advance(time.Second) }, "participant-speech-start participant-speech-stop"},
		{second.Hangup, "participant-leave participant-leave conference-end"},
	} {
		step.do()
		assert.Equal(t, step.want, strings.Join(r.names(), " "))
		r.events = nil
	}
	assert.Equal(t, []string{"Two minutes."}, heard(first, twiliotest.LineSay)[:1])
	assert.Equal(t, []string{"Two minutes."}, heard(second, twiliotest.LineSay))
	first.ExpectSay("After the Dial")
}

// TestDialedConferenceIsRecorded: its file can be downloaded, and both kinds of callbacks
// tell of it.
func TestDialedConferenceIsRecorded(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	events := r.recordingEvents()
	var older url.Values
	r.handle("/older", func(req *http.Request) {
		assert.NoError(t, req.ParseForm())
		older = req.PostForm
	})
	first := r.enters(ada, twiml.Dial{}, twiml.Conference{Record: twiml.ConferenceRecordFromStart, RecordingStatusCallback: "/recordings", EventCallbackURL: "/older", Region: twiml.RegionIE1})
	r.sim.Clock.Advance(20 * time.Second)
	second := r.enters(bob, twiml.Dial{}, twiml.Conference{})
	conference := r.conference()
	assert.Equal(t, "ie1", r.must(200, "GET", conference+".json", nil)["region"])
	second.LeaveMessage(12*time.Second, "Hello.")
	first.Hangup()
	second.Hangup()
	r.sim.Clock.Advance(time.Minute)
	list, _ := r.must(200, "GET", conference+"/Recordings.json", nil)["recordings"].([]any)
	require.Len(t, list, 1)
	recording, _ := list[0].(map[string]any)
	assert.Equal(t, []any{"completed", "12", "Conference"}, []any{recording["status"], recording["duration"], recording["source"]}, "from the start on")
	address := "https://api.twilio.com/2010-04-01/Accounts/" + r.sim.AccountSID() + "/Recordings/" + field(recording, "sid")
	status, _, sound := r.download(address)
	require.Equal(t, 200, status)
	length, _ := wavLength(t, sound)
	assert.Equal(t, 12, length)
	require.Len(t, *events, 1)
	assert.Equal(t, field(recording, "sid"), (*events)[0].RecordingSID)
	assert.Equal(t, []string{"conference-record-end", address, "12"}, []string{older.Get("EventName"), older.Get("RecordingUrl"), older.Get("Duration")})
	assert.Equal(t, strconv.Itoa(len(sound)), older.Get("RecordingFileSize"))
}
