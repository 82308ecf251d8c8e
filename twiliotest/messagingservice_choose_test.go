package twiliotest_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
)

// Numbers that nobody owns.
const (
	newYork    = "+12125550142"
	newYorkers = "+12125550143"
	tollFree   = "+18005550142"
	london     = "+447700900142"
	londoner   = "+447700900143"
	berliner   = "+4915123456789"
)

func TestPoolChooses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		settings url.Values
		numbers  []string // of the pool, in the order in which they are added
		shorts   []string
		alphas   []string // the last one is for Germany
		channels []string
		to       string
		want     string // the sender, "" for none
	}{
		{name: "a number of the recipient's country", numbers: []string{london, clinic}, to: ada, want: clinic},
		{name: "a number of another country if there is no other", numbers: []string{clinic}, to: londoner, want: clinic},
		{name: "a number with the recipient's area code", numbers: []string{clinic, newYork}, to: newYorkers, want: newYork},
		{name: "any number without area code match", settings: url.Values{"AreaCodeGeomatch": {"false"}}, numbers: []string{clinic, newYork}, to: newYorkers, want: clinic},
		{name: "no match of area codes elsewhere", numbers: []string{"+447700900001", "+447400900001"}, to: "+447400900143", want: "+447700900001"},
		{name: "a short code of the recipient's country first", numbers: []string{clinic}, shorts: []string{"72345"}, to: ada, want: "72345"},
		{name: "no short code of another country", numbers: []string{clinic}, shorts: []string{"72345"}, to: londoner, want: clinic},
		{name: "no short code of another country, and nothing else", shorts: []string{"72345"}, to: londoner},
		{name: "a toll-free number to Canada", numbers: []string{london, tollFree}, to: "+14165550142", want: tollFree},
		{name: "no toll-free number abroad", numbers: []string{tollFree}, to: londoner},
		{name: "a name where the country takes it", numbers: []string{london}, alphas: []string{"CLINIC", "KLINIK"}, to: londoner, want: "CLINIC"},
		{name: "the name for the country", numbers: []string{london}, alphas: []string{"CLINIC", "KLINIK"}, to: berliner, want: "KLINIK"},
		{name: "no name where the country takes none", numbers: []string{clinic}, alphas: []string{"CLINIC", "KLINIK"}, to: ada, want: clinic},
		{name: "no name where the country takes none, and nothing else", alphas: []string{"CLINIC", "KLINIK"}, to: ada},
		{name: "a sender of WhatsApp", numbers: []string{clinic}, channels: []string{"whatsapp:" + clinic}, to: "whatsapp:" + ada, want: "whatsapp:" + clinic},
		{name: "no number for WhatsApp", numbers: []string{clinic}, to: "whatsapp:" + ada},
		{name: "no sender of WhatsApp for a text", channels: []string{"whatsapp:" + clinic}, to: ada},
		{name: "a sender of RCS before all others", numbers: []string{clinic}, shorts: []string{"72345"}, channels: []string{"rcs:clinic"}, to: ada, want: "rcs:clinic"},
		{name: "a sender of RCS alone where it is asked for", numbers: []string{clinic}, channels: []string{"rcs:clinic"}, to: "rcs:" + ada, want: "rcs:clinic"},
		{name: "no number for RCS", numbers: []string{clinic}, to: "rcs:" + ada},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			p := newPool(t, sim, tt.settings, tt.numbers...)
			for _, short := range tt.shorts {
				p.add("ShortCodes", url.Values{"ShortCodeSid": {sim.Number(short).SID()}})
			}
			for i, name := range tt.alphas {
				form := url.Values{"AlphaSender": {name}}
				if i == 1 {
					form.Set("IsoCountryCode", "DE")
				}
				p.add("DestinationAlphaSenders", form)
			}
			for _, address := range tt.channels {
				sender := p.must(202, "POST", "messaging/v2/Channels/Senders", map[string]any{"sender_id": address})
				p.add("ChannelSenders", url.Values{"Sid": {field(sender, "sid")}})
			}
			sim.Phone(ada).OpenWhatsAppWindow()
			m := p.send(tt.to)
			assert.Equal(t, tt.want, m.From)
			if tt.want == "" {
				assert.Equal(t, []any{twilio.MessageStatusFailed, twilio.ErrorCode(21703)}, []any{m.Status, m.ErrorCode})
				return
			}
			assert.Equal(t, twilio.MessageStatusDelivered, m.Status)
		})
	}
}

// TestSendersTakeTurns, each recipient with another one, and a recipient keeps its sender
// unless the service has that off.
func TestSendersTakeTurns(t *testing.T) {
	t.Parallel()
	const second = "+14155550142"
	tests := []struct {
		name   string
		sticky string
		want   []string // the senders of messages to two recipients, in turn
	}{
		{"with a sticky sender", "true", []string{clinic, second, clinic, second}},
		{"without a sticky sender", "false", []string{clinic, second, clinic, second}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPool(t, twiliotest.New(t, twiliotest.AllowUnexpected()), url.Values{"StickySender": {tt.sticky}}, clinic, second)
			var senders []string
			for _, to := range []string{ada, newYorkers, ada, newYorkers} {
				senders = append(senders, p.send(to).From)
			}
			assert.Equal(t, tt.want, senders)
			if tt.sticky == "true" {
				assert.Equal(t, clinic, p.send(ada).From)
				assert.Equal(t, clinic, p.send(ada).From, "once more")
				return
			}
			assert.Equal(t, []string{clinic, second}, []string{p.send(ada).From, p.send(ada).From})
		})
	}
}

// TestStickySenders: who gets a better sender all the same.
func TestStickySenders(t *testing.T) {
	t.Parallel()
	add := func(number string) func(*twiliotest.Sim, pool) {
		return func(sim *twiliotest.Sim, p pool) {
			p.add("PhoneNumbers", url.Values{"PhoneNumberSid": {sim.Number(number).SID()}})
		}
	}
	tests := []struct {
		name  string
		first string
		then  func(*twiliotest.Sim, pool)
		to    string
		want  string
	}{
		{name: "a local number takes the place of one from abroad", first: clinic, then: add(london), to: londoner, want: london},
		{name: "a local number stays", first: london, then: add("+447700900144"), to: londoner, want: london},
		{name: "a name does not take the place of a number", first: clinic, to: londoner, want: clinic, then: func(_ *twiliotest.Sim, p pool) {
			p.add("AlphaSenders", url.Values{"AlphaSender": {"CLINIC"}})
		}},
		{name: "a short code does not take the place of a local number", first: clinic, to: ada, want: clinic, then: func(sim *twiliotest.Sim, p pool) {
			p.add("ShortCodes", url.Values{"ShortCodeSid": {sim.Number("72345").SID()}})
		}},
		{name: "a number that was removed is not kept", first: clinic, to: ada, want: newYork, then: func(sim *twiliotest.Sim, p pool) {
			add(newYork)(sim, p)
			p.must(204, "DELETE", p.path("PhoneNumbers", sim.Number(clinic).SID()), nil)
		}},
		{name: "a sender that was used a year ago is not kept", first: clinic, to: londoner, want: newYork, then: func(sim *twiliotest.Sim, p pool) {
			add(newYork)(sim, p)
			sim.Clock.Advance(366 * 24 * time.Hour)
		}},
		{name: "a sender that was used within the year is kept", first: clinic, to: londoner, want: clinic, then: func(sim *twiliotest.Sim, p pool) {
			add(newYork)(sim, p)
			sim.Clock.Advance(364 * 24 * time.Hour)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			p := newPool(t, sim, nil, tt.first)
			require.Equal(t, tt.first, p.send(tt.to).From)
			tt.then(sim, p)
			assert.Equal(t, tt.want, p.send(tt.to).From)
		})
	}
}

// TestSynchronousValidation refuses at once what fails later otherwise.
func TestSynchronousValidation(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	p := newPool(t, sim, url.Values{"SynchronousValidation": {"true"}}, tollFree)
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: londoner, MessagingServiceSID: p.sid, Body: "Hi"})
	require.ErrorIs(t, err, twilio.ErrorCode(21703))
	assert.Empty(t, sim.Messages())
	assert.Equal(t, tollFree, p.send(ada).From)
	sim.Phone(ada).ExpectSMS("Hi")
}

// TestPhonesWithoutRCS get a text, from the sender that the request names for them.
func TestPhonesWithoutRCS(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	p := newPool(t, sim, nil, newYork)
	fallback := url.Values{"FallbackFrom": {clinic}}
	form := url.Values{"To": {ada}, "MessagingServiceSid": {p.sid}, "Body": {"Hi"}, "FallbackFrom": {clinic}}
	_, err := anything(t, sim.Client(), form)
	require.ErrorIs(t, err, twilio.ErrorCode(21667), "the service has no sender of RCS")
	sender := p.must(202, "POST", "messaging/v2/Channels/Senders", map[string]any{"sender_id": "rcs:clinic"})
	p.add("ChannelSenders", url.Values{"Sid": {field(sender, "sid")}})
	_, err = anything(t, sim.Client(), form)
	require.ErrorIs(t, err, twilio.ErrorCode(21606), "the fallback is none of the account's numbers")
	sim.Number(clinic)

	phone := sim.Phone(ada)
	assert.Equal(t, "rcs:clinic", p.send(ada, fallback).From)
	assert.Equal(t, "rcs:clinic", phone.ExpectSMS("Hi").From)
	phone.WithoutRCS()
	assert.Equal(t, clinic, p.send(ada, fallback).From)
	phone.ExpectSMS("Hi")
	assert.Equal(t, newYork, p.send(ada).From)
	phone.ExpectSMS("Hi")
	assert.Equal(t, twilio.ErrorCode(21703), p.send("rcs:"+ada).ErrorCode, "nothing but RCS was asked for")
}

// TestRepliesByRCS reach the service of the sender, and its answer comes back by RCS.
func TestRepliesByRCS(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	app := newApp().answer("/sms", twiml.Messaging(twiml.Message{Body: "See you"}))
	sim.Handle("https://hooks.example.com", app)
	p := newPool(t, sim, url.Values{"InboundRequestUrl": {"https://hooks.example.com/sms"}})
	sender := p.must(202, "POST", "messaging/v2/Channels/Senders", map[string]any{"sender_id": "rcs:clinic"})
	p.add("ChannelSenders", url.Values{"Sid": {field(sender, "sid")}})
	p.send(ada)
	phone := sim.Phone(ada)
	phone.ExpectSMS("Hi").Reply("Yes")
	require.Len(t, app.forms(), 1)
	form := app.forms()[0]
	assert.Equal(t, []string{"rcs:" + ada, "rcs:clinic", "Yes", p.sid}, []string{form.Get("From"), form.Get("To"), form.Get("Body"), form.Get("MessagingServiceSid")})
	answer := phone.ExpectSMS("See you")
	assert.Equal(t, []string{"rcs:clinic", "rcs:" + ada}, []string{answer.From, answer.To})
	answer.Reply("STOP")
	_, err := anything(t, sim.Client(), url.Values{"To": {"rcs:" + ada}, "MessagingServiceSid": {p.sid}, "Body": {"Hi"}})
	require.ErrorIs(t, err, twilio.CodeUnsubscribed)
	sim.ExpectAlert(twilio.CodeUnsubscribed) // the answer to STOP is refused as well
}

// TestShortCodeReroute: a phone number takes over from a short code that the carrier
// refuses.
func TestShortCodeReroute(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		fallback string
		from     string
		status   twilio.MessageStatus
		code     twilio.ErrorCode
	}{
		{"with the setting", "true", clinic, twilio.MessageStatusDelivered, 0},
		{"without the setting", "false", "72345", twilio.MessageStatusUndelivered, 30006},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			p := newPool(t, sim, url.Values{"FallbackToLongCode": {tt.fallback}}, clinic)
			p.add("ShortCodes", url.Values{"ShortCodeSid": {sim.Number("72345").SID()}})
			sim.Phone(ada).WithoutShortCodes()
			m := p.send(ada)
			assert.Equal(t, []any{tt.from, tt.status, tt.code}, []any{m.From, m.Status, m.ErrorCode})
			assert.Equal(t, "72345", p.send("+14155550143").From, "another carrier takes it")
		})
	}
}

// TestDeletedServices fail the messages that wait for a sender.
func TestDeletedServices(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	p := newPool(t, sim, nil, clinic)
	msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada, MessagingServiceSID: p.sid, Body: "Hi", SendAt: sim.Clock.Now().Add(time.Hour),
	})
	require.NoError(t, err)
	p.must(204, "DELETE", p.path(), nil)
	sim.Clock.Advance(2 * time.Hour)
	msg, err = sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, []any{twilio.MessageStatusFailed, twilio.ErrorCode(21703)}, []any{msg.Status, msg.ErrorCode})
}
