package twilio

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// badInput is an input that cannot work, and the error that the caller gets.
type badInput struct {
	name   string
	try    func(ctx context.Context, c *Client) error
	answer answer   // nil when nothing may be sent
	says   []string // parts of the error's text: the field and the remedy
}

func try(_ *Client, err error) error { return err }

// construct is a try of New.
func construct(account string, credential Credential, opts ...Option) func(context.Context, *Client) error {
	return func(context.Context, *Client) error { return try(New(account, credential, opts...)) }
}

// configure is a try of New with one option.
func configure(opt Option) func(context.Context, *Client) error {
	return construct(testAccount, AuthToken(testToken), opt)
}

func environment(env map[string]string) func(context.Context, *Client) error {
	return func(context.Context, *Client) error {
		return try(newFromEnv(func(name string) string { return env[name] }, nil))
	}
}

// create is a try of Messages.Create with a good message that change spoils.
func create(change func(*MessageCreateParams), opts ...CallOption) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error {
		params := MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}
		change(&params)
		_, err := c.Messages.Create(ctx, params, opts...)
		return err
	}
}

func fetch(sid string, opts ...CallOption) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error {
		_, err := c.Messages.Get(ctx, sid, opts...)
		return err
	}
}

func listMessages(params MessageListParams) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error {
		_, err := c.Messages.List(ctx, params)
		return err
	}
}

func raw(req ownOperation, opts ...CallOption) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error { return c.invokeOwn(ctx, req, nil, opts...) }
}

func page(next string) answer {
	return reply(200, `{"messages": [], "next_page_uri": "`+next+`"}`)
}

func dialing(change func(*CallCreateParams)) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error {
		params := CallCreateParams{To: "+14155551234", From: "+14155556789", URL: "https://example.com/voice"}
		change(&params)
		_, err := c.Calls.Create(ctx, params)
		return err
	}
}

func speaking(twiML string) func(context.Context, *Client) error {
	return dialing(func(p *CallCreateParams) { p.URL, p.TwiML = "", twiML })
}

func chatting(change func(*WhatsAppSendParams)) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error {
		params := WhatsAppSendParams{To: "+14155551234", From: "+14155556789", Body: "Hi"}
		change(&params)
		_, err := c.WhatsApp.Send(ctx, params)
		return err
	}
}

func looking(number string, params LookupGetParams, opts ...CallOption) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error {
		_, err := c.Lookup.Get(ctx, number, params, opts...)
		return err
	}
}

var nothingToDo = func(*MessageCreateParams) {}

func badInputs() []badInput {
	const ours = "/2010-04-01/Accounts/" + testAccount + "/Messages.json"
	return []badInput{
		// Credentials.
		{name: "no account", try: construct("", AuthToken(testToken)), says: []string{"accountSID is empty", "AC and 32"}},
		{name: "key as account", try: construct(testKey, APIKey(testKey, testToken)), says: []string{"accountSID is the SID of an API key", "swapped"}},
		{name: "short account", try: construct("AC123", AuthToken(testToken)), says: []string{"accountSID is not an account SID", "AC and 32"}},
		{name: "account with a slash", try: construct("AC/../0000000000000000000000000001", AuthToken(testToken)), says: []string{"accountSID is not an account SID"}},
		{name: "message as account", try: construct(testMessage, AuthToken(testToken)), says: []string{"accountSID is not an account SID"}},
		{name: "no credential", try: construct(testAccount, Credential{}), says: []string{"credential is empty", "twilio.APIKey"}},
		{name: "no token", try: construct(testAccount, AuthToken("")), says: []string{"token is empty", "Console"}},
		{name: "account as token", try: construct(testAccount, AuthToken(testAccount)), says: []string{"token is a SID", "swapped"}},
		{name: "token with a line break", try: construct(testAccount, AuthToken(testToken+"\n")), says: []string{"token has a line break behind it", "nothing that stands around it"}},
		{name: "token in quotes with blanks", try: construct(testAccount, AuthToken(`" `+testToken)), says: []string{"token has a quotation mark before it"}},
		{name: "no key", try: construct(testAccount, APIKey("", testToken)), says: []string{"keySID is empty", "SK and 32"}},
		{name: "no secret", try: construct(testAccount, APIKey(testKey, "")), says: []string{"keySecret is empty", "when the key was made"}},
		{name: "key and secret swapped", try: construct(testAccount, APIKey(testToken, testKey)), says: []string{"keySID is not the SID of an API key", "swapped"}},
		{name: "account as key", try: construct(testAccount, APIKey(testAccount, testToken)), says: []string{"keySID is an account SID", "first argument"}},
		{name: "app and secret swapped", try: construct(testAccount, OAuth(testToken, testClientID)), says: []string{"clientSecret is a SID", "swapped"}},
		{name: "key as app", try: construct(testAccount, OAuth(testKey, testToken)), says: []string{"clientID is the SID of an API key", "twilio.APIKey"}},
		{name: "account as app", try: construct(testAccount, OAuth(testAccount, testToken)), says: []string{"clientID is an account SID", "first argument"}},
		{name: "no app", try: construct(testAccount, OAuth("", "")), says: []string{"clientID is empty", "OQ and 32", "clientSecret is empty", "when the app was made"}},
		{name: "everything wrong", try: construct("", APIKey("", "")), says: []string{"accountSID", "keySID", "keySecret"}},
		// The environment.
		{name: "empty environment", try: environment(nil), says: []string{"TWILIO_API_KEY and TWILIO_AUTH_TOKEN are empty", "set"}},
		{name: "no account in it", try: environment(map[string]string{"TWILIO_AUTH_TOKEN": testToken}), says: []string{"TWILIO_ACCOUNT_SID is empty"}},
		{name: "key without secret", try: environment(map[string]string{"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_API_KEY": testKey, "TWILIO_AUTH_TOKEN": testToken}),
			says: []string{"TWILIO_API_SECRET is empty", "unset TWILIO_API_KEY"}},
		{name: "secret without key", try: environment(map[string]string{"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_API_SECRET": testToken}), says: []string{"TWILIO_API_KEY is empty"}},
		{name: "base URL in it", try: environment(map[string]string{"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_AUTH_TOKEN": testToken, "TWILIO_BASE_URL": "ftp://x"}), says: []string{"TWILIO_BASE_URL", "https"}},
		{name: "region in it", try: environment(map[string]string{"TWILIO_ACCOUNT_SID": testAccount, "TWILIO_AUTH_TOKEN": testToken, "TWILIO_REGION": "de1"}), says: []string{"TWILIO_REGION", "edge"}},
		// Options.
		{name: "nil http.Client", try: configure(WithHTTPClient(nil)), says: []string{"WithHTTPClient is nil", "leave the option out"}},
		{name: "time-out 0", try: configure(WithTimeout(0)), says: []string{"WithTimeout is not positive", "30*time.Second"}},
		{name: "negative attempts", try: configure(WithRetry(RetryPolicy{MaxAttempts: -1})), says: []string{"WithRetry has a negative field", "MaxAttempts: 1"}},
		{name: "no region", try: configure(WithRegion("", "")), says: []string{"WithRegion is empty"}},
		{name: "region without edge", try: configure(WithRegion("br1", "")), says: []string{"WithRegion names a region without an edge"}},
		{name: "region with a dot", try: configure(WithRegion("evil.example.com/", "x")), says: []string{"WithRegion is not a region"}},
		{name: "base URL in plain http", try: configure(WithBaseURL("http://twilio.example.com")), says: []string{"WithBaseURL is http", "loopback"}},
		{name: "base URL with a password", try: configure(WithBaseURL("https://user:" + testToken + "@example.com")), says: []string{"WithBaseURL has a user"}},
		{name: "base URL with a query", try: configure(WithBaseURL("https://example.com/?x=1")), says: []string{"WithBaseURL has a user, a query"}},
		{name: "base URL with dots", try: configure(WithBaseURL("https://example.com/a/../b")), says: []string{"WithBaseURL has dots"}},
		{name: "base URL with escapes", try: configure(WithBaseURL("https://example.com/%2e%2e/b")), says: []string{"WithBaseURL has dots or escapes"}},
		{name: "base URL that is none", try: configure(WithBaseURL("://" + testToken)), says: []string{"WithBaseURL is not a URL"}},
		{name: "base URL without host", try: configure(WithBaseURL("https:///x")), says: []string{"WithBaseURL is not an https address"}},
		{name: "nil logger", try: configure(WithLogger(nil)), says: []string{"WithLogger is nil"}},
		{name: "nil limiter", try: configure(WithLimiter(nil)), says: []string{"WithLimiter is nil"}},
		{name: "nil clock", try: configure(WithClock(nil)), says: []string{"WithClock is nil"}},
		{name: "nil signer", try: configure(WithClientValidation(nil)), says: []string{"WithClientValidation is nil"}},
		{name: "user agent with a line break", try: configure(WithUserAgent("x\r\nAuthorization: y")), says: []string{"WithUserAgent has characters"}},
		// Messages.
		{name: "nobody to send to", try: create(func(p *MessageCreateParams) { p.To = "" }), says: []string{"To is empty", "E.164"}},
		{name: "blank recipient", try: create(func(p *MessageCreateParams) { p.To = "  " }), says: []string{"To is empty"}},
		{name: "recipient with blanks", try: create(func(p *MessageCreateParams) { p.To = "+1 415 555 1234" }), says: []string{"To has blanks or brackets", "digits only"}},
		{name: "recipient in brackets", try: create(func(p *MessageCreateParams) { p.To = "(415) 555-1234" }), says: []string{"To has blanks or brackets"}},
		{name: "recipient with a no-break space", try: create(func(p *MessageCreateParams) { p.To = "+1\u00a04155551234" }), says: []string{"To has blanks"}},
		{name: "no sender", try: create(func(p *MessageCreateParams) { p.From = "" }), says: []string{"From and MessagingServiceSID are empty", "Messaging Service"}},
		{name: "sender with blanks", try: create(func(p *MessageCreateParams) { p.From = "+1 4155556789" }), says: []string{"From has blanks"}},
		{name: "nothing to say", try: create(func(p *MessageCreateParams) { p.Body = "" }), says: []string{"Body and MediaURL and ContentSID are empty", "something to say"}},
		{name: "variables without template", try: create(func(p *MessageCreateParams) { p.ContentVariables = map[string]string{"1": "x"} }), says: []string{"ContentVariables are set without ContentSID"}},
		{name: "schedule without service", try: create(func(p *MessageCreateParams) { p.SendAt = time.Now().Add(time.Hour) }), says: []string{"MessagingServiceSID is empty although SendAt is set", "MG"}},
		{name: "schedule without time", try: create(func(p *MessageCreateParams) { p.ScheduleType = ScheduleTypeFixed }), says: []string{"SendAt is empty although ScheduleType is set"}},
		{name: "half a second", try: create(func(p *MessageCreateParams) { p.ValidityPeriod = 1500 * time.Millisecond }), says: []string{"ValidityPeriod cannot be sent", "round it"}},
		{name: "year 12026", try: create(func(p *MessageCreateParams) {
			p.SendAt, p.MessagingServiceSID = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC), "MG00000000000000000000000000000001"
		}), says: []string{"SendAt cannot be sent", "0 to 9999"}},
		{name: "Extra that a field sends", try: create(func(p *MessageCreateParams) { p.Extra = url.Values{"Body": {"other"}} }), says: []string{`Extra has "Body"`, "set one of the two"}},
		{name: "an update of nothing", try: func(ctx context.Context, c *Client) error {
			_, err := c.Messages.Update(ctx, testMessage, MessageUpdateParams{})
			return err
		}, says: []string{"Status and Body are empty", "Redact"}},
		// Calls.
		{name: "nobody to call", try: dialing(func(p *CallCreateParams) { p.To = "" }), says: []string{"To is empty", "E.164"}},
		{name: "callee with blanks", try: dialing(func(p *CallCreateParams) { p.To = "+1 415 555 1234" }), says: []string{"To has blanks or brackets"}},
		{name: "callee in brackets", try: dialing(func(p *CallCreateParams) { p.To = "(415)555-1234" }), says: []string{"To has blanks or brackets"}},
		{name: "nobody calls", try: dialing(func(p *CallCreateParams) { p.From = "" }), says: []string{"From is empty", "caller ID"}},
		{name: "caller with blanks", try: dialing(func(p *CallCreateParams) { p.From = "+1 4155556789" }), says: []string{"From has blanks"}},
		{name: "call without instructions", try: dialing(func(p *CallCreateParams) { p.URL = "" }), says: []string{"TwiML and URL and ApplicationSID are empty", "answers"}},
		{name: "two sets of instructions", try: dialing(func(p *CallCreateParams) { p.TwiML = "<Response/>" }), says: []string{"TwiML is set beside URL", "one of the two"}},
		{name: "ring half a second", try: dialing(func(p *CallCreateParams) { p.Timeout = 500 * time.Millisecond }), says: []string{"Timeout cannot be sent", "whole number of seconds"}},
		{name: "limit of a minute and a bit", try: dialing(func(p *CallCreateParams) { p.TimeLimit = 1500 * time.Millisecond }), says: []string{"TimeLimit cannot be sent", "round it"}},
		{name: "half a millisecond of silence", try: dialing(func(p *CallCreateParams) { p.MachineDetectionSilenceTimeout = 500 * time.Microsecond }), says: []string{"MachineDetectionSilenceTimeout cannot be sent", "milliseconds"}},
		{name: "threshold of a nanosecond", try: dialing(func(p *CallCreateParams) { p.MachineDetectionSpeechThreshold = 1 }), says: []string{"MachineDetectionSpeechThreshold cannot be sent"}},
		{name: "everything wrong with a call", try: dialing(func(p *CallCreateParams) { *p = CallCreateParams{} }), says: []string{"To is empty", "From is empty", "TwiML and URL"}},
		{name: "Extra that a call's field sends", try: dialing(func(p *CallCreateParams) { p.Extra = url.Values{"Url": {"x"}} }), says: []string{`Extra has "Url"`}},
		{name: "TwiML that is text", try: speaking("Hello"), says: []string{"TwiML is wrong in line 1", "outside the <Response> (12100)"}},
		{name: "TwiML that never ends", try: speaking("<Response>"), says: []string{"never closed (12100)", "</Response>"}},
		{name: "TwiML of two documents", try: speaking("<Response/><Response/>"), says: []string{"second root (12100)", "one <Response>"}},
		{name: "TwiML without Response", try: speaking("<Say>x</Say>"), says: []string{"the root is <Say>", "12102"}},
		{name: "TwiML in lower case", try: speaking("<response><Say>x</Say></response>"), says: []string{"<response>, not <Response>", "case-sensitive"}},
		{name: "TwiML nested wrongly", try: speaking("<Response><Say>x</Response>"), says: []string{"</Response> stands where </Say> should"}},
		{name: "TwiML with a bare &", try: speaking("<Response><Say>Tom & Ann</Say></Response>"), says: []string{"12100", "&amp;"}},
		{name: "TwiML with a relative action", try: speaking(`<Response><Gather action="/next"/></Response>`), says: []string{"relative address (15004)", "in full"}},
		{name: "TwiML with a relative redirect", try: speaking(`<Response><Redirect>next</Redirect></Response>`), says: []string{"relative address (15004)"}},
		{name: "TwiML with a relative file", try: speaking(`<Response><Play>a.mp3</Play></Response>`), says: []string{"relative address (15004)"}},
		{name: "TwiML of messaging", try: speaking("<Response><Message>Hi</Message></Response>"), says: []string{"<Message> cannot run on a call"}},
		{name: "TwiML of 4,001 characters", try: speaking("<Response><Say>" + strings.Repeat("x", 3970) + "</Say></Response>"), says: []string{"32018", "host the document"}},
		{name: "TwiML with NUL", try: speaking("<Response><Say>\x00</Say></Response>"), says: []string{"U+0000"}},
		{name: "TwiML with words for a number", try: speaking(`<Response><Say loop="often">x</Say></Response>`), says: []string{"13510", "digits only"}},
		{name: "TwiML with Say in Dial", try: speaking(`<Response><Dial><Say>x</Say></Dial></Response>`), says: []string{"must not stand in <Dial>"}},
		{name: "TwiML with a number in its fault", try: speaking(`<Response><Dial action="+14155551234"/></Response>`), says: []string{"relative address"}},
		{name: "wrong TwiML of a redirect", try: func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Redirect(ctx, testCall, CallRedirectParams{TwiML: "<Response>"})
			return err
		}, says: []string{"never closed"}},
		{name: "wrong TwiML of an update", try: func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Update(ctx, testCall, CallUpdateParams{TwiML: "<Response>"})
			return err
		}, says: []string{"never closed"}},
		{name: "update of nothing", try: func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Update(ctx, testCall, CallUpdateParams{})
			return err
		}, says: []string{"Status and URL and TwiML are empty"}},
		{name: "update with two sets", try: func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Update(ctx, testCall, CallUpdateParams{URL: "https://example.com", TwiML: "<Response/>"})
			return err
		}, says: []string{"TwiML is set beside URL"}},
		{name: "redirect to nowhere", try: func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Redirect(ctx, testCall, CallRedirectParams{})
			return err
		}, says: []string{"TwiML and URL are empty", "new instructions"}},
		{name: "redirect without a call", try: func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Redirect(ctx, "", CallRedirectParams{URL: "https://example.com"})
			return err
		}, says: []string{"Sid is empty"}},
		{name: "hang up dots", try: func(ctx context.Context, c *Client) error { _, err := c.Calls.Hangup(ctx, ".."); return err }, says: []string{"Sid is a dot segment"}},
		{name: "cancel a path", try: func(ctx context.Context, c *Client) error { _, err := c.Calls.Cancel(ctx, "a/b"); return err }, says: []string{"Sid has one of"}},
		{name: "delete nothing", try: func(ctx context.Context, c *Client) error { return c.Calls.Delete(ctx, "") }, says: []string{"Sid is empty"}},
		{name: "cursor of messages for calls", try: func(ctx context.Context, c *Client) error {
			_, err := c.Calls.List(ctx, CallListParams{Cursor: ours + "?Page=1"})
			return err
		}, says: []string{"another resource"}},
		// WhatsApp.
		{name: "nobody on WhatsApp", try: chatting(func(p *WhatsAppSendParams) { p.To = "" }), says: []string{"To is empty"}},
		{name: "a prefix alone", try: chatting(func(p *WhatsAppSendParams) { p.To = "whatsapp:" }), says: []string{"To is empty"}},
		{name: "WhatsApp with blanks", try: chatting(func(p *WhatsAppSendParams) { p.To = "+1 415 555 1234" }), says: []string{"To has blanks"}},
		{name: "prefix and blanks", try: chatting(func(p *WhatsAppSendParams) { p.To = "whatsapp:+1 415 555 1234" }), says: []string{"To has blanks"}},
		{name: "no WhatsApp sender", try: chatting(func(p *WhatsAppSendParams) { p.From = "" }), says: []string{"From and MessagingServiceSID are empty"}},
		{name: "nothing to say on WhatsApp", try: chatting(func(p *WhatsAppSendParams) { p.Body = "" }), says: []string{"Body and MediaURL and ContentSID are empty"}},
		{name: "WhatsApp variables without template", try: chatting(func(p *WhatsAppSendParams) { p.ContentVariables = map[string]string{"1": "x"} }), says: []string{"ContentVariables are set without ContentSID"}},
		{name: "WhatsApp schedule without service", try: chatting(func(p *WhatsAppSendParams) { p.SendAt = time.Now() }), says: []string{"MessagingServiceSID is empty although SendAt"}},
		// Lookups.
		{name: "lookup of nothing", try: looking("", LookupGetParams{}), says: []string{"PhoneNumber is empty", "E.164"}},
		{name: "lookup with blanks", try: looking("+1 415 555 1234", LookupGetParams{}), says: []string{"PhoneNumber has blanks", "digits only"}},
		{name: "lookup of a path", try: looking("../Keys", LookupGetParams{}), says: []string{"PhoneNumber has one of"}},
		{name: "lookup of an escaped path", try: looking("%2e%2e", LookupGetParams{}), says: []string{"PhoneNumber has one of"}},
		{name: "lookup of dots", try: looking("..", LookupGetParams{}), says: []string{"PhoneNumber is a dot segment"}},
		{name: "lookup of a query", try: looking("+14155551234?Fields=x", LookupGetParams{}), says: []string{"PhoneNumber has one of"}},
		{name: "lookup for a subaccount", try: looking("+14155551234", LookupGetParams{}, OnAccount(testAccount)), says: []string{"OnAccount does not apply to Lookup.Get"}},
		{name: "lookup of a field twice", try: looking("+14155551234", LookupGetParams{City: "x", Extra: url.Values{"City": {"y"}}}), says: []string{`Extra has "City"`}},
		{name: "older lookup of nothing", try: func(ctx context.Context, c *Client) error {
			_, err := c.Lookup.GetV1(ctx, "", LookupGetV1Params{})
			return err
		}, says: []string{"PhoneNumber is empty"}},
		// Identifiers.
		{name: "empty SID", try: fetch(""), says: []string{"Sid is empty", "SID that Twilio returned"}},
		{name: "dots as SID", try: fetch(".."), says: []string{"Sid is a dot segment"}},
		{name: "path as SID", try: fetch("../../Keys"), says: []string{"Sid has one of"}},
		{name: "escaped path as SID", try: fetch("..%2fKeys"), says: []string{"Sid has one of"}},
		{name: "backslash in SID", try: fetch(`..\Keys`), says: []string{"Sid has one of"}},
		{name: "query in SID", try: fetch(testMessage + "?x=1"), says: []string{"Sid has one of"}},
		{name: "fragment in SID", try: fetch(testMessage + "#"), says: []string{"Sid has one of"}},
		{name: "line break in SID", try: fetch("SM\r\nHost: evil"), says: []string{"Sid has blanks or control"}},
		{name: "empty message of a medium", try: func(ctx context.Context, c *Client) error { return c.Media.Delete(ctx, "", testMedia) }, says: []string{"MessageSid is empty"}},
		{name: "empty medium", try: func(ctx context.Context, c *Client) error { return c.Media.Delete(ctx, testMessage, "") }, says: []string{"Sid is empty"}},
		// Call options.
		{name: "no context", try: func(_ context.Context, c *Client) error {
			_, err := c.Messages.Get(nil, testMessage) //nolint:staticcheck // that is the point
			return err
		}, says: []string{"ctx is nil", "context.Background()"}},
		{name: "subaccount that is none", try: fetch(testMessage, OnAccount("SKx")), says: []string{"OnAccount is not an account SID"}},
		{name: "subaccount where there is none", try: raw(ownOperation{Op: "Lookup", Method: "GET", Host: "lookups", Path: "/v2/PhoneNumbers/x"}, OnAccount(testAccount)),
			says: []string{"OnAccount does not apply to Lookup", "own credentials"}},
		{name: "MaxBytes 0", try: fetch(testMessage, MaxBytes(0)), says: []string{"MaxBytes is not positive"}},
		// Cursors.
		{name: "cursor of another host", try: listMessages(MessageListParams{Cursor: "https://evil.example.com" + ours + "?Page=1"}), says: []string{"Cursor cannot be used", "another host"}},
		{name: "cursor of another list", try: listMessages(MessageListParams{Cursor: "/2010-04-01/Accounts/" + testAccount + "/Keys.json?Page=1"}), says: []string{"Cursor cannot be used", "another resource"}},
		{name: "cursor of another account", try: listMessages(MessageListParams{Cursor: "/2010-04-01/Accounts/AC00000000000000000000000000000002/Messages.json?Page=1"}), says: []string{"another resource"}},
		{name: "cursor with dots", try: listMessages(MessageListParams{Cursor: "/2010-04-01/Accounts/x/../" + testAccount + "/Messages.json?Page=1"}), says: []string{"another resource"}},
		{name: "cursor with credentials", try: listMessages(MessageListParams{Cursor: "https://u:p@api.twilio.com" + ours + "?Page=1"}), says: []string{"not a plain link"}},
		{name: "cursor without page", try: listMessages(MessageListParams{Cursor: ours}), says: []string{"names no page"}},
		{name: "cursor that is no link", try: listMessages(MessageListParams{Cursor: "%zz"}), says: []string{"not a link"}},
		{name: "cursor beside filters", try: listMessages(MessageListParams{To: "+14155551234", Cursor: ours + "?Page=1"}), says: []string{"Cursor is set beside filters"}},
		// Operations.
		{name: "no method", try: raw(ownOperation{Host: "api", Path: "/x"}), says: []string{"Operation.Method is not one"}},
		{name: "trace", try: raw(ownOperation{Method: "TRACE", Host: "api", Path: "/x"}), says: []string{"Operation.Method is not one"}},
		{name: "whole host", try: raw(ownOperation{Method: "GET", Host: "api.twilio.com", Path: "/x"}), says: []string{"Operation.Host is not a host of Twilio's"}},
		{name: "host with a slash", try: raw(ownOperation{Method: "GET", Host: "evil.example.com/", Path: "/x"}), says: []string{"Operation.Host is not a host of Twilio's"}},
		{name: "no path", try: raw(ownOperation{Method: "GET", Host: "api"}), says: []string{"Operation.Path does not begin with /"}},
		{name: "relative path", try: raw(ownOperation{Method: "GET", Host: "api", Path: "x"}), says: []string{"Operation.Path does not begin with /"}},
		{name: "path with escaped dots", try: raw(ownOperation{Method: "GET", Host: "api", Path: "/a/%2e%2e/b"}), says: []string{"dot segment in an escape"}},
		{name: "path with a query", try: raw(ownOperation{Method: "GET", Host: "api", Path: "/a?b"}), says: []string{"Operation.Path has a character that must be escaped"}},
		{name: "placeholder without an ID", try: raw(ownOperation{Method: "GET", Host: "api", Path: "/a/{Sid}"}), says: []string{"Sid is empty"}},
		{name: "JSON that cannot be", try: raw(ownOperation{Method: "POST", Host: "api", Path: "/a", JSON: func() {}}), says: []string{"params cannot be encoded"}},
		// Answers.
		{name: "next page on another host", try: listMessages(MessageListParams{}), answer: page("https://evil.example.com" + ours + "?Page=1"), says: []string{"another host"}},
		{name: "next page is the keys", try: listMessages(MessageListParams{}), answer: page("/2010-04-01/Accounts/" + testAccount + "/Keys.json?Page=1"), says: []string{"another resource"}},
		{name: "no next page said", try: listMessages(MessageListParams{}), answer: reply(200, `{"messages": []}`), says: []string{"no next link"}},
		{name: "no list", try: listMessages(MessageListParams{}), answer: reply(200, `{"next_page_uri": null}`), says: []string{`"messages" is not a list`}},
		{name: "list of another shape", try: listMessages(MessageListParams{}), answer: reply(200, `[]`), says: []string{"Messages.List"}},
		{name: "items that are none", try: listMessages(MessageListParams{}), answer: reply(200, `{"messages": ["x"], "next_page_uri": null}`), says: []string{`an item of "messages"`}},
		{name: "HTML with status 200", try: fetch(testMessage), answer: reply(200, "<html>login</html>"), says: []string{"not a JSON object"}},
		{name: "nothing with status 200", try: fetch(testMessage), answer: reply(200, ""), says: []string{"not a JSON object"}},
		{name: "null with status 200", try: fetch(testMessage), answer: reply(200, "null"), says: []string{"not a JSON object"}},
		{name: "JSON cut short", try: fetch(testMessage), answer: reply(200, `{"sid": "SM`), says: []string{"unexpected end"}},
		{name: "too much", try: fetch(testMessage, MaxBytes(10)), answer: reply(200, goldenMessage), says: []string{"10 bytes", "MaxBytes"}},
		{name: "16 MiB of nothing", try: fetch(testMessage), answer: reply(200, strings.Repeat(" ", maxJSONBody+1)), says: []string{"16 MiB"}},
		{name: "created without SID", try: create(nothingToDo), answer: reply(201, `{"status": "queued"}`), says: []string{"no SID", "before any second try"}},
		{name: "created, in HTML", try: create(nothingToDo), answer: reply(201, "<html>"), says: []string{"before any second try"}},
		{name: "created, too much said", try: create(nothingToDo, MaxBytes(10)), answer: reply(201, goldenMessage), says: []string{"before any second try"}},
	}
}

func TestBadInputs(t *testing.T) {
	t.Parallel()
	rows := badInputs()
	assert.GreaterOrEqual(t, len(rows), 60)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			transport := play(row.answer)
			if row.answer == nil {
				transport = play(reply(200, "{}"))
			}
			err := row.try(t.Context(), transport.client(t))
			require.Error(t, err)
			requirePrintable(t, err)
			require.NotContains(t, err.Error(), testToken)
			for _, part := range row.says {
				assert.Contains(t, err.Error(), part)
			}
			var paramErr *ParamError
			if row.answer == nil {
				require.ErrorAs(t, err, &paramErr)
				require.ErrorIs(t, err, ErrInvalidParams)
				require.ErrorIs(t, err, ErrNotSent)
				require.Empty(t, transport.sent(), "nothing may be sent")
				for _, p := range paramErr.Problems {
					assert.NotEmpty(t, p.Field)
					assert.NotEmpty(t, p.Problem)
					assert.NotEmpty(t, p.Remedy)
				}
				return
			}
			require.NotErrorAs(t, err, &paramErr)
			require.NotErrorIs(t, err, ErrNotSent)
			require.Len(t, transport.sent(), 1, "the same answer would come again")
		})
	}
}
