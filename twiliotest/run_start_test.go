package twiliotest_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/voice"
)

// TestStartStream: a stream has the parameters that it has in the API, runs beside the next
// verb, ends by its name, and tells the application of both.
func TestStartStream(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t,
		twiml.Start{Children: []twiml.StartChild{twiml.Stream{
			Name: "agent", URL: "wss://media.example.com", Track: twiml.BothTracks, StatusCallback: "/status", Parameters: []twiml.Parameter{{Name: "language", Value: "en & de"}},
		}}},
		twiml.Say{Text: "Hello."},
		twiml.Stop{Children: []twiml.StopChild{twiml.Stream{Name: "agent"}}},
		twiml.Pause{Length: 10},
	)
	call.ExpectSay("hello")
	alert := sim.ExpectNotSimulated("media stream")
	assert.Contains(t, alert.Message, "connected, start, media, dtmf, mark and stop are not sent")
	assert.Equal(t, hooks+"/voice", alert.URL)
	session := sim.CallSessions(call.SID)[0]
	assert.Equal(t, []any{twiliotest.SessionStream, "agent", "in-progress"}, []any{session.Kind, session.Name, session.Status})
	assert.Equal(t, url.Values{
		"Name": {"agent"}, "Url": {"wss://media.example.com"}, "Track": {"both_tracks"}, "StatusCallback": {"/status"},
		"Parameter1.Name": {"language"}, "Parameter1.Value": {"en & de"},
	}, session.Params)
	sim.Clock.Advance(5 * time.Second)
	assert.Equal(t, "stopped", sim.CallSessions(call.SID)[0].Status)
	assert.Equal(t, twilio.CallStatusInProgress, sim.Calls()[0].Status)
	events := told(sim, "/status")
	assert.Equal(t, []string{"stream-started", "stream-stopped"}, values(events, "StreamEvent"))
	assert.Equal(t, []string{session.SID, "agent"}, []string{events[0].Get("StreamSid"), events[0].Get("StreamName")})
	call.Hangup()
}

// TestStartAndTheAPI: the API stops by its name what a Start has begun, and a Stop ends what
// the API has begun. A Stop without a name ends nothing.
func TestStartAndTheAPI(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t,
		twiml.Start{Children: []twiml.StartChild{twiml.Siprec{Name: "recorder", ConnectorName: "main"}, twiml.Siprec{ConnectorName: "other"}}},
		twiml.Pause{Length: 10},
		twiml.Stop{Children: []twiml.StopChild{twiml.Siprec{Name: "absent"}, twiml.Transcription{Name: "words"}, twiml.Siprec{}}},
		twiml.Pause{Length: 10},
	)
	sim.ExpectNotSimulated("SIPREC")
	sim.ExpectNotSimulated("SIPREC")
	v := voice.New(sim.Client())
	_, err := v.Siprecs.Stop(t.Context(), call.SID, "recorder")
	require.NoError(t, err)
	_, err = v.RealTimeTranscriptions.Create(t.Context(), call.SID, voice.RealTimeTranscriptionCreateParams{Name: "words"})
	require.NoError(t, err)
	sim.Clock.Advance(11 * time.Second)
	var found []string
	for _, session := range sim.CallSessions(call.SID) {
		found = append(found, string(session.Kind)+" "+session.Status)
	}
	assert.Equal(t, []string{"siprec stopped", "siprec in-progress", "transcription stopped"}, found)
	call.Hangup()
}

// TestStartRecording records a call from the verb to the end of the call.
func TestStartRecording(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t,
		twiml.Pause{Length: 5},
		twiml.Start{Children: []twiml.StartChild{twiml.Recording{
			RecordingStatusCallback: "/status", Channels: twiml.RecordingChannelsDual, Track: twiml.RecordingTrackInbound,
			RecordingStatusCallbackEvent: []twiml.RecordingEvent{twiml.RecordingEventInProgress, twiml.RecordingEventCompleted},
		}}},
		twiml.Pause{Length: 20},
	)
	call.ExpectEnd()
	sim.Clock.Advance(time.Minute)
	events := told(sim, "/status")
	require.Equal(t, []string{"in-progress", "completed"}, values(events, "RecordingStatus"))
	assert.Equal(t, []string{"20", "2", "inbound"}, []string{events[1].Get("RecordingDuration"), events[1].Get("RecordingChannels"), events[1].Get("RecordingTrack")})
	rec, err := voice.New(sim.Client()).Recordings.Get(t.Context(), events[1].Get("RecordingSid"), voice.RecordingGetParams{})
	require.NoError(t, err)
	assert.Equal(t, call.SID, rec.CallSID)
}

func TestStartAction(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, twiml.Start{Action: "/after", Children: []twiml.StartChild{twiml.Transcription{}}}, twiml.Pause{Length: 1})
	sim.ExpectNotSimulated("action of <Start>")
	call.ExpectEnd()
	assert.Empty(t, told(sim, "/after"))
}

// TestStartTranscription tells what both sides say, each at its end, and partial results at
// the beginning.
func TestStartTranscription(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t,
		twiml.Start{Children: []twiml.StartChild{twiml.Transcription{Name: "words", StatusCallbackURL: "/status", PartialResults: twiml.True, LanguageCode: "en-GB"}}},
		twiml.Say{Text: "Who is there?"},
		twiml.Gather{Input: []twiml.GatherInput{twiml.InputSpeech}, Action: "/after"},
	)
	call.ExpectSay("who is there")
	sim.Clock.Advance(time.Second)
	call.Speak("It is Ada")
	call.ExpectSay("action")
	call.Hangup()
	sim.Clock.Advance(time.Second)
	var got [][]string
	for _, form := range told(sim, "/status") {
		got = append(got, []string{form.Get("SequenceId"), form.Get("TranscriptionEvent"), form.Get("Track"), form.Get("TranscriptionData"), form.Get("Final")})
	}
	assert.Equal(t, [][]string{
		{"1", "transcription-started", "both_tracks", "", ""},
		{"2", "transcription-content", "outbound_track", `{"confidence":0.9,"transcript":"Who is there?"}`, "false"},
		{"3", "transcription-content", "outbound_track", `{"confidence":0.9,"transcript":"Who is there?"}`, "true"},
		{"4", "transcription-content", "inbound_track", `{"confidence":0.9,"transcript":"It is Ada"}`, "false"},
		{"5", "transcription-content", "inbound_track", `{"confidence":0.9,"transcript":"It is Ada"}`, "true"},
		{"6", "transcription-content", "outbound_track", `{"confidence":0.9,"transcript":"This is the action."}`, "false"},
		{"7", "transcription-content", "outbound_track", `{"confidence":0.9,"transcript":"This is the action."}`, "true"},
		{"8", "transcription-stopped", "both_tracks", "", ""},
	}, got, "the hangup cuts the last line off")
	assert.Equal(t, "en-GB", told(sim, "/status")[3].Get("LanguageCode"))
}

// TestTranscriptionOfOneTrack hears one side only, and another person as well as a voice.
func TestTranscriptionOfOneTrack(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t,
		twiml.Start{Children: []twiml.StartChild{twiml.Transcription{Track: twiml.OutboundTrack, StatusCallbackURL: "/status"}}},
		twiml.Dial{Number: bob},
	)
	doctor := sim.Phone(bob).ExpectCall()
	call.Speak("Hello, doctor.")
	doctor.Speak("Hello, Ada.")
	call.ExpectHear("hello, ada")
	sim.Clock.Advance(10 * time.Second)
	call.Hangup()
	sim.Clock.Advance(time.Second)
	assert.Equal(t, []string{"", `{"confidence":0.9,"transcript":"Hello, Ada."}`, ""}, values(told(sim, "/status"), "TranscriptionData"))
}
