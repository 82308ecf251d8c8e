package twiliotest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// fine is a text that WhatsApp approves, whose variables have these samples.
const fine = "Hello {{1}}, your table is ready and waits for {{2}} people."

// TestApproval follows a template from its submission to WhatsApp's decision.
func TestApproval(t *testing.T) {
	t.Parallel()
	c := contents{t, twiliotest.New(t)}
	sid := c.create("twilio/text", bodyOf(fine), "Ada", "two")
	unsubmitted := object{
		"type": "whatsapp", "name": "", "category": "", "content_type": "", "status": "unsubmitted",
		"rejection_reason": "", "allow_category_change": true, "flows": nil,
	}
	assert.Equal(t, unsubmitted, c.review(sid))

	submitted, err := c.submit(sid, "UTILITY")
	require.NoError(t, err)
	assert.Equal(t, object{
		"name": strings.ToLower(sid), "category": "UTILITY", "content_type": "twilio/text", "status": "received",
		"rejection_reason": "", "allow_category_change": true,
	}, submitted)
	_, err = c.submit(sid, "UTILITY")
	require.ErrorIs(t, err, twilio.ErrorCode(92009))

	for _, step := range []struct {
		after time.Duration
		want  string
	}{{59 * time.Second, "received"}, {time.Second, "pending"}, {9*time.Minute - time.Second, "pending"}, {time.Second, "approved"}, {time.Hour, "approved"}} {
		c.sim.Clock.Advance(step.after)
		assert.Equal(t, step.want, c.review(sid)["status"], step.after)
	}
	_, err = c.submit(sid, "UTILITY")
	require.ErrorIs(t, err, twilio.ErrorCode(92009), "once is enough")
}

// TestContentReview sets the time that WhatsApp takes.
func TestContentReview(t *testing.T) {
	t.Parallel()
	for takes, want := range map[time.Duration]string{0: "approved", time.Second: "approved", time.Hour: "pending"} {
		c := contents{t, twiliotest.New(t, twiliotest.ContentReview(takes))}
		sid := c.create("twilio/text", bodyOf(fine), "Ada", "two")
		_, err := c.submit(sid, "UTILITY")
		require.NoError(t, err)
		c.sim.Clock.Advance(59 * time.Minute)
		assert.Equal(t, want, c.review(sid)["status"], takes)
	}
	_, err := twiliotest.Start(twiliotest.ContentReview(-time.Second))
	require.ErrorContains(t, err, "not negative")
}

// TestDecisionsByHand come before WhatsApp's own, which then has no effect.
func TestDecisionsByHand(t *testing.T) {
	t.Parallel()
	c := contents{t, twiliotest.New(t)}
	bad := c.create("twilio/text", bodyOf("{{1}}"), "Ada")
	good := c.create("twilio/text", bodyOf(fine), "Ada", "two")
	for _, sid := range []string{bad, good} {
		_, err := c.submit(sid, "UTILITY")
		require.NoError(t, err)
	}
	c.sim.ReviewTemplate(bad)
	c.sim.ReviewTemplate(good, "PROMOTIONAL")
	c.sim.Clock.Advance(time.Hour)
	assert.Equal(t, "approved", c.review(bad)["status"])
	assert.Equal(t, []any{"rejected", "PROMOTIONAL"}, []any{c.review(good)["status"], c.review(good)["rejection_reason"]})

	c.sim.PauseTemplate(bad)
	assert.Equal(t, "paused", c.review(bad)["status"])
	c.sim.ReviewTemplate(bad)
	assert.Equal(t, "approved", c.review(bad)["status"])
	c.sim.PauseTemplate(bad)
	c.sim.DisableTemplate(bad)
	assert.Equal(t, "disabled", c.review(bad)["status"])

	fresh := c.create("twilio/text", bodyOf(fine+" Bye"), "Ada", "two")
	c.sim.ReviewTemplate(fresh)
	assert.Equal(t, []any{"approved", "UTILITY", "twilio/text"}, []any{c.review(fresh)["status"], c.review(fresh)["category"], c.review(fresh)["content_type"]})
}

// TestDecisionsThatCannotBe fail the test that asks for them.
func TestDecisionsThatCannotBe(t *testing.T) {
	t.Parallel()
	const sid, list = "HX00000000000000000000000000000001", "HX00000000000000000000000000000002"
	for name, tt := range map[string]struct {
		decide func(*twiliotest.Sim)
		says   string
	}{
		"an unknown template":            {func(s *twiliotest.Sim) { s.ReviewTemplate("HX00000000000000000000000000000009") }, "there is none with that SID"},
		"a list":                         {func(s *twiliotest.Sim) { s.ReviewTemplate(list) }, "WhatsApp approves none of its types"},
		"a pause of a rejected template": {func(s *twiliotest.Sim) { s.ReviewTemplate(sid, "x"); s.PauseTemplate(sid) }, "its status is rejected"},
		"the end of a rejected template": {func(s *twiliotest.Sim) { s.ReviewTemplate(sid, "x"); s.DisableTemplate(sid) }, "its status is rejected"},
		"the same SID again":             {func(s *twiliotest.Sim) { s.Template(sid, "x") }, "there is one with that SID already"},
		"an SID of another form":         {func(s *twiliotest.Sim) { s.Template("HX1", "x") }, "32 hexadecimal digits"},
		"a template without content":     {func(s *twiliotest.Sim) { s.Template("HX00000000000000000000000000000003", "") }, "types of the content are missing"},
		"fields that are no JSON": {func(s *twiliotest.Sim) {
			s.Template("HX00000000000000000000000000000003", "x", twiliotest.TemplateType("twilio/media", "{"))
		}, "no JSON"},
		"a type that is none": {func(s *twiliotest.Sim) {
			s.Template("HX00000000000000000000000000000003", "x", twiliotest.TemplateType("twilio/poem", "{}"))
		}, "twilio/poem"},
		"a language that is none": {func(s *twiliotest.Sim) {
			s.Template("HX00000000000000000000000000000003", "x", twiliotest.TemplateLanguage("English"))
		}, "English"},
		"fields of another type than text": {func(s *twiliotest.Sim) {
			s.Template("HX00000000000000000000000000000003", "x", twiliotest.TemplateType("twilio/media", `{"media":1}`))
		}, "twilio/media"},
	} {
		rec := record(t)
		sim := twiliotest.New(rec)
		sim.Template(sid, "Hello", nil)
		sim.Template(list, "", twiliotest.TemplateType("twilio/list-picker", `{"body":"x","button":"Menu","items":[{"id":"1","item":"Ada"}]}`))
		tt.decide(sim)
		assert.Contains(t, rec.finish(), tt.says, name)
	}
}

// TestRefusedApprovals lists what Twilio refuses before WhatsApp sees it.
func TestRefusedApprovals(t *testing.T) {
	t.Parallel()
	c := contents{t, twiliotest.New(t)}
	sid := c.create("twilio/text", bodyOf(fine), "Ada", "two")
	list := c.create("twilio/list-picker", object{"body": "x", "button": "Menu", "items": []any{object{"item": "Ada", "id": "1"}}})
	for _, tt := range []struct {
		name string
		sid  string
		body object
		code twilio.ErrorCode
	}{
		{"no name", sid, object{"category": "UTILITY"}, 20001},
		{"a name in capitals", sid, object{"name": "Hello", "category": "UTILITY"}, 20001},
		{"a name with a blank", sid, object{"name": "hello you", "category": "UTILITY"}, 20001},
		{"a long name", sid, object{"name": strings.Repeat("a", 513), "category": "UTILITY"}, 20001},
		{"no category", sid, object{"name": "hello"}, 20001},
		{"an old category", sid, object{"name": "hello", "category": "TICKET_UPDATE"}, 20001},
		{"a category in small letters", sid, object{"name": "hello", "category": "utility"}, 20001},
		{"an unknown member", sid, object{"name": "hello", "category": "UTILITY", "colour": "red"}, 20001},
		{"a list", list, object{"name": "hello", "category": "UTILITY"}, 20001},
		{"a template that does not exist", "HX00000000000000000000000000000009", object{"name": "hello", "category": "UTILITY"}, 20404},
	} {
		_, err := c.invoke(sent(contentSubmit, tt.body, tt.sid))
		require.ErrorIs(t, err, tt.code, tt.name)
	}
	assert.Equal(t, "unsubmitted", c.review(sid)["status"])
}

// TestRejections lists what WhatsApp rejects, and its neighbours that it approves.
func TestRejections(t *testing.T) {
	t.Parallel()
	button := func(a object) object { return object{"body": "See you soon", "actions": []any{a}} }
	code := object{"actions": []any{object{"type": "COPY_CODE", "copy_code_text": "Copy"}}}
	tests := []struct {
		name     string
		kind     string
		fields   object
		samples  string // divided by commas
		category string
		reason   string // of the rejection, "" for none
	}{
		{"plain text", "twilio/text", bodyOf("See you"), "", "UTILITY", ""},
		{"variables among words", "twilio/text", bodyOf(fine), "Ada,two", "UTILITY", ""},
		{"a variable at the beginning", "twilio/text", bodyOf("{{1}}, your table is ready now"), "Ada", "UTILITY", "begins or ends"},
		{"a variable at the end", "twilio/text", bodyOf("Your table is ready, {{1}} "), "Ada", "UTILITY", "begins or ends"},
		{"a variable before the last dot", "twilio/text", bodyOf("Your table is ready, {{1}}."), "Ada", "UTILITY", ""},
		{"variables side by side", "twilio/text", bodyOf("Hello {{1}}{{2}}, your table is ready for you"), "Ada,Owl", "UTILITY", "next to each other"},
		{"variables with a blank between", "twilio/text", bodyOf("Hello {{1}} \n {{2}}, your table is ready for you"), "Ada,Owl", "UTILITY", "next to each other"},
		{"variables with a word between", "twilio/text", bodyOf("Hello {{1}} and {{2}}, your table is ready for you"), "Ada,Owl", "UTILITY", ""},
		{"a number that is left out", "twilio/text", bodyOf("Hello {{1}}, your table is ready for {{3}} people"), "Ada,x,two", "UTILITY", "numbered one after the other"},
		{"named variables", "twilio/text", bodyOf("Hello {{name}}, your table is ready."), "", "UTILITY", "name has no sample"},
		{"too few words", "twilio/text", bodyOf("Hello {{1}}, welcome"), "Ada", "UTILITY", "2, and at least 3 are needed"},
		{"just enough words", "twilio/text", bodyOf("Hello {{1}} and welcome"), "Ada", "UTILITY", ""},
		{"an empty placeholder", "twilio/text", bodyOf("Hello {{}}, your table is ready"), "", "UTILITY", "malformed"},
		{"an open placeholder", "twilio/text", bodyOf("Hello {{1}, your table is ready"), "", "UTILITY", "malformed"},
		{"no sample", "twilio/text", bodyOf("Hello {{1}}, your table is ready"), "", "UTILITY", "1 has no sample"},
		{"no sample of a link", "twilio/call-to-action", button(object{"type": "URL", "title": "Open", "url": "https://example.com/{{1}}"}), "", "UTILITY", "1 has no sample"},
		{"a link with a sample", "twilio/call-to-action", button(object{"type": "URL", "title": "Open", "url": "https://example.com/{{1}}"}), "a", "UTILITY", ""},
		{"a reply with a variable", "twilio/quick-reply", button(object{"title": "Yes {{1}}"}), "Ada", "UTILITY", "quick reply has a variable"},
		{"a link with a variable in its title", "twilio/call-to-action", button(object{"type": "URL", "title": "Open {{1}}", "url": "https://example.com"}), "a", "UTILITY", ""},
		{"a long payload", "twilio/quick-reply", button(object{"title": "Yes", "id": strings.Repeat("a", 129)}), "", "UTILITY", "128 characters"},
		{"an emoji in the footer", "whatsapp/card", object{"body": "See you", "footer": "Owl 🦉"}, "", "UTILITY", "emoji"},
		{"a new line in the header", "whatsapp/card", object{"body": "See you", "header_text": "Owl\nBank"}, "", "UTILITY", "new line"},
		{"a sober card", "whatsapp/card", object{"body": "See you 🦉", "header_text": "Owl", "footer": "Bank"}, "", "UTILITY", ""},
		{"a card's title", "twilio/card", object{"title": "{{1}}", "subtitle": "x"}, "Ada", "UTILITY", "begins or ends"},
		{"a code", "whatsapp/authentication", code, "", "AUTHENTICATION", ""},
		{"a code in words", "twilio/text", bodyOf("Your code is 1234"), "", "AUTHENTICATION", "whatsapp/authentication"},
	}
	for _, tt := range tests {
		c := contents{t, twiliotest.New(t)}
		var samples []string
		if tt.samples != "" {
			samples = strings.Split(tt.samples, ",")
		}
		sid := c.create(tt.kind, tt.fields, samples...)
		_, err := c.submit(sid, tt.category)
		require.NoError(t, err, tt.name)
		c.sim.Clock.Advance(time.Hour)
		review := c.review(sid)
		if tt.reason == "" {
			assert.Equal(t, []any{"approved", ""}, []any{review["status"], review["rejection_reason"]}, tt.name)
			continue
		}
		assert.Equal(t, "rejected", review["status"], tt.name)
		assert.Contains(t, review["rejection_reason"], tt.reason, tt.name)
	}
}

// TestCategories: WhatsApp puts a template into another category if the request lets it.
func TestCategories(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		category string
		allow    any // nil for left out
		status   string
		becomes  string
	}{
		{"left out", "UTILITY", nil, "approved", "MARKETING"},
		{"allowed", "UTILITY", true, "approved", "MARKETING"},
		{"not allowed", "UTILITY", false, "rejected", "UTILITY"},
		{"not needed", "MARKETING", false, "approved", "MARKETING"},
	} {
		c := contents{t, twiliotest.New(t)}
		sid := c.create("twilio/text", bodyOf("Everything is 20% off today"))
		var more []any
		if tt.allow != nil {
			more = []any{"allow_category_change", tt.allow}
		}
		_, err := c.submit(sid, tt.category, more...)
		require.NoError(t, err)
		c.sim.Clock.Advance(time.Hour)
		review := c.review(sid)
		assert.Equal(t, []any{tt.status, tt.becomes, tt.allow != false}, []any{review["status"], review["category"], review["allow_category_change"]}, tt.name)
		if tt.status == "rejected" {
			assert.Contains(t, review["rejection_reason"], "INCORRECT_CATEGORY", tt.name)
		}
	}
}

// TestTakenNames: a name is free in another language, and after a rejection or a deletion.
func TestTakenNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		between func(c contents, first string)
		change  object // of the second template
		reason  string
	}{
		{"the same name", nil, object{}, "with the name greeting exists in the language en"},
		{"another language", nil, object{"language": "de"}, ""},
		{"after a rejection", func(c contents, first string) { c.sim.ReviewTemplate(first, "x") }, object{}, ""},
		{"after a deletion", func(c contents, first string) {
			assert.NoError(c, twilio.InvokeNone(c.Context(), c.sim.Client(), contentDelete.On(first)))
		}, object{}, ""},
		{"the same content under another name", nil, object{"name": "other", "same": true}, "that of the template greeting"},
	} {
		c := contents{t, twiliotest.New(t)}
		submit := func(body, name, language string) string {
			made, err := c.invoke(sent(contentCreate, object{"language": language, "types": object{"twilio/text": bodyOf(body)}}))
			require.NoError(t, err)
			_, err = c.invoke(sent(contentSubmit, object{"name": name, "category": "UTILITY"}, field(made, "sid")))
			require.NoError(t, err)
			c.sim.Clock.Advance(time.Hour)
			return field(made, "sid")
		}
		first := submit("Good day", "greeting", "en")
		if tt.between != nil {
			tt.between(c, first)
		}
		body, name, language := "Good night", "greeting", "en"
		if tt.change["same"] != nil {
			body, name = "Good day", "other"
		}
		if other := field(tt.change, "language"); other != "" {
			language = other
		}
		review := c.review(submit(body, name, language))
		if tt.reason == "" {
			assert.Equal(t, "approved", review["status"], tt.name)
			continue
		}
		assert.Equal(t, "rejected", review["status"], tt.name)
		assert.Contains(t, review["rejection_reason"], tt.reason, tt.name)
	}
}

// TestDeletedWhileUnderReview: nothing happens to a template that is gone.
func TestDeletedWhileUnderReview(t *testing.T) {
	t.Parallel()
	c := contents{t, twiliotest.New(t)}
	sid := c.create("twilio/text", bodyOf("Good day"))
	_, err := c.submit(sid, "UTILITY")
	require.NoError(t, err)
	require.NoError(t, twilio.InvokeNone(t.Context(), c.sim.Client(), contentDelete.On(sid)))
	c.sim.Clock.Advance(time.Hour)
	_, err = c.invoke(contentReviews.On(sid))
	require.ErrorIs(t, err, twilio.ErrNotFound)
}
