package twilio

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// jwt is a token with this payload.
func jwt(payload string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode([]byte(payload)) + ".c2lnbmF0dXJl"
}

// TestTokenLife: at 2026-04-14 09:30:00 UTC it is 1776159000 on Twilio's clock, and an
// answer comes; the client's clock is a day behind.
func TestTokenLife(t *testing.T) {
	t.Parallel()
	const date = "Tue, 14 Apr 2026 09:30:00 GMT"
	onOurs := time.Date(2026, 4, 13, 9, 30, 0, 0, time.UTC)
	tests := []struct {
		name      string
		token     string
		date      string
		expiresIn Int
		want      time.Duration
	}{
		{name: "an hour", token: jwt(`{"iat":1776159000,"exp":1776162600}`), date: date, expiresIn: 3600, want: time.Hour},
		{name: "absurd expires_in", token: jwt(`{"iat":1776159000,"exp":1776162600}`), date: date, expiresIn: 1438315200000, want: time.Hour},
		{name: "expires_in that contradicts", token: jwt(`{"iat":1776159000,"exp":1776160800}`), date: date, expiresIn: 3600, want: 30 * time.Minute},
		{name: "no Date", token: jwt(`{"iat":1776159000,"exp":1776162600}`), date: "", expiresIn: 0, want: time.Hour},
		{name: "unreadable Date", token: jwt(`{"iat":1776159000,"exp":1776162600}`), date: "yesterday", expiresIn: 0, want: time.Hour},
		{name: "issued earlier", token: jwt(`{"iat":1776156000,"exp":1776159600}`), date: date, expiresIn: 3600, want: 10 * time.Minute},
		{name: "a Date after the end", token: jwt(`{"iat":1776156000,"exp":1776159000}`), date: date, expiresIn: 0, want: 50 * time.Minute},
		{name: "a Date long before", token: jwt(`{"iat":1776159000,"exp":1776162600}`), date: "Mon, 13 Apr 2026 09:30:00 GMT", expiresIn: 0, want: time.Hour},
		{name: "no iat", token: jwt(`{"exp":1776162600}`), date: date, expiresIn: 0, want: time.Hour},
		{name: "iat after exp", token: jwt(`{"iat":1776166200,"exp":1776162600}`), date: date, expiresIn: 0, want: time.Hour},
		{name: "neither iat nor Date", token: jwt(`{"exp":1776076200}`), date: "", expiresIn: 0, want: time.Hour},
		{name: "fractions", token: jwt(`{"iat":1776159000.5,"exp":1.7761626005e9}`), date: "", expiresIn: 0, want: time.Hour},
		{name: "as text", token: jwt(`{"iat":"1776159000","exp":"1776162600"}`), date: date, expiresIn: 0, want: time.Hour},
		{name: "iat of another type", token: jwt(`{"iat":{"a":[]},"exp":1776162600}`), date: date, expiresIn: 0, want: time.Hour},
		{name: "a week", token: jwt(`{"iat":1776159000,"exp":1776763800}`), date: date, expiresIn: 0, want: maxTokenLife},
		{name: "in milliseconds", token: jwt(`{"iat":1776159000000,"exp":1776162600000}`), date: date, expiresIn: 1800, want: 30 * time.Minute},

		{name: "no exp", token: jwt(`{"iat":1776159000}`), date: date, expiresIn: 3600, want: time.Hour},
		{name: "exp is null", token: jwt(`{"exp":null}`), date: date, expiresIn: 60, want: time.Minute},
		{name: "exp before iat, and the clock too late", token: jwt(`{"iat":1776159000,"exp":1775000000}`), date: "", expiresIn: 3600, want: time.Hour},
		{name: "exp is negative", token: jwt(`{"exp":-1}`), date: date, expiresIn: 3600, want: time.Hour},
		{name: "exp is not a number", token: jwt(`{"exp":"NaN"}`), date: date, expiresIn: 3600, want: time.Hour},
		{name: "exp without end", token: jwt(`{"exp":1e308}`), date: date, expiresIn: 3600, want: time.Hour},
		{name: "no JSON", token: jwt(`exp`), date: date, expiresIn: 3600, want: time.Hour},
		{name: "no base64", token: "a.~~~.c", date: date, expiresIn: 3600, want: time.Hour},
		{name: "opaque", token: "opaque-token", date: date, expiresIn: 3600, want: time.Hour},
		{name: "opaque, a day", token: "opaque-token", date: date, expiresIn: 86400, want: maxTokenLife},

		{name: "opaque, absurd expires_in", token: "opaque-token", date: date, expiresIn: 1438315200000, want: unknownTokenLife},
		{name: "opaque, more than a day", token: "opaque-token", date: date, expiresIn: 86401, want: unknownTokenLife},
		{name: "opaque, negative", token: "opaque-token", date: date, expiresIn: -1, want: unknownTokenLife},
		{name: "opaque and nothing else", token: "opaque-token", date: "", expiresIn: 0, want: unknownTokenLife},
	}
	for _, tt := range tests {
		answer := tokenAnswer{AccessToken: tt.token, TokenType: "bearer", ExpiresIn: tt.expiresIn}
		assert.Equal(t, tt.want, answer.life(tt.date, onOurs), tt.name)
		token, err := answer.token(tt.date, onOurs)
		require.NoError(t, err, tt.name)
		assert.Equal(t, onOurs.Add(tt.want), token.endsAt, tt.name)
		assert.Equal(t, min(tt.want/10, time.Minute), token.endsAt.Sub(token.renewAt), tt.name)
	}
}

func TestTokensThatNoHeaderTakes(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, token, kind, problem string }{
		{name: "a JWT", token: jwt(`{}`), kind: "Bearer", problem: ""},
		{name: "every letter", token: "aZ09-._~+/==", kind: "", problem: ""},
		{name: "nothing", token: "", kind: "bearer", problem: "no access_token"},
		{name: "line break", token: "abc\ndef", kind: "bearer", problem: "characters"},
		{name: "header", token: "abc\r\nX-Evil: 1", kind: "bearer", problem: "characters"},
		{name: "blank", token: "abc def", kind: "bearer", problem: "characters"},
		{name: "= in the middle", token: "abc=def", kind: "bearer", problem: "characters"},
		{name: "only =", token: "==", kind: "bearer", problem: "no access_token"},
		{name: "not ASCII", token: "abcé", kind: "bearer", problem: "characters"},
		{name: "as long as it may be", token: strings.Repeat("a", maxTokenLength), kind: "bearer", problem: ""},
		{name: "too long", token: strings.Repeat("a", maxTokenLength+1), kind: "bearer", problem: "too long"},
		{name: "another type", token: "abc", kind: "mac", problem: "token_type"},
	}
	for _, tt := range tests {
		_, err := (&tokenAnswer{AccessToken: tt.token, TokenType: tt.kind}).token("", time.Now())
		if tt.problem == "" {
			assert.NoError(t, err, tt.name)
			continue
		}
		assert.ErrorContains(t, err, tt.problem, tt.name)
		assert.NotContains(t, err.Error(), "abc", tt.name)
	}
}

// FuzzTokenAnswer: whatever an endpoint answers, a token that is used fits into a
// header, and lives for a while and not for ever.
func FuzzTokenAnswer(f *testing.F) {
	f.Add(`{"access_token":"`+jwt(`{"iat":1776159000,"exp":1776162600}`)+`","token_type":"bearer","expires_in":3600}`, "Tue, 14 Apr 2026 09:30:00 GMT")
	f.Add(`{"access_token":"`+jwt(`{"iat":1e400,"exp":"-0x1p-2"}`)+`","expires_in":1438315200000}`, "")
	f.Add(`{"access_token":"a.b.c","token_type":null,"expires_in":"soon"}`, "x")
	f.Add(`{"access_token":"a\nb"}`, "")
	now := time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, body, date string) {
		var answer tokenAnswer
		if json.Unmarshal([]byte(body), &answer) != nil {
			return
		}
		token, err := answer.token(date, now)
		if err != nil {
			assert.Nil(t, token)
			return
		}
		life := token.endsAt.Sub(now)
		assert.Positive(t, life)
		assert.LessOrEqual(t, life, maxTokenLife)
		assert.False(t, token.renewAt.After(token.endsAt))
		assert.False(t, token.renewAt.Before(now))
		header := token.authorization()[0]
		assert.Regexp(t, `^Bearer [!-~]+$`, header)
		assert.Less(t, len(header), 9000)
	})
}
