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

	"github.com/seed15d99369/twilio/internal/form"
)

// moreRefusals are calls that look right at first sight.
func moreRefusals() []refusal {
	type message = MessageCreateParams
	type call = CallCreateParams
	to := func(s string) func(context.Context, *Client) error { return create(func(p *message) { p.To = s }) }
	from := func(s string) func(context.Context, *Client) error { return create(func(p *message) { p.From = s }) }
	callback := func(s string) func(context.Context, *Client) error {
		return create(func(p *message) { p.StatusCallback = s })
	}
	chatFrom := func(s string) func(context.Context, *Client) error {
		return chatting(func(p *WhatsAppSendParams) { p.From = s })
	}
	return []refusal{
		{name: "a name", field: "To", try: to("Ada")},
		{name: "two, with a semicolon", field: "To", try: to("+14155551234;+14155550123")},
		{name: "two, with a bar", field: "To", try: to("+14155551234|+14155550123")},
		{name: "two, in two lines", field: "To", try: to("+14155551234\n+14155550123")},
		{name: "two pluses", field: "To", try: to("++14155551234")},
		{name: "a short code", field: "To", try: to("72345")},
		{name: "a link to call", field: "To", try: to("tel:+14155551234")},
		{name: "a link to text", field: "To", try: to("sms:+14155551234")},
		{name: "a link to write", field: "To", try: to("mailto:ada@example.com")},
		{name: "a web address", field: "To", try: to("https://example.com")},
		{name: "an e-mail address", field: "To", try: to("ada@example.com")},
		{name: "Arabic digits", field: "To", try: to("+١٤١٥٥٥٥١٢٣٤")},
		{name: "dots", field: "To", try: to("+1.415.555.1234")},
		{name: "hidden digits", field: "To", try: to("+1415555XXXX")},
		{name: "zeros", field: "To", try: to("+0000000000")},
		{name: "a blank", field: "From", try: from(" ")},
		{name: "a name of 12", field: "From", try: from("ABCDEFGHIJKL")},
		{name: "a name with a mark", field: "From", try: from("Acme!")},
		{name: "a name with a picture", field: "From", try: from("Acme😀")},
		{name: "the account", field: "From", try: from(testAccount)},
		{name: "a number's SID", field: "From", try: from("PN00000000000000000000000000000001")},
		{name: "a service in small letters", field: "From", try: from(strings.ToLower(serviceSID))},
		{name: "a link as sender", field: "From", try: from("tel:+14155556789")},
		{name: "service in small letters", field: "MessagingServiceSID", try: create(func(p *message) { p.MessagingServiceSID = strings.ToLower(serviceSID) })},
		{name: "service in quotation marks", field: "MessagingServiceSID", try: create(func(p *message) { p.MessagingServiceSID = `"` + serviceSID + `"` })},
		{name: "template in small letters", field: "ContentSID", try: create(func(p *message) { p.ContentSID = strings.ToLower(contentSID) })},
		{name: "variables without a template", field: "ContentVariables", try: create(func(p *message) { p.ContentVariables = map[string]string{"1": "x"} })},
		{name: "a list of no media", field: "Body", try: create(func(p *message) { p.Body, p.MediaURL = "", []string{} })},
		{name: "media as data", field: "MediaURL", try: create(func(p *message) { p.MediaURL = []string{"data:image/png;base64,AAAA"} })},
		{name: "media by FTP", field: "MediaURL", try: create(func(p *message) { p.MediaURL = []string{"ftp://example.com/a.png"} })},
		{name: "the port of a callback", field: "StatusCallback", try: callback("https://a:99999/x")},
		{name: "brackets that do not close", field: "StatusCallback", try: callback("https://[::1/x")},
		{name: "a dot for a host", field: "StatusCallback", try: callback("https://./x")},
		{name: "two dots in a host", field: "StatusCallback", try: callback("https://a..b/x")},
		{name: "three slashes", field: "StatusCallback", try: callback("https:///x")},
		{name: "a hyphen first", field: "StatusCallback", try: callback("https://-a/x")},
		{name: "a user without a host", field: "StatusCallback", try: callback("https://user:secret@/x")},
		{name: "a placeholder for a host", field: "StatusCallback", try: callback("https://{host}/x")},
		{name: "quotation marks", field: "StatusCallback", try: callback(`"https://example.com/x"`)},
		{name: "half a second", field: "ValidityPeriod", try: create(func(p *message) { p.ValidityPeriod = 1500 * time.Millisecond })},
		{name: "a time without a service", field: "MessagingServiceSID", try: create(func(p *message) { p.SendAt = time.Now().Add(time.Hour) })},
		{name: "the year 10000", field: "SendAt", try: create(func(p *message) {
			p.MessagingServiceSID, p.SendAt = serviceSID, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
		})},
		{name: "a price in words", field: "MaxPrice", try: create(func(p *message) { p.MaxPrice = "abc" })},
		{name: "a price below 0", field: "MaxPrice", try: create(func(p *message) { p.MaxPrice = "-0.01" })},
		{name: "WhatsApp from a service in small letters", field: "From", try: chatFrom(strings.ToLower(serviceSID))},
		{name: "WhatsApp from a SIM", field: "From", try: chatFrom("DE00000000000000000000000000000001")},
		{name: "WhatsApp from a hosted number", field: "From", try: chatFrom("HS00000000000000000000000000000001")},
		{name: "WhatsApp from a message", field: "From", try: chatFrom(testMessage)},
		{name: "WhatsApp from a short code", field: "From", try: chatFrom("72345")},
		{name: "WhatsApp from a name", field: "From", try: chatFrom("ACME")},
		{name: "WhatsApp from a link", field: "From", try: chatFrom("sms:+14155556789")},
		{name: "WhatsApp to a prefix", field: "To", try: chatting(func(p *WhatsAppSendParams) { p.To = "whatsapp:" })},
		{name: "WhatsApp to two", field: "To", try: chatting(func(p *WhatsAppSendParams) { p.To = "+14155551234,+14155550123" })},
		{name: "call of a name", field: "To", try: dialing(func(p *call) { p.To = "Ada" })},
		{name: "call from nobody", field: "From", try: dialing(func(p *call) { p.From = "" })},
		{name: "call by PUT", field: "Method", try: dialing(func(p *call) { p.Method = "PUT" })},
		{name: "fallback by DELETE", field: "FallbackMethod", try: dialing(func(p *call) { p.FallbackMethod = "DELETE" })},
		{name: "status by HEAD", field: "StatusCallbackMethod", try: dialing(func(p *call) { p.StatusCallbackMethod = "HEAD" })},
		{name: "recording by PATCH", field: "RecordingStatusCallbackMethod", try: dialing(func(p *call) { p.RecordingStatusCallbackMethod = "PATCH" })},
		{name: "detection by a blank", field: "AsyncAMDStatusCallbackMethod", try: dialing(func(p *call) { p.AsyncAMDStatusCallbackMethod = " " })},
		{name: "both instructions", field: "TwiML", try: dialing(func(p *call) { p.TwiML = "<Response/>" })},
		{name: "no instructions", field: "TwiML", try: dialing(func(p *call) { p.URL = "" })},
		{name: "half a document", field: "TwiML", try: speaking("<Response><Say>")},
		{name: "application of another kind", field: "ApplicationSID", try: dialing(func(p *call) { p.ApplicationSID = contentSID })},
		{name: "half a second of ringing", field: "Timeout", try: dialing(func(p *call) { p.Timeout = 1500 * time.Millisecond })},
		{name: "keys with a hyphen", field: "SendDigits", try: dialing(func(p *call) { p.SendDigits = "1-2" })},
		{name: "an empty event", field: "StatusCallbackEvents", try: dialing(func(p *call) { p.StatusCallbackEvents = []CallEvent{""} })},
		{name: "no change", field: "Status", try: updating(CallUpdateParams{})},
		{name: "change by PUT", field: "Method", try: updating(CallUpdateParams{URL: "https://example.com/", Method: "PUT"})},
		{name: "status of a change by PUT", field: "StatusCallbackMethod", try: updating(CallUpdateParams{Status: CallStatusCompleted, StatusCallbackMethod: "PUT"})},
		{name: "no redirect", field: "TwiML", try: redirecting(CallRedirectParams{})},
		{name: "redirect by PUT", field: "Method", try: redirecting(CallRedirectParams{URL: "https://example.com/", Method: "PUT"})},
		{name: "redirect to a port", field: "URL", try: redirecting(CallRedirectParams{URL: "https://example.com:0/"})},
		{name: "lookup of nothing", field: "PhoneNumber", try: looking("", LookupGetParams{})},
		{name: "lookup of a path", field: "PhoneNumber", try: looking("+1415/5551234", LookupGetParams{})},
		{name: "hidden mark in a filter", field: "From", try: listMessages(MessageListParams{From: "\u200b+14155551234"})},
		{name: "filter in the year 10000", field: "SentAfter", try: listMessages(MessageListParams{SentAfter: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)})},
		{name: "message in small letters", field: "Sid", try: fetch(strings.ToLower(testMessage))},
		{name: "message and a line break", field: "Sid", try: fetch(testMessage + "\n")},
		{name: "Host in capitals", field: "Operation.Host", try: raw(ownOperation{Method: "GET", Host: "API", Path: "/x"})},
		{name: "method in small letters", field: "Operation.Method", try: raw(ownOperation{Method: "get", Host: "api", Path: "/x"})},
		{name: "path with a blank", field: "Operation.Path", try: raw(ownOperation{Method: "GET", Host: "api", Path: "/a b"})},
		{name: "path with two slashes", field: "Operation.Path", try: raw(ownOperation{Method: "GET", Host: "api", Path: "//x"})},
	}
}

// moreAccepted are calls that look wrong at first sight.
func moreAccepted() map[string]func(context.Context, *Client) error {
	type message = MessageCreateParams
	type call = CallCreateParams
	callback := func(s string) func(context.Context, *Client) error {
		return create(func(p *message) { p.StatusCallback = s })
	}
	return map[string]func(context.Context, *Client) error{
		"characters of two code points": create(func(p *message) { p.Body = strings.Repeat("👍🏽", 800) }),
		"media alone":                   create(func(p *message) { p.Body, p.MediaURL = "", []string{"https://example.com/a.png"} }),
		"template and service":          create(func(p *message) { *p = message{To: p.To, MessagingServiceSID: serviceSID, ContentSID: contentSID} }),
		"no variables":                  create(func(p *message) { p.ContentVariables = map[string]string{} }),
		"name of 11":                    create(func(p *message) { p.From = "ABCDEFGHIJK" }),
		"name that begins with digits":  create(func(p *message) { p.From = "1800FLOWERS" }),
		"name of two small letters":     create(func(p *message) { p.From = "mg" }),
		"body of blanks":                create(func(p *message) { p.Body = "   " }),
		"body with NUL":                 create(func(p *message) { p.Body = "a\u0000b" }),
		"body with U+FFFD":              create(func(p *message) { p.Body = "a\ufffdb" }),
		"time in the past":              create(func(p *message) { p.MessagingServiceSID, p.SendAt = serviceSID, time.Now().Add(-time.Hour) }),
		"callback with a user":          callback("https://user:pa%3Ass@hooks.example.com:8443/sms?x=1#frag"),
		"callback at an address":        callback("http://203.0.113.7/x"),
		"callback at an IPv6 address":   callback("http://[2001:db8::1]:8080/x"),
		"callback with umlauts":         callback("https://bücher.example/x"),
		"callback in capitals":          callback("HTTPS://Example.com"),
		"callback with a dot behind":    callback("https://example.com./x"),
		"callback by another label":     callback("https://xn--bcher-kva.example/"),
		"price":                         create(func(p *message) { p.MaxPrice = "0.50" }),
		"number of 7 digits":            create(func(p *message) { p.To = "+2901234" }),
		"number of 15 digits":           create(func(p *message) { p.To = "+123456789012345" }),
		"WhatsApp in other letters":     chatting(func(p *WhatsAppSendParams) { p.To = "WhatsApp:+14155551234" }),
		"WhatsApp by service alone":     chatting(func(p *WhatsAppSendParams) { p.From, p.MessagingServiceSID = "", serviceSID }),
		"WhatsApp to a user":            chatting(func(p *WhatsAppSendParams) { p.To = "US.1302015550123" }),
		"call by TwiML":                 speaking("<Response><Say>Hi</Say></Response>"),
		"call of an application":        dialing(func(p *call) { p.URL, p.ApplicationSID = "", appSID }),
		"call of both":                  dialing(func(p *call) { p.ApplicationSID = appSID }),
		"call with a header":            dialing(func(p *call) { p.To = "sip:alice@example.com?X-A=b" }),
		"call from a short code":        dialing(func(p *call) { p.From = "12345" }),
		"call by GET":                   dialing(func(p *call) { p.Method, p.FallbackMethod = MethodGet, "post" }),
		"call that rings for 601 s":     dialing(func(p *call) { p.Timeout = 601 * time.Second }),
		"call with a new event":         dialing(func(p *call) { p.StatusCallback, p.StatusCallbackEvents = "https://example.com/x", []CallEvent{"new"} }),
		"call with a reason of 50":      dialing(func(p *call) { p.CallReason = strings.Repeat("é", 50) }),
		"call that is changed":          updating(CallUpdateParams{TwiML: "<Response><Hangup/></Response>"}),
		"call of a new status":          updating(CallUpdateParams{Status: "paused"}),
		"call that is redirected":       redirecting(CallRedirectParams{URL: "https://user:secret@example.com/x", Method: MethodGet}),
		"lookup in brackets":            looking("(415)555-1234", LookupGetParams{CountryCode: "US"}),
		"lookup of a new field":         looking("+14155551234", LookupGetParams{Fields: []LookupField{"new"}}),
		"range that is empty":           listMessages(MessageListParams{SentAfter: time.Now(), SentBefore: time.Now().Add(-time.Hour)}),
		"page of 5,000":                 listMessages(MessageListParams{PageSize: 5000}),
		"another product":               raw(ownOperation{Method: "GET", Host: "verify", Path: "/v2/Services", Query: url.Values{"PageSize": {"1"}}}),
		"escaped path":                  raw(ownOperation{Method: "GET", Host: "sync", Path: "/v1/Services/a%20b/Documents/c%2Bd"}),
		"empty form":                    raw(ownOperation{Method: "POST", Host: "api", Path: "/x", Proof: ProofStatus("it is empty")}),
		"query of a removal":            raw(ownOperation{Method: "DELETE", Host: "api", Path: "/x", Query: url.Values{"a": {"b"}}}),
	}
}

func TestWhatLooksWrongIsSent(t *testing.T) {
	t.Parallel()
	for name, try := range moreAccepted() {
		transport := new(willing)
		require.NoError(t, try(t.Context(), transport.client(t)), name)
		assert.Equal(t, 1, transport.requests, name)
	}
}

// TestSendersThatAreSIDs: the error says which SID it is, and never of a prefix that
// the caller did not write.
func TestSendersThatAreSIDs(t *testing.T) {
	t.Parallel()
	for from, says := range map[string]string{
		strings.ToLower(serviceSID):          "From begins with small letters where an SID has MG",
		"DE00000000000000000000000000000001": "From is an SID that is no Messaging Service's",
		"hs00000000000000000000000000000001": "From begins with small letters where an SID has HS",
		testMessage:                          "From is an SID that begins with SM",
		"whatsapp:" + serviceSID:             "From is an SID behind whatsapp:",
	} {
		err := chatting(func(p *WhatsAppSendParams) { p.From = from })(t.Context(), new(willing).client(t))
		require.ErrorContains(t, err, says)
		assert.Equal(t, strings.HasPrefix(from, "whatsapp:"), strings.Contains(err.Error(), "prefix"), "%v", err)
	}
}

// TestOneTextForABlankInASID, wherever the SID stands.
func TestOneTextForABlankInASID(t *testing.T) {
	t.Parallel()
	for _, blank := range []string{" ", "\n", "\t", "\u00a0", "\u200b", "\x00"} {
		client := new(willing).client(t)
		inPath := fetch(testMessage+blank)(t.Context(), client)
		inForm := create(func(p *MessageCreateParams) { p.MessagingServiceSID = serviceSID + blank })(t.Context(), client)
		var path, params *ParamError
		require.ErrorAs(t, inPath, &path)
		require.ErrorAs(t, inForm, &params)
		assert.Equal(t, params.Problems[0].Problem, path.Problems[0].Problem, "%q", blank)
		assert.Equal(t, params.Problems[0].Remedy, path.Problems[0].Remedy, "%q", blank)
	}
}

// TestEveryMethodIsChecked: a field that says how Twilio asks an address has the rule.
func TestEveryMethodIsChecked(t *testing.T) {
	t.Parallel()
	for _, b := range operations {
		if b.params == nil {
			continue
		}
		fields, err := form.Fields(reflect.TypeOf(b.params))
		require.NoError(t, err)
		for _, f := range fields {
			if f.Type == reflect.TypeFor[Method]() {
				assert.Equal(t, "method", f.Check, "%s %s", b.op.Name, f.GoName)
			}
		}
	}
}
