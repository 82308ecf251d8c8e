package twilio

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiml"
)

// badInput is something that cannot work, and what the caller is told.
type badInput struct {
	name   string
	try    func(ctx context.Context, c *Client) error
	answer *canned  // nil when nothing may be sent
	says   []string // parts of the error's text: the field and the remedy
}

const (
	goodKey = "SK00000000000000000000000000000001"

	goodClientID = "OQ00000000000000000000000000000001"
	goodSecret   = "c0ffeec0ffeec0ffeec0ffeec0ffeec0"
)

func try(_ *Client, err error) error { return err }

// construct is a try of New.
func construct(account string, credential Credential, opts ...Option) func(context.Context, *Client) error {
	return func(context.Context, *Client) error { return try(New(account, credential, opts...)) }
}

// configure is a try of New with one option.
func configure(opt Option) func(context.Context, *Client) error {
	return construct(cannedAccount, AuthToken(goodSecret), opt)
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

func raw(req rawRequest, opts ...CallOption) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error { return c.invokeRaw(ctx, req, nil, opts...) }
}

func page(next string) *canned {
	return &canned{status: 200, body: `{"messages": [], "next_page_uri": "` + next + `"}`}
}

func zipped(size int) *canned {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(bytes.Repeat([]byte(" "), size))
	_ = w.Close()
	return &canned{status: 200, body: b.String(), header: http.Header{"Content-Encoding": {"gzip"}, "Content-Type": {"application/json"}}}
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
	const ours = "/2010-04-01/Accounts/" + cannedAccount + "/Messages.json"
	return []badInput{
		// Credentials.
		{"no account", construct("", AuthToken(goodSecret)), nil, []string{"accountSID is empty", "AC and 32"}},
		{"key as account", construct(goodKey, APIKey(goodKey, goodSecret)), nil, []string{"accountSID is the SID of an API key", "swapped"}},
		{"short account", construct("AC123", AuthToken(goodSecret)), nil, []string{"accountSID is not an account SID", "AC and 32"}},
		{"account with a slash", construct("AC/../0000000000000000000000000001", AuthToken(goodSecret)), nil, []string{"accountSID is not an account SID"}},
		{"message as account", construct(cannedMessage, AuthToken(goodSecret)), nil, []string{"accountSID is not an account SID"}},
		{"no credential", construct(cannedAccount, Credential{}), nil, []string{"credential is empty", "twilio.APIKey"}},
		{"no token", construct(cannedAccount, AuthToken("")), nil, []string{"token is empty", "Console"}},
		{"account as token", construct(cannedAccount, AuthToken(cannedAccount)), nil, []string{"token is a SID", "swapped"}},
		{"token with a line break", construct(cannedAccount, AuthToken(goodSecret+"\n")), nil, []string{"token has a line break behind it", "nothing that stands around it"}},
		{"token in quotes with blanks", construct(cannedAccount, AuthToken(`" `+goodSecret)), nil, []string{"token has a quotation mark before it"}},
		{"no key", construct(cannedAccount, APIKey("", goodSecret)), nil, []string{"keySID is empty", "SK and 32"}},
		{"no secret", construct(cannedAccount, APIKey(goodKey, "")), nil, []string{"keySecret is empty", "when the key was made"}},
		{"key and secret swapped", construct(cannedAccount, APIKey(goodSecret, goodKey)), nil, []string{"keySID is not the SID of an API key", "swapped"}},
		{"account as key", construct(cannedAccount, APIKey(cannedAccount, goodSecret)), nil, []string{"keySID is an account SID", "first argument"}},
		{"app and secret swapped", construct(cannedAccount, OAuth(goodSecret, goodClientID)), nil, []string{"clientSecret is a SID", "swapped"}},
		{"key as app", construct(cannedAccount, OAuth(goodKey, goodSecret)), nil, []string{"clientID is the SID of an API key", "twilio.APIKey"}},
		{"account as app", construct(cannedAccount, OAuth(cannedAccount, goodSecret)), nil, []string{"clientID is an account SID", "first argument"}},
		{"no app", construct(cannedAccount, OAuth("", "")), nil, []string{"clientID is empty", "OQ and 32", "clientSecret is empty", "when the app was made"}},
		{"everything wrong", construct("", APIKey("", "")), nil, []string{"accountSID", "keySID", "keySecret"}},
		// The environment.
		{"empty environment", environment(nil), nil, []string{"TWILIO_API_KEY and TWILIO_AUTH_TOKEN are empty", "set"}},
		{"no account in it", environment(map[string]string{"TWILIO_AUTH_TOKEN": goodSecret}), nil, []string{"TWILIO_ACCOUNT_SID is empty"}},
		{"key without secret", environment(map[string]string{"TWILIO_ACCOUNT_SID": cannedAccount, "TWILIO_API_KEY": goodKey, "TWILIO_AUTH_TOKEN": goodSecret}), nil,
			[]string{"TWILIO_API_SECRET is empty", "unset TWILIO_API_KEY"}},
		{"secret without key", environment(map[string]string{"TWILIO_ACCOUNT_SID": cannedAccount, "TWILIO_API_SECRET": goodSecret}), nil, []string{"TWILIO_API_KEY is empty"}},
		{"base URL in it", environment(map[string]string{"TWILIO_ACCOUNT_SID": cannedAccount, "TWILIO_AUTH_TOKEN": goodSecret, "TWILIO_BASE_URL": "ftp://x"}), nil, []string{"TWILIO_BASE_URL", "https"}},
		{"region in it", environment(map[string]string{"TWILIO_ACCOUNT_SID": cannedAccount, "TWILIO_AUTH_TOKEN": goodSecret, "TWILIO_REGION": "de1"}), nil, []string{"TWILIO_REGION", "edge"}},
		// Options.
		{"nil http.Client", configure(WithHTTPClient(nil)), nil, []string{"WithHTTPClient is nil", "leave the option out"}},
		{"time-out 0", configure(WithTimeout(0)), nil, []string{"WithTimeout is not positive", "30*time.Second"}},
		{"negative attempts", configure(WithRetry(RetryPolicy{MaxAttempts: -1})), nil, []string{"WithRetry has a negative field", "MaxAttempts: 1"}},
		{"no region", configure(WithRegion("", "")), nil, []string{"WithRegion is empty"}},
		{"region without edge", configure(WithRegion("br1", "")), nil, []string{"WithRegion names a region without an edge"}},
		{"region with a dot", configure(WithRegion("evil.example.com/", "x")), nil, []string{"WithRegion is not a region"}},
		{"base URL in plain http", configure(WithBaseURL("http://twilio.example.com")), nil, []string{"WithBaseURL is http", "loopback"}},
		{"base URL with a password", configure(WithBaseURL("https://user:" + goodSecret + "@example.com")), nil, []string{"WithBaseURL has a user"}},
		{"base URL with a query", configure(WithBaseURL("https://example.com/?x=1")), nil, []string{"WithBaseURL has a user, a query"}},
		{"base URL with dots", configure(WithBaseURL("https://example.com/a/../b")), nil, []string{"WithBaseURL has dots"}},
		{"base URL with escapes", configure(WithBaseURL("https://example.com/%2e%2e/b")), nil, []string{"WithBaseURL has dots or escapes"}},
		{"base URL that is none", configure(WithBaseURL("://" + goodSecret)), nil, []string{"WithBaseURL is not a URL"}},
		{"base URL without host", configure(WithBaseURL("https:///x")), nil, []string{"WithBaseURL is not an https address"}},
		{"nil logger", configure(WithLogger(nil)), nil, []string{"WithLogger is nil"}},
		{"nil limiter", configure(WithLimiter(nil)), nil, []string{"WithLimiter is nil"}},
		{"nil clock", configure(WithClock(nil)), nil, []string{"WithClock is nil"}},
		{"nil signer", configure(WithClientValidation(nil)), nil, []string{"WithClientValidation is nil"}},
		{"user agent with a line break", configure(WithUserAgent("x\r\nAuthorization: y")), nil, []string{"WithUserAgent has characters"}},
		// Messages.
		{"nobody to send to", create(func(p *MessageCreateParams) { p.To = "" }), nil, []string{"To is empty", "E.164"}},
		{"blank recipient", create(func(p *MessageCreateParams) { p.To = "  " }), nil, []string{"To is empty"}},
		{"recipient with blanks", create(func(p *MessageCreateParams) { p.To = "+1 415 555 1234" }), nil, []string{"To has blanks or brackets", "digits only"}},
		{"recipient in brackets", create(func(p *MessageCreateParams) { p.To = "(415) 555-1234" }), nil, []string{"To has blanks or brackets"}},
		{"recipient with a no-break space", create(func(p *MessageCreateParams) { p.To = "+1\u00a04155551234" }), nil, []string{"To has blanks"}},
		{"no sender", create(func(p *MessageCreateParams) { p.From = "" }), nil, []string{"From and MessagingServiceSID are empty", "Messaging Service"}},
		{"sender with blanks", create(func(p *MessageCreateParams) { p.From = "+1 4155556789" }), nil, []string{"From has blanks"}},
		{"nothing to say", create(func(p *MessageCreateParams) { p.Body = "" }), nil, []string{"Body and MediaURL and ContentSID are empty", "something to say"}},
		{"variables without template", create(func(p *MessageCreateParams) { p.ContentVariables = map[string]string{"1": "x"} }), nil, []string{"ContentVariables are set without ContentSID"}},
		{"schedule without service", create(func(p *MessageCreateParams) { p.SendAt = time.Now().Add(time.Hour) }), nil, []string{"MessagingServiceSID is empty although SendAt is set", "MG"}},
		{"schedule without time", create(func(p *MessageCreateParams) { p.ScheduleType = ScheduleTypeFixed }), nil, []string{"SendAt is empty although ScheduleType is set"}},
		{"half a second", create(func(p *MessageCreateParams) { p.ValidityPeriod = 1500 * time.Millisecond }), nil, []string{"ValidityPeriod cannot be sent", "round it"}},
		{"year 12026", create(func(p *MessageCreateParams) {
			p.SendAt, p.MessagingServiceSID = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC), "MG00000000000000000000000000000001"
		}), nil, []string{"SendAt cannot be sent", "0 to 9999"}},
		{"Extra that a field sends", create(func(p *MessageCreateParams) { p.Extra = url.Values{"Body": {"other"}} }), nil, []string{`Extra has "Body"`, "set one of the two"}},
		{"an update of nothing", func(ctx context.Context, c *Client) error {
			_, err := c.Messages.Update(ctx, cannedMessage, MessageUpdateParams{})
			return err
		}, nil, []string{"Status and Body are empty", "Redact"}},
		// Calls.
		{"nobody to call", dialing(func(p *CallCreateParams) { p.To = "" }), nil, []string{"To is empty", "E.164"}},
		{"callee with blanks", dialing(func(p *CallCreateParams) { p.To = "+1 415 555 1234" }), nil, []string{"To has blanks or brackets"}},
		{"callee in brackets", dialing(func(p *CallCreateParams) { p.To = "(415)555-1234" }), nil, []string{"To has blanks or brackets"}},
		{"nobody calls", dialing(func(p *CallCreateParams) { p.From = "" }), nil, []string{"From is empty", "caller ID"}},
		{"caller with blanks", dialing(func(p *CallCreateParams) { p.From = "+1 4155556789" }), nil, []string{"From has blanks"}},
		{"call without instructions", dialing(func(p *CallCreateParams) { p.URL = "" }), nil, []string{"TwiML and URL and ApplicationSID are empty", "answers"}},
		{"two sets of instructions", dialing(func(p *CallCreateParams) { p.TwiML = "<Response/>" }), nil, []string{"TwiML is set beside URL", "one of the two"}},
		{"ring half a second", dialing(func(p *CallCreateParams) { p.Timeout = 500 * time.Millisecond }), nil, []string{"Timeout cannot be sent", "whole number of seconds"}},
		{"limit of a minute and a bit", dialing(func(p *CallCreateParams) { p.TimeLimit = 1500 * time.Millisecond }), nil, []string{"TimeLimit cannot be sent", "round it"}},
		{"half a millisecond of silence", dialing(func(p *CallCreateParams) { p.MachineDetectionSilenceTimeout = 500 * time.Microsecond }), nil, []string{"MachineDetectionSilenceTimeout cannot be sent", "milliseconds"}},
		{"threshold of a nanosecond", dialing(func(p *CallCreateParams) { p.MachineDetectionSpeechThreshold = 1 }), nil, []string{"MachineDetectionSpeechThreshold cannot be sent"}},
		{"everything wrong with a call", dialing(func(p *CallCreateParams) { *p = CallCreateParams{} }), nil, []string{"To is empty", "From is empty", "TwiML and URL"}},
		{"Extra that a call's field sends", dialing(func(p *CallCreateParams) { p.Extra = url.Values{"Url": {"x"}} }), nil, []string{`Extra has "Url"`}},
		{"TwiML that is text", speaking("Hello"), nil, []string{"TwiML is wrong in line 1", "outside the <Response> (12100)"}},
		{"TwiML that never ends", speaking("<Response>"), nil, []string{"never closed (12100)", "</Response>"}},
		{"TwiML of two documents", speaking("<Response/><Response/>"), nil, []string{"second root (12100)", "one <Response>"}},
		{"TwiML without Response", speaking("<Say>x</Say>"), nil, []string{"the root is <Say>", "12102"}},
		{"TwiML in lower case", speaking("<response><Say>x</Say></response>"), nil, []string{"<response>, not <Response>", "case-sensitive"}},
		{"TwiML nested wrongly", speaking("<Response><Say>x</Response>"), nil, []string{"</Response> stands where </Say> should"}},
		{"TwiML with a bare &", speaking("<Response><Say>Tom & Ann</Say></Response>"), nil, []string{"12100", "&amp;"}},
		{"TwiML with a relative action", speaking(`<Response><Gather action="/next"/></Response>`), nil, []string{"relative address (15004)", "in full"}},
		{"TwiML with a relative redirect", speaking(`<Response><Redirect>next</Redirect></Response>`), nil, []string{"relative address (15004)"}},
		{"TwiML with a relative file", speaking(`<Response><Play>a.mp3</Play></Response>`), nil, []string{"relative address (15004)"}},
		{"TwiML of messaging", speaking("<Response><Message>Hi</Message></Response>"), nil, []string{"<Message> cannot run on a call"}},
		{"TwiML of 4,001 characters", speaking("<Response><Say>" + strings.Repeat("x", 3970) + "</Say></Response>"), nil, []string{"32018", "host the document"}},
		{"TwiML with NUL", speaking("<Response><Say>\x00</Say></Response>"), nil, []string{"U+0000"}},
		{"TwiML with words for a number", speaking(`<Response><Say loop="often">x</Say></Response>`), nil, []string{"13510", "digits only"}},
		{"TwiML with Say in Dial", speaking(`<Response><Dial><Say>x</Say></Dial></Response>`), nil, []string{"must not stand in <Dial>"}},
		{"TwiML with a number in its fault", speaking(`<Response><Dial action="+14155551234"/></Response>`), nil, []string{"relative address"}},
		{"wrong TwiML of a redirect", func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Redirect(ctx, cannedCall, CallRedirectParams{TwiML: "<Response>"})
			return err
		}, nil, []string{"never closed"}},
		{"wrong TwiML of an update", func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Update(ctx, cannedCall, CallUpdateParams{TwiML: "<Response>"})
			return err
		}, nil, []string{"never closed"}},
		{"update of nothing", func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Update(ctx, cannedCall, CallUpdateParams{})
			return err
		}, nil, []string{"Status and URL and TwiML are empty"}},
		{"update with two sets", func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Update(ctx, cannedCall, CallUpdateParams{URL: "https://example.com", TwiML: "<Response/>"})
			return err
		}, nil, []string{"TwiML is set beside URL"}},
		{"redirect to nowhere", func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Redirect(ctx, cannedCall, CallRedirectParams{})
			return err
		}, nil, []string{"TwiML and URL are empty", "new instructions"}},
		{"redirect without a call", func(ctx context.Context, c *Client) error {
			_, err := c.Calls.Redirect(ctx, "", CallRedirectParams{URL: "https://example.com"})
			return err
		}, nil, []string{"Sid is empty"}},
		{"hang up dots", func(ctx context.Context, c *Client) error { _, err := c.Calls.Hangup(ctx, ".."); return err }, nil, []string{"Sid is a dot segment"}},
		{"cancel a path", func(ctx context.Context, c *Client) error { _, err := c.Calls.Cancel(ctx, "a/b"); return err }, nil, []string{"Sid has one of"}},
		{"delete nothing", func(ctx context.Context, c *Client) error { return c.Calls.Delete(ctx, "") }, nil, []string{"Sid is empty"}},
		{"cursor of messages for calls", func(ctx context.Context, c *Client) error {
			_, err := c.Calls.List(ctx, CallListParams{Cursor: ours + "?Page=1"})
			return err
		}, nil, []string{"another resource"}},
		// WhatsApp.
		{"nobody on WhatsApp", chatting(func(p *WhatsAppSendParams) { p.To = "" }), nil, []string{"To is empty"}},
		{"a prefix alone", chatting(func(p *WhatsAppSendParams) { p.To = "whatsapp:" }), nil, []string{"To is empty"}},
		{"WhatsApp with blanks", chatting(func(p *WhatsAppSendParams) { p.To = "+1 415 555 1234" }), nil, []string{"To has blanks"}},
		{"prefix and blanks", chatting(func(p *WhatsAppSendParams) { p.To = "whatsapp:+1 415 555 1234" }), nil, []string{"To has blanks"}},
		{"no WhatsApp sender", chatting(func(p *WhatsAppSendParams) { p.From = "" }), nil, []string{"From and MessagingServiceSID are empty"}},
		{"nothing to say on WhatsApp", chatting(func(p *WhatsAppSendParams) { p.Body = "" }), nil, []string{"Body and MediaURL and ContentSID are empty"}},
		{"WhatsApp variables without template", chatting(func(p *WhatsAppSendParams) { p.ContentVariables = map[string]string{"1": "x"} }), nil, []string{"ContentVariables are set without ContentSID"}},
		{"WhatsApp schedule without service", chatting(func(p *WhatsAppSendParams) { p.SendAt = time.Now() }), nil, []string{"MessagingServiceSID is empty although SendAt"}},
		// Lookups.
		{"lookup of nothing", looking("", LookupGetParams{}), nil, []string{"PhoneNumber is empty", "E.164"}},
		{"lookup with blanks", looking("+1 415 555 1234", LookupGetParams{}), nil, []string{"PhoneNumber has blanks", "digits only"}},
		{"lookup of a path", looking("../Keys", LookupGetParams{}), nil, []string{"PhoneNumber has one of"}},
		{"lookup of an escaped path", looking("%2e%2e", LookupGetParams{}), nil, []string{"PhoneNumber has one of"}},
		{"lookup of dots", looking("..", LookupGetParams{}), nil, []string{"PhoneNumber is a dot segment"}},
		{"lookup of a query", looking("+14155551234?Fields=x", LookupGetParams{}), nil, []string{"PhoneNumber has one of"}},
		{"lookup for a subaccount", looking("+14155551234", LookupGetParams{}, OnAccount(cannedAccount)), nil, []string{"OnAccount does not apply to Lookup.Get"}},
		{"lookup of a field twice", looking("+14155551234", LookupGetParams{City: "x", Extra: url.Values{"City": {"y"}}}), nil, []string{`Extra has "City"`}},
		{"older lookup of nothing", func(ctx context.Context, c *Client) error {
			_, err := c.Lookup.GetV1(ctx, "", LookupGetV1Params{})
			return err
		}, nil, []string{"PhoneNumber is empty"}},
		// Identifiers.
		{"empty SID", fetch(""), nil, []string{"Sid is empty", "SID that Twilio returned"}},
		{"dots as SID", fetch(".."), nil, []string{"Sid is a dot segment"}},
		{"path as SID", fetch("../../Keys"), nil, []string{"Sid has one of"}},
		{"escaped path as SID", fetch("..%2fKeys"), nil, []string{"Sid has one of"}},
		{"backslash in SID", fetch(`..\Keys`), nil, []string{"Sid has one of"}},
		{"query in SID", fetch(cannedMessage + "?x=1"), nil, []string{"Sid has one of"}},
		{"fragment in SID", fetch(cannedMessage + "#"), nil, []string{"Sid has one of"}},
		{"line break in SID", fetch("SM\r\nHost: evil"), nil, []string{"Sid has blanks or control"}},
		{"empty message of a medium", func(ctx context.Context, c *Client) error { return c.Media.Delete(ctx, "", cannedMedia) }, nil, []string{"MessageSid is empty"}},
		{"empty medium", func(ctx context.Context, c *Client) error { return c.Media.Delete(ctx, cannedMessage, "") }, nil, []string{"Sid is empty"}},
		// Call options.
		{"no context", func(_ context.Context, c *Client) error {
			_, err := c.Messages.Get(nil, cannedMessage) //nolint:staticcheck // that is the point
			return err
		}, nil, []string{"ctx is nil", "context.Background()"}},
		{"subaccount that is none", fetch(cannedMessage, OnAccount("SKx")), nil, []string{"OnAccount is not an account SID"}},
		{"subaccount where there is none", raw(rawRequest{Op: "Lookup", Method: "GET", Host: "lookups", Path: "/v2/PhoneNumbers/x"}, OnAccount(cannedAccount)), nil,
			[]string{"OnAccount does not apply to Lookup", "own credentials"}},
		{"MaxBytes 0", fetch(cannedMessage, MaxBytes(0)), nil, []string{"MaxBytes is not positive"}},
		// Cursors.
		{"cursor of another host", listMessages(MessageListParams{Cursor: "https://evil.example.com" + ours + "?Page=1"}), nil, []string{"Cursor cannot be used", "another host"}},
		{"cursor of another list", listMessages(MessageListParams{Cursor: "/2010-04-01/Accounts/" + cannedAccount + "/Keys.json?Page=1"}), nil, []string{"Cursor cannot be used", "another resource"}},
		{"cursor of another account", listMessages(MessageListParams{Cursor: "/2010-04-01/Accounts/AC00000000000000000000000000000002/Messages.json?Page=1"}), nil, []string{"another resource"}},
		{"cursor with dots", listMessages(MessageListParams{Cursor: "/2010-04-01/Accounts/x/../" + cannedAccount + "/Messages.json?Page=1"}), nil, []string{"another resource"}},
		{"cursor with credentials", listMessages(MessageListParams{Cursor: "https://u:p@api.twilio.com" + ours + "?Page=1"}), nil, []string{"not a plain link"}},
		{"cursor without page", listMessages(MessageListParams{Cursor: ours}), nil, []string{"names no page"}},
		{"cursor that is no link", listMessages(MessageListParams{Cursor: "%zz"}), nil, []string{"not a link"}},
		{"cursor beside filters", listMessages(MessageListParams{To: "+14155551234", Cursor: ours + "?Page=1"}), nil, []string{"Cursor is set beside filters"}},
		// Operations.
		{"no method", raw(rawRequest{Host: "api", Path: "/x"}), nil, []string{"Operation.Method is not one"}},
		{"trace", raw(rawRequest{Method: "TRACE", Host: "api", Path: "/x"}), nil, []string{"Operation.Method is not one"}},
		{"whole host", raw(rawRequest{Method: "GET", Host: "api.twilio.com", Path: "/x"}), nil, []string{"Operation.Host is not a host of Twilio's"}},
		{"host with a slash", raw(rawRequest{Method: "GET", Host: "evil.example.com/", Path: "/x"}), nil, []string{"Operation.Host is not a host of Twilio's"}},
		{"no path", raw(rawRequest{Method: "GET", Host: "api"}), nil, []string{"Operation.Path does not begin with /"}},
		{"relative path", raw(rawRequest{Method: "GET", Host: "api", Path: "x"}), nil, []string{"Operation.Path does not begin with /"}},
		{"path with escaped dots", raw(rawRequest{Method: "GET", Host: "api", Path: "/a/%2e%2e/b"}), nil, []string{"dot segment in an escape"}},
		{"path with a query", raw(rawRequest{Method: "GET", Host: "api", Path: "/a?b"}), nil, []string{"Operation.Path has a character that must be escaped"}},
		{"placeholder without an ID", raw(rawRequest{Method: "GET", Host: "api", Path: "/a/{Sid}"}), nil, []string{"Sid is empty"}},
		{"JSON that cannot be", raw(rawRequest{Method: "POST", Host: "api", Path: "/a", JSON: func() {}}), nil, []string{"params cannot be encoded"}},
		// Answers.
		{"next page on another host", listMessages(MessageListParams{}), page("https://evil.example.com" + ours + "?Page=1"), []string{"another host"}},
		{"next page is the keys", listMessages(MessageListParams{}), page("/2010-04-01/Accounts/" + cannedAccount + "/Keys.json?Page=1"), []string{"another resource"}},
		{"no next page said", listMessages(MessageListParams{}), &canned{status: 200, body: `{"messages": []}`}, []string{"no next link"}},
		{"no list", listMessages(MessageListParams{}), &canned{status: 200, body: `{"next_page_uri": null}`}, []string{`"messages" is not a list`}},
		{"list of another shape", listMessages(MessageListParams{}), &canned{status: 200, body: `[]`}, []string{"Messages.List"}},
		{"items that are none", listMessages(MessageListParams{}), &canned{status: 200, body: `{"messages": ["x"], "next_page_uri": null}`}, []string{`an item of "messages"`}},
		{"HTML with status 200", fetch(cannedMessage), &canned{status: 200, body: "<html>login</html>"}, []string{"not a JSON object"}},
		{"nothing with status 200", fetch(cannedMessage), &canned{status: 200}, []string{"not a JSON object"}},
		{"null with status 200", fetch(cannedMessage), &canned{status: 200, body: "null"}, []string{"not a JSON object"}},
		{"JSON cut short", fetch(cannedMessage), &canned{status: 200, body: `{"sid": "SM`}, []string{"unexpected end"}},
		{"too much", fetch(cannedMessage, MaxBytes(10)), &canned{status: 200, body: goldenMessage}, []string{"10 bytes", "MaxBytes"}},
		{"16 MiB of nothing", fetch(cannedMessage), &canned{status: 200, body: strings.Repeat(" ", maxJSONBody+1)}, []string{"16 MiB"}},
		{"created without SID", create(nothingToDo), &canned{status: 201, body: `{"status": "queued"}`}, []string{"no SID", "before any second try"}},
		{"created, in HTML", create(nothingToDo), &canned{status: 201, body: "<html>"}, []string{"before any second try"}},
		{"created, too much said", create(nothingToDo, MaxBytes(10)), &canned{status: 201, body: goldenMessage}, []string{"before any second try"}},
	}
}

func TestBadInputs(t *testing.T) {
	t.Parallel()
	rows := badInputs()
	assert.GreaterOrEqual(t, len(rows), 60)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			answer := row.answer
			if answer == nil {
				answer = &canned{status: 200, body: "{}"}
			}
			err := row.try(t.Context(), answer.client(t))
			require.Error(t, err)
			requirePrintable(t, err)
			require.NotContains(t, err.Error(), goodSecret)
			for _, part := range row.says {
				assert.Contains(t, err.Error(), part)
			}
			var paramErr *ParamError
			if row.answer == nil {
				require.ErrorAs(t, err, &paramErr)
				require.ErrorIs(t, err, ErrInvalidParams)
				require.ErrorIs(t, err, ErrNotSent)
				require.Zero(t, answer.requests.Load(), "nothing may be sent")
				for _, p := range paramErr.Problems {
					assert.NotEmpty(t, p.Field)
					assert.NotEmpty(t, p.Problem)
					assert.NotEmpty(t, p.Remedy)
				}
				return
			}
			require.NotErrorAs(t, err, &paramErr)
			require.NotErrorIs(t, err, ErrNotSent)
			require.Equal(t, int64(1), answer.requests.Load(), "the same answer would come again")
		})
	}
}

// TestInlineTwiMLThatTwilioMayKnow is not refused: an element, a voice or a language
// may be newer than this package.
func TestInlineTwiMLThatTwilioMayKnow(t *testing.T) {
	t.Parallel()
	for verbs, passes := range map[string]bool{
		`<Shout>Hello</Shout>`:                                         true,
		`<Say mood="calm">Hello</Say>`:                                 true,
		`<Say voice="Polly.Joana" language="eo-XX">Hello</Say>`:        true,
		`<Gather language="eo-XX"><Say voice="x">Hello</Say></Gather>`: true,
		`<Say/>`:                                     true,
		`<Hangup/><Say>Hello</Say>`:                  true,
		`<Say loop="often">Hi</Say>`:                 false,
		`<Message>Hello</Message>`:                   false,
		`<Gather><Dial>+14155551234</Dial></Gather>`: false,
	} {
		problems := new(Problems)
		checkInlineTwiML(problems, "<Response>"+verbs+"</Response>")
		assert.Equal(t, passes, len(problems.list) == 0, "%s: %v", verbs, problems.list)
		assert.NotEmpty(t, twiml.CheckInline("<Response>"+verbs+"</Response>"), "it is something to check")
	}
}

// TestGzipBomb needs a real transport, which decompresses.
func TestGzipBomb(t *testing.T) {
	t.Parallel()
	for status, size := range map[int]int{200: maxJSONBody + 1, 500: 8 * maxErrorBody} {
		bomb := zipped(size)
		assert.Less(t, len(bomb.body), size/500, "small on the wire")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, bomb.body)
		}))
		t.Cleanup(server.Close)
		client, err := New(cannedAccount, AuthToken(goodSecret), WithBaseURL(server.URL), WithRetry(RetryPolicy{MaxAttempts: 1}))
		require.NoError(t, err)
		t.Cleanup(client.CloseIdleConnections)
		_, err = client.Messages.Get(t.Context(), cannedMessage)
		var tooLarge *TooLargeError
		var apiErr *Error
		if status == http.StatusOK {
			require.ErrorAs(t, err, &tooLarge)
			continue
		}
		require.ErrorAs(t, err, &apiErr)
		assert.LessOrEqual(t, len(apiErr.Body), maxKeptBody)
	}
}
