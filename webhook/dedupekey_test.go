package webhook_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDedupeKeys: each is made of everything that tells one event from another.
func TestDedupeKeys(t *testing.T) {
	t.Parallel()
	account := []string{"AccountSid", subaccount}
	call := []string{"AccountSid", subaccount, "CallSid", callSID}
	const a, ac = "/" + subaccount, "/" + subaccount + "/" + callSID
	tests := []struct {
		payload string
		common  []string
		pairs   []string
		want    string
	}{
		{payload: "Message", common: account, pairs: []string{"MessageSid", "SM1", "From", "x", "To", "y"}, want: "message" + a + "/SM1"},
		{payload: "Message", common: account, pairs: []string{"MessageSid", "SM1", "From", "x", "To", "y", "ErrorCode", "11200", "ErrorUrl", "https://h/"}, want: "message" + a + "/SM1/fallback/11200"},
		{payload: "Message", common: account, pairs: []string{"MessageSid", "SM1", "From", "x", "To", "y", "ErrorUrl", "https://user:pass@h/"}, want: "message" + a + "/SM1/fallback/0"},
		{payload: "MessageStatus", common: account, pairs: []string{"MessageSid", "SM1", "MessageStatus", "sent"}, want: "message-status" + a + "/SM1/sent"},
		{payload: "Call", common: call, pairs: []string{"CallStatus", "ringing"}, want: "call" + ac + "/ringing"},
		{payload: "Call", common: call, pairs: []string{"CallStatus", "ringing", "ErrorCode", "11205"}, want: "call" + ac + "/ringing/fallback/11205"},
		{payload: "CallStatus", common: call, pairs: []string{"CallStatus", "ringing", "SequenceNumber", "2"}, want: "call-status" + ac + "/ringing/2"},
		{payload: "MachineDetection", common: call, pairs: []string{"AnsweredBy", "human"}, want: "machine-detection" + ac},
		{payload: "PartialGather", common: call, pairs: []string{"SequenceNumber", "2"}, want: "gather" + ac + "/2"},
		{payload: "Record", common: call, pairs: []string{"RecordingSid", "RE1"}, want: "record" + ac + "/RE1"},
		{payload: "Record", common: call},
		{payload: "RecordingStatus", common: account, pairs: []string{"RecordingSid", "RE1", "RecordingStatus", "completed"}, want: "recording" + a + "/RE1/completed"},
		{payload: "Transcription", common: call, pairs: []string{"TranscriptionSid", "TR1"}, want: "transcription" + a + "/TR1"},
		{payload: "Dial", common: call, pairs: []string{"DialCallSid", "CA2", "DialCallStatus", "busy"}, want: "dial" + ac + "/CA2/busy"},
		{payload: "Dial", common: call, pairs: []string{"DialCallStatus", "answered"}},
		{payload: "Refer", common: call, pairs: []string{"ReferCallStatus", "failed", "ReferSipResponseCode", "202", "NotifySipResponseCode", "486"}, want: "refer" + ac + "/failed/202/486"},
		{payload: "Enqueue", common: call, pairs: []string{"QueueSid", "QU1", "QueueResult", "leave", "QueueTime", "90"}, want: "enqueue" + ac + "/QU1/leave/90"},
		{payload: "Pay", common: call, pairs: []string{"Sid", "PK1", "Result", "success", "PaymentError", "e", "DateUpdated", "2026-01-02T03:04:05Z"}, want: "pay" + ac + "/PK1/success/e/2026-01-02T03:04:05Z"},
		{payload: "Pay", common: call, pairs: []string{"Result", "success"}},
		{payload: "Connect", common: call, pairs: []string{"SessionId", "VX1"}, want: "connect" + ac + "/VX1"},
		{payload: "Connect", common: call},
		{payload: "StreamStatus", common: account, pairs: []string{"StreamSid", "MZ1", "StreamEvent", "stream-started"}, want: "stream" + a + "/MZ1/stream-started"},
		{payload: "LiveTranscription", common: account, pairs: []string{"TranscriptionSid", "GT1", "TranscriptionEvent", "e", "Track", "t", "SequenceId", "3"}, want: "live-transcription" + a + "/GT1/t/e/3"},
		{payload: "Conference", common: account, pairs: []string{"ConferenceSid", "CF1", "StatusCallbackEvent", "e", "SequenceNumber", "4"}, want: "conference" + a + "/CF1/e/4"},
		{payload: "Room", common: account, pairs: []string{"RoomSid", "RM1", "StatusCallbackEvent", "e", "ParticipantSid", "PA1", "TrackSid", "MT1", "RecordingSid", "RT1", "SequenceNumber", "4"}, want: "room" + a + "/RM1/e/PA1/MT1/RT1/4"},
		{payload: "Composition", common: account, pairs: []string{"CompositionSid", "CJ1", "StatusCallbackEvent", "e", "PercentageDone", "50"}, want: "composition" + a + "/CJ1/e/50"},
		{payload: "Composition", common: account, pairs: []string{"StatusCallbackEvent", "composition-hook-failed"}},
		{payload: "Conversation", common: account, pairs: []string{"EventType", "onMessageAdded", "ConversationSid", "CH1", "MessageSid", "IM1", "ParticipantSid", "MB1", "DateCreated", "2026-01-02T03:04:05.678Z"}, want: "conversation" + a + "/onMessageAdded/CH1/IM1/MB1/////0/2026-01-02T03:04:05.678Z"},
		{payload: "Conversation", common: account, pairs: []string{"EventType", "onDeliveryUpdated", "ConversationSid", "CH1", "MessageSid", "IM1", "DeliveryReceiptSid", "DY1", "Status", "sent", "DateCreated", "c", "DateUpdated", "u"}, want: "conversation" + a + "/onDeliveryUpdated/CH1/IM1///DY1/sent//0/u"},
		{payload: "Conversation", common: account, pairs: []string{"EventType", "onConversationStateUpdated", "ConversationSid", "CH1", "StateTo", "closed", "StateUpdated", "s"}, want: "conversation" + a + "/onConversationStateUpdated/CH1//////closed/0/s"},
		{payload: "Conversation", common: account, pairs: []string{"EventType", "onParticipantUpdated", "ConversationSid", "CH1", "ParticipantSid", "MB1", "LastReadMessageIndex", "7", "DateUpdated", "u"}, want: "conversation" + a + "/onParticipantUpdated/CH1//MB1/////7/u"},
		{payload: "Conversation", common: account, pairs: []string{"EventType", "onUserUpdated", "UserSid", "US1", "DateCreated", "c", "DateUpdated", "u"}, want: "conversation" + a + "/onUserUpdated////US1////0/u"},
		{payload: "Conversation", common: account, pairs: []string{"EventType", "onMessageRemoved", "MessageSid", "IM1", "DateUpdated", "u", "DateRemoved", "r"}, want: "conversation" + a + "/onMessageRemoved//IM1//////0/r"},
		{payload: "Conversation", common: account, pairs: []string{"EventType", "onMessageUpdate", "MessageSid", "IM1", "DateUpdated", "u"}},
		{payload: "Conversation", common: account, pairs: []string{"EventType", "onMessageAdded", "MessageSid", "IM1"}},
		{payload: "Debugger", common: account, pairs: []string{"Sid", "NO1"}, want: "debugger" + a + "/NO1"},
		{payload: "VerifyEvent", pairs: []string{"account_sid", subaccount, "uid", "1"}, want: "verify" + a + "/1"},
	}
	tested := map[string]bool{"Gather": true, "Waiting": true} // they have none
	for _, tt := range tests {
		tested[tt.payload] = true
		for _, payload := range payloads {
			if payload.name != tt.payload {
				continue
			}
			p, err := payload.parse(hook(append(append([]string(nil), tt.common...), tt.pairs...)...))
			require.NoError(t, err)
			keyed, ok := p.(interface{ DedupeKey() string })
			require.True(t, ok, tt.payload)
			assert.Equal(t, tt.want, keyed.DedupeKey(), tt.payload)
		}
	}
	for _, payload := range payloads {
		assert.True(t, tested[payload.name], payload.name)
	}
}

// TestDedupeKeysSayTheirForm in their documentation, since people put them into
// databases.
func TestDedupeKeysSayTheirForm(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	found := 0
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			if method, ok := decl.(*ast.FuncDecl); ok && method.Name.Name == "DedupeKey" {
				found++
				assert.Regexp(t, `"[a-z-]+/`, method.Doc.Text(), path)
			}
		}
	}
	assert.GreaterOrEqual(t, found, 22)
}
