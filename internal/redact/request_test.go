package redact

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRequest: the parts of a request disappear from a text in the notations of
// transports, and the rest of the text stays.
func TestRequest(t *testing.T) {
	t.Parallel()
	const form = "Body=your+code+is+472913&Pin=742&To=%2B14155551234"
	req, err := http.NewRequest(http.MethodPost, "https://api.twilio.com/2010-04-01/Accounts/"+accountSID+"/Messages.json?Tag=quiet+words", http.NoBody)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Basic QUMwaHVzaA==")
	req.Header.Set("User-Agent", "go-twilio")
	const template = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
	for _, tt := range []struct{ name, text, want string }{
		{name: "no part", text: "connection reset by go-twilio", want: "connection reset by go-twilio"},
		{name: "address", text: "Post " + req.URL.String() + ": EOF", want: "Post […]: EOF"},
		{name: "path", text: "no route to " + req.URL.Path, want: "no route to […]"},
		{name: "query", text: "with Tag=quiet+words, said", want: "with […], said"},
		{name: "value of the query", text: `sent "quiet words" to`, want: `sent "[…]" to`},
		{name: "body", text: "sending " + form + " failed", want: "sending […] failed"},
		{name: "value of the body", text: "text your code is 472913 is long", want: "text […] is long"},
		{name: "beginning of a value", text: "text your code is 47", want: "text […]"},
		{name: "value escaped twice", text: "text your%2520code%2520is%2520472913.", want: "text […]."},
		{name: "short value behind its name", text: `{"Pin":"742"}`, want: `{"Pin":"[…]"}`},
		{name: "short value elsewhere", text: "line 742", want: "line 742"},
		{name: "header", text: "Authorization: Basic QUMwaHVzaA==.", want: "Authorization: […]."},
		{name: "word of the template", text: "Accounts of Messages", want: "Accounts of Messages"},
		{name: "long text", text: strings.Repeat("word ", 2000), want: strings.Repeat("word ", maxRead/len("word ")) + "…"},
	} {
		assert.Equal(t, tt.want, Request(tt.text, req, []byte(form), template), tt.name)
	}
	assert.Equal(t, `[…] and ["[…]"]`, Request(`Grüße "Ada" and ["472913"]`, req, []byte(`{"a":{"body":"Grüße \"Ada\""},"n":[472913]}`), template))
}

// FuzzRequest: a parameter of some length is not shown, whatever surrounds it.
func FuzzRequest(f *testing.F) {
	f.Add("quiet words", "sending ", ", then")
	f.Add("a&b=c%41", "%", "\\")
	f.Fuzz(func(t *testing.T, value, before, after string) {
		if len(value) < 16 || len(before)+len(value)+len(after) > 1000 || !utf8.ValidString(value) || strings.ContainsAny(value, `%=\&`) {
			return
		}
		req := &http.Request{URL: &url.URL{Scheme: "https", Host: "api.twilio.com", Path: "/x"}}
		clean := Request(before+" "+value+" "+after, req, []byte(url.Values{"Body": {value}}.Encode()), "/x")
		if !strings.Contains(before, value) && !strings.Contains(after, value) {
			assert.NotContains(t, clean, value)
		}
	})
}
