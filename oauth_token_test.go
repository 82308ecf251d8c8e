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
		{"an hour", jwt(`{"iat":1776159000,"exp":1776162600}`), date, 3600, time.Hour},
		{"absurd expires_in", jwt(`{"iat":1776159000,"exp":1776162600}`), date, 1438315200000, time.Hour},
		{"expires_in that contradicts", jwt(`{"iat":1776159000,"exp":1776160800}`), date, 3600, 30 * time.Minute},
		{"no Date", jwt(`{"iat":1776159000,"exp":1776162600}`), "", 0, time.Hour},
		{"unreadable Date", jwt(`{"iat":1776159000,"exp":1776162600}`), "yesterday", 0, time.Hour},
		{"issued earlier", jwt(`{"iat":1776156000,"exp":1776159600}`), date, 3600, 10 * time.Minute},
		{"a Date after the end", jwt(`{"iat":1776156000,"exp":1776159000}`), date, 0, 50 * time.Minute},
		{"a Date long before", jwt(`{"iat":1776159000,"exp":1776162600}`), "Mon, 13 Apr 2026 09:30:00 GMT", 0, time.Hour},
		{"no iat", jwt(`{"exp":1776162600}`), date, 0, time.Hour},
		{"iat after exp", jwt(`{"iat":1776166200,"exp":1776162600}`), date, 0, time.Hour},
		{"neither iat nor Date", jwt(`{"exp":1776076200}`), "", 0, time.Hour},
		{"fractions", jwt(`{"iat":1776159000.5,"exp":1.7761626005e9}`), "", 0, time.Hour},
		{"as text", jwt(`{"iat":"1776159000","exp":"1776162600"}`), date, 0, time.Hour},
		{"iat of another type", jwt(`{"iat":{"a":[]},"exp":1776162600}`), date, 0, time.Hour},
		{"a week", jwt(`{"iat":1776159000,"exp":1776763800}`), date, 0, maxTokenLife},
		{"in milliseconds", jwt(`{"iat":1776159000000,"exp":1776162600000}`), date, 1800, 30 * time.Minute},

		{"no exp", jwt(`{"iat":1776159000}`), date, 3600, time.Hour},
		{"exp is null", jwt(`{"exp":null}`), date, 60, time.Minute},
		{"exp before iat, and the clock too late", jwt(`{"iat":1776159000,"exp":1775000000}`), "", 3600, time.Hour},
		{"exp is negative", jwt(`{"exp":-1}`), date, 3600, time.Hour},
		{"exp is not a number", jwt(`{"exp":"NaN"}`), date, 3600, time.Hour},
		{"exp without end", jwt(`{"exp":1e308}`), date, 3600, time.Hour},
		{"no JSON", jwt(`exp`), date, 3600, time.Hour},
		{"no base64", "a.~~~.c", date, 3600, time.Hour},
		{"opaque", "opaque-token", date, 3600, time.Hour},
		{"opaque, a day", "opaque-token", date, 86400, maxTokenLife},

		{"opaque, absurd expires_in", "opaque-token", date, 1438315200000, unknownTokenLife},
		{"opaque, more than a day", "opaque-token", date, 86401, unknownTokenLife},
		{"opaque, negative", "opaque-token", date, -1, unknownTokenLife},
		{"opaque and nothing else", "opaque-token", "", 0, unknownTokenLife},
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
		{"a JWT", jwt(`{}`), "Bearer", ""},
		{"every letter", "aZ09-._~+/==", "", ""},
		{"nothing", "", "bearer", "no access_token"},
		{"line break", "abc\ndef", "bearer", "characters"},
		{"header", "abc\r\nX-Evil: 1", "bearer", "characters"},
		{"blank", "abc def", "bearer", "characters"},
		{"= in the middle", "abc=def", "bearer", "characters"},
		{"only =", "==", "bearer", "no access_token"},
		{"not ASCII", "abcé", "bearer", "characters"},
		{"as long as it may be", strings.Repeat("a", maxTokenLength), "bearer", ""},
		{"too long", strings.Repeat("a", maxTokenLength+1), "bearer", "too long"},
		{"another type", "abc", "mac", "token_type"},
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
