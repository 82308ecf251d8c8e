package content_test

import (
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
	"github.com/seed15d99369/twilio/internal/apitest"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "content", New: func(c *twilio.Client) any { return content.New(c) },
		Files: []string{"content_v1", "content_v2"}, Rows: rows, Variants: variants,
	})
}

// samples go together: a language is a code, an address is one, and a form has the page
// that follows.
var samples = map[string]string{
	"language":                                  "pt_BR",
	"types.twilio/media.media":                  "https://example.com/a.png",
	"types.twilio/card.media":                   "https://example.com/b.png",
	"types.twilio/card.actions.url":             "https://example.com/c",
	"types.twilio/card.actions.phone":           "+14155551234",
	"types.twilio/card.actions.webview_size":    "TALL",
	"types.twilio/call-to-action.actions.url":   "https://example.com/d",
	"types.twilio/call-to-action.actions.phone": "+14155551234",
	"types.twilio/carousel.cards.media":         "https://example.com/e.png",
	"types.twilio/carousel.cards.actions.url":   "https://example.com/f",
	"types.twilio/carousel.cards.actions.phone": "+14155551234",
	"types.twilio/catalog.items.media_url":      "https://example.com/g.png",
	"types.twilio/flows.media_url":              "https://example.com/h.png",
	"types.twilio/flows.pages.id":               "page",
	"types.twilio/flows.pages.next_page_id":     "page",
	"types.whatsapp/card.media":                 "https://example.com/i.png",
	"types.whatsapp/card.actions.url":           "https://example.com/j",
	"types.whatsapp/card.actions.phone":         "+14155551234",
	"types.whatsapp/card.actions.webview_size":  "FULL",
	"types.whatsapp/flows.media_url":            "https://example.com/k.png",
}

// headers are the two kinds of header, of which a card has one.
var headers = []string{"types.whatsapp/card.media", "types.whatsapp/card.header_text"}

var buttons = map[string]int{"types.twilio/carousel.cards.actions": 2}

var filters = map[string]string{"ChannelEligibility": "whatsapp:approved"}

var rows = apitest.Rows{
	"Templates.Create": {Operation: "CreateContent", Values: samples, Apart: headers, Most: buttons},
	"Templates.Get":    {Operation: "FetchContent"},
	"Templates.List":   {Operation: "ListContent", File: "content_v2", Values: filters},
	"Templates.Update": {Operation: "UpdateContent", Values: samples, Apart: headers, Most: buttons},
	"Templates.Delete": {Operation: "DeleteContent"},
	"Templates.ByName": {Why: "It reads the list, and is tested in byname_test.go."},

	"Approvals.Create": {Operation: "CreateApprovalCreate", Proof: "name", Values: map[string]string{"name": "order_shipped", "category": "UTILITY"}},
	"Approvals.Get":    {Operation: "FetchApprovalFetch"},
	"Approvals.List":   {Operation: "ListContentAndApprovals", File: "content_v2", Values: filters},
	"Approvals.Submit": {Why: "It looks at the template and calls Create, and is tested in submit_test.go."},

	"TemplatesV1.List": {Operation: "ListContent", File: "content_v1"},
	"ApprovalsV1.List": {Operation: "ListContentAndApprovals", File: "content_v1"},

	"LegacyTemplates.List": {Operation: "ListLegacyContent"},
}

// variants are the buttons, which are told apart by their type.
var variants = []apitest.Variant{
	{Value: content.URLButton{}, Fixed: map[string]string{"type": "URL"}},
	{Value: content.WebviewButton{}, Fixed: map[string]string{"type": "URL"}},
	{Value: content.PhoneButton{}, Fixed: map[string]string{"type": "PHONE_NUMBER"}},
	{Value: content.CopyCodeButton{}, Fixed: map[string]string{"type": "COPY_CODE"}},
	{Value: content.VoiceCallButton{}, Fixed: map[string]string{"type": "VOICE_CALL"}},
	{Value: content.VoiceCallRequestButton{}, Fixed: map[string]string{"type": "VOICE_CALL_REQUEST"}},
	{Value: content.QuickReplyButton{}, Fixed: map[string]string{"type": "QUICK_REPLY"}},
	{Value: content.AuthenticationButton{}, Fixed: map[string]string{"type": "COPY_CODE"}},
}
