package webhook_test

import (
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/webhook"
)

const (
	messageSID = "SM0123456789abcdef0123456789abcdef"
	callSID    = "CA0123456789abcdef0123456789abcdef"
	twilioFile = "https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages/MM0123456789abcdef0123456789abcdef/Media/ME0123456789abcdef0123456789abcdef"
)

func values(pairs ...string) url.Values { return with(url.Values{}, pairs...) }

func hook(pairs ...string) *http.Request {
	return post("https://hooks.example.com/", values(pairs...))
}

func TestParseMessage(t *testing.T) {
	t.Parallel()
	m, err := webhook.ParseMessage(hook("MessageSid", messageSID, "AccountSid", subaccount, "From", "whatsapp:+14155550123", "To", "whatsapp:+14155550100",
		"Body", "hi", "NumMedia", "2", "MediaUrl0", twilioFile, "MediaContentType0", "image/jpeg", "MediaUrl1", "https://evil.example.com/x", "NumSegments", "1",
		"FromCity", "SAN FRANCISCO", "FromCountry", "US", "ToZip", "94105", "ProfileName", "Zoë", "WaId", "14155550123", "ButtonPayload", "yes-1", "ButtonText", "Yes",
		"Latitude", "37.5", "Longitude", "-122.25", "Label", "Home", "Address", "1 Main St", "Forwarded", "true", "ReferralNumMedia", "1", "ReferralSourceUrl", "https://fb.me/1",
		"OptOutType", "STOP", "InteractiveData", `{"a":1}`, "FlowData", "{", "SomethingNew", "x"))
	require.NoError(t, err)
	assert.Equal(t, []string{messageSID, subaccount, "whatsapp:+14155550123", "whatsapp:+14155550100", "hi", "Zoë", "14155550123", "yes-1", "Yes"},
		[]string{m.MessageSID, m.AccountSID, m.From, m.To, m.Body, m.ProfileName, m.WaID, m.ButtonPayload, m.ButtonText})
	assert.Equal(t, webhook.Place{City: "SAN FRANCISCO", Country: "US"}, m.FromPlace)
	assert.Equal(t, webhook.Place{Zip: "94105"}, m.ToPlace)
	assert.Equal(t, webhook.Location{Latitude: 37.5, Longitude: -122.25, Label: "Home", Address: "1 Main St"}, m.Location)
	assert.Equal(t, webhook.Referral{NumMedia: 1, SourceURL: "https://fb.me/1"}, m.Referral)
	assert.Equal(t, webhook.OptOutStop, m.OptOut)
	assert.True(t, m.Forwarded)
	assert.JSONEq(t, `{"a":1}`, string(m.InteractiveData))
	assert.Nil(t, m.FlowData, "it is not JSON")
	assert.Equal(t, "{", m.Raw.Get("FlowData"))
	assert.Equal(t, "x", m.Raw.Get("SomethingNew"))
	assert.Equal(t, []webhook.Media{
		{URL: twilioFile, ContentType: "image/jpeg", MessageSID: "MM0123456789abcdef0123456789abcdef", SID: "ME0123456789abcdef0123456789abcdef"},
		{URL: "https://evil.example.com/x"},
	}, m.Media)
	assert.Equal(t, "message/"+subaccount+"/"+messageSID, m.DedupeKey())
}

// TestMediaOfOthers have no SIDs, so that nobody fetches them with credentials.
func TestMediaOfOthers(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		twilioFile: true,
		strings.Replace(twilioFile, "api.twilio.com", "api.dublin.ie1.twilio.com", 1):   true,
		strings.Replace(twilioFile, "/Messages/MM", "/Messages/SM", 1):                  true,
		strings.Replace(twilioFile, "https", "http", 1):                                 false,
		strings.Replace(twilioFile, "api.twilio.com", "api.twilio.com.evil.example", 1): false,
		strings.Replace(twilioFile, "api.twilio.com", "evil-twilio.com", 1):             false,
		strings.Replace(twilioFile, "api.twilio.com", "api.a.b.c.twilio.com", 1):        false,
		strings.Replace(twilioFile, "api.twilio.com", "user@api.twilio.com", 1):         false,
		strings.Replace(twilioFile, "api.twilio.com", "api.twilio.com:444", 1):          false,
		strings.Replace(twilioFile, "/Media/ME", "/Media/../ME", 1):                     false,
		strings.Replace(twilioFile, "/Media/ME", "/Media/XX", 1):                        false,
		strings.Replace(twilioFile, "/Accounts/AC", "/Accounts/XX", 1):                  false,
		strings.Replace(twilioFile, "/Messages/MM", "/Messages/AC", 1):                  false,
		strings.Replace(twilioFile, "/Messages/MM0123", "/Messages/MM%2F%2E", 1):        false,
		twilioFile + "/x": false,
		"":                false,
		"://":             false,
	}
	for address, ours := range tests {
		m, err := webhook.ParseMessage(hook("MessageSid", messageSID, "From", "a", "To", "b", "NumMedia", "1", "MediaUrl0", address))
		require.NoError(t, err)
		if address == "" {
			assert.Empty(t, m.Media)
			continue
		}
		assert.Equal(t, ours, m.Media[0].SID != "", address)
		assert.Equal(t, ours, m.Media[0].MessageSID != "", address)
	}
	params := []string{"MessageSid", messageSID, "From", "a", "To", "b", "NumMedia", "200"}
	for i := range 200 {
		params = append(params, "MediaUrl"+strconv.Itoa(i), twilioFile)
	}
	m, err := webhook.ParseMessage(hook(params...))
	require.NoError(t, err)
	assert.Len(t, m.Media, 100, "the number is bounded")
}

// TestMessageOfAUserWithoutANumber: somebody with a username may have no number.
func TestMessageOfAUserWithoutANumber(t *testing.T) {
	t.Parallel()
	const id = "US.1302015550123"
	for _, from := range []string{"whatsapp:" + id, ""} {
		m, err := webhook.ParseMessage(hook("MessageSid", messageSID, "From", from, "To", "whatsapp:+14155550100", "ExternalUserIdentifier", id))
		require.NoError(t, err)
		assert.Equal(t, []string{from, id, ""}, []string{m.From, m.ExternalUserIdentifier, m.WaID})
	}
	m, err := webhook.ParseMessage(hook("MessageSid", messageSID, "To", "whatsapp:+14155550100", "ExternalUserIdentifier", id))
	require.NoError(t, err)
	assert.Empty(t, m.From)
}

// TestSender is the address to which an answer goes, and does not change the key of
// the event.
func TestSender(t *testing.T) {
	t.Parallel()
	const id = "US.1302015550123"
	for _, tt := range []struct{ from, external, want string }{
		{from: "+14155550123", want: "+14155550123"},
		{from: "whatsapp:+14155550123", external: id, want: "whatsapp:+14155550123"},
		{from: "whatsapp:" + id, external: id, want: "whatsapp:" + id},
		{from: "", external: id, want: "whatsapp:" + id},
		{from: "", external: "whatsapp:" + id, want: "whatsapp:" + id},
	} {
		m, err := webhook.ParseMessage(hook("MessageSid", messageSID, "AccountSid", subaccount, "From", tt.from, "To", "whatsapp:+14155550100", "ExternalUserIdentifier", tt.external))
		require.NoError(t, err)
		assert.Equal(t, tt.want, m.Sender())
		assert.Equal(t, "message/"+subaccount+"/"+messageSID, m.DedupeKey())
	}
	assert.Empty(t, new(webhook.Message).Sender())
}

// TestMessageStatusErr: a status tells of a failure, with a code or without.
func TestMessageStatusErr(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"failed", "undelivered"} {
		s, err := webhook.ParseMessageStatus(hook("MessageSid", messageSID, "MessageStatus", status, "ChannelStatusMessage", "no user +14155551234"))
		require.NoError(t, err)
		var failed *twilio.MessageError
		require.ErrorAs(t, s.Err(), &failed)
		assert.Equal(t, twilio.MessageError{SID: messageSID, Status: twilio.MessageStatus(status), Message: "no user +14155551234"}, *failed)
		assert.EqualError(t, s.Err(), "twilio: message "+messageSID+" "+status+": no user +1415…34")
		s.ErrorCode, s.ErrorMessage = 21610, "told to stop"
		require.ErrorIs(t, s.Err(), twilio.ErrOptedOut)
		assert.EqualError(t, s.Err(), "twilio: message "+messageSID+" "+status+": twilio error 21610: told to stop ("+twilio.CodeUnsubscribed.Advice()+")")
	}
	for _, status := range []string{"accepted", "scheduled", "canceled", "queued", "sending", "sent", "delivered", "partially_delivered", "read", "received"} {
		s, err := webhook.ParseMessageStatus(hook("MessageSid", messageSID, "MessageStatus", status))
		require.NoError(t, err)
		assert.NoError(t, s.Err(), status)
	}
}

func TestMessageStatus(t *testing.T) {
	t.Parallel()
	parse := func(status string) *webhook.MessageStatus {
		s, err := webhook.ParseMessageStatus(hook("MessageSid", messageSID, "MessageStatus", status, "ErrorCode", "30006", "RawDlrDoneDate", "2601020304"))
		require.NoError(t, err)
		return s
	}
	s := parse("undelivered")
	assert.Equal(t, twilio.ErrorCode(30006), s.ErrorCode)
	require.ErrorIs(t, s.Err(), twilio.ErrorCode(30006))
	assert.Equal(t, time.Date(2026, 1, 2, 3, 4, 0, 0, time.UTC), s.RawDlrDoneDate)
	assert.Equal(t, "message-status//"+messageSID+"/undelivered", s.DedupeKey())
	order := []string{"accepted", "queued", "sending", "sent", "delivered", "read"}
	for i, earlier := range order {
		assert.True(t, parse(earlier).Supersedes(nil))
		for j, later := range order {
			assert.Equal(t, j > i, parse(later).Supersedes(parse(earlier)), "%s after %s", later, earlier)
		}
	}
	assert.False(t, parse("sent").Supersedes(parse("failed")))
	assert.False(t, parse("undelivered").Supersedes(parse("delivered")))
	assert.True(t, parse("something-new").Supersedes(parse("sent")))
	assert.True(t, parse("failed").Supersedes(parse("something-new")))
}

func TestCallStatus(t *testing.T) {
	t.Parallel()
	s, err := webhook.ParseCallStatus(hook("CallSid", callSID, "CallStatus", "completed", "CallDuration", "75", "Duration", "2", "SequenceNumber", "3",
		"Timestamp", "Fri, 02 Jan 2026 03:04:05 +0000", "SipResponseCode", "200", "Direction", "outbound-api", "FromCountry", "US"))
	require.NoError(t, err)
	assert.Equal(t, 75*time.Second, s.CallDuration)
	assert.Equal(t, []int{2, 3, 200}, []int{s.BilledMinutes, s.SequenceNumber, s.SIPResponseCode})
	assert.Equal(t, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), s.Timestamp)
	assert.Equal(t, twilio.CallDirectionOutboundAPI, s.Direction)
	assert.Equal(t, "US", s.FromPlace.Country)
	ringing := &webhook.CallStatus{SequenceNumber: 1, CallInfo: webhook.CallInfo{CallStatus: twilio.CallStatusRinging}}
	assert.True(t, s.Supersedes(ringing))
	assert.True(t, s.Supersedes(nil))
	assert.False(t, ringing.Supersedes(s))
}

// payloads are all payloads of the package, each with its required parameters.
var payloads = []struct {
	name     string
	parse    func(*http.Request) (any, error)
	required []string
}{
	{name: "Message", parse: reader(webhook.ParseMessage), required: []string{"MessageSid", "From", "To"}},
	{name: "MessageStatus", parse: reader(webhook.ParseMessageStatus), required: []string{"MessageSid", "MessageStatus"}},
	{name: "Call", parse: reader(webhook.ParseCall), required: []string{"CallSid"}},
	{name: "CallStatus", parse: reader(webhook.ParseCallStatus), required: []string{"CallSid", "CallStatus"}},
	{name: "MachineDetection", parse: reader(webhook.ParseMachineDetection), required: []string{"CallSid", "AnsweredBy"}},
	{name: "Gather", parse: reader(webhook.ParseGather), required: []string{"CallSid"}},
	{name: "PartialGather", parse: reader(webhook.ParsePartialGather), required: []string{"CallSid"}},
	{name: "Record", parse: reader(webhook.ParseRecord), required: []string{"CallSid"}},
	{name: "RecordingStatus", parse: reader(webhook.ParseRecordingStatus), required: []string{"RecordingSid"}},
	{name: "Transcription", parse: reader(webhook.ParseTranscription), required: []string{"CallSid", "TranscriptionSid"}},
	{name: "Dial", parse: reader(webhook.ParseDial), required: []string{"CallSid", "DialCallStatus"}},
	{name: "Refer", parse: reader(webhook.ParseRefer), required: []string{"CallSid"}},
	{name: "Enqueue", parse: reader(webhook.ParseEnqueue), required: []string{"CallSid", "QueueResult"}},
	{name: "Waiting", parse: reader(webhook.ParseWaiting), required: []string{"CallSid", "QueueSid"}},
	{name: "Pay", parse: reader(webhook.ParsePay), required: []string{"CallSid"}},
	{name: "Connect", parse: reader(webhook.ParseConnect), required: []string{"CallSid"}},
	{name: "StreamStatus", parse: reader(webhook.ParseStreamStatus), required: []string{"StreamSid"}},
	{name: "LiveTranscription", parse: reader(webhook.ParseLiveTranscription), required: []string{"TranscriptionSid"}},
	{name: "Conference", parse: reader(webhook.ParseConference), required: []string{"ConferenceSid"}},
	{name: "Room", parse: reader(webhook.ParseRoom), required: []string{"RoomSid"}},
	{name: "Composition", parse: reader(webhook.ParseComposition), required: []string{"StatusCallbackEvent"}},
	{name: "Conversation", parse: reader(webhook.ParseConversation), required: []string{"EventType"}},
	{name: "Debugger", parse: reader(webhook.ParseDebugger), required: []string{"Sid"}},
	{name: "VerifyEvent", parse: reader(webhook.ParseVerifyEvent), required: []string{"uid"}},
}

func reader[T any](parse func(*http.Request) (*T, error)) func(*http.Request) (any, error) {
	return func(r *http.Request) (any, error) {
		p, err := parse(r)
		if err != nil {
			return nil, err
		}
		return p, nil
	}
}

// TestPayloads: without a required parameter, and from malformed requests, there is
// a typed error.
func TestPayloads(t *testing.T) {
	t.Parallel()
	for _, tt := range payloads {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var payload *webhook.PayloadError
			for _, missing := range tt.required {
				without := url.Values{}
				for _, name := range tt.required {
					if name != missing {
						without.Set(name, "x")
					}
				}
				_, err := tt.parse(post("http://h/", without))
				require.ErrorAs(t, err, &payload)
				assert.Equal(t, missing, payload.Parameter)
				assert.Equal(t, tt.name, payload.Payload)
			}
			for _, malformed := range []*http.Request{
				httptest.NewRequest(http.MethodPost, "http://h/", strings.NewReader("CallSid=CA1")), // no type
				httptest.NewRequest(http.MethodGet, "http://h/?a=%zz", http.NoBody),
				badForm("a=%zz"), badForm("a;b=c"), badForm(strings.Repeat("a", 1<<20+1)), badForm(""),
			} {
				_, err := tt.parse(malformed)
				require.ErrorAs(t, err, &payload)
				assert.NotEmpty(t, err.Error())
			}
		})
	}
}

func badForm(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://h/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func mustParse(t *testing.T, parse func(*http.Request) (any, error), required []string) any {
	t.Helper()
	form := url.Values{}
	for _, name := range required {
		form.Set(name, "x")
	}
	p, err := parse(post("http://h/", form))
	require.NoError(t, err)
	return p
}

func TestDurationsHaveTheirUnit(t *testing.T) {
	t.Parallel()
	detected, err := webhook.ParseMachineDetection(hook("CallSid", callSID, "AnsweredBy", "human", "MachineDetectionDuration", "2400"))
	require.NoError(t, err)
	assert.Equal(t, 2400*time.Millisecond, detected.MachineDetectionDuration)
	ended, err := webhook.ParseCallStatus(hook("CallSid", callSID, "CallStatus", "completed", "CallDuration", "61", "Duration", "2"))
	require.NoError(t, err)
	assert.Equal(t, 61*time.Second, ended.CallDuration)
	assert.Equal(t, 2, ended.BilledMinutes)
	room, err := webhook.ParseRoom(hook("RoomSid", "RM1", "StatusCallbackEvent", "recording-completed", "Size", "9876543210", "OffsetFromTwilioVideoEpoch", "12884901888"))
	require.NoError(t, err)
	assert.Equal(t, int64(9876543210), room.Size)
	assert.Equal(t, 12884901888*time.Millisecond, room.OffsetFromTwilioVideoEpoch)
	for _, beyond := range []string{"9223372036854775807", "-1"} {
		ended, err := webhook.ParseCallStatus(hook("CallSid", callSID, "CallStatus", "completed", "CallDuration", beyond))
		require.NoError(t, err)
		assert.Zero(t, ended.CallDuration)
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Time{
		"Fri, 02 Jan 2026 03:04:05 +0000": time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		"Fri, 2 Jan 2026 03:04:05 +0000":  time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		"Fri, 02 Jan 2026 03:04:05 -0800": time.Date(2026, 1, 2, 11, 4, 5, 0, time.UTC),
		"Fri, 2 Jan 2026 03:04:05 GMT":    time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		"Fri, 02 Jan 2026 03:04:05 UTC":   time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		"Fri, 2 Jan 2026 03:04:05 PST":    {}, // whose offset nobody says
		"2026-01-02T03:04:05.678Z":        time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC),
		"2026-01-02T03:04:05+01:00":       time.Date(2026, 1, 2, 2, 4, 5, 0, time.UTC),
		"2601020304":                      {},
	} {
		s, err := webhook.ParseStreamStatus(hook("StreamSid", "MZ1", "Timestamp", text))
		require.NoError(t, err)
		assert.Equal(t, want, s.Timestamp, text)
	}
}

// TestNumbersThatAreTooLarge for this machine are zero, not cut off.
func TestNumbersThatAreTooLarge(t *testing.T) {
	t.Parallel()
	const large = "9876543210"
	want, _ := strconv.Atoi(large)
	if strconv.IntSize < 64 {
		want = 0
	}
	s, err := webhook.ParseCallStatus(hook("CallSid", callSID, "CallStatus", "ringing", "SipResponseCode", large))
	require.NoError(t, err)
	assert.Equal(t, want, s.SIPResponseCode)
}

// TestOddValuesAreTolerated: one odd value never costs the payload.
func TestOddValuesAreTolerated(t *testing.T) {
	t.Parallel()
	for _, odd := range []string{"", " ", "x", "-1", "1e400", "NaN", "99999999999999999999", "\x00", "null", "2026-13-45", "🙂"} {
		s, err := webhook.ParseCallStatus(hook("CallSid", callSID, "CallStatus", "ringing", "CallDuration", odd, "SequenceNumber", odd, "Timestamp", odd, "SipResponseCode", odd))
		require.NoError(t, err, odd)
		assert.True(t, s.Timestamp.IsZero())
		g, err := webhook.ParseGather(hook("CallSid", callSID, "Confidence", odd))
		require.NoError(t, err)
		assert.False(t, math.IsNaN(g.Confidence))
		d, err := webhook.ParseDebugger(hook("Sid", "NO1", "Payload", odd))
		require.NoError(t, err)
		assert.Zero(t, d.ErrorCode)
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	body := func(text string) *http.Request {
		return httptest.NewRequest(http.MethodPost, "http://h/", strings.NewReader(text))
	}
	events, err := webhook.ParseEvents(body(`[{"specversion":"1.0","type":"com.twilio.messaging.message.delivered","source":"/2010-04-01/x","id":"EZ1","time":"2026-01-02T03:04:05Z","data":{"a":1}}]`))
	require.NoError(t, err)
	require.Len(t, events, 1)
	assert.Equal(t, "com.twilio.messaging.message.delivered", events[0].Type)
	assert.Equal(t, "event//2010-04-01/x/EZ1", events[0].DedupeKey())
	assert.JSONEq(t, `{"a":1}`, string(events[0].Data))
	for _, bad := range []string{"", "{}", "[", "[]", "null", "null x", `[{"id":"1"}]`, `[{"type":"x"}]`, `[1]`, "[" + strings.Repeat(" ", 1<<20) + "]"} {
		_, err := webhook.ParseEvents(body(bad))
		var payload *webhook.PayloadError
		require.ErrorAs(t, err, &payload, bad[:min(len(bad), 20)])
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		_, err := webhook.ParseEvents(httptest.NewRequest(method, "http://h/", strings.NewReader(`[{"id":"1","type":"x"}]`)))
		require.ErrorContains(t, err, "come by POST")
	}
}

// TestQueryIsReadAsFarAsItCanBe: the address in Twilio's settings may have a query
// of its own that cannot be read.
func TestQueryIsReadAsFarAsItCanBe(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		c, err := webhook.ParseCall(httptest.NewRequest(method, "http://h/?a=1;b=2&c=%zz&CallSid="+callSID+"&From=%2B14155550123", http.NoBody))
		require.NoError(t, err)
		assert.Equal(t, []string{callSID, "+14155550123"}, []string{c.CallSID, c.From})
	}
}

// TestParseAfterParseForm: a handler has read the form before.
func TestParseAfterParseForm(t *testing.T) {
	t.Parallel()
	r := hook("CallSid", callSID, "CallStatus", "ringing")
	require.NoError(t, r.ParseForm())
	s, err := webhook.ParseCallStatus(r)
	require.NoError(t, err)
	assert.Equal(t, callSID, s.CallSID)
}

func FuzzPayloads(f *testing.F) {
	f.Add("MessageSid=SM1&From=a&To=b&NumMedia=1&MediaUrl0=https://x/&CallSid=CA1&Timestamp=x")
	f.Add("%zz")
	f.Fuzz(func(t *testing.T, body string) {
		for _, tt := range payloads {
			if p, err := tt.parse(badForm(body)); (p == nil) == (err == nil) {
				t.Fatalf("%s: %v, %v", tt.name, p, err)
			}
		}
		_, _ = webhook.ParseEvents(badForm(body))
	})
}
