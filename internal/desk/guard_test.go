package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/internal/desk"
)

// TestAttacksOnEveryPath: pages that a browser shows reach the socket. Each attack is tried on
// every path, Twilio's own included, and changes nothing.
func TestAttacksOnEveryPath(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{Hosts: []string{"twilio-sim"}})
	attacks := []struct {
		name, host string
		headers    []string
		status     int
	}{
		{"DNS rebinding", "evil.example.com:PORT", nil, http.StatusMisdirectedRequest},
		{"DNS rebinding below a name of the desk", "evil.twilio-sim", nil, http.StatusMisdirectedRequest},
		{"a name that ends like loopback", "evillocalhost", nil, http.StatusMisdirectedRequest},
		{"a name that begins like loopback", "127.0.0.1.evil.example.com", nil, http.StatusMisdirectedRequest},
		{"a name that ends like Twilio's", "eviltwilio.com", nil, http.StatusMisdirectedRequest},
		{"a name that begins like Twilio's", "api.twilio.com.evil.example.com", nil, http.StatusMisdirectedRequest},
		{"an address that the server does not listen on", "192.0.2.1:PORT", nil, http.StatusMisdirectedRequest},
		{"a user before the host", "localhost@evil.example.com", nil, http.StatusBadRequest},
		{"a number for an address", "2130706433", nil, http.StatusMisdirectedRequest},
		{"a form of another site", "127.0.0.1:PORT", []string{"Origin: https://evil.example.com"}, http.StatusForbidden},
		{"a page of another port", "127.0.0.1:PORT", []string{"Origin: http://127.0.0.1:3000"}, http.StatusForbidden},
		{"a page of another name of this machine", "127.0.0.1:PORT", []string{"Origin: http://localhost:PORT"}, http.StatusForbidden},
		{"a page of another scheme", "127.0.0.1:PORT", []string{"Origin: https://127.0.0.1:PORT"}, http.StatusForbidden},
		{"a page without an origin of its own", "127.0.0.1:PORT", []string{"Origin: null"}, http.StatusForbidden},
		{"an empty origin", "127.0.0.1:PORT", []string{"Origin:"}, http.StatusForbidden},
		{"two origins", "127.0.0.1:PORT", []string{"Origin: http://127.0.0.1:PORT", "Origin: https://evil.example.com"}, http.StatusForbidden},
		{"an image of another site", "127.0.0.1:PORT", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"}, http.StatusForbidden},
		{"a fetch without CORS of a neighbour", "127.0.0.1:PORT", []string{"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors"}, http.StatusForbidden},
		{"a navigation from another site", "127.0.0.1:PORT", []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"}, http.StatusForbidden},
		{"a site that nobody knows", "127.0.0.1:PORT", []string{"Sec-Fetch-Site: elsewhere"}, http.StatusForbidden},
		{"its own origin, but another site", "127.0.0.1:PORT", []string{"Origin: http://127.0.0.1:PORT", "Sec-Fetch-Site: cross-site"}, http.StatusForbidden},
		{"a webhook that comes back", "127.0.0.1:PORT", []string{"X-Twilio-Signature: c2lnbmVk"}, http.StatusLoopDetected},
	}
	paths := []string{"/", "/_sim", "/_sim/", "/_sim/v1/status", "/_sim/v1/events", "/readyz", "/livez", "/storage/x", "/api/2010-04-01/Accounts/" + d.Example().AccountSID() + "/Messages.json", "/verify/v2/Services"}
	for _, attack := range attacks {
		resp, body := send(t, d, create(d, attack.host, attack.headers...))
		assert.Equal(t, attack.status, resp.StatusCode, "%s: POST: %s", attack.name, body)
		assertNoCORS(t, resp, attack.name)
		for _, path := range paths {
			for _, method := range []string{"GET", "HEAD", "POST"} {
				resp, _ := send(t, d, method+" "+path+" HTTP/1.1\nHost: "+attack.host+"\nContent-Length: 0\n"+strings.Join(append(attack.headers, auth(d)), "\n"))
				assert.Equal(t, attack.status, resp.StatusCode, "%s: %s %s", attack.name, method, path)
			}
		}
	}
	assert.Empty(t, d.Example().Messages())
	assert.Empty(t, d.Example().Requests())
}

func assertNoCORS(t *testing.T, resp *http.Response, name string) {
	t.Helper()
	for header := range resp.Header {
		assert.False(t, strings.HasPrefix(header, "Access-Control-"), "%s: %s", name, header)
	}
}

// TestRefusalsNameTheRemedy: whoever has a name of their own for this machine is told the flag.
func TestRefusalsNameTheRemedy(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	_, body := send(t, d, "GET /readyz HTTP/1.1\nHost: twilio:7070")
	assert.Contains(t, body, "-host twilio")
	_, body = send(t, d, "GET /readyz HTTP/1.1\nHost: <script>alert(1)</script>")
	assert.NotContains(t, body, "<")
	resp, _ := send(t, d, "GET /readyz HTTP/1.1\nHost: <b>")
	assert.GreaterOrEqual(t, resp.StatusCode, 400)
}

// TestOwnPage: the page of the desk itself, a person who opens it and a program get through.
func TestOwnPage(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	for _, headers := range []string{
		"", "\nSec-Fetch-Site: none\nSec-Fetch-Mode: navigate", "\nSec-Fetch-Site: same-origin", "\nOrigin: http://localhost:PORT\nSec-Fetch-Site: same-origin",
	} {
		resp, _ := send(t, d, "GET /readyz HTTP/1.1\nHost: localhost:PORT"+headers)
		assert.Equal(t, http.StatusOK, resp.StatusCode, headers)
	}
	resp, _ := send(t, d, create(d, "localhost:PORT", "Origin: http://localhost:PORT"))
	assert.Equal(t, http.StatusCreated, resp.StatusCode)
}

// TestPreflight: no answer to OPTIONS lets another origin in.
func TestPreflight(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	for _, path := range []string{"*", "/", "/_sim/v1/faults", "/api/2010-04-01/Accounts.json"} {
		for _, headers := range []string{"", "\nOrigin: http://127.0.0.1:PORT\nAccess-Control-Request-Method: POST", "\nOrigin: https://evil.example.com\nAccess-Control-Request-Method: POST"} {
			resp, _ := send(t, d, "OPTIONS "+path+" HTTP/1.1\nHost: 127.0.0.1:PORT"+headers)
			assert.GreaterOrEqual(t, resp.StatusCode, 400, path+headers)
			assertNoCORS(t, resp, path)
		}
	}
}

// TestWritesNeedJSON: a form of a page cannot send what the control API takes.
func TestWritesNeedJSON(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	for _, media := range []string{"", "\nContent-Type: text/plain", "\nContent-Type: application/x-www-form-urlencoded", "\nContent-Type: multipart/form-data; boundary=x", "\nContent-Type: text/plain; application/json", "\nContent-Type: application/jsonp", "\nContent-Type: application/json\nContent-Type: text/plain"} {
		for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
			resp, body := send(t, d, method+" /_sim/v1/faults HTTP/1.1\nHost: localhost\nContent-Length: 2"+media+"\n\n{}")
			assert.Equal(t, http.StatusUnsupportedMediaType, resp.StatusCode, method+media)
			assert.JSONEq(t, `{"error":{"message":"A write needs JSON.","field":"","remedy":"Send the header Content-Type: application/json and a JSON object, {} if it has no parameters."}}`, body, method+media)
		}
	}
	for _, method := range []string{"TRACE", "PROPFIND", "FOO"} {
		resp, _ := send(t, d, method+" /_sim/v1/faults HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: 2\n\n{}")
		assert.Equal(t, http.StatusMethodNotAllowed, resp.StatusCode, method)
	}
}

// TestHeaders: everything under /_sim/ says what a browser may do with it, errors included.
func TestHeaders(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	for _, request := range []string{
		"GET /_sim/ HTTP/1.1\nHost: localhost", "GET /_sim/nowhere HTTP/1.1\nHost: localhost", "GET /_sim/v1/nowhere HTTP/1.1\nHost: localhost",
		"POST /_sim/v1/faults HTTP/1.1\nHost: localhost\nContent-Length: 0", "GET /_sim/ HTTP/1.1\nHost: evil.example.com",
		"GET /_sim/../_sim/v1/status HTTP/1.1\nHost: localhost",
	} {
		resp, _ := send(t, d, request)
		policy := resp.Header.Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'none'", "script-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"} {
			assert.Contains(t, policy, rule, request)
		}
		assert.NotContains(t, policy, "unsafe", request)
		for header, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			assert.Equal(t, want, resp.Header.Get(header), header+" "+request)
		}
	}
}

// TestTwilioHostsHaveNoPage: a page under a name of Twilio's would have the origin of a
// website that the browser may know.
func TestTwilioHostsHaveNoPage(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{})
	for _, path := range []string{"/_sim", "/_sim/", "/_sim/v1/status", "/%5fsim/", "/_sim/../_sim/"} {
		resp, _ := send(t, d, "GET "+path+" HTTP/1.1\nHost: www.twilio.com")
		assert.Equal(t, http.StatusMisdirectedRequest, resp.StatusCode, path)
	}
	resp, _ := send(t, d, "GET / HTTP/1.1\nHost: www.twilio.com")
	assert.Empty(t, resp.Header.Get("Location"))
}
