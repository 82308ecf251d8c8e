package twilio

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/ascii"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// tokenParams ask for a token as section 4.4.2 of RFC 6749 has it.
type tokenParams struct {
	GrantType    string `form:"grant_type"`
	ClientID     string `form:"client_id"`
	ClientSecret string `form:"client_secret"`
}

// tokenAnswer is the answer to them.
type tokenAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"` // "bearer", in any letters
	ExpiresIn   Int    `json:"expires_in"` // seconds; Twilio's own example has 1438315200000
}

const (
	maxTokenLength   = 8 << 10         // bytes: servers take no longer header
	maxTokenLife     = 24 * time.Hour  // a token that claims to last longer is fetched once a day
	unknownTokenLife = 5 * time.Minute // of a token that does not say when it ends
	maxRenewMargin   = time.Minute     // before its end a token is renewed, or a tenth of its life
)

// token returns the token of an answer that came at received, on the client's clock,
// with this Date header.
func (a *tokenAnswer) token(date string, received time.Time) (*accessToken, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	life := a.life(date, received)
	authorization := []string{"Bearer " + a.AccessToken} // shared by all requests, as the other headers are
	return &accessToken{
		authorization: func() []string { return authorization },
		renewAt:       received.Add(life - min(life/10, maxRenewMargin)),
		endsAt:        received.Add(life),
	}, nil
}

// check refuses a token that cannot stand in a header, and does not show it.
func (a *tokenAnswer) check() error {
	characters := strings.TrimRight(a.AccessToken, "=")
	switch {
	case characters == "":
		return errors.New("it has no access_token")
	case len(a.AccessToken) > maxTokenLength:
		return errors.New("its access_token is too long for a header")
	case strings.IndexFunc(characters, ascii.NotBearer) >= 0:
		return errors.New("its access_token has characters that no bearer token has")
	case a.TokenType != "" && !strings.EqualFold(a.TokenType, "bearer"):
		return errors.New("its token_type is not bearer")
	}
	return nil
}

// life returns how long the token is good for, counted from when it came. The token
// says so itself; expires_in counts only when the token does not.
func (a *tokenAnswer) life(date string, received time.Time) time.Duration {
	if life := readClaims(a.AccessToken).life(date, received); life > 0 {
		return life
	}
	if 0 < a.ExpiresIn && a.ExpiresIn <= Int(maxTokenLife/time.Second) {
		return time.Duration(a.ExpiresIn) * time.Second
	}
	return unknownTokenLife
}

// tokenClaims are the times in a JWT, which is not verified: Twilio does that.
// https://www.rfc-editor.org/rfc/rfc7519#section-4.1
type tokenClaims struct {
	Expires numericDate `json:"exp"`
	Issued  numericDate `json:"iat"`
}

// readClaims returns the zero value for a text that is no JWT.
func readClaims(jwt string) tokenClaims {
	var claims tokenClaims
	parts := strings.Split(jwt, ".")
	const partsOfJWT = 3
	if len(parts) != partsOfJWT {
		return claims
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		return tokenClaims{}
	}
	return claims
}

// life compares times of one clock, Twilio's, because the client's may be wrong: the
// token's end with its beginning and with the answer's Date, the nearer of the two.
// The client's clock is the last resort. It returns 0 when the end makes no sense.
func (c tokenClaims) life(date string, received time.Time) time.Duration {
	whole := c.Expires - c.Issued
	isWhole := c.Issued != 0 && whole > 0
	at, err := http.ParseTime(date)
	if err != nil {
		at = received
	}
	left := c.Expires - numericDate(at.Unix())
	switch {
	case c.Expires == 0:
		return 0
	case !isWhole:
		return left.duration()
	case err != nil, left <= 0: // no Date, or one that somebody on the way wrote
		return whole.duration()
	}
	return min(whole, left).duration()
}

// numericDate is a time in seconds since 1970, or a difference of two. A fraction is
// allowed; a text that cannot be read is 0.
type numericDate float64

// UnmarshalJSON never fails.
func (d *numericDate) UnmarshalJSON(text []byte) error {
	const year9999 = 253402300799
	*d = 0
	if n, err := strconv.ParseFloat(string(scalar.TextOrNumber(text)), 64); err == nil && n > 0 && n <= year9999 {
		*d = numericDate(n)
	}
	return nil
}

// duration is between 0 and the longest life.
func (d numericDate) duration() time.Duration {
	seconds := math.Min(math.Max(float64(d), 0), maxTokenLife.Seconds())
	return time.Duration(seconds * float64(time.Second))
}
