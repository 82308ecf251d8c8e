package twiliotest_test

import (
	"encoding/binary"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

// talk makes a call, which is answered, and returns its path.
func (l *lines) talk(more url.Values) string {
	l.Helper()
	form := url.Values{"To": {ada}, "From": {clinic}, "Twiml": {"<Response><Pause length=\"10\"/></Response>"}}
	maps.Copy(form, more)
	call := l.must(201, "POST", l.account+"/Calls.json", form)
	l.sim.Clock.Advance(5500 * time.Millisecond)
	return l.account + "/Calls/" + field(call, "sid")
}

// recordingEvents takes the status callbacks of recordings.
func (l *lines) recordingEvents() *[]*webhook.RecordingStatus {
	l.Helper()
	events := new([]*webhook.RecordingStatus)
	l.handle("/recordings", func(r *http.Request) {
		event, err := webhook.ParseRecordingStatus(r)
		if assert.NoError(l.T, err) {
			*events = append(*events, event)
		}
	})
	return events
}

var everyRecordingEvent = url.Values{"RecordingStatusCallback": {hooks + "/recordings"}, "RecordingStatusCallbackEvent": {"in-progress completed absent"}}

// download asks for a file.
func (l *lines) download(address string) (status int, kind string, content []byte) {
	l.Helper()
	req, err := http.NewRequestWithContext(l.Context(), http.MethodGet, address, http.NoBody)
	require.NoError(l.T, err)
	req.SetBasicAuth(l.sim.AccountSID(), l.sim.AuthToken())
	resp, err := l.sim.Transport().RoundTrip(req)
	require.NoError(l.T, err)
	content, err = io.ReadAll(resp.Body)
	require.NoError(l.T, err)
	require.NoError(l.T, resp.Body.Close())
	return resp.StatusCode, resp.Header.Get("Content-Type"), content
}

// TestRecordedCall: Record records a call from its answer to its end.
func TestRecordedCall(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	events := l.recordingEvents()
	var ended url.Values
	l.handle("/calls", func(r *http.Request) {
		assert.NoError(t, r.ParseForm())
		ended = r.PostForm
	})
	form := url.Values{"Record": {"true"}, "RecordingChannels": {"dual"}, "RecordingTrack": {"both"}, "StatusCallback": {hooks + "/calls"}}
	maps.Copy(form, everyRecordingEvent)
	call := l.talk(form)
	path := call + "/Recordings"
	list, _ := l.must(200, "GET", path+".json", nil)["recordings"].([]any)
	require.Len(t, list, 1)
	first, _ := list[0].(map[string]any)
	assert.Equal(t, []any{"in-progress", "OutboundAPI", 2.0, nil, nil, nil}, []any{first["status"], first["source"], first["channels"], first["duration"], first["price"], first["price_unit"]})
	sid := field(first, "sid")
	recording := l.account + "/Recordings/" + sid
	l.refused(409, twilio.CodeNotFinished, "DELETE", recording+".json", nil)

	var statuses []any
	for range 140 {
		if status := l.statusOf(recording); len(statuses) == 0 || statuses[len(statuses)-1] != status {
			statuses = append(statuses, status)
		}
		l.sim.Clock.Advance(100 * time.Millisecond)
	}
	assert.Equal(t, []any{"in-progress", "stopped", "processing", "completed"}, statuses)
	kept := l.must(200, "GET", recording+".json", nil)
	assert.Equal(t, []any{"10", "-0.00250", "USD", nil}, []any{kept["duration"], kept["price"], kept["price_unit"], kept["error_code"]})
	media := field(kept, "media_url")
	assert.Equal(t, "https://api.twilio.com/2010-04-01/Accounts/"+l.sim.AccountSID()+"/Recordings/"+sid, media)
	assert.Equal(t, []string{sid, media, "10"}, []string{ended.Get("RecordingSid"), ended.Get("RecordingUrl"), ended.Get("RecordingDuration")})

	require.Len(t, *events, 2)
	last := (*events)[1]
	assert.Equal(t, twilio.RecordingStatusInProgress, (*events)[0].RecordingStatus)
	assert.Equal(t, []any{twilio.RecordingStatusCompleted, sid, media, 10 * time.Second, 2, twilio.RecordingSourceOutboundAPI, field(first, "call_sid"), ""},
		[]any{last.RecordingStatus, last.RecordingSID, last.RecordingURL, last.RecordingDuration, last.RecordingChannels, last.RecordingSource, last.CallSID, last.ConferenceSID})
	balance, err := l.sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, twilio.Decimal("19.98350"), balance.Amount, "20 less a minute of a call and of a recording")
	for filter, count := range map[string]int{
		"": 1, "?CallSid=" + field(first, "call_sid"): 1, "?CallSid=CA00000000000000000000000000000001": 0,
		"?ConferenceSid=CF00000000000000000000000000000001": 0, "?DateCreated=2026-04-14T00:00:00Z": 1, "?DateCreated%3E=2026-04-15T00:00:00Z": 0,
	} {
		assert.Len(t, l.must(200, "GET", l.account+"/Recordings.json"+filter, nil)["recordings"], count, filter)
	}
}

// TestRecordingIsControlled: it is paused, resumed and stopped, also as the current one.
func TestRecordingIsControlled(t *testing.T) {
	t.Parallel()
	for behaviour, want := range map[string]string{"skip": "6", "silence": "9", "": "9"} {
		l := newLines(t)
		events := l.recordingEvents()
		recordings := l.talk(nil) + "/Recordings"
		recording := l.must(201, "POST", recordings+".json", everyRecordingEvent)
		assert.Equal(t, []any{"in-progress", "StartCallRecordingAPI", 1.0, "both"}, []any{recording["status"], recording["source"], recording["channels"], recording["track"]})
		current := recordings + "/Twilio.CURRENT.json"
		set := func(path, status string) any {
			return l.must(200, "POST", path, url.Values{"Status": {status}, "PauseBehavior": {behaviour}})["status"]
		}
		l.sim.Clock.Advance(2 * time.Second)
		assert.Equal(t, "paused", set(current, "paused"))
		l.sim.Clock.Advance(3 * time.Second)
		assert.Equal(t, "in-progress", set(recordings+"/"+field(recording, "sid")+".json", "in-progress"))
		l.refused(400, twilio.CodeBadRequest, "POST", current, url.Values{"Status": {"processing"}})
		l.sim.Clock.Advance(4 * time.Second)
		assert.Equal(t, "stopped", set(current, "stopped"))
		l.refused(404, 20404, "POST", current, url.Values{"Status": {"paused"}})
		l.refused(400, twilio.CodeCallNotInProgress, "POST", recordings+"/"+field(recording, "sid")+".json", url.Values{"Status": {"paused"}})
		l.sim.Clock.Advance(5 * time.Second)
		assert.Equal(t, want, l.must(200, "GET", recordings+"/"+field(recording, "sid")+".json", nil)["duration"], behaviour)
		assert.Len(t, *events, 2)
	}
}

// TestRecordingsAtOnce: the same way of recording answers with what goes on, and another
// way is a second recording, so that none is the current one.
func TestRecordingsAtOnce(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	recordings := l.talk(url.Values{"Record": {"true"}}) + "/Recordings"
	first := l.must(201, "POST", recordings+".json", nil)
	assert.Equal(t, first["sid"], l.must(200, "POST", recordings+".json", nil)["sid"], "one is active already")
	l.refused(400, 16108, "POST", recordings+"/Twilio.CURRENT.json", url.Values{"Status": {"paused"}})
	l.must(200, "POST", recordings+"/"+field(first, "sid")+".json", url.Values{"Status": {"stopped"}})
	l.must(200, "POST", recordings+"/Twilio.CURRENT.json", url.Values{"Status": {"stopped"}})
	l.must(201, "POST", recordings+".json", nil)
	assert.Len(t, l.must(200, "GET", recordings+".json", nil)["recordings"], 3)
}

// TestCallsThatCannotBeRecorded: only one that goes on is.
func TestCallsThatCannotBeRecorded(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	queued := field(l.must(201, "POST", l.account+"/Calls.json", url.Values{"To": {ada}, "From": {clinic}, "Twiml": {"<Response/>"}}), "sid")
	recordings := l.account + "/Calls/" + queued + "/Recordings.json"
	l.refused(400, twilio.CodeCallNotInProgress, "POST", recordings, nil)
	l.sim.Clock.Advance(time.Minute)
	l.refused(400, twilio.CodeCallNotInProgress, "POST", recordings, nil)
	for _, method := range []string{"GET", "POST"} {
		l.refused(404, 20404, method, l.account+"/Calls/CA00000000000000000000000000000001/Recordings.json", nil)
	}
	l.refused(404, 20404, "GET", l.account+"/Conferences/CF00000000000000000000000000000001/Recordings.json", nil)
	l.refused(400, twilio.CodeBadRequest, "POST", l.account+"/Calls.json", url.Values{"To": {ada}, "From": {clinic}, "Twiml": {"<Response/>"}, "RecordingChannels": {"three"}})
}

// TestRecordingThatIsAbsent: there is not a second of it.
func TestRecordingThatIsAbsent(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	events := l.recordingEvents()
	recordings := l.talk(nil) + "/Recordings"
	recording := l.must(201, "POST", recordings+".json", url.Values{"RecordingStatusCallback": {hooks + "/recordings"}, "RecordingStatusCallbackEvent": {"absent"}})
	l.sim.Clock.Advance(900 * time.Millisecond)
	l.must(200, "POST", recordings+"/Twilio.CURRENT.json", url.Values{"Status": {"stopped"}})
	l.sim.Clock.Advance(5 * time.Second)
	absent := l.must(200, "GET", recordings+"/"+field(recording, "sid")+".json", nil)
	assert.Equal(t, []any{"absent", 16101.0, "0", nil}, []any{absent["status"], absent["error_code"], absent["duration"], absent["price"]})
	require.Len(t, *events, 1)
	assert.Equal(t, []any{twilio.RecordingStatusAbsent, twilio.ErrorCode(16101)}, []any{(*events)[0].RecordingStatus, (*events)[0].ErrorCode})
	l.refused(404, 20404, "GET", l.account+"/Recordings/"+field(recording, "sid")+".wav", nil)
}

// TestRecordingFiles are as long as their recordings, in both formats and with the
// channels that were recorded.
func TestRecordingFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		channels, asked string
		want            int
	}{
		{"mono", "", 1},
		{"mono", "?RequestedChannels=1", 1},
		{"dual", "", 2},
		{"dual", "?RequestedChannels=1", 1},
		{"dual", "?RequestedChannels=2", 2},
	} {
		l := newLines(t)
		recording := l.must(201, "POST", l.talk(nil)+"/Recordings.json", url.Values{"RecordingChannels": {tt.channels}})
		media := "https://api.twilio.com/2010-04-01/Accounts/" + l.sim.AccountSID() + "/Recordings/" + field(recording, "sid")
		status, _, _ := l.download(media + ".wav" + tt.asked)
		assert.Equal(t, 404, status, "it is not ready")
		l.sim.Clock.Advance(20 * time.Second)
		for _, extension := range []string{"", ".wav"} {
			status, kind, sound := l.download(media + extension + tt.asked)
			assert.Equal(t, []any{200, "audio/x-wav"}, []any{status, kind})
			seconds, channels := wavLength(t, sound)
			assert.Equal(t, []int{10, tt.want}, []int{seconds, channels}, "%s %s", tt.channels, tt.asked)
		}
		status, kind, sound := l.download(media + ".mp3" + tt.asked)
		assert.Equal(t, []any{200, "audio/mpeg"}, []any{status, kind})
		seconds, channels := mp3Length(t, sound)
		assert.Equal(t, []int{10, tt.want}, []int{seconds, channels}, "%s %s", tt.channels, tt.asked)
		if tt.channels == "mono" {
			l.refused(400, 16113, "GET", strings.TrimPrefix(strings.Replace(media, ".twilio.com", "", 1), "https://")+".mp3?RequestedChannels=2", nil)
		}
		l.refused(400, twilio.CodeBadRequest, "GET", strings.TrimPrefix(strings.Replace(media, ".twilio.com", "", 1), "https://")+"?RequestedChannels=3", nil)
	}
}

// wavLength reads the header of a file in WAV.
func wavLength(t *testing.T, sound []byte) (seconds, channels int) {
	t.Helper()
	require.GreaterOrEqual(t, len(sound), 44)
	assert.Equal(t, []string{"RIFF", "WAVEfmt ", "data"}, []string{string(sound[:4]), string(sound[8:16]), string(sound[36:40])})
	size := binary.LittleEndian.Uint32(sound[40:])
	assert.EqualValues(t, len(sound)-44, size)
	assert.EqualValues(t, len(sound)-8, binary.LittleEndian.Uint32(sound[4:]))
	assert.EqualValues(t, 1, binary.LittleEndian.Uint16(sound[20:]), "PCM")
	assert.EqualValues(t, 16, binary.LittleEndian.Uint16(sound[34:]), "bits")
	channels = int(binary.LittleEndian.Uint16(sound[22:]))
	rate, bytesPerSecond := binary.LittleEndian.Uint32(sound[24:]), binary.LittleEndian.Uint32(sound[28:])
	assert.Equal(t, rate*uint32(channels)*2, bytesPerSecond)
	return int(size / bytesPerSecond), channels
}

// mp3Length walks through the frames of a file in MP3.
func mp3Length(t *testing.T, sound []byte) (seconds, channels int) {
	t.Helper()
	const frameBytes, samples, rate = 72, 576, 8000
	require.Zero(t, len(sound)%frameBytes)
	require.NotEmpty(t, sound)
	channels = 2
	for i := 0; i < len(sound); i += frameBytes {
		require.Equal(t, []byte{0xFF, 0xE3, 0x18}, sound[i:i+3], "MPEG 2.5, layer III, 8 kbit/s, 8 kHz")
		if sound[i+3]>>6 == 3 {
			channels = 1
		}
	}
	return len(sound) / frameBytes * samples / rate, channels
}

// TestLongRecording: its file is small, and as long as it says.
func TestLongRecording(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	conference, _, _ := l.meet(url.Values{"ConferenceRecord": {"true"}}, nil)
	l.sim.Clock.Advance(time.Hour)
	l.must(200, "POST", conference+".json", url.Values{"Status": {"completed"}})
	l.sim.Clock.Advance(10 * time.Second)
	list, _ := l.must(200, "GET", conference+"/Recordings.json", nil)["recordings"].([]any)
	recording, _ := list[0].(map[string]any)
	_, _, sound := l.download("https://api.twilio.com/2010-04-01/Accounts/" + l.sim.AccountSID() + "/Recordings/" + field(recording, "sid") + ".wav")
	seconds, _ := wavLength(t, sound)
	assert.Equal(t, 3600, seconds)
	assert.Less(t, len(sound), 2<<20)
}

// TestRecordingIsDeleted: its files are gone at once, and the rest after 40 days.
func TestRecordingIsDeleted(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	call := l.talk(nil)
	recording := l.must(201, "POST", call+"/Recordings.json", nil)
	l.sim.Clock.Advance(20 * time.Second)
	path := l.account + "/Recordings/" + field(recording, "sid")
	l.must(204, "DELETE", path+".json", nil)
	for _, gone := range []string{path + ".json", path + ".wav", path + ".mp3", path, call + "/Recordings/" + field(recording, "sid") + ".json"} {
		l.refused(404, 20404, "GET", gone, nil)
	}
	l.refused(404, 20404, "DELETE", path+".json", nil)
	assert.Empty(t, l.must(200, "GET", l.account+"/Recordings.json", nil)["recordings"])
	kept := l.must(200, "GET", path+".json?IncludeSoftDeleted=true", nil)
	assert.Equal(t, []any{"deleted", "10", nil}, []any{kept["status"], kept["duration"], kept["media_url"]})
	l.sim.Clock.Advance(40*24*time.Hour - 20*time.Second)
	assert.Len(t, l.must(200, "GET", l.account+"/Recordings.json?IncludeSoftDeleted=true", nil)["recordings"], 1)
	l.sim.Clock.Advance(20 * time.Second)
	l.refused(404, 20404, "GET", path+".json?IncludeSoftDeleted=true", nil)
}

// TestRecordedConference: it is recorded from its start to its end, in one channel.
func TestRecordedConference(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	events := l.recordingEvents()
	conference, first, _ := l.meet(url.Values{
		"ConferenceRecord": {"record-from-start"}, "ConferenceRecordingStatusCallback": {hooks + "/recordings"}, "RecordingChannels": {"dual"},
	}, url.Values{"Record": {"true"}})
	recordings := conference + "/Recordings"
	list, _ := l.must(200, "GET", recordings+".json", nil)["recordings"].([]any)
	require.Len(t, list, 1, "that of the participant is the call's")
	recording, _ := list[0].(map[string]any)
	assert.Equal(t, []any{"in-progress", "Conference", 1.0, first}, []any{recording["status"], recording["source"], recording["channels"], recording["call_sid"]})
	l.sim.Clock.Advance(5 * time.Second)
	l.must(200, "POST", recordings+"/Twilio.CURRENT.json", url.Values{"Status": {"paused"}, "PauseBehavior": {"skip"}})
	l.sim.Clock.Advance(5 * time.Second)
	l.must(200, "POST", recordings+"/Twilio.CURRENT.json", url.Values{"Status": {"in-progress"}})
	l.hangUp(ada)
	assert.Equal(t, "in-progress", l.statusOf(recordings+"/"+field(recording, "sid")), "the conference goes on")
	l.sim.Clock.Advance(5 * time.Second)
	l.hangUp(bob)
	l.sim.Clock.Advance(5 * time.Second)
	kept := l.must(200, "GET", recordings+"/"+field(recording, "sid")+".json", nil)
	assert.Equal(t, []any{"completed", "10", "-0.00250"}, []any{kept["status"], kept["duration"], kept["price"]})
	require.Len(t, *events, 1, "the end alone, unless others are asked for")
	assert.Equal(t, []any{strings.TrimPrefix(conference, l.account+"/Conferences/"), "", twilio.RecordingSourceConference}, []any{(*events)[0].ConferenceSID, (*events)[0].CallSID, (*events)[0].RecordingSource})
	assert.Len(t, l.must(200, "GET", l.account+"/Recordings.json", nil)["recordings"], 2)
	l.must(204, "DELETE", recordings+"/"+field(recording, "sid")+".json", nil)
	assert.Empty(t, l.must(200, "GET", recordings+".json", nil)["recordings"])
}

// TestRecordingCallbackFails with the code of any webhook.
func TestRecordingCallbackFails(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	l.sim.Handle(hooks+"/recordings", status(500))
	l.must(201, "POST", l.talk(nil)+"/Recordings.json", url.Values{"RecordingStatusCallback": {hooks + "/recordings"}})
	l.sim.Clock.Advance(20 * time.Second)
	expectAlerts(t, l.sim, 11217)
}

// TestTranscription: a recording gets a text, which takes time and costs money.
func TestTranscription(t *testing.T) {
	t.Parallel()
	l := newLines(t)
	recording := field(l.must(201, "POST", l.talk(nil)+"/Recordings.json", nil), "sid")
	l.sim.Clock.Advance(20 * time.Second)
	sid := l.sim.Transcribe(recording, "See you at 9")
	texts, ofRecording := l.account+"/Transcriptions", l.account+"/Recordings/"+recording+"/Transcriptions"
	begun := l.must(200, "GET", texts+"/"+sid+".json", nil)
	assert.Equal(t, []any{"in-progress", nil, nil}, []any{begun["status"], begun["transcription_text"], begun["price"]})
	l.sim.Clock.Advance(5 * time.Second)
	text := l.must(200, "GET", ofRecording+"/"+sid+".json", nil)
	assert.Equal(t, []any{"completed", "See you at 9", -0.05, "USD", "10", recording, "fast"},
		[]any{text["status"], text["transcription_text"], text["price"], text["price_unit"], text["duration"], text["recording_sid"], text["type"]})
	balance, err := l.sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, twilio.Decimal("19.93350"), balance.Amount)
	assert.Len(t, l.must(200, "GET", texts+".json", nil)["transcriptions"], 1)
	assert.Len(t, l.must(200, "GET", ofRecording+".json", nil)["transcriptions"], 1)
	l.refused(404, 20404, "GET", l.account+"/Recordings/RE00000000000000000000000000000001/Transcriptions.json", nil)
	l.must(204, "DELETE", ofRecording+"/"+sid+".json", nil)
	l.refused(404, 20404, "GET", texts+"/"+sid+".json", nil)
	assert.Empty(t, l.must(200, "GET", texts+".json", nil)["transcriptions"])
}

// TestTranscriptionOfAnotherLength: Twilio transcribes from 2 seconds to 120.
func TestTranscriptionOfAnotherLength(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	l := &lines{api: api{t, sim}, account: "api/2010-04-01/Accounts/" + sim.AccountSID()}
	call := l.talk(nil)
	recording := field(l.must(201, "POST", call+"/Recordings.json", nil), "sid")
	l.sim.Clock.Advance(time.Second)
	l.must(200, "POST", call+".json", url.Values{"Status": {"completed"}})
	l.sim.Clock.Advance(5 * time.Second)
	l.sim.Transcribe(recording, "Hi")
	assert.Contains(t, rec.finish(), "a recording of 1 seconds is not transcribed")
}

// TestTranscriptionOfNoRecording fails the test.
func TestTranscriptionOfNoRecording(t *testing.T) {
	t.Parallel()
	rec := record(t)
	twiliotest.New(rec).Transcribe("RE1", "Hello")
	assert.Contains(t, rec.finish(), "no complete recording")
}
