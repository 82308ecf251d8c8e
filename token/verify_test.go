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
		{name: "empty", kind: token.ErrMalformed},
		{name: "no dots", jwt: "abc", kind: token.ErrMalformed},
		{name: "one dot", jwt: encode(plainHeader) + "." + encode(plainPayload), kind: token.ErrMalformed},
		{name: "dots alone", jwt: "..", kind: token.ErrMalformed},
		{name: "a double dot", jwt: strings.Replace(good, ".", "..", 1), kind: token.ErrMalformed},
		{name: "a dot at the end", jwt: good + ".", kind: token.ErrMalformed},
		{name: "a dot at the beginning", jwt: "." + good, kind: token.ErrMalformed},
		{name: "too large", jwt: strings.Repeat("a", 1<<17), kind: token.ErrTooLarge},
		{name: "dots without end", jwt: strings.Repeat(".", 1<<16), kind: token.ErrMalformed},
		{name: "header with padding", jwt: resealed(good, 0, encode(plainHeader)+"="), kind: token.ErrMalformed},
		{name: "header in the other alphabet", jwt: resealed(good, 0, "+/+/"), kind: token.ErrMalformed},
		{name: "header not JSON", jwt: forge("x", plainPayload), kind: token.ErrMalformed},
		{name: "header null", jwt: forge("null", plainPayload), kind: token.ErrMalformed},
		{name: "header a list", jwt: forge(`["HS256"]`, plainPayload), kind: token.ErrMalformed},
		{name: "header cut short", jwt: forge(`{"alg":"HS256"`, plainPayload), kind: token.ErrMalformed},
		{name: "header with more behind it", jwt: forge(plainHeader+"{}", plainPayload), kind: token.ErrMalformed},
		{name: "algorithm a number", jwt: forge(`{"alg":256}`, plainPayload), kind: token.ErrMalformed},
		{name: "algorithm twice", jwt: forge(`{"alg":"HS256","alg":"HS256"}`, plainPayload), kind: token.ErrMalformed},
		{name: "algorithm in capitals", jwt: forge(`{"ALG":"HS256"}`, plainPayload), kind: token.ErrMalformed},
		{name: "algorithm in two cases", jwt: forge(`{"alg":"HS256","aLg":"HS256"}`, plainPayload), kind: token.ErrMalformed},
		{name: "unknown name twice", jwt: forge(`{"alg":"HS256","x":1,"\u0078":1}`, plainPayload), kind: token.ErrMalformed},
		{name: "unknown name in two cases", jwt: forge(`{"alg":"HS256","x":1,"X":1}`, plainPayload), kind: token.ErrMalformed},
		{name: "header not UTF-8", jwt: forge("{\"alg\":\"HS256\",\"x\":\"\xff\"}", plainPayload), kind: token.ErrMalformed},
		{name: "crit", jwt: forge(`{"alg":"HS256","crit":["exp"]}`, plainPayload), kind: token.ErrMalformed},
		{name: "no algorithm", jwt: forge(`{}`, plainPayload), kind: token.ErrAlgorithm},
		{name: "none", jwt: forge(`{"alg":"none"}`, plainPayload), kind: token.ErrAlgorithm},
		{name: "None", jwt: forge(`{"alg":"None"}`, plainPayload), kind: token.ErrAlgorithm},
		{name: "none, unsigned", jwt: encode(`{"alg":"none"}`) + "." + encode(plainPayload) + ".", kind: token.ErrAlgorithm},
		{name: "RSA confusion", jwt: forge(`{"alg":"RS256"}`, plainPayload), kind: token.ErrAlgorithm},
		{name: "elliptic curve", jwt: forge(`{"alg":"ES256"}`, plainPayload), kind: token.ErrAlgorithm},
		{name: "lower case", jwt: forge(`{"alg":"hs256"}`, plainPayload), kind: token.ErrAlgorithm},
		{name: "the hash of another algorithm", jwt: forge(`{"alg":"HS512"}`, plainPayload), kind: token.ErrSignature},
		{name: "no signature", jwt: resealed(good, 2, ""), kind: token.ErrMalformed},
		{name: "signature of nothing", jwt: resealed(good, 2, "AA"), kind: token.ErrSignature},
		{name: "signature cut short", jwt: good[:len(good)-3], kind: token.ErrSignature},
		{name: "signature with loose bits", jwt: loosenBits(good), kind: token.ErrMalformed},
		{name: "signature with a line break", jwt: good + "\n", kind: token.ErrMalformed},
		{name: "payload changed", jwt: resealed(good, 1, encode(`{"exp":1767229201}`)), kind: token.ErrSignature},
		{name: "payload with a line break", jwt: seal(encode(plainHeader) + "." + encode(plainPayload) + "\r\n"), kind: token.ErrMalformed},
		{name: "payload empty", jwt: seal(encode(plainHeader) + "."), kind: token.ErrMalformed},
		{name: "payload not JSON", jwt: forge(plainHeader, "x"), kind: token.ErrMalformed},
		{name: "payload null", jwt: forge(plainHeader, " null "), kind: token.ErrMalformed},
		{name: "payload a number", jwt: forge(plainHeader, "7"), kind: token.ErrMalformed},
		{name: "without an end", jwt: forge(plainHeader, `{}`), kind: token.ErrMalformed},
		{name: "end null", jwt: forge(plainHeader, `{"exp":null}`), kind: token.ErrMalformed},
		{name: "end as text", jwt: forge(plainHeader, `{"exp":"1767229200"}`), kind: token.ErrMalformed},
		{name: "end out of range", jwt: forge(plainHeader, `{"exp":1e300}`), kind: token.ErrMalformed},
		{name: "end beyond floats", jwt: forge(plainHeader, `{"exp":1e400}`), kind: token.ErrMalformed},
		{name: "end negative", jwt: forge(plainHeader, `{"exp":-1}`), kind: token.ErrMalformed},
		{name: "beginning true", jwt: forge(plainHeader, `{"exp":1767229200,"nbf":true}`), kind: token.ErrMalformed},
		{name: "end twice", jwt: forge(plainHeader, `{"exp":1767229200,"exp":1767229200}`), kind: token.ErrMalformed},
		{name: "end in capitals", jwt: forge(plainHeader, `{"EXP":1767229200}`), kind: token.ErrMalformed},
		{name: "subject with a long s", jwt: forge(plainHeader, `{"exp":1767229200,"ſub":"a"}`), kind: token.ErrMalformed},
		{name: "unknown name with a Kelvin sign", jwt: forge(plainHeader, `{"exp":1767229200,"k":1,"\u212a":1}`), kind: token.ErrMalformed},
		{name: "grants twice", jwt: forge(plainHeader, `{"exp":1767229200,"grants":{},"grants":{}}`), kind: token.ErrMalformed},
		{name: "identity twice", jwt: forge(plainHeader, `{"exp":1767229200,"grants":{"identity":"a","identity":"b"}}`), kind: token.ErrMalformed},
		{name: "identity in two cases", jwt: forge(plainHeader, `{"exp":1767229200,"grants":{"identity":"a","Identity":"b"}}`), kind: token.ErrMalformed},
		{name: "voice in capitals", jwt: forge(plainHeader, `{"exp":1767229200,"grants":{"VOICE":{}}}`), kind: token.ErrMalformed},
		{name: "a name twice, deep down", jwt: forge(plainHeader, `{"exp":1767229200,"x":[0,[{"a":{"b":1,"b":1}}]]}`), kind: token.ErrMalformed},
		{name: "payload not UTF-8", jwt: forge(plainHeader, "{\"exp\":1767229200,\"sub\":\"a\xff\"}"), kind: token.ErrMalformed},
		{name: "name not UTF-8", jwt: forge(plainHeader, "{\"exp\":1767229200,\"a\xff\":1}"), kind: token.ErrMalformed},
		{name: "grants a list", jwt: forge(plainHeader, `{"exp":1767229200,"grants":[]}`), kind: token.ErrMalformed},
		{name: "identity a number", jwt: forge(plainHeader, `{"exp":1767229200,"grants":{"identity":7}}`), kind: token.ErrMalformed},
		{name: "expired", jwt: forge(plainHeader, `{"exp":1767225599}`), kind: token.ErrExpired},
		{name: "expires this second", jwt: forge(plainHeader, `{"exp":1767225600}`), kind: token.ErrExpired},
		{name: "ends with a fraction of this second", jwt: forge(plainHeader, `{"exp":1767225600.9}`), kind: token.ErrExpired},
		{name: "ended in 1970", jwt: forge(plainHeader, `{"exp":0}`), kind: token.ErrExpired},
		{name: "not valid yet", jwt: forge(plainHeader, `{"exp":1767229200,"nbf":1767225601}`), kind: token.ErrNotYetValid},
		{name: "not valid for a fraction of a second", jwt: forge(plainHeader, `{"exp":1767229200,"nbf":1767225600.1}`), kind: token.ErrNotYetValid},
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

// FuzzVerify: no input makes a panic, every refusal has its type, and a signed token with a
// changed bit is refused.
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
