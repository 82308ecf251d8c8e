package contract

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// thing has a JSON body of every kind.
func thing() *Operation {
	return &Operation{Spec: "x_v1", ID: "CreateThing", BodyType: "application/json", Params: []Param{
		{Name: "name", In: JSON, Type: "string", Required: true},
		{Name: "count", In: JSON, Type: "integer"},
		{Name: "share", In: JSON, Type: "number"},
		{Name: "open", In: JSON, Type: "boolean"},
		{Name: "colour", In: JSON, Type: "string", Enum: []string{"red", "blue"}},
		{Name: "when", In: JSON, Type: "string", Format: "date-time"},
		{Name: "free", In: JSON, Type: "object"},
		{Name: "any", In: JSON, Type: "any"},
		{Name: "tags", In: JSON, Type: "string", Array: true},
		{Name: "map", In: JSON, Type: "object"},
		{Name: "map.*", In: JSON, Type: "string"},
		{Name: "parts", In: JSON, Type: "object", Array: true},
		{Name: "parts.id", In: JSON, Type: "string", Required: true},
		{Name: "Sid", In: Path, Type: "string", Required: true},
	}}
}

func TestCheckJSON(t *testing.T) {
	t.Parallel()
	tests := []struct {
		body string
		want []string
	}{
		{`{"name":"x"}`, nil},
		{`{"name":"","count":1,"share":0.5,"open":true,"colour":"red","when":"2026-04-14T09:30:00Z"}`, nil},
		{`{"name":"x","free":{"a":[1,{}]},"any":[1],"tags":["a"],"map":{"a.b":"c"},"parts":[{"id":"1"}]}`, nil},
		{`{"name":"x","count":null,"tags":null,"parts":null,"free":null}`, nil},
		{`{}`, []string{"name is required but absent or empty"}},
		{`{"name":null}`, []string{"name is required but absent or empty"}},
		{`{"name":"x","shape":1}`, []string{"shape is not a json parameter of CreateThing"}},
		{`{"name":1}`, []string{"name is a number, not text"}},
		{`{"name":"x","count":"1"}`, []string{"count is text, not a number"}},
		{`{"name":"x","count":1.5}`, []string{`count is "1.5", not a whole number`}},
		{`{"name":"x","open":"true"}`, []string{"open is text, not true or false"}},
		{`{"name":"x","colour":"green"}`, []string{`colour is "green", not one of red, blue`}},
		{`{"name":"x","when":"today"}`, []string{`when is "today", not a time in ISO 8601, such as 2026-04-14T09:30:00Z`}},
		{`{"name":"x","free":"{}"}`, []string{"free is text, not an object"}},
		{`{"name":"x","tags":"a"}`, []string{"tags is text, not an array"}},
		{`{"name":"x","tags":["a",1]}`, []string{"tags is a number, not text"}},
		{`{"name":"x","map":{"a":["b"]}}`, []string{"map.* is an array, not text"}},
		{`{"name":"x","parts":[{"id":"1"},{}]}`, []string{"parts.id is required but absent or empty"}},
		{`{"name":"x","parts":[{"id":"1","Id":"2"}]}`, []string{"parts.Id is not a json parameter of CreateThing"}},
		{``, []string{"body is not a JSON object"}},
		{`null`, []string{"body is not a JSON object"}},
		{`[]`, []string{"body is not a JSON object"}},
		{`{"name":"x"}{}`, []string{"body is not a JSON object"}},
		{`{"name":"x"`, []string{"body is not a JSON object"}},
	}
	for _, tt := range tests {
		var got []string
		for _, v := range thing().CheckJSON([]byte(tt.body)) {
			got = append(got, v.String())
		}
		assert.Equal(t, tt.want, got, tt.body)
	}
}

func FuzzCheckJSON(f *testing.F) {
	for _, seed := range []string{`{"name":"x"}`, `{"parts":[{"id":1},null]}`, `{"map":{"":{}}}`, `{`, `[[[`, `{"when":1e999}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		op := thing()
		for _, v := range op.CheckJSON(body) {
			assert.NotEmpty(t, v.Rule)
			assert.NotEmpty(t, v.Problem)
		}
	})
}

func TestCovers(t *testing.T) {
	t.Parallel()
	for address, want := range map[[2]string]bool{
		{"api", "/2010-04-01/Nothing.json"}: true,
		{"api", "/v1/Nothing"}:              false,
		{"verify", "/v2/Nothing"}:           true,
		{"verify", "/v3/Services"}:          false,
		{"content", "/v1/Content"}:          true,
		{"content", "/v2/Content"}:          true,
		{"sync", "/v1/Services"}:            true,
		{"messaging", "/v2/Nothing"}:        true,
		{"messaging", "/v3/Nothing"}:        false,
		{"flex-api", "/v2/Nothing"}:         true,
		{"flex", "/v1/Nothing"}:             false,
		{"preview-iam", "/v1/Nothing"}:      true,
		{"fax", "/v1/Faxes"}:                false,
		{"", ""}:                            false,
	} {
		assert.Equal(t, want, Covers(address[0], address[1]), "%v", address)
	}
}

func TestUnlisted(t *testing.T) {
	t.Parallel()
	op, err := Unlisted("POST", "fax", "/v1/Services/{ServiceSid}/Documents")
	require.NoError(t, err)
	assert.False(t, op.IsListed())
	values, ok := op.Match("POST", "fax", "/v1/Services/IS%201/Documents")
	assert.True(t, ok)
	assert.Equal(t, map[string]string{"ServiceSid": "IS 1"}, values)
	for _, other := range [][3]string{
		{"GET", "fax", "/v1/Services/IS1/Documents"}, {"POST", "api", "/v1/Services/IS1/Documents"}, {"POST", "fax", "/v1/Services/IS1"},
		{"POST", "fax", "/v1/Services/%zz/Documents"}, {"POST", "fax", ""},
	} {
		_, ok := op.Match(other[0], other[1], other[2])
		assert.False(t, ok, "%v", other)
	}
	_, err = Unlisted("POST", "sync", "/v1/{Services")
	require.Error(t, err)
	listed, _, ok := Find("POST", "verify", "/v2/Services/{ServiceSid}/Verifications")
	require.True(t, ok)
	assert.True(t, listed.IsListed())
}
