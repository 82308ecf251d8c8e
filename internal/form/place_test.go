package form

import (
	"encoding/json"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type binding struct {
	Secret string `form:"Secret" check:"required"`
	Alg    string `form:"Alg"`
}

// placed has parameters in every place of a request with a form.
type placed struct {
	Name    string  `form:"Name"`
	Binding binding `form:"Binding"`
	Ratio   float64 `form:"Ratio"`
	DryRun  bool    `query:"DryRun"`
	Token   string  `header:"X-Twilio-Token"`
	Region  string  `path:"Region" check:"required"`

	Cursor string     `form:"-"`
	Extra  url.Values `form:"-"`
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	params := placed{
		Name: "a b", Binding: binding{Secret: "s", Alg: "sha1"}, Ratio: 0.25, DryRun: true, Token: "t +", Region: "é/1", Cursor: "next",
		Extra: url.Values{"More": {"1"}},
	}
	for place, want := range map[Place]string{
		InForm: "Name=a+b&Binding.Secret=s&Binding.Alg=sha1&Ratio=0.25&More=1", InQuery: "DryRun=true",
	} {
		got, err := Append(nil, place, &params)
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
	assert.Equal(t, map[string]string{"X-Twilio-Token": "t +"}, maps.Collect(Values(InHeader, params)))
	assert.Equal(t, map[string]string{"Region": "é/1"}, maps.Collect(Values(InPath, params)))
	assert.Equal(t, "next", Cursor(params))
	assert.Empty(t, Cursor(url.Values{"Cursor": {"x"}}))
	assert.Empty(t, Check(params))
	assert.Equal(t, []Problem{
		{Field: "Binding.Secret", Problem: "is empty", Remedy: "give a value"}, {Field: "Region", Problem: "is empty", Remedy: "give a value"},
	}, Check(placed{Binding: binding{Alg: "sha1"}}))
	assert.Empty(t, Check(placed{Region: "us1"}), "nothing is required of a group that is left out")
}

func TestPlansOfGroups(t *testing.T) {
	t.Parallel()
	fields, err := Fields(reflect.TypeFor[placed]())
	require.NoError(t, err)
	assert.Equal(t, "Binding.Alg", fields[2].Name)
	assert.Equal(t, "Binding.Alg", fields[2].GoName)
	assert.Equal(t, []int{1, 1}, fields[2].Index)

	for name, params := range map[string]any{
		"a group in two places": struct {
			A struct {
				B string `query:"B"`
			} `form:"A"`
		}{},
		"a field without a tag": struct{ A string }{},
		"a field of a group without a tag": struct {
			A struct{ B string } `form:"A"`
		}{},
		"an option of forms in JSON": struct {
			A string `json:"a,comma"` //nolint:staticcheck // an option of forms
		}{},
		"a duration in JSON without a unit": struct {
			A time.Duration `json:"a"`
		}{},
	} {
		_, err := Fields(reflect.TypeOf(params))
		require.Error(t, err, name)
	}
}

type action struct {
	Title string `json:"title" check:"required"`
	URL   string `json:"url" check:"url"`
}

type jsonParams struct {
	Name    string            `json:"friendly_name" check:"required"`
	Count   int               `json:"count"`
	Enabled *bool             `json:"enabled"`
	TTL     time.Duration     `json:"ttl,seconds"` //nolint:staticcheck // an option of this package
	At      time.Time         `json:"at"`
	Day     time.Time         `json:"day,date"` //nolint:staticcheck // an option of this package
	Labels  map[string]string `json:"labels,omitempty"`
	Action  action            `json:"action"`
	Pointer *action           `json:"pointer"`
	Actions []action          `json:"actions"`
	Raw     json.RawMessage   `json:"raw"`
	Force   bool              `query:"Force"`

	Extra map[string]json.RawMessage `json:"-"`
}

func TestAppendJSON(t *testing.T) {
	t.Parallel()
	no := false
	for want, params := range map[string]any{
		`{}`: jsonParams{Force: true},
		`{"friendly_name":"a<b","count":2,"enabled":false,"ttl":90,"at":"2030-01-02T03:04:05Z","day":"2030-01-02","labels":{"k":"v"},"action":{"title":"t"},"pointer":{"url":"https://example.com"},"actions":[{"title":"x"},{}],"raw":[1],"new":{"a":1}}`: &jsonParams{
			Name: "a<b", Count: 2, Enabled: &no, TTL: 90 * time.Second, At: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), Day: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC), Labels: map[string]string{"k": "v"},
			Action: action{Title: "t"}, Pointer: &action{URL: "https://example.com"}, Actions: []action{{Title: "x"}, {}}, Raw: json.RawMessage(`[1]`),
			Extra: map[string]json.RawMessage{"new": json.RawMessage(`{"a":1}`)},
		},
		`{"a":[1]}`: map[string]any{"a": []int{1}},
		`"text"`:    "text",
	} {
		got, err := AppendJSON(nil, params)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(got))
	}
	query, err := Append(nil, InQuery, jsonParams{Force: true})
	require.NoError(t, err)
	assert.Equal(t, "Force=true", string(query))
}

func TestJSONThatCannotBeSent(t *testing.T) {
	t.Parallel()
	var duplicate *DuplicateError
	_, err := AppendJSON(nil, jsonParams{Name: "a", Extra: map[string]json.RawMessage{"friendly_name": json.RawMessage(`"b"`)}})
	require.ErrorAs(t, err, &duplicate)
	var value *ValueError
	for field, params := range map[string]jsonParams{
		"Extra": {Extra: map[string]json.RawMessage{"x": json.RawMessage(`{`)}},
		"Raw":   {Raw: json.RawMessage(`{`)},
		"TTL":   {TTL: time.Millisecond},
		"Day":   {Day: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		_, err := AppendJSON(nil, params)
		require.ErrorAs(t, err, &value, field)
		assert.Equal(t, field, value.Field)
	}
	_, err = AppendJSON(nil, func() {})
	require.Error(t, err)
}

func TestCheckOfJSON(t *testing.T) {
	t.Parallel()
	params := jsonParams{Action: action{URL: "x"}, Pointer: &action{Title: "t", URL: "y"}, Actions: []action{{Title: "a"}, {}}}
	var fields []string
	for _, p := range Check(&params) {
		fields = append(fields, p.Field)
	}
	assert.Equal(t, []string{"Name", "Action.Title", "Action.URL", "Pointer.URL", "Actions[1].Title"}, fields)
	params = jsonParams{Extra: map[string]json.RawMessage{"friendly_name": json.RawMessage(`"x"`)}}
	assert.Empty(t, Check(params))
}

type upload struct {
	name    string
	content []byte
}

func (u upload) FormFile() (name, contentType string, content []byte) {
	return u.name, "application/pdf", u.content
}

func TestMultipart(t *testing.T) {
	t.Parallel()
	type params struct {
		Name string   `form:"Name"`
		Tags []string `form:"Tag"`
		File upload   `form:"File"`
		None upload   `form:"None"`
	}
	body, mediaType, err := Multipart(&params{Name: "a & b=ü", Tags: []string{"x", "y"}, File: upload{`my "pass".pdf`, []byte("%PDF")}})
	require.NoError(t, err)
	kind, options, err := mime.ParseMediaType(mediaType)
	require.NoError(t, err)
	assert.Equal(t, "multipart/form-data", kind)
	form, err := multipart.NewReader(strings.NewReader(string(body)), options["boundary"]).ReadForm(1 << 20)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{"Name": {"a & b=ü"}, "Tag": {"x", "y"}}, form.Value)
	require.Len(t, form.File, 1)
	file := form.File["File"][0]
	assert.Equal(t, `my "pass".pdf`, file.Filename)
	assert.Equal(t, "application/pdf", file.Header.Get("Content-Type"))
	content, err := file.Open()
	require.NoError(t, err)
	text, err := io.ReadAll(content)
	require.NoError(t, err)
	assert.Equal(t, "%PDF", string(text))
}
