package redact

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestAddresses: an address may hold a password, a number and a query.
func TestAddresses(t *testing.T) {
	t.Parallel()
	const a = hiddenAddress
	for text, want := range map[string]string{
		"somebody pulled the cable at https://user:pa%2Bss@example.com/+14155551234?To=%2B14155551234": "somebody pulled the cable at " + a,
		`Post "https://user:secret@example.com/a?To=%2B14155551234": dial tcp: no such host`:           `Post "` + a + `": dial tcp: no such host`,
		"see https://www.twilio.com/docs/errors/21211.":                                                "see " + a + ".",
		"proxy (http://u:p@10.0.0.1:3128), then <wss://example.com>;":                                  "proxy (" + a + "), then <" + a + ">;",
		`{"url":"https:\/\/u:p@example.com\/x","a":1}`:                                                 `{"url":"` + a + `","a":1}`,
		`{"url":"https:\/\/example.com\/x"} wss:\/\/example.com`:                                       `{"url":"` + a + `"} ` + a, "next=https%3a%2f%2fexample.com%2Fx": a, "/x%3Ftoken%3Dsecret": a,
		"next=https%3A%2F%2Fu%3Ap%40example.com%2F":                   a,
		"user:secret@example.com:443 refused":                         a + " refused",
		"u%3Asecret%40example.com":                                    a,
		"GET /v1/x?token=secret&a=b failed":                           "GET " + a + " failed",
		"sip:alice@example.com, bob@example.com":                      a + ", " + a,
		"redis://:secret@cache/0 and postgres://u:p@db/x?sslmode=off": a + " and " + a,
		"https:\u200b//user:secret@example.com":                       "https: " + a,
		"what? no = sign, 100 %, a @ b, @all, x@":                     "what? no = sign, 100 %, a @ b, @all, x@",
		"/2010-04-01/Accounts/" + accountSID + "/Messages.json":       "/2010-04-01/Accounts/" + accountSID + "/Messages.json",
		"dial tcp: lookup api.twilio.com: no such host":               "dial tcp: lookup api.twilio.com: no such host",
	} {
		assert.Equal(t, want, Line(text), text)
	}
}
