package twiliotest_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// bob is the second number that is called into conferences.
const bob = "+14155550123"

// lines asks for conferences, queues and recordings as any client may.
type lines struct {
	api

	account string // the beginning of all paths
	events  []*webhook.Conference
}

// newLines returns an account with a number, whose application takes signed events of
// conferences.
func newLines(t *testing.T, opts ...twiliotest.Option) *lines {
	t.Helper()
	sim := twiliotest.New(t, append([]twiliotest.Option{twiliotest.AllowUnexpected(), twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC))}, opts...)...)
	sim.Number(clinic)
	l := &lines{api: api{t, sim}, account: "api/2010-04-01/Accounts/" + sim.AccountSID()}
	l.handle("/events", func(r *http.Request) {
		event, err := webhook.ParseConference(r)
		if assert.NoError(t, err) {
			l.events = append(l.events, event)
		}
	})
	return l
}

// handle lets the application take signed requests, and answer with no document.
func (l *lines) handle(path string, take func(*http.Request)) {
	l.Helper()
	verifier, err := webhook.NewVerifier(webhook.Token(l.sim.AuthToken()), webhook.PublicURL(hooks))
	require.NoError(l.T, err)
	l.sim.Handle(hooks+path, verifier.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		take(r)
		w.WriteHeader(http.StatusNoContent)
	})))
}

// invite adds a participant, with more parameters.
func (l *lines) invite(conference, to string, more url.Values) map[string]any {
	l.Helper()
	form := url.Values{"To": {to}, "From": {clinic}}
	maps.Copy(form, more)
	return l.must(201, "POST", l.account+"/Conferences/"+conference+"/Participants.json", form)
}

// everyEvent asks for all events of a conference.
func everyEvent() url.Values {
	return url.Values{"ConferenceStatusCallback": {hooks + "/events"}, "ConferenceStatusCallbackEvent": {"start end join leave mute hold modify speaker announcement"}}
}

// meet lets ada and bob be in a conference, and returns its path and their calls.
func (l *lines) meet(ofAda, ofBob url.Values) (conference, first, second string) {
	l.Helper()
	form := everyEvent()
	maps.Copy(form, ofAda)
	one := l.invite("standup", ada, form)
	two := l.invite("standup", bob, ofBob)
	l.sim.Clock.Advance(6 * time.Second)
	return l.account + "/Conferences/" + field(one, "conference_sid"), field(one, "call_sid"), field(two, "call_sid")
}

// callOf returns the last call of a phone that goes on.
func (l *lines) callOf(number string) *twiliotest.Call {
	l.Helper()
	for _, call := range slices.Backward(l.sim.Calls()) {
		if !call.Status.Final() && (call.From == number || call.To == number) {
			return &call
		}
	}
	require.Fail(l.T, "no call", "%s is in no call", number)
	return nil
}

// hangUp lets the person at a phone end the call.
func (l *lines) hangUp(number string) {
	l.Helper()
	l.callOf(number).Hangup()
}

func (l *lines) names() (names []string) {
	for _, event := range l.events {
		names = append(names, string(event.StatusCallbackEvent))
	}
	return names
}

// statusOf asks for the status of a resource.
func (l *lines) statusOf(path string) any { return l.must(200, "GET", path+".json", nil)["status"] }

// TestConferenceLife: a conference is there with its first participant, starts with the
// second who joins, and ends with the last who leaves.
func TestConferenceLife(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	one := l.invite("standup", ada, everyEvent())
	sid := field(one, "conference_sid")
	assert.Regexp(t, `^CF[0-9a-f]{32}$`, sid)
	assert.Equal(t, []any{"queued", "500", true, false, nil}, []any{one["status"], one["queue_time"], one["start_conference_on_enter"], one["end_conference_on_exit"], one["label"]})
	conference := l.account + "/Conferences/" + sid
	participant := conference + "/Participants/" + field(one, "call_sid")
	var statuses []any
	for range 60 {
		if status := l.statusOf(participant); len(statuses) == 0 || statuses[len(statuses)-1] != status {
			statuses = append(statuses, status)
		}
		l.sim.Clock.Advance(100 * time.Millisecond)
	}
	assert.Equal(t, []any{"queued", "connecting", "ringing", "connected"}, statuses)
	assert.Equal(t, "init", l.statusOf(conference), "one participant waits")
	assert.Empty(t, l.must(200, "GET", l.account+"/Conferences.json", nil)["conferences"])
	assert.Len(t, l.must(200, "GET", l.account+"/Conferences.json?Status=init", nil)["conferences"], 1)

	two := l.invite(sid, bob, url.Values{"Label": {"customer"}})
	assert.Equal(t, sid, two["conference_sid"], "by its SID")
	l.sim.Clock.Advance(6 * time.Second)
	assert.Equal(t, "in-progress", l.statusOf(conference))
	assert.Len(t, l.must(200, "GET", l.account+"/Conferences.json?FriendlyName=standup", nil)["conferences"], 1)
	assert.Empty(t, l.must(200, "GET", l.account+"/Conferences.json?FriendlyName=retro", nil)["conferences"])
	assert.Equal(t, two["call_sid"], l.must(200, "GET", conference+"/Participants/customer.json", nil)["call_sid"])
	assert.Equal(t, twilio.CallStatusInProgress, l.sim.Calls()[1].Status)

	l.sim.Clock.Advance(time.Hour)
	assert.Equal(t, "in-progress", l.statusOf(conference), "calls last until somebody hangs up")
	l.hangUp(ada)
	assert.Equal(t, "in-progress", l.statusOf(conference))
	l.refused(404, 20404, "GET", participant+".json", nil)
	l.hangUp(bob)
	ended := l.must(200, "GET", conference+".json", nil)
	assert.Equal(t, []any{"completed", "last-participant-left", two["call_sid"]}, []any{ended["status"], ended["reason_conference_ended"], ended["call_sid_ending_conference"]})
	assert.Empty(t, l.must(200, "GET", conference+"/Participants.json", nil)["participants"])
	assert.Empty(t, l.must(200, "GET", l.account+"/Conferences.json", nil)["conferences"], "those in progress only")
	assert.Len(t, l.must(200, "GET", l.account+"/Conferences.json?Status=completed", nil)["conferences"], 1)

	assert.Equal(t, []string{"participant-join", "participant-join", "conference-start", "participant-leave", "participant-leave", "conference-end"}, l.names())
	for i, event := range l.events {
		assert.Equal(t, []any{i + 1, sid, "standup", l.sim.AccountSID()}, []any{event.SequenceNumber, event.ConferenceSID, event.FriendlyName, event.AccountSID})
	}
	assert.Equal(t, time.Date(2026, 4, 14, 9, 0, 5, 5e8, time.UTC).Truncate(time.Second), l.events[0].Timestamp.UTC())
	assert.Equal(t, []any{"customer", true, false}, []any{l.events[1].ParticipantLabel, l.events[1].StartConferenceOnEnter, l.events[1].EndConferenceOnExit})
	assert.Equal(t, []any{webhook.ParticipantLeftHungUp, twilio.CallStatusCompleted}, []any{l.events[3].ReasonParticipantLeft, l.events[3].ParticipantCallStatus})
	last := l.events[5]
	assert.Equal(t, []any{webhook.ConferenceEndedLastParticipantLeft, "customer", two["call_sid"]}, []any{last.ReasonConferenceEnded, last.ParticipantLabelEndingConference, last.CallSIDEndingConference})

	again := l.invite("standup", ada, nil)
	assert.NotEqual(t, sid, again["conference_sid"], "a name is free again")
	l.refused(404, 16022, "POST", conference+"/Participants.json", url.Values{"To": {ada}, "From": {clinic}})
	l.refused(404, 16022, "POST", conference+".json", url.Values{"Status": {"completed"}})
}

// TestConferencePrice: the calls cost money, and so do the seats.
func TestConferencePrice(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	l.meet(nil, nil)
	l.sim.Clock.Advance(90 * time.Second)
	l.hangUp(ada)
	l.hangUp(bob)
	balance, err := l.sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, twilio.Decimal("19.93680"), balance.Amount, "20 less 2 calls and 2 seats of 2 minutes")
}

// TestConferenceStarts by a participant who may start it.
func TestConferenceStarts(t *testing.T) {
	t.Parallel()
	waits := url.Values{"StartConferenceOnEnter": {"false"}}
	for _, tt := range []struct {
		name         string
		ofAda, ofBob url.Values
		status       string
	}{
		{"both may", nil, nil, "in-progress"},
		{"the second may", waits, nil, "in-progress"},
		{"the first may", nil, waits, "in-progress"},
		{"none may", waits, waits, "init"},
	} {
		l := newLines(t)
		conference, _, _ := l.meet(tt.ofAda, tt.ofBob)
		assert.Equal(t, tt.status, l.statusOf(conference), tt.name)
	}
}

// TestConferenceEnds in each of the ways that Twilio tells of.
func TestConferenceEnds(t *testing.T) {
	t.Parallel()
	ends := url.Values{"EndConferenceOnExit": {"true"}}
	for _, tt := range []struct {
		name  string
		ofAda url.Values
		end   func(l *lines, conference, first, second string)
		want  webhook.ConferenceEndedReason
		left  []webhook.ParticipantLeftReason
	}{
		{"by a request", nil, func(l *lines, conference, _, _ string) {
			l.must(200, "POST", conference+".json", url.Values{"Status": {"completed"}})
		}, webhook.ConferenceEndedViaAPI, []webhook.ParticipantLeftReason{webhook.ParticipantLeftEndedViaAPI, webhook.ParticipantLeftEndedViaAPI}},
		{"the moderator hangs up", ends, func(l *lines, _, _, _ string) { l.hangUp(ada) },
			webhook.ConferenceEndedByParticipantLeft, []webhook.ParticipantLeftReason{webhook.ParticipantLeftHungUp, webhook.ParticipantLeftModeratorEnded}},
		{"the moderator is kicked", ends, func(l *lines, conference, first, _ string) {
			l.must(204, "DELETE", conference+"/Participants/"+first+".json", nil)
		}, webhook.ConferenceEndedByParticipantKicked, []webhook.ParticipantLeftReason{webhook.ParticipantLeftViaAPI, webhook.ParticipantLeftModeratorEnded}},
		{"the last is kicked", nil, func(l *lines, conference, first, second string) {
			l.must(204, "DELETE", conference+"/Participants/"+first+".json", nil)
			l.must(204, "DELETE", conference+"/Participants/"+second+".json", nil)
			l.refused(404, 20404, "DELETE", conference+"/Participants/"+second+".json", nil)
		}, webhook.ConferenceEndedLastParticipantKicked, []webhook.ParticipantLeftReason{webhook.ParticipantLeftViaAPI, webhook.ParticipantLeftViaAPI}},
		{"their calls are ended", nil, func(l *lines, _, first, second string) {
			for _, call := range []string{first, second} {
				l.must(200, "POST", l.account+"/Calls/"+call+".json", url.Values{"Status": {"completed"}})
			}
		}, webhook.ConferenceEndedLastParticipantLeft, []webhook.ParticipantLeftReason{webhook.ParticipantLeftViaAPI, webhook.ParticipantLeftViaAPI}},
	} {
		l := newLines(t)
		conference, first, second := l.meet(tt.ofAda, nil)
		tt.end(l, conference, first, second)
		l.sim.Clock.Advance(time.Second)
		ended := l.must(200, "GET", conference+".json", nil)
		assert.Equal(t, []any{"completed", string(tt.want)}, []any{ended["status"], ended["reason_conference_ended"]}, tt.name)
		var left []webhook.ParticipantLeftReason
		for _, event := range l.events {
			if event.StatusCallbackEvent == webhook.ConferenceEventParticipantLeave {
				left = append(left, event.ReasonParticipantLeft)
			}
		}
		assert.Equal(t, tt.left, left, tt.name)
		assert.Equal(t, tt.want, l.events[len(l.events)-1].ReasonConferenceEnded, tt.name)
		for _, call := range l.sim.Calls() {
			assert.Equal(t, twilio.CallStatusCompleted, call.Status, tt.name)
		}
	}
}

// TestConferenceCallIsRedirected: its call goes on with other instructions.
func TestConferenceCallIsRedirected(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	conference, first, _ := l.meet(nil, nil)
	l.sim.Handle(hooks+"/voice", twiml.Voice(twiml.Say{Text: "Goodbye"}, twiml.Pause{Length: 10}))
	l.must(200, "POST", l.account+"/Calls/"+first+".json", url.Values{"Url": {hooks + "/voice"}})
	l.sim.Clock.Advance(5 * time.Second)
	assert.Equal(t, "in-progress", l.statusOf(l.account+"/Calls/"+first))
	assert.Contains(t, l.sim.Calls()[0].TwiML, "Goodbye")
	assert.Len(t, l.must(200, "GET", conference+"/Participants.json", nil)["participants"], 1)
	l.sim.Clock.Advance(6 * time.Second)
	assert.Equal(t, "completed", l.statusOf(l.account+"/Calls/"+first))
}

// TestConferenceOfPhones: a phone that does not take its call never joins.
func TestConferenceOfPhones(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		phone func(*twiliotest.Phone)
		want  twilio.CallStatus
	}{
		{"busy", (*twiliotest.Phone).Busy, twilio.CallStatusBusy},
		{"no answer", (*twiliotest.Phone).NoAnswer, twilio.CallStatusNoAnswer},
		{"out of service", (*twiliotest.Phone).OutOfService, twilio.CallStatusFailed},
	} {
		l := newLines(t)
		tt.phone(l.sim.Phone(ada))
		form := everyEvent()
		maps.Copy(form, url.Values{"Timeout": {"20"}, "StatusCallback": {hooks + "/calls"}, "StatusCallbackEvent": {"initiated ringing answered completed"}})
		var calls []twilio.CallStatus
		l.handle("/calls", func(r *http.Request) {
			event, err := webhook.ParseCallStatus(r)
			if assert.NoError(t, err) {
				calls = append(calls, event.CallStatus)
			}
		})
		conference := l.account + "/Conferences/" + field(l.invite("standup", ada, form), "conference_sid")
		l.sim.Clock.Advance(30 * time.Second)
		assert.Equal(t, []string{"participant-leave", "conference-end"}, l.names(), tt.name)
		assert.Equal(t, []any{webhook.ParticipantLeftAddFailed, tt.want}, []any{l.events[0].ReasonParticipantLeft, l.events[0].ParticipantCallStatus}, tt.name)
		assert.Equal(t, "completed", l.statusOf(conference), tt.name)
		assert.Equal(t, tt.want, calls[len(calls)-1], tt.name)
	}
}

// TestConferenceTimeLimit ends the call of a participant.
func TestConferenceTimeLimit(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	conference, _, _ := l.meet(url.Values{"TimeLimit": {"60"}}, nil)
	l.sim.Clock.Advance(61 * time.Second)
	assert.Len(t, l.must(200, "GET", conference+"/Participants.json", nil)["participants"], 1)
	l.sim.Clock.Advance(4 * time.Hour)
	assert.Equal(t, "completed", l.statusOf(conference))
}

// TestJoinConference: a call that came in is in the conference of a name.
func TestJoinConference(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	l.sim.Number(clinic, twiliotest.VoiceWebhook(twiml.Voice(twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: "standup"}}})))
	for _, number := range []string{ada, bob} {
		l.sim.Phone(number).Call(clinic)
	}
	found, _ := l.must(200, "GET", l.account+"/Conferences.json", nil)["conferences"].([]any)
	require.Len(t, found, 1)
	l.sim.Clock.Advance(time.Hour)
	l.hangUp(ada)
	l.hangUp(bob)
	assert.Empty(t, l.must(200, "GET", l.account+"/Conferences.json", nil)["conferences"])
}

// TestConferencesOfSubaccounts are apart from each other.
func TestConferencesOfSubaccounts(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	one := l.invite("standup", ada, nil)
	l.account = "api/2010-04-01/Accounts/" + l.sim.Subaccount()
	two := l.invite("standup", bob, nil)
	assert.NotEqual(t, one["conference_sid"], two["conference_sid"])
	l.refused(404, 20404, "GET", l.account+"/Conferences/"+field(one, "conference_sid")+".json", nil)
	l.refused(404, 16022, "POST", l.account+"/Conferences/"+field(one, "conference_sid")+"/Participants.json", url.Values{"To": {ada}, "From": {clinic}})
}
