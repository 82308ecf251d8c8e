package twiliotest_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// TestServicesChangeTexts by Smart Encoding and the MMS converter, unless the request or
// the settings say otherwise.
func TestServicesChangeTexts(t *testing.T) {
	t.Parallel()
	const curly, picture = "“See you” – at 9…", "https://example.com/a.png"
	tests := []struct {
		name     string
		settings url.Values
		form     url.Values
		to       string
		want     string
		files    int
		code     twilio.ErrorCode
	}{
		{name: "smart encoding", form: url.Values{"Body": {curly}}, to: ada, want: `"See you" - at 9...`},
		{name: "smart encoding off", settings: url.Values{"SmartEncoding": {"false"}}, form: url.Values{"Body": {curly}}, to: ada, want: curly},
		{name: "smart encoding off for one message", form: url.Values{"Body": {curly}, "SmartEncoded": {"false"}}, to: ada, want: curly},
		{name: "smart encoding on for one message", settings: url.Values{"SmartEncoding": {"false"}}, form: url.Values{"Body": {curly}, "SmartEncoded": {"true"}}, to: ada, want: `"See you" - at 9...`},
		{name: "a picture where there is MMS", form: url.Values{"MediaUrl": {picture}}, to: ada, want: "Hi", files: 1},
		{name: "a picture where there is no MMS", form: url.Values{"MediaUrl": {picture}}, to: londoner, want: "Hi\n" + picture},
		{name: "nothing but a picture where there is no MMS", form: url.Values{"MediaUrl": {picture}, "Body": {""}}, to: londoner, want: picture},
		{name: "a picture where there is no MMS and no converter", settings: url.Values{"MmsConverter": {"false"}}, form: url.Values{"MediaUrl": {picture}}, to: londoner, want: "Hi", files: 1, code: 30011},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPool(t, twiliotest.New(t, twiliotest.AllowUnexpected()), tt.settings, clinic)
			m := p.send(tt.to, tt.form)
			assert.Equal(t, tt.want, m.Body)
			assert.Len(t, m.MediaURLs, tt.files)
			assert.Equal(t, tt.code, m.ErrorCode)
			if tt.code == 0 {
				assert.Equal(t, twilio.MessageStatusDelivered, m.Status)
			}
		})
	}
}

// TestSmartEncodingSavesSegments, which Twilio counts after it.
func TestSmartEncodingSavesSegments(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	body := "’" + string(make80()) + string(make80())
	for smart, segments := range map[string]int{"true": 2, "false": 3} {
		msg, err := anything(t, sim.Client(), url.Values{"To": {ada}, "From": {clinic}, "Body": {body}, "SmartEncoded": {smart}})
		assert.NoError(t, err)
		assert.EqualValues(t, segments, msg.NumSegments, smart)
	}
}

// make80 is a text of 80 characters of GSM-7.
func make80() []byte {
	text := make([]byte, 80)
	for i := range text {
		text[i] = 'a'
	}
	return text
}

// TestStatusCallbackOfAService is used unless the message has its own.
func TestStatusCallbackOfAService(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	app := newApp().answer("/service", status(200)).answer("/message", status(200))
	sim.Handle("https://hooks.example.com", app)
	p := newPool(t, sim, url.Values{"StatusCallback": {"https://hooks.example.com/service"}}, clinic)
	p.send(ada)
	p.send(ada, url.Values{"StatusCallback": {"https://hooks.example.com/message"}})
	var told []string
	for _, c := range sim.Callbacks() {
		told = append(told, c.URL+" "+c.Form.Get("MessageStatus"))
		assert.Equal(t, p.sid, c.Form.Get("MessagingServiceSid"))
	}
	service, message := "https://hooks.example.com/service ", "https://hooks.example.com/message "
	assert.Equal(t, []string{
		service + "queued", service + "sending", service + "sent", service + "delivered",
		message + "queued", message + "sending", message + "sent", message + "delivered",
	}, told)
}

// TestInboundToAService: the service answers, or the number, or nobody.
func TestInboundToAService(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		settings url.Values
		want     string // who was asked, and how; "" for nobody
	}{
		{"the service", url.Values{"InboundRequestUrl": {"https://hooks.example.com/service"}}, "POST /service"},
		{"the service by GET", url.Values{"InboundRequestUrl": {"https://hooks.example.com/service"}, "InboundMethod": {"GET"}}, "GET /service"},
		{"the fallback of the service", url.Values{
			"InboundRequestUrl": {"https://hooks.example.com/down"}, "FallbackUrl": {"https://hooks.example.com/fallback"}, "FallbackMethod": {"GET"},
		}, "GET /fallback"},
		{"nobody", nil, ""},
		{"the number", url.Values{"InboundRequestUrl": {"https://hooks.example.com/service"}, "UseInboundWebhookOnNumber": {"true"}}, "POST /number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowAlerts())
			var asked string
			var form url.Values
			sim.Handle("https://hooks.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/down" {
					w.WriteHeader(http.StatusInternalServerError)
					return
				}
				_ = r.ParseForm()
				asked, form = r.Method+" "+r.URL.Path, r.Form
				twiml.Messaging(twiml.Message{Body: "Hello"}).ServeHTTP(w, r)
			}))
			sim.Number(clinic, twiliotest.SMSURL("https://hooks.example.com/number"))
			p := newPool(t, sim, tt.settings, clinic)
			phone := sim.Phone(ada)
			phone.SendSMS(clinic, "Hi")
			assert.Equal(t, tt.want, asked)
			if tt.want == "" {
				return
			}
			assert.Equal(t, []string{p.sid, ada, clinic, "Hi"}, []string{form.Get("MessagingServiceSid"), form.Get("From"), form.Get("To"), form.Get("Body")})
			assert.Equal(t, clinic, phone.ExpectSMS("Hello").From)
		})
	}
}
