package control_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/desk/control"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

func TestQueryOfMessages(t *testing.T) {
	t.Parallel()
	m := &twiliotest.Message{
		SID: "SM5a1d0000000000000000000000000001", From: clinic, To: "whatsapp:" + ada, Body: "Your table at 10:30 is Ready",
		Status: twilio.MessageStatusUndelivered, ErrorCode: 30003,
	}
	for _, tt := range []struct {
		text string
		fits bool
	}{
		{"", true},
		{"table", true},
		{"TABLE ready", true},
		{"table chair", false},
		{`"table at"`, true},
		{`"at table"`, false},
		{"10:30", true},
		{"to:+14155551234", true},
		{"TO:1234", true},
		{"to:6789", false},
		{"from:" + clinic, true},
		{"status:undelivered", true},
		{"status:deliver", false},
		{"code:30003", true},
		{"code:30008", false},
		{"sid:sm5a1d", true},
		{"sid:CA", false},
		{`to:"555 1234"`, false},
		{"\u00a0table\ttable ", true},
	} {
		q, err := control.ParseQuery(tt.text)
		require.NoError(t, err, tt.text)
		assert.Equal(t, tt.fits, q.Message(m), tt.text)
	}
}

func TestQueriesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for text, part := range map[string]string{
		`"open`:                  "quotation mark",
		`to:"open`:               "quotation mark",
		"to:":                    "nothing stands behind to:",
		"colour:red":             "to:, from:, status:, code: and sid:",
		"https://example.com":    "quotation marks",
		"code:red":               "no error code",
		"code:-1":                "no error code",
		strings.Repeat("x", 501): "longer than 500",
	} {
		_, err := control.ParseQuery(text)
		assert.ErrorContains(t, err, part, text)
	}
}

func TestSearchOverMessagesAndCalls(t *testing.T) {
	t.Parallel()
	d, values := busyDesk(t)
	page := get[simapi.SearchPage](d, "search?q=code")
	require.Len(t, page.Results, 1, "the call that rings has said nothing yet")
	assert.Equal(t, values["{message}"], page.Results[0].Message.SID)
	calls := get[simapi.SearchPage](d, "search?q=leave+from:1234")
	require.Len(t, calls.Results, 1)
	assert.Equal(t, "completed", calls.Results[0].Call.Status)

	var all []string
	for next := ""; ; {
		page := get[simapi.SearchPage](d, "search?limit=2&before="+next)
		for _, found := range page.Results {
			if found.Message != nil {
				all = append(all, found.Message.SID)
			} else {
				all = append(all, found.Call.SID)
			}
		}
		if next = page.Next; next == "" {
			break
		}
	}
	whole := get[simapi.SearchPage](d, "search?limit=1000")
	assert.Len(t, all, len(whole.Results))
	assert.Len(t, all, len(d.sim.Messages())+len(d.sim.Calls()))
	assert.Equal(t, values["{message}"], all[len(all)-1], "the oldest is the last")
}

func FuzzParseQuery(f *testing.F) {
	f.Add(`to:+1415 from:"a b" status:sent code:30003 sid:SM word`)
	f.Add(`a:b "`)
	m := &twiliotest.Message{SID: "SM1", Body: "a b"}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := control.ParseQuery(text)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		q.Message(m)
		q.Call(new(twiliotest.Call))
	})
}
