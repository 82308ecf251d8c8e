package twiliotest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

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

// TestNobodyIsHeardBeforeTheStart: those who wait hear their music alone, without beeps and
// keys of others. What somebody says waits for the start.
func TestNobodyIsHeardBeforeTheStart(t *testing.T) {
	t.Parallel()
	r := newRooms(t)
	waits := twiml.Conference{StartConferenceOnEnter: twiml.False}
	first := r.enters(ada, twiml.Dial{HangupOnStar: twiml.True}, waits)
	second := r.enters(bob, twiml.Dial{}, waits)
	first.Press("5")
	for _, call := range []*twiliotest.Call{first, second} {
		assert.Len(t, heard(call, twiliotest.LineMusic), 1)
		assert.Empty(t, heard(call, twiliotest.LineDigits))
		assert.Empty(t, heard(call, twiliotest.LineBeep))
	}
	rec := record(t)
	l := &rooms{lines: &lines{api: api{t, twiliotest.New(rec)}}}
	l.sim.Number(clinic, twiliotest.VoiceWebhook(twiml.Voice(twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: "standup"}}})))
	l.sim.Phone(ada).Call(clinic).Speak("Hello?")
	assert.Contains(t, rec.finish(), "cannot speak")
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
