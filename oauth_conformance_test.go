package twilio

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/form"
)

// tokenLeft are the parameters and the properties that the client credentials grant does
// without. Package iam has them.
var tokenLeft = map[string]string{
	"account_sid":   "the account of an app is its own",
	"audience":      "the client credentials grant does without",
	"code":          "of the grant for people who sign in",
	"redirect_uri":  "of the grant for people who sign in",
	"refresh_token": "the client credentials grant has none",
	"scope":         "an app's permissions are set in the Console",
	"id_token":      "of the grant for people who sign in",
}

// TestTokenConformance holds the one operation that no method asks for against Twilio's
// file, in both directions. The harness looks at all others.
func TestTokenConformance(t *testing.T) {
	t.Parallel()
	spec, err := contract.Load("oauth_v2")
	require.NoError(t, err)
	official := spec.Operation("CreateOauth2Token")
	require.NotNil(t, official)
	assert.Equal(t, []string{official.Method, official.Host, official.Path}, []string{tokenCreate.Method, tokenCreate.Host, tokenCreate.Path})

	ours := map[string]bool{}
	fields, err := form.Fields(reflect.TypeFor[tokenParams]())
	require.NoError(t, err)
	for _, f := range fields {
		ours[f.Name] = true
		assert.NotNil(t, official.Param(contract.Form, f.Name), f.Name)
	}
	for _, p := range official.Params {
		assert.NotEqual(t, ours[p.Name], tokenLeft[p.Name] != "", p.Name)
	}
	answer := reflect.TypeFor[tokenAnswer]()
	for i := range answer.NumField() {
		name, _, _ := strings.Cut(answer.Field(i).Tag.Get("json"), ",")
		ours[name] = true
		assert.NotNil(t, official.Property(name), name)
	}
	for _, p := range official.Properties {
		assert.NotEqual(t, ours[p.Path], tokenLeft[p.Path] != "", p.Path)
	}
}
