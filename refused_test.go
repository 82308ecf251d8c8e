package twilio

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/e164"
	"github.com/seed15d99369/twilio/internal/form"
)

const (
	serviceSID = "MG00000000000000000000000000000001"
	contentSID = "HX00000000000000000000000000000001"
	appSID     = "AP00000000000000000000000000000001"
)

// refusal is a call that Twilio would refuse whatever the account, and the field
// that the caller is told of.
type refusal struct {
	name, field string
	try         func(ctx context.Context, c *Client) error
}

func refusals() []refusal {
	type message = MessageCreateParams
	longBody := strings.Repeat("ä", 1601)
	pictures := strings.Split(strings.Repeat("https://example.com/a.png ", 11), " ")[:11]
	return []refusal{
		{"ten digits", "To", create(func(p *message) { p.To = "4155551234" })},
		{"two recipients", "To", create(func(p *message) { p.To = "+14155551234,+14155550123" })},
		{"mark in front", "To", create(func(p *message) { p.To = "\u202a+14155551234" })},
		{"mark behind", "To", create(func(p *message) { p.To = "+14155551234\u202c" })},
		{"byte order mark", "To", create(func(p *message) { p.To = "\ufeff+14155551234" })},
		{"soft hyphen", "To", create(func(p *message) { p.To = "+1415\u00ad5551234" })},
		{"word joiner", "To", create(func(p *message) { p.To = "+1415\u20605551234" })},
		{"mark in a sender", "From", create(func(p *message) { p.From = "+14155556789\u200b" })},
		{"mark on WhatsApp", "To", chatting(func(p *WhatsAppSendParams) { p.To = "\u200e+14155551234" })},
		{"itself", "To", create(func(p *message) { p.To = p.From })},
		{"itself on WhatsApp", "To", chatting(func(p *WhatsAppSendParams) { p.To = "whatsapp:" + p.From })},
		{"WhatsApp from SMS", "From", create(func(p *message) { p.To = "whatsapp:+14155551234" })},
		{"WhatsApp from a name", "From", create(func(p *message) { p.To, p.From = "whatsapp:+14155551234", "ACME" })},
		{"SMS from WhatsApp", "To", create(func(p *message) { p.From = "WhatsApp:+14155556789" })},
		{"1,601 characters", "Body", create(func(p *message) { p.Body = longBody })},
		{"1,601 characters, not shortened", "Body", create(func(p *message) { p.Body, p.ShortenURLs = longBody, Ptr(false) })},
		{"1,601 characters on WhatsApp", "Body", chatting(func(p *WhatsAppSendParams) { p.Body = longBody })},
		{"body cut in a character", "Body", create(func(p *message) { p.Body = "caf\xc3" })},
		{"variable cut in a character", "ContentVariables", create(func(p *message) {
			p.ContentSID, p.ContentVariables = contentSID, map[string]string{"1": "caf\xc3"}
		})},
		{"no medium", "MediaURL", create(func(p *message) { p.MediaURL = []string{""} })},
		{"11 media", "MediaURL", create(func(p *message) { p.MediaURL = pictures })},
		{"relative medium", "MediaURL", create(func(p *message) { p.MediaURL = []string{"/a.png"} })},
		{"empty action", "PersistentAction", create(func(p *message) { p.PersistentAction = []string{""} })},
		{"relative callback", "StatusCallback", create(func(p *message) { p.StatusCallback = "/status" })},
		{"callback with an underscore", "StatusCallback", create(func(p *message) { p.StatusCallback = "https://my_host.example.com/" })},
		{"service of another kind", "MessagingServiceSID", create(func(p *message) { p.MessagingServiceSID = contentSID })},
		{"service with a line break", "MessagingServiceSID", create(func(p *message) { p.MessagingServiceSID = serviceSID + "\n" })},
		{"template of another kind", "ContentSID", create(func(p *message) { p.ContentSID = serviceSID })},
		{"application too short", "ApplicationSID", create(func(p *message) { p.ApplicationSID = appSID[:33] })},
		{"negative period", "ValidityPeriod", create(func(p *message) { p.ValidityPeriod = -time.Second })},
		{"negative attempt", "Attempt", create(func(p *message) { p.Attempt = -1 })},
		{"fallback without +", "FallbackFrom", create(func(p *message) { p.FallbackFrom = "4155556789" })},
		{"channel on WhatsApp", "To", chatting(func(p *WhatsAppSendParams) { p.To = "messenger:123" })},
		{"sender's channel on WhatsApp", "From", chatting(func(p *WhatsAppSendParams) { p.From = "messenger:123" })},
		{"service as recipient on WhatsApp", "To", chatting(func(p *WhatsAppSendParams) { p.To = serviceSID })},
		{"blank and prefix on WhatsApp", "To", chatting(func(p *WhatsAppSendParams) { p.To = " whatsapp:+14155551234" })},
		{"service behind the prefix", "From", chatting(func(p *WhatsAppSendParams) { p.From = "whatsapp:" + serviceSID })},
		{"number without + on WhatsApp", "From", chatting(func(p *WhatsAppSendParams) { p.From = "4155556789" })},
		{"call of ten digits", "To", dialing(func(p *CallCreateParams) { p.To = "4155551234" })},
		{"call of nobody", "To", dialing(func(p *CallCreateParams) { p.To = "" })},
		{"call of two", "To", dialing(func(p *CallCreateParams) { p.To = "+14155551234,+14155550123" })},
		{"call by tel:", "To", dialing(func(p *CallCreateParams) { p.To = "tel:+14155551234" })},
		{"call from a name", "From", dialing(func(p *CallCreateParams) { p.From = "ACME" })},
		{"relative instructions", "URL", dialing(func(p *CallCreateParams) { p.URL = "/voice" })},
		{"relative fallback", "FallbackURL", dialing(func(p *CallCreateParams) { p.FallbackURL = "voice.xml" })},
		{"callback of a call", "StatusCallback", dialing(func(p *CallCreateParams) { p.StatusCallback = "example.com/x" })},
		{"callback of a recording", "RecordingStatusCallback", dialing(func(p *CallCreateParams) { p.RecordingStatusCallback = "ftp://example.com" })},
		{"callback of a detection", "AsyncAMDStatusCallback", dialing(func(p *CallCreateParams) { p.AsyncAMDStatusCallback = "http://" })},
		{"notification", "ClientNotificationURL", dialing(func(p *CallCreateParams) { p.ClientNotificationURL = "https://example.com/a b" })},
		{"negative time-out", "Timeout", dialing(func(p *CallCreateParams) { p.Timeout = -time.Second })},
		{"negative limit", "TimeLimit", dialing(func(p *CallCreateParams) { p.TimeLimit = -time.Second })},
		{"keys that are none", "SendDigits", dialing(func(p *CallCreateParams) { p.SendDigits = "1,2" })},
		{"33 keys", "SendDigits", dialing(func(p *CallCreateParams) { p.SendDigits = strings.Repeat("1", 33) })},
		{"reason of 51 characters", "CallReason", dialing(func(p *CallCreateParams) { p.CallReason = strings.Repeat("ä", 51) })},
		{"6 passports", "Passports", dialing(func(p *CallCreateParams) { p.Passports = strings.Split("a b c d e f", " ") })},
		{"trunk of another kind", "BYOC", dialing(func(p *CallCreateParams) { p.BYOC = appSID })},
		{"instructions of an update", "URL", func(ctx context.Context, c *Client) error {
			return second(c.Calls.Update(ctx, cannedCall, CallUpdateParams{URL: "/voice"}))
		}},
		{"instructions of a redirect", "URL", func(ctx context.Context, c *Client) error {
			return second(c.Calls.Redirect(ctx, cannedCall, CallRedirectParams{URL: "/voice"}))
		}},
		{"message for a call", "Sid", func(ctx context.Context, c *Client) error { return second(c.Calls.Get(ctx, cannedMessage)) }},
		{"call for a message", "Sid", fetch(cannedCall)},
		{"message too short", "Sid", fetch(cannedMessage[:33])},
		{"message with a blank", "Sid", fetch(cannedMessage + " ")},
		{"message with a no-break space", "Sid", fetch(cannedMessage + "\u00a0")},
		{"feedback to a call", "MessageSid", func(ctx context.Context, c *Client) error {
			return second(c.Messages.CreateFeedback(ctx, cannedCall, MessageCreateFeedbackParams{}))
		}},
		{"message for a medium", "Sid", func(ctx context.Context, c *Client) error {
			return second(c.Media.Download(ctx, cannedMessage, cannedMessage))
		}},
		{"negative page", "PageSize", listMessages(MessageListParams{PageSize: -1})},
		{"filter with a blank", "To", listMessages(MessageListParams{To: "+14155551234 "})},
		{"parent of another kind", "ParentCallSID", func(ctx context.Context, c *Client) error {
			return second(c.Calls.List(ctx, CallListParams{ParentCallSID: cannedMessage}))
		}},
		{"negative page of all", "PageSize", func(ctx context.Context, c *Client) error {
			for _, err := range c.Calls.All(ctx, CallListParams{PageSize: -1}) {
				return err
			}
			return nil
		}},
		{"lookup with a mark", "PhoneNumber", looking("+14155551234\u200e", LookupGetParams{})},
		{"lookup of two", "PhoneNumber", looking("+14155551234,+14155550123", LookupGetParams{})},
		{"lookup with full-width digits", "PhoneNumber", looking("+1４155551234", LookupGetParams{})},
		{"name cut in a character", "FirstName", looking("+14155551234", LookupGetParams{FirstName: "Zo\xc3"})},
		{"empty field of a lookup", "Fields", looking("+14155551234", LookupGetParams{Fields: []LookupField{""}})},
	}
}

func second[T any](_ T, err error) error { return err }

func TestRefusedBeforeTheWire(t *testing.T) {
	t.Parallel()
	for _, tt := range append(refusals(), moreRefusals()...) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer := &canned{status: 200, body: "{}"}
			err := tt.try(t.Context(), answer.client(t))
			var paramErr *ParamError
			require.ErrorAs(t, err, &paramErr)
			require.ErrorIs(t, err, ErrNotSent)
			require.Zero(t, answer.requests.Load(), "nothing may be sent")
			require.Len(t, paramErr.Problems, 1, "%v", err)
			assert.Equal(t, tt.field, paramErr.Problems[0].Field)
			assert.NotEmpty(t, paramErr.Problems[0].Remedy)
			requirePrintable(t, err)
		})
	}
}

// TestWhatTwilioTakesIsSent: business rules stay Twilio's, and so does what is new.
func TestWhatTwilioTakesIsSent(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä", 1601)
	for name, try := range map[string]func(context.Context, *Client) error{
		"1,600 characters":          create(func(p *MessageCreateParams) { p.Body = strings.Repeat("😀", 1600) }),
		"long template":             create(func(p *MessageCreateParams) { p.Body, p.ContentSID = long, contentSID }),
		"long body with links":      create(func(p *MessageCreateParams) { p.Body, p.ShortenURLs = long, Ptr(true) }),
		"name with a digit":         create(func(p *MessageCreateParams) { p.From = "7 Seas" }),
		"name with digits":          create(func(p *MessageCreateParams) { p.From = "24 Repairs" }),
		"name with a plus":          create(func(p *MessageCreateParams) { p.From = "+Plus Co" }),
		"short code":                create(func(p *MessageCreateParams) { p.From = "72345" }),
		"service as From":           create(func(p *MessageCreateParams) { p.From = serviceSID }),
		"schedule, service as From": create(func(p *MessageCreateParams) { p.From, p.SendAt = serviceSID, time.Now().Add(time.Hour) }),
		"itself with a service":     create(func(p *MessageCreateParams) { p.To, p.MessagingServiceSID = p.From, serviceSID }),
		"SIM":                       create(func(p *MessageCreateParams) { p.From = "sim:DE00000000000000000000000000000001" }),
		"WhatsApp user":             create(func(p *MessageCreateParams) { p.To, p.From = "whatsapp:US.1302015550123", "whatsapp:+14155556789" }),
		"WhatsApp by a service": create(func(p *MessageCreateParams) {
			p.To, p.MessagingServiceSID = "whatsapp:+14155551234", serviceSID
		}),
		"WhatsApp, service as From": create(func(p *MessageCreateParams) { p.To, p.From = "whatsapp:+14155551234", serviceSID }),
		"RCS from SMS":              create(func(p *MessageCreateParams) { p.To = "rcs:+14155551234" }),
		"SMS from RCS":              create(func(p *MessageCreateParams) { p.From = "rcs:acme_agent" }),
		"RCS and WhatsApp":          create(func(p *MessageCreateParams) { p.To, p.From = "whatsapp:+14155551234", "rcs:acme_agent" }),
		"Messenger":                 create(func(p *MessageCreateParams) { p.To, p.From = "messenger:123", "messenger:456" }),
		"channel of next year":      create(func(p *MessageCreateParams) { p.To, p.From = "pigeon:coop-7", "pigeon:coop-1" }),
		"callback to localhost":     create(func(p *MessageCreateParams) { p.StatusCallback = "http://localhost:8080/status" }),
		"ten media":                 create(func(p *MessageCreateParams) { p.MediaURL = slicesOf("https://example.com/a.png", 10) }),
		"unknown choice":            create(func(p *MessageCreateParams) { p.RiskCheck = "maybe" }),
		"long period":               create(func(p *MessageCreateParams) { p.ValidityPeriod = 24 * time.Hour }),
		"Extra is the way out": create(func(p *MessageCreateParams) {
			p.To, p.From, p.Body = "", "", ""
			p.Extra = url.Values{"To": {"4155551234"}, "From": {"x:"}, "Body": {"\xff"}, "StatusCallback": {"/x"}, "Attempt": {"-1"}}
		}),
		"call of itself":       dialing(func(p *CallCreateParams) { p.To = p.From }),
		"call of a client":     dialing(func(p *CallCreateParams) { p.To, p.From = "client:ada", "client:zoë" }),
		"call by SIP":          dialing(func(p *CallCreateParams) { p.To, p.From = "sip:ada,zoe@example.com;transport=tls", "Jack" }),
		"call by WhatsApp":     dialing(func(p *CallCreateParams) { p.To, p.From = "whatsapp:+14155551234", "whatsapp:+14155556789" }),
		"call of three digits": dialing(func(p *CallCreateParams) { p.To = "933" }),
		"keys and pauses":      dialing(func(p *CallCreateParams) { p.SendDigits = "ww12W#*A" }),
		"instructions by Extra": dialing(func(p *CallCreateParams) {
			p.URL, p.Extra = "", url.Values{"Url": {"anything"}}
		}),
		"filter of a name":   listMessages(MessageListParams{From: "7 Seas", To: "4155551234"}),
		"lookup of digits":   looking("4155551234", LookupGetParams{CountryCode: "US"}),
		"lookup of nonsense": looking("555-HELLO", LookupGetParams{}),
		"multimedia message": fetch("MM00000000000000000000000000000001"),
	} {
		sid := cannedMessage
		if strings.HasPrefix(name, "call ") || name == "keys and pauses" || name == "instructions by Extra" {
			sid = cannedCall
		}
		answer := &canned{status: 200, body: `{"sid": "` + sid + `", "messages": [], "next_page_uri": null}`}
		assert.NoError(t, try(t.Context(), answer.client(t)), name)
		assert.Equal(t, int64(1), answer.requests.Load(), name)
	}
}

func slicesOf(text string, n int) []string {
	return strings.Split(strings.Repeat(text+" ", n), " ")[:n]
}

func TestAllProblemsAreReportedTogether(t *testing.T) {
	t.Parallel()
	_, err := (&canned{}).client(t).Messages.Create(t.Context(), MessageCreateParams{
		To: "4155551234", From: "+1 415 555 6789", MessagingServiceSID: "MG1", MediaURL: []string{"/a.png"}, StatusCallback: "/status",
		ValidityPeriod: -1500 * time.Millisecond, Attempt: -1, ContentVariables: map[string]string{"1": "x"}, ScheduleType: ScheduleTypeFixed,
		Extra: url.Values{"To": {"x"}},
	})
	var paramErr *ParamError
	require.ErrorAs(t, err, &paramErr)
	fields := make([]string, len(paramErr.Problems))
	for i, p := range paramErr.Problems {
		fields[i] = p.Field
	}
	assert.Equal(t, []string{
		"To", "From", "MessagingServiceSID", "MediaURL", "StatusCallback", "ValidityPeriod", "Attempt", // by the tags
		"ContentVariables", "SendAt", // by several fields
		"ValidityPeriod", "Extra", // by the encoding
	}, fields)
	requirePrintable(t, err)
}

// TestWhatsAppPrefixIsWrittenOnce: a prefix is written once, and only before what needs one.
func TestWhatsAppPrefixIsWrittenOnce(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"+14155556789": "whatsapp:+14155556789", "whatsapp:+14155556789": "whatsapp:+14155556789", "WhatsApp:+14155556789": "whatsapp:+14155556789",
		"WHATSAPP:+14155556789": "whatsapp:+14155556789", "US.1302015550123": "whatsapp:US.1302015550123", serviceSID: serviceSID, "": "", "MG.1302015550123": "whatsapp:MG.1302015550123",
		"messenger:123": "messenger:123", "whatsapp:": "whatsapp:", "MG1": "MG1",
	} {
		assert.Equal(t, want, whatsAppAddress(given))
		assert.Equal(t, want, whatsAppAddress(whatsAppAddress(given)), "%q twice", given)
	}
	assert.Equal(t, " whatsapp:+14155551234", whatsAppAddress(" whatsapp:+14155551234"), "it is refused later")
}

// TestWhatsAppHasEveryParameter sends all parameters of a message by both methods.
func TestWhatsAppHasEveryParameter(t *testing.T) {
	t.Parallel()
	params := fullMessage(t)
	transport := play(reply(201, messageJSON), reply(201, messageJSON))
	client := wireClient(t, transport)
	_, err := client.Messages.Create(t.Context(), params)
	require.NoError(t, err)
	_, err = client.WhatsApp.Send(t.Context(), WhatsAppSendParams(params))
	require.NoError(t, err)
	sent := transport.sent()
	assert.Equal(t, sent[0].body, sent[1].body)
	form, err := url.ParseQuery(sent[1].body)
	require.NoError(t, err)
	for i := range reflect.TypeFor[MessageCreateParams]().NumField() {
		if name, _, _ := strings.Cut(reflect.TypeFor[MessageCreateParams]().Field(i).Tag.Get("form"), ","); name != "-" {
			assert.True(t, form.Has(name), "%s is not sent", name)
		}
	}
}

// fullMessage sets every field.
func fullMessage(t *testing.T) MessageCreateParams {
	t.Helper()
	params := MessageCreateParams{
		To: "whatsapp:+14155551234", From: "whatsapp:+14155556789", MessagingServiceSID: serviceSID, FallbackFrom: "+14155556789",
		Body: "Hello", MediaURL: []string{"https://example.com/a.png"}, ContentSID: contentSID, ContentVariables: map[string]string{"1": "Ada"},
		SendAt: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), StatusCallback: "https://example.com/status", ApplicationSID: appSID,
		ValidityPeriod: time.Minute, PersistentAction: []string{"geo:1,2"}, MaxPrice: "0.01", MessageIntent: "otp",
		Extra: url.Values{"New": {"1"}},
	}
	v := reflect.ValueOf(&params).Elem()
	for i := range v.NumField() {
		switch field := v.Field(i); {
		case !field.IsZero():
		case field.Kind() == reflect.String:
			field.SetString("x")
		case field.Kind() == reflect.Bool:
			field.SetBool(true)
		case field.Kind() == reflect.Int:
			field.SetInt(1)
		case field.Type() == reflect.TypeFor[*bool]():
			field.Set(reflect.ValueOf(Ptr(false)))
		default:
			require.Fail(t, "give it a value", v.Type().Field(i).Name)
		}
	}
	return params
}

// TestNewParametersAreSent: those that Twilio has published after its files.
func TestNewParametersAreSent(t *testing.T) {
	t.Parallel()
	transport := play(reply(201, messageJSON), reply(201, callAnswer))
	client := wireClient(t, transport)
	_, err := client.Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi", MessageIntent: "otp"})
	require.NoError(t, err)
	_, err = client.Calls.Create(t.Context(), CallCreateParams{
		To: "+14155551234", From: "+14155556789", URL: "https://example.com/voice", RecordingConfigurationID: "rec-1", Passports: []string{"eyJ", "eyK"},
	})
	require.NoError(t, err)
	assert.Equal(t, "To=%2B14155551234&From=%2B14155556789&Body=Hi&MessageIntent=otp", transport.sent()[0].body)
	assert.Equal(t, "To=%2B14155551234&From=%2B14155556789&Url=https%3A%2F%2Fexample.com%2Fvoice&RecordingConfigurationId=rec-1&Passports=eyJ%2CeyK", transport.sent()[1].body)
}

// TestDayFiltersSendADay, every one that the package has: a field whose name ends
// with On is a day, and so is a filter that has siblings with < and >.
func TestDayFiltersSendADay(t *testing.T) {
	t.Parallel()
	at := time.Date(2030, 1, 2, 23, 59, 59, 0, time.FixedZone("", -3600)) // the third in UTC
	found := map[string]string{}
	for _, b := range operations {
		if b.params == nil {
			continue
		}
		params := reflect.New(reflect.TypeOf(b.params)).Elem()
		for i := range params.NumField() {
			field := params.Type().Field(i)
			name := field.Tag.Get("form")
			if field.Type != reflect.TypeFor[time.Time]() || !strings.HasSuffix(field.Name, "On") && !strings.HasSuffix(name, ",date") {
				continue
			}
			params.SetZero()
			params.Field(i).Set(reflect.ValueOf(at))
			query, err := form.Append(nil, form.InForm, params.Interface())
			require.NoError(t, err)
			found[b.op.Name+" "+field.Name] = string(query)
		}
	}
	assert.Equal(t, map[string]string{
		"Messages.List SentOn": "DateSent=2030-01-03", "Media.List CreatedOn": "DateCreated=2030-01-03",
		"Calls.List StartedOn": "StartTime=2030-01-03", "Calls.List EndedOn": "EndTime=2030-01-03",
	}, found)
}

// addressed has one field for each kind of address.
type addressed struct {
	Recipient string `form:"Recipient" check:"recipient"`
	Sender    string `form:"Sender" check:"sender"`
	Callee    string `form:"Callee" check:"callee"`
}

// taken says which of the kinds of addresses text can be.
func taken(text string) (recipient, sender, callee bool) {
	refused := map[string]bool{}
	for _, p := range form.Check(addressed{text, text, text}) {
		refused[p.Field] = true
	}
	return !refused["Recipient"], !refused["Sender"], !refused["Callee"]
}

// TestAddressesAgreeWithE164: what package e164 returns can be sent, and what it
// refuses is refused.
func TestAddressesAgreeWithE164(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{ // r, s and c: recipient, sender, callee
		"+14155551234": "rsc", "+447700900123": "rsc", "whatsapp:+14155551234": "rsc", "whatsapp:US.1302015550123": "rsc",
		"messenger:1234567890": "rs", "rcs:acme_agent": "rs", "rcs:+14155551234": "rs",
		"client:ada": "rsc", "sip:ada@example.com": "rsc", "sips:ada@example.com": "rsc", "sim:DE00000000000000000000000000000001": "rsc",
		"72345": "sc", "555": "sc", "12345678": "s", "ACME": "s", "7 Seas": "s", "24 Repairs": "s", "+Plus Co": "s", "A&B +1-_ 24": "s",

		"4155551234": "", "14155551234": "", "12": "", "123456789": "", "+1234567890123456": "", "+04155551234": "", "+-_ &": "",
		"Acme Limited": "", "Müller": "", "acme.com": "", "whatsapp:": "", "whatsapp:4155551234": "", "whatsapp:whatsapp:+14155551234": "",
		"whatsapp:messenger:123": "", "messenger:": "", "messenger:Ada Lovelace": "", "client:": "", "sip:ada lovelace@example.com": "",
		"+14155551234,+14155550123": "", "+14155551234 +14155550123": "", "tel:": "", ":+14155551234": "",
	} {
		address, err := e164.ParseAddress(text, "")
		assert.Equal(t, want != "", err == nil, "e164 and %q: %v", text, err)
		if err == nil {
			assert.Equal(t, text, address.String())
		}
		recipient, sender, callee := taken(text)
		assert.Equal(t, strings.Contains(want, "r"), recipient, "recipient %q", text)
		assert.Equal(t, strings.Contains(want, "s"), sender, "sender %q", text)
		assert.Equal(t, strings.Contains(want, "c"), callee, "callee %q", text)
	}
}

// FuzzAddressesAgreeWithE164: whatever e164 makes of a text can be sent.
func FuzzAddressesAgreeWithE164(f *testing.F) {
	for _, s := range []string{"(415) 555-0123", "WhatsApp: +1 415 555 0123", "7 Seas", "client:zoë smith", "sip:a,b@c", "rcs:x", "72345", "sim:DE1", "whatsapp:us.A-_1"} {
		f.Add(s, "US")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, text, region string) {
		address, err := e164.ParseAddress(text, region)
		if err != nil {
			return
		}
		recipient, sender, callee := taken(address.String())
		assert.True(t, recipient || sender || callee, "%q is %q", text, address)
	})
}
