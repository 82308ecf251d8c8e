package token_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

var benchAccess = token.Access{Identity: "alice", Grants: []token.Grant{token.VoiceGrant{Incoming: true, OutgoingApplicationSID: app}}}

// plainAccess is the token of benchAccess in the lines that one writes without a
// library: maps, encoding/json and crypto/hmac, and no checks.
func plainAccess(now time.Time) (string, error) {
	head, err := json.Marshal(map[string]string{"alg": "HS256", "typ": "JWT", "cty": "twilio-fpa;v=1"})
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(map[string]any{
		"jti": key + "-1767225600", "iss": key, "sub": account, "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		"grants": map[string]any{
			"identity": "alice",
			"voice":    map[string]any{"incoming": map[string]bool{"allow": true}, "outgoing": map[string]string{"application_sid": app}},
		},
	})
	if err != nil {
		return "", err
	}
	signed := base64.RawURLEncoding.EncodeToString(head) + "." + base64.RawURLEncoding.EncodeToString(payload)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
}

// structAccess is plainAccess with structs for maps: the leanest that encoding/json
// gives without a library.
func structAccess(now time.Time) (string, error) {
	head, err := json.Marshal(struct {
		Alg string `json:"alg"`
		Typ string `json:"typ"`
		Cty string `json:"cty"`
	}{Alg: "HS256", Typ: "JWT", Cty: "twilio-fpa;v=1"})
	if err != nil {
		return "", err
	}
	var claims struct {
		Jti    string `json:"jti"`
		Iss    string `json:"iss"`
		Sub    string `json:"sub"`
		Iat    int64  `json:"iat"`
		Exp    int64  `json:"exp"`
		Grants struct {
			Identity string `json:"identity"`
			Voice    struct {
				Incoming struct {
					Allow bool `json:"allow"`
				} `json:"incoming"`
				Outgoing struct {
					ApplicationSID string `json:"application_sid"`
				} `json:"outgoing"`
			} `json:"voice"`
		} `json:"grants"`
	}
	claims.Jti, claims.Iss, claims.Sub, claims.Iat, claims.Exp = key+"-1767225600", key, account, now.Unix(), now.Add(time.Hour).Unix()
	claims.Grants.Identity, claims.Grants.Voice.Incoming.Allow, claims.Grants.Voice.Outgoing.ApplicationSID = "alice", true, app
	payload, err := json.Marshal(&claims)
	if err != nil {
		return "", err
	}
	signed := base64.RawURLEncoding.EncodeToString(head) + "." + base64.RawURLEncoding.EncodeToString(payload)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
}

func BenchmarkAccessToken(b *testing.B) {
	signer := newSigner(b)
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, err := signer.Sign(benchAccess)
			require.NoError(b, err)
		}
	})
	b.Run("maps and hmac", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, err := plainAccess(now)
			require.NoError(b, err)
		}
	})
	b.Run("structs and hmac", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, err := structAccess(now)
			require.NoError(b, err)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	jwt, err := newSigner(b).Sign(benchAccess)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, err := token.Verify(jwt, secret, now)
		require.NoError(b, err)
	}
}

func BenchmarkSignRequest(b *testing.B) {
	validator := newValidator(b)
	u := &url.URL{Scheme: "https", Host: "api.twilio.com", Path: "/2010-04-01/Accounts/" + account + "/Messages.json"}
	header := http.Header{"Authorization": {"Basic x"}}
	body := []byte("To=%2B14155551234&From=%2B14155556789&Body=Hello")
	b.ReportAllocs()
	for b.Loop() {
		_, err := validator.SignRequest(b.Context(), http.MethodPost, u, header, body)
		require.NoError(b, err)
	}
}
