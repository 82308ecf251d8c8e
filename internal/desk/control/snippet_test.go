package control_test

import (
	"context"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/simapi"
)

// awkward are texts that a shell or a program could take for something else.
var awkward = []string{
	"plain", "it's", `"quoted"`, "$(touch pwned)", "`id`", "a\nb\tc", `back\slash`, "$HOME ${x}", "@/etc/passwd", "a=b&c=d", "'; rm -rf / #", "emoji 🎉", "\x01\x7f", "!!", "-o /x", "%d %s", "",
}

// sendForm sends a form as any client could, and returns the ID of the request.
func (d *desk) sendForm(address string, form url.Values) int {
	d.t.Helper()
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	require.NoError(d.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(d.sim.AccountSID(), d.sim.AuthToken())
	resp, err := d.sim.Transport().RoundTrip(r)
	require.NoError(d.t, err)
	require.NoError(d.t, resp.Body.Close())
	all := d.sim.Requests()
	return all[len(all)-1].ID
}

func (d *desk) snippet(id int, as string) string {
	d.t.Helper()
	w := d.do(http.MethodGet, "requests/"+itoa(id)+"/snippet?as="+as, "")
	require.Equal(d.t, http.StatusOK, w.Code, w.Body)
	return w.Body.String()
}

// shellWords lets a shell run a command in which curl prints its arguments.
func shellWords(t *testing.T, command string) []string {
	t.Helper()
	shell := exec.CommandContext(context.Background(), "sh", "-c", "curl() { printf '%s\\0' \"$@\"; }\n"+command)
	shell.Env = []string{"TWILIO_ACCOUNT_SID=THE-SID", "TWILIO_AUTH_TOKEN=THE-TOKEN"}
	out, err := shell.Output()
	require.NoError(t, err)
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func TestCurlSnippetIsSafe(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, text := range awkward {
		name := "X" + text
		id := d.sendForm("https://api.twilio.com/2010-04-01/Accounts/"+d.sim.AccountSID()+"/Messages.json", url.Values{"Body": {text}, name: {"1"}})
		words := shellWords(t, d.snippet(id, "curl"))
		sent := url.Values{}
		for i, word := range words {
			switch word {
			case "--data-urlencode":
				name, value, _ := strings.Cut(words[i+1], "=")
				name, err := url.QueryUnescape(name)
				require.NoError(t, err)
				sent.Add(name, value)
			case "--data-raw":
				values, err := url.ParseQuery(words[i+1])
				require.NoError(t, err)
				for name, value := range values {
					sent[name] = append(sent[name], value...)
				}
			}
		}
		assert.Equal(t, []string{"--globoff", "-X", "POST", "https://api.twilio.com/2010-04-01/Accounts/THE-SID/Messages.json", "-u", "THE-SID:THE-TOKEN"}, words[:6])
		assert.Equal(t, url.Values{"Body": {text}, name: {"1"}}, sent, text)
	}
}

func TestGoSnippetIsAProgram(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	base := "https://api.twilio.com/2010-04-01/Accounts/" + d.sim.AccountSID()
	for _, text := range awkward {
		for address, part := range map[string]string{
			base + "/Messages.json":                 "client.Messages.Create(context.Background(), twilio.MessageCreateParams{",
			base + "/Calls.json":                    "client.Calls.Create(context.Background(), twilio.CallCreateParams{",
			base + "/Queues.json":                   "http.NewRequestWithContext",
			"https://verify.twilio.com/v2/Services": "http.NewRequestWithContext",
		} {
			source := d.snippet(d.sendForm(address, url.Values{"To": {ada}, "Body": {text}, "MediaUrl": {"https://a.example", text}, "X" + text: {"1"}}), "go")
			_, err := parser.ParseFile(token.NewFileSet(), "main.go", source, parser.AllErrors)
			require.NoError(t, err, source)
			assert.Contains(t, source, part)
			assert.NotContains(t, source, "5a1d", "neither a token nor an account")
		}
	}
}

func TestSnippetsHaveNoSecrets(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.sendForm("https://api.twilio.com/2010-04-01/Accounts/"+d.sim.AccountSID()+"/Calls.json?AuthToken=sesame1", url.Values{
		"SipAuthPassword": {"sesame2"}, "Client_Secret": {"sesame3"}, "To": {ada},
	})
	for _, as := range []string{"go", "curl"} {
		text := d.snippet(id, as)
		assert.NotContains(t, text, "sesame")
		assert.NotContains(t, text, d.sim.AuthToken())
		assert.Contains(t, text, "REDACTED")
		assert.Contains(t, text, "TWILIO_AUTH_TOKEN")
	}
}

// A host that is none of Twilio's would be sent the credentials of whoever runs the code.
func TestNoSnippetForAnotherHost(t *testing.T) {
	t.Parallel()
	d, doc := newDesk(t), readSchema(t)
	for _, path := range []string{"/evil.example%23/x", "/evil.example%2F/x", "/x@evil.example/x"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1"+path, http.NoBody)
		r.SetBasicAuth(d.sim.AccountSID(), d.sim.AuthToken())
		d.sim.Handler().ServeHTTP(httptest.NewRecorder(), r)
		id := len(d.sim.Requests())
		checkRefusal(t, &doc, d.do(http.MethodGet, "requests/"+itoa(id)+"/snippet?as=curl", ""), http.StatusConflict, "", path)
	}
}

func TestRepeatARequest(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.send(ada, "Hi")
	again := answered[simapi.Request](d, d.do(http.MethodPost, "requests/1/repeat", `{}`))
	assert.Equal(t, 2, again.ID)
	assert.Len(t, d.sim.Messages(), 2)
}
