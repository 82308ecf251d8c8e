package form

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hidden is like twilio.Secret, which this package cannot import.
type hidden string

func (h hidden) Reveal() string             { return string(h) }
func (hidden) MarshalJSON() ([]byte, error) { return []byte(`"[redacted]"`), nil }

type login struct {
	User     string  `json:"user"`
	Password hidden  `json:"password"`
	Old      *hidden `json:"old"`
}

type loginNode struct {
	Next  *loginNode `json:"next"`
	Login hidden     `json:"login"`
}

// TestSecretsAreSent: Twilio gets a secret that logs do not show, in a form and in JSON.
func TestSecretsAreSent(t *testing.T) {
	t.Parallel()
	old := hidden("b")
	type params struct {
		Secret hidden   `form:"Secret"`
		Many   []hidden `form:"Many"`
	}
	text, err := Append(nil, InForm, params{Secret: "a&b", Many: []hidden{"c", "d"}})
	require.NoError(t, err)
	assert.Equal(t, "Secret=a%26b&Many=c&Many=d", string(text))

	type body struct {
		Logins []login    `json:"logins"`
		One    *login     `json:"one"`
		Node   *loginNode `json:"node"`
	}
	for want, value := range map[string]any{
		`{"user":"ada","password":"a\"","old":"b"}`:                            login{"ada", "a\"", &old},
		`{"logins":[{"password":"x"}],"one":{"old":"b"},"node":{"login":"y"}}`: body{Logins: []login{{Password: "x"}}, One: &login{Old: &old}, Node: &loginNode{Login: "y"}},
	} {
		text, err = AppendJSON(nil, value)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(text))
	}
}

// TestSecretsAreNotSentRedacted: encoding/json would send "[redacted]" for a secret in a
// type that is not written field by field, so such params are refused.
func TestSecretsAreNotSentRedacted(t *testing.T) {
	t.Parallel()
	type inMap struct {
		Logins map[string]login `json:"logins"`
	}
	type list struct {
		Many []hidden `json:"many"`
	}
	for name, value := range map[string]any{"a map of objects": inMap{}, "a list": list{}, "a map": map[string]hidden{"a": "b"}} {
		_, err := AppendJSON(nil, value)
		require.ErrorContains(t, err, "would be sent as [redacted]", name)
	}
	type formOfJSON struct {
		Login login `form:"Login,json"`
	}
	type formOfItems struct {
		Nodes []loginNode `form:"Nodes,items"`
	}
	for _, value := range []any{formOfJSON{}, formOfItems{}} {
		_, err := Append(nil, InForm, value)
		require.ErrorContains(t, err, "would be sent as [redacted]")
	}
	plain, err := json.Marshal(login{Password: "a"})
	require.NoError(t, err)
	assert.NotContains(t, string(plain), `"a"`)
}
