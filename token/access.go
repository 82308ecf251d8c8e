package token

import (
	"log/slog"
	"strconv"
	"time"
)

// The lifetimes of tokens. https://www.twilio.com/docs/iam/access-tokens
const (
	DefaultTTL = time.Hour
	MaxTTL     = 24 * time.Hour
)

// accessContentType is the cty header of an access token.
const accessContentType = "twilio-fpa;v=1"

// Signer makes access tokens with one API key. It is safe for concurrent use and
// prints without the key's secret.
type Signer struct {
	accountSID string
	keySID     string
	region     string // "" is us1
	now        func() time.Time
	encoder    encoder
}

// NewSigner takes the account's SID (AC…), the SID of a Standard or Main API key
// (SK…), and that key's secret, in this order. Twilio refuses the tokens of a restricted
// key. NewSigner fails with a [*ParamError] when an argument has the form of another one.
//
// Twilio docs: https://www.twilio.com/docs/iam/api-keys
func NewSigner(accountSID, keySID, keySecret string, opts ...Option) (*Signer, error) {
	var problems checks
	problems.accountSID(accountSID)
	problems.keySID(keySID)
	problems.secret("keySecret", keySecret, "give the secret that was shown when the key was made; it comes third, and is not the auth token")
	s := newSettings(&problems, opts, true, HS256, HS384, HS512)
	if err := problems.err("NewSigner"); err != nil {
		return nil, err
	}
	head := header{Algorithm: s.algorithm, Type: "JWT", ContentType: accessContentType, Region: s.region}
	encoder, err := newEncoder(head, hmacSigner(s.algorithm, keySecret))
	if err != nil {
		return nil, err
	}
	return &Signer{accountSID, keySID, s.region, s.now, encoder}, nil
}

// String names the account and the key, never the secret.
func (s *Signer) String() string {
	if s == nil {
		return "token.Signer(nil)"
	}
	return "token.Signer(" + s.accountSID + ", API key " + s.keySID + ")"
}

// GoString returns the same as String, so that %#v shows no secret.
func (s *Signer) GoString() string { return s.String() }

// LogValue returns the same as String, so that slog shows no secret.
func (s *Signer) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Access holds the contents of an access token: the user, the grants and the lifetime.
type Access struct {
	Identity  string        // your own name for the user; voice, video, chat and sync need it
	TTL       time.Duration // whole seconds, up to [MaxTTL]; 0 is [DefaultTTL]
	NotBefore time.Time     // when it begins to be valid; zero leaves it out, and it is valid at once
	Grants    []Grant       // at least one, and at most one of each kind
}

// accessClaims is the payload of an access token, in the order of Twilio's own.
type accessClaims struct {
	ID        string `json:"jti"`
	Issuer    string `json:"iss"`
	Subject   string `json:"sub"`
	IssuedAt  int64  `json:"iat"`
	NotBefore int64  `json:"nbf,omitempty"`
	Expires   int64  `json:"exp"`
	Grants    any    `json:"grants"` // &set, or a map when there is a RawGrant

	set grantSet
}

// Sign returns an access token as a JWT, valid from now on. It fails with a
// [*ParamError] when Twilio could only refuse the token:
//   - no grant, or two of a kind;
//   - no identity for voice, video, chat or sync, or an identity that is too long, has
//     characters that cannot be seen, or, for voice, has blanks;
//   - a chat or sync grant without its service, a TaskRouter grant without its workspace;
//   - a video grant outside us1;
//   - a SID of another kind, or a TTL below a second or over 24 hours.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
func (s *Signer) Sign(access Access) (string, error) {
	if s == nil || s.now == nil {
		return "", notConstructed("Sign", "NewSigner")
	}
	var problems checks
	set := collectGrants(&problems, access, s.region)
	issued, expires := lifetime(&problems, s.now(), access.TTL)
	claims := accessClaims{
		ID:       s.keySID + "-" + strconv.FormatInt(issued, 10),
		Issuer:   s.keySID,
		Subject:  s.accountSID,
		IssuedAt: issued, Expires: expires,
		set: set,
	}
	if !access.NotBefore.IsZero() {
		claims.NotBefore = access.NotBefore.Unix()
		if claims.NotBefore <= 0 || claims.NotBefore >= expires {
			problems.add("NotBefore", "is not before the token's end", "give a time within the token's TTL from now, or leave it out")
		}
	}
	if err := problems.err("Sign"); err != nil {
		return "", err
	}
	var err error
	if claims.Grants, err = claims.set.claim(); err != nil {
		return "", err
	}
	return s.encoder.encode("Sign", &claims)
}

// lifetime returns when a token begins and ends, in Unix seconds.
func lifetime(problems *checks, now time.Time, ttl time.Duration) (issued, expires int64) {
	if ttl == 0 {
		ttl = DefaultTTL
	}
	if ttl < time.Second || ttl > MaxTTL {
		problems.add("TTL", "is out of range", "give one second to 24 hours, or leave it out for an hour")
	}
	issued = now.Unix()
	if issued <= 0 {
		problems.add("clock", "stands before 1970", "set the machine's clock, or give WithClock one that shows the time")
	}
	return issued, issued + int64(ttl/time.Second)
}
