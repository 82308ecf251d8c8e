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

// TestDetection: the request for the instructions has who answered, and comes when that is
// known.
func TestDetection(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		answers twilio.AnsweredBy
		mode    twilio.MachineDetection
		timeout time.Duration
		by      string
		took    string // milliseconds
	}{
		{"a human", twilio.AnsweredByHuman, twilio.MachineDetectionEnable, 0, "human", "2500"},
		{"a human is known early", twilio.AnsweredByHuman, twilio.MachineDetectionDetectMessageEnd, 0, "human", "2500"},
		{"a machine", twilio.AnsweredByMachineStart, twilio.MachineDetectionEnable, 0, "machine_start", "2500"},
		{"no end is awaited", twilio.AnsweredByMachineEndSilence, twilio.MachineDetectionEnable, 0, "machine_start", "2500"},
		{"the beep", twilio.AnsweredByMachineStart, twilio.MachineDetectionDetectMessageEnd, 0, "machine_end_beep", "8000"},
		{"another end", twilio.AnsweredByMachineEndSilence, twilio.MachineDetectionDetectMessageEnd, 0, "machine_end_silence", "8000"},
		{"the greeting is too long", twilio.AnsweredByMachineStart, twilio.MachineDetectionDetectMessageEnd, 3 * time.Second, "unknown", "3000"},
		{"a fax", twilio.AnsweredByFax, twilio.MachineDetectionDetectMessageEnd, 0, "fax", "2500"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := answering(t, twiml.Pause{Length: 60})
			sim.Phone(ada).Answer(tt.answers)
			call, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
				To: ada, From: clinic, URL: hooks + "/voice", MachineDetection: tt.mode, MachineDetectionTimeout: tt.timeout,
			})
			require.NoError(t, err)
			taken := sim.Phone(ada).ExpectCall()
			assert.Empty(t, taken.AnsweredBy, "nobody knows yet")
			began := taken.Started
			sim.Clock.Advance(20 * time.Second)
			asked := told(sim, "/voice")
			require.Len(t, asked, 1)
			assert.Equal(t, []string{tt.by, tt.took}, []string{asked[0].Get("AnsweredBy"), asked[0].Get("MachineDetectionDuration")})
			took, err := time.ParseDuration(tt.took + "ms")
			require.NoError(t, err)
			assert.Equal(t, took, sim.Callbacks()[0].At.Sub(began))
			got, err := sim.Client().Calls.Get(t.Context(), call.SID)
			require.NoError(t, err)
			assert.Equal(t, tt.by, string(got.AnsweredBy))
			taken.Hangup()
		})
	}
}

// TestDetectionBesideTheCall: the call goes on at once, and the outcome is told alone.
func TestDetectionBesideTheCall(t *testing.T) {
	t.Parallel()
	sim := answering(t, twiml.Say{Text: "Hello."}, twiml.Pause{Length: 60})
	sim.Phone(ada).Answer(twilio.AnsweredByMachineStart)
	call, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
		To: ada, From: clinic, URL: hooks + "/voice", MachineDetection: twilio.MachineDetectionDetectMessageEnd, AsyncAMD: true, AsyncAMDStatusCallback: hooks + "/status",
	})
	require.NoError(t, err)
	taken := sim.Phone(ada).ExpectCall()
	taken.ExpectSay("hello")
	assert.Equal(t, taken.Started, sim.Clock.Now())
	assert.Empty(t, told(sim, "/status"))
	assert.Equal(t, twiliotest.LineSpoke, taken.Transcript()[0].Kind, "the greeting of the machine")
	sim.Clock.Advance(8 * time.Second)
	assert.Equal(t, []url.Values{{
		"CallSid": {call.SID}, "AccountSid": {sim.AccountSID()}, "AnsweredBy": {"machine_end_beep"}, "MachineDetectionDuration": {"8000"},
	}}, told(sim, "/status"))
	taken.Hangup()
}

// TestDetectionEndsWithTheCall tells nothing of a call that is over.
func TestDetectionEndsWithTheCall(t *testing.T) {
	t.Parallel()
	sim := answering(t, twiml.Hangup{})
	_, err := sim.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
		To: ada, From: clinic, URL: hooks + "/voice", MachineDetection: twilio.MachineDetectionEnable, AsyncAMD: true, AsyncAMDStatusCallback: hooks + "/status",
	})
	require.NoError(t, err)
	sim.Phone(ada).ExpectCall().ExpectEnd()
	sim.Clock.Advance(time.Minute)
	assert.Empty(t, told(sim, "/status"))
}

// TestDetectionOfALeg: the nouns of a Dial listen for machines as well.
func TestDetectionOfALeg(t *testing.T) {
	t.Parallel()
	for name, noun := range map[string]twiml.DialChild{
		bob:                   twiml.Number{PhoneNumber: bob, MachineDetection: twiml.MachineDetectionEnable, AMDStatusCallback: "/status"},
		"sip:bob@example.com": twiml.Sip{URI: "sip:bob@example.com", MachineDetection: twiml.MachineDetectionEnable, AMDStatusCallback: "/status"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim := answering(t, twiml.Dial{Children: []twiml.DialChild{noun}})
			sim.Phone(name).Answer(twilio.AnsweredByMachineStart)
			call := sim.Phone(ada).Call(clinic)
			leg := sim.Phone(name).ExpectCall()
			sim.Clock.Advance(3 * time.Second)
			events := told(sim, "/status")
			require.Len(t, events, 1)
			assert.Equal(t, []string{leg.SID, "machine_start"}, []string{events[0].Get("CallSid"), events[0].Get("AnsweredBy")})
			call.Hangup()
		})
	}
}

// TestDetectionOfAParticipant: its callback has another name.
func TestDetectionOfAParticipant(t *testing.T) {
	t.Parallel()
	sim := answering(t, twiml.Hangup{})
	sim.Phone(ada).Answer(twilio.AnsweredByMachineStart)
	mainAccount(t, sim).must(http.StatusCreated, "POST", in(sim.AccountSID(), "/Conferences/room/Participants.json"), url.Values{
		"From": {clinic}, "To": {ada}, "MachineDetection": {"Enable"}, "AmdStatusCallback": {hooks + "/status"},
	})
	taken := sim.Phone(ada).ExpectCall()
	sim.Clock.Advance(3 * time.Second)
	assert.Equal(t, []string{"machine_start"}, values(told(sim, "/status"), "AnsweredBy"))
	taken.Hangup()
}
