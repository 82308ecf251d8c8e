package twiliotest_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestVerification is the whole of it: a code arrives, a wrong one is refused, and the
// right one approves, once.
func TestVerification(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	started := v.start("sms")
	assert.Equal(t, []any{"pending", false, "sms", ada}, []any{started.body["status"], started.body["valid"], started.body["channel"], started.body["to"]})
	code := v.sim.Phone(ada).ExpectCode()
	assert.Len(t, code, 6)

	got := v.check(wrong(code))
	assert.Equal(t, []any{"pending", false}, []any{got.body["status"], got.body["valid"]})
	got = v.check(code)
	assert.Equal(t, []any{"approved", true, started.body["sid"]}, []any{got.body["status"], got.body["valid"], got.body["sid"]})

	v.refused(v.check(code), 404, 20404, "a second check")
	v.refused(v.get(v.in("/Verifications/%s", started.text("sid"))), 404, 20404, "Twilio has deleted it")
	assert.Equal(t, "approved", v.sim.Verifications()[0].Status)
	again := v.start("sms")
	assert.NotEqual(t, started.body["sid"], again.body["sid"])
	v.sim.Phone(ada).ExpectCode()
}

// TestVerificationChannels holds how each channel brings its code.
func TestVerificationChannels(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		channel, to string
		receive     func(*twiliotest.Sim) (text, code string)
		attempt     string // the channel in send_code_attempts
	}{
		"sms": {"sms", ada, func(s *twiliotest.Sim) (string, string) {
			code := s.Phone(ada).ExpectCode()
			return s.Messages()[0].Body, code
		}, "SMS"},
		"whatsapp": {"whatsapp", ada, func(s *twiliotest.Sim) (string, string) {
			code := s.Phone(ada).ExpectCode()
			assert.Equal(t, []any{"whatsapp:" + ada, twilio.MessageStatusRead}, []any{s.Messages()[0].To, s.Messages()[0].Status})
			return s.Messages()[0].Body, code
		}, "whatsapp"},
		"rcs": {"rcs", ada, func(s *twiliotest.Sim) (string, string) {
			code := s.Phone(ada).ExpectCode()
			assert.Equal(t, "rcs:AUTHMSG", s.Messages()[0].From)
			return s.Messages()[0].Body, code
		}, "rcs"},
		"email": {"email", "ada@example.com", func(s *twiliotest.Sim) (string, string) {
			box := s.Mailbox("ada@example.com")
			code := box.ExpectCode()
			return box.Mails()[0].Body, code
		}, "EMAIL"},
		"auto without a device": {"auto", ada, func(s *twiliotest.Sim) (string, string) {
			code := s.Phone(ada).ExpectCode()
			return s.Messages()[0].Body, code
		}, "SMS"},
	}
	for name, tt := range tests {
		v := newVerify(t)
		got := v.post(v.in("/Verifications"), "To", tt.to, "Channel", tt.channel)
		require.Equal(t, http.StatusCreated, got.status, "%s: %v", name, got.body)
		text, code := tt.receive(v.sim)
		assert.Equal(t, "Your Owl Bank verification code is: "+code, text, name)
		assert.Equal(t, tt.attempt, got.items("send_code_attempts")[0]["channel"], name)
		got = v.post(v.in("/VerificationCheck"), "To", tt.to, "Code", code)
		assert.Equal(t, "approved", got.text("status"), name)
	}
}

// TestVerificationByCall: the call reads the digits one by one, and a phone that does
// not take it hears nothing.
func TestVerificationByCall(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.post("/v2/Services/"+v.service, "DtmfInputRequired", "true")
	phone := v.sim.Phone(ada)
	phone.Busy()
	v.start("call")
	v.sim.Clock.Advance(time.Minute)
	assert.Equal(t, twilio.CallStatusBusy, v.sim.Calls()[0].Status)
	phone.Answer(twilio.AnsweredByHuman)
	v.start("call", "Locale", "de")
	code := phone.ExpectCode()
	call := v.sim.Calls()[1]
	assert.Contains(t, call.TwiML, "<Gather")
	assert.Contains(t, call.TwiML, strings.Join(strings.Split(code, ""), ", "))
	assert.Contains(t, call.TwiML, `language="de-DE"`)
	assert.Equal(t, "approved", v.check(code).text("status"))
}

// TestVerificationBySNA: the phone's own network is the proof, and there is no code.
func TestVerificationBySNA(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	started := v.start("auto", "DeviceIp", "192.0.2.1", "EnableSnaClientToken", "true")
	sna, _ := started.body["sna"].(map[string]any)
	address, _ := sna["url"].(string)
	assert.Equal(t, "sna", started.text("channel"))
	codes := func(r reply) any { return r.items("sna_attempts_error_codes")[0]["code"] }

	got := v.post(v.in("/VerificationCheck"), "To", ada)
	assert.Equal(t, []any{"pending", 60519.}, []any{got.body["status"], codes(got)}, "nobody has opened it")
	answer, err := url.ParseQuery(v.sim.Phone("+14155550123").OpenSNA(address))
	require.NoError(t, err)
	token := answer.Get("ClientToken")
	require.NotEmpty(t, token, answer)
	got = v.post(v.in("/VerificationCheck"), "To", ada, "SnaClientToken", token)
	assert.Equal(t, []any{"pending", 60500.}, []any{got.body["status"], codes(got)}, "somebody else has")
	v.sim.Phone(ada).OpenSNA(address)
	assert.Equal(t, "pending", v.post(v.in("/VerificationCheck"), "To", ada).text("status"), "without its token")
	got = v.post(v.in("/VerificationCheck"), "To", ada, "SnaClientToken", token)
	assert.Equal(t, "approved", got.text("status"))
	assert.Empty(t, got.items("sna_attempts_error_codes"))
}

// TestResend: a second start within the life of a code sends the same one, five times
// at most.
func TestResend(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	first := v.start("sms")
	phone := v.sim.Phone(ada)
	code := phone.ExpectCode()
	for sends := 2; sends <= 5; sends++ {
		again := v.start("whatsapp")
		assert.Equal(t, first.body["sid"], again.body["sid"])
		assert.Len(t, again.items("send_code_attempts"), sends)
		assert.Equal(t, code, phone.ExpectCode())
	}
	v.refused(v.post(v.in("/Verifications"), "To", ada, "Channel", "sms"), 429, 60203)
	assert.Equal(t, "approved", v.check(code).text("status"), "the code is still good")
}

// TestChecksRunOut after five wrong codes, until the verification expires.
func TestChecksRunOut(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.start("sms")
	code := v.sim.Phone(ada).ExpectCode()
	for range 4 {
		assert.Equal(t, "pending", v.check(wrong(code)).text("status"))
	}
	assert.Equal(t, "max_attempts_reached", v.check(wrong(code)).text("status"))
	v.refused(v.check(code), 429, 60202, "even the right one")
	v.refused(v.post(v.in("/Verifications"), "To", ada, "Channel", "sms"), 429, 60202, "a new start")
	v.sim.Clock.Advance(10 * time.Minute)
	v.refused(v.check(code), 404, 20404)
	v.start("sms")
	assert.NotEqual(t, code, v.sim.Phone(ada).ExpectCode())
}

// TestCodesExpire ten minutes after the start, or when an option says so.
func TestCodesExpire(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		opts  []twiliotest.Option
		lives time.Duration
	}{
		"by default": {nil, 10 * time.Minute},
		"CodeLife":   {[]twiliotest.Option{twiliotest.Verify(twiliotest.CodeLife(2 * time.Minute))}, 2 * time.Minute},
	} {
		v := newVerify(t, append(tt.opts, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))...)
		sid := v.start("sms").text("sid")
		end := v.sim.Clock.Now().Add(tt.lives)
		code := v.sim.Phone(ada).ExpectCode()
		v.sim.Clock.Advance(end.Sub(v.sim.Clock.Now()) - time.Millisecond)
		assert.Equal(t, "pending", v.get(v.in("/Verifications/%s", sid)).text("status"), name)
		v.sim.Clock.Advance(time.Millisecond)
		v.refused(v.check(code), 404, 20404, name)
		assert.Equal(t, "expired", v.get(v.in("/Verifications/%s", sid)).text("status"), name)
		assert.Equal(t, "expired", v.sim.Verifications()[0].Status, name)
	}
}

// TestUpdateVerification: cancel and approve, by the SID and by the recipient.
func TestUpdateVerification(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status string
		byTo   bool
		valid  bool
	}{
		"cancel":                 {"canceled", false, false},
		"cancel by recipient":    {"canceled", true, false},
		"approve":                {"approved", false, true},
		"approve by a recipient": {"approved", true, true},
	} {
		v := newVerify(t)
		id := v.start("sms").text("sid")
		code := v.sim.Phone(ada).ExpectCode()
		path := v.in("/Verifications/%s", id)
		if tt.byTo {
			path = v.in("/Verifications/%s", ada)
		}
		assert.Equal(t, id, v.get(path).text("sid"), name)
		got := v.post(path, "Status", tt.status)
		assert.Equal(t, []any{tt.status, tt.valid}, []any{got.body["status"], got.body["valid"]}, name)
		v.refused(v.post(path, "Status", tt.status), 404, 20404, name)
		v.refused(v.check(code), 404, 20404, name)
	}
}

// TestCheckBySID finds the verification, and only that of the recipient.
func TestCheckBySID(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	sid := v.start("sms").text("sid")
	code := v.sim.Phone(ada).ExpectCode()
	v.refused(v.post(v.in("/VerificationCheck"), "VerificationSid", sid, "To", "+14155550123", "Code", code), 404, 20404)
	v.refused(v.post(v.in("/VerificationCheck"), "VerificationSid", "VE0123456789abcdef0123456789abcdef", "Code", code), 404, 20404)
	assert.Equal(t, "approved", v.post(v.in("/VerificationCheck"), "VerificationSid", sid, "Code", code).text("status"))
}

// TestPayments: under PSD2 the amount and the payee belong to the code.
func TestPayments(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.post("/v2/Services/"+v.service, "Psd2Enabled", "true")
	v.refused(v.post(v.in("/Verifications"), "To", ada, "Channel", "sms"), 400, 60206)
	v.refused(v.post(v.in("/Verifications"), "To", ada, "Channel", "call", "Amount", "39.99", "Payee", "Acme"), 400, 60214)
	v.refused(v.post(v.in("/Verifications"), "To", ada, "Channel", "sna", "Amount", "39.99", "Payee", "Acme"), 400, 60329)
	started := v.start("sms", "Amount", "39.99", "Payee", "Acme")
	assert.Equal(t, []any{"39.99", "Acme"}, []any{started.body["amount"], started.body["payee"]})
	code := v.sim.Phone(ada).ExpectCode()
	assert.Equal(t, "Your Owl Bank code to pay 39.99 to Acme is: "+code, v.sim.Messages()[0].Body)
	v.refused(v.check(code), 400, 60206)
	assert.Equal(t, "pending", v.check(code, "Amount", "40.00", "Payee", "Acme").text("status"))
	assert.Equal(t, "approved", v.check(code, "Amount", "39.99", "Payee", "Acme").text("status"))
}

// TestRefusedVerifications holds the code of each refusal.
func TestRefusedVerifications(t *testing.T) {
	t.Parallel()
	const tooLong = "Acme Acme Acme Acme Acme Acme Acme Acme Acme Acme "
	tests := map[string]struct {
		pairs        []string
		status, code int
	}{
		"no recipient":          {[]string{"Channel", "sms"}, 400, 60200},
		"no channel":            {[]string{"To", ada}, 400, 60200},
		"no number":             {[]string{"To", "4155551234", "Channel", "sms"}, 400, 60200},
		"no email address":      {[]string{"To", ada, "Channel", "email"}, 400, 60200},
		"a name and an address": {[]string{"To", "Ada <ada@example.com>", "Channel", "email"}, 400, 60200},
		"capital letters":       {[]string{"To", ada, "Channel", "SMS"}, 400, 60200},
		"unknown channel":       {[]string{"To", ada, "Channel", "pigeon"}, 400, 60200},
		"unknown parameter":     {[]string{"To", ada, "Channel", "sms", "Colour", "red"}, 400, 60200},
		"custom code":           {[]string{"To", ada, "Channel", "sms", "CustomCode", "1234"}, 403, 60204},
		"custom message":        {[]string{"To", ada, "Channel", "sms", "CustomMessage", "Hi"}, 400, 60243},
		"app hash":              {[]string{"To", ada, "Channel", "call", "AppHash", "abc"}, 400, 60602},
		"tags":                  {[]string{"To", ada, "Channel", "sms", "Tags", "[]"}, 400, 60200},
		"tags of numbers":       {[]string{"To", ada, "Channel", "sms", "Tags", `{"a":1}`}, 400, 60200},
		"long tags":             {[]string{"To", ada, "Channel", "sms", "Tags", `{"a":"` + strings.Repeat("x", 129) + `"}`}, 400, 60200},
		"mailer":                {[]string{"To", "ada@example.com", "Channel", "email", "ChannelConfiguration", `{"from":"nobody"}`}, 400, 60200},
		"substitutions":         {[]string{"To", ada, "Channel", "sms", "TemplateCustomSubstitutions", "x"}, 400, 60200},
		"no template":           {[]string{"To", ada, "Channel", "sms", "TemplateSid", "HJ0123456789abcdef0123456789abcdef"}, 400, 60228},
		"template on WhatsApp":  {[]string{"To", ada, "Channel", "whatsapp", "TemplateSid", "HJ5a1d0000000000000000000000000001"}, 400, 60408},
		"locale on a call":      {[]string{"To", ada, "Channel", "call", "Locale", "tlh"}, 400, 60331},
		"message too long":      {[]string{"To", ada, "Channel", "sms", "CustomFriendlyName", strings.Repeat(tooLong, 10)}, 400, 60247},
		"rate limits":           {[]string{"To", ada, "Channel", "sms", "RateLimits", "x"}, 400, 60200},
	}
	v := newVerify(t)
	for name, tt := range tests {
		v.refused(v.post(v.in("/Verifications"), tt.pairs...), tt.status, tt.code, name)
	}
	v.refused(v.post("/v2/Services/VA0123456789abcdef0123456789abcdef/Verifications", "To", ada, "Channel", "sms"), 404, 20404)
	assert.Empty(t, v.sim.Verifications())
	assert.Empty(t, v.sim.Messages())
}

// TestRefusedChecks holds the code of each refusal.
func TestRefusedChecks(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.start("sms")
	code := v.sim.Phone(ada).ExpectCode()
	for name, tt := range map[string]struct {
		pairs        []string
		status, code int
	}{
		"nobody":       {[]string{"Code", code}, 400, 60221},
		"no code":      {[]string{"To", ada}, 400, 60200},
		"short code":   {[]string{"To", ada, "Code", "123"}, 400, 60200},
		"long code":    {[]string{"To", ada, "Code", "12345678901"}, 400, 60200},
		"nothing sent": {[]string{"To", "+14155550123", "Code", code}, 404, 20404},
	} {
		v.refused(v.post(v.in("/VerificationCheck"), tt.pairs...), tt.status, tt.code, name)
	}
	assert.Equal(t, "approved", v.check(code).text("status"), "none of them counted")
}

// TestUnexpectedCodesFailTheTest, whichever way they come.
func TestUnexpectedCodesFailTheTest(t *testing.T) {
	t.Parallel()
	for channel, want := range map[string]string{"sms": "nobody expected message", "call": "nobody expected call", "email": "nobody expected the mail"} {
		rec := record(t)
		sim := twiliotest.New(rec)
		v := verifyAPI{t: t, sim: sim, service: sim.VerifyService("Owl Bank")}
		to := ada
		if channel == "email" {
			to = "ada@example.com"
		}
		require.Equal(t, 201, v.post(v.in("/Verifications"), "To", to, "Channel", channel).status)
		sim.Clock.Advance(time.Minute)
		assert.Contains(t, rec.finish(), want, channel)
	}
}

// TestNoCode: an expectation that fails says so, and a program gets an error.
func TestNoCode(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec)
	assert.Empty(t, sim.Phone(ada).ExpectCode())
	assert.Empty(t, sim.Mailbox("ada@example.com").ExpectCode())
	said := rec.finish()
	assert.Contains(t, said, ada+" received no code")
	assert.Contains(t, said, "ada@example.com received no code")

	program, err := twiliotest.Start(quiet())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, program.Close()) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = program.Phone(ada).WaitCode(ctx)
	require.ErrorIs(t, err, context.Canceled)
	_, err = program.Mailbox("ada@example.com").WaitCode(ctx)
	require.ErrorIs(t, err, context.Canceled)
	_, err = program.Phone("nobody").WaitCode(t.Context())
	require.Error(t, err)
	assert.Empty(t, program.Phone(ada).OpenSNA("https://sna.example.com/m/id/none"))
}

// TestWaitCode is ExpectCode for programs.
func TestWaitCode(t *testing.T) {
	t.Parallel()
	program, err := twiliotest.Start(quiet())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, program.Close()) })
	v := verifyAPI{t: t, sim: program, service: program.VerifyService("Owl Bank")}
	v.start("sms")
	code, err := program.Phone(ada).WaitCode(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "approved", v.check(code).text("status"))
}

// TestFaultsOfVerify: a start that is lost has sent its code all the same, and is seen
// by its recipient; a list may show it later.
func TestFaultsOfVerify(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.sim.Fault(twiliotest.OnCreateVerification().CommitHidden(time.Minute))
	v.sim.Fault(twiliotest.OnCheckVerification().Times(1).Status(503, 20503))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, verifyHost+v.in("/Verifications"), strings.NewReader(form("To", ada, "Channel", "sms").Encode()))
	require.NoError(t, err)
	req.SetBasicAuth(v.sim.AccountSID(), v.sim.AuthToken())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := v.sim.Transport().RoundTrip(req)
	if err == nil {
		require.NoError(t, resp.Body.Close())
	}
	require.Error(t, err)
	begun := v.sim.Clock.Now()
	assert.Empty(t, v.get("/v2/Attempts").items("attempts"))
	assert.Equal(t, "pending", v.get(v.in("/Verifications/%s", ada)).text("status"))
	code := v.sim.Phone(ada).ExpectCode()
	v.refused(v.check(code), 503, 20503)
	assert.Equal(t, "approved", v.check(code).text("status"))
	v.sim.Clock.Advance(time.Minute - v.sim.Clock.Now().Sub(begun))
	assert.Len(t, v.get("/v2/Attempts").items("attempts"), 1)
}
