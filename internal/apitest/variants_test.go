package apitest

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
)

// shape is an interface of which the harness has to know the implementations.
type shape interface{ isShape() }

type circle struct {
	Radius int `json:"radius"`
}

type square struct {
	Side  int `json:"side"`
	Other int `json:"other"`
}

func (circle) isShape() {}
func (square) isShape() {}

var shapes = Product{Variants: []Variant{
	{Value: circle{}, Fixed: map[string]string{"kind": "circle"}},
	{Value: square{}, Fixed: map[string]string{"kind": "square"}},
}}

func fillingOf(row Row, apart ...string) *filling {
	o := &operation{suite: &suite{Product: shapes}, official: &contract.Operation{}, row: row}
	o.row.Apart = apart
	return &filling{operation: o, keep: o.variations()[0]}
}

// TestVariantsAreFilled: a list of an interface gets one item of each implementation,
// with the members that it writes by itself.
func TestVariantsAreFilled(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fl   *filling
		want string
	}{
		"all":           {fillingOf(Row{}), `[{"kind":"circle","radius":3},{"kind":"square","other":14,"side":13}]`},
		"as many as go": {fillingOf(Row{Most: map[string]int{"shapes": 1}}), `[{"kind":"circle","radius":3}]`},
		"apart":         {fillingOf(Row{}, "shapes.radius", "shapes.side"), `[{"kind":"circle","radius":3},{"kind":"square","other":14}]`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := reflect.New(reflect.TypeFor[[]shape]()).Elem()
			tree, err := tt.fl.fillVariants(list, "shapes", 1)
			require.NoError(t, err)
			got, err := json.Marshal(tree)
			require.NoError(t, err)
			assert.JSONEq(t, tt.want, string(got))
			assert.Equal(t, circle{Radius: 3}, list.Index(0).Interface())
		})
	}
	_, err := fillingOf(Row{}).fillVariants(reflect.New(reflect.TypeFor[[]error]()).Elem(), "errors", 1)
	assert.ErrorContains(t, err, "list them in the product's Variants")
}

// TestVariantsAreAnswered: an answer has one item of each implementation, and an item of
// another value is a difference.
func TestVariantsAreAnswered(t *testing.T) {
	t.Parallel()
	b := builder{o: fillingOf(Row{}).operation}
	tree, err := decodeTree([]byte(render(b.ofType(reflect.TypeFor[[]shape]()))))
	require.NoError(t, err)
	assert.Equal(t, []any{
		map[string]any{"kind": "circle", "radius": json.Number("3")},
		map[string]any{"kind": "square", "side": json.Number("5"), "other": json.Number("6")},
	}, tree)
	assert.Empty(t, diffAnswer("", reflect.ValueOf([]shape{circle{3}, square{5, 6}}), tree))
	assert.Equal(t, []difference{{"[1].other", `is "7" and not 6`}}, diffAnswer("", reflect.ValueOf([]shape{circle{3}, square{5, 7}}), tree))
}

func TestVariantsHaveMembers(t *testing.T) {
	t.Parallel()
	list := reflect.TypeFor[[]shape]()
	for name, want := range map[string]bool{"radius": true, "side": true, "kind": true, "depth": false} {
		assert.Equal(t, want, shapes.hasMember(list, []string{name}), name)
	}
	assert.False(t, shapes.hasMember(reflect.TypeFor[[]error](), []string{"kind"}), "nothing is known of its implementations")
}
