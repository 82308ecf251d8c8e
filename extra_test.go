package twilio

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/form"
)

// TestWhatExtraGivesIsGiven: a rule about several parameters counts those of Extra,
// by Twilio's own names.
func TestWhatExtraGivesIsGiven(t *testing.T) {
	t.Parallel()
	type message = MessageCreateParams
	long := strings.Repeat("ä", 1601)
	soon := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	const soonText = "2030-01-02T03:04:05Z"
	for name, tt := range map[string]struct {
		try  func(context.Context, *Client) error
		sent url.Values // the part of the request that matters
	}{
		"long body of a template": {try: create(func(p *message) { p.Body, p.Extra = long, url.Values{"ContentSid": {contentSID}} }), sent: url.Values{"ContentSid": {contentSID}}},
		"long body with links":    {try: create(func(p *message) { p.Body, p.Extra = long, url.Values{"ShortenUrls": {"true"}} }), sent: url.Values{"ShortenUrls": {"true"}}},
		"variables of a template": {try: create(func(p *message) {
			p.ContentVariables, p.Extra = map[string]string{"1": "Ada"}, url.Values{"ContentSid": {contentSID}}
		}), sent: url.Values{"ContentVariables": {`{"1":"Ada"}`}}},
		"type and time": {try: create(func(p *message) {
			p.MessagingServiceSID, p.ScheduleType, p.Extra = serviceSID, ScheduleTypeFixed, url.Values{"SendAt": {soonText}}
		}), sent: url.Values{"SendAt": {soonText}, "ScheduleType": {"fixed"}}},
		"time and type": {try: create(func(p *message) {
			p.MessagingServiceSID, p.SendAt, p.Extra = serviceSID, soon, url.Values{"ScheduleType": {"fixed"}}
		}), sent: url.Values{"SendAt": {soonText}, "ScheduleType": {"fixed"}}},
		"time alone implies the type": {try: create(func(p *message) {
			p.MessagingServiceSID, p.Extra = serviceSID, url.Values{"SendAt": {soonText}}
		}), sent: url.Values{"SendAt": {soonText}, "ScheduleType": {"fixed"}}},
		"time with a service": {try: create(func(p *message) {
			p.SendAt, p.Extra = soon, url.Values{"MessagingServiceSid": {serviceSID}}
		}), sent: url.Values{"SendAt": {soonText}, "ScheduleType": {"fixed"}}},
		"time with a service as sender": {try: create(func(p *message) {
			p.From, p.SendAt, p.Extra = "", soon, url.Values{"From": {serviceSID}}
		}), sent: url.Values{"From": {serviceSID}, "ScheduleType": {"fixed"}}},
		"WhatsApp by a service": {try: create(func(p *message) {
			p.To, p.Extra = "whatsapp:+14155551234", url.Values{"MessagingServiceSid": {serviceSID}}
		}), sent: url.Values{"To": {"whatsapp:+14155551234"}}},
		"everything of a message": {try: create(func(p *message) {
			*p = message{Extra: url.Values{"To": {"+14155551234"}, "From": {"+14155556789"}, "MediaUrl": {"https://example.com/a.png", "https://example.com/b.png"}}}
		}), sent: url.Values{"MediaUrl": {"https://example.com/a.png", "https://example.com/b.png"}}},
		"everything of a WhatsApp message": {try: chatting(func(p *WhatsAppSendParams) {
			*p = WhatsAppSendParams{Extra: url.Values{"To": {"whatsapp:+14155551234"}, "MessagingServiceSid": {serviceSID}, "ContentSid": {contentSID}}}
		}), sent: url.Values{"ContentSid": {contentSID}}},
		"everything of a call": {try: dialing(func(p *CallCreateParams) {
			*p = CallCreateParams{Extra: url.Values{"To": {"+14155551234"}, "From": {"+14155556789"}, "Url": {"https://example.com/voice"}}}
		}), sent: url.Values{"Url": {"https://example.com/voice"}}},
		"TwiML of a call":       {try: dialing(func(p *CallCreateParams) { p.URL, p.Extra = "", url.Values{"Twiml": {"<Response/>"}} }), sent: url.Values{"Twiml": {"<Response/>"}}},
		"application of a call": {try: dialing(func(p *CallCreateParams) { p.URL, p.Extra = "", url.Values{"ApplicationSid": {appSID}} }), sent: url.Values{"ApplicationSid": {appSID}}},
		"address of a redirect": {try: redirecting(CallRedirectParams{Extra: url.Values{"Url": {"https://example.com/next"}}}), sent: url.Values{"Url": {"https://example.com/next"}}},
		"TwiML of a redirect":   {try: redirecting(CallRedirectParams{Extra: url.Values{"Twiml": {"<Response/>"}}}), sent: url.Values{"Twiml": {"<Response/>"}}},
		"a change of a call":    {try: updating(CallUpdateParams{Extra: url.Values{"New": {"1"}}}), sent: url.Values{"New": {"1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			transport := new(willing)
			require.NoError(t, tt.try(t.Context(), transport.client(t)))
			for key, values := range tt.sent {
				assert.Equal(t, values, transport.form[key], "once: %s", key)
			}
		})
	}
}

// willing is a transport that answers everything as Twilio does when it is content,
// and keeps the last request and its form.
type willing struct {
	requests int
	last     *http.Request
	form     url.Values
}

func (w *willing) client(t *testing.T) *Client {
	t.Helper()
	client, err := New(testAccount, AuthToken(testToken), WithHTTPClient(&http.Client{Transport: w}))
	require.NoError(t, err)
	return client
}

func (w *willing) RoundTrip(req *http.Request) (*http.Response, error) {
	w.requests++
	w.last, w.form = req, nil
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		if w.form, err = url.ParseQuery(string(body)); err != nil {
			return nil, err
		}
	}
	answer := `{"sid": "` + testMessage + `", "message_sid": "` + testMessage + `", "messages": [], "calls": [], "media_list": [], "next_page_uri": null}`
	if strings.Contains(req.URL.Path, "/Calls") {
		answer = strings.ReplaceAll(answer, testMessage, testCall)
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer))}, nil
}

func redirecting(params CallRedirectParams) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error { return second(c.Calls.Redirect(ctx, testCall, params)) }
}

func updating(params CallUpdateParams) func(context.Context, *Client) error {
	return func(ctx context.Context, c *Client) error { return second(c.Calls.Update(ctx, testCall, params)) }
}

// TestWhatExtraDoesNotGive: other names are other parameters, and a value of Extra
// counts by its text where a rule asks for that.
func TestWhatExtraDoesNotGive(t *testing.T) {
	t.Parallel()
	type message = MessageCreateParams
	long := strings.Repeat("ä", 1601)
	for name, row := range map[string]refusal{
		"small letters":   {name: "", field: "To", try: create(func(p *message) { p.To, p.Extra = "", url.Values{"to": {"+14155551234"}} })},
		"links as before": {name: "", field: "Body", try: create(func(p *message) { p.Body, p.Extra = long, url.Values{"ShortenUrls": {"false"}} })},
		"time without a service": {name: "", field: "MessagingServiceSID", try: create(func(p *message) {
			p.Extra = url.Values{"SendAt": {"2030-01-02T03:04:05Z"}}
		})},
		"type without a time": {name: "", field: "SendAt", try: create(func(p *message) {
			p.MessagingServiceSID, p.Extra = serviceSID, url.Values{"ScheduleType": {"fixed"}}
		})},
		"sender that is no service": {name: "", field: "MessagingServiceSID", try: create(func(p *message) {
			p.From, p.SendAt, p.Extra = "", time.Now().Add(time.Hour), url.Values{"From": {"+14155556789"}}
		})},
		"no instructions":     {name: "", field: "TwiML", try: dialing(func(p *CallCreateParams) { p.URL, p.Extra = "", url.Values{"URL": {"https://example.com/"}} })},
		"no new instructions": {name: "", field: "TwiML", try: redirecting(CallRedirectParams{Extra: url.Values{"Method": {"GET"}}})},
		"both instructions": {name: "", field: "TwiML", try: redirecting(CallRedirectParams{
			TwiML: "<Response/>", Extra: url.Values{"Url": {"https://example.com/"}},
		})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			transport := play()
			err := row.try(t.Context(), testClient(t, transport))
			require.Equal(t, []string{row.field}, problemFields(t, err))
			assert.Empty(t, transport.sent())
		})
	}
}

// TestExtraDoublesNoField: a parameter that a field sends already is ambiguous in
// Extra, whichever field of whichever operation it is.
func TestExtraDoublesNoField(t *testing.T) {
	t.Parallel()
	tried := 0
	for _, b := range operations {
		if b.params == nil || b.op == &tokenCreate { // callers give no parameters of a token
			continue
		}
		fields, err := form.Fields(reflect.TypeOf(b.params))
		require.NoError(t, err)
		for _, f := range fields {
			params := reflect.New(reflect.TypeOf(b.params)).Elem()
			params.FieldByName("Extra").Set(reflect.ValueOf(url.Values{f.Name: {"x"}}))
			_, err := form.Append(nil, form.InForm, params.Interface())
			require.NoError(t, err, "%s %s alone", b.op.Name, f.Name)
			params.FieldByName(f.GoName).Set(something(t, f.Type))
			_, err = form.Append(nil, form.InForm, params.Interface())
			var duplicate *form.DuplicateError
			require.ErrorAs(t, err, &duplicate, "%s %s", b.op.Name, f.Name)
			assert.Equal(t, f.Name, duplicate.Key)
			tried++
		}
	}
	assert.Greater(t, tried, 100)
}

// something is a value of a type that is sent.
func something(t *testing.T, of reflect.Type) reflect.Value {
	t.Helper()
	v := reflect.New(of).Elem()
	switch of.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(time.Minute))
	case reflect.Pointer:
		v.Set(reflect.New(of.Elem()))
	case reflect.Slice:
		v.Set(reflect.Append(v, something(t, of.Elem())))
	case reflect.Map:
		v.Set(reflect.MakeMap(of))
		v.SetMapIndex(something(t, of.Key()), something(t, of.Elem()))
	case reflect.Struct:
		v.Set(reflect.ValueOf(time.Date(2030, 1, 2, 0, 0, 0, 0, time.UTC)))
	default:
		require.Fail(t, "give it a value", of.String())
	}
	return v
}
