package twiliotest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// desk is a simulator with a state file, which can be started again.
type desk struct {
	*twiliotest.Sim

	t    *testing.T
	path string
	opts []twiliotest.Option
}

func newDesk(t *testing.T, opts ...twiliotest.Option) *desk {
	t.Helper()
	d := &desk{t: t, path: filepath.Join(t.TempDir(), "state"), opts: append([]twiliotest.Option{twiliotest.AllowUnexpected(), twiliotest.AllowAlerts()}, opts...)}
	d.start()
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func (d *desk) start() {
	d.t.Helper()
	var err error
	d.Sim, err = twiliotest.Start(append(d.opts, twiliotest.StateFile(d.path))...)
	require.NoError(d.t, err)
}

// restart ends the simulator and starts another one with its file.
func (d *desk) restart() {
	d.t.Helper()
	require.NoError(d.t, d.Close())
	d.start()
}

// ask makes a request with the account's token, and returns the members of the answer.
func (d *desk) ask(status int, method, address string, pairs ...string) map[string]any {
	d.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return d.send(status, method, address, "application/x-www-form-urlencoded", form.Encode())
}

// made creates something, and returns its SID.
func (d *desk) made(address string, pairs ...string) string {
	d.t.Helper()
	sid, isText := d.ask(http.StatusCreated, http.MethodPost, address, pairs...)["sid"].(string)
	require.True(d.t, isText)
	return sid
}

func (d *desk) send(status int, method, address, contentType, body string) map[string]any {
	d.t.Helper()
	address = strings.ReplaceAll(address, "{account}", d.AccountSID())
	req, err := http.NewRequestWithContext(d.t.Context(), method, "https://"+address, strings.NewReader(body))
	require.NoError(d.t, err)
	req.Header.Set("Content-Type", contentType)
	req.SetBasicAuth(d.AccountSID(), d.AuthToken())
	resp, err := d.Transport().RoundTrip(req)
	require.NoError(d.t, err)
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	require.NoError(d.t, err)
	require.Equal(d.t, status, resp.StatusCode, "%s %s: %s", method, address, text)
	var members map[string]any
	_ = json.Unmarshal(text, &members)
	return members
}

const apiAccount = "api.twilio.com/2010-04-01/Accounts/{account}"

// TestStateFileRestoresTheConfiguration makes one resource of each family and reads it after
// a restart, where nothing of it may have changed.
func TestStateFileRestoresTheConfiguration(t *testing.T) {
	t.Parallel()
	d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	text := func(members map[string]any, name string) string {
		value, _ := members[name].(string)
		require.NotEmpty(t, value, name)
		return value
	}
	clinic := d.Number("+14155556789", twiliotest.SMSURL("https://app.example.com/sms", "https://app.example.com/fallback"))
	addresses := map[string]string{} // by the family
	create := func(family, address, item string, pairs ...string) map[string]any {
		made := d.ask(201, http.MethodPost, address, pairs...)
		d.Clock.Advance(time.Minute)
		addresses[family] = strings.Replace(item, "*", text(made, "sid"), 1)
		return made
	}
	create("subaccount", "api.twilio.com/2010-04-01/Accounts.json", "api.twilio.com/2010-04-01/Accounts/*.json", "FriendlyName", "Team")
	key := create("key", apiAccount+"/Keys.json", apiAccount+"/Keys/*.json", "FriendlyName", "CI")
	create("number", apiAccount+"/IncomingPhoneNumbers.json", apiAccount+"/IncomingPhoneNumbers/*.json", "AreaCode", "415", "SmsUrl", "https://app.example.com/bought")
	service := text(create("messaging service", "messaging.twilio.com/v1/Services", "messaging.twilio.com/v1/Services/*", "FriendlyName", "Reminders"), "sid")
	create("sender", "messaging.twilio.com/v1/Services/"+service+"/PhoneNumbers", "messaging.twilio.com/v1/Services/"+service+"/PhoneNumbers/*", "PhoneNumberSid", clinic.SID())
	create("verify service", "verify.twilio.com/v2/Services", "verify.twilio.com/v2/Services/*", "FriendlyName", "Owl")
	create("queue", apiAccount+"/Queues.json", apiAccount+"/Queues/*.json", "FriendlyName", "support")
	create("application", apiAccount+"/Applications.json", apiAccount+"/Applications/*.json", "FriendlyName", "App", "VoiceUrl", "https://app.example.com/voice")
	create("SIP domain", apiAccount+"/SIP/Domains.json", apiAccount+"/SIP/Domains/*.json", "DomainName", "owl.sip.twilio.com")
	create("kept as sent", "sync.twilio.com/v1/Services", "sync.twilio.com/v1/Services/*", "FriendlyName", "Sync")
	template := d.send(201, http.MethodPost, "content.twilio.com/v1/Content", "application/json", `{"friendly_name":"hi","language":"en","types":{"twilio/text":{"body":"Hi {{1}}"}},"variables":{"1":"you"}}`)
	addresses["template"] = "content.twilio.com/v1/Content/" + text(template, "sid")
	d.ask(200, http.MethodPost, addresses["queue"], "FriendlyName", "sales")
	gone := text(d.ask(201, http.MethodPost, apiAccount+"/Queues.json", "FriendlyName", "gone"), "sid")
	d.ask(204, http.MethodDelete, apiAccount+"/Queues/"+gone+".json")
	secondary := text(d.ask(201, http.MethodPost, "accounts.twilio.com/v1/AuthTokens/Secondary"), "secondary_auth_token")

	addresses["subaccount of Go"] = "api.twilio.com/2010-04-01/Accounts/" + d.Subaccount() + ".json"
	d.Clock.Advance(time.Minute)

	before := map[string]map[string]any{}
	for family, address := range addresses {
		before[family] = d.ask(200, http.MethodGet, address)
	}
	now := d.Clock.Now()
	d.restart()
	assert.Equal(t, now, d.Clock.Now(), "the clock goes on where it was")
	for family, address := range addresses {
		assert.Equal(t, before[family], d.ask(200, http.MethodGet, address), family)
	}
	assert.Equal(t, "sales", d.ask(200, http.MethodGet, addresses["queue"])["friendly_name"])
	d.ask(404, http.MethodGet, apiAccount+"/Queues/"+gone+".json")
	for _, credential := range []twilio.Credential{twilio.APIKey(text(key, "sid"), text(key, "secret")), twilio.AuthToken(secondary)} {
		client, err := twilio.New(d.AccountSID(), credential, d.Options()...)
		require.NoError(t, err)
		_, err = client.Balance.Get(t.Context())
		require.NoError(t, err)
	}
	assert.Equal(t, clinic.SID(), d.Number(clinic.Number()).SID())
	m, err := d.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", MessagingServiceSID: service, Body: "Hi"})
	require.NoError(t, err)
	d.Clock.Advance(time.Minute)
	m, err = d.Client().Messages.Get(t.Context(), m.SID)
	require.NoError(t, err)
	assert.Equal(t, clinic.Number(), m.From, "the service has its sender")
}

// TestStateFileRestoresWhatHasHappened compares what the simulator tells of itself before and
// after a restart.
func TestStateFileRestoresWhatHasHappened(t *testing.T) {
	t.Parallel()
	app := http.NewServeMux()
	listening := httptest.NewServer(app)
	t.Cleanup(listening.Close)
	server := listening.URL
	app.HandleFunc("/sms", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, twiml.Messaging(twiml.Message{Body: "Thanks"}).String())
	})
	app.HandleFunc("/status", func(http.ResponseWriter, *http.Request) {})
	d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)), twiliotest.KeepAnswers())
	clinic := d.Number("+14155556789", twiliotest.SMSURL(server+"/sms"))
	ada := d.Phone("+14155551234")
	ada.SetName("Ada")
	d.Phone("+14155550111").OptOut()
	d.Phone("+14155550112").Busy()
	_, err := d.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada.Number(), From: clinic.Number(), Body: "Hi — Ünï", StatusCallback: server + "/status", MediaURL: []string{"https://example.com/a.png"}})
	require.NoError(t, err)
	d.Clock.Advance(time.Minute)
	ada.SendSMS(clinic.Number(), "Hello")
	d.Clock.Advance(time.Minute)
	call, err := d.Client().Calls.Create(t.Context(), twilio.CallCreateParams{
		To: ada.Number(), From: clinic.Number(), TwiML: twiml.Voice(twiml.Say{Text: "Good day"}, twiml.Pause{Length: 3}).String(), Record: true, StatusCallback: server + "/missing",
	})
	require.NoError(t, err)
	d.Clock.Advance(time.Hour)
	require.Len(t, d.Calls(), 1)
	require.Len(t, d.Recordings(), 1)
	require.NotEmpty(t, d.Alerts())
	d.ask(201, http.MethodPost, apiAccount+"/Calls.json", "To", ada.Number(), "From", clinic.Number(), "Twiml", "<Response><Record/></Response>")
	d.Clock.Advance(time.Hour)
	d.ask(204, http.MethodDelete, apiAccount+"/Recordings/"+d.Recordings()[0].SID+".json")
	d.ask(200, http.MethodPost, apiAccount+"/Messages/"+d.Messages()[1].SID+".json", "Body", "")
	record := usageOf(t, d.Sim, "sms")
	before := d.story(call.SID)
	d.restart()
	assert.Equal(t, before, d.story(call.SID))
	assert.Equal(t, record, usageOf(t, d.Sim, "sms"))
	assert.Equal(t, "Ada", d.Phone(ada.Number()).State().Name)
	assert.True(t, d.Phone("+14155550111").State().OptedOut)
	assert.Equal(t, twiliotest.HabitBusy, d.Phone("+14155550112").State().Habit)
	d.Phone(ada.Number()).SendSMS(clinic.Number(), "Again")
	d.Clock.Advance(time.Minute)
	assert.Equal(t, "Thanks", d.Messages()[len(d.Messages())-1].Body, "the number has its webhook")
	d.restart()
	assert.Len(t, d.Messages(), 5)
}

// story is all that the simulator tells of what has happened, as JSON.
func (d *desk) story(call string) string {
	d.t.Helper()
	one, known := d.CallOf(call)
	require.True(d.t, known)
	balance, err := d.Client().Balance.Get(d.t.Context())
	require.NoError(d.t, err)
	text, err := json.MarshalIndent(map[string]any{
		"messages": d.Messages(), "calls": d.Calls(), "transcript": one.Transcript(), "recordings": d.Recordings(), "callbacks": d.Callbacks(),
		"alerts": d.Alerts(), "phones": d.Phones(), "requests": d.Requests()[:2], "balance": balance.Amount, "now": d.Clock.Now(),
	}, "", " ")
	require.NoError(d.t, err)
	return string(text)
}

// TestMessagesUnderWayGoOn ends the simulator in each status of a message.
func TestMessagesUnderWayGoOn(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{0, 250 * time.Millisecond, 600 * time.Millisecond} {
		d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
		clinic := d.Number("+14155556789")
		m, err := d.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: clinic.Number(), Body: "Hi"})
		require.NoError(t, err)
		d.Clock.Advance(after)
		status := d.Messages()[0].Status
		d.restart()
		require.Equal(t, status, d.Messages()[0].Status)
		d.Clock.Advance(time.Minute)
		m, err = d.Client().Messages.Get(t.Context(), m.SID)
		require.NoError(t, err)
		assert.Equal(t, twilio.MessageStatusDelivered, m.Status, "from %s on", status)
		assert.Len(t, d.Messages(), 1)
	}
}

func TestScheduledMessageIsSentAtItsTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	clinic := d.Number("+14155556789")
	service := d.made("messaging.twilio.com/v1/Services", "FriendlyName", "Reminders")
	d.ask(201, http.MethodPost, "messaging.twilio.com/v1/Services/"+service+"/PhoneNumbers", "PhoneNumberSid", clinic.SID())
	at := d.Clock.Now().Add(time.Hour)
	_, err := d.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", MessagingServiceSID: service, Body: "Hi", SendAt: at})
	require.NoError(t, err)
	d.Clock.Advance(30 * time.Minute)
	d.restart()
	d.Clock.Advance(29 * time.Minute)
	assert.Equal(t, twilio.MessageStatusScheduled, d.Messages()[0].Status)
	d.Clock.Advance(2 * time.Minute)
	assert.Equal(t, twilio.MessageStatusDelivered, d.Messages()[0].Status)
}

func TestCallThatWasGoingOnHasEnded(t *testing.T) {
	t.Parallel()
	d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	clinic := d.Number("+14155556789")
	params := twilio.CallCreateParams{To: "+14155551234", From: clinic.Number(), TwiML: twiml.Voice(twiml.Say{Text: "Hi"}, twiml.Pause{Length: 600}).String()}
	_, err := d.Client().Calls.Create(t.Context(), params)
	require.NoError(t, err)
	d.Clock.Advance(time.Minute)
	_, err = d.Client().Calls.Create(t.Context(), params)
	require.NoError(t, err)
	require.Equal(t, twilio.CallStatusInProgress, d.Calls()[0].Status)
	require.Equal(t, twilio.CallStatusQueued, d.Calls()[1].Status)
	d.restart()
	d.Clock.Advance(time.Minute)
	assert.Equal(t, twilio.CallStatusCompleted, d.Calls()[0].Status)
	assert.Equal(t, twilio.CallStatusFailed, d.Calls()[1].Status)
	one, _ := d.CallOf(d.Calls()[0].SID)
	require.NotEmpty(t, one.Transcript())
	assert.Equal(t, "Hi", one.Transcript()[0].Text)
}

// TestVerificationGoesOnAfterARestart checks a code that was sent before it.
func TestVerificationGoesOnAfterARestart(t *testing.T) {
	t.Parallel()
	d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	service := "verify.twilio.com/v2/Services/" + d.made("verify.twilio.com/v2/Services", "FriendlyName", "Owl")
	sent := d.ask(201, http.MethodPost, service+"/Verifications", "To", "+14155551234", "Channel", "sms")
	d.Clock.Advance(time.Minute)
	before, balance := d.Verifications(), d.Messages()
	d.restart()
	assert.Equal(t, before, d.Verifications())
	assert.Equal(t, balance, d.Messages())
	code, err := d.Phone("+14155551234").WaitCode(t.Context())
	require.NoError(t, err)
	assert.Equal(t, before[0].Code, code)
	checked := d.ask(201, http.MethodPost, service+"/VerificationCheck", "To", "+14155551234", "Code", code)
	assert.Equal(t, "approved", checked["status"])
	d.restart()
	assert.Equal(t, sent["sid"], d.Verifications()[0].SID)
	assert.Equal(t, "approved", d.Verifications()[0].Status)
	assert.Len(t, d.Messages(), 1)
}

func TestNoSIDIsGivenTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	clinic, seen := d.Number("+14155556789"), map[string]bool{}
	for range 5 {
		for range 3 {
			m, err := d.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: clinic.Number(), Body: "Hi"})
			require.NoError(t, err)
			require.False(t, seen[m.SID])
			seen[m.SID] = true
			sid := d.made(apiAccount + "/Keys.json")
			require.False(t, seen[sid])
			seen[sid] = true
		}
		d.Clock.Advance(time.Minute)
		d.restart()
	}
	assert.Len(t, d.Messages(), 15)
}

// TestStateFileIsWrittenAnewWhenMostOfItIsOver sends many messages of which few are kept.
func TestStateFileIsWrittenAnewWhenMostOfItIsOver(t *testing.T) {
	t.Parallel()
	d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)), twiliotest.History(10))
	clinic := d.Number("+14155556789")
	for range 100 {
		_, err := d.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: clinic.Number(), Body: "Hi"})
		require.NoError(t, err)
		d.Clock.Advance(time.Minute)
	}
	size := func() int64 {
		info, err := os.Stat(d.path)
		require.NoError(t, err)
		return info.Size()
	}
	long, kept := size(), d.Messages()
	d.restart()
	assert.Less(t, size(), long/4)
	assert.Equal(t, kept, d.Messages())
	d.restart()
	assert.Equal(t, kept, d.Messages())
}

func TestClearedHistoryStaysCleared(t *testing.T) {
	t.Parallel()
	d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	clinic := d.Number("+14155556789")
	for _, to := range []string{"+14155551234", "+14155550111"} {
		_, err := d.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: clinic.Number(), Body: "Hi"})
		require.NoError(t, err)
	}
	d.Clock.Advance(time.Minute)
	d.Clear(twiliotest.Clearing{Messages: true, Phone: "+14155551234"})
	d.Clear(twiliotest.Clearing{Wire: true})
	d.restart()
	assert.Len(t, d.Messages(), 1)
	assert.Empty(t, d.Requests())
}

func TestStateFileOfAnotherSimulatorIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := twiliotest.Start(twiliotest.StateFile(d.path))
	require.ErrorContains(t, err, "another process has "+d.path+" open")
	_, err = twiliotest.Start(twiliotest.StateFile(""))
	require.ErrorContains(t, err, "give the path of a file")
	require.NoError(t, d.Close())
	require.NoError(t, os.Chmod(d.path, 0o644))
	_, err = twiliotest.Start(twiliotest.StateFile(d.path))
	require.ErrorContains(t, err, "chmod 600")
}

func TestStateFileHoldsNoAuthorization(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask(201, http.MethodPost, apiAccount+"/Keys.json", "FriendlyName", "CI")
	require.NoError(t, d.Close())
	text, err := os.ReadFile(d.path)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"uri":"/2010-04-01/Accounts/`+d.AccountSID()+`/Keys.json"`)
	assert.NotContains(t, string(text), "Basic ")
	assert.NotContains(t, string(text), d.AuthToken())
}

// TestNobodyIsToldOfARestart has the requests carried out again that made Twilio tell the
// application something.
func TestNobodyIsToldOfARestart(t *testing.T) {
	t.Parallel()
	told := make(chan string, 100)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { told <- r.URL.Path }))
	t.Cleanup(server.Close)
	d := newDesk(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	clinic := d.Number("+14155556789", twiliotest.SMSURL(server.URL+"/sms"))
	d.ask(200, http.MethodPost, apiAccount+"/OutgoingCallerIds.json", "PhoneNumber", "+14155551234", "StatusCallback", server.URL+"/validated")
	d.Clock.Advance(time.Hour)
	d.Phone("+14155550111").SendSMS(clinic.Number(), "Hi")
	require.Len(t, told, 2)
	for range 2 {
		d.restart()
		d.Clock.Advance(time.Hour)
	}
	assert.Len(t, told, 2)
	assert.Len(t, d.Callbacks(), 2)
	assert.Len(t, d.Calls(), 1)
}

// TestWallTimeGoesOn has a clock that was ahead of the machine's.
func TestWallTimeGoesOn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, twiliotest.WallTime())
	clinic := d.Number("+14155556789")
	d.Clock.Advance(24 * time.Hour)
	before := d.Clock.Now()
	_, err := d.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155551234", From: clinic.Number(), Body: "Hi"})
	require.NoError(t, err)
	d.restart()
	assert.False(t, d.Clock.Now().Before(before))
	assert.True(t, d.Clock.Now().Before(before.Add(time.Hour)))
	sms, err := d.Phone("+14155551234").WaitSMS(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "Hi", sms.Body)
}

// TestDamagedStateFileIsNotUsed damages each record that is not the last.
func TestDamagedStateFileIsNotUsed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask(201, http.MethodPost, apiAccount+"/Keys.json", "FriendlyName", "CI")
	require.NoError(t, d.Close())
	text, err := os.ReadFile(d.path)
	require.NoError(t, err)
	damaged := strings.Replace(string(text), "FriendlyName", "Friendlyname", 1)
	if damaged == string(text) { // the body stands there in base 64
		damaged = strings.Replace(string(text), `"kind":"do"`, `"kind":"dO"`, 1)
	}
	require.NoError(t, os.WriteFile(d.path, []byte(damaged), 0o600))
	_, err = twiliotest.Start(twiliotest.StateFile(d.path))
	require.ErrorContains(t, err, "is damaged at byte")
	require.NoError(t, os.WriteFile(d.path, append(text, "torn"...), 0o600))
	d.start()
	assert.Len(t, d.ask(200, http.MethodGet, apiAccount+"/Keys.json")["keys"], 2)
}
