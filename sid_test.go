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
		testMessage: true, "SMabcdefABCDEF0123456789abcdefABCDEF"[:34]: true, otherMessage: false, testCall: false, "": false, "SM": false,
		"sm" + testMessage[2:]: false, testMessage + "0": false, testMessage[:33]: false, testMessage[:33] + "g": true, testMessage[:33] + "-": false, testMessage[:33] + "\n": false,
		testMessage[:33] + "\x00": false, " " + testMessage[:33]: false, testMessage[:31] + "\u0661": false, "SM" + strings.Repeat("٠", 16): false,
	} {
		assert.Equal(t, want, isSID(s, "SM"), "%q", s)
	}
	assert.Equal(t, testMessage, sidOf(testMessage, messageSIDs))
	assert.Equal(t, otherMessage, sidOf(otherMessage, messageSIDs))
	assert.Equal(t, testCall, sidOf(testCall, ""), "of any kind")
	assert.Empty(t, sidOf(testCall, messageSIDs))
	assert.Empty(t, sidOf("", messageSIDs))
	assert.Empty(t, sidOf("", ""))
	assert.Empty(t, sidOf("1M"+testMessage[2:], ""))
}

// sidAnswers are answers to the create of a message, and the SID that they prove.
func sidAnswers() map[string]string {
	const sid = testMessage
	return map[string]string{
		`{"sid":"` + sid + `"}`: sid, `{"sid":"` + otherMessage + `"}`: otherMessage, `{"body":"x","sid":"` + sid + `"}`: sid,
		"\uFEFF" + `{"sid":"` + sid + `"}`: sid, `{"SID":"` + sid + `"}`: sid, `{"Sid":"` + sid + `"}`: sid,
		`{"sid":"\u0053` + sid[1:] + `"}`: sid, `{"sid":"` + sid + `","sid":"` + sid + `"}`: sid,
		// The SID of another kind, in another case, with something around it, or with something in it.
		`{"sid":"` + testCall + `"}`: "", `{"sid":"` + testAccount + `"}`: "", `{"sid":"sm` + sid[2:] + `"}`: "", `{"sid":"` + sid + ` "}`: "", `{"sid":"` + sid + `\r\n"}`: "",
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
		msg, err := play(reply(201, body)).client(t).Messages.Create(t.Context(), anyMessage)
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

// TestBrokenAnswersTellTheirSID: the rest of an answer that was cut short may
// still show the SID of the resource. Text that is no SID is not told.
func TestBrokenAnswersTellTheirSID(t *testing.T) {
	t.Parallel()
	for body, want := range sidAnswers() {
		object, isObject := strings.CutSuffix(body, "}")
		if !isObject {
			continue
		}
		_, err := play(reply(201, object+`,"cut sho`)).client(t).Messages.Create(t.Context(), anyMessage)
		var unknown *OutcomeUnknownError
		require.ErrorAs(t, err, &unknown, body)
		assert.Equal(t, want, unknown.SID, body)
		requirePrintable(t, err)
	}
	for body, want := range map[string]string{
		`{"sid":"` + testMessage + `","sid":"` + otherMessage + `",`: "", `{"sid":"` + testMessage + `","SID":null,`: "", `{"sid":7,"sid":"` + testMessage + `",`: "",
		"{\"sid\":\"" + testMessage + "\",\x00": testMessage, "{\"sid\":\"" + testMessage + "\x00\",": "", `{"sid":"` + testMessage: "",
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
	_, err := play(reply(201, `{"sid":"`+testMessage+`"}`)).client(t).Calls.Create(t.Context(), CallCreateParams{To: "+14155551234", From: "+14155556789", URL: "https://example.com"})
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
