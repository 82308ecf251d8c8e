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
	"github.com/seed15d99369/twilio/webhook"
)

// connect is a Connect with an action.
func connect(noun twiml.ConnectChild) twiml.Connect {
	return twiml.Connect{Action: "/after", Children: []twiml.ConnectChild{noun}}
}

// TestConnectRelay: the relay greets, has the person's words and keys, and hands over by its
// action.
func TestConnectRelay(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, connect(twiml.ConversationRelay{URL: "wss://relay.example.com", WelcomeGreeting: "How can I help?"}))
	call.ExpectSay("how can I help")
	assert.Contains(t, sim.ExpectNotSimulated("ConversationRelay").Message, "setup, prompt, dtmf, interrupt and error are not sent")
	call.Speak("An agent, please.")
	call.Press("1")
	relay := sim.CallSessions(call.SID)[0]
	assert.Equal(t, []any{twiliotest.SessionRelay, "VX", "wss://relay.example.com"}, []any{relay.Kind, relay.SID[:2], relay.Params.Get("Url")})
	sim.Clock.Advance(70 * time.Second)
	sim.EndSession(relay.SID, url.Values{"HandoffData": {`{"reason":"agent"}`}})
	call.ExpectSay("action")
	call.ExpectEnd()
	got := readConnect(t, sim)
	assert.Equal(t, []any{relay.SID, webhook.SessionStatusEnded, 70 * time.Second, `{"reason":"agent"}`}, []any{got.SessionID, got.SessionStatus, got.SessionDuration, got.HandoffData})
	assert.Equal(t, "stopped", sim.CallSessions(call.SID)[0].Status)
}

// readConnect parses the last request to the action.
func readConnect(t *testing.T, sim *twiliotest.Sim) *webhook.Connect {
	t.Helper()
	forms := told(sim, "/after")
	require.NotEmpty(t, forms)
	got, err := webhook.ParseConnect(posted(forms[len(forms)-1]))
	require.NoError(t, err)
	return got
}

// TestConnectAndHangup tells the action of a caller who hangs up, and its answer has no
// effect.
func TestConnectAndHangup(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, connect(twiml.ConversationRelaySession{Connector: "main"}))
	sim.ExpectNotSimulated("ConversationRelay")
	sim.Clock.Advance(3 * time.Second)
	call.Hangup()
	sim.Clock.Advance(time.Second)
	got := readConnect(t, sim)
	assert.Equal(t, []any{webhook.SessionStatusCompleted, 3 * time.Second, ""}, []any{got.SessionStatus, got.SessionDuration, got.HandoffData})
	assert.Empty(t, call.Transcript())
}

// TestConnectAndRedirect ends the session, and asks no action.
func TestConnectAndRedirect(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t, connect(twiml.AISession{AIConnector: "main"}))
	sim.ExpectNotSimulated("ConversationRelay")
	_, err := sim.Client().Calls.Redirect(t.Context(), call.SID, twilio.CallRedirectParams{TwiML: "<Response><Say>Elsewhere.</Say></Response>"})
	require.NoError(t, err)
	call.ExpectSay("elsewhere")
	assert.Equal(t, "stopped", sim.CallSessions(call.SID)[0].Status)
	assert.Empty(t, told(sim, "/after"))
	call.ExpectEnd()
}

// TestConnectStream: the API ends the stream, and the call goes on with the next verb when
// there is no action.
func TestConnectStream(t *testing.T) {
	t.Parallel()
	sim, call := callInto(t,
		twiml.Connect{Children: []twiml.ConnectChild{twiml.Stream{Name: "bot", URL: "wss://media.example.com", StatusCallback: "/status"}}},
		twiml.Say{Text: "Goodbye."},
	)
	sim.ExpectNotSimulated("media stream")
	sim.Clock.Advance(time.Hour)
	assert.Equal(t, twilio.CallStatusInProgress, sim.Calls()[0].Status)
	_, err := voice.New(sim.Client()).Streams.Stop(t.Context(), call.SID, "bot")
	require.NoError(t, err)
	call.ExpectSay("goodbye")
	call.ExpectEnd()
	assert.Equal(t, []string{"stream-started", "stream-stopped"}, values(told(sim, "/status"), "StreamEvent"))
}

// TestConnectServices: each service has the call until its session ends, and says what is
// not simulated.
func TestConnectServices(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		noun    twiml.ConnectChild
		kind    twiliotest.SessionKind
		param   string
		value   string
		missing string
	}{
		{"room", twiml.Room{Name: "consulting", ParticipantIdentity: "ada"}, twiliotest.SessionRoom, "Name", "consulting", "video room"},
		{"virtual agent", twiml.VirtualAgent{ConnectorName: "bot"}, twiliotest.SessionVirtualAgent, "ConnectorName", "bot", "VirtualAgent"},
		{"conversation", twiml.Conversation{ServiceInstanceSID: "IS1"}, twiliotest.SessionConversation, "ServiceInstanceSid", "IS1", "conversation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim, call := callInto(t, connect(tt.noun))
			sim.ExpectNotSimulated(tt.missing)
			sim.Clock.Advance(time.Minute)
			session := sim.CallSessions(call.SID)[0]
			assert.Equal(t, []any{tt.kind, tt.value, "in-progress"}, []any{session.Kind, session.Params.Get(tt.param), session.Status})
			sim.EndSession(session.SID, nil)
			call.ExpectSay("action")
			call.ExpectEnd()
			assert.NotContains(t, told(sim, "/after")[0], "SessionId")
		})
	}
}

// TestConnectEndedProducts goes on with the next verb.
func TestConnectEndedProducts(t *testing.T) {
	t.Parallel()
	ended := map[string]twiml.ConnectChild{"autopilot": twiml.Autopilot{AssistantSID: "UA1"}, "assistant": twiml.Assistant{ID: "1"}} //nolint:staticcheck // they are deprecated
	for name, noun := range ended {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, call := callInto(t, connect(noun), twiml.Say{Text: "Goodbye."})
			sim.ExpectNotSimulated("Twilio has ended")
			call.ExpectSay("goodbye")
			call.ExpectEnd()
			assert.Empty(t, sim.CallSessions(call.SID))
		})
	}
}

func TestEndSessionNeedsASession(t *testing.T) {
	t.Parallel()
	rec := record(t)
	twiliotest.New(rec).EndSession("MZ0123456789abcdef0123456789abcdef", nil)
	assert.Contains(t, rec.finish(), "no session of this SID runs")
}
