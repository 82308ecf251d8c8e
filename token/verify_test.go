package token_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

// parts decodes the header and the payload of a token.
func parts(tb testing.TB, jwt string) (head, payload string) {
	tb.Helper()
	pieces := strings.Split(jwt, ".")
	require.Len(tb, pieces, 3)
	var decoded [2]string
	for i := range decoded {
		text, err := base64.RawURLEncoding.DecodeString(pieces[i])
		require.NoError(tb, err)
		decoded[i] = string(text)
	}
	return decoded[0], decoded[1]
}

func encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// forge signs any header and payload with the right secret, by HS256.
func forge(head, payload string) string {
	return seal(encode(head) + "." + encode(payload))
}

func seal(signed string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

const (
	plainHeader  = `{"alg":"HS256","typ":"JWT"}`
	plainPayload = `{"exp":1767229200}`
)

// resealed puts one piece of a token in another's place.
func resealed(jwt string, i int, piece string) string {
	pieces := strings.Split(jwt, ".")
	pieces[i] = piece
	return strings.Join(pieces, ".")
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	good := forge(plainHeader, plainPayload)
	_, err := token.Verify(good, secret, now)
	require.NoError(t, err)
	for _, tt := range []struct {
		name string
		jwt  string
		kind error
	}{
		{"empty", "", token.ErrMalformed},
		{"no dots", "abc", token.ErrMalformed},
		{"one dot", encode(plainHeader) + "." + encode(plainPayload), token.ErrMalformed},
		{"dots alone", "..", token.ErrMalformed},
		{"a double dot", strings.Replace(good, ".", "..", 1), token.ErrMalformed},
		{"a dot at the end", good + ".", token.ErrMalformed},
		{"a dot at the beginning", "." + good, token.ErrMalformed},
		{"too large", strings.Repeat("a", 1<<17), token.ErrTooLarge},
		{"dots without end", strings.Repeat(".", 1<<16), token.ErrMalformed},
		{"header with padding", resealed(good, 0, encode(plainHeader)+"="), token.ErrMalformed},
		{"header in the other alphabet", resealed(good, 0, "+/+/"), token.ErrMalformed},
		{"header not JSON", forge("x", plainPayload), token.ErrMalformed},
		{"header null", forge("null", plainPayload), token.ErrMalformed},
		{"header a list", forge(`["HS256"]`, plainPayload), token.ErrMalformed},
		{"header cut short", forge(`{"alg":"HS256"`, plainPayload), token.ErrMalformed},
		{"header with more behind it", forge(plainHeader+"{}", plainPayload), token.ErrMalformed},
		{"algorithm a number", forge(`{"alg":256}`, plainPayload), token.ErrMalformed},
		{"algorithm twice", forge(`{"alg":"HS256","alg":"HS256"}`, plainPayload), token.ErrMalformed},
		{"algorithm in capitals", forge(`{"ALG":"HS256"}`, plainPayload), token.ErrMalformed},
		{"algorithm in two cases", forge(`{"alg":"HS256","aLg":"HS256"}`, plainPayload), token.ErrMalformed},
		{"unknown name twice", forge(`{"alg":"HS256","x":1,"\u0078":1}`, plainPayload), token.ErrMalformed},
		{"unknown name in two cases", forge(`{"alg":"HS256","x":1,"X":1}`, plainPayload), token.ErrMalformed},
		{"header not UTF-8", forge("{\"alg\":\"HS256\",\"x\":\"\xff\"}", plainPayload), token.ErrMalformed},
		{"crit", forge(`{"alg":"HS256","crit":["exp"]}`, plainPayload), token.ErrMalformed},
		{"no algorithm", forge(`{}`, plainPayload), token.ErrAlgorithm},
		{"none", forge(`{"alg":"none"}`, plainPayload), token.ErrAlgorithm},
		{"None", forge(`{"alg":"None"}`, plainPayload), token.ErrAlgorithm},
		{"none, unsigned", encode(`{"alg":"none"}`) + "." + encode(plainPayload) + ".", token.ErrAlgorithm},
		{"RSA confusion", forge(`{"alg":"RS256"}`, plainPayload), token.ErrAlgorithm},
		{"elliptic curve", forge(`{"alg":"ES256"}`, plainPayload), token.ErrAlgorithm},
		{"lower case", forge(`{"alg":"hs256"}`, plainPayload), token.ErrAlgorithm},
		{"the hash of another algorithm", forge(`{"alg":"HS512"}`, plainPayload), token.ErrSignature},
		{"no signature", resealed(good, 2, ""), token.ErrMalformed},
		{"signature of nothing", resealed(good, 2, "AA"), token.ErrSignature},
		{"signature cut short", good[:len(good)-3], token.ErrSignature},
		{"signature with loose bits", loosenBits(good), token.ErrMalformed},
		{"signature with a line break", good + "\n", token.ErrMalformed},
		{"payload changed", resealed(good, 1, encode(`{"exp":1767229201}`)), token.ErrSignature},
		{"payload with a line break", seal(encode(plainHeader) + "." + encode(plainPayload) + "\r\n"), token.ErrMalformed},
		{"payload empty", seal(encode(plainHeader) + "."), token.ErrMalformed},
		{"payload not JSON", forge(plainHeader, "x"), token.ErrMalformed},
		{"payload null", forge(plainHeader, " null "), token.ErrMalformed},
		{"payload a number", forge(plainHeader, "7"), token.ErrMalformed},
		{"without an end", forge(plainHeader, `{}`), token.ErrMalformed},
		{"end null", forge(plainHeader, `{"exp":null}`), token.ErrMalformed},
		{"end as text", forge(plainHeader, `{"exp":"1767229200"}`), token.ErrMalformed},
		{"end out of range", forge(plainHeader, `{"exp":1e300}`), token.ErrMalformed},
		{"end beyond floats", forge(plainHeader, `{"exp":1e400}`), token.ErrMalformed},
		{"end negative", forge(plainHeader, `{"exp":-1}`), token.ErrMalformed},
		{"beginning true", forge(plainHeader, `{"exp":1767229200,"nbf":true}`), token.ErrMalformed},
		{"end twice", forge(plainHeader, `{"exp":1767229200,"exp":1767229200}`), token.ErrMalformed},
		{"end in capitals", forge(plainHeader, `{"EXP":1767229200}`), token.ErrMalformed},
		{"subject with a long s", forge(plainHeader, `{"exp":1767229200,"ſub":"a"}`), token.ErrMalformed},
		{"unknown name with a Kelvin sign", forge(plainHeader, `{"exp":1767229200,"k":1,"\u212a":1}`), token.ErrMalformed},
		{"grants twice", forge(plainHeader, `{"exp":1767229200,"grants":{},"grants":{}}`), token.ErrMalformed},
		{"identity twice", forge(plainHeader, `{"exp":1767229200,"grants":{"identity":"a","identity":"b"}}`), token.ErrMalformed},
		{"identity in two cases", forge(plainHeader, `{"exp":1767229200,"grants":{"identity":"a","Identity":"b"}}`), token.ErrMalformed},
		{"voice in capitals", forge(plainHeader, `{"exp":1767229200,"grants":{"VOICE":{}}}`), token.ErrMalformed},
		{"a name twice, deep down", forge(plainHeader, `{"exp":1767229200,"x":[0,[{"a":{"b":1,"b":1}}]]}`), token.ErrMalformed},
		{"payload not UTF-8", forge(plainHeader, "{\"exp\":1767229200,\"sub\":\"a\xff\"}"), token.ErrMalformed},
		{"name not UTF-8", forge(plainHeader, "{\"exp\":1767229200,\"a\xff\":1}"), token.ErrMalformed},
		{"grants a list", forge(plainHeader, `{"exp":1767229200,"grants":[]}`), token.ErrMalformed},
		{"identity a number", forge(plainHeader, `{"exp":1767229200,"grants":{"identity":7}}`), token.ErrMalformed},
		{"expired", forge(plainHeader, `{"exp":1767225599}`), token.ErrExpired},
		{"expires this second", forge(plainHeader, `{"exp":1767225600}`), token.ErrExpired},
		{"ends with a fraction of this second", forge(plainHeader, `{"exp":1767225600.9}`), token.ErrExpired},
		{"ended in 1970", forge(plainHeader, `{"exp":0}`), token.ErrExpired},
		{"not valid yet", forge(plainHeader, `{"exp":1767229200,"nbf":1767225601}`), token.ErrNotYetValid},
		{"not valid for a fraction of a second", forge(plainHeader, `{"exp":1767229200,"nbf":1767225600.1}`), token.ErrNotYetValid},
	} {
		claims, err := token.Verify(tt.jwt, secret, now)
		assert.Nil(t, claims, tt.name)
		var verifyErr *token.VerifyError
		require.ErrorAs(t, err, &verifyErr, tt.name)
		assert.ErrorIs(t, err, tt.kind, tt.name)
		assert.NotEmpty(t, verifyErr.Detail, tt.name)
		if len(tt.jwt) > 20 {
			assert.NotContains(t, err.Error(), tt.jwt[:20], tt.name)
		}
	}
}

// loosenBits sets bits of the last character that no byte is made of.
func loosenBits(jwt string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(jwt) - 1
	return jwt[:last] + string(alphabet[strings.IndexByte(alphabet, jwt[last])|1])
}

func TestVerifyWithAnotherSecret(t *testing.T) {
	t.Parallel()
	_, err := token.Verify(forge(plainHeader, plainPayload), authToken, now)
	require.ErrorIs(t, err, token.ErrSignature)
	_, err = token.Verify(forge(plainHeader, plainPayload), "", now)
	requireParams(t, err, "Verify", "secret")
}

// TestVerifyReadsOthersTokens: numbers with an exponent, kinds of grants and claims
// that nobody here knows, parameters that are no texts.
func TestVerifyReadsOthersTokens(t *testing.T) {
	t.Parallel()
	claims, err := token.Verify(forge(plainHeader, `{"exp":1.7672292e+09,"nbf":1.7672256e+09,"iat":null,"new":1,"grants":{
		"identity":"ada","new":{"a":1},"player":null,"video":null,
		"voice":{"incoming":{"allow":false},"outgoing":{"application_sid":"`+app+`","params":{"n":7,"b":true,"s":"x"}}}}}`), secret, now)
	require.NoError(t, err)
	assert.Equal(t, now.UTC(), claims.NotBefore)
	assert.Equal(t, now.Add(time.Hour).UTC(), claims.ExpiresAt)
	assert.True(t, claims.IssuedAt.IsZero())
	assert.Equal(t, []token.Grant{
		token.VoiceGrant{OutgoingApplicationSID: app, OutgoingParams: map[string]string{"n": "7", "b": "true", "s": "x"}},
	}, claims.Grants)
	assert.Contains(t, string(claims.Payload), `"new":{"a":1}`)
}

// TestVerifyTimes: 0 is a time like any other, and fractions count against the token.
func TestVerifyTimes(t *testing.T) {
	t.Parallel()
	claims, err := token.Verify(forge(plainHeader, `{"exp":1767225601.9,"nbf":0,"iat":0}`), secret, now)
	require.NoError(t, err)
	assert.Equal(t, time.Unix(0, 0).UTC(), claims.NotBefore)
	assert.Equal(t, time.Unix(0, 0).UTC(), claims.IssuedAt)
	assert.Equal(t, now.Add(time.Second).UTC(), claims.ExpiresAt)
	claims, err = token.Verify(forge(plainHeader, `{"exp":1767229200,"nbf":1767225599.001,"iat":1767225600.9}`), secret, now)
	require.NoError(t, err)
	assert.Equal(t, now.UTC(), claims.NotBefore)
	assert.Equal(t, now.UTC(), claims.IssuedAt)
}

// TestVerifyLeavesParamsAlone: their names are the caller's, in any case.
func TestVerifyLeavesParamsAlone(t *testing.T) {
	t.Parallel()
	grant := token.VoiceGrant{OutgoingApplicationSID: app, OutgoingParams: map[string]string{"Team": "1", "team": "2"}}
	jwt, err := newSigner(t).Sign(token.Access{Identity: "ada", Grants: []token.Grant{grant}})
	require.NoError(t, err)
	claims, err := token.Verify(jwt, secret, now)
	require.NoError(t, err)
	assert.Equal(t, []token.Grant{grant}, claims.Grants)
	_, err = token.Verify(forge(plainHeader, `{"exp":1767229200,"x":1e400,"y":[{"Y":1,"y":1}]}`), secret, now)
	require.NoError(t, err)
}

// FuzzVerify: nothing makes a panic, every refusal has its type, and what was
// signed stays refused when a bit of it changes.
func FuzzVerify(f *testing.F) {
	for _, v := range vectors(f).AccessTokens {
		f.Add(v.HeaderJSON, v.PayloadJSON, v.Token, 5)
	}
	f.Add(`{"alg":"none"}`, `{"exp":1e400}`, "..", 0)
	f.Add(`{"ALG":"HS256"}`, `{"exp":1767229200,"grants":{"player":{}}}`, "a.b.c", 40)
	f.Fuzz(func(t *testing.T, head, payload, jwt string, at int) {
		requireVerdict(t, jwt)
		forged := forge(head, payload)
		claims := requireVerdict(t, forged)
		if claims == nil {
			return
		}
		assert.True(t, json.Valid(claims.Payload))
		assert.Contains(t, []token.Algorithm{token.HS256, token.HS384, token.HS512}, claims.Algorithm)
		i := int(uint(at) % uint(len(forged)))
		changed := forged[:i] + string(forged[i]^1) + forged[i+1:]
		assert.Nil(t, requireVerdict(t, changed), "a changed token is refused")
	})
}

func requireVerdict(t *testing.T, jwt string) *token.Claims {
	t.Helper()
	claims, err := token.Verify(jwt, secret, now)
	if err == nil {
		require.NotNil(t, claims)
		return claims
	}
	var verifyErr *token.VerifyError
	require.ErrorAs(t, err, &verifyErr)
	require.Nil(t, claims)
	return nil
}
