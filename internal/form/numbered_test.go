package form

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type pair struct {
	Name  string `form:"Name" check:"required,max=5"`
	Value string `form:"Value"`
}

type withPairs struct {
	URL   string     `form:"Url"`
	Pairs []pair     `form:"Parameter,numbered" check:"max=3"`
	Extra url.Values `form:"-"`
}

func TestNumberedItemsHaveTheirNumbersInTheNames(t *testing.T) {
	t.Parallel()
	got, err := Append(nil, InForm, &withPairs{URL: "a", Pairs: []pair{{"first", "1 + 1"}, {Name: "b"}, {"c", "3"}}})
	require.NoError(t, err)
	assert.Equal(t, "Url=a&Parameter1.Name=first&Parameter1.Value=1+%2B+1&Parameter2.Name=b&Parameter3.Name=c&Parameter3.Value=3", string(got))
	got, err = Append(nil, InForm, &withPairs{Pairs: []pair{}})
	require.NoError(t, err)
	assert.Empty(t, got, "an empty list is not sent")
}

func TestCheckLooksIntoNumberedItems(t *testing.T) {
	t.Parallel()
	assert.Empty(t, Check(&withPairs{}))
	assert.Equal(t, []Problem{
		{Field: "Pairs[0].Name", Problem: "has more than 5 characters", Remedy: "give at most 5"},
		{Field: "Pairs[1].Name", Problem: "is empty", Remedy: "give a value"},
	}, Check(&withPairs{Pairs: []pair{{Name: "longer"}, {Value: "1"}}}))
	assert.Equal(t, []Problem{{Field: "Pairs", Problem: "has more than 3 items", Remedy: "give at most 3"}},
		Check(&withPairs{Pairs: []pair{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}}}))
}

func TestExtraMustNotRepeatNumberedItems(t *testing.T) {
	t.Parallel()
	params := withPairs{Pairs: []pair{{Name: "a"}}, Extra: url.Values{"Parameter1.Name": {"b"}}}
	_, err := Append(nil, InForm, &params)
	var duplicate *DuplicateError
	require.ErrorAs(t, err, &duplicate)
	assert.Equal(t, "Parameter1.Name", duplicate.Key)

	params.Extra = url.Values{"Parameter2.Name": {"b"}, "Parameter1.Value": {"c"}}
	got, err := Append(nil, InForm, &params)
	require.NoError(t, err, "nothing else sends these")
	assert.Equal(t, "Parameter1.Name=a&Parameter1.Value=c&Parameter2.Name=b", string(got))
}

func TestNumberedFieldsAreNamedAsOnTheWireAndInGo(t *testing.T) {
	t.Parallel()
	fields, err := Fields(reflect.TypeFor[withPairs]())
	require.NoError(t, err)
	require.Equal(t, "numbered", fields[1].Option)
	var names []string
	for _, f := range NumberedFields(fields[1], 2) {
		names = append(names, f.Name+" "+f.GoName+" "+f.Check)
	}
	assert.Equal(t, []string{
		"Parameter1.Name Pairs[0].Name required,max=5", "Parameter1.Value Pairs[0].Value ",
		"Parameter2.Name Pairs[1].Name required,max=5", "Parameter2.Value Pairs[1].Value ",
	}, names)
	assert.Empty(t, NumberedFields(fields[0], 2), "it is not numbered")
}

type nestedPairs struct {
	Name  string        `form:"Name"`
	Inner []nestedPairs `form:"Inner,numbered"`
}

func TestNumberedListsThatHaveNoForm(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		params any
		want   string
	}{
		{"texts", struct {
			A []string `form:"A,numbered"`
		}{}, `option "numbered" does not fit []string`},
		{"an item within an item", struct {
			A []nestedPairs `form:"A,numbered"`
		}{}, "plain parameters"},
		{"a recursive type", nestedPairs{}, "plain parameters"},
		{"an item without tags", struct {
			A []struct{ Name string } `form:"A,numbered"`
		}{}, "plain parameters"},
		{"an item with a group", struct {
			A []struct {
				Inner pair `form:"Inner"`
			} `form:"A,numbered"`
		}{}, "plain parameters"},
		{"an empty item", struct {
			A []struct{} `form:"A,numbered"`
		}{}, "have no parameters"},
		{"JSON", struct {
			A []pair `json:"A,numbered"` //nolint:staticcheck // the test is about that option
		}{}, `option "numbered" does not fit`},
		{"the header", struct {
			A []pair `header:"A,numbered"`
		}{}, "needs the option comma"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Append(nil, InForm, tt.params)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

// FuzzNumbered reads the pairs again from the form that was written of them.
func FuzzNumbered(f *testing.F) {
	f.Add("first=1\nsecond=2")
	f.Add("a & b=ü+%")
	f.Add("=\n=x\ny=")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			return
		}
		var params withPairs
		want := url.Values{}
		for i, line := range strings.Split(text, "\n") {
			name, value, _ := strings.Cut(line, "=")
			params.Pairs = append(params.Pairs, pair{name, value})
			at := "Parameter" + strconv.Itoa(i+1)
			if name != "" {
				want.Set(at+".Name", name)
			}
			if value != "" {
				want.Set(at+".Value", value)
			}
		}
		written, err := Append(nil, InForm, &params)
		require.NoError(t, err)
		got, err := url.ParseQuery(string(written))
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}
