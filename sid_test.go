package twilio

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var anyMessage = MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}

const otherMessage = "MM00000000000000000000000000000002"

func TestIsSID(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		cannedMessage: true, "SMabcdefABCDEF0123456789abcdefABCDEF"[:34]: true, otherMessage: false, cannedCall: false, "": false, "SM": false,
		"sm" + cannedMessage[2:]: false, cannedMessage + "0": false, cannedMessage[:33]: false, cannedMessage[:33] + "g": true, cannedMessage[:33] + "-": false, cannedMessage[:33] + "\n": false,
		cannedMessage[:33] + "\x00": false, " " + cannedMessage[:33]: false, cannedMessage[:31] + "\u0661": false, "SM" + strings.Repeat("٠", 16): false,
	} {
		assert.Equal(t, want, isSID(s, "SM"), "%q", s)
	}
	assert.Equal(t, cannedMessage, sidOf(cannedMessage, messageSIDs))
	assert.Equal(t, otherMessage, sidOf(otherMessage, messageSIDs))
	assert.Equal(t, cannedCall, sidOf(cannedCall, ""), "of any kind")
	assert.Empty(t, sidOf(cannedCall, messageSIDs))
	assert.Empty(t, sidOf("", messageSIDs))
	assert.Empty(t, sidOf("", ""))
	assert.Empty(t, sidOf("1M"+cannedMessage[2:], ""))
}

// sidAnswers are answers to the create of a message, and the SID that they prove.
func sidAnswers() map[string]string {
	const sid = cannedMessage
	return map[string]string{
		`{"sid":"` + sid + `"}`: sid, `{"sid":"` + otherMessage + `"}`: otherMessage, `{"body":"x","sid":"` + sid + `"}`: sid,
		"\uFEFF" + `{"sid":"` + sid + `"}`: sid, `{"SID":"` + sid + `"}`: sid, `{"Sid":"` + sid + `"}`: sid,
		`{"sid":"\u0053` + sid[1:] + `"}`: sid, `{"sid":"` + sid + `","sid":"` + sid + `"}`: sid,
		// The SID of another kind, in another case, with something around it, or with something in it.
		`{"sid":"` + cannedCall + `"}`: "", `{"sid":"` + cannedAccount + `"}`: "", `{"sid":"sm` + sid[2:] + `"}`: "", `{"sid":"` + sid + ` "}`: "", `{"sid":"` + sid + `\r\n"}`: "",
		`{"sid":" ` + sid[:33] + `"}`: "", `{"sid":"` + sid[:32] + `\r\n"}`: "", `{"sid":"` + sid[:33] + `\u0000"}`: "", `{"sid":"` + sid[:33] + `\u001b"}`: "",
		`{"sid":"` + sid[:31] + "\u0661" + `"}`: "", `{"sid":"garbage"}`: "", `{"sid":""}`: "", `{"sid":null}`: "", `{"sid":7}`: "", `{"sid":["` + sid + `"]}`: "",
		// The SID of something else, or one that stands elsewhere.
		`{"message_sid":"` + sid + `"}`: "", `{"message":{"sid":"` + sid + `"}}`: "", `[{"sid":"` + sid + `"}]`: "", `"` + sid + `"`: "", `{}`: "", ``: "",
	}
}

// TestCreatesWithoutAnSIDAreUnknown: an answer of success whose SID is none proves
// nothing.
func TestCreatesWithoutAnSIDAreUnknown(t *testing.T) {
	t.Parallel()
	for body, want := range sidAnswers() {
		msg, err := (&canned{status: 201, body: body}).client(t).Messages.Create(t.Context(), anyMessage)
		if want != "" {
			require.NoError(t, err, body)
			assert.Equal(t, want, msg.SID)
			continue
		}
		var unknown *OutcomeUnknownError
		require.ErrorAs(t, err, &unknown, body)
		assert.Empty(t, unknown.SID, body)
		requirePrintable(t, err)
	}
}

// TestBrokenAnswersTellTheirSID: what is left of an answer that was cut short may
// still show what was made. What is no SID is not told.
func TestBrokenAnswersTellTheirSID(t *testing.T) {
	t.Parallel()
	for body, want := range sidAnswers() {
		object, isObject := strings.CutSuffix(body, "}")
		if !isObject {
			continue
		}
		_, err := (&canned{status: 201, body: object + `,"cut sho`}).client(t).Messages.Create(t.Context(), anyMessage)
		var unknown *OutcomeUnknownError
		require.ErrorAs(t, err, &unknown, body)
		assert.Equal(t, want, unknown.SID, body)
		requirePrintable(t, err)
	}
	for body, want := range map[string]string{
		`{"sid":"` + cannedMessage + `","sid":"` + otherMessage + `",`: "", `{"sid":"` + cannedMessage + `","SID":null,`: "", `{"sid":7,"sid":"` + cannedMessage + `",`: "",
		"{\"sid\":\"" + cannedMessage + "\",\x00": cannedMessage, "{\"sid\":\"" + cannedMessage + "\x00\",": "", `{"sid":"` + cannedMessage: "",
	} {
		assert.Equal(t, want, findSID([]byte(body), messageSIDs), "%q", body)
	}
}

func TestKindsOfSIDs(t *testing.T) {
	t.Parallel()
	for op, want := range map[*Operation]string{
		&messageCreate: messageSIDs, &whatsAppSend: messageSIDs, &callCreate: callSIDs, &messageCreateFeedback: "",
	} {
		assert.Equal(t, want, op.Mints, op.Path)
	}
	_, err := (&canned{status: 201, body: `{"sid":"` + cannedMessage + `"}`}).client(t).Calls.Create(t.Context(), CallCreateParams{To: "+14155551234", From: "+14155556789", URL: "https://example.com"})
	require.ErrorIs(t, err, ErrOutcomeUnknown, "a message's SID is no call's")
}

// FuzzFindSID: whatever is left of an answer, its SID is one or none.
func FuzzFindSID(f *testing.F) {
	for body := range sidAnswers() {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, kinds := range []string{"", messageSIDs, callSIDs} {
			sid := findSID(body, kinds)
			if sid == "" {
				continue
			}
			assert.True(t, isSID(sid, ""))
			assert.Equal(t, sid, sidOf(sid, kinds))
			assert.Equal(t, sid, strings.Trim(sid, " \r\n\t\x00"))
		}
	})
}
