package contract

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The digests are exactly what Render makes of what parse reads.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		spec := digestOf(t, name)
		want, err := digests.ReadFile("digest/" + spec.Name + ".tsv")
		require.NoError(t, err)
		got, err := Render(spec)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), spec.Name)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	text := "schema\tthing\n" +
		"prop\tkind\tstring\t\tnullable,array,deprecated\t^AC\ta|b\n" +
		"op\tCreateThing\tPOST\t/v1/Things/{Sid}.json\t200,204:none\tapplication/x-www-form-urlencoded\tmeta\tthings\tthing\tdeprecated\n" +
		"param\tpath\tSid\tstring\t\trequired\t\t\t^TH$\n" +
		"param\tform\tSize\tinteger\tint64\t\t1\t1000\n" +
		"op\tGetNothing\tGET\t/v1/Zero\t204\n"
	spec, err := parse("things_v1", text)
	require.NoError(t, err)
	require.Len(t, spec.Operations, 2)
	op := spec.Operations[0]
	assert.Equal(t, []Answer{{200, ObjectAnswer}, {204, NoAnswer}}, op.Answers)
	assert.True(t, op.Deprecated)
	assert.Equal(t, PagingMeta, op.Paging)
	assert.Equal(t, []Property{{Path: "kind", Type: "string", Nullable: true, Array: true, Deprecated: true, Pattern: "^AC", Enum: []string{"a", "b"}}}, op.Properties)
	require.Len(t, op.Params, 2)
	assert.True(t, op.Params[0].Required)
	assert.EqualValues(t, 1000, *op.Params[1].Max)

	again, err := Render(spec)
	require.NoError(t, err)
	assert.Equal(t, text, string(again))
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	const op = "op\tA\tGET\t/v1/A\t200\n"
	tests := []struct {
		name, text string
		line       int
		want       string
	}{
		{"empty line", "\n", 1, "unknown kind of line"},
		{"unknown kind", "verb\tx\n", 1, `unknown kind of line "verb"`},
		{"too many columns", "schema\ta\tb\n", 1, "2 columns"},
		{"trailing tab", "schema\ta\nprop\tb\tstring\t\n", 2, "last column is empty"},
		{"no columns", "schema\n", 1, "last column is empty"},
		{"schemas out of order", "schema\tb\nschema\ta\n", 2, "out of order"},
		{"schema after operation", op + "schema\ta\n", 2, "after an operation"},
		{"property alone", "prop\ta\tstring\n", 1, "outside a schema"},
		{"property without path", "schema\ta\nprop\t\tstring\n", 2, "without a path"},
		{"property of unknown type", "schema\ta\nprop\tb\tfloat\n", 2, `type "float"`},
		{"property with unknown flag", "schema\ta\nprop\tb\tstring\t\trequired\n", 2, `flags "required"`},
		{"flags out of order", "schema\ta\nprop\tb\tstring\t\tarray,nullable\n", 2, "flags"},
		{"operation without method", "op\tA\t\t/v1/A\t200\n", 1, "without an id or a method"},
		{"operations out of order", "op\tB\tGET\t/v1/B\t200\n" + op, 2, "out of order"},
		{"operation twice", op + op, 2, "out of order"},
		{"relative path", "op\tA\tGET\tv1/A\t200\n", 1, "does not begin with /"},
		{"open brace", "op\tA\tGET\t/v1/{A\t200\n", 1, "braces"},
		{"no name in braces", "op\tA\tGET\t/v1/{}\t200\n", 1, "braces"},
		{"two placeholders", "op\tA\tGET\t/v1/{A}{B}\t200\n", 1, "braces"},
		{"status", "op\tA\tGET\t/v1/A\tok\n", 1, `status "ok"`},
		{"kind of answer", "op\tA\tGET\t/v1/A\t200:song\n", 1, `kind of answer "song"`},
		{"operation with unknown flag", "op\tA\tGET\t/v1/A\t200\t\t\t\t\told\n", 1, `flags "old"`},
		{"kind of answer", "op\tA\tGET\t/v1/A\t200:song\n", 1, `kind of answer "song"`},
		{"operation with unknown flag", "op\tA\tGET\t/v1/A\t200\t\t\t\t\told\n", 1, `flags "old"`},
		{"paging", "op\tA\tGET\t/v1/A\t200\t\tscroll\n", 1, `paging "scroll"`},
		{"unknown schema", "op\tA\tGET\t/v1/A\t200\t\t\t\tthing\n", 1, `schema "thing"`},
		{"parameter alone", "param\tquery\ta\tstring\n", 1, "outside an operation"},
		{"parameter without name", op + "param\tquery\t\tstring\n", 2, "without a name"},
		{"place", op + "param\tcookie\ta\tstring\n", 2, `place "cookie"`},
		{"parameter of unknown type", op + "param\tquery\ta\tfloat\n", 2, `type "float"`},
		{"parameter with unknown flag", op + "param\tquery\ta\tstring\t\tnullable\n", 2, "flags"},
		{"minimum", op + "param\tquery\ta\tinteger\t\t\tone\n", 2, `bound "one"`},
		{"maximum", op + "param\tquery\ta\tinteger\t\t\t\t+1\n", 2, `bound "+1"`},
		{"pattern", op + "param\tquery\ta\tstring\t\t\t\t\t(\n", 2, "missing closing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := parse("a_v1", tt.text)
			var digestErr *DigestError
			require.ErrorAs(t, err, &digestErr)
			assert.Equal(t, tt.line, digestErr.Line)
			assert.Contains(t, digestErr.Problem, tt.want)
			assert.Contains(t, err.Error(), "go generate")
		})
	}
}

func TestRenderErrors(t *testing.T) {
	t.Parallel()
	op := func(change func(*Operation)) *Spec {
		o := Operation{Spec: "a_v1", ID: "A", Method: "GET", Path: "/v1/A", Answers: []Answer{{200, ObjectAnswer}}}
		change(&o)
		return &Spec{Name: "a_v1", Operations: []Operation{o}}
	}
	twoSchemas := op(func(o *Operation) { o.Schema, o.Properties = "s", []Property{{Path: "a", Type: "string"}} })
	other := twoSchemas.Operations[0]
	other.Path, other.Properties = "/v1/B", []Property{{Path: "b", Type: "string"}}
	twoSchemas.Operations = append(twoSchemas.Operations, other)

	tests := []struct {
		name string
		spec *Spec
		want string
	}{
		{"tab", op(func(o *Operation) { o.ID = "A\tB" }), "tab"},
		{"line break", op(func(o *Operation) { o.ListKey = "a\nb" }), "line break"},
		{"bar in an enum", op(func(o *Operation) {
			o.Params = []Param{{In: Query, Name: "a", Type: "string", Enum: []string{"x|y"}}}
		}), `"x|y"`},
		{"empty value in an enum", op(func(o *Operation) {
			o.Params = []Param{{In: Query, Name: "a", Type: "string", Enum: []string{""}}}
		}), "enum"},
		{"what could not be read again", op(func(o *Operation) {
			o.Params = []Param{{In: Query, Name: "a", Type: "float"}}
		}), `type "float"`},
		{"one name for two schemas", twoSchemas, `by "s"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Render(tt.spec)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"lookups_v2", "monitor_v1", "oauth_v2"} {
		text, err := digests.ReadFile("digest/" + name + ".tsv")
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Add("schema\ta\nprop\tb\tstring\t\tnullable,array\t\tx|y\nop\tA\tGET\t/v1/{A}.json\t200,204:none\t\turi\tas\ta\n")
	f.Add("op\tA\tGET\t/v1/A\t200\nparam\tquery\ta\tinteger\tint64\trequired\t-1\t9\t^a$\tb|c\n")
	f.Fuzz(func(t *testing.T, text string) {
		spec, err := parse("fuzz_v1", text)
		if err != nil {
			return
		}
		again, err := Render(spec)
		if err != nil {
			return // an enum with an empty value, for instance
		}
		reread, err := parse("fuzz_v1", string(again))
		require.NoError(t, err)
		require.Equal(t, spec, reread)
	})
}
