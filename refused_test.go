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
		{name: "ten digits", field: "To", try: create(func(p *message) { p.To = "4155551234" })},
		{name: "two recipients", field: "To", try: create(func(p *message) { p.To = "+14155551234,+14155550123" })},
		{name: "mark in front", field: "To", try: create(func(p *message) { p.To = "\u202a+14155551234" })},
		{name: "mark behind", field: "To", try: create(func(p *message) { p.To = "+14155551234\u202c" })},
		{name: "byte order mark", field: "To", try: create(func(p *message) { p.To = "\ufeff+14155551234" })},
		{name: "soft hyphen", field: "To", try: create(func(p *message) { p.To = "+1415\u00ad5551234" })},
		{name: "word joiner", field: "To", try: create(func(p *message) { p.To = "+1415\u20605551234" })},
		{name: "mark in a sender", field: "From", try: create(func(p *message) { p.From = "+14155556789\u200b" })},
		{name: "mark on WhatsApp", field: "To", try: chatting(func(p *WhatsAppSendParams) { p.To = "\u200e+14155551234" })},
		{name: "itself", field: "To", try: create(func(p *message) { p.To = p.From })},
		{name: "itself on WhatsApp", field: "To", try: chatting(func(p *WhatsAppSendParams) { p.To = "whatsapp:" + p.From })},
		{name: "WhatsApp from SMS", field: "From", try: create(func(p *message) { p.To = "whatsapp:+14155551234" })},
		{name: "WhatsApp from a name", field: "From", try: create(func(p *message) { p.To, p.From = "whatsapp:+14155551234", "ACME" })},
		{name: "SMS from WhatsApp", field: "To", try: create(func(p *message) { p.From = "WhatsApp:+14155556789" })},
		{name: "1,601 characters", field: "Body", try: create(func(p *message) { p.Body = longBody })},
		{name: "1,601 characters, not shortened", field: "Body", try: create(func(p *message) { p.Body, p.ShortenURLs = longBody, Ptr(false) })},
		{name: "1,601 characters on WhatsApp", field: "Body", try: chatting(func(p *WhatsAppSendParams) { p.Body = longBody })},
		{name: "body cut in a character", field: "Body", try: create(func(p *message) { p.Body = "caf\xc3" })},
		{name: "variable cut in a character", field: "ContentVariables", try: create(func(p *message) {
			p.ContentSID, p.ContentVariables = contentSID, map[string]string{"1": "caf\xc3"}
		})},
		{name: "no medium", field: "MediaURL", try: create(func(p *message) { p.MediaURL = []string{""} })},
		{name: "11 media", field: "MediaURL", try: create(func(p *message) { p.MediaURL = pictures })},
		{name: "relative medium", field: "MediaURL", try: create(func(p *message) { p.MediaURL = []string{"/a.png"} })},
		{name: "empty action", field: "PersistentAction", try: create(func(p *message) { p.PersistentAction = []string{""} })},
		{name: "relative callback", field: "StatusCallback", try: create(func(p *message) { p.StatusCallback = "/status" })},
		{name: "callback with an underscore", field: "StatusCallback", try: create(func(p *message) { p.StatusCallback = "https://my_host.example.com/" })},
		{name: "service of another kind", field: "MessagingServiceSID", try: create(func(p *message) { p.MessagingServiceSID = contentSID })},
		{name: "service with a line break", field: "MessagingServiceSID", try: create(func(p *message) { p.MessagingServiceSID = serviceSID + "\n" })},
		{name: "template of another kind", field: "ContentSID", try: create(func(p *message) { p.ContentSID = serviceSID })},
		{name: "application too short", field: "ApplicationSID", try: create(func(p *message) { p.ApplicationSID = appSID[:33] })},
		{name: "negative period", field: "ValidityPeriod", try: create(func(p *message) { p.ValidityPeriod = -time.Second })},
		{name: "negative attempt", field: "Attempt", try: create(func(p *message) { p.Attempt = -1 })},
		{name: "fallback without +", field: "FallbackFrom", try: create(func(p *message) { p.FallbackFrom = "4155556789" })},
		{name: "channel on WhatsApp", field: "To", try: chatting(func(p *WhatsAppSendParams) { p.To = "messenger:123" })},
		{name: "sender's channel on WhatsApp", field: "From", try: chatting(func(p *WhatsAppSendParams) { p.From = "messenger:123" })},
		{name: "service as recipient on WhatsApp", field: "To", try: chatting(func(p *WhatsAppSendParams) { p.To = serviceSID })},
		{name: "blank and prefix on WhatsApp", field: "To", try: chatting(func(p *WhatsAppSendParams) { p.To = " whatsapp:+14155551234" })},
		{name: "service behind the prefix", field: "From", try: chatting(func(p *WhatsAppSendParams) { p.From = "whatsapp:" + serviceSID })},
		{name: "number without + on WhatsApp", field: "From", try: chatting(func(p *WhatsAppSendParams) { p.From = "4155556789" })},
		{name: "call of ten digits", field: "To", try: dialing(func(p *CallCreateParams) { p.To = "4155551234" })},
		{name: "call of nobody", field: "To", try: dialing(func(p *CallCreateParams) { p.To = "" })},
		{name: "call of two", field: "To", try: dialing(func(p *CallCreateParams) { p.To = "+14155551234,+14155550123" })},
		{name: "call by tel:", field: "To", try: dialing(func(p *CallCreateParams) { p.To = "tel:+14155551234" })},
		{name: "call from a name", field: "From", try: dialing(func(p *CallCreateParams) { p.From = "ACME" })},
		{name: "relative instructions", field: "URL", try: dialing(func(p *CallCreateParams) { p.URL = "/voice" })},
		{name: "relative fallback", field: "FallbackURL", try: dialing(func(p *CallCreateParams) { p.FallbackURL = "voice.xml" })},
		{name: "callback of a call", field: "StatusCallback", try: dialing(func(p *CallCreateParams) { p.StatusCallback = "example.com/x" })},
		{name: "callback of a recording", field: "RecordingStatusCallback", try: dialing(func(p *CallCreateParams) { p.RecordingStatusCallback = "ftp://example.com" })},
		{name: "callback of a detection", field: "AsyncAMDStatusCallback", try: dialing(func(p *CallCreateParams) { p.AsyncAMDStatusCallback = "http://" })},
		{name: "notification", field: "ClientNotificationURL", try: dialing(func(p *CallCreateParams) { p.ClientNotificationURL = "https://example.com/a b" })},
		{name: "negative time-out", field: "Timeout", try: dialing(func(p *CallCreateParams) { p.Timeout = -time.Second })},
		{name: "negative limit", field: "TimeLimit", try: dialing(func(p *CallCreateParams) { p.TimeLimit = -time.Second })},
		{name: "keys that are none", field: "SendDigits", try: dialing(func(p *CallCreateParams) { p.SendDigits = "1,2" })},
		{name: "33 keys", field: "SendDigits", try: dialing(func(p *CallCreateParams) { p.SendDigits = strings.Repeat("1", 33) })},
		{name: "reason of 51 characters", field: "CallReason", try: dialing(func(p *CallCreateParams) { p.CallReason = strings.Repeat("ä", 51) })},
		{name: "6 passports", field: "Passports", try: dialing(func(p *CallCreateParams) { p.Passports = strings.Split("a b c d e f", " ") })},
		{name: "trunk of another kind", field: "BYOC", try: dialing(func(p *CallCreateParams) { p.BYOC = appSID })},
		{name: "instructions of an update", field: "URL", try: func(ctx context.Context, c *Client) error {
			return second(c.Calls.Update(ctx, testCall, CallUpdateParams{URL: "/voice"}))
		}},
		{name: "instructions of a redirect", field: "URL", try: func(ctx context.Context, c *Client) error {
			return second(c.Calls.Redirect(ctx, testCall, CallRedirectParams{URL: "/voice"}))
		}},
		{name: "message for a call", field: "Sid", try: func(ctx context.Context, c *Client) error { return second(c.Calls.Get(ctx, testMessage)) }},
		{name: "call for a message", field: "Sid", try: fetch(testCall)},
		{name: "message too short", field: "Sid", try: fetch(testMessage[:33])},
		{name: "message with a blank", field: "Sid", try: fetch(testMessage + " ")},
		{name: "message with a no-break space", field: "Sid", try: fetch(testMessage + "\u00a0")},
		{name: "feedback to a call", field: "MessageSid", try: func(ctx context.Context, c *Client) error {
			return second(c.Messages.CreateFeedback(ctx, testCall, MessageCreateFeedbackParams{}))
		}},
		{name: "message for a medium", field: "Sid", try: func(ctx context.Context, c *Client) error {
			return second(c.Media.Download(ctx, testMessage, testMessage))
		}},
		{name: "negative page", field: "PageSize", try: listMessages(MessageListParams{PageSize: -1})},
		{name: "filter with a blank", field: "To", try: listMessages(MessageListParams{To: "+14155551234 "})},
		{name: "parent of another kind", field: "ParentCallSID", try: func(ctx context.Context, c *Client) error {
			return second(c.Calls.List(ctx, CallListParams{ParentCallSID: testMessage}))
		}},
		{name: "negative page of all", field: "PageSize", try: func(ctx context.Context, c *Client) error {
			for _, err := range c.Calls.All(ctx, CallListParams{PageSize: -1}) {
				return err
			}
			return nil
		}},
		{name: "lookup with a mark", field: "PhoneNumber", try: looking("+14155551234\u200e", LookupGetParams{})},
		{name: "lookup of two", field: "PhoneNumber", try: looking("+14155551234,+14155550123", LookupGetParams{})},
		{name: "lookup with full-width digits", field: "PhoneNumber", try: looking("+1４155551234", LookupGetParams{})},
		{name: "name cut in a character", field: "FirstName", try: looking("+14155551234", LookupGetParams{FirstName: "Zo\xc3"})},
		{name: "empty field of a lookup", field: "Fields", try: looking("+14155551234", LookupGetParams{Fields: []LookupField{""}})},
	}
}

func second[T any](_ T, err error) error { return err }

func TestRefusedBeforeTheWire(t *testing.T) {
	t.Parallel()
	for _, tt := range append(refusals(), moreRefusals()...) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer := play(reply(200, "{}"))
			err := tt.try(t.Context(), answer.client(t))
			var paramErr *ParamError
			require.ErrorAs(t, err, &paramErr)
			require.ErrorIs(t, err, ErrNotSent)
			require.Empty(t, answer.sent(), "nothing may be sent")
			require.Len(t, paramErr.Problems, 1, "%v", err)
			assert.Equal(t, tt.field, paramErr.Problems[0].Field)
			assert.NotEmpty(t, paramErr.Problems[0].Remedy)
			requirePrintable(t, err)
		})
	}
}

// TestWhatTwilioTakesIsSent: business rules stay Twilio's, and so do new values.
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
		sid := testMessage
		if strings.HasPrefix(name, "call ") || name == "keys and pauses" || name == "instructions by Extra" {
			sid = testCall
		}
		answer := play(reply(200, `{"sid": "`+sid+`", "messages": [], "next_page_uri": null}`))
		assert.NoError(t, try(t.Context(), answer.client(t)), name)
		assert.Len(t, answer.sent(), 1, name)
	}
}

func slicesOf(text string, n int) []string {
	return strings.Split(strings.Repeat(text+" ", n), " ")[:n]
}

func TestAllProblemsAreReportedTogether(t *testing.T) {
	t.Parallel()
	_, err := play(reply(200, "{}")).client(t).Messages.Create(t.Context(), MessageCreateParams{
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

// TestWhatsAppPrefixIsWrittenOnce: a prefix is written once, and only before an address that needs one.
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
	client := testClient(t, transport)
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
	client := testClient(t, transport)
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
	for _, p := range form.Check(addressed{Recipient: text, Sender: text, Callee: text}) {
		refused[p.Field] = true
	}
	return !refused["Recipient"], !refused["Sender"], !refused["Callee"]
}

// TestAddressesAgreeWithE164: a number that package e164 returns can be sent, and one that it
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
