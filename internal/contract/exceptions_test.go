package contract

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExceptionsAreReasoned(t *testing.T) {
	t.Parallel()
	seen := map[Exception]bool{}
	for _, e := range Exceptions() {
		assert.NotEmpty(t, e.Reason, "%+v", e)
		assert.NotEmpty(t, e.Name, "%+v", e)
		if e.Spec != Any {
			assert.Contains(t, Names(), e.Spec)
		}
		e.Reason = ""
		assert.False(t, seen[e], "%+v is there twice", e)
		seen[e] = true
	}
}

func TestExceptionsAreNotStale(t *testing.T) {
	t.Parallel()
	stale, err := StaleExceptions()
	require.NoError(t, err)
	assert.Empty(t, stale)
}

func TestExceptionsAreNotShared(t *testing.T) {
	t.Parallel()
	Exceptions()[0].Reason = "changed"
	assert.NotEqual(t, "changed", Exceptions()[0].Reason)
}

func TestBornOut(t *testing.T) {
	t.Parallel()
	op := operation(t, "api_v2010", "FetchMessage")
	list := operation(t, "api_v2010", "ListMessage")
	tests := []struct {
		kind Kind
		name string
		op   *Operation
		want bool
	}{
		{ParamNotModelled, "Sid", op, true},
		{ParamNotModelled, "Gone", op, false},
		{PropertyNotModelled, "body", op, true},
		{PropertyNotModelled, "gone", op, false},
		{ParamUndocumented, "Secret", op, true},
		{ParamUndocumented, "Sid", op, false},
		{PropertyUndocumented, "secret", op, true},
		{PropertyUndocumented, "body", op, false},
		{TypeDiffers, "body", op, true},
		{TypeDiffers, "Sid", op, true},
		{TypeDiffers, "gone", op, false},
		{NoNextLink, "messages", list, false},
		{"", "body", op, false},
	}
	for _, tt := range tests {
		e := Exception{Kind: tt.kind, Spec: Any, Operation: Any, Name: tt.name}
		assert.Equal(t, tt.want, e.bornOut(tt.op), "%s %s", tt.kind, tt.name)
	}
}

func TestLedger(t *testing.T) {
	t.Parallel()
	list := operation(t, "api_v2010", "ListMessage")
	var ledger Ledger
	reason, ok := ledger.Reason(ParamNotModelled, list, "Page")
	assert.True(t, ok)
	assert.NotEmpty(t, reason)
	_, ok = ledger.Reason(ParamNotModelled, list, "PageSize")
	assert.False(t, ok)
	_, ok = ledger.Reason(PropertyNotModelled, list, "Page")
	assert.False(t, ok, "of another kind")

	names := func() (unused []string) {
		for _, e := range ledger.Unused(ParamNotModelled) {
			unused = append(unused, e.Name)
		}
		return unused
	}
	assert.Contains(t, names(), "PageToken")
	assert.NotContains(t, names(), "Page")

	_, ok = ledger.Reason(ParamNotModelled, list, "PageToken")
	assert.True(t, ok)
	assert.NotContains(t, names(), "PageToken")
	assert.NotEmpty(t, ledger.Unused(NoNextLink))
}
