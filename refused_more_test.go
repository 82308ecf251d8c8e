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
		{"a name", "To", to("Ada")},
		{"two, with a semicolon", "To", to("+14155551234;+14155550123")},
		{"two, with a bar", "To", to("+14155551234|+14155550123")},
		{"two, in two lines", "To", to("+14155551234\n+14155550123")},
		{"two pluses", "To", to("++14155551234")},
		{"a short code", "To", to("72345")},
		{"a link to call", "To", to("tel:+14155551234")},
		{"a link to text", "To", to("sms:+14155551234")},
		{"a link to write", "To", to("mailto:ada@example.com")},
		{"a web address", "To", to("https://example.com")},
		{"an e-mail address", "To", to("ada@example.com")},
		{"Arabic digits", "To", to("+١٤١٥٥٥٥١٢٣٤")},
		{"dots", "To", to("+1.415.555.1234")},
		{"hidden digits", "To", to("+1415555XXXX")},
		{"zeros", "To", to("+0000000000")},
		{"a blank", "From", from(" ")},
		{"a name of 12", "From", from("ABCDEFGHIJKL")},
		{"a name with a mark", "From", from("Acme!")},
		{"a name with a picture", "From", from("Acme😀")},
		{"the account", "From", from(cannedAccount)},
		{"a number's SID", "From", from("PN00000000000000000000000000000001")},
		{"a service in small letters", "From", from(strings.ToLower(serviceSID))},
		{"a link as sender", "From", from("tel:+14155556789")},
		{"service in small letters", "MessagingServiceSID", create(func(p *message) { p.MessagingServiceSID = strings.ToLower(serviceSID) })},
		{"service in quotation marks", "MessagingServiceSID", create(func(p *message) { p.MessagingServiceSID = `"` + serviceSID + `"` })},
		{"template in small letters", "ContentSID", create(func(p *message) { p.ContentSID = strings.ToLower(contentSID) })},
		{"variables without a template", "ContentVariables", create(func(p *message) { p.ContentVariables = map[string]string{"1": "x"} })},
		{"a list of no media", "Body", create(func(p *message) { p.Body, p.MediaURL = "", []string{} })},
		{"media as data", "MediaURL", create(func(p *message) { p.MediaURL = []string{"data:image/png;base64,AAAA"} })},
		{"media by FTP", "MediaURL", create(func(p *message) { p.MediaURL = []string{"ftp://example.com/a.png"} })},
		{"the port of a callback", "StatusCallback", callback("https://a:99999/x")},
		{"brackets that do not close", "StatusCallback", callback("https://[::1/x")},
		{"a dot for a host", "StatusCallback", callback("https://./x")},
		{"two dots in a host", "StatusCallback", callback("https://a..b/x")},
		{"three slashes", "StatusCallback", callback("https:///x")},
		{"a hyphen first", "StatusCallback", callback("https://-a/x")},
		{"a user without a host", "StatusCallback", callback("https://user:secret@/x")},
		{"a placeholder for a host", "StatusCallback", callback("https://{host}/x")},
		{"quotation marks", "StatusCallback", callback(`"https://example.com/x"`)},
		{"half a second", "ValidityPeriod", create(func(p *message) { p.ValidityPeriod = 1500 * time.Millisecond })},
		{"a time without a service", "MessagingServiceSID", create(func(p *message) { p.SendAt = time.Now().Add(time.Hour) })},
		{"the year 10000", "SendAt", create(func(p *message) {
			p.MessagingServiceSID, p.SendAt = serviceSID, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
		})},
		{"a price in words", "MaxPrice", create(func(p *message) { p.MaxPrice = "abc" })},
		{"a price below 0", "MaxPrice", create(func(p *message) { p.MaxPrice = "-0.01" })},
		{"WhatsApp from a service in small letters", "From", chatFrom(strings.ToLower(serviceSID))},
		{"WhatsApp from a SIM", "From", chatFrom("DE00000000000000000000000000000001")},
		{"WhatsApp from a hosted number", "From", chatFrom("HS00000000000000000000000000000001")},
		{"WhatsApp from a message", "From", chatFrom(cannedMessage)},
		{"WhatsApp from a short code", "From", chatFrom("72345")},
		{"WhatsApp from a name", "From", chatFrom("ACME")},
		{"WhatsApp from a link", "From", chatFrom("sms:+14155556789")},
		{"WhatsApp to a prefix", "To", chatting(func(p *WhatsAppSendParams) { p.To = "whatsapp:" })},
		{"WhatsApp to two", "To", chatting(func(p *WhatsAppSendParams) { p.To = "+14155551234,+14155550123" })},
		{"call of a name", "To", dialing(func(p *call) { p.To = "Ada" })},
		{"call from nobody", "From", dialing(func(p *call) { p.From = "" })},
		{"call by PUT", "Method", dialing(func(p *call) { p.Method = "PUT" })},
		{"fallback by DELETE", "FallbackMethod", dialing(func(p *call) { p.FallbackMethod = "DELETE" })},
		{"status by HEAD", "StatusCallbackMethod", dialing(func(p *call) { p.StatusCallbackMethod = "HEAD" })},
		{"recording by PATCH", "RecordingStatusCallbackMethod", dialing(func(p *call) { p.RecordingStatusCallbackMethod = "PATCH" })},
		{"detection by a blank", "AsyncAMDStatusCallbackMethod", dialing(func(p *call) { p.AsyncAMDStatusCallbackMethod = " " })},
		{"both instructions", "TwiML", dialing(func(p *call) { p.TwiML = "<Response/>" })},
		{"no instructions", "TwiML", dialing(func(p *call) { p.URL = "" })},
		{"half a document", "TwiML", speaking("<Response><Say>")},
		{"application of another kind", "ApplicationSID", dialing(func(p *call) { p.ApplicationSID = contentSID })},
		{"half a second of ringing", "Timeout", dialing(func(p *call) { p.Timeout = 1500 * time.Millisecond })},
		{"keys with a hyphen", "SendDigits", dialing(func(p *call) { p.SendDigits = "1-2" })},
		{"an empty event", "StatusCallbackEvents", dialing(func(p *call) { p.StatusCallbackEvents = []CallEvent{""} })},
		{"no change", "Status", updating(CallUpdateParams{})},
		{"change by PUT", "Method", updating(CallUpdateParams{URL: "https://example.com/", Method: "PUT"})},
		{"status of a change by PUT", "StatusCallbackMethod", updating(CallUpdateParams{Status: CallStatusCompleted, StatusCallbackMethod: "PUT"})},
		{"no redirect", "TwiML", redirecting(CallRedirectParams{})},
		{"redirect by PUT", "Method", redirecting(CallRedirectParams{URL: "https://example.com/", Method: "PUT"})},
		{"redirect to a port", "URL", redirecting(CallRedirectParams{URL: "https://example.com:0/"})},
		{"lookup of nothing", "PhoneNumber", looking("", LookupGetParams{})},
		{"lookup of a path", "PhoneNumber", looking("+1415/5551234", LookupGetParams{})},
		{"hidden mark in a filter", "From", listMessages(MessageListParams{From: "\u200b+14155551234"})},
		{"filter in the year 10000", "SentAfter", listMessages(MessageListParams{SentAfter: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)})},
		{"message in small letters", "Sid", fetch(strings.ToLower(cannedMessage))},
		{"message and a line break", "Sid", fetch(cannedMessage + "\n")},
		{"Host in capitals", "Operation.Host", raw(rawRequest{Method: "GET", Host: "API", Path: "/x"})},
		{"method in small letters", "Operation.Method", raw(rawRequest{Method: "get", Host: "api", Path: "/x"})},
		{"path with a blank", "Operation.Path", raw(rawRequest{Method: "GET", Host: "api", Path: "/a b"})},
		{"path with two slashes", "Operation.Path", raw(rawRequest{Method: "GET", Host: "api", Path: "//x"})},
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
		"another product":               raw(rawRequest{Method: "GET", Host: "verify", Path: "/v2/Services", Query: url.Values{"PageSize": {"1"}}}),
		"escaped path":                  raw(rawRequest{Method: "GET", Host: "sync", Path: "/v1/Services/a%20b/Documents/c%2Bd"}),
		"empty form":                    raw(rawRequest{Method: "POST", Host: "api", Path: "/x", Proof: ProofStatus("it is empty")}),
		"query of a removal":            raw(rawRequest{Method: "DELETE", Host: "api", Path: "/x", Query: url.Values{"a": {"b"}}}),
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
		cannedMessage:                        "From is an SID that begins with SM",
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
		inPath := fetch(cannedMessage+blank)(t.Context(), client)
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
