package twiliotest_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/twiliotest"
)

// The operations of Content, as a program may write them for itself.
var (
	contentCreate  = twilio.Operation{Name: "Content.Create", Method: http.MethodPost, Host: "content", Path: "/v1/Content", Body: twilio.BodyJSON}
	contentFetch   = twilio.Operation{Name: "Content.Get", Method: http.MethodGet, Host: "content", Path: "/v1/Content/{Sid}"}
	contentUpdate  = twilio.Operation{Name: "Content.Update", Method: http.MethodPut, Host: "content", Path: "/v1/Content/{Sid}", Body: twilio.BodyJSON}
	contentDelete  = twilio.Operation{Name: "Content.Delete", Method: http.MethodDelete, Host: "content", Path: "/v1/Content/{Sid}"}
	contentSubmit  = twilio.Operation{Name: "Content.Submit", Method: http.MethodPost, Host: "content", Path: "/v1/Content/{Sid}/ApprovalRequests/whatsapp", Body: twilio.BodyJSON, Proof: twilio.ProofStatus("the answer has no SID")}
	contentReviews = twilio.Operation{Name: "Content.Reviews", Method: http.MethodGet, Host: "content", Path: "/v1/Content/{Sid}/ApprovalRequests"}
)

// object is an object of JSON.
type object = map[string]any

// contents asks for the templates of a simulated account.
type contents struct {
	*testing.T
	sim *twiliotest.Sim
}

// invoke returns the answer, nil when there is an error.
func (c contents) invoke(op twilio.BoundOperation) (object, error) {
	answer, err := twilio.Invoke[object](c.Context(), c.sim.Client(), op)
	if err != nil {
		return nil, err
	}
	return *answer, nil
}

// create makes a template of one type.
func (c contents) create(kind string, fields object, samples ...string) (sid string) {
	c.Helper()
	variables := object{}
	for i, sample := range samples {
		variables[fmt.Sprint(i+1)] = sample
	}
	made, err := c.invoke(sent(contentCreate, object{"friendly_name": "greeting", "language": "en", "variables": variables, "types": object{kind: fields}}))
	require.NoError(c, err)
	return field(made, "sid")
}

// submit asks for the approval of a template, with a name of its own.
func (c contents) submit(sid, category string, more ...any) (object, error) {
	body := object{"name": strings.ToLower(sid), "category": category}
	for i := 0; i+1 < len(more); i += 2 {
		body[fmt.Sprint(more[i])] = more[i+1]
	}
	return c.invoke(sent(contentSubmit, body, sid))
}

// review is the approval of a template.
func (c contents) review(sid string) object {
	c.Helper()
	got, err := c.invoke(contentReviews.On(sid))
	require.NoError(c, err)
	return inside(c, got, "whatsapp")
}

func inside(t require.TestingT, o object, name string) object {
	member, ok := o[name].(object)
	require.True(t, ok, "%s of %v", name, o)
	return member
}

func bodyOf(body string) object { return object{"body": body} }

// TestContentOperations holds that every operation of Content has behaviour of its own:
// none is answered by default, so that a stub for it is refused.
func TestContentOperations(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, name := range []string{"content_v1", "content_v2"} {
		spec, err := contract.Load(name)
		require.NoError(t, err)
		for _, op := range spec.Operations {
			seen++
			rec := record(t)
			sim := twiliotest.New(rec)
			sim.Stub(op.Method, "https://content.twilio.com"+op.Path, http.NotFound)
			assert.Contains(t, rec.finish(), "use sim.Fault", op.ID)
		}
	}
	assert.Equal(t, 11, seen)
}

// TestTemplateResource creates, reads, changes and deletes a template.
func TestTemplateResource(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)
	c := contents{t, twiliotest.New(t, twiliotest.StartAt(start))}
	types := object{
		"twilio/text":        bodyOf("Hi {{1}}"),
		"twilio/quick-reply": object{"body": "Hi {{1}}", "actions": []any{object{"title": "Yes", "id": "yes"}}},
	}
	made, err := c.invoke(sent(contentCreate, object{"friendly_name": "hello", "language": "pt_BR", "variables": object{"1": "Ada"}, "types": types}))
	require.NoError(t, err)
	sid := field(made, "sid")
	assert.Regexp(t, `^HX[0-9a-f]{32}$`, sid)
	address := "https://content.twilio.com/v1/Content/" + sid
	assert.Equal(t, object{
		"sid": sid, "account_sid": c.sim.AccountSID(), "friendly_name": "hello", "language": "pt_BR", "variables": object{"1": "Ada"}, "types": types,
		"date_created": "2026-04-14T09:00:00Z", "date_updated": "2026-04-14T09:00:00Z", "url": address,
		"links": object{"approval_fetch": address + "/ApprovalRequests", "approval_create": address + "/ApprovalRequests/whatsapp"},
	}, made)
	got, err := c.invoke(contentFetch.On(sid))
	require.NoError(t, err)
	assert.Equal(t, made, got)

	c.sim.Clock.Advance(time.Hour)
	changed, err := c.invoke(sent(contentUpdate, object{"types": object{"twilio/text": bodyOf("Good day")}}, sid))
	require.NoError(t, err)
	assert.Equal(t, []any{"hello", "pt_BR", object{"1": "Ada"}, object{"twilio/text": bodyOf("Good day")}, "2026-04-14T09:00:00Z", "2026-04-14T10:00:00Z"},
		[]any{changed["friendly_name"], changed["language"], changed["variables"], changed["types"], changed["date_created"], changed["date_updated"]})
	changed, err = c.invoke(sent(contentUpdate, object{"friendly_name": "bye", "language": "en", "variables": object{}, "types": object{"twilio/text": bodyOf("Bye")}}, sid))
	require.NoError(t, err)
	assert.Equal(t, []any{"bye", "en", object{}}, []any{changed["friendly_name"], changed["language"], changed["variables"]})
	_, err = c.invoke(sent(contentUpdate, object{"types": object{}}, sid))
	require.ErrorIs(t, err, twilio.ErrorCode(92001))

	_, err = c.submit(sid, "UTILITY")
	require.NoError(t, err)
	_, err = c.invoke(sent(contentUpdate, object{"types": object{"twilio/text": bodyOf("Hello")}}, sid))
	require.ErrorIs(t, err, twilio.ErrorCode(92009), "a template that was submitted stays as it is")

	require.NoError(t, twilio.InvokeNone(t.Context(), c.sim.Client(), contentDelete.On(sid)))
	for _, op := range []twilio.BoundOperation{contentFetch.On(sid), contentReviews.On(sid), contentDelete.On(sid), sent(contentUpdate, object{"types": types}, sid)} {
		require.ErrorIs(t, twilio.InvokeNone(t.Context(), c.sim.Client(), op), twilio.ErrNotFound)
	}
}

// TestTemplatesOfAnotherAccount are not found, and cannot be sent.
func TestTemplatesOfAnotherAccount(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sid := contents{t, sim}.create("twilio/text", bodyOf("Hello there"))
	sub := sim.Subaccount()
	client, err := twilio.New(sub, twilio.AuthToken(sim.SubaccountToken(sub)), sim.Options()...)
	require.NoError(t, err)
	_, err = twilio.Invoke[object](t.Context(), client, contentFetch.On(sid))
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, ContentSID: sid})
	require.ErrorIs(t, err, twilio.ErrorCode(21655))
}

// TestRefusedTemplates lists what Twilio refuses in a template.
func TestRefusedTemplates(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("ä", n) }
	many := func(n int, one any) []any {
		all := make([]any, n)
		for i := range all {
			all[i] = one
		}
		return all
	}
	reply := object{"title": "Yes", "id": "yes"}
	link := object{"type": "URL", "title": "Open", "url": "https://example.com"}
	callUs := object{"type": "PHONE_NUMBER", "title": "Call", "phone": clinic}
	item := object{"item": "Ada", "id": "ada"}
	card := object{"title": "Owl", "body": "A hoodie", "media": "https://example.com/a.png", "actions": []any{link}}
	tests := []struct {
		name   string
		kind   string
		fields any
		code   twilio.ErrorCode
		says   string
	}{
		{"an unknown type", "twilio/poem", bodyOf("x"), 20001, "twilio/poem"},
		{"the type of buttons that has ended", "twilio/button", bodyOf("x"), 92008, "twilio/button"},
		{"a text without a body", "twilio/text", object{}, 20001, "body is required"},
		{"an empty text", "twilio/text", bodyOf(""), 20001, "body is empty"},
		{"a type that is null", "twilio/text", nil, 92001, "missing"},
		{"a long text", "twilio/text", bodyOf(long(1601)), 20001, "1601 characters"},
		{"an unknown member", "twilio/text", object{"body": "x", "colour": "red"}, 20001, "colour"},
		{"a body that is a number", "twilio/text", object{"body": 1}, 20001, "is a number"},
		{"media without files", "twilio/media", object{"media": []any{}}, 20001, "media has 0 elements"},
		{"media with eleven files", "twilio/media", object{"media": many(11, "https://example.com/a.png")}, 20001, "media has 11 elements"},
		{"media with an empty address", "twilio/media", object{"media": []any{""}}, 20001, "media is empty"},
		{"a latitude beyond the pole", "twilio/location", object{"latitude": 90.5, "longitude": 0}, 20001, "latitude"},
		{"a longitude beyond the date line", "twilio/location", object{"latitude": 0, "longitude": -180.5}, 20001, "longitude"},
		{"no quick reply", "twilio/quick-reply", object{"body": "x", "actions": []any{}}, 20001, "actions has 0 elements"},
		{"eleven quick replies", "twilio/quick-reply", object{"body": "x", "actions": many(11, reply)}, 20001, "actions has 11 elements"},
		{"a long quick reply", "twilio/quick-reply", object{"body": "x", "actions": []any{object{"title": long(26)}}}, 20001, "title has 26"},
		{"a long id", "twilio/quick-reply", object{"body": "x", "actions": []any{object{"title": "x", "id": long(257)}}}, 20001, "id has 257"},
		{"a quick reply of another type", "twilio/quick-reply", object{"body": "x", "actions": []any{link}}, 20001, "QUICK_REPLY"},
		{"a long body of a call to action", "twilio/call-to-action", object{"body": long(641), "actions": []any{link}}, 20001, "body has 641"},
		{"a link without an address", "twilio/call-to-action", object{"body": "x", "actions": []any{object{"type": "URL", "title": "x"}}}, 20001, "url is empty"},
		{"a number without a number", "twilio/call-to-action", object{"body": "x", "actions": []any{object{"type": "PHONE_NUMBER", "title": "x"}}}, 20001, "phone is empty"},
		{"a coupon without a code", "twilio/call-to-action", object{"body": "x", "actions": []any{object{"type": "COPY_CODE", "title": "x"}}}, 20001, "code is empty"},
		{"three links", "twilio/call-to-action", object{"body": "x", "actions": many(3, link)}, 20001, "type URL has 3"},
		{"two numbers", "twilio/call-to-action", object{"body": "x", "actions": many(2, callUs)}, 20001, "PHONE_NUMBER and VOICE_CALL has 2"},
		{"a list without items", "twilio/list-picker", object{"body": "x", "button": "x", "items": []any{}}, 20001, "items has 0"},
		{"eleven items", "twilio/list-picker", object{"body": "x", "button": "x", "items": many(11, item)}, 20001, "items has 11"},
		{"two items with one id", "twilio/list-picker", object{"body": "x", "button": "x", "items": many(2, item)}, 20001, "twice"},
		{"a long item", "twilio/list-picker", object{"body": "x", "button": "x", "items": []any{object{"item": long(25), "id": "1"}}}, 20001, "item has 25"},
		{"a long description", "twilio/list-picker", object{"body": "x", "button": "x", "items": []any{object{"item": "x", "id": "1", "description": long(73)}}}, 20001, "description has 73"},
		{"a list without a button", "twilio/list-picker", object{"body": "x", "button": "", "items": []any{item}}, 20001, "button is empty"},
		{"a card with nothing but a title", "twilio/card", object{"title": "x"}, 20001, "at least one field"},
		{"a card without a title", "twilio/card", object{"subtitle": "x"}, 20001, "title is empty"},
		{"a WhatsApp card with nothing but a body", "whatsapp/card", bodyOf("x"), 20001, "at least one field"},
		{"a card with two headers", "whatsapp/card", object{"body": "x", "header_text": "x", "media": []any{"https://example.com/a.png"}}, 20001, "not both"},
		{"a long footer", "whatsapp/card", object{"body": "x", "footer": long(61)}, 20001, "footer has 61"},
		{"a carousel without cards", "twilio/carousel", object{"body": "x", "cards": []any{}}, 20001, "cards has 0"},
		{"eleven cards", "twilio/carousel", object{"body": "x", "cards": many(11, card)}, 20001, "cards has 11"},
		{"a wordy card", "twilio/carousel", object{"body": "x", "cards": []any{object{"title": long(80), "body": long(81), "media": "x", "actions": []any{link}}}}, 20001, "161 characters"},
		{"cards with other buttons", "twilio/carousel", object{"body": "x", "cards": []any{card, object{"body": "x", "media": "x", "actions": []any{callUs}}}}, 20001, "same types"},
		{"31 products", "twilio/catalog", object{"body": "x", "items": many(31, object{"id": "1"})}, 20001, "items has 31"},
		{"a flow with a long button", "whatsapp/flows", object{"body": "x", "button_text": long(21), "flow_id": "1"}, 20001, "button_text has 21"},
		{"a code without a button", "whatsapp/authentication", object{"actions": []any{}}, 20001, "actions has 0"},
		{"a code for ninety-one minutes", "whatsapp/authentication", object{"code_expiration_minutes": 91, "actions": []any{object{"type": "COPY_CODE", "copy_code_text": "Copy"}}}, 20001, "1 to 90"},
		{"a code for a minute and a half", "whatsapp/authentication", object{"code_expiration_minutes": 1.5, "actions": []any{object{"type": "COPY_CODE", "copy_code_text": "Copy"}}}, 20001, "1 to 90"},
	}
	c := contents{t, twiliotest.New(t)}
	for _, tt := range tests {
		_, err := c.invoke(sent(contentCreate, object{"language": "en", "types": object{tt.kind: tt.fields}}))
		require.ErrorIs(t, err, tt.code, tt.name)
		require.ErrorContains(t, err, tt.says, tt.name)
	}
	variables := func(n int) object {
		all := object{}
		for i := range n {
			all[fmt.Sprint(i)] = "x"
		}
		return all
	}
	hello := object{"twilio/text": bodyOf("Hello")}
	var placeholders strings.Builder
	for i := range 101 {
		fmt.Fprintf(&placeholders, "{{%d}} ", i)
	}
	for _, tt := range []struct {
		name string
		body object
		code twilio.ErrorCode
	}{
		{"no types", object{"language": "en"}, 92001},
		{"empty types", object{"language": "en", "types": object{}}, 92001},
		{"no language", object{"types": hello}, 92003},
		{"an empty language", object{"language": "", "types": hello}, 92003},
		{"a language that is none", object{"language": "English", "types": hello}, 92004},
		{"a language in other letters", object{"language": "pt-br", "types": hello}, 92004},
		{"101 variables", object{"language": "en", "types": hello, "variables": variables(101)}, 92002},
		{"101 placeholders", object{"language": "en", "types": object{"twilio/text": bodyOf(placeholders.String())}}, 92002},
		{"a variable with a blank", object{"language": "en", "types": hello, "variables": object{"id name": "x"}}, 20001},
		{"a variable with a long name", object{"language": "en", "types": hello, "variables": object{strings.Repeat("a", 17): "x"}}, 20001},
		{"a long sample", object{"language": "en", "types": hello, "variables": object{"1": long(1601)}}, 20001},
		{"a sample that is an object", object{"language": "en", "types": hello, "variables": object{"1": object{}}}, 20001},
		{"an unknown member", object{"language": "en", "types": hello, "colour": "red"}, 20001},
	} {
		_, err := c.invoke(sent(contentCreate, tt.body))
		require.ErrorIs(t, err, tt.code, tt.name)
	}
	created, err := c.invoke(sent(contentCreate, object{"language": "fil", "types": hello, "variables": variables(100)}))
	require.NoError(t, err)
	assert.Nil(t, created["friendly_name"])
}

// TestEveryTypeIsKept: a template of each type is accepted, and comes back as it was sent.
func TestEveryTypeIsKept(t *testing.T) {
	t.Parallel()
	link := object{"type": "URL", "title": "Open", "url": "https://example.com/{{1}}"}
	types := object{
		"twilio/text":             bodyOf(strings.Repeat("a", 1600)),
		"twilio/media":            object{"body": "x", "media": []any{"https://example.com/{{1}}.png"}},
		"twilio/location":         object{"latitude": -90., "longitude": 180., "label": "Pole"},
		"twilio/list-picker":      object{"body": "x", "button": "Menu", "items": []any{object{"item": "Ada", "id": "1", "description": "x"}}},
		"twilio/call-to-action":   object{"body": "x", "actions": []any{link, object{"type": "PHONE_NUMBER", "title": "Call", "phone": clinic}}},
		"twilio/quick-reply":      object{"body": "x", "actions": []any{object{"type": "QUICK_REPLY", "title": "Yes"}}},
		"twilio/card":             object{"title": "x", "subtitle": "y", "media": []any{"https://example.com/a.png"}, "actions": []any{link}},
		"twilio/catalog":          object{"body": "x", "id": "1", "items": []any{object{"id": "1", "price": 1.5}}},
		"twilio/carousel":         object{"body": "x", "cards": []any{object{"body": "y", "media": "https://example.com/a.png", "actions": []any{link}}}},
		"twilio/flows":            object{"body": "x", "button_text": "Go", "type": "SURVEY", "pages": []any{object{"id": "1", "title": "x", "layout": []any{object{"type": "TEXT"}}}}},
		"twilio/schedule":         object{"id": "1", "title": "x", "timeSlots": "y"},
		"whatsapp/card":           object{"body": "x", "header_text": "y", "footer": "z"},
		"whatsapp/authentication": object{"add_security_recommendation": true, "code_expiration_minutes": 90., "actions": []any{object{"type": "COPY_CODE", "copy_code_text": "Copy"}}},
		"whatsapp/flows":          object{"body": "x", "button_text": "Go", "flow_id": "1"},
	}
	c := contents{t, twiliotest.New(t)}
	for kind, fields := range types {
		made, err := c.invoke(sent(contentCreate, object{"language": "en", "types": object{kind: fields}}))
		require.NoError(t, err, kind)
		assert.Equal(t, object{kind: fields}, made["types"])
	}
	made, err := c.invoke(sent(contentCreate, object{"language": "en", "types": types}))
	require.NoError(t, err)
	assert.Equal(t, types, made["types"], "all of them in one template")
	spec, err := contract.Load("content_v1")
	require.NoError(t, err)
	for _, p := range spec.Operation("CreateContent").Params {
		if name, found := strings.CutPrefix(p.Name, "types."); found && !strings.Contains(name, ".") {
			assert.Contains(t, types, name, "Twilio's files have a type more")
		}
	}
}

// TestTemplateLists searches, sorts and pages.
func TestTemplateLists(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)
	sim := twiliotest.New(t, twiliotest.StartAt(start))
	a, c := api{t, sim}, contents{t, sim}
	var sids []string
	for _, one := range []struct{ name, language, kind, body string }{
		{"bravo", "en", "twilio/text", "Hello owl"}, {"alpha", "de", "twilio/media", "Guten Tag"}, {"charlie", "en", "twilio/quick-reply", "Hello there"},
	} {
		fields := bodyOf(one.body)
		switch one.kind {
		case "twilio/media":
			fields["media"] = []any{"https://example.com/a.png"}
		case "twilio/quick-reply":
			fields["actions"] = []any{object{"title": "Press me"}}
		}
		made, err := c.invoke(sent(contentCreate, object{"friendly_name": one.name, "language": one.language, "types": object{one.kind: fields}}))
		require.NoError(t, err)
		sids = append(sids, field(made, "sid"))
		sim.Clock.Advance(time.Hour)
	}
	_, err := c.submit(sids[0], "UTILITY")
	require.NoError(t, err)
	sim.ReviewTemplate(sids[0])
	names := func(address string) (names []string) {
		t.Helper()
		listed, _ := a.must(200, "GET", "content"+address, nil)["contents"].([]any)
		for _, one := range listed {
			item, _ := one.(object)
			names = append(names, field(item, "friendly_name"))
		}
		return names
	}
	for query, want := range map[string][]string{
		"":                         {"charlie", "alpha", "bravo"},
		"?SortByDate=asc":          {"alpha", "charlie", "bravo"}, // the approval was the last change
		"?SortByDate=desc":         {"bravo", "charlie", "alpha"},
		"?SortByContentName=asc":   {"alpha", "bravo", "charlie"},
		"?SortByContentName=desc":  {"charlie", "bravo", "alpha"},
		"?ContentName=%5E.l":       {"alpha"},
		"?Content=Hello":           {"charlie", "bravo"},
		"?Content=Press":           {"charlie"},
		"?Language=de&Language=fr": {"alpha"},
		"?ContentType=twilio/text": {"bravo"},
		"?ContentType=twilio/text&ContentType=x/y": {"bravo"},
		"?ChannelEligibility=whatsapp:approved":    {"bravo"},
		"?ChannelEligibility=whatsapp:unsubmitted": {"charlie", "alpha"},
		"?ChannelEligibility=rcs:approved":         nil,
		"?DateCreatedAfter=2026-04-14T10:00:00Z":   {"charlie", "alpha"},
		"?DateCreatedBefore=2026-04-14T10:00:00Z":  {"alpha", "bravo"},
		"?Language=en&Content=owl":                 {"bravo"},
	} {
		assert.Equal(t, want, names("/v2/Content"+query), query)
		assert.Equal(t, want, names("/v2/ContentAndApprovals"+query), query)
	}
	assert.Equal(t, []string{"charlie", "alpha", "bravo"}, names("/v1/Content"))
	assert.Equal(t, []string{"charlie", "alpha", "bravo"}, names("/v1/ContentAndApprovals"))
	for _, query := range []string{"SortByDate=up", "SortByContentName=up", "ContentName=(", "Content=%5B", "ChannelEligibility=approved", "DateCreatedAfter=yesterday"} {
		a.refused(400, 20001, "GET", "content/v2/Content?"+query, nil)
	}

	page := a.must(200, "GET", "content/v1/Content?PageSize=2", nil)
	next, _ := inside(t, page, "meta")["next_page_url"].(string)
	assert.Equal(t, []string{"bravo"}, names(strings.TrimPrefix(next, "https://content.twilio.com")))

	approvals, _ := a.must(200, "GET", "content/v1/ContentAndApprovals", nil)["contents"].([]any)
	last, _ := approvals[2].(object)
	assert.Equal(t, object{
		"type": "whatsapp", "name": strings.ToLower(sids[0]), "category": "UTILITY", "content_type": "twilio/text", "status": "approved",
		"rejection_reason": "", "allow_category_change": true, "flows": nil,
	}, last["approval_requests"])
	first, _ := approvals[0].(object)
	assert.Equal(t, "unsubmitted", inside(t, first, "approval_requests")["status"])
	assert.NotContains(t, first, "url")
}

// TestLegacyTemplates lists only those that WhatsApp had before.
func TestLegacyTemplates(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Template("HX00000000000000000000000000000001", "Hello {{1}}", twiliotest.LegacyTemplate("greeting"))
	sim.Template("HX00000000000000000000000000000002", "Bye")
	contents, _ := api{t, sim}.must(200, "GET", "content/v1/LegacyContent", nil)["contents"].([]any)
	require.Len(t, contents, 1)
	legacy, _ := contents[0].(object)
	assert.Equal(t, []any{"HX00000000000000000000000000000001", "greeting", "Hello {{1}}", nil},
		[]any{legacy["sid"], legacy["legacy_template_name"], legacy["legacy_body"], legacy["links"]})
}

// sent binds an operation to a body and to the IDs of its path.
func sent(op twilio.Operation, body object, ids ...string) twilio.BoundOperation {
	return op.On(ids...).With(body)
}

// TestContentAnswers holds the answers against the properties that Twilio publishes.
func TestContentAnswers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Template("HX00000000000000000000000000000001", "Hello", twiliotest.LegacyTemplate("greeting"))
	a := api{t, sim}
	c := contents{t, sim}
	sid := c.create("twilio/text", bodyOf("Good day"))
	answers := map[string]object{
		"content_v1 CreateApprovalCreate": a.must(201, "POST", "content/v1/Content/"+sid+"/ApprovalRequests/whatsapp", object{"name": "x", "category": "UTILITY"}),
		"content_v1 FetchApprovalFetch":   a.must(200, "GET", "content/v1/Content/"+sid+"/ApprovalRequests", nil),
		"content_v1 FetchContent":         a.must(200, "GET", "content/v1/Content/"+sid, nil),
	}
	for operation, path := range map[string]string{
		"content_v1 ListContent": "v1/Content", "content_v2 ListContent": "v2/Content", "content_v1 ListLegacyContent": "v1/LegacyContent",
		"content_v1 ListContentAndApprovals": "v1/ContentAndApprovals", "content_v2 ListContentAndApprovals": "v2/ContentAndApprovals",
	} {
		items, _ := a.must(200, "GET", "content/"+path, nil)["contents"].([]any)
		require.NotEmpty(t, items, path)
		answers[operation], _ = items[0].(object)
	}
	for operation, answer := range answers {
		name, id, _ := strings.Cut(operation, " ")
		spec, err := contract.Load(name)
		require.NoError(t, err)
		var want []string
		for _, p := range spec.Operation(id).Properties {
			if !strings.Contains(p.Path, ".") {
				want = append(want, p.Path)
			}
		}
		assert.ElementsMatch(t, want, slices.Collect(maps.Keys(answer)), operation)
	}
}
