package twiliotest

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// TestNoListGrowsWithoutEnd lets everything happen again and again that a program does day
// by day, and then looks at every slice and map of the simulator: none may be longer than the
// history, whatever it is called. Whoever adds a list has to shorten it, too.
func TestNoListGrowsWithoutEnd(t *testing.T) {
	t.Parallel()
	const most, rounds = 10, 60
	sim := New(t, History(most), AllowUnexpected(), AllowAlerts(), StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)), Balance("100000", "USD"))
	app := dailyLife{t: t, sim: sim}
	app.begin()
	for i := range rounds {
		app.round(i)
	}
	sim.Clock.Advance(time.Hour)
	sim.mu.Lock()
	defer sim.mu.Unlock()
	sim.trim()
	for name, length := range lengthsOf(sim) {
		if length > most+most/4+5 && !strings.HasPrefix(name, "phones") { // each of which the test has named
			t.Errorf("%s has %d entries after %d rounds: History does not shorten it", name, length, rounds)
		}
	}
}

// lengthsOf are the lengths of all slices and maps of a simulator and of its states, at any
// depth of structs.
func lengthsOf(s *Sim) map[string]int {
	lengths := map[string]int{}
	collectLengths(lengths, "", reflect.ValueOf(s).Elem())
	delete(lengths, "config.rates")
	delete(lengths, "events.kept")   // a ring
	delete(lengths, "usage.charges") // a sum of each day and category
	return lengths
}

func collectLengths(lengths map[string]int, path string, value reflect.Value) {
	switch value.Kind() {
	case reflect.Struct:
		for i := range value.NumField() {
			collectLengths(lengths, strings.TrimPrefix(path+"."+value.Type().Field(i).Name, "."), value.Field(i))
		}
	case reflect.Slice, reflect.Map:
		lengths[path] = value.Len()
		if value.Kind() == reflect.Map && value.Type().Elem().Kind() == reflect.Slice {
			for each := value.MapRange(); each.Next(); {
				lengths[path+" of one key"] = max(lengths[path+" of one key"], each.Value().Len())
			}
		}
	}
}

// dailyLife is a program at its work.
type dailyLife struct {
	t       *testing.T
	sim     *Sim
	clinic  *Number
	service string
}

func (d *dailyLife) begin() {
	reply := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, twiml.Messaging(twiml.Message{Body: "Thanks"}).String())
	})
	d.clinic = d.sim.Number("+14155556789", SMSWebhook(reply))
	d.sim.Handle("https://app.example.com/status", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	_, body := d.post("verify.twilio.com/v2/Services", "FriendlyName", "Owl")
	_, rest, _ := strings.Cut(body, `"sid":"`)
	d.service, _, _ = strings.Cut(rest, `"`)
	require.NotEmpty(d.t, d.service)
}

func (d *dailyLife) post(address string, pairs ...string) (status int, body string) {
	return d.send(http.MethodPost, address, pairs...)
}

func (d *dailyLife) send(method, address string, pairs ...string) (status int, body string) {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequestWithContext(d.t.Context(), method, "https://"+address, strings.NewReader(form.Encode()))
	require.NoError(d.t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(d.sim.AccountSID(), d.sim.AuthToken())
	resp, err := d.sim.Transport().RoundTrip(req)
	require.NoError(d.t, err)
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	require.NoError(d.t, err)
	return resp.StatusCode, string(text)
}

func (d *dailyLife) round(i int) {
	ada := d.sim.Phone(fmt.Sprintf("+1415555%04d", 1000+i))
	d.texts(ada, i)
	d.calls(ada, i)
	d.codes(ada, i)
	d.others(i)
	d.sim.Clock.Advance(5 * time.Hour)
}

func (d *dailyLife) texts(ada *Phone, i int) {
	for range 2 {
		m, err := d.sim.Client().Messages.Create(d.t.Context(), twilio.MessageCreateParams{
			To: ada.Number(), From: d.clinic.Number(), Body: "Hi", StatusCallback: "https://app.example.com/status", MediaURL: []string{"https://example.com/a.png"},
		})
		require.NoError(d.t, err)
		d.sim.Clock.Advance(time.Minute)
		status, body := d.post("api.twilio.com/2010-04-01/Accounts/"+d.sim.AccountSID()+"/Messages/"+m.SID+".json", "Body", "")
		require.Equal(d.t, 200, status, body)
	}
	ada.SendSMS(d.clinic.Number(), "Hello")
	status, _ := d.send(http.MethodGet, fmt.Sprintf("api.twilio.com/2010-04-01/Accounts/%s/Messages.json?PageSize=1&To=%%2B1%d", d.sim.AccountSID(), i))
	require.Equal(d.t, 200, status)
	status, _ = d.send(http.MethodGet, fmt.Sprintf("api.twilio.com/2010-04-01/Accounts/%s/Messages.json?PageSize=1&DateSent%%3E=2026-01-%02d", d.sim.AccountSID(), 1+i%28))
	require.Equal(d.t, 200, status)
	d.sim.File(fmt.Sprint("https://example.com/", i), "text/plain", []byte("Hi"))
}

func (d *dailyLife) calls(ada *Phone, i int) {
	for _, doc := range []*twiml.Response{
		twiml.Voice(twiml.Say{Text: "Hi"}, twiml.Pause{Length: 5}),
		twiml.Voice(twiml.Enqueue{Name: fmt.Sprint("line ", i)}),
		twiml.Voice(twiml.Dial{Children: []twiml.DialChild{twiml.Conference{Name: fmt.Sprint("room ", i)}}}),
		twiml.Voice(twiml.Dial{Children: []twiml.DialChild{twiml.Number{PhoneNumber: "+14155550111"}}}),
	} {
		status, body := d.post("api.twilio.com/2010-04-01/Accounts/"+d.sim.AccountSID()+"/Calls.json", "To", ada.Number(), "From", d.clinic.Number(), "Twiml", doc.String(),
			"Record", "true", "TimeLimit", "20", "StatusCallback", "https://app.example.com/nobody")
		require.Equal(d.t, 201, status, body)
		_, rest, _ := strings.Cut(body, `"sid":"`)
		sid, _, _ := strings.Cut(rest, `"`)
		d.sim.Clock.Advance(8 * time.Second)
		call := "api.twilio.com/2010-04-01/Accounts/" + d.sim.AccountSID() + "/Calls/" + sid
		d.post(call+"/Streams.json", "Url", "wss://app.example.com", "Name", fmt.Sprint("s", i))
		d.post(call+"/UserDefinedMessages.json", "Content", "{}")
		d.post(call+"/UserDefinedMessageSubscriptions.json", "Callback", "https://app.example.com/status")
		d.sim.Clock.Advance(time.Minute)
	}
}

func (d *dailyLife) codes(ada *Phone, i int) {
	for _, channel := range [...]string{"sms", "email", "call"} {
		to := ada.Number()
		if channel == "email" {
			to = fmt.Sprintf("ada%d@example.com", i)
		}
		d.post("verify.twilio.com/v2/Services/"+d.service+"/Verifications", "To", to, "Channel", channel)
		d.sim.Clock.Advance(11 * time.Minute)
	}
}

func (d *dailyLife) others(i int) {
	status, body := d.post("video.twilio.com/v1/Rooms", "UniqueName", fmt.Sprint("room ", i))
	require.Equal(d.t, 201, status, body)
	d.post("sync.twilio.com/v1/Services", "FriendlyName", "Sync")
	status, body = d.post("api.twilio.com/2010-04-01/Accounts/"+d.sim.AccountSID()+"/Keys.json", "FriendlyName", "CI")
	require.Equal(d.t, 201, status, body)
	_, rest, _ := strings.Cut(body, `"sid":"`)
	sid, _, _ := strings.Cut(rest, `"`)
	status, body = d.send(http.MethodDelete, "api.twilio.com/2010-04-01/Accounts/"+d.sim.AccountSID()+"/Keys/"+sid+".json")
	require.Equal(d.t, 204, status, body)
	id, secret := d.sim.OAuthApp()
	status, body = d.post("oauth.twilio.com/v2/token", "grant_type", "client_credentials", "client_id", id, "client_secret", secret)
	require.Less(d.t, status, 300, body)
	d.send(http.MethodGet, fmt.Sprintf("lookups.twilio.com/v2/PhoneNumbers/%%2B1415555%04d", 1000+i))
}
