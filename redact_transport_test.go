package twilio

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/redact"
)

// TestAnErrorOfATransportShowsNoRequest: the words of a caller's RoundTripper about the
// request do not reach the text, and stay within reach.
func TestAnErrorOfATransportShowsNoRequest(t *testing.T) {
	t.Parallel()
	cause := errors.New("boom")
	for name, show := range map[string]func(*http.Request, string) error{
		"address": func(r *http.Request, _ string) error { return fmt.Errorf("%s %s: %w", r.Method, r.URL, cause) },
		"path":    func(r *http.Request, _ string) error { return fmt.Errorf("%s: %w", r.URL.RequestURI(), cause) },
		"body":    func(_ *http.Request, body string) error { return fmt.Errorf("sending %s: %w", body, cause) },
		"decoded": func(_ *http.Request, body string) error {
			form, _ := url.QueryUnescape(body)
			return fmt.Errorf("sending %s: %w", form, cause)
		},
		"headers": func(r *http.Request, _ string) error { return fmt.Errorf("%v: %w", r.Header, cause) },
		"nested": func(r *http.Request, _ string) error {
			return fmt.Errorf("twice: %w", &url.Error{Op: "Post", URL: r.URL.String(), Err: cause})
		},
	} {
		transport := answer(func(req *http.Request) (*http.Response, error) {
			var body []byte
			if req.Body != nil {
				body, _ = io.ReadAll(req.Body)
			}
			return nil, show(req, string(body))
		})
		for _, call := range []string{"create", "get"} {
			err := callsOfEachClass[call](t.Context(), testClient(t, transport, WithClock(newFakeClock())))
			require.ErrorIs(t, err, cause, name)
			require.ErrorContains(t, err, "boom", name)
			for _, shown := range []string{"2010-04-01", "Accounts", testMessage, "Hello", "To=", "Basic QUM", testToken} {
				assert.NotContains(t, err.Error(), shown, name)
			}
		}
	}
	transport := answer(func(req *http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("%s?%s: %w", req.URL.Path, req.URL.RawQuery, cause)
	})
	_, err := testClient(t, transport, WithClock(newFakeClock())).Messages.List(t.Context(), MessageListParams{To: "+14155551234"})
	require.ErrorIs(t, err, cause)
	assert.NotContains(t, err.Error(), "4155")
}

// shownParameters are values that no error may show, each longer than three letters
// but for the last.
func shownParameters() MessageCreateParams {
	return MessageCreateParams{
		To: "+14155551234", From: "+14155556789", Body: "Grüße, \"Ada\" & Bob: <b>your code is 472913</b>", StatusCallback: "https://example.com/status?user=ada",
		MediaURL: []string{"https://example.com/cat.png"}, Extra: url.Values{"Note": {"hush"}, "Pin": {"742"}, "Tag": {"quiet words"}},
	}
}

// TestAnErrorOfATransportShowsNoParameter: a transport may have parsed the request,
// and may show it in whatever notation, whole or cut short.
func TestAnErrorOfATransportShowsNoParameter(t *testing.T) {
	t.Parallel()
	for name, show := range map[string]func(*http.Request, string) any{
		"values": func(_ *http.Request, body string) any { form, _ := url.ParseQuery(body); return form },
		"map": func(_ *http.Request, body string) any {
			form, _ := url.ParseQuery(body)
			return map[string][]string(form)
		},
		"post form": func(r *http.Request, body string) any { setBody(r, body); _ = r.ParseForm(); return r.PostForm },
		"request":   func(r *http.Request, body string) any { setBody(r, body); _ = r.ParseForm(); return *r },
		"dump": func(r *http.Request, body string) any {
			setBody(r, body)
			dump, _ := httputil.DumpRequestOut(r, true)
			return string(dump)
		},
		"dump, cut": func(r *http.Request, body string) any {
			setBody(r, body)
			dump, _ := httputil.DumpRequestOut(r, true)
			return string(dump[:len(dump)-60])
		},
		"bytes":         func(_ *http.Request, body string) any { return []byte(body) },
		"base64":        func(_ *http.Request, body string) any { return base64.StdEncoding.EncodeToString([]byte(body)) },
		"escaped twice": func(_ *http.Request, body string) any { return url.QueryEscape(body) },
		"JSON": func(_ *http.Request, body string) any {
			form, _ := url.ParseQuery(body)
			text, _ := json.Marshal(form)
			return string(text)
		},
		"JSON, unquoted": func(_ *http.Request, body string) any {
			form, _ := url.ParseQuery(body)
			text, _ := json.MarshalIndent(form, "", " ")
			return text
		},
		"each": func(_ *http.Request, body string) any {
			form, _ := url.ParseQuery(body)
			return fmt.Sprintf("%q %s to %v, note %v, pin=%v, callback to %s", form.Get("Body"), form.Get("Body"), form["To"], form["Note"], form.Get("Pin"), form.Get("StatusCallback"))
		},
		"cut": func(_ *http.Request, body string) any { form, _ := url.ParseQuery(body); return form.Get("Body")[:30] },
	} {
		for _, format := range []string{"%v", "%+v", "%s", "%q", "%#v", "%x"} {
			if format == "%x" && name != "bytes" { // the beginning of a request, in numbers, may be any text's
				continue
			}
			transport := answer(func(req *http.Request) (*http.Response, error) {
				body, _ := io.ReadAll(req.Body)
				return nil, fmt.Errorf("gateway: "+format+": %w", show(req, string(body)), errCable)
			})
			_, err := testClient(t, transport).Messages.Create(t.Context(), shownParameters())
			require.ErrorIs(t, err, errCable)
			assertShowsNoParameter(t, err.Error(), name+", "+format)
		}
	}
}

// TestAnErrorOfATransportShowsNoEnd: an escaped character does not end a parameter,
// however long its beginning is.
func TestAnErrorOfATransportShowsNoEnd(t *testing.T) {
	t.Parallel()
	params := MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Your personal note: \"Ada\" & <b>Bob</b>\nthe code is 472913, or 100%41 of it, see https://example.com/?id=ab12&x=%20"}
	for name, show := range map[string]func(form url.Values) any{
		"JSON":        func(form url.Values) any { text, _ := json.Marshal(form); return string(text) },
		"JSON, twice": func(form url.Values) any { text, _ := json.Marshal(form); return strconv.Quote(string(text)) },
		"JSON, cut": func(form url.Values) any {
			text, _ := json.Marshal(form.Get("Body"))
			return string(text[:len(text)-14])
		},
		"Go":   func(form url.Values) any { return fmt.Sprintf("%#v", form) },
		"HTML": func(form url.Values) any { return html.EscapeString(form.Get("Body")) },
		"XML": func(form url.Values) any {
			return strings.ReplaceAll(html.EscapeString(form.Get("Body")), "&#34;", "&quot;")
		},
		"as it is": func(form url.Values) any { return form.Get("Body") },
		"in lines": func(form url.Values) any { return strings.ReplaceAll(form.Get("Body"), " ", "\n") },
		"escaped":  func(form url.Values) any { return form.Encode() },
	} {
		transport := answer(func(req *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(req.Body)
			form, _ := url.ParseQuery(string(body))
			return nil, fmt.Errorf("gateway: %v: %w", show(form), errCable)
		})
		_, err := testClient(t, transport).Messages.Create(t.Context(), params)
		require.ErrorIs(t, err, errCable)
		for _, shown := range []string{"personal", "Ada", "Bob", "code", "472913", "100"} {
			assert.NotContains(t, err.Error(), shown, name)
		}
	}
}

// setBody gives a request its body back.
func setBody(r *http.Request, body string) { r.Body = io.NopCloser(strings.NewReader(body)) }

// pointer is an address of the memory, as fmt writes it.
var pointer = regexp.MustCompile("0x[0-9a-f]{6,}")

func assertShowsNoParameter(t *testing.T, text, name string) {
	t.Helper()
	assert.Contains(t, text, "gateway: ", name)
	text = pointer.ReplaceAllString(text, "0x") // whose digits may be those of a parameter
	for _, shown := range []string{"4155551234", "415555", "Ada", "Gr", "your", "code is", "472913", "ada", "status?", "cat.png", "hush", "742", "quiet", "words", testToken, "Basic QUM"} {
		for _, form := range redact.Escaped(shown) {
			assert.NotContains(t, text, form, name)
		}
	}
}

// TestAnErrorOfATransportShowsNoQuery: a list has its parameters in the address, and a
// raw request may have JSON.
func TestAnErrorOfATransportShowsNoQuery(t *testing.T) {
	t.Parallel()
	for _, show := range []func(*http.Request) string{
		func(r *http.Request) string { return fmt.Sprint(r.URL.Query()) },
		func(r *http.Request) string { return fmt.Sprintf("%#v", r.URL.Query()) },
		func(r *http.Request) string { return fmt.Sprintf("%+v", *r.URL) },
		func(r *http.Request) string { return r.URL.Query().Get("To") + " of " + r.URL.Query().Encode() },
		func(r *http.Request) string { return fmt.Sprintf("%q", strings.Split(r.URL.Path, "/")) },
	} {
		transport := answer(func(req *http.Request) (*http.Response, error) { return nil, fmt.Errorf("%s: %w", show(req), errCable) })
		_, err := testClient(t, transport, WithClock(newFakeClock())).Messages.List(t.Context(), MessageListParams{To: "whatsapp:+14155551234"})
		require.ErrorIs(t, err, errCable)
		for _, shown := range []string{"whatsapp", "1415", testAccount, "Messages.json"} {
			assert.NotContains(t, err.Error(), shown)
		}
	}
	transport := answer(func(req *http.Request) (*http.Response, error) {
		body, _ := io.ReadAll(req.Body)
		var value any
		_ = json.Unmarshal(body, &value)
		return nil, fmt.Errorf("%s, %v, %q: %w", body, value, value, errCable)
	})
	err := testClient(t, transport).invokeOwn(t.Context(), ownOperation{Method: http.MethodPost, Host: "content", Path: "/v1/Content", JSON: map[string]any{"name": "quiet words", "list": []any{map[string]any{"body": "Grüße \"Ada\""}, 472913}}}, nil)
	require.ErrorIs(t, err, errCable)
	for _, shown := range []string{"quiet", "Gr", "Ada", "472913"} {
		assert.NotContains(t, err.Error(), shown)
	}
}

// carelessError shows a request in its fields alone.
type carelessError struct {
	Request string
	Header  http.Header
}

func (carelessError) Error() string { return "refused" }

// TestAnErrorOfATransportKeepsItsFields to itself, whatever prints it, and stays
// within reach.
func TestAnErrorOfATransportKeepsItsFields(t *testing.T) {
	t.Parallel()
	transport := answer(func(req *http.Request) (*http.Response, error) {
		return nil, carelessError{Request: req.URL.String() + "?token=" + testToken, Header: req.Header}
	})
	for _, call := range []string{"create", "get"} {
		err := callsOfEachClass[call](t.Context(), testClient(t, transport, WithClock(newFakeClock())))
		var careless carelessError
		require.ErrorAs(t, err, &careless)
		var lost *TransportError
		require.ErrorAs(t, err, &lost)
		for _, shown := range []any{err, lost, *lost, struct{ Err error }{Err: lost}, struct{ Err error }{Err: lost.Err}} {
			text := printed(t, shown)
			assert.Contains(t, text, "refused")
			for _, hidden := range []string{testToken, "twilio.com", "Basic "} {
				assert.NotContains(t, text, hidden)
			}
		}
	}
}
