package token

import (
	"cmp"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/credential"
	"github.com/seed15d99369/twilio/internal/sid"
)

// ClientValidator signs requests, so that Twilio can verify that they come from the owner
// of the private key and were not changed on the way. Give it to a client with
// twilio.WithClientValidation. It is safe for concurrent use and prints without the key.
//
// Twilio docs: https://www.twilio.com/docs/iam/pkcv
type ClientValidator struct {
	accountSID    string
	keySID        string
	credentialSID string
	now           func() time.Time
	encoder       encoder
}

const (
	validationContentType = "twilio-pkrv;v=1"
	validationTTL         = 300 // seconds, the most that Twilio takes
	signedHeaders         = "authorization;host"
)

// The size and the exponent of a key that Twilio requires. https://www.twilio.com/docs/iam/pkcv/quickstart
const (
	keyBits     = 2048
	keyExponent = 65537
)

// NewClientValidator takes the account's SID (AC…), the SID of the API key that
// the requests are made with (SK…), the SID that Twilio gave the public key
// (CR…), and its private key: RSA, 2,048 bits, exponent 65537. The key is an
// *[rsa.PrivateKey], or a [crypto.Signer] of a hardware module or a cloud's key service. It
// must be safe for concurrent use, and must not be changed. NewClientValidator fails with
// a [*ParamError].
//
// Twilio docs: https://www.twilio.com/docs/iam/pkcv
func NewClientValidator(accountSID, keySID, credentialSID string, key crypto.Signer, opts ...Option) (*ClientValidator, error) {
	var problems checks
	problems.accountSID(accountSID)
	problems.keySID(keySID)
	if !sid.Is(credentialSID, "CR") {
		problems.add("credentialSID", cmp.Or(credential.SIDFlaw(credentialSID, "CR"), "is not the SID of a public key"), "give the SID that Twilio returned when the public key was uploaded, CR and 32 letters or digits")
	}
	key = problems.privateKey(key)
	s := newSettings(&problems, opts, false, RS256, PS256)
	if err := problems.err("NewClientValidator"); err != nil {
		return nil, err
	}
	head := header{Algorithm: s.algorithm, Type: "JWT", ContentType: validationContentType, KeyID: credentialSID}
	encoder, err := newEncoder(head, rsaSigner(s.algorithm, key))
	if err != nil {
		return nil, err
	}
	return &ClientValidator{accountSID, keySID, credentialSID, s.now, encoder}, nil
}

// privateKey returns the signer of a key. For a key in memory, the signer is a copy with
// precomputed values, which make each signature faster. The copy shares its numbers with
// the caller's key.
func (c *checks) privateKey(key crypto.Signer) crypto.Signer {
	const remedy = "make one with: openssl genrsa -out private.pem 2048"
	if v := reflect.ValueOf(key); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		c.add("key", "is nil", remedy)
		return nil
	}
	if inMemory, ok := key.(*rsa.PrivateKey); ok {
		if inMemory.N == nil || inMemory.D == nil || inMemory.Validate() != nil {
			c.add("key", "is not a whole RSA key", remedy)
			return nil
		}
		own := *inMemory
		own.Precompute()
		key = &own
	}
	switch public, ok := key.Public().(*rsa.PublicKey); {
	case !ok, public == nil, public.N == nil:
		c.add("key", "is not an RSA key", remedy)
	case public.N.BitLen() != keyBits, public.E != keyExponent:
		c.add("key", "is not one that Twilio takes: 2,048 bits and the exponent 65537", remedy)
	}
	return key
}

// validationClaims is the payload of a client validation token.
type validationClaims struct {
	Issuer    string `json:"iss"`
	Subject   string `json:"sub"`
	NotBefore int64  `json:"nbf"`
	Expires   int64  `json:"exp"`
	Headers   string `json:"hrh"`
	Request   string `json:"rqh"`
}

// SignRequest returns the value of the Twilio-Client-Validation header for a request, valid
// for five minutes. The host of u must be that of the request's Host header. The header
// must hold the credentials. The body must be sent as it is, byte for byte. SignRequest
// changes none of its arguments. It fails with a [*ParamError] when a signed part is
// missing or the credentials are those of another API key, and with ctx's error when ctx
// has ended.
//
// Twilio docs: https://www.twilio.com/docs/iam/pkcv/quickstart
func (v *ClientValidator) SignRequest(ctx context.Context, method string, u *url.URL, header http.Header, body []byte) (string, error) {
	if v == nil || v.now == nil {
		return "", notConstructed("SignRequest", "NewClientValidator")
	}
	if err := v.checkRequest(ctx, method, u, header); err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	now := v.now().Unix()
	return v.encoder.encode("SignRequest", &validationClaims{
		Issuer:    v.keySID,
		Subject:   v.accountSID,
		NotBefore: now,
		Expires:   now + validationTTL,
		Headers:   signedHeaders,
		Request:   hexSum([]byte(canonicalRequest(method, u, header.Values("Authorization"), body))),
	})
}

func (v *ClientValidator) checkRequest(ctx context.Context, method string, u *url.URL, header http.Header) error {
	var problems checks
	if ctx == nil {
		problems.add("ctx", "is nil", "pass a context, such as context.Background()")
	}
	if method == "" {
		problems.add("method", "is empty", "give the request's method")
	}
	if u == nil || u.Host == "" {
		problems.add("u", "has no host", "give the address that the request goes to")
	}
	switch user, _, basic := (&http.Request{Header: header}).BasicAuth(); {
	case strings.Join(header.Values("Authorization"), "") == "":
		problems.add("header", "has no Authorization", "set the credentials before signing, because the signature covers them")
	case basic && user != v.keySID:
		problems.add("Authorization", "is not of the API key that NewClientValidator was given", "make the validator and the client with one API key: the signature names it")
	}
	return problems.err("SignRequest")
}

// String names the account, the API key and the public key, never the private one.
func (v *ClientValidator) String() string {
	if v == nil {
		return "token.ClientValidator(nil)"
	}
	return "token.ClientValidator(" + v.accountSID + ", API key " + v.keySID + ", public key " + v.credentialSID + ")"
}

// GoString returns the same as String, so that %#v shows no key.
func (v *ClientValidator) GoString() string { return v.String() }

// LogValue returns the same as String, so that slog shows no key.
func (v *ClientValidator) LogValue() slog.Value { return slog.StringValue(v.String()) }

// canonicalRequest returns the canonical form of a request, which client and Twilio both
// hash: method, path, query, headers, an empty line, the headers' names, and the hash of
// the body.
func canonicalRequest(method string, u *url.URL, authorization []string, body []byte) string {
	bodySum := "" // an empty body has no hash
	if len(body) > 0 {
		bodySum = hexSum(body)
	}
	return strings.Join([]string{
		strings.ToUpper(method),
		canonicalPath(u.EscapedPath()),
		canonicalQuery(u.RawQuery),
		"authorization:" + canonicalValue(authorization),
		"host:" + withoutDefaultPort(u.Host),
		"",
		signedHeaders,
		bodySum,
	}, "\n")
}

func hexSum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// canonicalPath removes dot segments from a path, as section 5.2.4 of RFC 3986 does, and
// double slashes. Then it escapes all characters but slashes and the unreserved characters
// of the RFC. Escaped dots are not dot segments.
func canonicalPath(wire string) string {
	cleaned := path.Clean("/" + wire)
	switch wire[strings.LastIndexByte(wire, '/')+1:] {
	case "", ".", "..":
		cleaned = strings.TrimSuffix(cleaned, "/") + "/"
	}
	decoded, err := url.PathUnescape(cleaned)
	if err != nil {
		decoded = cleaned // EscapedPath escapes
	}
	escaped := strings.ReplaceAll(url.QueryEscape(decoded), "%2F", "/")
	return strings.ReplaceAll(escaped, "+", "%20")
}

// canonicalQuery sorts the pairs of a query as they stand on the wire, escapes
// included, after three escapes have been brought to the form of RFC 3986.
func canonicalQuery(raw string) string {
	pairs := strings.Split(strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~").Replace(raw), "&")
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

// canonicalValue sorts and joins the values of a header.
func canonicalValue(values []string) string {
	trimmed := make([]string, len(values))
	for i, value := range values {
		trimmed[i] = strings.TrimSpace(value)
	}
	slices.Sort(trimmed)
	return strings.Join(trimmed, ",")
}

func withoutDefaultPort(host string) string {
	return strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80")
}
