package contract

import (
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// digestOf parses a product's digest without what lies over it.
func digestOf(t *testing.T, name string) *Spec {
	t.Helper()
	text, err := digests.ReadFile("digest/" + name + ".tsv")
	require.NoError(t, err)
	spec, err := parse(name, string(text))
	require.NoError(t, err)
	return spec
}

// TestAdditionsAreNotInTheDigest fails when a newer digest has what a row adds: the
// row has done its work then.
func TestAdditionsAreNotInTheDigest(t *testing.T) {
	t.Parallel()
	for _, row := range additions {
		found := false
		for _, op := range digestOf(t, row.spec).Operations {
			if row.appliesTo(&op) {
				found = true
				assert.False(t, row.isIn(&op), "the digest has %s of %s by now: remove its row from overlay.go", row.name, row.of)
			}
		}
		assert.True(t, found, "%s has neither an operation nor a schema %s", row.spec, row.of)
	}
}

func TestAdditionsAreSound(t *testing.T) {
	t.Parallel()
	seen := map[addition]bool{}
	for _, row := range additions {
		assert.Contains(t, row.source, "https://", "%+v", row)
		assert.NotEmpty(t, row.name, "%+v", row)
		typ, _ := row.element()
		assert.True(t, isType(typ), "%+v", row)
		row.source = ""
		assert.False(t, seen[row], "%+v is there twice", row)
		seen[row] = true
	}
}

// TestOverlay: what was added is there for whoever asks, in order, and the rest is
// as the digest has it.
func TestOverlay(t *testing.T) {
	t.Parallel()
	for _, spec := range loadAll(t) {
		bare := digestOf(t, spec.Name)
		require.Len(t, spec.Operations, len(bare.Operations))
		for i := range spec.Operations {
			op, plain := &spec.Operations[i], &bare.Operations[i]
			params, properties := 0, 0
			for _, row := range additions {
				typ, isList := row.element()
				switch {
				case !row.appliesTo(op):
				case row.in == "":
					properties++
					assert.Equal(t, typ, op.Property(row.name).Type, row.name)
					assert.Equal(t, isList, op.Property(row.name).Array, row.name)
				default:
					params++
					assert.Equal(t, typ, op.Param(row.in, row.name).Type, row.name)
					assert.Equal(t, isList, op.Param(row.in, row.name).Array, row.name)
				}
			}
			assert.Len(t, op.Params, len(plain.Params)+params, op.ID)
			assert.Len(t, op.Properties, len(plain.Properties)+properties, op.ID)
			if !slices.ContainsFunc(corrections, func(c correction) bool { return c.spec == spec.Name && c.operation == op.ID }) {
				assert.Subset(t, op.Params, plain.Params, op.ID)
			}
			if !slices.ContainsFunc(corrections, func(c correction) bool { return c.spec == spec.Name && spec.Operation(c.operation).Schema == op.Schema }) {
				assert.Subset(t, op.Properties, plain.Properties, op.ID)
			}
		}
	}
	create := operation(t, "api_v2010", "CreateMessage")
	assert.Empty(t, create.Check(nil, url.Values{"To": {"+14155551234"}, "MessageIntent": {"otp"}}))
	assert.NotEmpty(t, create.Check(nil, url.Values{"To": {"+14155551234"}, "MessageIntention": {"otp"}}))
	for _, id := range []string{"CreateCall", "FetchCall", "ListCall", "UpdateCall"} {
		assert.NotNil(t, operation(t, "api_v2010", id).Property("stir_verstat"), id)
	}
	assert.NotEmpty(t, operation(t, "accounts_v1", "CreateSecondaryAuthToken").BodyType)
}

// TestOverlayGivesWay: a row that the digest has adds nothing.
func TestOverlayGivesWay(t *testing.T) {
	t.Parallel()
	spec := digestOf(t, "api_v2010")
	before := len(spec.Operation("CreateMessage").Params)
	spec.overlay([]addition{{"api_v2010", "CreateMessage", Form, "Body", "integer", "", node}})
	assert.Len(t, spec.Operation("CreateMessage").Params, before)
	assert.Equal(t, "string", spec.Operation("CreateMessage").Param(Form, "Body").Type)
}

// TestCorrections: each is needed still, and what Twilio's other operations take passes.
func TestCorrections(t *testing.T) {
	t.Parallel()
	for _, row := range corrections {
		plain := digestOf(t, row.spec).Operation(row.operation)
		require.NotNil(t, plain, row.operation)
		assert.NotEmpty(t, row.reason, row.operation)
		found := false
		for _, p := range plain.Params {
			found = found || p.Name == row.name && p.Pattern != row.pattern
		}
		if p := plain.Property(row.name); p != nil {
			found = found || p.Pattern != row.pattern
			assert.Equal(t, row.pattern, operation(t, row.spec, row.operation).Property(row.name).Pattern)
		}
		assert.True(t, found, "the digest has the pattern of %s of %s by now: remove its row from overlay.go", row.name, row.operation)
		for _, p := range operation(t, row.spec, row.operation).Params {
			if p.Name == row.name {
				assert.Equal(t, row.pattern, p.Pattern)
			}
		}
	}
	op := operation(t, "intelligence_v2", "FetchOperatorAttachments")
	assert.Empty(t, op.CheckPath(map[string]string{"ServiceSid": "GA0123456789abcdef0123456789abcdef"}))
	assert.NotEmpty(t, op.CheckPath(map[string]string{"ServiceSid": "LY0123456789abcdef0123456789abcdef"}))
}

func TestBelow(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"Members"}, Below("api", "/2010-04-01/Accounts/AC1/Queues/QU1.json"))
	assert.Equal(t, []string{"Buckets"}, Below("verify", "/v2/Services/VA1/RateLimits/RK1"))
	assert.Contains(t, Below("flex-api", "/v1/Interactions/KD1"), "Channels")
	assert.Empty(t, Below("verify", "/v2/Nothing/X"))
	assert.Empty(t, Below("verify", "/v2/Services"), "items have no name there")
	assert.Empty(t, Below("nothing", "/v2/Services/VA1"))
}
