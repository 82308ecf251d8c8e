package form

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type label struct {
	Label string `json:"label"`
	Value string `json:"value,omitempty"`
}

type described struct {
	Details struct {
		Fields []label `form:"Fields,items"`
	} `form:"Details"`
	Configuration label `form:"Configuration,json"`
}

func TestItemsAreJSONTextsOfTheirOwn(t *testing.T) {
	t.Parallel()
	params := described{}
	params.Details.Fields = []label{{Label: "a", Value: "1"}, {Label: "b"}}
	params.Configuration = label{Label: "c"}
	got, err := Append(nil, InForm, &params)
	require.NoError(t, err)
	assert.Equal(t, "Details.Fields=%7B%22label%22%3A%22a%22%2C%22value%22%3A%221%22%7D&Details.Fields=%7B%22label%22%3A%22b%22%7D"+
		"&Configuration=%7B%22label%22%3A%22c%22%7D", string(got))
}

// TestCheckLooksIntoJSONOfForms: the objects in a JSON text of a form have rules as
// those in a JSON body have.
func TestCheckLooksIntoJSONOfForms(t *testing.T) {
	t.Parallel()
	type contact struct {
		Number string `json:"number" check:"required,e164"`
		Name   string `json:"name" check:"max=3"`
	}
	type params struct {
		Owner   contact   `form:"Owner,json"`
		Members []contact `form:"Members,items"`
	}
	assert.Empty(t, Check(params{}), "nothing is required of what is left out")
	assert.Empty(t, Check(params{Owner: contact{Number: "+14155551234"}, Members: []contact{{Number: "+14155551234"}}}))
	assert.Equal(t, []Problem{
		{Field: "Owner.Number", Problem: "is empty", Remedy: "give a phone number in E.164, such as +14155551234"},
		{Field: "Owner.Name", Problem: "has more than 3 characters", Remedy: "give at most 3"},
		{Field: "Members[1].Number", Problem: "has blanks or brackets", Remedy: "write the number in E.164, digits only: +14155551234"},
	}, Check(params{Owner: contact{Name: "Lovelace"}, Members: []contact{{Number: "+14155551234"}, {Number: "(415) 555-1234"}}}))
}

// TestCheckLooksIntoMaps: the members of a map have rules as the items of a list have. They
// are looked at in the order of their names.
func TestCheckLooksIntoMaps(t *testing.T) {
	t.Parallel()
	type region struct {
		Width   int      `json:"width"`
		Sources []string `json:"sources" check:"required"`
	}
	type params struct {
		Layout map[string]region `form:"Layout,json"`
	}
	assert.Empty(t, Check(params{}))
	assert.Empty(t, Check(params{Layout: map[string]region{"grid": {Sources: []string{"*"}}}}))
	assert.Equal(t, []Problem{
		{Field: `Layout["a"].Width`, Problem: "is negative", Remedy: "give a positive value, or leave the field out"},
		{Field: `Layout["b"].Sources`, Problem: "is empty", Remedy: "give a value"},
	}, Check(params{Layout: map[string]region{"b": {}, "a": {Width: -1, Sources: []string{"*"}}}}))
}

func TestItemsNeedAList(t *testing.T) {
	t.Parallel()
	_, err := Append(nil, InForm, struct {
		Field label `form:"Field,items"`
	}{label{Label: "a"}})
	require.Error(t, err)
}

func TestContactAndE164(t *testing.T) {
	t.Parallel()
	type params struct {
		Contact string `form:"Contact" check:"contact"`
		Number  string `form:"Number" check:"e164"`
	}
	tests := []struct {
		name     string
		params   params
		problems []string // "Field problem"
	}{
		{name: "a number", params: params{Contact: "+14155551234", Number: "+14155551234"}},
		{name: "an email address", params: params{Contact: "ada+login@example.com"}},
		{name: "a client", params: params{Contact: "client:ada"}},
		{name: "a channel", params: params{Contact: "whatsapp:+14155551234"}},
		{name: "a mailto link", params: params{Contact: "mailto:1"}, problems: []string{"Contact has a prefix that is no channel's"}},
		{name: "a national number", params: params{Contact: "4155551234", Number: "(415) 555-1234"}, problems: []string{
			"Contact does not begin with + and the country code", "Number has blanks or brackets",
		}},
		{name: "a prefix where a number alone will do", params: params{Number: "whatsapp:+14155551234"}, problems: []string{
			"Number does not begin with + and the country code",
		}},
		{name: "no user", params: params{Contact: "@example.com"}, problems: []string{"Contact is not an email address"}},
		{name: "no host", params: params{Contact: "ada@"}, problems: []string{"Contact is not an email address"}},
		{name: "two of them", params: params{Contact: "ada@example.com,bob"}, problems: []string{"Contact has a comma or a semicolon"}},
		{name: "two hosts", params: params{Contact: "ada@example.com@example.com"}, problems: []string{"Contact is not an email address"}},
		{name: "a blank", params: params{Contact: "ada lovelace@example.com"}, problems: []string{"Contact has blanks"}},
		{name: "an invisible character", params: params{Contact: "ada@example.com\u200b"}, problems: []string{"Contact has an invisible character"}},
	}
	for _, tt := range tests {
		var got []string
		for _, p := range Check(&tt.params) {
			got = append(got, p.Field+" "+p.Problem)
		}
		assert.Equal(t, tt.problems, got, tt.name)
	}
}
