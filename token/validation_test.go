package token_test

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
)

var _ twilio.RequestSigner = (*token.ClientValidator)(nil)

func hexSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// signRequest returns the header and the claims of a request's signature, which
// it checks with the public key.
func signRequest(t *testing.T, algorithm token.Algorithm, method, address, authorization, body string) (head, claims map[string]any) {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	jwt, err := newValidator(t, token.WithAlgorithm(algorithm)).SignRequest(t.Context(), method, u, http.Header{"Authorization": {authorization}}, []byte(body))
	require.NoError(t, err)
	return checkSignature(t, algorithm, jwt)
}

func checkSignature(t *testing.T, algorithm token.Algorithm, jwt string) (head, claims map[string]any) {
	t.Helper()
	key2048, err := privateKey()
	require.NoError(t, err)
	dot := strings.LastIndexByte(jwt, '.')
	sum, err := base64.RawURLEncoding.DecodeString(jwt[dot+1:])
	require.NoError(t, err)
	digest := sha256.Sum256([]byte(jwt[:dot]))
	if algorithm == token.PS256 {
		require.NoError(t, rsa.VerifyPSS(&key2048.PublicKey, crypto.SHA256, digest[:], sum, &rsa.PSSOptions{SaltLength: 32}))
	} else {
		require.NoError(t, rsa.VerifyPKCS1v15(&key2048.PublicKey, crypto.SHA256, digest[:], sum))
	}
	headText, claimsText := parts(t, jwt)
	require.NoError(t, json.Unmarshal([]byte(headText), &head))
	require.NoError(t, json.Unmarshal([]byte(claimsText), &claims))
	return head, claims
}

func TestSignRequest(t *testing.T) {
	t.Parallel()
	const address = "https://api.twilio.com/2010-04-01/Accounts/" + account + "/Messages.json"
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte(key+":"+secret))
	requests := map[string]struct{ method, address, body string }{
		"GET with query":      {method: "GET", address: address + "?PageSize=50&DateSent%3E=2026-01-01"},
		"POST with form body": {method: "POST", address: address, body: "To=%2B14155550123&From=%2B14155550100&Body=Hi"},
	}
	for _, v := range vectors(t).PKCV {
		request := requests[v.Name]
		if body := v.Canonical[strings.LastIndexByte(v.Canonical, '\n')+1:]; body != "" {
			require.Equal(t, body, hexSum(request.body), "the vector's body is another one")
		}
		for _, algorithm := range []token.Algorithm{token.RS256, token.PS256} {
			head, claims := signRequest(t, algorithm, request.method, request.address, basic, request.body)
			assert.Equal(t, map[string]any{"alg": string(algorithm), "typ": "JWT", "cty": "twilio-pkrv;v=1", "kid": credential}, head, v.Name)
			assert.Equal(t, map[string]any{
				"iss": key, "sub": account, "nbf": float64(1767225600), "exp": float64(1767225900), "hrh": v.HRH, "rqh": v.RQH,
			}, claims, v.Name)
		}
	}
}

// TestSignRequestCanonicalForm: each request has the hash of the canonical form below. The
// first two hashes are those of Twilio's own Python library.
func TestSignRequestCanonicalForm(t *testing.T) {
	t.Parallel()
	const tail = "\nauthorization:foobar\nhost:api.twilio.com\n\nauthorization;host\n"
	for _, tt := range []struct{ name, method, address, authorization, body, want string }{
		{name: "Python, GET", method: "GET", address: "https://api.twilio.com/Messages?PageSize=5&Limit=10", authorization: "foobar", body: "foobar", want: "4dc9b67bed579647914587b0e22a1c65c1641d8674797cd82de65e766cce5f80"},
		{name: "Python, POST", method: "POST", address: "https://api.twilio.com/Messages", authorization: "foobar", body: "testbody", want: "bd792c967c20d546c738b94068f5f72758a10d26c12979677501e1eefe58c65a"},
		{name: "lower case", method: "post", address: "https://api.twilio.com/Messages", authorization: "foobar", body: "testbody", want: "bd792c967c20d546c738b94068f5f72758a10d26c12979677501e1eefe58c65a"},
		{name: "default port", method: "POST", address: "https://api.twilio.com:443/Messages", authorization: " foobar ", body: "testbody", want: "bd792c967c20d546c738b94068f5f72758a10d26c12979677501e1eefe58c65a"},
		{name: "no path", method: "GET", address: "https://api.twilio.com", authorization: "foobar", want: hexSum("GET\n/\n" + tail)},
		{name: "slashes and dots", method: "GET", address: "https://api.twilio.com//a/../b//c", authorization: "foobar", want: hexSum("GET\n/b/c\n" + tail)},
		{name: "port 80", method: "POST", address: "http://api.twilio.com:80/Messages", authorization: "foobar", body: "testbody", want: "bd792c967c20d546c738b94068f5f72758a10d26c12979677501e1eefe58c65a"},
		{name: "dot at the end", method: "GET", address: "https://api.twilio.com/a/.", authorization: "foobar", want: hexSum("GET\n/a/\n" + tail)},
		{name: "dots at the end", method: "GET", address: "https://api.twilio.com/a/b/..", authorization: "foobar", want: hexSum("GET\n/a/\n" + tail)},
		{name: "dots up to the root", method: "GET", address: "https://api.twilio.com/a/..", authorization: "foobar", want: hexSum("GET\n/\n" + tail)},
		{name: "dots above the root", method: "GET", address: "https://api.twilio.com/../a", authorization: "foobar", want: hexSum("GET\n/a\n" + tail)},
		{name: "dots in names", method: "GET", address: "https://api.twilio.com/a./..b/c.json", authorization: "foobar", want: hexSum("GET\n/a./..b/c.json\n" + tail)},
		{name: "escaped dots", method: "GET", address: "https://api.twilio.com/a/%2E%2E/b", authorization: "foobar", want: hexSum("GET\n/a/../b\n" + tail)},
		{name: "escaped percent", method: "GET", address: "https://api.twilio.com/a%252Fb", authorization: "foobar", want: hexSum("GET\n/a%252Fb\n" + tail)},
		{name: "slash at the end", method: "GET", address: "https://api.twilio.com/b/", authorization: "foobar", want: hexSum("GET\n/b/\n" + tail)},
		{name: "root twice", method: "GET", address: "https://api.twilio.com//", authorization: "foobar", want: hexSum("GET\n/\n" + tail)},
		{name: "path escapes", method: "GET", address: "https://api.twilio.com/foo%20bar+/baz*qux/abc%7Edef:%C3%A4", authorization: "foobar", want: hexSum("GET\n/foo%20bar%2B/baz%2Aqux/abc~def%3A%C3%A4\n" + tail)},
		{name: "query order", method: "GET", address: "https://api.twilio.com/b?To=%2B1&To9=%2B2&PageSize=20", authorization: "foobar", want: hexSum("GET\n/b\nPageSize=20&To9=%2B2&To=%2B1" + tail)},
		{name: "query escapes", method: "GET", address: "https://api.twilio.com/b?c=x+y&b=*&a=%7E", authorization: "foobar", want: hexSum("GET\n/b\na=~&b=%2A&c=x%20y" + tail)},
		{name: "repeated name", method: "GET", address: "https://api.twilio.com/b?a=2&a=1&a", authorization: "foobar", want: hexSum("GET\n/b\na&a=1&a=2" + tail)},
	} {
		_, claims := signRequest(t, token.RS256, tt.method, tt.address, tt.authorization, tt.body)
		assert.Equal(t, tt.want, claims["rqh"], tt.name)
	}
	_, claims := signRequest(t, token.RS256, "GET", "http://127.0.0.1:8855/b", "foobar", "")
	assert.Equal(t, hexSum("GET\n/b\n\nauthorization:foobar\nhost:127.0.0.1:8855\n\nauthorization;host\n"), claims["rqh"], "another port stays")
}

// TestSignRequestJoinsHeaders: several values of the credentials are sorted, and
// joined by commas.
func TestSignRequestJoinsHeaders(t *testing.T) {
	t.Parallel()
	u := &url.URL{Scheme: "https", Host: "api.twilio.com", Path: "/b"}
	jwt, err := newValidator(t).SignRequest(t.Context(), "GET", u, http.Header{"Authorization": {" b", "c ", "a"}}, nil)
	require.NoError(t, err)
	_, claims := checkSignature(t, token.RS256, jwt)
	assert.Equal(t, hexSum("GET\n/b\n\nauthorization:a,b,c\nhost:api.twilio.com\n\nauthorization;host\n"), claims["rqh"])
}

func TestSignRequestChangesNothing(t *testing.T) {
	t.Parallel()
	u, err := url.Parse("https://api.twilio.com//b?z=1&a=2")
	require.NoError(t, err)
	header := http.Header{"Authorization": {"b", "a"}, "X": {" y "}}
	body := []byte("To=1")
	_, err = newValidator(t).SignRequest(t.Context(), "POST", u, header, body)
	require.NoError(t, err)
	assert.Equal(t, "https://api.twilio.com//b?z=1&a=2", u.String())
	assert.Equal(t, http.Header{"Authorization": {"b", "a"}, "X": {" y "}}, header)
	assert.Equal(t, "To=1", string(body))
}

func basicAuth(user, password string) http.Header {
	r := http.Request{Header: http.Header{}}
	r.SetBasicAuth(user, password)
	return r.Header
}

func TestSignRequestRefuses(t *testing.T) {
	t.Parallel()
	u := &url.URL{Scheme: "https", Host: "api.twilio.com"}
	authorized := http.Header{"Authorization": {"Basic x"}}
	for _, tt := range []struct {
		method string
		u      *url.URL
		header http.Header
		fields []string
	}{
		{method: "", fields: []string{"method", "u", "header"}},
		{method: "GET", u: &url.URL{Path: "/x"}, header: authorized, fields: []string{"u"}},
		{method: "GET", u: u, header: http.Header{}, fields: []string{"header"}},
		{method: "GET", u: u, header: http.Header{"Authorization": {""}}, fields: []string{"header"}},
		{method: "GET", u: u, header: basicAuth("SK00000000000000000000000000000000", secret), fields: []string{"Authorization"}},
		{method: "GET", u: u, header: basicAuth(account, secret), fields: []string{"Authorization"}},
		{method: "GET", u: u, header: basicAuth(secret, key), fields: []string{"Authorization"}},
		{method: "GET", u: u, header: basicAuth("", ""), fields: []string{"Authorization"}},
	} {
		jwt, err := newValidator(t).SignRequest(t.Context(), tt.method, tt.u, tt.header, nil)
		assert.Empty(t, jwt)
		requireParams(t, err, "SignRequest", tt.fields...)
		assert.NotContains(t, err.Error(), secret)
		assert.NotContains(t, err.Error(), "SK0")
	}
	var none context.Context
	_, err := newValidator(t).SignRequest(none, "GET", u, authorized, nil)
	requireParams(t, err, "SignRequest", "ctx")
	for _, header := range []http.Header{basicAuth(key, secret), authorized, {"Authorization": {"Bearer x"}}} {
		_, err := newValidator(t).SignRequest(t.Context(), "GET", u, header, nil)
		require.NoError(t, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = newValidator(t).SignRequest(ctx, "GET", u, authorized, nil)
	require.ErrorIs(t, err, context.Canceled)
}

// FuzzSignRequest: any address is signed or refused by name, and an address that
// net/url has read and written again is signed alike.
func FuzzSignRequest(f *testing.F) {
	f.Add("GET", "https://api.twilio.com/a//b/../c%2F?x=1&y=+%7E*&&", "Basic x", []byte("a=b"))
	f.Add("GET", "https://api.twilio.com/a/%2e%2e/./", "Basic Og==", []byte(nil))
	f.Add("", "mailto:x", "", []byte(nil))
	f.Add("GET", "https://[::1%25x]:443?%zz", "x", []byte(nil))
	good, err := privateKey()
	require.NoError(f, err)
	validator, err := token.NewClientValidator(account, key, credential, good, atNow)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, method, address, authorization string, body []byte) {
		u, err := url.Parse(address)
		if err != nil {
			return
		}
		jwt, err := validator.SignRequest(t.Context(), method, u, http.Header{"Authorization": {authorization}}, body)
		if err != nil {
			var paramErr *token.ParamError
			require.ErrorAs(t, err, &paramErr)
			return
		}
		_, claims := parts(t, jwt)
		assert.Contains(t, claims, `"hrh":"authorization;host"`)
		again, err := url.Parse(u.String())
		if err != nil || again.Path != u.Path || again.Host != u.Host {
			return // net/url does not read every address that it writes
		}
		same, err := validator.SignRequest(t.Context(), method, again, http.Header{"Authorization": {authorization}}, body)
		require.NoError(t, err)
		assert.Equal(t, jwt, same)
	})
}
