package twiliotest_test

import (
	"net/http"
	"net/url"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/testcall"
)

// lineBefore makes the calls, conferences, members, recordings and transcriptions that an
// operation needs.
func (d *driver) lineBefore(op *contract.Operation) {
	d.Helper()
	if op.Spec != "api_v2010" {
		return
	}
	account := d.lineAccount()
	d.usualCalls()
	switch op.ID {
	case "CreateCallRecording", "UpdateCall":
		d.answeredCall()
	case "ListCallRecording", "FetchCallRecording", "UpdateCallRecording":
		d.recordedCall()
	case "DeleteCallRecording":
		d.recordedCall()
		d.sim.Clock.Advance(time.Minute) // the call ends, and so does its recording
	case "DeleteCall":
		d.sim.Clock.Advance(time.Minute)
	case "CreateParticipant":
		d.conference()
	case "UpdateParticipant":
		d.sim.Clock.Advance(10 * time.Second) // they take the calls
	case "DeleteConferenceRecording":
		conference := account + "/Conferences/" + d.made[account+"/Conferences"][0]
		d.line(http.MethodPost, conference+"/Recordings/Twilio.CURRENT.json", url.Values{"Status": {"stopped"}})
	case "ListMember":
		d.member()
	case "DeleteRecording", "ListTranscription", "DeleteTranscription", "ListRecordingTranscription", "DeleteRecordingTranscription":
		d.transcription()
	}
}

func (d *driver) lineAccount() string { return "/2010-04-01/Accounts/" + d.sim.AccountSID() }

// line sends a request and returns the answer.
func (d *driver) line(method, path string, form url.Values) (answer struct {
	SID           string `json:"sid"`
	ConferenceSID string `json:"conference_sid"`
	FriendlyName  string `json:"friendly_name"`
	Recordings    []struct {
		SID string `json:"sid"`
	} `json:"recordings"`
},
) {
	d.Helper()
	require.NoError(d, testcall.Do(d.Context(), d.sim.Client(), testcall.Request{Method: method, Host: "api", Path: path, Form: form}, &answer))
	return answer
}

// usualCalls lets the first of the calls be the one that the test has created first.
func (d *driver) usualCalls() {
	if d.usual != nil {
		d.made[d.lineAccount()+"/Calls"], d.usual = d.usual, nil
	}
}

// answeredCall makes the first of the calls one that goes on, for one operation.
func (d *driver) answeredCall() string {
	d.Helper()
	calls := d.lineAccount() + "/Calls"
	d.usualCalls()
	d.usual = d.made[calls]
	sid := d.line(http.MethodPost, calls+".json", url.Values{"To": {ada}, "From": {clinic}, "Url": {"https://example.com/voice"}}).SID
	d.sim.Clock.Advance(6 * time.Second)
	d.made[calls] = append([]string{sid}, d.made[calls]...)
	return sid
}

// recordedCall is answeredCall with a recording.
func (d *driver) recordedCall() (recording string) {
	d.Helper()
	recordings := d.lineAccount() + "/Calls/" + d.answeredCall() + "/Recordings"
	recording = d.line(http.MethodPost, recordings+".json", url.Values{}).SID
	d.made[recordings] = []string{recording}
	return recording
}

// conference makes a conference with two participants that is recorded.
func (d *driver) conference() {
	d.Helper()
	conferences := d.lineAccount() + "/Conferences"
	var sid string
	for range 2 {
		form := url.Values{"To": {ada}, "From": {clinic}, "ConferenceRecord": {"true"}}
		sid = d.line(http.MethodPost, conferences+"/standup/Participants.json", form).ConferenceSID
	}
	d.sim.Clock.Advance(6 * time.Second)
	d.made[conferences] = []string{sid}
	recordings := conferences + "/" + sid + "/Recordings"
	d.made[recordings] = []string{d.line(http.MethodGet, recordings+".json", nil).Recordings[0].SID}
}

// member lets a call wait in the first queue.
func (d *driver) member() {
	d.Helper()
	queue := d.lineAccount() + "/Queues/" + d.made[d.lineAccount()+"/Queues"][0]
	call, name := d.answeredCall(), d.line(http.MethodGet, queue+".json", nil).FriendlyName
	d.line(http.MethodPost, d.lineAccount()+"/Calls/"+call+".json", url.Values{"Twiml": {"<Response><Enqueue>" + name + "</Enqueue></Response>"}})
	d.sim.Clock.Advance(0)
	d.made[queue+"/Members"] = []string{call}
}

// transcription makes the first of the recordings one that is complete and has a text.
func (d *driver) transcription() {
	d.Helper()
	recording := d.recordedCall()
	d.sim.Clock.Advance(time.Minute)
	recordings, text := d.lineAccount()+"/Recordings", d.sim.Transcribe(recording, "See you at 9")
	d.made[recordings] = []string{recording}
	d.made[recordings+"/"+recording+"/Transcriptions"] = []string{text}
	d.made[d.lineAccount()+"/Transcriptions"] = []string{text}
}

// lineForm are parameters that go together for operations on conferences, nil for other
// operations.
func (d *driver) lineForm(op *contract.Operation) url.Values {
	switch op.ID {
	case "CreateCallRecording":
		return url.Values{"RecordingChannels": {"dual"}, "RecordingTrack": {"inbound"}, "Trim": {"do-not-trim"}}
	case "CreateParticipant":
		return url.Values{"To": {ada}, "From": {clinic}, "Label": {d.text(contract.Param{Name: "Label"})}}
	case "UpdateParticipant":
		conferences := d.lineAccount() + "/Conferences"
		participants := d.made[conferences+"/"+d.made[conferences][0]+"/Participants"]
		return url.Values{"Muted": {"true"}, "Hold": {"true"}, "CallSidToCoach": {participants[1]}, "AnnounceUrl": {"https://example.com/announce"}}
	case "UpdateConference":
		return url.Values{"AnnounceUrl": {"https://example.com/announce"}}
	}
	return nil
}
