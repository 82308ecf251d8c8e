package twiliotest_test

import (
	"net/http"
	"net/url"
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

// TestRefusedParticipants, each with Twilio's code.
func TestRefusedParticipants(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	conference, first, _ := l.meet(url.Values{"Label": {"agent"}, "MaxParticipants": {"3"}}, nil)
	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		code   twilio.ErrorCode
	}{
		{"no recipient", url.Values{"To": nil}, 400, twilio.CodeCallToMissing},
		{"no caller", url.Values{"From": nil}, 400, twilio.CodeCallFromMissing},
		{"recipient misshapen", url.Values{"To": {"415"}}, 400, twilio.CodeInvalidTo},
		{"somebody else's number", url.Values{"From": {"+14155550199"}}, 400, twilio.CodeCallFromNotOwned},
		{"rings too short", url.Values{"Timeout": {"4"}}, 400, twilio.CodeCallTimeoutInvalid},
		{"rings too long", url.Values{"Timeout": {"601"}}, 400, twilio.CodeCallTimeoutInvalid},
		{"too few", url.Values{"MaxParticipants": {"1"}}, 400, 16002},
		{"too many", url.Values{"MaxParticipants": {"251"}}, 400, 16002},
		{"label too long", url.Values{"Label": {strings.Repeat("x", 129)}}, 400, 16024},
		{"label like a call", url.Values{"Label": {first}}, 400, 16024},
		{"label with a slash", url.Values{"Label": {"a/b"}}, 400, 16024},
		{"label in use", url.Values{"Label": {"agent"}}, 400, 16026},
		{"coaches nobody", url.Values{"Coaching": {"true"}}, 400, 16002},
		{"coaches a stranger", url.Values{"CallSidToCoach": {"CA00000000000000000000000000000001"}}, 400, 16028},
		{"three channels", url.Values{"RecordingChannels": {"three"}}, 400, twilio.CodeBadRequest},
		{"another track", url.Values{"RecordingTrack": {"third"}}, 400, twilio.CodeBadRequest},
		{"unknown parameter", url.Values{"Colour": {"red"}}, 400, twilio.CodeBadRequest},
	} {
		form := url.Values{"To": {ada}, "From": {clinic}}
		for name, values := range tt.form {
			form[name] = values
		}
		l.refused(tt.status, tt.code, "POST", conference+"/Participants.json", form)
	}
	l.invite("standup", ada, url.Values{"Label": {strings.Repeat("é", 128)}})
	l.refused(400, 16020, "POST", l.account+"/Conferences/standup/Participants.json", url.Values{"To": {ada}, "From": {clinic}})
	l.refused(404, 16022, "POST", l.account+"/Conferences/CF00000000000000000000000000000001/Participants.json", url.Values{"To": {ada}, "From": {clinic}})
	l.invite("sip", "sip:ada@example.com", url.Values{"From": {"front-desk"}})

	poor := newLines(t, twiliotest.Balance("0", "USD"))
	poor.refused(403, twilio.CodeAccountNotActive, "POST", poor.account+"/Conferences/standup/Participants.json", url.Values{"To": {ada}, "From": {clinic}})
	assert.Empty(t, poor.must(200, "GET", poor.account+"/Conferences.json?Status=init", nil)["conferences"], "nothing is begun by a request that is refused")
}

// TestParticipantUpdates: each change is told once.
func TestParticipantUpdates(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	conference, first, second := l.meet(url.Values{"Label": {"agent"}}, nil)
	agent, customer := conference+"/Participants/agent.json", conference+"/Participants/"+second+".json"
	l.sim.Handle(hooks+"/hold", twiml.Voice(twiml.Play{URL: "https://example.com/music.mp3"}))
	l.events = nil
	for _, tt := range []struct {
		form url.Values
		want map[string]any
	}{
		{url.Values{"Muted": {"true"}}, map[string]any{"muted": true}},
		{url.Values{"Muted": {"true"}}, map[string]any{"muted": true}},
		{url.Values{"Muted": {"false"}}, map[string]any{"muted": false}},
		{url.Values{"Hold": {"true"}, "HoldUrl": {hooks + "/hold"}}, map[string]any{"hold": true}},
		{url.Values{"Hold": {"true"}}, map[string]any{"hold": true}},
		{url.Values{"Hold": {"false"}}, map[string]any{"hold": false}},
		{url.Values{"EndConferenceOnExit": {"true"}}, map[string]any{"end_conference_on_exit": true}},
		{url.Values{"CallSidToCoach": {second}}, map[string]any{"coaching": true, "call_sid_to_coach": second}},
		{url.Values{"Coaching": {"false"}}, map[string]any{"coaching": false, "call_sid_to_coach": nil}},
		{url.Values{"BeepOnExit": {"false"}}, map[string]any{"label": "agent"}},
	} {
		updated := l.must(200, "POST", agent, tt.form)
		l.sim.Clock.Advance(0)
		for name, value := range tt.want {
			assert.Equal(t, value, updated[name], "%v", tt.form)
		}
		assert.Equal(t, updated, l.must(200, "GET", agent, nil))
	}
	assert.Equal(t, []string{
		"participant-mute", "participant-unmute", "participant-hold", "participant-unhold", "participant-modify", "participant-modify", "participant-modify", "participant-modify",
	}, l.names())
	assert.Equal(t, []any{true, false, "agent", first}, []any{l.events[0].Muted, l.events[0].Hold, l.events[0].ParticipantLabel, l.events[0].CallSID})
	held := l.sim.Callbacks()
	asked := 0
	for _, callback := range held {
		if callback.URL == hooks+"/hold?"+callback.Form.Encode() {
			asked++
			assert.Equal(t, http.MethodGet, callback.Method, "the usual method of HoldUrl")
		}
	}
	assert.Equal(t, 1, asked)

	l.refused(400, 16002, "POST", agent, url.Values{"Coaching": {"true"}})
	l.refused(400, 16028, "POST", agent, url.Values{"CallSidToCoach": {first}})
	l.must(200, "POST", customer, url.Values{"Hold": {"true"}})
	l.refused(400, 16027, "POST", agent, url.Values{"CallSidToCoach": {second}})
	for filter, count := range map[string]int{"Hold=true": 1, "Hold=false": 1, "Muted=false": 2, "Muted=true": 0, "Coaching=true": 0} {
		assert.Len(t, l.must(200, "GET", conference+"/Participants.json?"+filter, nil)["participants"], count, filter)
	}
	l.refused(404, 20404, "POST", conference+"/Participants/nobody.json", url.Values{"Muted": {"true"}})

	l.must(200, "POST", customer, url.Values{"Hold": {"false"}})
	l.must(200, "POST", agent, url.Values{"CallSidToCoach": {second}, "EndConferenceOnExit": {"false"}})
	l.hangUp(bob)
	assert.Equal(t, false, l.must(200, "GET", agent, nil)["coaching"], "nobody is left to coach")
}

// TestAnnouncements are fetched, and what cannot be heard is an alert and an event.
func TestAnnouncements(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		app    http.Handler
		event  webhook.ConferenceEvent
		alerts []twilio.ErrorCode
	}{
		{"words", twiml.Voice(twiml.Say{Text: "Hello"}), webhook.ConferenceEventAnnouncementEnd, nil},
		{"sound", text("audio/mpeg", "sound"), webhook.ConferenceEventAnnouncementEnd, nil},
		{"gone", status(410), webhook.ConferenceEventAnnouncementFail, []twilio.ErrorCode{11217}},
		{"another verb", twiml.Voice(twiml.Hangup{}), webhook.ConferenceEventAnnouncementFail, []twilio.ErrorCode{13238}},
	} {
		for _, toOne := range []bool{false, true} {
			l := newLines(t)
			conference, first, _ := l.meet(nil, nil)
			l.sim.Handle(hooks+"/announce", tt.app)
			path := conference + ".json"
			if toOne {
				path = conference + "/Participants/" + first + ".json"
			}
			l.must(200, "POST", path, url.Values{"AnnounceUrl": {hooks + "/announce"}, "AnnounceMethod": {"GET"}})
			l.sim.Clock.Advance(6 * time.Second)
			last := l.events[len(l.events)-1]
			assert.Equal(t, tt.event, last.StatusCallbackEvent, tt.name)
			assert.Equal(t, hooks+"/announce", last.AnnounceURL, tt.name)
			assert.Equal(t, tt.event == webhook.ConferenceEventAnnouncementFail, last.ReasonAnnouncementFailed != "", tt.name)
			assert.Equal(t, toOne, last.CallSID == first, tt.name)
			expectAlerts(t, l.sim, tt.alerts...)
		}
	}
}

// TestSpeakers: the event speaker tells of the beginning and of the end.
func TestSpeakers(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	l.meet(nil, nil)
	l.events = nil
	l.callOf(ada).Speak(strings.Repeat("x", 43)) // it takes 3 seconds
	l.sim.Clock.Advance(2 * time.Second)
	assert.Equal(t, []string{"participant-speech-start"}, l.names())
	l.sim.Clock.Advance(2 * time.Second)
	assert.Equal(t, []string{"participant-speech-start", "participant-speech-stop"}, l.names())
}

// TestConferenceEventsThatWereAskedFor: those of the first participant, and the beginning
// and the end when it names none.
func TestConferenceEventsThatWereAskedFor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		events []string
		want   []string
	}{
		{nil, []string{"conference-start", "conference-end"}},
		{[]string{"join", "mute"}, []string{"participant-join", "participant-join", "participant-mute", "participant-unmute"}},
		{[]string{"leave end"}, []string{"participant-leave", "participant-leave", "conference-end"}},
	} {
		l := newLines(t)
		conference, first, _ := l.meet(url.Values{"ConferenceStatusCallbackEvent": tt.events}, everyEvent())
		for _, muted := range []string{"true", "false"} {
			l.must(200, "POST", conference+"/Participants/"+first+".json", url.Values{"Muted": {muted}})
		}
		l.must(200, "POST", conference+".json", url.Values{"Status": {"completed"}})
		l.sim.Clock.Advance(time.Second)
		assert.Equal(t, tt.want, l.names())
	}
}

// TestConferenceEventsFail with a code of their own.
func TestConferenceEventsFail(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	l.sim.Handle(hooks+"/events", status(500))
	l.meet(url.Values{"ConferenceStatusCallbackEvent": {"start"}}, nil)
	l.sim.Clock.Advance(time.Second)
	expectAlerts(t, l.sim, 16011)
}

// TestConferenceEventsCanBeLost and doubled, as those of calls.
func TestConferenceEventsCanBeLost(t *testing.T) {
	t.Parallel()
	l := newLines(t, twiliotest.StatusCallbacks(twiliotest.Dropped("participant-join"), twiliotest.Doubled("conference-start")))
	l.meet(nil, nil)
	assert.Equal(t, []string{"conference-start", "conference-start"}, l.names())
}

// TestWaitURL is asked for while a participant waits alone.
func TestWaitURL(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	var waited []url.Values
	l.sim.Handle(hooks+"/wait", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.NoError(t, r.ParseForm())
		waited = append(waited, r.PostForm)
		twiml.Voice(twiml.Say{Text: "Please wait"}).ServeHTTP(w, r)
	}))
	wait := url.Values{"WaitUrl": {hooks + "/wait"}}
	conference, first, _ := l.meet(wait, wait)
	require.Len(t, waited, 1, "the second starts the conference")
	assert.Equal(t, first, waited[0].Get("CallSid"))
	assert.True(t, strings.HasSuffix(conference, waited[0].Get("ConferenceSid")))
}
