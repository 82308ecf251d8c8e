package token_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/token"
)

// requireDiscreet checks that a text holds no secret, in any of the ways in which
// formatting could show it.
func requireDiscreet(t *testing.T, text string) {
	t.Helper()
	rsaKey, err := privateKey()
	require.NoError(t, err)
	hidden := []string{rsaKey.D.String(), rsaKey.D.Text(16), rsaKey.Primes[0].String(), rsaKey.Primes[0].Text(16)}
	for _, s := range []string{secret, hiddenToken} {
		hidden = append(hidden, s, fmt.Sprintf("%x", s), fmt.Sprintf("%X", s), fmt.Sprintf("% x", s), decimals(s))
	}
	for _, h := range hidden {
		require.NotContains(t, text, h)
	}
}

// hiddenToken is an auth token that no SID here contains.
const hiddenToken = "fedcba9876543210fedcba9876543210"

// decimals is how %v shows bytes.
func decimals(s string) string {
	text := make([]string, len(s))
	for i := range len(s) {
		text[i] = strconv.Itoa(int(s[i]))
	}
	return strings.Join(text, " ")
}

// TestSecretsNeverPrint formats everything that holds a secret in every way that
// fmt, slog and encoding/json know.
func TestSecretsNeverPrint(t *testing.T) {
	t.Parallel()
	signer, validator := newSigner(t), newValidator(t)
	legacy, err := token.NewLegacySigner(account, hiddenToken)
	require.NoError(t, err)
	type hiding struct {
		s *token.Signer
		l token.LegacySigner
	}
	for _, holder := range []any{
		signer, *signer, &signer, legacy, *legacy, validator, *validator,
		struct{ S *token.Signer }{signer}, struct{ S token.Signer }{*signer}, hiding{s: signer, l: *legacy}, &hiding{s: signer, l: *legacy},
		[]any{signer, legacy, validator}, map[string]any{"s": *signer, "v": *validator},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%t", "%e", "%10.3v", "%!"} {
			requireDiscreet(t, fmt.Sprintf(verb, holder))
		}
		var logged bytes.Buffer
		slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "holder", holder)
		slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "holder", holder)
		requireDiscreet(t, logged.String())
		if text, err := json.Marshal(holder); err == nil {
			requireDiscreet(t, string(text))
		}
		requireDiscreet(t, panicText(holder))
	}
}

// panicText returns the output of a program that panics with v.
func panicText(v any) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	panic(v)
}

func TestHoldersPrintTheirTypes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		holder interface {
			fmt.Stringer
			fmt.GoStringer
			slog.LogValuer
		}
		want string
	}{
		{holder: newSigner(t), want: "token.Signer(" + account + ", API key " + key + ")"},
		{holder: newLegacySigner(t), want: "token.LegacySigner(" + account + ", auth token)"},
		{holder: newValidator(t), want: "token.ClientValidator(" + account + ", API key " + key + ", public key " + credential + ")"},
		{holder: (*token.Signer)(nil), want: "token.Signer(nil)"},
		{holder: (*token.LegacySigner)(nil), want: "token.LegacySigner(nil)"},
		{holder: (*token.ClientValidator)(nil), want: "token.ClientValidator(nil)"},
	} {
		assert.Equal(t, tt.want, tt.holder.String())
		assert.Equal(t, tt.want, tt.holder.GoString())
		assert.Equal(t, tt.want, tt.holder.LogValue().String())
	}
}

// TestMisplacedSecretsAreNotShown: whatever stands in the wrong place may be a
// secret.
func TestMisplacedSecretsAreNotShown(t *testing.T) {
	t.Parallel()
	rsaKey, err := privateKey()
	require.NoError(t, err)
	for _, try := range []func() error{
		func() error { _, err := token.NewSigner(secret, secret, secret+" "); return err },
		func() error { _, err := token.NewSigner(account, key, secret, token.WithRegion(secret)); return err },
		func() error {
			_, err := token.NewSigner(account, key, secret, token.WithAlgorithm(token.Algorithm(secret)))
			return err
		},
		func() error { _, err := token.NewLegacySigner(hiddenToken, account); return err },
		func() error { _, err := token.NewClientValidator(secret, secret, secret, rsaKey); return err },
		func() error {
			_, err := newSigner(t).Sign(token.Access{Identity: "a", Grants: []token.Grant{token.VoiceGrant{OutgoingApplicationSID: secret}}})
			return err
		},
		func() error { _, err := token.Verify(secret, secret, now); return err },
		func() error { _, err := token.ParsePrivateKey([]byte(secret)); return err },
	} {
		err := try()
		require.Error(t, err)
		requireDiscreet(t, err.Error())
		requireDiscreet(t, fmt.Sprintf("%+v %#v", err, err))
	}
}
