package twiliotest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

// The template of a test that declares one, and types of content in Twilio's JSON.
const (
	aTemplate    = "HX00000000000000000000000000000001"
	otherOne     = "HX00000000000000000000000000000002"
	replies      = `{"body":"Is {{1}} fine?","actions":[{"title":"Yes","id":"yes-{{1}}"},{"title":"No"}]}`
	fourReplies  = `{"body":"Fine?","actions":[{"title":"A"},{"title":"B"},{"title":"C"},{"title":"D"}]}`
	menu         = `{"body":"Who shall come?","button":"Menu","items":[{"id":"doc-1","item":"Ada","description":"Owls"},{"id":"doc-2","item":"Bob"}]}`
	place        = `{"latitude":37.77,"longitude":-122.42,"label":"Clinic","address":"1 Owl Street"}`
	picture      = `{"body":"Look, {{1}}","media":["https://example.com/{{1}}.png"]}`
	link         = `{"body":"Read it","actions":[{"type":"URL","title":"Open","url":"https://example.com/{{1}}"}]}`
	callUs       = `{"body":"Call us","actions":[{"type":"PHONE_NUMBER","title":"Call","phone":"+14155556789"}]}`
	carousel     = `{"body":"Choose","cards":[{"title":"Owl","body":"A hoodie","media":"https://example.com/a.png","actions":[{"type":"QUICK_REPLY","title":"I take it","id":"owl"}]}]}`
	oneTimeCode  = `{"code_expiration_minutes":5,"actions":[{"type":"COPY_CODE","copy_code_text":"Copy it"}]}`
	whatsAppCard = `{"header_text":"Owl","body":"See you","footer":"Bank"}`
)

// sendTo sends a template to an address, which a client may write in any form.
func sendTo(t *testing.T, sim *twiliotest.Sim, to string, variables map[string]string) (*twilio.Message, error) {
	t.Helper()
	from := clinic
	if strings.HasPrefix(to, "whatsapp:") {
		from = "whatsapp:" + clinic
	}
	return sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: to, From: from, ContentSID: aTemplate, ContentVariables: variables})
}

// TestShownTemplates shows what the recipient of each type gets, by channel.
func TestShownTemplates(t *testing.T) {
	t.Parallel()
	const chat = "whatsapp:" + ada
	tests := []struct {
		name  string
		text  string   // of twilio/text
		types []string // names and fields in turn
		to    string
		kind  string // that is sent
		body  string
		media []string
	}{
		{"a text by SMS", "Hi {{1}}", nil, ada, "twilio/text", "Hi Ada", nil},
		{"a text by WhatsApp", "Hi {{1}}", nil, chat, "twilio/text", "Hi Ada", nil},
		{"a variable twice", "Hi {{1}}, {{1}}!", nil, ada, "twilio/text", "Hi Ada, Ada!", nil},
		{"the text before the picture by SMS", "Hi {{1}}", []string{"twilio/media", picture}, ada, "twilio/text", "Hi Ada", nil},
		{"the picture before the text by WhatsApp", "Hi {{1}}", []string{"twilio/media", picture}, chat, "twilio/media", "Look, Ada", []string{"https://example.com/Ada.png"}},
		{"a picture by MMS", "", []string{"twilio/media", picture}, ada, "twilio/media", "Look, Ada", []string{"https://example.com/Ada.png"}},
		{"replies by WhatsApp", "Hi {{1}}", []string{"twilio/quick-reply", replies}, chat, "twilio/quick-reply", "Is Ada fine?", nil},
		{"replies by SMS", "Hi {{1}}", []string{"twilio/quick-reply", replies}, ada, "twilio/text", "Hi Ada", nil},
		{"the list before the replies", "Hi {{1}}", []string{"twilio/quick-reply", replies, "twilio/list-picker", menu}, chat, "twilio/list-picker", "Who shall come?", nil},
		{"a place", "Hi {{1}}", []string{"twilio/location", place}, chat, "twilio/location", "Clinic\n1 Owl Street", nil},
		{"a carousel before a list", "Hi {{1}}", []string{"twilio/carousel", carousel, "twilio/list-picker", menu}, chat, "twilio/carousel", "Choose", nil},
		{"a card with header and footer", "Hi {{1}}", []string{"whatsapp/card", whatsAppCard}, chat, "whatsapp/card", "Owl\nSee you\nBank", nil},
		{"a code before everything", "Hi {{1}}", []string{"whatsapp/authentication", oneTimeCode, "whatsapp/card", whatsAppCard}, chat, "whatsapp/authentication",
			"Ada is your verification code. For your security, do not share this code.\nThis code expires in 5 minutes.", nil},
		{"a code without advice", "", []string{"whatsapp/authentication", `{"add_security_recommendation":false,"actions":[{"type":"COPY_CODE","copy_code_text":"Copy"}]}`}, chat,
			"whatsapp/authentication", "Ada is your verification code.", nil},
	}
	for _, tt := range tests {
		sim := twiliotest.New(t)
		sim.Number(clinic)
		phone := sim.Phone(ada)
		phone.OpenWhatsAppWindow()
		var opts []twiliotest.TemplateOption
		for i := 0; i+1 < len(tt.types); i += 2 {
			opts = append(opts, twiliotest.TemplateType(tt.types[i], tt.types[i+1]))
		}
		sim.Template(aTemplate, tt.text, opts...)
		created, err := sendTo(t, sim, tt.to, map[string]string{"1": "Ada"})
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.body, created.Body, tt.name)
		assert.EqualValues(t, len(tt.media), created.NumMedia, tt.name)
		expect := phone.ExpectSMS
		if tt.to == chat {
			expect = phone.ExpectWhatsApp
		}
		received := expect(tt.body)
		assert.Equal(t, []any{tt.kind, tt.body, tt.media, created.SID}, []any{received.Content.Type, received.Body, received.MediaURLs, received.SID}, tt.name)
		assert.Equal(t, received.Content, sim.Messages()[0].Content, tt.name)
	}
}

// TestSamplesAreDefaults: a variable that a message leaves out has its sample.
func TestSamplesAreDefaults(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sim.Template(aTemplate, "Hi {{1}}, it is {{when}}.", twiliotest.TemplateSample("1", "you"), twiliotest.TemplateSample("when", "nine"))
	for want, variables := range map[string]map[string]string{
		"Hi you, it is nine.":     nil,
		"Hi Ada, it is nine.":     {"1": "Ada"},
		"Hi {{when}}, it is ten.": {"1": "{{when}}", "when": "ten"}, // values are not filled
	} {
		_, err := sendTo(t, sim, ada, variables)
		require.NoError(t, err)
		assert.Equal(t, want, sim.Phone(ada).ExpectSMS("").Body)
	}
}

// TestSegmentsOfTemplates are those of the text that is sent.
func TestSegmentsOfTemplates(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sim.Template(aTemplate, "{{1}}")
	sent, err := sendTo(t, sim, ada, map[string]string{"1": strings.Repeat("a", 161)})
	require.NoError(t, err)
	assert.EqualValues(t, 2, sent.NumSegments)
	sim.Phone(ada).ExpectSMS("aaa")
	sent, err = sim.Client().Messages.Get(t.Context(), sent.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.Decimal("-0.01580"), sent.Price)
}

// TestRefusedSends lists what Twilio refuses in a message with a template.
func TestRefusedSends(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sim.Template(aTemplate, "Hi {{1}} and {{name}}", twiliotest.TemplateSample("name", "Bob"))
	sim.Template(otherOne, "", twiliotest.TemplateType("twilio/quick-reply", replies))
	sim.Template("HX00000000000000000000000000000006", "Hi", twiliotest.TemplateType("twilio/quick-reply", replies))
	sim.Template("HX00000000000000000000000000000003", "Hi {{}}")
	sim.Template("HX00000000000000000000000000000004", "", twiliotest.TemplateType("twilio/media", `{"media":["{{1}}"]}`))
	sim.Template("HX00000000000000000000000000000005", "", twiliotest.TemplateType("whatsapp/authentication", oneTimeCode))
	for _, tt := range []struct {
		name      string
		sid       string
		variables string
		to        string
		code      twilio.ErrorCode
	}{
		{"an unknown template", "HX00000000000000000000000000000009", "", ada, 21655},
		{"an SID of another form", "HX1", "", ada, 21655},
		{"no value and no sample", aTemplate, "", ada, 21656},
		{"no value for one of them", aTemplate, `{"name":"Bob"}`, ada, 21656},
		{"an empty value", aTemplate, `{"1":""}`, ada, 21656},
		{"a value that is null", aTemplate, `{"1":null}`, ada, 21656},
		{"a value that is a number", aTemplate, `{"1":1}`, ada, 21656},
		{"an empty value of another channel", "HX00000000000000000000000000000006", `{"1":""}`, ada, 21656},
		{"a value of another channel that is null", "HX00000000000000000000000000000006", `{"1":null}`, ada, 21656},
		{"no JSON", aTemplate, `{`, ada, 21656},
		{"a list", aTemplate, `["Ada"]`, ada, 21656},
		{"a variable that the template does not have", aTemplate, `{"1":"Ada","nome":"Bob"}`, ada, 21656},
		{"a long value", aTemplate, `{"1":"` + strings.Repeat("a", 1601) + `"}`, ada, 21656},
		{"a long text", aTemplate, `{"1":"` + strings.Repeat("a", 1600) + `"}`, ada, 21617},
		{"replies by SMS", otherOne, `{"1":"Ada"}`, ada, 216602},
		{"a malformed placeholder", "HX00000000000000000000000000000003", "", ada, 21656},
		{"a file that is no address", "HX00000000000000000000000000000004", `{"1":"cat.png"}`, ada, 21620},
		{"a code without a code", "HX00000000000000000000000000000005", "", "whatsapp:" + ada, 21656},
	} {
		form := url.Values{"To": {tt.to}, "From": {clinic}, "ContentSid": {tt.sid}}
		if strings.HasPrefix(tt.to, "whatsapp:") {
			form.Set("From", "whatsapp:"+clinic)
		}
		if tt.variables != "" {
			form.Set("ContentVariables", tt.variables)
		}
		_, err := anything(t, sim.Client(), form)
		require.ErrorIs(t, err, tt.code, tt.name)
	}
	assert.Empty(t, sim.Messages())
}

// TestWhatsAppLetsThrough holds each status and type against the 24-hour window.
func TestWhatsAppLetsThrough(t *testing.T) {
	t.Parallel()
	approve := func(*twiliotest.Sim) {}
	reject := func(s *twiliotest.Sim) { s.ReviewTemplate(aTemplate, "x") }
	pause := func(s *twiliotest.Sim) { s.PauseTemplate(aTemplate) }
	disable := func(s *twiliotest.Sim) { s.DisableTemplate(aTemplate) }
	const text, quick, list, location = "twilio/text", "twilio/quick-reply", "twilio/list-picker", "twilio/location"
	tests := []struct {
		name          string
		kind, fields  string
		unsubmitted   bool
		decide        func(*twiliotest.Sim)
		variable      string
		inside, later twilio.ErrorCode // 0 for a message that gets through
	}{
		{"approved", text, `{"body":"Hi {{1}}"}`, false, approve, "Ada", 0, 0},
		{"unsubmitted", text, `{"body":"Hi {{1}}"}`, true, approve, "Ada", 0, 63016},
		{"rejected", text, `{"body":"Hi {{1}}"}`, false, reject, "Ada", 0, 63040},
		{"paused", text, `{"body":"Hi {{1}}"}`, false, pause, "Ada", 63041, 63041},
		{"disabled", text, `{"body":"Hi {{1}}"}`, false, disable, "Ada", 63042, 63042},
		{"unsubmitted replies", quick, replies, true, approve, "Ada", 0, 63016},
		{"four unsubmitted replies", quick, fourReplies, true, approve, "", 63021, 63016},
		{"four approved replies", quick, fourReplies, false, approve, "", 0, 0},
		{"a list", list, menu, false, approve, "", 0, 63016},
		{"a place", location, place, false, approve, "", 0, 63016},
		{"an unsubmitted link", "twilio/call-to-action", link, true, approve, "a", 0, 63016},
		{"an unsubmitted number", "twilio/call-to-action", callUs, true, approve, "", 63027, 63016},
		{"a rejected number", "twilio/call-to-action", callUs, false, reject, "", 63040, 63040},
		{"an approved number", "twilio/call-to-action", callUs, false, approve, "", 0, 0},
		{"an unsubmitted card", "twilio/card", `{"title":"Your order","body":"It is ready.","actions":[{"type":"QUICK_REPLY","title":"Thanks","id":"1"}]}`, true, approve, "", 63027, 63016},
		{"an unsubmitted carousel", "twilio/carousel", carousel, true, approve, "", 63027, 63016},
		{"an approved carousel", "twilio/carousel", carousel, false, approve, "", 0, 0},
		{"an unsubmitted code", "whatsapp/authentication", oneTimeCode, true, approve, "1234", 63027, 63016},
		{"an approved code", "whatsapp/authentication", oneTimeCode, false, approve, "1234", 0, 0},
		{"a long text", text, `{"body":"{{1}}"}`, false, approve, strings.Repeat("a", 1025), 63021, 63021},
		{"a long text that is unsubmitted", text, `{"body":"{{1}}"}`, true, approve, strings.Repeat("a", 1025), 0, 63016},
		{"the longest text", text, `{"body":"{{1}}"}`, false, approve, strings.Repeat("a", 1024), 0, 0},
		{"a new line in a value", text, `{"body":"Hi {{1}}"}`, false, approve, "A\nda", 63013, 63013},
		{"a tab in a value", text, `{"body":"Hi {{1}}"}`, false, approve, "A\tda", 63013, 63013},
		{"five blanks in a value", text, `{"body":"Hi {{1}}"}`, false, approve, "A     da", 63013, 63013},
		{"four blanks in a value", text, `{"body":"Hi {{1}}"}`, false, approve, "A    da", 0, 0},
	}
	for _, tt := range tests {
		for _, open := range []bool{true, false} {
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			sim.Number(clinic)
			opts := []twiliotest.TemplateOption{twiliotest.TemplateType(tt.kind, tt.fields)}
			if tt.unsubmitted {
				opts = append(opts, twiliotest.Unsubmitted())
			}
			sim.Template(aTemplate, "", opts...)
			tt.decide(sim)
			want := tt.later
			if open {
				sim.Phone(ada).OpenWhatsAppWindow()
				want = tt.inside
			}
			var variables map[string]string
			if tt.variable != "" {
				variables = map[string]string{"1": tt.variable}
			}
			_, err := sendTo(t, sim, "whatsapp:"+ada, variables)
			require.NoError(t, err, "%s: it is accepted", tt.name)
			sim.Clock.Advance(time.Minute)
			message := sim.Messages()[0]
			assert.Equal(t, want, message.ErrorCode, "%s, window open: %v", tt.name, open)
			assert.Equal(t, want != 0, message.Status == twilio.MessageStatusFailed, tt.name)
		}
	}
}

// TestRichestTypeDecides: the approval is that of the richest type, and a list beside it
// needs the window.
func TestRichestTypeDecides(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sim.Template(aTemplate, "Hi", twiliotest.TemplateType("twilio/list-picker", menu))
	_, err := sendTo(t, sim, "whatsapp:"+ada, nil)
	require.NoError(t, err)
	sim.Clock.Advance(time.Minute)
	assert.Equal(t, twilio.CodeOutsideWindow, sim.Messages()[0].ErrorCode)

	sim.ReviewTemplate(aTemplate, "x")
	_, err = sendTo(t, sim, "whatsapp:"+ada, nil)
	require.NoError(t, err)
	sim.Clock.Advance(time.Minute)
	assert.Equal(t, twilio.CodeOutsideWindow, sim.Messages()[1].ErrorCode, "the list would need the window in any case")
}

// TestApprovalOfAnotherType: the rules of approved templates do not apply to a list that
// is sent within the window, although the text beside it is approved.
func TestApprovalOfAnotherType(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sim.Template(aTemplate, "Hi", twiliotest.TemplateType("twilio/list-picker", strings.Replace(menu, "Who", "{{1}}", 1)))
	sim.Phone(ada).OpenWhatsAppWindow()
	_, err := sendTo(t, sim, "whatsapp:"+ada, map[string]string{"1": "Ada\nor Bob"})
	require.NoError(t, err)
	assert.Equal(t, "Ada\nor Bob shall come?", sim.Phone(ada).ExpectWhatsApp("").Body)
}

// TestDeletedTemplate: a message that was scheduled with it fails.
func TestDeletedTemplate(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	service := sim.MessagingService(sim.Number(clinic))
	sim.Template(aTemplate, "Hi")
	_, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{
		To: ada, MessagingServiceSID: service, ContentSID: aTemplate, SendAt: sim.Clock.Now().Add(time.Hour),
	})
	require.NoError(t, err)
	require.NoError(t, twilio.InvokeNone(t.Context(), sim.Client(), contentDelete.On(aTemplate)))
	sim.Clock.Advance(2 * time.Hour)
	assert.Equal(t, twilio.ErrorCode(63027), sim.Messages()[0].ErrorCode)
}

// seenBy reads the first message that an application has received.
func seenBy(t *testing.T, app *app) (*webhook.Message, error) {
	t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(app.forms()[0].Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return webhook.ParseMessage(req)
}

// TestPress: the application sees which button somebody pressed.
func TestPress(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		kind, fields string
		unsubmitted  bool
		press        string
		payload      string
		kindOfAnswer string
	}{
		{"a reply with an id", "twilio/quick-reply", replies, false, "Yes", "yes-Ada", "button"},
		{"a reply without an id", "twilio/quick-reply", replies, false, "No", "No", "button"},
		{"a reply in a session", "twilio/quick-reply", replies, true, "Yes", "yes-Ada", "interactive"},
		{"a reply on a card", "twilio/carousel", strings.Replace(carousel, "Choose", "Choose, {{1}}", 1), false, "I take it", "owl", "button"},
	} {
		sim := twiliotest.New(t)
		app := newApp().answer("/", status(http.StatusNoContent))
		sim.Number(clinic, twiliotest.SMSWebhook(app))
		opts := []twiliotest.TemplateOption{twiliotest.TemplateType(tt.kind, tt.fields)}
		if tt.unsubmitted {
			opts = append(opts, twiliotest.Unsubmitted())
		}
		sim.Template(aTemplate, "", opts...)
		phone := sim.Phone(ada)
		phone.OpenWhatsAppWindow()
		_, err := sendTo(t, sim, "whatsapp:"+ada, map[string]string{"1": "Ada"})
		require.NoError(t, err)
		received := phone.ExpectWhatsApp("")
		answer := received.Press(tt.press, twiliotest.Param("ProfileName", "Ada Owl"))
		require.NoError(t, answer.Err, tt.name)
		seen, err := seenBy(t, app)
		require.NoError(t, err, tt.name)
		assert.Equal(t, []any{tt.press, tt.press, tt.payload, webhook.ButtonTypeReply, tt.kindOfAnswer, received.SID, "whatsapp:" + clinic, "Ada Owl"},
			[]any{seen.Body, seen.ButtonText, seen.ButtonPayload, seen.ButtonType, seen.MessageType, seen.OriginalRepliedMessageSID, seen.OriginalRepliedMessageSender, seen.ProfileName}, tt.name)
		assert.Equal(t, []string{"whatsapp:" + ada, "whatsapp:" + clinic}, []string{seen.From, seen.To}, tt.name)
	}
}

// TestChoose: the application sees which item of a list somebody chose.
func TestChoose(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	app := newApp().answer("/", status(http.StatusNoContent))
	sim.Number(clinic, twiliotest.SMSWebhook(app))
	sim.Template(aTemplate, "", twiliotest.TemplateType("twilio/list-picker", menu))
	phone := sim.Phone(ada)
	phone.OpenWhatsAppWindow()
	_, err := sendTo(t, sim, "whatsapp:"+ada, nil)
	require.NoError(t, err)
	received := phone.ExpectWhatsApp("Who")
	assert.Equal(t, []twiliotest.ListItem{{ID: "doc-1", Title: "Ada", Description: "Owls"}, {ID: "doc-2", Title: "Bob"}}, received.Content.Items)
	require.NoError(t, received.Choose("Bob").Err)
	seen, err := seenBy(t, app)
	require.NoError(t, err)
	assert.Equal(t, []string{"Bob", "doc-2", "Bob", "interactive"}, []string{seen.Body, seen.ListID, seen.ListTitle, seen.MessageType})
}

// TestNothingToPress: the test fails, and says what there is.
func TestNothingToPress(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		kind, fields string
		answer       func(*twiliotest.SMS) *twiliotest.Callback
		says         string
	}{
		{"another title", "twilio/quick-reply", fourReplies, func(m *twiliotest.SMS) *twiliotest.Callback { return m.Press("E") }, `only "A", "B", "C", "D"`},
		{"a link", "twilio/call-to-action", strings.Replace(link, "{{1}}", "a", 1), func(m *twiliotest.SMS) *twiliotest.Callback { return m.Press("Open") }, "of the type URL, which sends nothing"},
		{"no buttons", "twilio/list-picker", menu, func(m *twiliotest.SMS) *twiliotest.Callback { return m.Press("Ada") }, "it has no buttons"},
		{"another item", "twilio/list-picker", menu, func(m *twiliotest.SMS) *twiliotest.Callback { return m.Choose("doc-1") }, `only "Ada", "Bob"`},
		{"no items", "twilio/quick-reply", fourReplies, func(m *twiliotest.SMS) *twiliotest.Callback { return m.Choose("A") }, "it has no items"},
	} {
		rec := record(t)
		sim := twiliotest.New(rec)
		sim.Number(clinic)
		sim.Template(aTemplate, "", twiliotest.TemplateType(tt.kind, tt.fields))
		phone := sim.Phone(ada)
		phone.OpenWhatsAppWindow()
		_, err := sendTo(t, sim, "whatsapp:"+ada, nil)
		require.NoError(t, err)
		assert.Error(t, tt.answer(phone.ExpectWhatsApp("")).Err, tt.name)
		assert.Contains(t, rec.finish(), tt.says, tt.name)
	}
	assert.Error(t, new(twiliotest.SMS).Press("x").Err, "a message that nobody received")
	assert.Error(t, new(twiliotest.SMS).Choose("x").Err, "a message that nobody received")
}

// TestButtonsCanBeSeen in the history that a failing test prints, and nobody can change
// those of the simulator.
func TestButtonsCanBeSeen(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec)
	sim.Number(clinic)
	sim.Template(aTemplate, "", twiliotest.TemplateType("twilio/carousel", carousel))
	sim.Template(otherOne, "", twiliotest.TemplateType("twilio/list-picker", menu))
	phone := sim.Phone(ada)
	phone.OpenWhatsAppWindow()
	for _, sid := range []string{aTemplate, otherOne} {
		_, err := sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{To: ada, From: clinic, ContentSID: sid})
		require.NoError(t, err)
	}
	shown := twiliotest.Content{Type: "twilio/carousel", Cards: []twiliotest.Card{{
		Title: "Owl", Body: "A hoodie", MediaURL: "https://example.com/a.png", Buttons: []twiliotest.Button{{Type: "QUICK_REPLY", Title: "I take it", ID: "owl"}},
	}}}
	assert.Equal(t, shown, sim.Messages()[0].Content)
	received := phone.ExpectWhatsApp("Choose")
	received.Content.Cards[0].Buttons[0].Title = "changed by whoever read it"
	sim.Messages()[0].Content.Cards[0].Buttons[0].Title = "changed again"
	assert.Equal(t, shown, sim.Messages()[0].Content)
	phone.ExpectWhatsApp("something else")
	said := rec.finish()
	assert.Contains(t, said, `as twilio/carousel, button "I take it"`)
	assert.Contains(t, said, `as twilio/list-picker, item "Ada", item "Bob"`)
}

// TestApprovedTemplateSends is the whole way from a new template to its delivery.
func TestApprovedTemplateSends(t *testing.T) {
	t.Parallel()
	c := contents{t, twiliotest.New(t, twiliotest.ContentReview(time.Minute))}
	c.sim.Number(clinic)
	sid := c.create("twilio/text", bodyOf(fine), "Ada", "two")
	_, err := c.submit(sid, "UTILITY")
	require.NoError(t, err)
	send := func() *twilio.Message {
		message, err := c.sim.Client().WhatsApp.Send(t.Context(), twilio.WhatsAppSendParams{
			To: ada, From: clinic, ContentSID: sid, ContentVariables: map[string]string{"1": "Bob", "2": "three"},
		})
		require.NoError(t, err)
		return message
	}
	early := send()
	c.sim.Clock.Advance(2 * time.Second)
	early, err = c.sim.Client().Messages.Get(t.Context(), early.SID)
	require.NoError(t, err)
	require.ErrorIs(t, early.Err(), twilio.ErrTemplateRequired, "the review goes on")
	c.sim.Clock.Advance(time.Minute)
	send()
	assert.Equal(t, "Hello Bob, your table is ready and waits for three people.", c.sim.Phone(ada).ExpectWhatsApp("").Body)
}

// TestTwilioFillsTheTemplate: the text of the request gives way to the template's.
func TestTwilioFillsTheTemplate(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sim.Template(aTemplate, "Hi {{1}}")
	variables, err := json.Marshal(map[string]string{"1": "I'm \"Ada\""})
	require.NoError(t, err)
	_, err = anything(t, sim.Client(), url.Values{
		"To": {ada}, "From": {clinic}, "Body": {"Hello"}, "MediaUrl": {"https://example.com/a.png"}, "ContentSid": {aTemplate}, "ContentVariables": {string(variables)},
	})
	require.NoError(t, err)
	received := sim.Phone(ada).ExpectSMS("")
	assert.Equal(t, `Hi I'm "Ada"`, received.Body)
	assert.Empty(t, received.MediaURLs)
}
