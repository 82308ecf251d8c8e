package twilio

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestErrorCodeAsText(t *testing.T) {
	t.Parallel()
	const optedOut = "twilio error 21610: Recipient has opted out (STOP)"
	tests := []struct {
		format string
		code   ErrorCode
		want   string
	}{
		{format: "%v", code: 0, want: "no error"},
		{format: "%+v", code: 0, want: "no error"},
		{format: "%s", code: 0, want: "no error"},
		{format: "%q", code: 0, want: `"no error"`},
		{format: "%d", code: 0, want: "0"},
		{format: "%#v", code: 0, want: "0"},
		{format: "%v", code: CodeUnsubscribed, want: optedOut},
		{format: "%+v", code: CodeUnsubscribed, want: optedOut},
		{format: "%d", code: CodeUnsubscribed, want: "21610"},
		{format: "%v", code: 99999, want: "twilio error 99999"},
		{format: "%d", code: 99999, want: "99999"},
		{format: "%v", code: -1, want: "twilio error -1"},
		{format: "%d", code: -1, want: "-1"},
		{format: "%+v", code: -1, want: "twilio error -1"},
		{format: "%s", code: -1, want: "twilio error -1"},
		{format: "%q", code: -1, want: `"twilio error -1"`},
		{format: "%#v", code: -1, want: "-1"},
		{format: "%+d", code: -1, want: "-1"},
		{format: "%+v", code: 99999, want: "twilio error 99999"},
		{format: "%s", code: 99999, want: "twilio error 99999"},
		{format: "%q", code: 99999, want: `"twilio error 99999"`},
		{format: "%#v", code: 99999, want: "99999"},
		{format: "%05d", code: 404, want: "00404"},
		{format: "%s", code: CodeUnsubscribed, want: optedOut},
		{format: "%q", code: CodeUnsubscribed, want: `"` + optedOut + `"`},
		{format: "%#v", code: CodeUnsubscribed, want: "21610"},
		{format: "%20v|", code: 0, want: "            no error|"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %d", tt.format, tt.code), func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, fmt.Sprintf(tt.format, tt.code))
		})
	}
}

func TestErrorCodeIsLoggedAsANumber(t *testing.T) {
	t.Parallel()
	for code, want := range map[ErrorCode]string{0: "code=0", -1: "code=-1", 99999: "code=99999", CodeUnsubscribed: "code=21610"} {
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("sent", "code", code)
		assert.Contains(t, log.String(), want+"\n")

		text, err := json.Marshal(map[string]ErrorCode{"code": code})
		require.NoError(t, err)
		assert.Equal(t, `{"`+strings.Replace(want, "=", `":`, 1)+`}`, string(text))
	}
}

// TestHealthyResultsNameNoError prints decoded answers in which nothing went
// wrong: none of them may speak of an error that did not happen.
func TestHealthyResultsNameNoError(t *testing.T) {
	t.Parallel()
	var msg Message
	require.NoError(t, json.Unmarshal([]byte(`{"sid":"`+testMessage+`","status":"delivered","error_code":null}`), &msg))
	require.NoError(t, msg.Err())
	var info LookupResult
	require.NoError(t, json.Unmarshal([]byte(`{"phone_number":"+14155551234","caller_name":{"caller_name":"Ada","error_code":null}}`), &info))

	for name, result := range map[string]any{"message": msg, "address of a message": &msg, "lookup": info} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, format := range []string{"%v", "%+v"} {
				text := fmt.Sprintf(format, result)
				assert.Contains(t, text, "no error")
				assert.NotContains(t, text, "twilio error")
			}
			var log bytes.Buffer
			slog.New(slog.NewTextHandler(&log, nil)).Info("read", "result", result)
			assert.NotContains(t, log.String(), "twilio error")
		})
	}
}

// TestUnknownCodesReadWell goes through numbers that Twilio uses and whose text
// this package does not know: no text may end in the air where a title or an
// advice is missing.
func TestUnknownCodesReadWell(t *testing.T) {
	t.Parallel()
	for _, code := range []ErrorCode{21251, 30113, 14230, 60361, 32207, 99999, 2147483647} {
		require.Empty(t, code.Title(), "%d", code)
		assert.Empty(t, code.Advice())
		assert.Equal(t, RetryNever, code.Retry())
		assert.Equal(t, fmt.Sprintf("twilio error %d", code), code.Error())
		assert.Equal(t, fmt.Sprintf("https://www.twilio.com/docs/errors/%d", code), code.DocsURL())

		start := fmt.Sprintf("twilio: Messages.Create: HTTP 400, code %d", code)
		withMessage := &Error{Op: "Messages.Create", Status: 400, Code: code, Message: "The sender is new"}
		assert.EqualError(t, withMessage, start+": The sender is new")
		assert.EqualError(t, &Error{Op: "Messages.Create", Status: 400, Code: code}, start+": Bad Request")
		assert.EqualError(t, &Error{Op: "Messages.Create", Status: 499, Code: code}, strings.Replace(start, "400", "499", 1))
		assert.ErrorIs(t, withMessage, code)

		failed := &Message{SID: testMessage, Status: MessageStatusFailed, ErrorCode: code}
		assert.ErrorIs(t, failed.Err(), code)
		assert.True(t, strings.HasSuffix(failed.Err().Error(), fmt.Sprintf("twilio error %d", code)), failed.Err())
	}
	assert.Empty(t, ErrorCode(0).DocsURL())
	assert.Empty(t, ErrorCode(-1).DocsURL())
}

// TestCodesSinceTheDictionary holds the codes whose pages are newer than the
// dictionary from which the catalogue was made.
func TestCodesSinceTheDictionary(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code     ErrorCode
		category Category
		retry    Retry
		title    string
	}{
		{code: 11008, category: CategoryCompliance, retry: RetryNever, title: "CNAM registration rejected: display name has prohibited content"},
		{code: 17501, category: CategoryInvalidParam, retry: RetryNever, title: "transcriptionConfigurationId not accepted"},
		{code: 30915, category: CategoryCompliance, retry: RetryNever, title: "Sole proprietor: A2P and toll-free registration"},
		{code: 63060, category: CategoryCompliance, retry: RetryNever, title: "WhatsApp display name rejected"},
		{code: 64114, category: CategoryServer, retry: RetryLater, title: "ConversationRelay: connection to the speech recognition provider failed"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.category, tt.code.Category(), "%d", tt.code)
		assert.Equal(t, tt.retry, tt.code.Retry(), "%d", tt.code)
		assert.Equal(t, tt.title, tt.code.Title())
		assert.NotEmpty(t, tt.code.Advice(), "%d", tt.code)
	}
}

// TestAdviceAfterServerErrors holds that the advice of a server error sends nobody
// who created something straight into a second create.
func TestAdviceAfterServerErrors(t *testing.T) {
	t.Parallel()
	for _, code := range []ErrorCode{503, 15009, CodeInternalServerError, CodeServiceUnavailable, 20504} {
		require.ErrorIs(t, code, ErrServer)
		assert.Contains(t, code.Advice(), "Reconcile a create before you send it again", "%d", code)
	}
	for _, code := range []ErrorCode{CodeSchedulerFailure, CodeMessagingServiceFailure, CodeMessagingInternalError, CodeChannelInternalError, 63009, 63012} {
		require.ErrorIs(t, code, ErrServer)
		assert.Contains(t, code.Advice(), "Check that the message's status is failed or undelivered", "%d", code)
	}
	assert.Contains(t, CodeProviderTimeout.Advice(), "only if a duplicate does no harm")
}

// TestSentinelsHoldTheSameMatterEverywhere pairs codes that say the same in two
// places: a rule for one is a rule for the other.
func TestSentinelsHoldTheSameMatterEverywhere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		target error
		codes  []ErrorCode
	}{
		{target: ErrPermission, codes: []ErrorCode{CodeActionDisabled, CodeMessagingDisabled, 10005, 32005, 22300, 60699}},
		{target: ErrUnregistered, codes: []ErrorCode{CodeUnregisteredSender, 30125, 30126}},
		{target: ErrInsufficientFunds, codes: []ErrorCode{CodeAccountDisabled, 10003, CodeAccountNotActive, 90010}},
		{target: ErrContent, codes: []ErrorCode{CodeBodyMissing, CodeBodyTooLong, 14103, 21605, 21652, 60247, 63006}},
	}
	for _, tt := range tests {
		for _, code := range tt.codes {
			assert.ErrorIs(t, code, tt.target, "%d", code)
		}
	}
	assert.NotErrorIs(t, ErrorCode(30915), ErrUnregistered, "a review's result is not a message that was refused")
}
