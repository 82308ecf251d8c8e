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

// TestTokenConformance holds the one operation that no method asks for against Twilio's
// file, in both directions. The harness looks at all others.
func TestTokenConformance(t *testing.T) {
	t.Parallel()
	spec, err := contract.Load("oauth_v2")
	require.NoError(t, err)
	official := spec.Operation("CreateOauth2Token")
	require.NotNil(t, official)
	assert.Equal(t, []string{official.Method, official.Host, official.Path}, []string{tokenCreate.Method, tokenCreate.Host, tokenCreate.Path})

	ledger, ours := new(contract.Ledger), map[string]bool{}
	fields, err := form.Fields(reflect.TypeFor[tokenParams]())
	require.NoError(t, err)
	for _, f := range fields {
		ours[f.Name] = true
		assert.NotNil(t, official.Param(contract.Form, f.Name), f.Name)
	}
	for _, p := range official.Params {
		_, excepted := ledger.Reason(contract.ParamNotModelled, official, p.Name)
		assert.NotEqual(t, ours[p.Name], excepted, p.Name)
	}
	answer := reflect.TypeFor[tokenAnswer]()
	for i := range answer.NumField() {
		name, _, _ := strings.Cut(answer.Field(i).Tag.Get("json"), ",")
		ours[name] = true
		assert.NotNil(t, official.Property(name), name)
	}
	for _, p := range official.Properties {
		_, excepted := ledger.Reason(contract.PropertyNotModelled, official, p.Path)
		assert.NotEqual(t, ours[p.Path], excepted, p.Path)
	}
}
