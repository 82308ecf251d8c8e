package redact

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// foreignCredentials are credentials that are not the client's own, as programs write
// them. Each holds "hush".
func foreignCredentials() []string {
	return []string{
		"Authorization: Bearer hush", "authorization: bearer hush.hush-hush", "AUTHORIZATION: hush", "Authorization=hush", "Authorization:hush", `"Authorization":"Bearer hush"`, `"Authorization": ["Bearer hush"]`,
		"map[Authorization:[Bearer hush] Accept:[*/*]]", `http.Header{"Authorization":[]string{"Bearer hush"}, "A":[]string{"b"}}`, `{\"Authorization\":\"Bearer hush\"}`, `'Authorization': 'Bearer hush'`,
		"Proxy-Authorization: Basic aHVzaDpodXNo+hush==", "Proxy-Authorization: Digest username=\"hush\", realm=\"a hush\", response=\"hush\"", "Authorization: AWS4-HMAC-SHA256 Credential=hush/1/us, SignedHeaders=host;date, Signature=hush",
		"Authorization%3A+Bearer+hush", "Authorization%3DBearer%20hush", "%22Authorization%22%3A%22Bearer%20hush%22", "X-Forwarded-Authorization: Token hush",
		"Cookie: hush", "Cookie: a=hush", "Cookie: a=hush; b=hush; c=hush", "Set-Cookie: sid=hush; Path=/; HttpOnly", "map[Cookie:[a=hush; b=[hush] hush] A:[b]]", `"Cookie":["a=hush","b=hush"]`, "Cookie:\ta=hush;\r\n b=hush",
		"X-Api-Key: hush", "x-api-key:hush", "X-API-Key=hush", "X_API_KEY=hush", "api_key=hush", "apikey=hush", "apiKey: hush", `"api_key": "hush hush"`, "api-key 'x', api_key='hush hush'", "X-Auth-Token: hush", "X-Amz-Security-Token: hush",
		"X-Vault-Token: hush", "X-Goog-Api-Key: [hush]", "Ocp-Apim-Subscription-Key: hush", "X-Twilio-Signature: hush", "X-CSRF-Token: hush", "access_token=hush", "refresh_token=hush&x=y", "a=b&token=hush&c=d", `{"token":"hush"}`, `{"password":"hu\"hush"}`,
		"password: hush", "password=hush", "PGPASSWORD=hush", "client_secret=hush", "secret: hush", "clientSecret:hush", "passwd=hush", "private-key: hush", "key=hush", "sig=hush", "Signature=hush", "session_token => hush",
		"Bearer hush1234", "bearer HUSHhush", "Basic aHVzaDpodXNo/hush=", "Bearer+hush1234", "Bearer%20hush1234", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodXNoIn0.hush", "the token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodXNoIn0.hush is old",
		"https://user:hush@example.com/", "http://user:hush@10.0.0.1:3128", "user:hush@example.com:443", "https://example.com/?api_key=hush", "//user:hush@example.com", "socks5://:hush@h", "u%3Ahush%40h",
	}
}

// TestForeignCredentials: none is shown, whatever quotes it, and the text around it stays.
func TestForeignCredentials(t *testing.T) {
	t.Parallel()
	for _, shown := range foreignCredentials() {
		for _, text := range []string{shown, "boom: " + shown + ": bang", "boom (" + shown + ")", "boom\r\n" + shown + "\r\nHost: x"} {
			assert.NotContains(t, strings.ToLower(Line(text)), "hush", text)
			assert.True(t, text == shown || strings.HasPrefix(Line(text), "boom"), text)
		}
	}
	for text, want := range map[string]string{
		"boom: Authorization: Bearer hush: bang":          "boom: Authorization: [redacted]: bang",
		"boom: Cookie: a=hush; b=hush: bang":              "boom: Cookie: [redacted]: bang",
		"boom: X-Api-Key: hush, then bang":                "boom: X-Api-Key: [redacted], then bang",
		`{"api_key": "hush", "status": 4}`:                `{"api_key": [redacted], "status": 4}`,
		"map[Authorization:[Bearer hush] Accept:[a]]: no": "map[Authorization:[redacted] Accept:[a]]: no",
		"token=hush&status=4":                             "token=[redacted]&status=4",
	} {
		assert.Equal(t, want, Credentials(text))
	}
}

// TestSentencesAreNoCredentials: a sentence may speak of tokens, keys and basic things.
func TestSentencesAreNoCredentials(t *testing.T) {
	t.Parallel()
	texts := []string{
		"no access token: HTTP 401, code 20003", "invalid token: it has expired", "unexpected token at line 3", "the key: it is missing", "Basic authentication required", "bearer tokens are not accepted",
		"the session: closed", "foreign key violation", "auth failed: no route", "Authenticate", "Authentication Error - invalid username", "credentials: wrong or missing", "code: 20404, status: 404",
		"dial tcp: lookup api.twilio.com: no such host", "tls: failed to verify certificate: x509: certificate signed by unknown authority", "http: server gave HTTP response to HTTPS client", "monkey: see, turkey=yes",
		"net/http: TLS handshake timeout", "proxyconnect tcp: dial tcp 192.0.2.1:3128: connect: connection refused", "Post [address]: EOF", "SID=" + messageSID, "a=b&c=d", "", "=", ":", "token", "Authorization", "Authorization:", "Bearer ",
	}
	for _, text := range texts {
		assert.Equal(t, text, Credentials(text))
	}
}

// FuzzCredentials: the value behind the name of a header is gone, and nothing is hidden
// twice.
func FuzzCredentials(f *testing.F) {
	for _, text := range foreignCredentials() {
		f.Add(text, "hush")
	}
	f.Add("0", "x")
	f.Add("Authorization: [", "]")
	f.Add("Authorization=&x", "]")
	f.Add(`"Cookie":"`, `\"`)
	f.Fuzz(func(t *testing.T, text, value string) {
		clean := Credentials(text)
		assert.Equal(t, clean, Credentials(clean))
		if value == "" || strings.IndexFunc(value, ascii.NotAlphanumeric) >= 0 || strings.Contains(Mark, value) {
			return
		}
		for _, format := range []string{"X-Api-Key: %s", `{"Authorization":["Bearer %s"]}`, "Cookie: a=%s; b=%s", "password=%s"} {
			format = "x " + format
			if !strings.Contains(strings.ReplaceAll(format, "%s", ""), value) {
				assert.NotContains(t, Credentials(strings.ReplaceAll(format, "%s", value)), value)
			}
		}
	})
}
