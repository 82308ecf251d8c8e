package content_test

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
)

// badInput is a call that can never succeed, the field that it is refused for, and words
// of the problem and the remedy.
type badInput struct {
	call            func(context.Context, *content.Client) error
	field           string
	problem, remedy string
}

func create(types content.Types) func(context.Context, *content.Client) error {
	return createWith(content.TemplateCreateParams{Language: "en", Types: types})
}

func createWith(params content.TemplateCreateParams) func(context.Context, *content.Client) error {
	return func(ctx context.Context, c *content.Client) error {
		_, err := c.Templates.Create(ctx, params)
		return err
	}
}

func text(body string) content.Types { return content.Types{Text: &content.Text{Body: body}} }

func replies(buttons ...content.QuickReplyButton) content.Types {
	return content.Types{QuickReply: &content.QuickReply{Body: "Fine?", Actions: buttons}}
}

func actions(buttons ...content.CallToActionButton) content.Types {
	return content.Types{CallToAction: &content.CallToAction{Body: "Look", Actions: buttons}}
}

func picker(items ...content.ListItem) content.Types {
	return content.Types{ListPicker: &content.ListPicker{Body: "Where to?", Button: "Choose", Items: items}}
}

func carousel(cards ...content.CarouselCard) content.Types {
	return content.Types{Carousel: &content.Carousel{Body: "New", Cards: cards}}
}

func carouselCard(buttons ...content.CarouselButton) content.CarouselCard {
	return content.CarouselCard{Body: "Owl", Media: "https://example.com/owl.png", Actions: buttons}
}

func form(pages ...content.FlowPage) content.Types {
	return content.Types{Flows: &content.Flows{Body: "Join", ButtonText: "Start", Type: "SIGN_UP", Pages: pages}}
}

func passcodes(a content.Authentication) content.Types { return content.Types{Authentication: &a} }

func submit(name string, category content.Category) func(context.Context, *content.Client) error {
	return func(ctx context.Context, c *content.Client) error {
		_, err := c.Approvals.Create(ctx, templateSID, content.ApprovalCreateParams{Name: name, Category: category})
		return err
	}
}

func search(params content.TemplateListParams) func(context.Context, *content.Client) error {
	return func(ctx context.Context, c *content.Client) error {
		_, err := c.Templates.List(ctx, params)
		return err
	}
}

// numbered are samples for the placeholders from 1 on.
func numbered(n int) map[string]string {
	m := map[string]string{}
	for i := range n {
		m[strconv.Itoa(i+1)] = "x"
	}
	return m
}

var (
	yes  = content.QuickReplyButton{Title: "Yes", ID: "yes"}
	shop = content.URLButton{Title: "Shop", URL: "https://example.com"}
	long = strings.Repeat
)

var badInputs = map[string]badInput{
	"no types":                 {create(content.Types{}), "Types", "empty", "give"},
	"types without a type":     {create(content.Types{Extra: map[string]json.RawMessage{}}), "Types", "are empty", "such as Text"},
	"no language":              {createWith(content.TemplateCreateParams{Types: text("A")}), "Language", "is empty", "give"},
	"the name of a language":   {createWith(content.TemplateCreateParams{Language: "English", Types: text("A")}), "Language", "not the code of a language", "pt_BR"},
	"a language in capitals":   {createWith(content.TemplateCreateParams{Language: "EN", Types: text("A")}), "Language", "not the code", "en"},
	"a text without a body":    {create(text("")), "Types.Text.Body", "is empty", "give a text"},
	"a text beyond the limit":  {create(text(long("ä", 1601))), "Types.Text.Body", "more than 1600 characters", "a placeholder counts as one"},
	"a cut character":          {create(text("\xc3")), "Types.Text.Body", "not valid UTF-8", "whole characters"},
	"an empty placeholder":     {create(text("Hi {{}}!")), "Types.Text.Body", "empty placeholder", "{{1}}"},
	"an open placeholder":      {create(text("Hi {{1}!")), "Types.Text.Body", "is not closed", "{{1}}"},
	"a blank in a placeholder": {create(text("Hi {{first name}}!")), "Types.Text.Body", "more than letters and digits", "FirstName"},
	"a long placeholder":       {create(text("Hi {{aVeryLongNameIndeed}}!")), "Types.Text.Body", "longer than 16", "shorter"},
	"101 placeholders":         {create(text(placeholders(101))), "Types", "more than 100 placeholders", "fewer"},
	"101 samples":              {createWith(content.TemplateCreateParams{Language: "en", Types: text("A"), Variables: numbered(101)}), "Variables", "more than 100", "fewer"},
	"a sample in braces":       {createWith(content.TemplateCreateParams{Language: "en", Types: text("A"), Variables: map[string]string{"{{1}}": "x"}}), `Variables["{{1}}"]`, "no name of a placeholder", "without braces"},
	"an empty sample":          {createWith(content.TemplateCreateParams{Language: "en", Types: text("A"), Variables: map[string]string{"1": ""}}), `Variables["1"]`, "is empty", "refuses empty"},
	"a long sample":            {createWith(content.TemplateCreateParams{Language: "en", Types: text("A"), Variables: map[string]string{"1": long("x", 1601)}}), `Variables["1"]`, "more than 1,600", "shorten"},

	"media with nothing":       {create(content.Types{Media: &content.Media{}}), "Types.Media.Media", "is empty", "address of a file"},
	"media of words alone":     {create(content.Types{Media: &content.Media{Body: "Hi"}}), "Types.Media.Media", "is empty", "address of a file"},
	"media that is no address": {create(content.Types{Media: &content.Media{Media: []string{"owl.png"}}}), "Types.Media.Media[0]", "not an absolute URL", "https://"},
	"media with an empty item": {create(content.Types{Media: &content.Media{Media: []string{""}}}), "Types.Media.Media[0]", "is empty", "give"},
	"11 files":                 {create(content.Types{Media: &content.Media{Media: strings.Split(long("https://example.com ", 10)+"https://example.com", " ")}}), "Types.Media.Media", "more than 10 items", "at most 10"},
	"a latitude beyond 90":     {create(content.Types{Location: &content.Location{Latitude: 104.9}}), "Types.Location.Latitude", "between -90 and 90", "degrees"},
	"a latitude that is none":  {create(content.Types{Location: &content.Location{Latitude: math.NaN()}}), "Types.Location.Latitude", "between -90 and 90", "degrees"},
	"a longitude beyond 180":   {create(content.Types{Location: &content.Location{Longitude: -181}}), "Types.Location.Longitude", "between -180 and 180", "degrees"},
	"a schedule without times": {create(content.Types{Schedule: &content.Schedule{ID: "a", Title: "b"}}), "Types.Schedule.TimeSlots", "is empty", "give"},

	"no quick replies":           {create(replies()), "Types.QuickReply.Actions", "is empty", "at least one"},
	"11 quick replies":           {create(replies(make([]content.QuickReplyButton, 11)...)), "Types.QuickReply.Actions", "more than 10 items", "at most 10"},
	"a button without a title":   {create(replies(content.QuickReplyButton{ID: "a"})), "Types.QuickReply.Actions[0].Title", "is empty", "give"},
	"a title beyond the limit":   {create(replies(yes, content.QuickReplyButton{Title: long("x", 26)})), "Types.QuickReply.Actions[1].Title", "more than 25 characters", "at most 25"},
	"a text above buttons":       {create(content.Types{QuickReply: &content.QuickReply{Body: long("x", 1025), Actions: []content.QuickReplyButton{yes}}}), "Types.QuickReply.Body", "more than 1024", "at most 1024"},
	"a button that is nil":       {create(actions(shop, nil)), "Types.CallToAction.Actions[1]", "is nil", "URLButton"},
	"a button without its URL":   {create(actions(content.URLButton{Title: "Shop"})), "Types.CallToAction.Actions[0].URL", "is empty", "give"},
	"a URL without a scheme":     {create(actions(content.URLButton{Title: "Shop", URL: "example.com/{{1}}"})), "Types.CallToAction.Actions[0].URL", "not an absolute URL", "https://"},
	"a URL with a blank":         {create(actions(content.URLButton{Title: "Shop", URL: "https://example.com/a b"})), "Types.CallToAction.Actions[0].URL", "not an absolute URL", "https://"},
	"a URL without a host":       {create(actions(content.URLButton{Title: "Shop", URL: "https:///a"})), "Types.CallToAction.Actions[0].URL", "not an absolute URL", "https://"},
	"a number with blanks":       {create(actions(content.PhoneButton{Title: "Call", Phone: "(415) 555-1234"})), "Types.CallToAction.Actions[0].Phone", "not a phone number in E.164", "+14155551234"},
	"a code that is empty":       {create(actions(content.CopyCodeButton{Title: "Copy"})), "Types.CallToAction.Actions[0].Code", "is empty", "give"},
	"a button that is no JSON":   {create(actions(content.RawButton("{"))), "Types.CallToAction.Actions[0]", "is not JSON", "as Twilio documents it"},
	"a webview without a size":   {create(content.Types{Card: &content.Card{Title: "A", Actions: content.CardButtons{content.WebviewButton{Title: "B", URL: "https://example.com"}}}}), "Types.Card.Actions[0].Size", "none of the sizes", "WebviewTall"},
	"no items":                   {create(picker()), "Types.ListPicker.Items", "is empty", "at least one"},
	"11 items":                   {create(picker(make([]content.ListItem, 11)...)), "Types.ListPicker.Items", "more than 10 items", "at most 10"},
	"an item without an ID":      {create(picker(content.ListItem{Item: "Rome"})), "Types.ListPicker.Items[0].ID", "is empty", "give"},
	"an ID twice":                {create(picker(content.ListItem{ID: "a", Item: "Rome"}, content.ListItem{ID: "a", Item: "Oslo"})), "Types.ListPicker.Items[1].ID", "of an earlier item", "of its own"},
	"an item beyond the limit":   {create(picker(content.ListItem{ID: "a", Item: long("x", 25)})), "Types.ListPicker.Items[0].Item", "more than 24", "at most 24"},
	"a description too long":     {create(picker(content.ListItem{ID: "a", Item: "b", Description: long("x", 73)})), "Types.ListPicker.Items[0].Description", "more than 72", "at most 72"},
	"the button of a list":       {create(content.Types{ListPicker: &content.ListPicker{Body: "A", Button: long("x", 21), Items: []content.ListItem{{ID: "a", Item: "b"}}}}), "Types.ListPicker.Button", "more than 20", "at most 20"},
	"a card with nothing":        {create(content.Types{Card: &content.Card{Subtitle: "A"}}), "Types.Card.Title", "and so is Body", "one of the two"},
	"a card with a title alone":  {create(content.Types{Card: &content.Card{Title: "A"}}), "Types.Card.Title", "all that is set", "type Text"},
	"two headers":                {create(content.Types{WhatsAppCard: &content.WhatsAppCard{Body: "A", HeaderText: "B", Media: []string{"https://example.com"}}}), "Types.WhatsAppCard.HeaderText", "both set", "one header"},
	"a body alone":               {create(content.Types{WhatsAppCard: &content.WhatsAppCard{Body: "A"}}), "Types.WhatsAppCard.Body", "all that is set", "type Text"},
	"a footer beyond the limit":  {create(content.Types{WhatsAppCard: &content.WhatsAppCard{Body: "A", Footer: long("x", 61)}}), "Types.WhatsAppCard.Footer", "more than 60", "at most 60"},
	"no cards":                   {create(carousel()), "Types.Carousel.Cards", "is empty", "at least one"},
	"a card with three buttons":  {create(carousel(carouselCard(shop, shop, shop))), "Types.Carousel.Cards[0].Actions", "more than 2 items", "at most 2"},
	"cards with other buttons":   {create(carousel(carouselCard(shop), carouselCard(yes))), "Types.Carousel.Cards[1].Actions", "other types than those of the first card", "same order"},
	"a card's title and body":    {create(carousel(content.CarouselCard{Title: long("x", 100), Body: long("y", 61), Media: "https://example.com", Actions: content.CarouselButtons{shop}})), "Types.Carousel.Cards[0].Body", "together with Title", "shorten"},
	"31 products":                {create(content.Types{Catalog: &content.Catalog{Body: "A", Items: make([]content.CatalogItem, 31)}}), "Types.Catalog.Items", "more than 30 items", "at most 30"},
	"a negative price":           {create(content.Types{Catalog: &content.Catalog{Body: "A", Items: []content.CatalogItem{{Price: -1}}}}), "Types.Catalog.Items[0].Price", "is negative", "price"},
	"a page that is not there":   {create(form(content.FlowPage{ID: "a", Title: "A", NextPageID: "b", Layout: []content.FlowComponent{{Type: "FOOTER"}}})), "Types.Flows.Pages[0].NextPageID", "none of the pages", "last page"},
	"a page with nothing":        {create(form(content.FlowPage{ID: "a", Title: "A"})), "Types.Flows.Pages[0].Layout", "is empty", "at least one"},
	"a component without a type": {create(form(content.FlowPage{ID: "a", Title: "A", Layout: []content.FlowComponent{{Label: "b"}}})), "Types.Flows.Pages[0].Layout[0].Type", "is empty", "give"},
	"11 pages":                   {create(form(make([]content.FlowPage, 11)...)), "Types.Flows.Pages", "more than 10 items", "at most 10"},
	"no flow":                    {create(content.Types{WhatsAppFlows: &content.WhatsAppFlows{Body: "A", ButtonText: "B"}}), "Types.WhatsAppFlows.FlowID", "is empty", "give"},
	"a passcode for 91 minutes":  {create(passcodes(content.Authentication{CodeExpirationMinutes: 91, Actions: []content.AuthenticationButton{{CopyCodeText: "Copy"}}})), "Types.Authentication.CodeExpirationMinutes", "between 1 and 90", "whole minutes"},
	"a passcode without button":  {create(passcodes(content.Authentication{})), "Types.Authentication.Actions", "is empty", "at least one"},
	"a type in Extra, no JSON":   {create(content.Types{Extra: raw("twilio/pay", `{`)}), `Types.Extra["twilio/pay"]`, "is not JSON", "as Twilio documents it"},
	"a type twice":               {create(content.Types{Text: &content.Text{Body: "A"}, Extra: raw("twilio/text", `{}`)}), `Types.Extra["twilio/text"]`, "set as a field, too", "one of the two"},

	"an update without types": {func(ctx context.Context, c *content.Client) error {
		_, err := c.Templates.Update(ctx, templateSID, content.TemplateUpdateParams{FriendlyName: "a"})
		return err
	}, "Types", "empty", "give"},
	"an update with an open placeholder": {func(ctx context.Context, c *content.Client) error {
		_, err := c.Templates.Update(ctx, templateSID, content.TemplateUpdateParams{Types: text("{{1")})
		return err
	}, "Types.Text.Body", "is not closed", "{{1}}"},
	"an SID of a message": {func(ctx context.Context, c *content.Client) error {
		_, err := c.Templates.Get(ctx, "SM5a1d0000000000000000000000000001")
		return err
	}, "Sid", "begins with SM", "HX"},

	"no name for the review":      {submit("", content.CategoryUtility), "Name", "is empty", "give"},
	"a name in capitals":          {submit("Order_Shipped", content.CategoryUtility), "Name", "names at WhatsApp do not have", "order_shipped"},
	"a name with a hyphen":        {submit("order-shipped", content.CategoryUtility), "Name", "names at WhatsApp do not have", "underscores"},
	"a name beyond the limit":     {submit(long("a", 513), content.CategoryUtility), "Name", "more than 512", "at most 512"},
	"no category":                 {submit("a", ""), "Category", "is empty", "give"},
	"a category in small letters": {submit("a", "utility"), "Category", "none of WhatsApp's", "CategoryUtility"},
	"a category of earlier years": {submit("a", "TRANSACTIONAL"), "Category", "none of WhatsApp's", "CategoryMarketing"},

	"an eligibility without a status": {search(content.TemplateListParams{ChannelEligibility: []string{"whatsapp"}}), "ChannelEligibility", "not a channel and a status", "whatsapp:approved"},
	"a period that ends before":       {search(content.TemplateListParams{DateCreatedAfter: time.Unix(1e9, 0), DateCreatedBefore: time.Unix(1, 0)}), "DateCreatedBefore", "before DateCreatedAfter", "exchange"},
	"a search of reviews": {func(ctx context.Context, c *content.Client) error {
		_, err := c.Approvals.List(ctx, content.ApprovalListParams{ChannelEligibility: []string{":approved"}})
		return err
	}, "ChannelEligibility", "not a channel and a status", "whatsapp:approved"},
}

// placeholders writes n of them.
func placeholders(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("{{" + strconv.Itoa(i) + "}}")
	}
	return b.String()
}

// TestBadInputs: each is refused before anything is sent, and the error names the field
// and the remedy.
func TestBadInputs(t *testing.T) {
	t.Parallel()
	assert.GreaterOrEqual(t, len(badInputs), 35)
	for name, tt := range badInputs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := always(t, http.StatusCreated, `{"sid":"`+templateSID+`","name":"a"}`)
			err := tt.call(t.Context(), w.Client)
			var refused *twilio.ParamError
			require.ErrorAs(t, err, &refused)
			assert.Empty(t, w.sent, "something was sent")
			require.ErrorIs(t, err, twilio.ErrNotSent)
			found := false
			for _, p := range refused.Problems {
				found = found || p.Field == tt.field && strings.Contains(p.Problem, tt.problem) && strings.Contains(p.Remedy, tt.remedy)
			}
			assert.True(t, found, "wanted %s %q: %q in %v", tt.field, tt.problem, tt.remedy, refused.Problems)
		})
	}
}

// TestGoodInputs: what Twilio may take is sent, however unusual it is.
func TestGoodInputs(t *testing.T) {
	t.Parallel()
	good := map[string]content.TemplateCreateParams{
		"a text at the limit":          {Language: "en", Types: text(long("ä", 1600))},
		"placeholders count as one":    {Language: "en", Types: text(long("ä", 1599) + "{{FirstName}}")},
		"a placeholder alone":          {Language: "en", Types: text("{{1}}")},
		"a body without a sample":      {Language: "en", Types: text("Hi {{1}}{{7}}")},
		"a sample without its use":     {Language: "en", Types: text("Hi"), Variables: map[string]string{"1": "x"}},
		"braces that are text":         {Language: "en", Types: text("{} }} {1}")},
		"a language of three letters":  {Language: "fil", Types: text("A")},
		"a language with a script":     {Language: "zh-Hant-TW", Types: text("A")},
		"an address in a placeholder":  {Language: "en", Types: content.Types{Media: &content.Media{Media: []string{"{{1}}", "https://{{2}}", "https://example.com/{{3}}.png"}}}},
		"a number in a placeholder":    {Language: "en", Types: actions(content.PhoneButton{Title: "Call", Phone: "{{1}}"})},
		"a button of the future":       {Language: "en", Types: actions(content.RawButton(`{"type":"PAY","title":"{{1}}"}`))},
		"a type of the future":         {Language: "en", Types: content.Types{Extra: raw("twilio/pay", `{"body":"{{1}}"}`)}},
		"a card with a future member":  {Language: "en", Types: content.Types{Card: &content.Card{Title: "A", Extra: raw("orientation", `"HORIZONTAL"`)}}},
		"100 placeholders":             {Language: "en", Types: text(placeholders(100))},
		"a catalog with all products":  {Language: "en", Types: content.Types{Catalog: &content.Catalog{Body: "A", ID: "1"}}},
		"cards with the same buttons":  {Language: "en", Types: carousel(carouselCard(shop, yes), carouselCard(shop, yes))},
		"types as Twilio's JSON":       {Language: "en", Extra: raw("types", `{"twilio/text":{"body":"A"}}`)},
		"a parameter that is not here": {Language: "en", Types: text("A"), Extra: raw("future", `true`)},
	}
	for name, params := range good {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := always(t, http.StatusCreated, `{"sid":"`+templateSID+`"}`)
			_, err := w.Templates.Create(t.Context(), params)
			require.NoError(t, err)
			require.Len(t, w.sent, 1)
		})
	}
}
