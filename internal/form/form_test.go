package form

import (
	"math"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type kind string

type everything struct {
	Text    string            `form:"Text"`
	Kind    kind              `form:"Kind"`
	Flag    bool              `form:"Flag"`
	Maybe   *bool             `form:"Maybe"`
	Count   int               `form:"Count"`
	List    []string          `form:"List"`
	Kinds   []kind            `form:"Kinds,comma"`
	At      time.Time         `form:"At>"`
	On      time.Time         `form:"On,date"`
	Wait    time.Duration     `form:"Wait,seconds"`
	Silence time.Duration     `form:"Silence,milliseconds"`
	Vars    map[string]string `form:"Vars,json"`
	Stay    time.Duration     `form:"Stay,minutes"`

	Skipped string     `form:"-"`
	hidden  string     // passed over
	Extra   url.Values `form:"-"`
}

func TestAppend(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	plus2 := time.FixedZone("", 2*3600)
	tests := []struct {
		name   string
		params any
		want   string
	}{
		{"nothing", nil, ""},
		{"zero time elsewhere", everything{At: time.Time{}.In(time.FixedZone("", 3600))}, ""},
		{"empty map", everything{Vars: map[string]string{}}, ""},
		{"nil pointer", (*everything)(nil), ""},
		{"zero", everything{}, ""},
		{"empty list", everything{List: []string{}, Extra: url.Values{}}, ""},
		{"text", everything{Text: "a b+c&d=é€😀%~-_."}, "Text=a+b%2Bc%26d%3D%C3%A9%E2%82%AC%F0%9F%98%80%25~-_."},
		{"invalid UTF-8 goes as it is", everything{Text: "\xff"}, "Text=%FF"},
		{"kind", everything{Kind: "k"}, "Kind=k"},
		{"flag", everything{Flag: true}, "Flag=true"},
		{"pointers", everything{Maybe: &no}, "Maybe=false"},
		{"pointer to true", &everything{Maybe: &yes}, "Maybe=true"},
		{"count", everything{Count: -3}, "Count=-3"},
		{"list", everything{List: []string{"a", "", "b&"}}, "List=a&List=&List=b%26"},
		{"comma", everything{Kinds: []kind{"a", "b"}}, "Kinds=a%2Cb"},
		{"time", everything{At: time.Date(2030, 1, 2, 5, 4, 5, 999, plus2)}, "At%3E=2030-01-02T03%3A04%3A05Z"},
		{"date", everything{On: time.Date(2030, 1, 2, 1, 0, 0, 0, plus2)}, "On=2030-01-01"},
		{"seconds", everything{Wait: 90 * time.Second}, "Wait=90"},
		{"milliseconds", everything{Silence: 1500 * time.Millisecond}, "Silence=1500"},
		{"minutes", everything{Stay: 2 * time.Hour}, "Stay=120"},
		{"JSON", everything{Vars: map[string]string{"2": "b", "1": "a<"}}, "Vars=%7B%221%22%3A%22a%5Cu003c%22%2C%222%22%3A%22b%22%7D"},
		{"skipped", everything{Skipped: "x", hidden: "y"}, ""},
		{"extra, sorted", everything{Text: "t", Extra: url.Values{"b": {"2", ""}, "a>": {"1"}}}, "Text=t&a%3E=1&b=2&b="},
		{"extra for an unset field", everything{Extra: url.Values{"Text": {""}}}, "Text="},
		{"values", url.Values{"b": {""}, "a": {"1", "2"}, "c": nil}, "a=1&a=2&b="},
		{"order of the fields", everything{Count: 1, Text: "t"}, "Text=t&Count=1"},
	}
	for _, tt := range tests {
		got, err := Append(nil, InForm, tt.params)
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.want, string(got), tt.name)
	}
	got, err := Append([]byte("x=y"), InForm, everything{Text: "t"})
	require.NoError(t, err)
	assert.Equal(t, "x=y&Text=t", string(got))
}

func TestAppendRefuses(t *testing.T) {
	t.Parallel()
	var duplicate *DuplicateError
	_, err := Append(nil, InForm, everything{Text: "t", Extra: url.Values{"Text": {"u"}}})
	require.ErrorAs(t, err, &duplicate)
	assert.Equal(t, "Text", duplicate.Key)
	assert.Equal(t, `key "Text" is sent by a field already`, err.Error())

	for field, params := range map[string]everything{
		"At":      {At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"On":      {On: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)},
		"Wait":    {Wait: time.Millisecond},
		"Silence": {Silence: time.Microsecond},
	} {
		var value *ValueError
		_, err := Append(nil, InForm, params)
		require.ErrorAs(t, err, &value)
		assert.Equal(t, field, value.Field)
		assert.Error(t, value.Unwrap())
		assert.True(t, strings.HasPrefix(err.Error(), field+": "))
	}
	_, err = Append(nil, InForm, struct {
		F any `form:"F,json"`
	}{math.Inf(1)})
	require.Error(t, err)
}

func TestStructsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	for name, params := range map[string]any{
		"no struct": 7,
		"no tag":    struct{ A string }{},
		"map": struct {
			A map[string]string `form:"A"`
		}{},
		"duration without unit": struct {
			A time.Duration `form:"A"`
		}{},
		"seconds of an int": struct {
			A int `form:"A,seconds"`
		}{},
		"minutes of an int": struct {
			A int `form:"A,minutes"`
		}{},
		"date of a string": struct {
			A string `form:"A,date"`
		}{},
		"comma of a string": struct {
			A string `form:"A,comma"`
		}{},
		"option that is none": struct {
			A string `form:"A,loud"`
		}{},
		"list of structs": struct {
			A []struct{} `form:"A"`
		}{},
		"list of pointers": struct {
			A []*string `form:"A"`
		}{},
		"pointer to a map": struct {
			A *map[string]string `form:"A"`
		}{},
	} {
		_, err := Append(nil, InForm, params)
		require.Error(t, err, name)
		_, err = Fields(reflect.TypeOf(params))
		require.Error(t, err, name)
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	fields, err := Fields(reflect.TypeFor[everything]())
	require.NoError(t, err)
	require.Len(t, fields, 13)
	assert.Equal(t, Field{Name: "At>", GoName: "At", Place: InForm, Type: reflect.TypeFor[time.Time](), Index: []int{7}}, fields[7])
	assert.Equal(t, "comma", fields[6].Option)
}

// FuzzAppend: what is written reads back as it was.
func FuzzAppend(f *testing.F) {
	f.Add("a", "b c", "é&=+%", int64(1))
	f.Add("", "\xff", "😀\x00", int64(-1))
	f.Fuzz(func(t *testing.T, text, first, second string, seconds int64) {
		at := time.Unix(seconds%253402300799, 0)
		params := everything{Text: text, List: []string{first, second}, At: at, Extra: url.Values{"x" + first: {second}}}
		written, err := Append(nil, InForm, params)
		require.NoError(t, err)
		read, err := url.ParseQuery(string(written))
		require.NoError(t, err)
		assert.Equal(t, []string{first, second}, read["List"])
		assert.Equal(t, text, read.Get("Text"))
		assert.Equal(t, second, read.Get("x"+first))
		if !at.IsZero() {
			assert.Equal(t, at.UTC().Format("2006-01-02T15:04:05Z"), read.Get("At>"))
		}
	})
}

// FuzzAppendEscaped agrees with net/url.
func FuzzAppendEscaped(f *testing.F) {
	f.Add("+1 (415)")
	f.Fuzz(func(t *testing.T, s string) {
		assert.Equal(t, url.QueryEscape(s), string(AppendEscaped(nil, s)))
	})
}

func BenchmarkAppend(b *testing.B) {
	params := everything{Text: "Your verification code is 123456", Kind: "+14155551234", Count: 1}
	buf := make([]byte, 0, 256)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Append(buf, InForm, &params); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAppendToWhatIsThere(t *testing.T) {
	t.Parallel()
	type params struct {
		Days []time.Time `form:"Days"`
		Wait *int        `form:"Wait"`

		Extra url.Values
	}
	zero, day := 0, time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	got, err := Append([]byte("a=b"), InForm, &params{Days: []time.Time{day, day.AddDate(0, 0, 1)}, Wait: &zero})
	require.NoError(t, err)
	assert.Equal(t, "a=b&Days=2030-01-02T03%3A04%3A05Z&Days=2030-01-03T03%3A04%3A05Z&Wait=0", string(got))

	var value *ValueError
	_, err = Append([]byte("a=b"), InForm, params{Days: []time.Time{day, day.AddDate(8000, 0, 0)}})
	require.ErrorAs(t, err, &value)
	assert.Equal(t, "Days", value.Field)
	assert.ErrorContains(t, err, "0 to 9999")

	var duplicate *DuplicateError
	_, err = Append(nil, InForm, params{Wait: &zero, Extra: url.Values{"Wait": nil}})
	require.ErrorAs(t, err, &duplicate, "a pointer to 0 is sent")
	assert.Equal(t, "Wait", duplicate.Key)

	type search struct {
		Near  string `query:"Near"`
		Extra url.Values
	}
	_, err = Append(nil, InForm, search{Near: "a", Extra: url.Values{"Near": {"b"}}})
	require.ErrorAs(t, err, &duplicate, "Extra is in the query of a request without a body")
	assert.Equal(t, "Near", duplicate.Key)

	got, err = Append(nil, InForm, params{Extra: url.Values{"Wait": nil, "x y": {"é <"}}})
	require.NoError(t, err)
	assert.Equal(t, "x+y=%C3%A9+%3C", string(got))
}

// TestPlansAreShared: the first use of a type may be many at once.
func TestPlansAreShared(t *testing.T) {
	t.Parallel()
	type fresh struct {
		A string `form:"A"`
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			got, err := Append(nil, InForm, fresh{A: "b"})
			assert.NoError(t, err)
			assert.Equal(t, "A=b", string(got))
		})
	}
	group.Wait()
}
