package twilio

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// logLines are the lines that a client with this logger writes, one object a line.
func logLines(t *testing.T, level slog.Level, answers []answer, call func(*Client)) (lines []map[string]any, text string) {
	t.Helper()
	var buffer bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&buffer, &slog.HandlerOptions{Level: level}))
	call(testClient(t, play(answers...), WithClock(newFakeClock()), WithLogger(logger)))
	text = buffer.String()
	for line := range strings.Lines(text) {
		var fields map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &fields))
		delete(fields, "time")
		lines = append(lines, fields)
	}
	return lines, text
}

func TestLogOfACall(t *testing.T) {
	t.Parallel()
	answers := []answer{refuseDial, reply(429, `{"code":20429,"message":"about +14155551234"}`, "Retry-After", "2", "Twilio-Request-Id", "RQ1"), reply(201, messageJSON, "Twilio-Request-Id", "RQ2")}
	send := func(c *Client) { assert.NoError(t, createMessage(t.Context(), c)) }
	lines, text := logLines(t, slog.LevelDebug, answers, send)
	require.Len(t, lines, 5)
	wait := lines[1]["wait"]
	assert.IsType(t, 0.0, wait)

	attempt := func(n int, more map[string]any) map[string]any {
		fields := map[string]any{"level": "DEBUG", "msg": "twilio: attempt", "op": "Messages.Create", "method": "POST", "attempt": float64(n), "duration": 0.0}
		for key, value := range more {
			fields[key] = value
		}
		return fields
	}
	throttled := map[string]any{"status": 429.0, "code": 20429.0, "request_id": "RQ1"}
	assert.Equal(t, attempt(1, map[string]any{"outcome": "not sent"}), lines[0])
	assert.Equal(t, map[string]any{"level": "WARN", "msg": "twilio: trying again", "op": "Messages.Create", "method": "POST", "attempt": 1.0, "reason": "not sent", "wait": wait}, lines[1])
	assert.Equal(t, attempt(2, map[string]any{"outcome": "throttled", "status": throttled["status"], "code": throttled["code"], "request_id": throttled["request_id"]}), lines[2])
	longer, _ := lines[3]["wait"].(float64)
	assertSpread(t, 2*time.Second, time.Duration(longer))
	assert.Equal(t, map[string]any{
		"level": "WARN", "msg": "twilio: trying again", "op": "Messages.Create", "method": "POST", "attempt": 2.0, "reason": "throttled",
		"status": 429.0, "code": 20429.0, "request_id": "RQ1", "wait": longer,
	}, lines[3])
	assert.Equal(t, attempt(3, map[string]any{"outcome": "done", "status": 201.0, "request_id": "RQ2"}), lines[4])
	assertDiscreet(t, text)

	lines, _ = logLines(t, slog.LevelInfo, answers, send)
	assert.Len(t, lines, 2, "attempts are for debugging")
}

// assertDiscreet checks that a log has nothing of path, query, body, number or
// secret.
func assertDiscreet(t *testing.T, text string) {
	t.Helper()
	for _, secret := range []string{
		testToken, basic(testAccount, testToken), testAccount, testMessage, testMedia, "415555", "twilio.com", "2010-04-01", "Messages/", ".json",
		"Hello", "PageToken", "To=", "about", "queued", "private",
	} {
		assert.NotContains(t, text, secret)
	}
}

// Whatever happens, no log and no error shows private data.
func TestLogsAndErrorsAreDiscreet(t *testing.T) {
	t.Parallel()
	// The error that net/http's own client makes of a failure shows the address.
	showURL := broken(&url.Error{Op: "Post", URL: "https://api.twilio.com/2010-04-01/private", Err: syscall.ECONNRESET})
	answers := map[string]answer{
		"done": reply(200, messageJSON), "dial": refuseDial, "reset": broken(syscall.ECONNRESET), "URL": showURL,
		"rejected": reply(400, `{"code":21211,"message":"+14155551234 is private"}`), "HTML": reply(500, "<p>private +14155551234</p>"),
		"not JSON": reply(200, "private +14155551234"), "cut": cut(200, `{"body":"private","to":"+14155551234"`, io.ErrUnexpectedEOF),
		"mistyped": reply(200, `{"sid":"`+testMessage+`","body":{"private":"+14155551234"}}`), "redirect": reply(307, "private", "Location", "https://private.example/"),
	}
	for name, next := range answers {
		for class, call := range callsOfEachClass {
			t.Run(class+": "+name, func(t *testing.T) {
				t.Parallel()
				var err error
				_, text := logLines(t, slog.LevelDebug, []answer{next}, func(c *Client) { err = call(t.Context(), c) })
				assert.NotEmpty(t, text)
				assertDiscreet(t, text)
				if err != nil && name != "rejected" { // Twilio's words are part of it
					assertDiscreet(t, strings.ReplaceAll(err.Error(), "fetch "+testMessage, ""))
				}
			})
		}
	}
}
