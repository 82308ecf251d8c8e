package content_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
)

// TestMessages: the params have the SID of the template and the values, and a client
// sends them.
func TestMessages(t *testing.T) {
	t.Parallel()
	values := map[string]string{"1": "Ada", "2": "1234"}
	w := always(t, http.StatusCreated, `{"sid":"MM5a1d0000000000000000000000000001"}`)

	whatsApp, err := shipped().WhatsApp(values)
	require.NoError(t, err)
	whatsApp.To, whatsApp.From = "+14155551234", "+14155556789"
	_, err = w.twilio.WhatsApp.Send(t.Context(), whatsApp)
	require.NoError(t, err)

	sms, err := shipped().Message(values)
	require.NoError(t, err)
	sms.To, sms.From = "+14155551234", "+14155556789"
	_, err = w.twilio.Messages.Create(t.Context(), sms)
	require.NoError(t, err)

	require.Len(t, w.sent, 2)
	for i, prefix := range []string{"whatsapp:", ""} {
		form, err := url.ParseQuery(w.sent[i].body)
		require.NoError(t, err)
		assert.Equal(t, url.Values{
			"To": {prefix + "+14155551234"}, "From": {prefix + "+14155556789"},
			"ContentSid": {templateSID}, "ContentVariables": {`{"1":"Ada","2":"1234"}`},
		}, form)
	}
}

// TestValuesAreChecked: a placeholder without a value and a value without a placeholder
// are errors that name them, for messages and previews alike.
func TestValuesAreChecked(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change  func(*content.Template)
		values  map[string]string
		field   string
		problem string
		remedy  string
	}{
		"missing":         {values: map[string]string{"1": "Ada"}, field: `variables["2"]`, problem: "is missing", remedy: "give a value for the placeholder {{2}}"},
		"unknown":         {values: map[string]string{"1": "Ada", "2": "x", "3": "y"}, field: `variables["3"]`, problem: "is the value of no placeholder", remedy: "the template has {{1}}, {{2}}"},
		"empty":           {values: map[string]string{"1": "Ada", "2": ""}, field: `variables["2"]`, problem: "is empty", remedy: "refuses empty"},
		"too long":        {values: map[string]string{"1": "Ada", "2": strings.Repeat("x", 1601)}, field: `variables["2"]`, problem: "more than 1,600 characters", remedy: "shorten"},
		"a cut character": {values: map[string]string{"1": "Ada", "2": "\xc3"}, field: `variables["2"]`, problem: "not valid UTF-8", remedy: "whole characters"},
		"no placeholders": {change: func(t *content.Template) { t.Types.Text.Body = "Hi" }, values: map[string]string{"1": "Ada"}, field: `variables["1"]`, problem: "no placeholder", remedy: "the template has no placeholders"},
		"no SID":          {change: func(t *content.Template) { t.SID = "" }, values: map[string]string{"1": "Ada", "2": "x"}, field: "SID", problem: "is empty", remedy: "Create, Get or ByName"},
		"of a button": {change: func(t *content.Template) {
			t.Types = actions(content.URLButton{Title: "A", URL: "https://example.com/{{9}}"})
		}, field: `variables["9"]`, problem: "is missing", remedy: "{{9}}"},
		"of a raw type": {change: func(t *content.Template) {
			t.Types = content.Types{Text: &content.Text{Body: "A"}, Extra: raw("twilio/pay", `{"body":"{{8}}"}`)}
		}, field: `variables["8"]`, problem: "is missing", remedy: "{{8}}"},
		"of a raw member": {change: func(t *content.Template) {
			t.Types = content.Types{Text: &content.Text{Body: "A", Extra: raw("future", `"{{7}}"`)}}
		}, field: `variables["7"]`, problem: "is missing", remedy: "{{7}}"},
		"of a raw button": {change: func(t *content.Template) { t.Types = actions(content.RawButton(`{"title":"{{6}}"}`)) }, field: `variables["6"]`, problem: "is missing", remedy: "{{6}}"},
		"of the items": {change: func(t *content.Template) {
			t.Types = content.Types{Catalog: &content.Catalog{Body: "A", DynamicItems: "{{items}}"}}
		}, field: `variables["items"]`, problem: "is missing", remedy: "{{items}}"},
		"of the passcode": {change: func(t *content.Template) {
			t.Types = passcodes(content.Authentication{Actions: []content.AuthenticationButton{{CopyCodeText: "Copy"}}})
		}, field: `variables["1"]`, problem: "is missing", remedy: "{{1}}"},
		"of a component": {change: func(t *content.Template) {
			t.Types = form(content.FlowPage{ID: "a", Title: "A", Layout: []content.FlowComponent{{Type: "TEXT_BODY", Extra: raw("text", `"{{5}}"`)}}})
		}, field: `variables["5"]`, problem: "is missing", remedy: "{{5}}"},
		"of all the types": {change: func(t *content.Template) {
			t.Types.Media = &content.Media{Media: []string{"https://example.com/{{4}}"}}
		}, values: map[string]string{"1": "Ada", "2": "x"}, field: `variables["4"]`, problem: "is missing", remedy: "{{4}}"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			template := shipped()
			if tt.change != nil {
				tt.change(template)
			}
			_, whatsApp := template.WhatsApp(tt.values)
			_, message := template.Message(tt.values)
			_, preview := template.Render(content.ChannelWhatsApp, tt.values)
			for _, err := range []error{whatsApp, message, preview} {
				var refused *twilio.ParamError
				require.ErrorAs(t, err, &refused)
				require.Len(t, refused.Problems, 1, "%v", err)
				assert.Equal(t, tt.field, refused.Problems[0].Field)
				assert.Contains(t, refused.Problems[0].Problem, tt.problem)
				assert.Contains(t, refused.Problems[0].Remedy, tt.remedy)
				require.ErrorIs(t, err, twilio.ErrNotSent)
			}
		})
	}
}

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	types := content.Types{
		Text: &content.Text{Body: "{{2}} {{1}} {{2}}"},
		CallToAction: &content.CallToAction{Body: "{{name}}", Actions: content.CallToActionButtons{
			content.URLButton{Title: "{{3}}", URL: "https://example.com/{{4}}", ID: "{{5}}"},
		}},
	}
	assert.Equal(t, []string{"2", "1", "name", "3", "4", "5"}, types.Placeholders())
	assert.Empty(t, (&content.Types{}).Placeholders())
}

// TestRender: a preview shows the type that the channel gets, with the values in it.
func TestRender(t *testing.T) {
	t.Parallel()
	template := func(types content.Types) *content.TemplateContent {
		return &content.TemplateContent{SID: templateSID, Types: types}
	}
	order := content.Types{
		Text:       &content.Text{Body: "Your order {{1}} is ready. Reply YES."},
		Media:      &content.Media{Media: []string{"https://example.com/{{1}}.png"}},
		QuickReply: &content.QuickReply{Body: "Your order {{1}} is ready.", Actions: []content.QuickReplyButton{{Title: "I pick it up", ID: "yes"}}},
		Card:       &content.Card{Title: "Order {{1}}", Body: "It is ready.", Actions: content.CardButtons{content.CopyCodeButton{Title: "Copy", Code: "X"}, content.RawButton(`{"type":"PAY","title":"Pay"}`)}},
	}
	one := map[string]string{"1": "1234"}
	tests := map[string]struct {
		types   content.Types
		channel content.Channel
		values  map[string]string
		want    string
	}{
		"SMS gets files":          {order, content.ChannelSMS, one, "https://example.com/1234.png"},
		"RCS gets the card":       {order, content.ChannelRCS, one, "Order 1234\nIt is ready.\n[Copy]\n[Pay]"},
		"Messenger gets the card": {order, content.ChannelMessenger, one, "Order 1234\nIt is ready.\n[Copy]\n[Pay]"},
		"WhatsApp too":            {order, content.ChannelWhatsApp, one, "Order 1234\nIt is ready.\n[Copy]\n[Pay]"},
		"a value is not filled":   {text("{{1}} and {{2}}"), content.ChannelSMS, map[string]string{"1": "{{2}}", "2": "B"}, "{{2}} and B"},
		"list":                    {picker(content.ListItem{ID: "a", Item: "Rome", Description: "Sun"}, content.ListItem{ID: "b", Item: "Oslo"}), content.ChannelWhatsApp, nil, "Where to?\n[Choose]\n- Rome: Sun\n- Oslo"},
		"passcode": {
			passcodes(content.Authentication{CodeExpirationMinutes: 5, Actions: []content.AuthenticationButton{{CopyCodeText: "Copy"}}}), content.ChannelWhatsApp, map[string]string{"1": "409173"},
			"409173 is your verification code. For your security, do not share this code.\nThis code expires in 5 minutes.\n[Copy]",
		},
		"passcode without advice": {passcodes(content.Authentication{AddSecurityRecommendation: twilio.Ptr(false), Actions: []content.AuthenticationButton{{CopyCodeText: "Copy"}}}), content.ChannelWhatsApp, map[string]string{"1": "409173"}, "409173 is your verification code.\n[Copy]"},
		"location":                {content.Types{Location: &content.Location{Latitude: 39.5, Longitude: -104, Label: "Owl Bank"}}, content.ChannelWhatsApp, nil, "Owl Bank\n39.5, -104"},
		"carousel":                {carousel(carouselCard(shop)), content.ChannelRCS, nil, "New\nOwl\nhttps://example.com/owl.png\n[Shop]"},
		"catalog":                 {content.Types{Catalog: &content.Catalog{Title: "Owls", Body: "Look", Items: []content.CatalogItem{{ID: "a", Name: "Hoodie"}}}}, content.ChannelWhatsApp, nil, "Owls\nLook\nHoodie"},
		"form":                    {form(), content.ChannelWhatsApp, nil, "Join\n[Start]"},
		"form of WhatsApp's":      {content.Types{WhatsAppFlows: &content.WhatsAppFlows{Body: "Join", Subtitle: "Now", ButtonText: "Start"}}, content.ChannelWhatsApp, nil, "Join\nNow\n[Start]"},
		"card of WhatsApp's":      {content.Types{WhatsAppCard: &content.WhatsAppCard{HeaderText: "News", Body: "Hi", Footer: "Bye", Actions: content.CardButtons{yes}}}, content.ChannelWhatsApp, nil, "News\nHi\nBye\n[Yes]"},
		"buttons":                 {actions(shop, content.PhoneButton{Title: "Call", Phone: "+14155551234"}, content.VoiceCallButton{Title: "Talk"}, content.VoiceCallRequestButton{Title: "Ask"}), content.ChannelMessenger, nil, "Look\n[Shop]\n[Call]\n[Talk]\n[Ask]"},
		"schedule":                {content.Types{Schedule: &content.Schedule{ID: "a", Title: "When?", TimeSlots: "b"}}, content.ChannelWhatsApp, nil, "When?"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := template(tt.types).Render(tt.channel, tt.values)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

// TestRenderRefuses: a channel that supports none of the types has no preview.
func TestRenderRefuses(t *testing.T) {
	t.Parallel()
	template := content.TemplateContent{SID: templateSID, Types: picker(content.ListItem{ID: "a", Item: "b"})}
	for _, channel := range []content.Channel{content.ChannelSMS, content.ChannelRCS, content.ChannelMessenger, "pigeon"} {
		_, err := template.Render(channel, nil)
		require.ErrorIs(t, err, twilio.ErrInvalidParams, channel)
		assert.ErrorContains(t, err, "supports none of the template's types", channel)
		assert.Nil(t, template.Types.On(channel))
	}
	assert.Equal(t, content.Type(template.Types.ListPicker), template.Types.On(content.ChannelWhatsApp))
}
