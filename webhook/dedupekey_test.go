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
		{"Message", account, []string{"MessageSid", "SM1", "From", "x", "To", "y"}, "message" + a + "/SM1"},
		{"Message", account, []string{"MessageSid", "SM1", "From", "x", "To", "y", "ErrorCode", "11200", "ErrorUrl", "https://h/"}, "message" + a + "/SM1/fallback/11200"},
		{"Message", account, []string{"MessageSid", "SM1", "From", "x", "To", "y", "ErrorUrl", "https://user:pass@h/"}, "message" + a + "/SM1/fallback/0"},
		{"MessageStatus", account, []string{"MessageSid", "SM1", "MessageStatus", "sent"}, "message-status" + a + "/SM1/sent"},
		{"Call", call, []string{"CallStatus", "ringing"}, "call" + ac + "/ringing"},
		{"Call", call, []string{"CallStatus", "ringing", "ErrorCode", "11205"}, "call" + ac + "/ringing/fallback/11205"},
		{"CallStatus", call, []string{"CallStatus", "ringing", "SequenceNumber", "2"}, "call-status" + ac + "/ringing/2"},
		{"MachineDetection", call, []string{"AnsweredBy", "human"}, "machine-detection" + ac},
		{"PartialGather", call, []string{"SequenceNumber", "2"}, "gather" + ac + "/2"},
		{"Record", call, []string{"RecordingSid", "RE1"}, "record" + ac + "/RE1"},
		{"Record", call, nil, ""},
		{"RecordingStatus", account, []string{"RecordingSid", "RE1", "RecordingStatus", "completed"}, "recording" + a + "/RE1/completed"},
		{"Transcription", call, []string{"TranscriptionSid", "TR1"}, "transcription" + a + "/TR1"},
		{"Dial", call, []string{"DialCallSid", "CA2", "DialCallStatus", "busy"}, "dial" + ac + "/CA2/busy"},
		{"Dial", call, []string{"DialCallStatus", "answered"}, ""},
		{"Refer", call, []string{"ReferCallStatus", "failed", "ReferSipResponseCode", "202", "NotifySipResponseCode", "486"}, "refer" + ac + "/failed/202/486"},
		{"Enqueue", call, []string{"QueueSid", "QU1", "QueueResult", "leave", "QueueTime", "90"}, "enqueue" + ac + "/QU1/leave/90"},
		{"Pay", call, []string{"Sid", "PK1", "Result", "success", "PaymentError", "e", "DateUpdated", "2026-01-02T03:04:05Z"}, "pay" + ac + "/PK1/success/e/2026-01-02T03:04:05Z"},
		{"Pay", call, []string{"Result", "success"}, ""},
		{"Connect", call, []string{"SessionId", "VX1"}, "connect" + ac + "/VX1"},
		{"Connect", call, nil, ""},
		{"StreamStatus", account, []string{"StreamSid", "MZ1", "StreamEvent", "stream-started"}, "stream" + a + "/MZ1/stream-started"},
		{"LiveTranscription", account, []string{"TranscriptionSid", "GT1", "TranscriptionEvent", "e", "Track", "t", "SequenceId", "3"}, "live-transcription" + a + "/GT1/t/e/3"},
		{"Conference", account, []string{"ConferenceSid", "CF1", "StatusCallbackEvent", "e", "SequenceNumber", "4"}, "conference" + a + "/CF1/e/4"},
		{"Room", account, []string{"RoomSid", "RM1", "StatusCallbackEvent", "e", "ParticipantSid", "PA1", "TrackSid", "MT1", "RecordingSid", "RT1", "SequenceNumber", "4"}, "room" + a + "/RM1/e/PA1/MT1/RT1/4"},
		{"Composition", account, []string{"CompositionSid", "CJ1", "StatusCallbackEvent", "e", "PercentageDone", "50"}, "composition" + a + "/CJ1/e/50"},
		{"Composition", account, []string{"StatusCallbackEvent", "composition-hook-failed"}, ""},
		{"Conversation", account, []string{"EventType", "onMessageAdded", "ConversationSid", "CH1", "MessageSid", "IM1", "ParticipantSid", "MB1", "DateCreated", "2026-01-02T03:04:05.678Z"}, "conversation" + a + "/onMessageAdded/CH1/IM1/MB1/////0/2026-01-02T03:04:05.678Z"},
		{"Conversation", account, []string{"EventType", "onDeliveryUpdated", "ConversationSid", "CH1", "MessageSid", "IM1", "DeliveryReceiptSid", "DY1", "Status", "sent", "DateCreated", "c", "DateUpdated", "u"}, "conversation" + a + "/onDeliveryUpdated/CH1/IM1///DY1/sent//0/u"},
		{"Conversation", account, []string{"EventType", "onConversationStateUpdated", "ConversationSid", "CH1", "StateTo", "closed", "StateUpdated", "s"}, "conversation" + a + "/onConversationStateUpdated/CH1//////closed/0/s"},
		{"Conversation", account, []string{"EventType", "onParticipantUpdated", "ConversationSid", "CH1", "ParticipantSid", "MB1", "LastReadMessageIndex", "7", "DateUpdated", "u"}, "conversation" + a + "/onParticipantUpdated/CH1//MB1/////7/u"},
		{"Conversation", account, []string{"EventType", "onUserUpdated", "UserSid", "US1", "DateCreated", "c", "DateUpdated", "u"}, "conversation" + a + "/onUserUpdated////US1////0/u"},
		{"Conversation", account, []string{"EventType", "onMessageRemoved", "MessageSid", "IM1", "DateUpdated", "u", "DateRemoved", "r"}, "conversation" + a + "/onMessageRemoved//IM1//////0/r"},
		{"Conversation", account, []string{"EventType", "onMessageUpdate", "MessageSid", "IM1", "DateUpdated", "u"}, ""},
		{"Conversation", account, []string{"EventType", "onMessageAdded", "MessageSid", "IM1"}, ""},
		{"Debugger", account, []string{"Sid", "NO1"}, "debugger" + a + "/NO1"},
		{"VerifyEvent", nil, []string{"account_sid", subaccount, "uid", "1"}, "verify" + a + "/1"},
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
