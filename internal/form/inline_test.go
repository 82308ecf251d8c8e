package form

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type shared struct {
	URL    string `form:"Url" check:"url"`
	Method string `form:"Method" check:"method"`
	Group  struct {
		SID string `form:"Sid" check:"required,sid=PN"`
	} `form:"Group"`
}

type withShared struct {
	Name   string `form:"Name" check:"required"`
	Shared shared `form:",inline"`
}

// TestInlineStructsShareParameters: their fields have names of their own, and keep their
// rules. A group within them is optional as elsewhere.
func TestInlineStructsShareParameters(t *testing.T) {
	t.Parallel()
	params := withShared{Name: "a", Shared: shared{URL: "https://example.com", Method: "GET"}}
	got, err := Append(nil, InForm, &params)
	require.NoError(t, err)
	assert.Equal(t, "Name=a&Url=https%3A%2F%2Fexample.com&Method=GET", string(got))
	assert.Empty(t, problemsOf(&params))

	params = withShared{Shared: shared{URL: "example.com"}}
	params.Shared.Group.SID = "AC00000000000000000000000000000001"
	assert.Equal(t, []string{"Name", "Shared.URL", "Shared.Group.SID"}, problemsOf(&params))
}

func problemsOf(params any) (fields []string) {
	for _, problem := range Check(params) {
		fields = append(fields, problem.Field)
	}
	return fields
}

// TestInlineIsForFormsAlone: elsewhere a struct without a name is refused.
func TestInlineIsForFormsAlone(t *testing.T) {
	t.Parallel()
	for name, params := range map[string]any{
		"a text": struct {
			Text string `form:",inline"`
		}{"a"},
		"an embedded struct": struct {
			shared `form:",inline"`
		}{},
		"a query": struct {
			Shared shared `query:",inline"`
		}{},
	} {
		_, err := Append(nil, InForm, params)
		require.ErrorContains(t, err, "has no tag that names its parameter", name)
	}
}
