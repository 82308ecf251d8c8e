package outbox

import (
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/webhook"
)

const (
	fuzzRow     = "row=0123456789abcdef0123456789abcdef"
	fuzzMessage = "MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=failed&ErrorCode=30008&AccountSid=AC0123456789abcdef0123456789abcdef"
	fuzzCall    = "CallSid=CA0123456789abcdef0123456789abcdef&CallStatus=no-answer&SequenceNumber=2&AccountSid=AC0123456789abcdef0123456789abcdef"
)

// Whatever comes, what is read of a callback is safe to be asked for and to be written.
func FuzzReadCallback(f *testing.F) {
	const form = "application/x-www-form-urlencoded"
	f.Add("POST", form, fuzzRow, fuzzMessage)
	f.Add("POST", form, fuzzRow, fuzzCall)
	f.Add("GET", "", fuzzRow+"&"+fuzzCall, "")
	f.Add("POST", form, "row=%00&row", "SmsSid=MM0123456789abcdef0123456789abcdef&SmsStatus=sent%00")
	f.Add("POST", form, fuzzRow+"&"+fuzzRow, fuzzMessage+"&"+fuzzCall)
	f.Add("PUT", "application/json", ";%zz", `{"MessageSid": 1}`)
	f.Add("POST", form, fuzzRow, "MessageSid=SM0123456789abcdef0123456789abcde%C3%A9&MessageStatus=sent&ErrorCode=-99999999999999999999")
	row, sid, status := regexp.MustCompile(`^([0-9a-fA-F]{32})?$`), regexp.MustCompile(`^(SM|MM|CA)[0-9A-Za-z]{32}$`), regexp.MustCompile(`^[a-z0-9_-]{1,40}$`)
	f.Fuzz(func(t *testing.T, method, contentType, query, body string) {
		r := &http.Request{
			Method: method, URL: &url.URL{Scheme: "https", Host: "hooks.example.com", Path: "/outbox", RawQuery: query},
			Header: http.Header{"Content-Type": {contentType}}, Body: http.MaxBytesReader(httptest.NewRecorder(), readCloser{strings.NewReader(body)}, maxCallback),
		}
		c, err := readCallback(r)
		if err != nil {
			assert.Nil(t, c)
			return
		}
		assert.Regexp(t, row, c.row)
		assert.Regexp(t, sid, c.sid)
		assert.Regexp(t, status, c.status)
		assert.Equal(t, strings.HasPrefix(c.sid, "CA"), c.isCall)
		e := entry{Entry: Entry{State: Accepted, SID: c.sid, Kind: KindText}}
		if c.isCall {
			e.Kind = KindCall
		}
		assert.True(t, c.supersedes(&e))
		after := e.withDelivery(c.delivery, time.Now())
		assert.True(t, after.Code >= 0 && after.Code <= math.MaxInt32)
		assert.False(t, c.supersedes(after), "a repeat tells nothing new")
	})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// An address has one form, and a message one wish.
func FuzzInbound(f *testing.F) {
	f.Add("+1 (415) 555-1234", "STOP", "")
	f.Add("WhatsApp:+5215512345678", " opt-out! ", "HELP")
	f.Add("MG0123456789abcdef0123456789ABCDEF", "yes", "START")
	f.Add("mG\xff:", "\xff", "\x00")
	f.Fuzz(func(t *testing.T, address, body, kind string) {
		plain := addressOf(address)
		assert.Equal(t, plain, addressOf(plain))
		assert.Equal(t, plain, addressOf(" "+address+"\n"))
		if utf8.ValidString(address) {
			assert.True(t, utf8.ValidString(plain))
		}
		wish, source := wishOf(&webhook.Message{From: address, Body: body, OptOut: webhook.OptOut(kind)})
		switch {
		case kind != "":
			assert.Equal(t, strings.ToUpper(kind), string(wish))
		case wish != "":
			assert.Equal(t, sourceStop, source)
			assert.Less(t, len(body), 60)
		}
	})
}
