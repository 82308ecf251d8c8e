package webhook_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

// TestFormsOfAnAddress: the signed address differs from the received one in these ways.
func TestFormsOfAnAddress(t *testing.T) {
	t.Parallel()
	form := url.Values{"Body": {"Hi"}}
	const inner = "http://10.0.0.7:8080"
	public := func(addresses ...string) (opts []webhook.Option) {
		for _, address := range addresses {
			opts = append(opts, webhook.PublicURL(address))
		}
		return opts
	}
	own := []webhook.Option{webhook.Hosts("hooks.example.com", "calls.example.com")}
	forwarded := []webhook.Option{webhook.Hosts("hooks.example.com"), webhook.TrustForwardedHeaders()}
	websocket := []string{"Upgrade", "websocket"}
	longest := "https://hooks.example.com/sms?Body=" + strings.Repeat("%E4%BD%A0", 1600)
	atMost := "https://hooks.example.com/" + strings.Repeat("a", 16<<10-1)
	assertVerified(t, []signedRequest{
		{name: "no path", signed: "https://hooks.example.com", address: "https://hooks.example.com/", form: form, opts: own},
		{name: "no path but a query", signed: "https://hooks.example.com?x=1", address: "https://hooks.example.com/?x=1", form: form, opts: own},
		{name: "no path but a port", signed: "https://hooks.example.com:443", address: "https://hooks.example.com/", form: form, opts: own},
		{name: "no path by GET", signed: "https://hooks.example.com?From=%2B1415", address: "https://hooks.example.com/?From=%2B1415", method: http.MethodGet, opts: own},
		{name: "a WebSocket without a path", signed: "wss://hooks.example.com", address: "https://hooks.example.com/", method: http.MethodGet, header: websocket, opts: own},
		{name: "a slash as path", signed: "https://hooks.example.com/", address: "https://hooks.example.com/", form: form, opts: own},
		{name: "nothing behind the path that the proxy takes off", signed: "https://hooks.example.com/api", address: inner + "/", form: form, opts: public("https://hooks.example.com/api")},
		{name: "a slash behind it", signed: "https://hooks.example.com/api/", address: inner + "/", form: form, opts: public("https://hooks.example.com/api")},
		{name: "a query behind it", signed: "https://hooks.example.com/api?x=1", address: inner + "/?x=1", form: form, opts: public("https://hooks.example.com/api/")},
		{name: "@ and : escaped on the way", signed: "https://hooks.example.com/u@x:1?to=a@b:c", address: "https://hooks.example.com/u%40x%3A1?to=a%40b%3ac", form: form, opts: own},
		{name: "@ escaped in the path alone", signed: "https://hooks.example.com/u@x?to=a%40b", address: "https://hooks.example.com/u%40x?to=a%40b", form: form, opts: own},
		{name: "@ escaped in the query alone", signed: "https://hooks.example.com/u%40x?to=a@b", address: "https://hooks.example.com/u%40x?to=a%40b", form: form, opts: own},
		{name: "@ as it came", signed: "https://hooks.example.com/u@x?to=a@b", address: "https://hooks.example.com/u@x?to=a@b", form: form, opts: own},
		{name: "@ and an apostrophe", signed: "https://hooks.example.com/u@x?q=it's", address: "https://hooks.example.com/u%40x?q=it%27s", form: form, opts: own},
		{name: "not ASCII, escaped on the way", signed: "https://hooks.example.com/España?año=2023", address: "https://hooks.example.com/Espa%C3%B1a?a%C3%B1o=2023", form: form, opts: own},
		{name: "@ and an apostrophe in one query", signed: "https://hooks.example.com/sms?q=@it's", address: "https://hooks.example.com/sms?q=%40it%27s", form: form, opts: own},
		{name: "@ and an apostrophe in one query, which is escaped in the signature alone", signed: "https://hooks.example.com/sms?q=@it%27s", address: "https://hooks.example.com/sms?q=%40it's", form: form, opts: own},
		{name: "not ASCII, beside a sign that the settings have escaped", signed: "https://hooks.example.com/España?año=a%40b", address: "https://hooks.example.com/Espa%C3%B1a?a%C3%B1o=a%40b", form: form, opts: own},
		{name: "a sign, beside letters outside ASCII that stand escaped in the settings", signed: "https://hooks.example.com/Espa%C3%B1a:@?q=%C3%B1@:", address: "https://hooks.example.com/Espa%C3%B1a%3A%40?q=%C3%B1%40%3A", form: form, opts: own},
		{name: "escapes of others stay", signed: "https://hooks.example.com/u@x%2F%25?q=%26%3D%23", address: "https://hooks.example.com/u%40x%2F%25?q=%26%3D%23", form: form, opts: own},
		{name: "capitals arrive, small letters are signed", signed: "https://hooks.example.com/sms", address: "https://Hooks.Example.com/sms", form: form, opts: own},
		{name: "capitals arrive and are signed", signed: "https://Hooks.Example.com/sms", address: "https://Hooks.Example.com/sms", form: form, opts: own},
		{name: "capitals of Hosts are signed", signed: "https://Hooks.Example.com/sms", address: "https://hooks.example.com/sms", form: form, opts: []webhook.Option{webhook.Hosts("Hooks.Example.com")}},
		{name: "capitals of Hosts are signed with a port", signed: "https://Hooks.Example.com:8443/sms", address: "https://hooks.example.com:8443/sms", form: form, opts: []webhook.Option{webhook.Hosts("Hooks.Example.com")}},
		{name: "capitals of PublicURL, small letters are signed", signed: "https://hooks.example.com/sms", address: inner + "/sms", form: form, opts: public("https://Hooks.Example.com")},
		{name: "capitals arrive beside PublicURL and are signed", signed: "https://Hooks.Example.com:8443/sms", address: "https://Hooks.Example.com/sms", form: form, opts: public("https://hooks.example.com:8443")},
		{name: "capitals in PublicURL's scheme, small letters are signed", signed: "https://hooks.example.com/sms", address: inner + "/sms", form: form, opts: public("HTTPS://hooks.example.com")},
		{name: "capitals in PublicURL's scheme are signed", signed: "HTTPS://hooks.example.com:443/sms", address: inner + "/sms", form: form, opts: public("HTTPS://hooks.example.com")},
		{name: "a WebSocket of PublicURL in capitals", signed: "wss://hooks.example.com/media", address: inner + "/media", method: http.MethodGet, header: websocket, opts: public("HTTPS://hooks.example.com")},
		{name: "an international name", signed: "https://xn--bcher-kva.example/sms", address: inner + "/sms", form: form, opts: public("https://xn--bcher-kva.example")},
		{name: "443 is signed, a port of the proxy's arrives", signed: "https://hooks.example.com:443/sms", address: "https://hooks.example.com:8443/sms", form: form, opts: own},
		{name: "80 is signed, a port of the proxy's arrives", signed: "http://hooks.example.com:80/sms", address: "http://hooks.example.com:8080/sms", form: form, opts: own},
		{name: "443 is signed, a port stands in PublicURL", signed: "https://hooks.example.com:443/sms", address: inner + "/sms", form: form, opts: public("https://hooks.example.com:8443")},
		{name: "a path of PublicURL, which is escaped there and not in the signature", signed: "https://hooks.example.com/u@x/Ñ/sms", address: inner + "/sms", form: form, opts: public("https://hooks.example.com/u%40x/%C3%91")},
		{name: "a path of PublicURL, which is escaped in both", signed: "https://hooks.example.com/u%40x/sms", address: inner + "/sms", form: form, opts: public("https://hooks.example.com/u%40x")},
		{name: "the first of two public addresses", signed: "https://hooks.example.com/sms", address: inner + "/sms", form: form, opts: public("https://hooks.example.com", "https://calls.example.com/api")},
		{name: "the second of two public addresses", signed: "https://calls.example.com/api/sms", address: inner + "/sms", form: form, opts: public("https://hooks.example.com", "https://calls.example.com/api")},
		{name: "the second of two hosts", signed: "https://calls.example.com/sms", address: "https://calls.example.com/sms", form: form, opts: own},
		{name: "an IPv6 host", signed: "https://[2001:db8::1]/sms", address: "https://[2001:DB8::1]:8443/sms", form: form, opts: []webhook.Option{webhook.Hosts("[2001:db8::1]")}},
		{name: "the longest message by GET", signed: longest, address: longest, method: http.MethodGet, opts: own},
		{name: "the longest address", signed: atMost, address: atMost, form: form, opts: own},
		{name: "a byte too long", signed: atMost + "a", address: atMost + "a", form: form, opts: own, want: webhook.ErrAddressTooLong},
		{name: "an own host behind a proxy", signed: "https://hooks.example.com/sms", address: inner + "/sms", form: form, header: []string{"X-Forwarded-Proto", "HTTPS", "X-Forwarded-Host", "Hooks.Example.com"}, opts: forwarded},
	})
}

// TestForwardedPrefix: the path that a proxy has taken off is put back by the option
// alone.
func TestForwardedPrefix(t *testing.T) {
	t.Parallel()
	form := url.Values{"Body": {"Hi"}}
	prefix := func(values ...string) (header []string) {
		for _, value := range values {
			header = append(header, "X-Forwarded-Prefix", value)
		}
		return header
	}
	on := []webhook.Option{webhook.PublicURL("https://hooks.example.com"), webhook.TrustForwardedPrefix()}
	tests := []signedRequest{
		{name: "put back", signed: "https://hooks.example.com/tenantA/status", twice: prefix("/tenantA"), opts: on},
		{name: "with a slash at its end", signed: "https://hooks.example.com/tenantA/status", twice: prefix("/tenantA/"), opts: on},
		{name: "of several names", signed: "https://hooks.example.com/v1/tenant-A_b.~/status", twice: prefix("/v1/tenant-A_b.~"), opts: on},
		{name: "empty", signed: "https://hooks.example.com/status", twice: prefix(""), opts: on},
		{name: "a slash", signed: "https://hooks.example.com/status", twice: prefix("/"), opts: on},
		{name: "none", signed: "https://hooks.example.com/status", opts: on},
		{name: "beside Hosts", signed: "https://hooks.example.com/tenantA/status", twice: prefix("/tenantA"), opts: []webhook.Option{webhook.Hosts("hooks.example.com"), webhook.TrustForwardedPrefix()}},
		{name: "not believed", signed: "https://hooks.example.com/status", twice: prefix("/tenantA"), opts: on[:1]},
		{name: "replayed across paths, not believed", signed: "https://hooks.example.com/tenantA/status", twice: prefix("/tenantA"), opts: on[:1], want: webhook.ErrWrongSignature},
		{name: "replayed across paths beside the other headers", signed: "https://hooks.example.com/tenantA/status", twice: prefix("/tenantA"), opts: []webhook.Option{webhook.Hosts("hooks.example.com"), webhook.TrustForwardedHeaders()}, want: webhook.ErrWrongSignature},
		{name: "replayed without the header", signed: "https://hooks.example.com/tenantA/status", opts: on, want: webhook.ErrWrongSignature},
		{name: "replayed at another tenant", signed: "https://hooks.example.com/tenantA/status", twice: prefix("/tenantB"), opts: on, want: webhook.ErrWrongSignature},
		{name: "signed for no tenant", signed: "https://hooks.example.com/status", twice: prefix("/tenantA"), opts: on, want: webhook.ErrWrongSignature},
		{name: "not taken off", signed: "https://hooks.example.com/status", twice: prefix("/status"), opts: on, want: webhook.ErrWrongSignature},
		{name: "in another case", signed: "https://hooks.example.com/tenantA/status", twice: prefix("/TENANTA"), opts: on, want: webhook.ErrWrongSignature},
		{name: "there twice, alike", signed: "https://hooks.example.com/tenantA/status", twice: prefix("/tenantA", "/tenantA"), opts: on, want: webhook.ErrForwardedPrefix},
		{name: "there twice, the first one empty", signed: "https://hooks.example.com/status", twice: prefix("", "/tenantA"), opts: on, want: webhook.ErrForwardedPrefix},
		{name: "too long", signed: "https://hooks.example.com/" + strings.Repeat("a", 300) + "/status", twice: prefix("/" + strings.Repeat("a", 300)), opts: on, want: webhook.ErrForwardedPrefix},
	}
	for _, odd := range []string{
		"tenantA", "/tenantA, /b", "/tenantA,/b", "//", "//tenantA", "/a//b", "/.", "/..", "/a/../b", "/a/./b", "/a%2Fb", "/a%41", "/a?x=1&y=", "/a#", "/a\\b", "/a b", " /a", "/a;b", "/a@b", ":443/a", "@calls.example.com", "https://hooks.example.com/a", "/ä", "/a//", "/a\x00",
	} {
		tests = append(tests, signedRequest{name: "odd: " + odd, signed: "https://hooks.example.com" + strings.TrimSuffix(odd, "/") + "/status", twice: prefix(odd), opts: on, want: webhook.ErrForwardedPrefix})
	}
	for i := range tests {
		tests[i].address, tests[i].form = "https://hooks.example.com/status", form
	}
	assertVerified(t, tests)
}

// TestVerifyFormHoldsTheHost of an address against the verifier's own.
func TestVerifyFormHoldsTheHost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		address string
		want    error
	}{
		{address: "https://hooks.example.com/sms"},
		{address: "https://hooks.example.com:443"},
		{address: "wss://hooks.example.com:8443/media"},
		{address: "https://user:p@ss@Hooks.Example.com?x=@y"},
		{address: "https://tests.example.com/sms", want: webhook.ErrUnknownHost},
		{address: "https://hooks.example.com@tests.example.com/sms", want: webhook.ErrUnknownHost},
		{address: "https://hooks.example.com.tests.example.com/sms", want: webhook.ErrUnknownHost},
		{address: "https://tests.example.com/sms@hooks.example.com", want: webhook.ErrUnknownHost},
		{address: "https://tests.example.com?@hooks.example.com", want: webhook.ErrUnknownHost},
		{address: "https://tests.example.com\\@hooks.example.com", want: webhook.ErrUnknownHost},
		{address: "https://tests.example.com#@hooks.example.com", want: webhook.ErrUnknownHost},
		{address: "hooks.example.com/sms", want: webhook.ErrUnknownHost},
		{address: "", want: webhook.ErrUnknownHost},
		{address: "https://hooks.example.com/" + strings.Repeat("a", 20_000), want: webhook.ErrAddressTooLong},
	}
	for _, opt := range []webhook.Option{webhook.PublicURL("https://hooks.example.com/api"), webhook.Hosts("calls.example.com", "hooks.example.com")} {
		v := verifier(t, ownToken, opt)
		for _, tt := range tests {
			err := v.VerifyForm(tt.address, nil, webhook.Sign(ownToken, tt.address, nil))
			if tt.want == nil {
				require.NoError(t, err, tt.address)
				continue
			}
			require.ErrorIs(t, err, tt.want, tt.address)
		}
	}
	require.NoError(t, verifier(t, ownToken).VerifyForm("https://tests.example.com/sms", nil, webhook.Sign(ownToken, "https://tests.example.com/sms", nil)), "any host is trusted")
}

// TestInternationalNames are refused with the form in which they would match.
func TestInternationalNames(t *testing.T) {
	t.Parallel()
	for _, opt := range []webhook.Option{webhook.PublicURL("https://bücher.example"), webhook.PublicURL("https://user@例え.テスト:8443/api"), webhook.Hosts("bücher.example")} {
		_, err := webhook.NewVerifier(webhook.Token(ownToken), opt)
		require.ErrorContains(t, err, "xn--")
	}
}
