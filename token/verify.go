package token

import (
	"bytes"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxToken bounds the input of Verify, in bytes; Twilio's tokens have about 600.
const maxToken = 64 << 10

// Claims holds the claims of a token. Times have whole seconds; the field of a missing claim
// is zero.
type Claims struct {
	Algorithm Algorithm
	Region    string // of an access token's key; "" is us1
	ID        string
	Issuer    string // SID of the API key; for the legacy tokens the account's
	Subject   string // account SID
	IssuedAt  time.Time
	NotBefore time.Time
	ExpiresAt time.Time
	Identity  string
	Grants    []Grant         // kinds that this package does not know are in Payload only
	Scope     string          // of a capability token
	Payload   json.RawMessage // the whole payload, as JSON
}

// Verify verifies and decodes a token that was signed with secret: an API key's secret for
// an access token, the auth token for a legacy one. It is for tests, and for servers that
// get their own tokens back. A token that is malformed, not signed with secret by HMAC, or
// not valid at now is a [*VerifyError]. The kind of the token, typ and cty, is not checked.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
func Verify(jwt, secret string, now time.Time) (*Claims, error) {
	if secret == "" {
		return nil, paramError("Verify", "secret", "is empty", "give the secret that the token was signed with")
	}
	parts, err := split(jwt)
	if err != nil {
		return nil, err
	}
	head, err := readHeader(parts[0])
	if err != nil {
		return nil, err
	}
	newHash := head.Algorithm.hash()
	if newHash == nil {
		return nil, refuse(ErrAlgorithm, "is not signed with HS256, HS384 or HS512")
	}
	sum, err := decode(parts[2], "signature")
	if err != nil {
		return nil, err
	}
	signed := jwt[:len(parts[0])+1+len(parts[1])]
	if !hmac.Equal(sum, hmacSum(newHash, secret, []byte(signed))) {
		return nil, refuse(ErrSignature, "was signed with another secret, or was changed")
	}
	payload, err := decode(parts[1], "payload")
	if err != nil {
		return nil, err
	}
	return readClaims(head, payload, now)
}

// split cuts a token into header, payload and signature.
func split(jwt string) ([]string, error) {
	const parts = 3
	if len(jwt) > maxToken {
		return nil, refuse(ErrTooLarge, "has more than "+strconv.Itoa(maxToken)+" bytes")
	}
	if dots := strings.Count(jwt, "."); dots != parts-1 {
		return nil, refuse(ErrMalformed, fmt.Sprintf("has %d parts instead of %d", dots+1, parts))
	}
	return strings.Split(jwt, "."), nil
}

// decode reads base64url strictly: one text for each content. Go's decoder would
// skip line breaks.
func decode(text, part string) ([]byte, error) {
	content, err := base64.RawURLEncoding.Strict().DecodeString(text)
	switch {
	case text == "":
		return nil, refuse(ErrMalformed, "has an empty "+part)
	case err != nil, strings.ContainsAny(text, "\r\n"):
		return nil, refuse(ErrMalformed, "has a "+part+" that is not base64url without padding")
	}
	return content, nil
}

// unmarshal reads a JSON object, and refuses null, which encoding/json takes for an empty
// object. It also refuses an object that other parsers may read differently.
func unmarshal(text []byte, part string, known knownNames, into any) error {
	if !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return refuse(ErrMalformed, "has a "+part+" that is not a JSON object")
	}
	if err := json.Unmarshal(text, into); err != nil {
		return refuse(ErrMalformed, "has a "+part+" that is not the JSON of a token")
	}
	if !utf8.Valid(text) {
		return refuse(ErrMalformed, "has a "+part+" that is not UTF-8")
	}
	if !unambiguous(text, known) {
		return refuse(ErrMalformed, "has a "+part+" with a name that stands in it twice, or in letters of another case")
	}
	return nil
}

func readHeader(text string) (header, error) {
	var head header
	content, err := decode(text, "header")
	if err != nil {
		return head, err
	}
	if err := unmarshal(content, "header", headerNames, &head); err != nil {
		return head, err
	}
	if head.Critical != nil {
		return head, refuse(ErrMalformed, "has a crit header, which no token of Twilio's has")
	}
	return head, nil
}

// signedClaims is the payload of any token.
type signedClaims struct {
	ID        string      `json:"jti"`
	Issuer    string      `json:"iss"`
	Subject   string      `json:"sub"`
	IssuedAt  numericDate `json:"iat"`
	NotBefore numericDate `json:"nbf"`
	Expires   numericDate `json:"exp"`
	Grants    grantSet    `json:"grants"`
	Scope     string      `json:"scope"`
}

func readClaims(head header, payload []byte, now time.Time) (*Claims, error) {
	var signed signedClaims
	if err := unmarshal(payload, "payload", payloadNames, &signed); err != nil {
		return nil, err
	}
	begins, ends := signed.NotBefore.ceil(), signed.Expires.floor()
	switch {
	case ends.IsZero():
		return nil, refuse(ErrMalformed, "does not say when it ends")
	case !now.Before(ends):
		return nil, refuse(ErrExpired, "ended at "+ends.Format(time.RFC3339))
	case now.Before(begins):
		return nil, refuse(ErrNotYetValid, "begins at "+begins.Format(time.RFC3339))
	}
	return &Claims{
		Algorithm: head.Algorithm,
		Region:    head.Region,
		ID:        signed.ID,
		Issuer:    signed.Issuer,
		Subject:   signed.Subject,
		IssuedAt:  signed.IssuedAt.floor(),
		NotBefore: begins,
		ExpiresAt: ends,
		Identity:  signed.Grants.Identity,
		Grants:    signed.Grants.grants(),
		Scope:     signed.Scope,
		Payload:   payload,
	}, nil
}

// numericDate is a time in Unix seconds. Some libraries write 1.7672256e+09, and
// RFC 7519 allows fractions, which [Claims] does not keep.
type numericDate struct {
	seconds float64
	given   bool
}

// UnmarshalJSON reads a number or null.
func (d *numericDate) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	seconds, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return fmt.Errorf("reading a time: %w", err)
	}
	const farthest = 253402300799 // the year 9999
	if seconds < 0 || seconds > farthest {
		return fmt.Errorf("reading a time: %v is out of range", seconds)
	}
	d.seconds, d.given = seconds, true
	return nil
}

// floor rounds down to a whole second, so that no token lasts longer than it says.
func (d numericDate) floor() time.Time { return d.at(math.Floor) }

// ceil rounds up to a whole second, so that no token begins earlier than it says.
func (d numericDate) ceil() time.Time { return d.at(math.Ceil) }

func (d numericDate) at(round func(float64) float64) time.Time {
	if !d.given {
		return time.Time{}
	}
	return time.Unix(int64(round(d.seconds)), 0).UTC()
}
