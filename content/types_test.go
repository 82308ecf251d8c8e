package content_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
)

func raw(members ...string) map[string]json.RawMessage {
	m := map[string]json.RawMessage{}
	for i := 0; i < len(members); i += 2 {
		m[members[i]] = json.RawMessage(members[i+1])
	}
	return m
}

// typesInJSON has every type with every field, and its JSON.
var typesInJSON = map[string]struct {
	types content.Types
	json  string
}{
	"text":  {content.Types{Text: &content.Text{Body: "Hi {{1}}"}}, `{"twilio/text":{"body":"Hi {{1}}"}}`},
	"media": {content.Types{Media: &content.Media{Body: "Look", Media: []string{"https://example.com/{{1}}"}}}, `{"twilio/media":{"body":"Look","media":["https://example.com/{{1}}"]}}`},
	"location": {
		content.Types{Location: &content.Location{Latitude: 39.7392, Longitude: -104.9903, Label: "Owl Bank", ID: "x", Address: "1 Main Street"}},
		`{"twilio/location":{"latitude":39.7392,"longitude":-104.9903,"label":"Owl Bank","id":"x","address":"1 Main Street"}}`,
	},
	"location on the equator": {content.Types{Location: &content.Location{}}, `{"twilio/location":{"latitude":0,"longitude":0}}`},
	"quick reply": {
		content.Types{QuickReply: &content.QuickReply{Body: "Fine?", Actions: []content.QuickReplyButton{{Title: "Yes", ID: "yes"}, {Title: "No"}}}},
		`{"twilio/quick-reply":{"body":"Fine?","actions":[{"type":"QUICK_REPLY","title":"Yes","id":"yes"},{"type":"QUICK_REPLY","title":"No"}]}}`,
	},
	"call to action": {
		content.Types{CallToAction: &content.CallToAction{Body: "Save", Actions: content.CallToActionButtons{
			content.URLButton{Title: "Shop", URL: "https://example.com/{{1}}", ID: "a"},
			content.PhoneButton{Title: "Call", Phone: "+14155551234"},
			content.CopyCodeButton{Title: "Copy", Code: "SAVE20"},
			content.VoiceCallButton{Title: "Talk"},
			content.VoiceCallRequestButton{Title: "May we call?", ID: "b"},
		}}},
		`{"twilio/call-to-action":{"body":"Save","actions":[{"type":"URL","title":"Shop","url":"https://example.com/{{1}}","id":"a"},{"type":"PHONE_NUMBER","title":"Call","phone":"+14155551234"},{"type":"COPY_CODE","title":"Copy","code":"SAVE20"},{"type":"VOICE_CALL","title":"Talk"},{"type":"VOICE_CALL_REQUEST","title":"May we call?","id":"b"}]}}`,
	},
	"list picker": {
		content.Types{ListPicker: &content.ListPicker{Body: "Where to?", Button: "Choose", Items: []content.ListItem{{ID: "1", Item: "{{1}}", Description: "{{2}}"}, {ID: "2", Item: "Rome"}}}},
		`{"twilio/list-picker":{"body":"Where to?","button":"Choose","items":[{"id":"1","item":"{{1}}","description":"{{2}}"},{"id":"2","item":"Rome"}]}}`,
	},
	"card": {
		content.Types{Card: &content.Card{Title: "Owl", Subtitle: "Bird", Body: "Warm", Media: []string{"https://example.com/owl.png"}, Actions: content.CardButtons{
			content.WebviewButton{Title: "See", URL: "https://example.com", Size: content.WebviewTall},
			content.QuickReplyButton{Title: "More", ID: "more"},
			content.CopyCodeButton{Title: "Copy", Code: "X"},
		}}},
		`{"twilio/card":{"title":"Owl","subtitle":"Bird","body":"Warm","media":["https://example.com/owl.png"],"actions":[{"type":"URL","title":"See","url":"https://example.com","webview_size":"TALL"},{"type":"QUICK_REPLY","title":"More","id":"more"},{"type":"COPY_CODE","title":"Copy","code":"X"}]}}`,
	},
	"carousel": {
		content.Types{Carousel: &content.Carousel{Body: "New", Cards: []content.CarouselCard{{Title: "A", Body: "a", Media: "https://example.com/{{1}}", Actions: content.CarouselButtons{content.URLButton{Title: "See", URL: "https://example.com"}, content.QuickReplyButton{Title: "Buy"}}}}}},
		`{"twilio/carousel":{"body":"New","cards":[{"title":"A","body":"a","media":"https://example.com/{{1}}","actions":[{"type":"URL","title":"See","url":"https://example.com"},{"type":"QUICK_REPLY","title":"Buy"}]}]}}`,
	},
	"catalog": {
		content.Types{Catalog: &content.Catalog{Title: "Shop", Body: "Look", Subtitle: "Now", ID: "1017234312776586", Items: []content.CatalogItem{{ID: "a", SectionTitle: "Owls", Name: "Owl", MediaURL: "https://example.com/a.png", Price: 9.5, Description: "Soft"}}}},
		`{"twilio/catalog":{"title":"Shop","body":"Look","subtitle":"Now","id":"1017234312776586","items":[{"id":"a","section_title":"Owls","name":"Owl","media_url":"https://example.com/a.png","price":9.5,"description":"Soft"}]}}`,
	},
	"catalog with items that come with the message": {content.Types{Catalog: &content.Catalog{Body: "Look", DynamicItems: "{{items}}"}}, `{"twilio/catalog":{"body":"Look","dynamic_items":"{{items}}"}}`},
	"schedule": {content.Types{Schedule: &content.Schedule{ID: "s", Title: "When?", TimeSlots: "{{1}}"}}, `{"twilio/schedule":{"id":"s","title":"When?","timeSlots":"{{1}}"}}`},
	"flows": {
		content.Types{Flows: &content.Flows{Body: "Join", ButtonText: "Start", Subtitle: "Now", MediaURL: "https://example.com/a.png", Type: "SIGN_UP", Pages: []content.FlowPage{
			{ID: "a", NextPageID: "b", Title: "You", Subtitle: "First", Layout: []content.FlowComponent{{Type: "TEXT_INPUT", Label: "Name", Extra: raw("name", `"name"`, "required", `true`)}}},
			{ID: "b", Title: "Done", Layout: []content.FlowComponent{{Type: "TEXT_BODY", Extra: raw("text", `"Thank you"`)}}},
		}}},
		`{"twilio/flows":{"body":"Join","button_text":"Start","subtitle":"Now","media_url":"https://example.com/a.png","type":"SIGN_UP","pages":[{"id":"a","next_page_id":"b","title":"You","subtitle":"First","layout":[{"type":"TEXT_INPUT","label":"Name","name":"name","required":true}]},{"id":"b","title":"Done","layout":[{"type":"TEXT_BODY","text":"Thank you"}]}]}}`,
	},
	"flows of WhatsApp": {
		content.Types{WhatsAppFlows: &content.WhatsAppFlows{Body: "Join", ButtonText: "Start", Subtitle: "Now", MediaURL: "https://example.com/a.png", FlowID: "123", FlowToken: "{{1}}", FirstPageID: "START", IsFirstPageEndpoint: true}},
		`{"whatsapp/flows":{"body":"Join","button_text":"Start","subtitle":"Now","media_url":"https://example.com/a.png","flow_id":"123","flow_token":"{{1}}","flow_first_page_id":"START","is_flow_first_page_endpoint":true}}`,
	},
	"card of WhatsApp": {
		content.Types{WhatsAppCard: &content.WhatsAppCard{Body: "Hi", Footer: "Bye", HeaderText: "News", Media: []string{"https://example.com/a.png"}, Actions: content.CardButtons{content.PhoneButton{Title: "Call", Phone: "+14155551234"}, content.VoiceCallButton{Title: "Talk"}}}},
		`{"whatsapp/card":{"body":"Hi","footer":"Bye","header_text":"News","media":["https://example.com/a.png"],"actions":[{"type":"PHONE_NUMBER","title":"Call","phone":"+14155551234"},{"type":"VOICE_CALL","title":"Talk"}]}}`,
	},
	"authentication": {
		content.Types{Authentication: &content.Authentication{AddSecurityRecommendation: twilio.Ptr(false), CodeExpirationMinutes: 5, Actions: []content.AuthenticationButton{{CopyCodeText: "Copy"}}}},
		`{"whatsapp/authentication":{"add_security_recommendation":false,"code_expiration_minutes":5,"actions":[{"type":"COPY_CODE","copy_code_text":"Copy"}]}}`,
	},
	"several": {
		content.Types{Text: &content.Text{Body: "A"}, Media: &content.Media{Media: []string{"https://example.com"}}},
		`{"twilio/text":{"body":"A"},"twilio/media":{"media":["https://example.com"]}}`,
	},
	"a type of the future": {content.Types{Extra: raw("twilio/pay", `{"body":"Pay {{1}}"}`)}, `{"twilio/pay":{"body":"Pay {{1}}"}}`},
	"a member of the future": {
		content.Types{Card: &content.Card{Title: "A", Extra: raw("orientation", `"HORIZONTAL"`)}},
		`{"twilio/card":{"title":"A","orientation":"HORIZONTAL"}}`,
	},
	"a button of the future": {
		content.Types{CallToAction: &content.CallToAction{Body: "A", Actions: content.CallToActionButtons{content.RawButton(`{"type":"PAY","title":"Pay"}`), content.URLButton{Title: "See", URL: "https://example.com", Extra: raw("index", `3`)}}}},
		`{"twilio/call-to-action":{"body":"A","actions":[{"type":"PAY","title":"Pay"},{"type":"URL","title":"See","url":"https://example.com","index":3}]}}`,
	},
}

// TestTypesInJSON: each type is written in Twilio's JSON, and comes back equal.
func TestTypesInJSON(t *testing.T) {
	t.Parallel()
	for name, tt := range typesInJSON {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := json.Marshal(tt.types)
			require.NoError(t, err)
			assert.JSONEq(t, tt.json, string(text))
			var back content.Types
			require.NoError(t, json.Unmarshal(text, &back))
			assert.Equal(t, tt.types, back)
		})
	}
}

// TestEveryTypeIsInTheTables: a field of Types is in the table above, has its constant, and
// is ranged over.
func TestEveryTypeIsInTheTables(t *testing.T) {
	t.Parallel()
	var all content.Types
	v := reflect.ValueOf(&all).Elem()
	var tags []string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Name == "Extra" {
			continue
		}
		v.Field(i).Set(reflect.New(f.Type.Elem()))
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		tags = append(tags, name)
		inTable := false
		for _, row := range typesInJSON {
			inTable = inTable || !reflect.ValueOf(row.types).Field(i).IsNil()
		}
		assert.True(t, inTable, "%s is not in the table of JSON", f.Name)
	}
	var ranged []string
	for name, value := range all.All() {
		ranged = append(ranged, string(name))
		assert.NotNil(t, value)
	}
	assert.Equal(t, tags, ranged)
	for range all.All() {
		break // which must not go on
	}
}

// TestOddAnswers: what has another type than Twilio documents is skipped or kept raw, and
// the rest is read.
func TestOddAnswers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		json string
		want content.Types
	}{
		"no object":      {`[]`, content.Types{}},
		"text":           {`"twilio/text"`, content.Types{}},
		"null":           {`null`, content.Types{}},
		"a type is null": {`{"twilio/text":null,"twilio/media":{"body":"A","media":null}}`, content.Types{Media: &content.Media{Body: "A"}}},
		"a type is no object": {
			`{"twilio/text":"A","twilio/media":{"body":"B"}}`,
			content.Types{Media: &content.Media{Body: "B"}, Extra: raw("twilio/text", `"A"`)},
		},
		"a member of another type": {`{"twilio/card":{"title":7,"body":"A","media":["B"]}}`, content.Types{Card: &content.Card{Body: "A", Media: []string{"B"}}}},
		"a member that is null":    {`{"twilio/list-picker":{"body":"A","multiple_selection":null}}`, content.Types{ListPicker: &content.ListPicker{Body: "A"}}},
		"buttons are no list":      {`{"twilio/card":{"title":"A","actions":{"type":"URL"}}}`, content.Types{Card: &content.Card{Title: "A"}}},
		"a button is no object": {
			`{"twilio/card":{"title":"A","actions":[7,null,{"type":"QUICK_REPLY","title":"B"}]}}`,
			content.Types{Card: &content.Card{Title: "A", Actions: content.CardButtons{content.RawButton(`7`), content.QuickReplyButton{Title: "B"}}}},
		},
		"a button of another type": {
			`{"twilio/call-to-action":{"body":"A","actions":[{ "type": "QUICK_REPLY", "title": "B" }]}}`,
			content.Types{CallToAction: &content.CallToAction{Body: "A", Actions: content.CallToActionButtons{content.RawButton(`{"type":"QUICK_REPLY","title":"B"}`)}}},
		},
		"a button's member of another type": {
			`{"twilio/card":{"actions":[{"type":"URL","title":[],"url":"B"}]}}`,
			content.Types{Card: &content.Card{Actions: content.CardButtons{content.URLButton{URL: "B"}}}},
		},
		"names in other letters": {`{"twilio/text":{"BODY":"A"}}`, content.Types{Text: &content.Text{Body: "A"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := always(t, http.StatusOK, `{"sid":"`+templateSID+`","types":`+tt.json+`,"language":"en"}`)
			got, err := w.Templates.Get(t.Context(), templateSID)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.Types)
			assert.Equal(t, "en", got.Language, "the field behind the types")
		})
	}
}

// TestTypesThatCannotBeWritten: something that is set twice, or is no JSON, is an error.
func TestTypesThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		types content.Types
		want  string
	}{
		"a type twice":      {content.Types{Text: &content.Text{Body: "A"}, Extra: raw("twilio/text", `{}`)}, `"twilio/text" is set as a field and in Extra`},
		"a member twice":    {content.Types{Text: &content.Text{Body: "A", Extra: raw("body", `"B"`)}}, `"body" is set as a field and in Extra`},
		"a button's type":   {content.Types{QuickReply: &content.QuickReply{Body: "A", Actions: []content.QuickReplyButton{{Title: "B", Extra: raw("type", `"URL"`)}}}}, `"type" is set as a field and in Extra`},
		"no JSON":           {content.Types{Extra: raw("twilio/pay", `{`)}, "unexpected end"},
		"a button, no JSON": {content.Types{CallToAction: &content.CallToAction{Body: "A", Actions: content.CallToActionButtons{content.RawButton(`{`)}}}, "unexpected end"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := json.Marshal(tt.types)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

// TestFetchedTypesGoBackWhole: an update of what was fetched loses nothing.
func TestFetchedTypesGoBackWhole(t *testing.T) {
	t.Parallel()
	const types = `{"twilio/pay":{"body":"Pay"},"twilio/card":{"title":"A","orientation":"HORIZONTAL","actions":[{"type":"URL","title":"B","url":"https://example.com","index":1},{"type":"PAY","title":"C"}]}}`
	w := always(t, http.StatusOK, `{"sid":"`+templateSID+`","types":`+types+`}`)
	got, err := w.Templates.Get(t.Context(), templateSID)
	require.NoError(t, err)
	_, err = w.Templates.Update(t.Context(), templateSID, content.TemplateUpdateParams{Types: got.Types})
	require.NoError(t, err)
	require.Len(t, w.sent, 2)
	assert.Equal(t, http.MethodPut, w.sent[1].method)
	assert.JSONEq(t, `{"types":`+types+`}`, w.sent[1].body)
}
