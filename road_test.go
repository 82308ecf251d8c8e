package twilio

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var thingCreate = Operation{Name: "Things.Create", Method: http.MethodPost, Host: "api", Path: "/v1/Things", Proof: ProofStatus("a test")}

func thingWith(body Body) Operation {
	op := thingCreate
	op.Body = body
	return op
}

type embedded struct {
	A string `form:"A"`
}

// TestNoParameterIsLostWithoutAWord: a field without a place in the request is refused.
func TestNoParameterIsLostWithoutAWord(t *testing.T) {
	t.Parallel()
	get := Operation{Name: "Things.Get", Method: http.MethodGet, Host: "api", Path: "/v1/Things"}
	type tagJSON struct {
		A string `json:"a"`
	}
	type tagForm struct {
		A string `form:"A"`
	}
	for name, test := range map[string]struct {
		bound BoundOperation
		field string
	}{
		"JSON in a form":  {thingWith(BodyForm).With(tagJSON{"1"}), "A"},
		"JSON in a query": {get.With(tagJSON{"1"}), "A"},
		"a form in JSON":  {thingWith(BodyJSON).With(tagForm{"1"}), "A"},
		"a file in a form": {thingWith(BodyForm).With(struct {
			A Upload `form:"A"`
		}{Upload{Content: []byte("x")}}), "A"},
		"no placeholder": {get.With(struct {
			A string `path:"A"`
		}{"1"}), "A"},
		"Extra of a form in JSON": {thingWith(BodyJSON).With(struct{ Extra url.Values }{url.Values{"A": {"1"}}}), "Extra"},
		"Extra of JSON in a form": {thingWith(BodyForm).With(struct{ Extra map[string]json.RawMessage }{map[string]json.RawMessage{"a": json.RawMessage("1")}}), "Extra"},
		"an embedded struct":      {thingWith(BodyForm).With(struct{ embedded }{embedded{"1"}}), "params"},
		"a header that has no form": {get.With(struct {
			A time.Duration `header:"X-Twilio-A,seconds"`
		}{time.Millisecond}), "A"},
		"a list in a header": {get.With(struct {
			A []string `header:"X-Twilio-A"`
		}{[]string{"1", "2"}}), "params"},
		"required of a nil pointer": {thingWith(BodyForm).With((*struct {
			A string `form:"A" check:"required"`
		})(nil)), "A"},
	} {
		transport := play(reply(200, "{}"))
		err := InvokeNone(t.Context(), transport.client(t), test.bound)
		var wrong *ParamError
		require.ErrorAs(t, err, &wrong, name)
		assert.Equal(t, test.field, wrong.Problems[0].Field, name)
		assert.Empty(t, transport.sent(), name)
	}
}

func TestParamsMayBeAPointerToValues(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, "{}"))
	require.NoError(t, InvokeNone(t.Context(), testClient(t, transport), thingCreate.With(&url.Values{"A": {"1"}})))
	assert.Equal(t, "A=1", transport.sent()[0].body)
}

// TestPagesKeepHeaderAndPath: the link to the next page has the query alone.
func TestPagesKeepHeaderAndPath(t *testing.T) {
	t.Parallel()
	transport := play(
		reply(200, `{"things":[{}],"meta":{"next_page_url":"https://api.twilio.com/v1/US/Things?Page=1"}}`),
		reply(200, `{"things":[{}],"meta":{"next_page_url":null}}`),
	)
	list := Operation{Name: "Things.List", Method: http.MethodGet, Host: "api", Path: "/v1/{Country}/Things", Items: "things"}
	params := struct {
		Country string `path:"Country"`
		Token   string `header:"X-Twilio-Token"`
		Name    string `form:"Name" check:"required"`
	}{"US", "t", "n"}
	items := 0
	for _, err := range InvokeAll[struct{}](t.Context(), testClient(t, transport), list.With(params)) {
		require.NoError(t, err)
		items++
	}
	assert.Equal(t, 2, items)
	for _, sent := range transport.sent() {
		assert.Equal(t, "t", sent.header.Get("X-Twilio-Token"))
	}
}

// TestNeitherPageNorFileProvesACreate: a POST whose class was forgotten is refused.
func TestNeitherPageNorFileProvesACreate(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, "{}"))
	c := transport.client(t)
	op := Operation{Name: "Things.Search", Method: http.MethodPost, Host: "api", Path: "/v1/Things", Items: "things"}
	_, err := InvokePage[struct{}](t.Context(), c, op.On())
	require.ErrorIs(t, err, ErrInvalidParams)
	_, err = InvokeFile(t.Context(), c, op.On())
	require.ErrorIs(t, err, ErrInvalidParams)
	op.Class, op.Items = ClassSafe, ""
	_, err = InvokePage[struct{}](t.Context(), c, op.On())
	require.ErrorIs(t, err, ErrInvalidParams, "without Items")
	assert.Empty(t, transport.sent())
}

// TestTheRoadNeverPanics: arguments that are nil are refused.
func TestTheRoadNeverPanics(t *testing.T) {
	t.Parallel()
	c := play(reply(200, "{}")).client(t)
	for _, none := range []*Client{nil, {}} {
		_, err := NewRecord(t.Context(), none, messageCreate.On())
		require.ErrorIs(t, err, ErrInvalidParams)
	}
	_, err := InvokeSettled[Message](t.Context(), c, messageCreate.On(), nil, Settle(0))
	require.ErrorIs(t, err, ErrInvalidParams)
	_, err = InvokeConverging[Message](t.Context(), c, messageGet.On(testMessage), nil, nil)
	require.ErrorIs(t, err, ErrInvalidParams)
	require.NoError(t, InvokeNone(t.Context(), c, thingWith(BodyMultipart).With(struct {
		A *Upload `form:"A"`
	}{})))
	require.NoError(t, InvokeNone(t.Context(), c, thingWith(BodyJSON).With(struct {
		A []*embeddedJSON `json:"a"`
	}{[]*embeddedJSON{nil, {}}})))
}

type embeddedJSON struct {
	A string `json:"a"`
}

// TestProofItemsUnderAKeyWithCapitals: a key is found as it is written.
func TestProofItemsUnderAKeyWithCapitals(t *testing.T) {
	t.Parallel()
	made, err := ProofItems("phoneNumbers", "sid").find([]byte(`{"phoneNumbers":[{"sid":"`+testMessage+`"}]}`), nil, "")
	require.NoError(t, err)
	assert.Equal(t, testMessage, made)
}

func TestAnAccountMayNameItsKind(t *testing.T) {
	t.Parallel()
	const other = "AC00000000000000000000000000000002"
	op := Operation{Name: "Things.Get", Method: http.MethodGet, Host: "api", Path: "/v1/{AccountSid:AC}/Things"}
	transport := play(reply(200, "{}"))
	require.NoError(t, InvokeNone(t.Context(), testClient(t, transport), op.On(), OnAccount(other)))
}

type impliedParams struct {
	To   string `form:"To"`
	Kind string `form:"Kind"`
}

func (p *impliedParams) Validate(*Problems) { p.Kind = "implied" }

// TestARecordFitsImpliedParameters: a field that Validate fills in is a part of the record and
// of its reconciliation alike, when the params are a value, too.
func TestARecordFitsImpliedParameters(t *testing.T) {
	t.Parallel()
	c := play(reply(200, "{}")).client(t)
	create := thingCreate.With(impliedParams{To: "x"})
	record, err := NewRecord(context.Background(), c, create)
	require.NoError(t, err)
	assert.Empty(t, record.Unknown().recordProblem(create))
}

// TestRefusalsOfTheRoad: nothing of this is sent.
func TestRefusalsOfTheRoad(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, "{}"))
	c := transport.client(t)
	header := struct {
		A string `header:"Authorization"`
	}{"x"}
	require.ErrorIs(t, InvokeNone(t.Context(), c, thingCreate.With(header)), ErrInvalidParams, "a header that the client sets")
	require.ErrorIs(t, InvokeNone(t.Context(), c, thingCreate.On("one")), ErrInvalidParams, "an ID without a placeholder")
	require.ErrorIs(t, InvokeNone(t.Context(), c, thingCreate.On(), Settle(0)), ErrInvalidParams, "no reconciliation")
	require.ErrorIs(t, InvokeNone(t.Context(), c, thingCreate.With(refusedParams{To: "x"})), ErrInvalidParams, "Validate, of a value")
	assert.Empty(t, transport.sent())
}

type refusedParams struct {
	To string `form:"To"`
}

func (p *refusedParams) Validate(problems *Problems) { problems.Add("To", "is refused", "give none") }

func TestProofOfEachItem(t *testing.T) {
	t.Parallel()
	_, err := ProofItems("items", "sid").find([]byte(`{"items":[{"sid":"`+testMessage+`"},{}]}`), nil, "")
	require.Error(t, err)
}

// TestAHostWithADotNamesItsRegion: the client's own region is not added.
func TestAHostWithADotNamesItsRegion(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, "{}"))
	op := Operation{Name: "Things.Get", Method: http.MethodGet, Host: "mcs.us1", Path: "/v1/Things"}
	require.NoError(t, InvokeNone(t.Context(), testClient(t, transport, WithRegion("ie1", "dublin")), op.On()))
	assert.Equal(t, "https://mcs.us1.twilio.com/v1/Things", transport.sent()[0].url)
}

// TestARequestToTheAddressOfACreate is known to the reconciliation of that create.
func TestARequestToTheAddressOfACreate(t *testing.T) {
	t.Parallel()
	own := Operation{Name: "Mine.Create", Method: http.MethodPost, Host: hostAPI, Path: messageCreate.Path}
	var p prepared
	p.prepareAddress(play().client(t), own.On(), nil)
	assert.Equal(t, messageCreate.ReconciledBy, p.op.ReconciledBy)
	assert.Equal(t, messageCreate.Mints, p.op.Mints)
}

// TestHeadersThatAnOperationDeclares may have any name but those of the connection.
func TestHeadersThatAnOperationDeclares(t *testing.T) {
	t.Parallel()
	transport := play(reply(200, "{}"))
	get := Operation{Name: "Channels.Get", Method: http.MethodGet, Host: "flex-api", Path: "/v1/Channels"}
	require.NoError(t, InvokeNone(t.Context(), transport.client(t), get.With(struct {
		A string `header:"Flex-Metadata"`
	}{`{"a":1}`})))
	assert.Equal(t, []string{`{"a":1}`}, transport.sent()[0].header["Flex-Metadata"])
	for _, bound := range []BoundOperation{
		get.With(struct {
			A string `header:"Idempotency-Key"`
		}{"x"}),
		get.With(struct {
			A string `header:"Flex Metadata"`
		}{"x"}),
		get.With(struct {
			A string `header:"Flex-Metadata"`
		}{"x\r\nHost: y"}),
	} {
		require.ErrorIs(t, InvokeNone(t.Context(), transport.client(t), bound), ErrInvalidParams)
	}
	assert.Len(t, transport.sent(), 1)
}

// TestAStatusThatProvesACreate is enough, whatever the body is.
func TestAStatusThatProvesACreate(t *testing.T) {
	t.Parallel()
	create := Operation{Name: "Things.Create", Method: http.MethodPost, Host: "api", Path: "/v1/Things", Proof: ProofStatus("202 has no body")}
	result, err := Invoke[Message](t.Context(), play(reply(202, "")).client(t), create.On())
	require.NoError(t, err)
	assert.Equal(t, &Message{}, result)
	_, err = Invoke[Message](t.Context(), play(reply(202, "<html>")).client(t), create.On())
	var unusable *DecodeError
	require.ErrorAs(t, err, &unusable)
	require.NotErrorIs(t, err, ErrOutcomeUnknown)
}
