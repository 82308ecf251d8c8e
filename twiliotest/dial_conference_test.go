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

// heard returns the texts that were heard on a call, of one kind.
func heard(call *twiliotest.Call, kind twiliotest.LineKind) (texts []string) {
	for _, line := range call.Transcript() {
		if line.Kind == kind {
			texts = append(texts, line.Text)
		}
	}
	return texts
}

// TestTwoInAConference hear each other, from its start on.
func TestTwoInAConference(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	first := r.enters(ada, twiml.Dial{}, twiml.Conference{})
	r.sim.Clock.Advance(10 * time.Second)
	assert.Len(t, heard(first, twiliotest.LineMusic), 1)
	second := r.enters(bob, twiml.Dial{}, twiml.Conference{})
	assert.Empty(t, heard(second, twiliotest.LineMusic), "the conference starts at once")
	first.Speak("Hello, Bob.")
	line := second.ExpectHear("hello, bob")
	assert.Equal(t, ada, line.From)
	second.Speak("Hello, Ada.")
	assert.Equal(t, bob, first.ExpectHear("Hello, Ada").From)
	second.Press("5")
	assert.Equal(t, []string{"5"}, heard(first, twiliotest.LineDigits))
	assert.Equal(t, []string{"Hello, Bob."}, heard(second, twiliotest.LineHeard), "nobody hears their own words")
	first.Hangup()
	second.Hangup()
}

// TestThreeInAConference: each of the settings decides who hears whom.
func TestThreeInAConference(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		ofAda twiml.Conference
		set   func(r *rooms, adas, bobs *twiliotest.Call)
		want  string // who hears Ada
		hears string // whom Ada hears
	}{
		{"all", twiml.Conference{}, nil, "bob carol", "bob carol"},
		{"muted from the beginning", twiml.Conference{Muted: twiml.True}, nil, "", "bob carol"},
		{"muted", twiml.Conference{}, func(r *rooms, adas, _ *twiliotest.Call) { r.set(adas, url.Values{"Muted": {"true"}}) }, "", "bob carol"},
		{"unmuted", twiml.Conference{Muted: twiml.True}, func(r *rooms, adas, _ *twiliotest.Call) { r.set(adas, url.Values{"Muted": {"false"}}) }, "bob carol", "bob carol"},
		{"on hold", twiml.Conference{}, func(r *rooms, adas, _ *twiliotest.Call) { r.set(adas, url.Values{"Hold": {"true"}}) }, "", ""},
		{"back from hold", twiml.Conference{}, func(r *rooms, adas, _ *twiliotest.Call) {
			r.set(adas, url.Values{"Hold": {"true"}})
			r.set(adas, url.Values{"Hold": {"false"}})
		}, "bob carol", "bob carol"},
		{"another one on hold", twiml.Conference{}, func(r *rooms, _, bobs *twiliotest.Call) { r.set(bobs, url.Values{"Hold": {"true"}}) }, "carol", "carol"},
		{"coaches", twiml.Conference{}, func(r *rooms, adas, bobs *twiliotest.Call) { r.set(adas, url.Values{"CallSidToCoach": {bobs.SID}}) }, "bob", "bob carol"},
	} {
		r := newRooms(t)
		calls := map[string]*twiliotest.Call{"ada": r.enters(ada, twiml.Dial{}, tt.ofAda), "bob": r.enters(bob, twiml.Dial{}, twiml.Conference{}), "carol": r.enters(carol, twiml.Dial{}, twiml.Conference{})}
		if tt.set != nil {
			tt.set(r, calls["ada"], calls["bob"])
		}
		for name, call := range calls {
			call.Speak("This is " + name)
			r.sim.Clock.Advance(time.Second)
		}
		var listeners []string
		for _, name := range []string{"bob", "carol"} {
			for _, text := range heard(calls[name], twiliotest.LineHeard) {
				if text == "This is ada" {
					listeners = append(listeners, name)
				}
			}
		}
		assert.Equal(t, tt.want, strings.Join(listeners, " "), tt.name)
		var speakers []string
		for _, text := range heard(calls["ada"], twiliotest.LineHeard) {
			speakers = append(speakers, strings.TrimPrefix(text, "This is "))
		}
		assert.ElementsMatch(t, strings.Fields(tt.hears), speakers, tt.name)
		assert.Equal(t, tt.name == "on hold" || tt.name == "back from hold", len(heard(calls["ada"], twiliotest.LineMusic)) == 2, "%s: music before the start and on hold", tt.name)
	}
}

// TestCoachOfTheNoun is heard by the coached one alone.
func TestCoachOfTheNoun(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	agent := r.enters(ada, twiml.Dial{}, twiml.Conference{})
	customer := r.enters(bob, twiml.Dial{}, twiml.Conference{})
	coach := r.enters(carol, twiml.Dial{}, twiml.Conference{Coach: agent.SID})
	coach.Speak("Offer a discount.")
	agent.ExpectHear("discount")
	assert.Empty(t, heard(customer, twiliotest.LineHeard))
	customer.Speak("It is expensive.")
	coach.ExpectHear("expensive")
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

// TestBeeps are heard by the others when somebody comes or goes.
func TestBeeps(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		beep twiml.Beep
		want int
	}{{"", 2}, {twiml.BeepTrue, 2}, {twiml.BeepFalse, 0}, {twiml.BeepOnEnter, 1}, {twiml.BeepOnExit, 1}} {
		r := newRooms(t)
		first := r.enters(ada, twiml.Dial{}, twiml.Conference{})
		second := r.enters(bob, twiml.Dial{}, twiml.Conference{Beep: tt.beep})
		second.Hangup()
		assert.Len(t, heard(first, twiliotest.LineBeep), tt.want, "%q", tt.beep)
		assert.Empty(t, heard(second, twiliotest.LineBeep), "%q", tt.beep)
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

// TestWaitDocumentOfTheNoun is heard again and again until the start, and silence or music
// without one.
func TestWaitDocumentOfTheNoun(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	r.sim.Handle(hooks+"/wait", twiml.Voice(twiml.Say{Text: "Please wait."}, twiml.Pause{Length: 4}))
	waiting := twiml.Conference{WaitURL: "/wait", StartConferenceOnEnter: twiml.False}
	first := r.enters(ada, twiml.Dial{}, waiting)
	r.sim.Clock.Advance(10 * time.Second)
	assert.Len(t, heard(first, twiliotest.LineSay), 3)
	second := r.enters(bob, twiml.Dial{}, twiml.Conference{WaitURL: twiml.NoURL, StartConferenceOnEnter: twiml.False})
	assert.Empty(t, second.Transcript(), "it waits in silence")
	r.enters(carol, twiml.Dial{}, twiml.Conference{})
	said := len(heard(first, twiliotest.LineSay))
	r.sim.Clock.Advance(time.Minute)
	assert.Len(t, heard(first, twiliotest.LineSay), said, "the conference has started")
	assert.Empty(t, heard(first, twiliotest.LineMusic))
}

// TestWaitDocumentWithAnotherVerb: the verb is an alert, and the rest is heard.
func TestWaitDocumentWithAnotherVerb(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	r.sim.Handle(hooks+"/wait", twiml.Voice(twiml.Gather{}, twiml.Leave{}, twiml.Say{Text: "Please wait."}))
	r.enters(ada, twiml.Dial{}, twiml.Conference{WaitURL: "/wait"}).ExpectSay("Please wait")
	expectAlerts(t, r.sim, 13238, 13238)
}

// TestEmptyWaitDocument is asked for once, and is followed by silence.
func TestEmptyWaitDocument(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	asked := 0
	r.sim.Handle(hooks+"/wait", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { asked++; w.WriteHeader(http.StatusNoContent) }))
	call := r.enters(ada, twiml.Dial{}, twiml.Conference{WaitURL: "/wait"})
	r.sim.Clock.Advance(time.Hour)
	assert.Equal(t, 1, asked)
	assert.Empty(t, call.Transcript())
}

// TestHoldDocument is heard by the held one alone, again and again.
func TestHoldDocument(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	r.sim.Handle(hooks+"/hold", twiml.Voice(twiml.Play{URL: "/music.mp3"}))
	first, second := r.enters(ada, twiml.Dial{}, twiml.Conference{}), r.enters(bob, twiml.Dial{}, twiml.Conference{})
	r.set(first, url.Values{"Hold": {"true"}, "HoldUrl": {hooks + "/hold"}})
	r.sim.Clock.Advance(11 * time.Second)
	assert.Equal(t, []string{hooks + "/music.mp3", hooks + "/music.mp3", hooks + "/music.mp3"}, heard(first, twiliotest.LinePlay))
	r.set(first, url.Values{"Hold": {"false"}})
	r.sim.Clock.Advance(time.Minute)
	assert.Len(t, heard(first, twiliotest.LinePlay), 3)
	assert.Empty(t, heard(second, twiliotest.LinePlay))
}

// TestAnnouncementToOne is heard by one, and ends when it is over.
func TestAnnouncementToOne(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	r.sim.Handle(hooks+"/announce", twiml.Voice(twiml.Say{Text: "Your time is up."}, twiml.Pause{Length: 3}, twiml.Redirect{URL: "/more"}))
	r.sim.Handle(hooks+"/more", twiml.Voice(twiml.Say{Text: "Goodbye."}))
	first, second := r.enters(ada, twiml.Dial{}, twiml.Conference{}), r.enters(bob, twiml.Dial{}, twiml.Conference{})
	r.events = nil
	r.set(first, url.Values{"AnnounceUrl": {hooks + "/announce"}})
	first.ExpectSay("time is up")
	first.ExpectSay("Goodbye")
	assert.Empty(t, heard(second, twiliotest.LineSay))
	assert.Empty(t, r.names())
	r.sim.Clock.Advance(time.Second)
	assert.Equal(t, []string{"announcement-end"}, r.names())
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
