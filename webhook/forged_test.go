package webhook_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/seed15d99369/twilio/webhook"
)

// TestForgedHosts: a request that Twilio signed for another server of the account is
// no request for this one.
func TestForgedHosts(t *testing.T) {
	t.Parallel()
	form := url.Values{"Body": {"Hi"}}
	const here = "https://hooks.example.com/sms"
	named := []webhook.Option{webhook.Hosts("hooks.example.com")}
	public := []webhook.Option{webhook.PublicURL("https://hooks.example.com")}
	forwarded := []webhook.Option{webhook.Hosts("hooks.example.com"), webhook.TrustForwardedHeaders()}
	tests := []signedRequest{
		{name: "public, another host", signed: "https://tests.example.com/sms", address: "https://tests.example.com/sms", opts: public, want: webhook.ErrWrongSignature},
		{name: "public, another host in a header", signed: "https://tests.example.com/sms", address: here, header: []string{"X-Forwarded-Host", "tests.example.com"}, opts: public, want: webhook.ErrWrongSignature},
		{name: "public, neither of two", signed: "https://tests.example.com/sms", address: "https://tests.example.com/sms", opts: append(public, webhook.PublicURL("https://calls.example.com")), want: webhook.ErrWrongSignature},
		{name: "public, the path of another", signed: "https://calls.example.com/sms", address: here, opts: append(public, webhook.PublicURL("https://calls.example.com/api")), want: webhook.ErrWrongSignature},
		{name: "forwarded, another host", signed: "https://tests.example.com/sms", address: here, header: []string{"X-Forwarded-Host", "tests.example.com"}, opts: forwarded, want: webhook.ErrUnknownHost},
		{name: "forwarded, another host before the own", signed: "https://tests.example.com/sms", address: here, header: []string{"X-Forwarded-Host", "tests.example.com, hooks.example.com"}, opts: forwarded, want: webhook.ErrUnknownHost},
		{name: "forwarded, the own host but not believed", signed: here, address: "https://10.0.0.7/sms", header: []string{"X-Forwarded-Host", "hooks.example.com"}, opts: named, want: webhook.ErrUnknownHost},
		{name: "forwarded, the own host with a path", signed: "https://hooks.example.com/a/sms", address: here, header: []string{"X-Forwarded-Host", "hooks.example.com/a"}, opts: forwarded, want: webhook.ErrWrongSignature},
		{name: "http for https", signed: "http://hooks.example.com/sms", address: here, opts: named, want: webhook.ErrWrongSignature},
		{name: "https for http", signed: here, address: "http://hooks.example.com/sms", opts: named, want: webhook.ErrWrongSignature},
		{name: "another port", signed: "https://hooks.example.com:9443/sms", address: "https://hooks.example.com:8443/sms", opts: named, want: webhook.ErrWrongSignature},
		{name: "the port of http", signed: "https://hooks.example.com:80/sms", address: here, opts: named, want: webhook.ErrWrongSignature},
		{name: "wss for https", signed: "wss://hooks.example.com/sms", address: here, opts: named, want: webhook.ErrWrongSignature},
	}
	for _, host := range []string{
		"tests.example.com", "hooks.example.com.", "hooks.example.com.tests.example.com", "xhooks.example.com", "example.com", "com", "HOOKS.EXAMPLE.COM.TEST",
		"tests.example.com:443", "[hooks.example.com]", "hooks.example.com:", "hooks.example.com:443:443", "hooks.example.com:x", "user@hooks.example.com", "hooks.example.com@tests.example.com",
		"hooks.example.com/a", "hooks.example.com?a", "hooks.example.com#a", "hooks.example.com\\a", "hooks.example.com,tests.example.com", "hooks.example.com ", "hooks%2Eexample.com", "hooks.examplе.com",
	} {
		tests = append(tests, signedRequest{name: "named, " + host, signed: "https://" + host + "/sms", address: here, host: host, opts: named, want: webhook.ErrUnknownHost})
	}
	for _, host := range []string{"tests.example.com/a", "tests.example.com?a=", "tests.example.com#", "user@tests.example.com", "tests.example.com\\", "tests.example.com ", "tests.example.com\n", "ä.example.com"} {
		tests = append(tests, signedRequest{name: "any host but " + host, signed: "https://" + host + "/sms", address: here, host: host, opts: []webhook.Option{webhook.TrustRequestHost()}, want: webhook.ErrUnknownHost})
	}
	for i := range tests {
		tests[i].form = form
	}
	assertVerified(t, tests)
}

// TestForgedPaths: the forms of an address that are tried lead to no other path and
// to no other parameters.
func TestForgedPaths(t *testing.T) {
	t.Parallel()
	const host = "https://hooks.example.com"
	tests := []struct{ name, prefix, signed, sent string }{
		{name: "no path for a path", sent: "/sms"},
		{name: "a path for none", signed: "/sms", sent: "/"},
		{name: "no path for two slashes", sent: "//"},
		{name: "a slash for two", signed: "/", sent: "//"},
		{name: "two slashes for one", signed: "//", sent: "/"},
		{name: "no path for a dot", sent: "/."},
		{name: "no path with another query", signed: "?x=1", sent: "/?x=2"},
		{name: "no path without its query", signed: "?x=1", sent: "/"},
		{name: "no path with a query of the sender's", sent: "/?x=1"},
		{name: "a query for a path", signed: "?x=1", sent: "/x=1"},
		{name: "the prefix of nobody", signed: "/api", sent: "/"},
		{name: "no prefix for a prefix", prefix: "/api", sent: "/"},
		{name: "a slash for a prefix", prefix: "/api", signed: "/", sent: "/"},
		{name: "the prefix twice", prefix: "/api", signed: "/api", sent: "/api"},
		{name: "a path that goes on where the prefix ends", prefix: "/api", signed: "/apis", sent: "/s"},
		{name: "a path beside the prefix", prefix: "/api", signed: "/sms", sent: "/sms"},
		{name: "a slash escaped", signed: "/a/b", sent: "/a%2Fb"},
		{name: "a slash unescaped", signed: "/a%2Fb", sent: "/a/b"},
		{name: "a question mark escaped", signed: "/a?b=1", sent: "/a%3Fb=1"},
		{name: "a question mark unescaped", signed: "/a%3Fb=1", sent: "/a?b=1"},
		{name: "a fragment escaped", signed: "/a#b", sent: "/a%23b"},
		{name: "an at sign unescaped beside one that stays", signed: "/a@b%40c", sent: "/a%40b%40c"},
		{name: "an at sign escaped twice", signed: "/a@b", sent: "/a%2540b"},
		{name: "a percent sign unescaped", signed: "/a%2540b", sent: "/a%40b"},
		{name: "a colon, and a slash with it", signed: "/a:/b", sent: "/a%3A%2Fb"},
		{name: "an ampersand escaped", signed: "/a?q=1&b=2", sent: "/a?q=1%26b=2"},
		{name: "an ampersand unescaped", signed: "/a?q=1%26b=2", sent: "/a?q=1&b=2"},
		{name: "an equals sign unescaped", signed: "/a?q%3D1", sent: "/a?q=1"},
		{name: "a plus sign unescaped", signed: "/a?q=%2B1", sent: "/a?q=+1"},
		{name: "a blank for a plus sign", signed: "/a?q=a+b", sent: "/a?q=a%20b"},
		{name: "a letter escaped", signed: "/abc", sent: "/%61bc"},
		{name: "a dot escaped", signed: "/a/../b", sent: "/a/%2E%2E/b"},
		{name: "a parent's path", signed: "/b", sent: "/a/../b"},
		{name: "a path in another case", signed: "/SMS", sent: "/sms"},
		{name: "an apostrophe in the path", signed: "/it's", sent: "/it%27s"},
		{name: "a semicolon escaped", signed: "/a?q=1;b=2", sent: "/a?q=1%3Bb=2"},
		{name: "parameters in another order", signed: "/a?b=2&a=1", sent: "/a?a=1&b=2"},
		{name: "a user in the path", signed: "/sms", sent: "/user:pass@hooks.example.com/sms"},
	}
	forged := make([]signedRequest, 0, len(tests))
	for _, tt := range tests {
		forged = append(forged, signedRequest{name: tt.name, signed: host + tt.signed, address: host + tt.sent, form: url.Values{"Body": {"Hi"}}, opts: []webhook.Option{webhook.PublicURL(host + tt.prefix)}, want: webhook.ErrWrongSignature})
	}
	assertVerified(t, forged)
}

const otherAccount = "AC00000000000000000000000000000002"

// TestTwoAccounts: a request that one account's key signs cannot name another account.
func TestTwoAccounts(t *testing.T) {
	t.Parallel()
	const hook = "https://hooks.example.com/sms"
	both := url.Values{"AccountSid": {subaccount, otherAccount}}
	form, named := url.Values{"AccountSid": {subaccount}}, "?AccountSid="+subaccount
	bound := []webhook.Option{webhook.AccountToken(subaccount, "sub"), webhook.AccountToken(otherAccount, "other")}
	alone := []webhook.Option{webhook.Hosts("hooks.example.com")}
	assertVerified(t, []signedRequest{
		{name: "one account twice", signed: hook, address: hook, form: url.Values{"AccountSid": {subaccount, subaccount}}, token: "sub", opts: bound},
		{name: "form and query agree", signed: hook + named, address: hook + named, form: form, token: "sub", opts: bound},
		{name: "a query of the settings, and no keys of accounts", signed: hook + "?AccountSid=" + otherAccount, address: hook + "?AccountSid=" + otherAccount, form: form, opts: alone},
		{name: "two accounts, signed by the first", signed: hook, address: hook, form: both, token: "sub", opts: bound, want: webhook.ErrTwoAccounts},
		{name: "two accounts, signed by the second", signed: hook, address: hook, form: both, token: "other", opts: bound, want: webhook.ErrTwoAccounts},
		{name: "two accounts, signed by the token of any", signed: hook, address: hook, form: both, opts: bound, want: webhook.ErrTwoAccounts},
		{name: "two accounts, and no keys of accounts", signed: hook, address: hook, form: both, opts: alone, want: webhook.ErrTwoAccounts},
		{name: "an account and an empty one", signed: hook, address: hook, form: url.Values{"AccountSid": {"", subaccount}}, token: "sub", opts: bound, want: webhook.ErrTwoAccounts},
		{name: "another account in the query", signed: hook + "?AccountSid=" + otherAccount, address: hook + "?AccountSid=" + otherAccount, form: form, token: "sub", opts: bound, want: webhook.ErrTwoAccounts},
		{name: "another account in the query, its name escaped", signed: hook + "?Account%53id=" + otherAccount, address: hook + "?Account%53id=" + otherAccount, form: form, token: "sub", opts: bound, want: webhook.ErrTwoAccounts},
		{name: "a GET with two accounts", signed: hook + named + "&AccountSid=" + otherAccount, address: hook + named + "&AccountSid=" + otherAccount, method: http.MethodGet, token: "sub", opts: bound, want: webhook.ErrTwoAccounts},
		{name: "a GET with one account twice", signed: hook + named + "&AccountSid=" + subaccount, address: hook + named + "&AccountSid=" + subaccount, method: http.MethodGet, token: "sub", opts: bound},
		{name: "the key of one account for the other", signed: hook, address: hook, form: url.Values{"AccountSid": {otherAccount}}, token: "sub", opts: bound, want: webhook.ErrWrongSignature},
	})
}

// TestGETWithAHash: a bundle's callback has the hash of a body that it does not have,
// twice. All that it says is in its query.
func TestGETWithAHash(t *testing.T) {
	t.Parallel()
	const hook, account, bundle = "https://hooks.example.com/bundle?", "&AccountSid=" + subaccount, "&BundleSid=BU00000000000000000000000000000001"
	hash := "bodySHA256=" + jsonSum
	tests := []struct {
		name, query, method, body string
		want                      error
	}{
		{name: "an account and a bundle", query: hash + account + bundle, method: http.MethodGet},
		{name: "the hash twice", query: hash + "&" + hash + account + bundle + "&Status=pending-review&FailureReason=", method: http.MethodGet},
		{name: "the hash twice, once in capitals", query: hash + "&" + "bodySHA256=" + strings.ToUpper(jsonSum) + account, method: http.MethodGet},
		{name: "a bundle alone", query: hash + bundle, method: http.MethodGet},
		{name: "an account alone", query: hash + account, method: http.MethodGet},
		{name: "a body with its hash", query: hash, method: http.MethodGet, body: jsonBody},
		{name: "a body with its hash twice", query: hash + "&" + hash, method: http.MethodGet, body: jsonBody},
		{name: "JSON with its hash twice", query: hash + "&" + hash, method: http.MethodPost, body: jsonBody},
		{name: "two hashes", query: hash + "&bodySHA256=" + strings.Repeat("0", 64) + account, method: http.MethodGet, want: webhook.ErrBodyUnsigned},
		{name: "two hashes, the second in an escaped name", query: hash + "&body%53HA256=" + strings.Repeat("0", 64) + account, method: http.MethodGet, want: webhook.ErrBodyUnsigned},
		{name: "two hashes of JSON, the first its own", query: hash + "&bodySHA256=" + strings.Repeat("0", 64), method: http.MethodPost, body: jsonBody, want: webhook.ErrBodyUnsigned},
		{name: "two hashes of JSON, the second its own", query: "bodySHA256=" + strings.Repeat("0", 64) + "&" + hash, method: http.MethodPost, body: jsonBody, want: webhook.ErrBodyUnsigned},
		{name: "no SID", query: hash + "&Status=approved", method: http.MethodGet, want: webhook.ErrBodyUnsigned},
		{name: "an empty SID", query: hash + "&AccountSid=", method: http.MethodGet, want: webhook.ErrBodyUnsigned},
		{name: "a SID of something else", query: hash + "&AccountSid=SM00000000000000000000000000000001", method: http.MethodGet, want: webhook.ErrBodyUnsigned},
		{name: "a SID of another parameter", query: hash + "&Account=" + subaccount, method: http.MethodGet, want: webhook.ErrBodyUnsigned},
		{name: "a hash that is none", query: "bodySHA256=x" + account, method: http.MethodGet, want: webhook.ErrBodyUnsigned},
		{name: "an empty hash", query: "bodySHA256=" + account, method: http.MethodGet, want: webhook.ErrBodyUnsigned},
		{name: "a body", query: hash + account, method: http.MethodGet, body: "{}", want: webhook.ErrBodyUnsigned},
		{name: "HEAD", query: hash + account, method: http.MethodHead, want: webhook.ErrBodyUnsigned},
		{name: "POST", query: hash + account, method: http.MethodPost, want: webhook.ErrBodyUnsigned},
		{name: "DELETE", query: hash + account, method: http.MethodDelete, want: webhook.ErrBodyUnsigned},
	}
	arrivals := make([]signedRequest, 0, len(tests))
	for _, tt := range tests {
		arrivals = append(arrivals, signedRequest{name: tt.name, signed: hook + tt.query, address: hook + tt.query, method: tt.method, body: tt.body, want: tt.want})
	}
	assertVerified(t, arrivals)
}
