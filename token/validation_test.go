package token_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

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

func TestNewClientValidatorRefuses(t *testing.T) {
	t.Parallel()
	good, err := privateKey()
	require.NoError(t, err)
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	broken := &rsa.PrivateKey{PublicKey: good.PublicKey, D: new(big.Int).Add(good.D, big.NewInt(2)), Primes: good.Primes}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	remote := func(bits uint, exponent int) crypto.Signer {
		return &keyService{public: &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), bits-1), E: exponent}}
	}
	for _, tt := range []struct {
		name                     string
		account, key, credential string
		privateKey               crypto.Signer
		opts                     []token.Option
		fields                   []string
	}{
		{name: "all empty", fields: []string{"accountSID", "keySID", "credentialSID", "key"}},
		{name: "SIDs swapped", account: key, key: account, credential: credential, privateKey: good, fields: []string{"accountSID", "keySID"}},
		{name: "key as credential", account: account, key: key, credential: key, privateKey: good, fields: []string{"credentialSID"}},
		{name: "empty key", account: account, key: key, credential: credential, privateKey: new(rsa.PrivateKey), fields: []string{"key"}},
		{name: "public half", account: account, key: key, credential: credential, privateKey: &rsa.PrivateKey{PublicKey: good.PublicKey}, fields: []string{"key"}},
		{name: "broken key", account: account, key: key, credential: credential, privateKey: broken, fields: []string{"key"}},
		{name: "short key", account: account, key: key, credential: credential, privateKey: short, fields: []string{"key"}},
		{name: "nil pointer", account: account, key: key, credential: credential, privateKey: (*rsa.PrivateKey)(nil), fields: []string{"key"}},
		{name: "nil pointer of another kind", account: account, key: key, credential: credential, privateKey: (*keyService)(nil), fields: []string{"key"}},
		{name: "elliptic curve", account: account, key: key, credential: credential, privateKey: curve, fields: []string{"key"}},
		{name: "no public half", account: account, key: key, credential: credential, privateKey: &keyService{}, fields: []string{"key"}},
		{name: "nil public half", account: account, key: key, credential: credential, privateKey: &keyService{public: (*rsa.PublicKey)(nil)}, fields: []string{"key"}},
		{name: "empty public half", account: account, key: key, credential: credential, privateKey: &keyService{public: new(rsa.PublicKey)}, fields: []string{"key"}},
		{name: "2,047 bits", account: account, key: key, credential: credential, privateKey: remote(2047, 65537), fields: []string{"key"}},
		{name: "4,096 bits", account: account, key: key, credential: credential, privateKey: remote(4096, 65537), fields: []string{"key"}},
		{name: "exponent 3", account: account, key: key, credential: credential, privateKey: remote(2048, 3), fields: []string{"key"}},
		{name: "HMAC", account: account, key: key, credential: credential, privateKey: good, opts: []token.Option{token.WithAlgorithm(token.HS256)}, fields: []string{"WithAlgorithm"}},
		{name: "region", account: account, key: key, credential: credential, privateKey: good, opts: []token.Option{token.WithRegion("ie1")}, fields: []string{"WithRegion"}},
	} {
		validator, err := token.NewClientValidator(tt.account, tt.key, tt.credential, tt.privateKey, tt.opts...)
		assert.Nil(t, validator, tt.name)
		requireParams(t, err, "NewClientValidator", tt.fields...)
	}
}

// keyService signs elsewhere, as a cloud's key service does.
type keyService struct {
	public crypto.PublicKey
	key    crypto.Signer
	err    error
}

func (k *keyService) Public() crypto.PublicKey { return k.public }

func (k *keyService) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if k.err != nil {
		return nil, k.err
	}
	return k.key.Sign(random, digest, opts)
}

// TestKeysElsewhere: a key need not be in memory.
func TestKeysElsewhere(t *testing.T) {
	t.Parallel()
	good, err := privateKey()
	require.NoError(t, err)
	u := &url.URL{Scheme: "https", Host: "api.twilio.com", Path: "/b"}
	service := &keyService{public: good.Public(), key: good}
	for _, algorithm := range []token.Algorithm{token.RS256, token.PS256} {
		validator, err := token.NewClientValidator(account, key, credential, service, token.WithAlgorithm(algorithm))
		require.NoError(t, err)
		jwt, err := validator.SignRequest(t.Context(), "GET", u, basicAuth(key, secret), nil)
		require.NoError(t, err)
		checkSignature(t, algorithm, jwt)
	}
	validator, err := token.NewClientValidator(account, key, credential, &keyService{public: good.Public(), err: io.ErrUnexpectedEOF})
	require.NoError(t, err)
	_, err = validator.SignRequest(t.Context(), "GET", u, basicAuth(key, secret), nil)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

// TestKeysAreCopied: the caller's key is not changed, and a change of it is not seen.
func TestKeysAreCopied(t *testing.T) {
	t.Parallel()
	good, err := privateKey()
	require.NoError(t, err)
	callers := &rsa.PrivateKey{PublicKey: good.PublicKey, D: new(big.Int).Set(good.D), Primes: good.Primes}
	validator, err := token.NewClientValidator(account, key, credential, callers)
	require.NoError(t, err)
	assert.Nil(t, callers.Precomputed.Dp)
	callers.D.SetInt64(1)
	jwt, err := validator.SignRequest(t.Context(), "GET", &url.URL{Scheme: "https", Host: "api.twilio.com"}, basicAuth(key, secret), nil)
	require.NoError(t, err)
	checkSignature(t, token.RS256, jwt)
}

// rawReading returns the text that Twilio's Python library hashes: path and query as they are on
// the wire.
func rawReading(r *http.Request, body []byte) string {
	return canonical(r, r.URL.EscapedPath(), strings.Split(r.URL.RawQuery, "&"), body)
}

// reescapedReading returns the text that its libraries for Java and Node hash: path and query are
// read, and escaped again.
func reescapedReading(r *http.Request, body []byte) string {
	escape := func(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
	path := strings.Split(r.URL.Path, "/")
	for i := range path {
		path[i] = escape(path[i])
	}
	var query []string
	for name, values := range r.URL.Query() {
		for _, value := range values {
			query = append(query, escape(name)+"="+escape(value))
		}
	}
	return canonical(r, strings.Join(path, "/"), query, body)
}

func canonical(r *http.Request, path string, query []string, body []byte) string {
	slices.Sort(query)
	bodySum := ""
	if len(body) > 0 {
		bodySum = hexSum(string(body))
	}
	return r.Method + "\n" + path + "\n" + strings.Join(query, "&") + "\nauthorization:" + r.Header.Get("Authorization") +
		"\nhost:" + r.Host + "\n\nauthorization;host\n" + bodySum
}

// TestClientValidationEndToEnd sends requests with a real client, and hashes the received
// requests as a server would, by both readings of Twilio's rules.
func TestClientValidationEndToEnd(t *testing.T) {
	t.Parallel()
	const sub = "AC00000000000000000000000000000002"
	const queues = "/2010-04-01/Accounts/{AccountSid}/Queues.json"
	do := func(request twilio.Request, opts ...twilio.CallOption) func(context.Context, *twilio.Client) error {
		return func(ctx context.Context, c *twilio.Client) error { return c.Do(ctx, request, nil, opts...) }
	}
	for _, tt := range []struct {
		name string
		call func(context.Context, *twilio.Client) error
		want string // method and address
		body string
	}{
		{
			name: "create", call: func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Grüße & more"})
				return err
			},
			want: "POST /api/2010-04-01/Accounts/" + account + "/Messages.json", body: "To=%2B14155551234&From=%2B14155556789&Body=Gr%C3%BC%C3%9Fe+%26+more",
		},
		{
			name: "list", call: func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Messages.List(ctx, twilio.MessageListParams{To: "+14155551234", SentAfter: now.Add(-time.Hour), PageSize: 20})
				return err
			},
			want: "GET /api/2010-04-01/Accounts/" + account + "/Messages.json?To=%2B14155551234&DateSent%3E=2025-12-31T23%3A00%3A00Z&PageSize=20",
		},
		{
			name: "lookup", call: func(ctx context.Context, c *twilio.Client) error {
				_, err := c.Lookup.Get(ctx, "+14155551234", twilio.LookupGetParams{FirstName: "Ada Zoë", Fields: []twilio.LookupField{twilio.LookupFieldCallerName, twilio.LookupFieldLineTypeIntelligence}})
				return err
			},
			want: "GET /lookups/v2/PhoneNumbers/%2B14155551234?Fields=caller_name%2Cline_type_intelligence&FirstName=Ada%20Zo%C3%AB",
		},
		{
			name: "delete on a subaccount", call: func(ctx context.Context, c *twilio.Client) error {
				return c.Messages.Delete(ctx, "SM00000000000000000000000000000000", twilio.OnAccount(sub))
			},
			want: "DELETE /api/2010-04-01/Accounts/" + sub + "/Messages/SM00000000000000000000000000000000.json",
		},
		{
			name: "JSON", call: do(twilio.Request{Method: http.MethodPost, Host: "content", Path: "/v1/Content", JSON: map[string]string{"name": "Zoë <&>"}}),
			want: "POST /content/v1/Content", body: `{"name":"Zoë \u003c\u0026\u003e"}`,
		},
		{
			name: "repeated keys, blanks and others", call: do(twilio.Request{Method: http.MethodGet, Host: "api", Path: queues, Query: url.Values{"Key": {"b", "a b", "", "a"}, "a *~": {"1 + 1", "é😀"}, "Key2": {"c"}}}),
			want: "GET /api/2010-04-01/Accounts/" + account + "/Queues.json?Key=b&Key=a%20b&Key=&Key=a&Key2=c&a%20%2A~=1%20%2B%201&a%20%2A~=%C3%A9%F0%9F%98%80",
		},
		{
			name: "an escaped path", call: do(twilio.Request{Method: http.MethodGet, Host: "verify", Path: "/v2/Services/caf%C3%A9%20%2B/x~y"}),
			want: "GET /verify/v2/Services/caf%C3%A9%20%2B/x~y",
		},
		{name: "no body", call: do(twilio.Request{Method: http.MethodPost, Host: "api", Path: queues}, twilio.OnAccount(sub)), want: "POST /api/2010-04-01/Accounts/" + sub + "/Queues.json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			arrived := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				arrived++
				body, err := io.ReadAll(r.Body)
				assert.NoError(t, err)
				assert.Equal(t, tt.want, r.Method+" "+r.RequestURI)
				assert.Equal(t, tt.body, string(body))
				_, claims := checkSignature(t, token.RS256, r.Header.Get("Twilio-Client-Validation"))
				assert.Equal(t, hexSum(rawReading(r, body)), claims["rqh"], rawReading(r, body))
				assert.Equal(t, hexSum(reescapedReading(r, body)), claims["rqh"], reescapedReading(r, body))
				if r.Method == http.MethodDelete {
					w.WriteHeader(http.StatusNoContent)
					return
				}
				_, _ = io.WriteString(w, `{"sid":"SM00000000000000000000000000000000","status":"queued","messages":[],"next_page_uri":null,"phone_number":"+14155551234"}`)
			}))
			defer server.Close()
			client, err := twilio.New(account, twilio.APIKey(key, secret), twilio.WithBaseURL(server.URL), twilio.WithClientValidation(newValidator(t)))
			require.NoError(t, err)
			require.NoError(t, tt.call(t.Context(), client))
			assert.Equal(t, 1, arrived)
		})
	}
	client, err := twilio.New(account, twilio.APIKey("SK00000000000000000000000000000000", secret), twilio.WithBaseURL("http://127.0.0.1:1"), twilio.WithClientValidation(newValidator(t)))
	require.NoError(t, err)
	_, err = client.Balance.Get(t.Context())
	require.ErrorIs(t, err, twilio.ErrNotSent)
	requireParams(t, err, "SignRequest", "Authorization")
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func TestParsePrivateKey(t *testing.T) {
	t.Parallel()
	good, err := privateKey()
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(good)
	require.NoError(t, err)
	pkcs1 := x509.MarshalPKCS1PrivateKey(good)
	for _, text := range [][]byte{
		pemOf("RSA PRIVATE KEY", pkcs1), pemOf("PRIVATE KEY", pkcs8),
		append([]byte("Bag Attributes\n"), pemOf("PRIVATE KEY", pkcs8)...),
	} {
		read, err := token.ParsePrivateKey(text)
		require.NoError(t, err)
		assert.True(t, good.Equal(read))
	}

	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	curve8, err := x509.MarshalPKCS8PrivateKey(curve)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&good.PublicKey)
	require.NoError(t, err)
	encrypted := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-256-CBC,00"}, Bytes: pkcs1})
	for _, tt := range []struct {
		name    string
		text    []byte
		problem string
	}{
		{name: "nothing", problem: "has no PEM block"},
		{name: "DER", text: pkcs8, problem: "has no PEM block"},
		{name: "cut short", text: pemOf("PRIVATE KEY", pkcs8)[:100], problem: "has no PEM block"},
		{name: "too large", text: make([]byte, 1<<17), problem: "is larger than any key"},
		{name: "encrypted", text: encrypted, problem: "is encrypted"},
		{name: "encrypted as PKCS #8", text: pemOf("ENCRYPTED PRIVATE KEY", pkcs8), problem: "is encrypted"},
		{name: "public", text: pemOf("PUBLIC KEY", public), problem: "is public"},
		{name: "certificate", text: pemOf("CERTIFICATE", public), problem: "is public"},
		{name: "elliptic curve", text: pemOf("EC PRIVATE KEY", curve8), problem: "is not an RSA private key"},
		{name: "elliptic curve as PKCS #8", text: pemOf("PRIVATE KEY", curve8), problem: "is not an RSA key"},
		{name: "PKCS #8 that is not", text: pemOf("PRIVATE KEY", pkcs1), problem: "is damaged"},
		{name: "PKCS #1 that is not", text: pemOf("RSA PRIVATE KEY", pkcs8), problem: "is damaged"},
		{name: "damaged", text: pemOf("RSA PRIVATE KEY", pkcs1[:len(pkcs1)-9]), problem: "is damaged"},
		{name: "empty block", text: pemOf("PRIVATE KEY", nil), problem: "is damaged"},
	} {
		read, err := token.ParsePrivateKey(tt.text)
		assert.Nil(t, read, tt.name)
		requireParams(t, err, "ParsePrivateKey", "text")
		assert.ErrorContains(t, err, tt.problem, tt.name)
	}
}

// FuzzParsePrivateKey: a key that is read can be used or is refused by name.
func FuzzParsePrivateKey(f *testing.F) {
	good, err := privateKey()
	require.NoError(f, err)
	f.Add(pemOf("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(good)))
	f.Add(pemOf("PRIVATE KEY", []byte{0x30, 0x80}))
	f.Add([]byte("-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: x\n\n-----END RSA PRIVATE KEY-----"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var paramErr *token.ParamError
		read, err := token.ParsePrivateKey(text)
		if err != nil {
			require.ErrorAs(t, err, &paramErr)
			require.Nil(t, read)
			return
		}
		if _, err := token.NewClientValidator(account, key, credential, read); err != nil {
			require.ErrorAs(t, err, &paramErr)
		}
	})
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
