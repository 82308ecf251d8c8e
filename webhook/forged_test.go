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
	tests := []arrival{
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
		tests = append(tests, arrival{name: "named, " + host, signed: "https://" + host + "/sms", address: here, host: host, opts: named, want: webhook.ErrUnknownHost})
	}
	for _, host := range []string{"tests.example.com/a", "tests.example.com?a=", "tests.example.com#", "user@tests.example.com", "tests.example.com\\", "tests.example.com ", "tests.example.com\n", "ä.example.com"} {
		tests = append(tests, arrival{name: "any host but " + host, signed: "https://" + host + "/sms", address: here, host: host, opts: []webhook.Option{webhook.TrustRequestHost()}, want: webhook.ErrUnknownHost})
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
		{"no path for a path", "", "", "/sms"},
		{"a path for none", "", "/sms", "/"},
		{"no path for two slashes", "", "", "//"},
		{"a slash for two", "", "/", "//"},
		{"two slashes for one", "", "//", "/"},
		{"no path for a dot", "", "", "/."},
		{"no path with another query", "", "?x=1", "/?x=2"},
		{"no path without its query", "", "?x=1", "/"},
		{"no path with a query of the sender's", "", "", "/?x=1"},
		{"a query for a path", "", "?x=1", "/x=1"},
		{"the prefix of nobody", "", "/api", "/"},
		{"no prefix for a prefix", "/api", "", "/"},
		{"a slash for a prefix", "/api", "/", "/"},
		{"the prefix twice", "/api", "/api", "/api"},
		{"a path that goes on where the prefix ends", "/api", "/apis", "/s"},
		{"a path beside the prefix", "/api", "/sms", "/sms"},
		{"a slash escaped", "", "/a/b", "/a%2Fb"},
		{"a slash unescaped", "", "/a%2Fb", "/a/b"},
		{"a question mark escaped", "", "/a?b=1", "/a%3Fb=1"},
		{"a question mark unescaped", "", "/a%3Fb=1", "/a?b=1"},
		{"a fragment escaped", "", "/a#b", "/a%23b"},
		{"an at sign unescaped beside one that stays", "", "/a@b%40c", "/a%40b%40c"},
		{"an at sign escaped twice", "", "/a@b", "/a%2540b"},
		{"a percent sign unescaped", "", "/a%2540b", "/a%40b"},
		{"a colon, and a slash with it", "", "/a:/b", "/a%3A%2Fb"},
		{"an ampersand escaped", "", "/a?q=1&b=2", "/a?q=1%26b=2"},
		{"an ampersand unescaped", "", "/a?q=1%26b=2", "/a?q=1&b=2"},
		{"an equals sign unescaped", "", "/a?q%3D1", "/a?q=1"},
		{"a plus sign unescaped", "", "/a?q=%2B1", "/a?q=+1"},
		{"a blank for a plus sign", "", "/a?q=a+b", "/a?q=a%20b"},
		{"a letter escaped", "", "/abc", "/%61bc"},
		{"a dot escaped", "", "/a/../b", "/a/%2E%2E/b"},
		{"a parent's path", "", "/b", "/a/../b"},
		{"a path in another case", "", "/SMS", "/sms"},
		{"an apostrophe in the path", "", "/it's", "/it%27s"},
		{"a semicolon escaped", "", "/a?q=1;b=2", "/a?q=1%3Bb=2"},
		{"parameters in another order", "", "/a?b=2&a=1", "/a?a=1&b=2"},
		{"a user in the path", "", "/sms", "/user:pass@hooks.example.com/sms"},
	}
	forged := make([]arrival, 0, len(tests))
	for _, tt := range tests {
		forged = append(forged, arrival{name: tt.name, signed: host + tt.signed, address: host + tt.sent, form: url.Values{"Body": {"Hi"}}, opts: []webhook.Option{webhook.PublicURL(host + tt.prefix)}, want: webhook.ErrWrongSignature})
	}
	assertVerified(t, forged)
}

const otherAccount = "AC00000000000000000000000000000002"

// TestTwoAccounts: whoever signs with one account's key speaks for no other.
func TestTwoAccounts(t *testing.T) {
	t.Parallel()
	const hook = "https://hooks.example.com/sms"
	both := url.Values{"AccountSid": {subaccount, otherAccount}}
	form, named := url.Values{"AccountSid": {subaccount}}, "?AccountSid="+subaccount
	bound := []webhook.Option{webhook.AccountToken(subaccount, "sub"), webhook.AccountToken(otherAccount, "other")}
	alone := []webhook.Option{webhook.Hosts("hooks.example.com")}
	assertVerified(t, []arrival{
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
		{"an account and a bundle", hash + account + bundle, http.MethodGet, "", nil},
		{"the hash twice", hash + "&" + hash + account + bundle + "&Status=pending-review&FailureReason=", http.MethodGet, "", nil},
		{"the hash twice, once in capitals", hash + "&" + "bodySHA256=" + strings.ToUpper(jsonSum) + account, http.MethodGet, "", nil},
		{"a bundle alone", hash + bundle, http.MethodGet, "", nil},
		{"an account alone", hash + account, http.MethodGet, "", nil},
		{"a body with its hash", hash, http.MethodGet, jsonBody, nil},
		{"a body with its hash twice", hash + "&" + hash, http.MethodGet, jsonBody, nil},
		{"JSON with its hash twice", hash + "&" + hash, http.MethodPost, jsonBody, nil},
		{"two hashes", hash + "&bodySHA256=" + strings.Repeat("0", 64) + account, http.MethodGet, "", webhook.ErrBodyUnsigned},
		{"two hashes, the second in an escaped name", hash + "&body%53HA256=" + strings.Repeat("0", 64) + account, http.MethodGet, "", webhook.ErrBodyUnsigned},
		{"two hashes of JSON, the first its own", hash + "&bodySHA256=" + strings.Repeat("0", 64), http.MethodPost, jsonBody, webhook.ErrBodyUnsigned},
		{"two hashes of JSON, the second its own", "bodySHA256=" + strings.Repeat("0", 64) + "&" + hash, http.MethodPost, jsonBody, webhook.ErrBodyUnsigned},
		{"no SID", hash + "&Status=approved", http.MethodGet, "", webhook.ErrBodyUnsigned},
		{"an empty SID", hash + "&AccountSid=", http.MethodGet, "", webhook.ErrBodyUnsigned},
		{"a SID of something else", hash + "&AccountSid=SM00000000000000000000000000000001", http.MethodGet, "", webhook.ErrBodyUnsigned},
		{"a SID of another parameter", hash + "&Account=" + subaccount, http.MethodGet, "", webhook.ErrBodyUnsigned},
		{"a hash that is none", "bodySHA256=x" + account, http.MethodGet, "", webhook.ErrBodyUnsigned},
		{"an empty hash", "bodySHA256=" + account, http.MethodGet, "", webhook.ErrBodyUnsigned},
		{"a body", hash + account, http.MethodGet, "{}", webhook.ErrBodyUnsigned},
		{"HEAD", hash + account, http.MethodHead, "", webhook.ErrBodyUnsigned},
		{"POST", hash + account, http.MethodPost, "", webhook.ErrBodyUnsigned},
		{"DELETE", hash + account, http.MethodDelete, "", webhook.ErrBodyUnsigned},
	}
	arrivals := make([]arrival, 0, len(tests))
	for _, tt := range tests {
		arrivals = append(arrivals, arrival{name: tt.name, signed: hook + tt.query, address: hook + tt.query, method: tt.method, body: tt.body, want: tt.want})
	}
	assertVerified(t, arrivals)
}
