package twiliotest_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// user is a person on WhatsApp who shows no number.
const user = "US.1302015550123"

// TestWhatIsNoNumber fails the test that takes it for one.
func TestWhatIsNoNumber(t *testing.T) {
	t.Parallel()
	for _, number := range []string{
		"", "4155550123", "+1 415 555 0123", "+1415555012a", "+0155550123", "+14155550123 ", " +14155550123", "+14155550123,+14155550124",
		"whatsapp:+14155550123", "whatsapp:" + user, "tel:+14155550123", "+１4155550123", "+14155550123\u200e", "+1415", "ada", "us.1302015550123", "12345",
	} {
		rec := record(t)
		sim := twiliotest.New(rec)
		assert.NotNil(t, sim.Phone(number))
		said := rec.finish()
		assert.Contains(t, said, "twiliotest.Phone", number)
		assert.NotContains(t, said, "4155550123", "a number is not shown whole")
		assert.NotContains(t, said, "\u200e", "what cannot be seen is written so that it can")
	}
	for _, number := range []string{"", "4155556789", "+1 415 555 6789", "whatsapp:+14155556789", "+", "12", "A name too long", "sip:ada@example.com", "Ünïcödé", "1234567890"} {
		rec := record(t)
		sim := twiliotest.New(rec)
		assert.NotNil(t, sim.Number(number))
		assert.Contains(t, rec.finish(), "twiliotest.Number", number)
	}
	sim := twiliotest.New(t)
	for _, number := range []string{ada, user, "GB.ENT.11815799212886844830", "sip:ada@example.com", "client:ada"} {
		assert.Equal(t, number, sim.Phone(number).Number())
	}
	for _, number := range []string{clinic, "12345", "Acme", "7 Seas", "24 Repairs", "+Plus Co", "A&B_C-D"} {
		assert.Equal(t, number, sim.Number(number).Number())
	}
}

// TestWhatIsNoNumberInAProgram: the methods of a phone without a valid number return an error.
func TestWhatIsNoNumberInAProgram(t *testing.T) {
	t.Parallel()
	sim, err := twiliotest.Start(twiliotest.Logger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sim.Close()) })
	phone := sim.Phone("4155551234")
	_, errSMS := phone.WaitSMS(t.Context())
	_, errCall := phone.WaitCall(t.Context())
	_, errDial := phone.Dial(t.Context(), clinic)
	for _, err := range []error{errSMS, errCall, errDial, phone.SendSMS(clinic, "Hi").Err, phone.SendWhatsApp(clinic, "Hi").Err} {
		var param *twilio.ParamError
		require.ErrorAs(t, err, &param)
		assert.Equal(t, "twiliotest.Phone", param.Op)
		assert.Equal(t, "number", param.Problems[0].Field)
		assert.Contains(t, param.Problems[0].Remedy, "E.164")
	}
	sim.Number("4155556789")
	_, err = sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	require.ErrorIs(t, err, twilio.ErrorCode(21606))
}

// TestServicesWithoutSenders: nil is none.
func TestServicesWithoutSenders(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	service := sim.MessagingService(nil)
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, MessagingServiceSID: service, Body: "Hi"})
	require.ErrorIs(t, err, twilio.ErrorCode(21704))
}

// TestWhatsAppUserWithoutANumber gets messages and writes them; the webhook has the id.
func TestWhatsAppUserWithoutANumber(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"whatsapp:" + user, ""} {
		sim := twiliotest.New(t)
		application := newApp().answer("/", twiml.Messaging(twiml.Message{Body: "Hello"}))
		number := sim.Number(clinic, twiliotest.SMSWebhook(application))
		var opts []twiliotest.InboundOption
		if from == "" {
			opts = append(opts, twiliotest.WithoutFrom())
		}
		person := sim.Phone(user)
		require.NoError(t, person.SendWhatsApp(number.Number(), "Hi", opts...).Err)
		person.ExpectWhatsApp("Hello").Reply("Thanks", opts...)
		person.ExpectWhatsApp("Hello")

		require.Len(t, application.forms(), 2)
		for _, form := range application.forms() {
			assert.Equal(t, []string{user, from, "whatsapp:" + clinic}, []string{form.Get("ExternalUserIdentifier"), form.Get("From"), form.Get("To")})
			assert.Equal(t, from != "", form.Has("From"))
			assert.False(t, form.Has("WaId"), "it would be the number")
		}
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: "whatsapp:" + user, From: "whatsapp:" + clinic, Body: "Your order is here"})
		require.NoError(t, err, "in the window that the message has opened")
		assert.Equal(t, "whatsapp:"+user, person.ExpectWhatsApp("order").To)
	}
}

// TestWebhookOfAWhatsAppUser is one that package webhook understands.
func TestWebhookOfAWhatsAppUser(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	verifier, err := webhook.NewVerifier(webhook.Token(sim.AuthToken()), webhook.PublicURL(hooks))
	require.NoError(t, err)
	var got *webhook.Message
	sim.Handle(hooks, verifier.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got, err = webhook.ParseMessage(r)
		assert.NoError(t, err)
	})))
	sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
	sim.Phone(user).SendWhatsApp(clinic, "Hi", twiliotest.WithoutFrom())
	require.NotNil(t, got)
	assert.Equal(t, []string{user, "", "Hi"}, []string{got.ExternalUserIdentifier, got.From, got.Body})
}

func TestWhatsAppUsersAreNoTelephones(t *testing.T) {
	t.Parallel()
	voice := func(sim *twiliotest.Sim) {
		sim.Number(clinic, twiliotest.VoiceWebhook(twiml.Voice(twiml.Hangup{})), twiliotest.SMSWebhook(status(http.StatusNoContent)))
	}
	for want, mistake := range map[string]func(sim *twiliotest.Sim){
		"sends no SMS":               func(sim *twiliotest.Sim) { sim.Phone(user).SendSMS(clinic, "Hi") },
		"makes no calls":             func(sim *twiliotest.Sim) { sim.Phone(user).Call(clinic) },
		"WithoutFrom is for":         func(sim *twiliotest.Sim) { sim.Phone(ada).SendWhatsApp(clinic, "Hi", twiliotest.WithoutFrom()) },
		"leave out WithoutFrom":      func(sim *twiliotest.Sim) { sim.Phone(ada).Call(clinic, twiliotest.WithoutFrom()) },
		"no number sends no message": func(sim *twiliotest.Sim) { sim.Phone("client:ada").SendSMS(clinic, "Hi") },
	} {
		rec := record(t)
		sim := twiliotest.New(rec)
		voice(sim)
		mistake(sim)
		assert.Contains(t, rec.finish(), want)
	}
	sim := twiliotest.New(t)
	err := testcall.Do(t.Context(), sim.Client(), testcall.Request{
		Name: "Messages.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Messages.json",
		Form: url.Values{"To": {user}, "From": {clinic}, "Body": {"Hi"}},
	}, nil)
	require.ErrorIs(t, err, twilio.ErrorCode(21211), "the id belongs to WhatsApp")
}

// TestServiceInFrom: the sender is chosen as if it were in MessagingServiceSid.
func TestServiceInFrom(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	service := sim.MessagingService(sim.Number(clinic))
	create := func(form url.Values) (*twilio.Message, error) {
		msg := new(twilio.Message)
		err := testcall.Do(t.Context(), sim.Client(), testcall.Request{
			Name: "Messages.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Messages.json", Form: form,
		}, msg)
		return msg, err
	}
	for _, form := range []url.Values{
		{"To": {ada}, "From": {service}, "Body": {"Hi"}},
		{"To": {ada}, "From": {service}, "MessagingServiceSid": {service}, "Body": {"Hi"}},
	} {
		msg, err := create(form)
		require.NoError(t, err)
		assert.Equal(t, []any{"", service, twilio.MessageStatusAccepted}, []any{msg.From, msg.MessagingServiceSID, msg.Status})
		assert.Equal(t, clinic, sim.Phone(ada).ExpectSMS("Hi").From)
		msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
		require.NoError(t, err)
		assert.Equal(t, []string{clinic, service}, []string{msg.From, msg.MessagingServiceSID})
	}
	assert.Equal(t, service, sim.Requests()[0].Form.Get("From"), "the ledger has what was sent")

	msg, err := create(url.Values{"To": {ada}, "From": {service}, "Body": {"Later"}, "ScheduleType": {"fixed"}, "SendAt": {sim.Clock.Now().Add(time.Hour).Format(time.RFC3339)}})
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusScheduled, msg.Status)

	const other = "MG0123456789abcdef0123456789abcdef"
	_, err = create(url.Values{"To": {ada}, "From": {other}, "Body": {"Hi"}})
	require.ErrorIs(t, err, twilio.ErrorCode(21701), "no such service")
	_, err = create(url.Values{"To": {ada}, "From": {service}, "MessagingServiceSid": {other}, "Body": {"Hi"}})
	require.ErrorIs(t, err, twilio.CodeInvalidFrom)
	_, err = create(url.Values{"To": {ada}, "From": {"MG"}, "Body": {"Hi"}})
	require.ErrorIs(t, err, twilio.ErrorCode(21606), "a name, and none of the account's")
	err = testcall.Do(t.Context(), sim.TestClient(), testcall.Request{
		Name: "Messages.Create", Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Messages.json",
		Form: url.Values{"To": {ada}, "From": {service}, "Body": {"Hi"}},
	}, nil)
	require.ErrorIs(t, err, twilio.ErrorCode(21606), "test credentials know no services")
}

// TestTemplatesCanBeSeen in the ledger and by whoever receives them.
func TestTemplatesCanBeSeen(t *testing.T) {
	t.Parallel()
	const template = "HX0123456789abcdef0123456789abcdef"
	rec := record(t)
	sim := twiliotest.New(rec)
	sim.Number(clinic)
	sim.Template(template, "Hello {{1}}, see you at {{2}} then.", twiliotest.TemplateSample("1", "you"), twiliotest.TemplateSample("2", "nine"))
	_, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: ada, From: clinic, ContentSID: template, ContentVariables: map[string]string{"1": "Ada", "2": "9 am"}})
	require.NoError(t, err)
	_, err = sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, ContentSID: template})
	require.NoError(t, err)
	message := sim.Messages()[0]
	assert.Equal(t, template, message.ContentSID)
	assert.Equal(t, map[string]string{"1": "Ada", "2": "9 am"}, message.ContentVariables)
	message.ContentVariables["1"] = "changed by whoever read it"
	assert.Contains(t, sim.Messages()[0].ContentVariables, "1")
	assert.Equal(t, "Ada", sim.Messages()[0].ContentVariables["1"])

	received := sim.Phone(ada).ExpectWhatsApp("")
	assert.Equal(t, []any{template, map[string]string{"1": "Ada", "2": "9 am"}, "Hello Ada, see you at 9 am then."}, []any{received.ContentSID, received.ContentVariables, received.Body})
	text := sim.Phone(ada).ExpectSMS("")
	assert.Equal(t, template, text.ContentSID)
	assert.Nil(t, text.ContentVariables)
	assert.Equal(t, "Hello you, see you at nine then.", text.Body)
	sim.Phone(ada).ExpectWhatsApp("another")
	assert.Contains(t, strings.Join(rec.said, ""), "template "+template+` with map["1":"Ada" "2":"9 am"]`)
}

// TestUnauthorized says how to authenticate, and nothing else does.
func TestUnauthorized(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	path := "/api/2010-04-01/Accounts/" + sim.AccountSID() + "/Balance.json"
	for _, tt := range []struct{ user, secret, want string }{
		{"", "", `Basic realm="Twilio API"`},
		{sim.AccountSID(), "ffffffffffffffffffffffffffffffff", `Basic realm="Twilio API"`},
		{sim.AccountSID(), sim.AuthToken(), ""},
	} {
		resp, _ := get(t, sim, http.MethodGet, path, tt.user, tt.secret)
		assert.Equal(t, tt.want, resp.Header.Get("WWW-Authenticate"))
		assert.Equal(t, tt.want != "", resp.StatusCode == http.StatusUnauthorized)
	}
}
