package content_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/jarcoal/httpmock"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
)

// answers gives the examples an account: each address ends with a name and is answered by
// the JSON beside it.
func answers(byAddress map[string]string) (*twilio.Client, *content.Client) {
	mock := httpmock.NewMockTransport()
	mock.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		status := http.StatusOK
		if r.Method == http.MethodPost {
			status = http.StatusCreated
		}
		for end, answer := range byAddress {
			if strings.HasSuffix(r.URL.Path, end) {
				return httpmock.NewStringResponse(status, answer), nil
			}
		}
		return httpmock.NewStringResponse(http.StatusNotFound, `{"code":20404,"status":404}`), nil
	})
	client, err := twilio.New(account, twilio.AuthToken("0123456789abcdef0123456789abcdef"), twilio.WithHTTPClient(&http.Client{Transport: mock}))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return client, content.New(client)
}

const anOrder = `{"sid":"HX5a1d0000000000000000000000000001","friendly_name":"order_shipped","language":"en","variables":{"1":"Ada","2":"1234"},
	"types":{"twilio/text":{"body":"Hi {{1}}, your order {{2}} is on its way."}}}`

// A template is made, submitted to WhatsApp's review, and sent when the review is over.
func Example() {
	client, c := answers(map[string]string{
		"/v1/Content":       anOrder,
		"/whatsapp":         `{"name":"order_shipped","category":"UTILITY","status":"received"}`,
		"/ApprovalRequests": `{"whatsapp":{"name":"order_shipped","category":"UTILITY","status":"approved"}}`,
		"/Messages.json":    `{"sid":"MM5a1d0000000000000000000000000001","status":"queued"}`,
	})
	ctx := context.Background()

	template, err := c.Templates.Create(ctx, content.TemplateCreateParams{
		FriendlyName: "order_shipped", Language: "en",
		Types: content.Types{
			Text: &content.Text{Body: "Hi {{1}}, your order {{2}} is on its way."},
		},
		Variables: map[string]string{"1": "Ada", "2": "1234"}, // samples for the review
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.Approvals.Submit(ctx, template, content.ApprovalCreateParams{
		Name: "order_shipped", Category: content.CategoryUtility,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	reviews, err := c.Approvals.Get(ctx, template.SID) // again and again, until the status is final
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := reviews.WhatsApp.Err(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("The review is over:", reviews.WhatsApp.Status.Final())

	message, err := template.WhatsApp(map[string]string{"1": "Grace", "2": "5678"})
	if err != nil {
		fmt.Println(err)
		return
	}
	message.To, message.From = "+14155551234", "+14155556789"
	sent, err := client.WhatsApp.Send(ctx, message)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("The message is", sent.Status)
	// Output:
	// The review is over: true
	// The message is queued
}

// One template for WhatsApp and for SMS: buttons on the one, a plain text on the other.
func ExampleTypes() {
	types := content.Types{
		Text: &content.Text{Body: "Your order {{1}} is ready. Reply YES to pick it up."},
		QuickReply: &content.QuickReply{
			Body: "Your order {{1}} is ready.",
			Actions: []content.QuickReplyButton{
				{Title: "I pick it up", ID: "yes"},
				{Title: "Deliver it", ID: "deliver"},
			},
		},
	}
	text, err := json.MarshalIndent(types, "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
	fmt.Println("placeholders:", types.Placeholders())
	// Output:
	// {
	//   "twilio/quick-reply": {
	//     "body": "Your order {{1}} is ready.",
	//     "actions": [
	//       {
	//         "id": "yes",
	//         "title": "I pick it up",
	//         "type": "QUICK_REPLY"
	//       },
	//       {
	//         "id": "deliver",
	//         "title": "Deliver it",
	//         "type": "QUICK_REPLY"
	//       }
	//     ]
	//   },
	//   "twilio/text": {
	//     "body": "Your order {{1}} is ready. Reply YES to pick it up."
	//   }
	// }
	// placeholders: [1]
}

// A button stands only where Twilio takes one of its kind: anything else does not compile.
func ExampleCallToAction() {
	offer := content.CallToAction{
		Body: "Hi {{1}}, 20% off until Sunday.",
		Actions: content.CallToActionButtons{
			content.URLButton{Title: "Shop now", URL: "https://example.com/sale/{{2}}"},
			content.CopyCodeButton{Title: "Copy the code", Code: "OWL20"},
			content.PhoneButton{Title: "Call us", Phone: "+14155551234"},
		},
	}
	for _, button := range offer.Actions {
		switch b := button.(type) {
		case content.URLButton:
			fmt.Println(b.Title, "→", b.URL)
		case content.CopyCodeButton:
			fmt.Println(b.Title, "→", b.Code)
		case content.PhoneButton:
			fmt.Println(b.Title, "→ a call")
		}
	}
	// Output:
	// Shop now → https://example.com/sale/{{2}}
	// Copy the code → OWL20
	// Call us → a call
}

// What WhatsApp rejects in any case is refused before a review is spent on it.
func ExampleApprovals_Submit() {
	_, c := answers(nil)
	template := &content.Template{TemplateContent: content.TemplateContent{
		SID: "HX5a1d0000000000000000000000000001", Language: "en",
		Types:     content.Types{Text: &content.Text{Body: "{{1}}, your order is on its way."}},
		Variables: map[string]string{"1": "Ada"},
	}}
	_, err := c.Approvals.Submit(context.Background(), template, content.ApprovalCreateParams{
		Name: "order_shipped", Category: content.CategoryUtility,
	})
	fmt.Println(err)
	// Output: twilio: content.Approvals.Submit: Types.Text.Body begins with the placeholder {{1}}: begin with other text: WhatsApp rejects the template otherwise
}

// A review that ended badly is an error, which matches Twilio's code.
func ExampleApproval_Err() {
	_, c := answers(map[string]string{
		"/ApprovalRequests": `{"whatsapp":{"name":"sale","category":"UTILITY","status":"rejected","rejection_reason":"PROMOTIONAL. It advertises."}}`,
	})
	reviews, err := c.Approvals.Get(context.Background(), "HX5a1d0000000000000000000000000001")
	if err != nil {
		fmt.Println(err)
		return
	}
	err = reviews.WhatsApp.Err()
	switch {
	case errors.Is(err, twilio.CodeTemplateRejected) && reviews.WhatsApp.RejectionReason.Code() == content.RejectionPromotional:
		fmt.Println("Submit it again with another name, as CategoryMarketing.")
	case err != nil:
		fmt.Println(err)
	}
	// Output: Submit it again with another name, as CategoryMarketing.
}

// A template is found by its name and its language, once when the program starts.
func ExampleTemplates_ByName() {
	_, c := answers(map[string]string{
		"/v2/Content": `{"contents":[` + anOrder + `],"meta":{"key":"contents","next_page_url":null}}`,
	})
	template, err := c.Templates.ByName(context.Background(), "order_shipped", "en")
	if err != nil {
		fmt.Println(err)
		return
	}
	preview, err := template.Render(content.ChannelWhatsApp, map[string]string{"1": "Grace", "2": "5678"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(preview)
	// Output: Hi Grace, your order 5678 is on its way.
}

// A value that is missing is found before anything is sent.
func ExampleTemplateContent_WhatsApp() {
	template := content.TemplateContent{
		SID:   "HX5a1d0000000000000000000000000001",
		Types: content.Types{Text: &content.Text{Body: "Hi {{1}}, your order {{2}} is on its way."}},
	}
	_, err := template.WhatsApp(map[string]string{"1": "Grace", "order": "5678"})
	fmt.Println(err)
	// Output: twilio: content.Template.WhatsApp: variables["2"] is missing: give a value for the placeholder {{2}}; variables["order"] is the value of no placeholder: leave it out: the template has {{1}}, {{2}}
}

// A search narrows the list to approved templates in English.
func ExampleApprovals_All() {
	_, c := answers(map[string]string{
		"/v2/ContentAndApprovals": `{"contents":[{"sid":"HX5a1d0000000000000000000000000001","friendly_name":"order_shipped","language":"en","approval_requests":{"name":"order_shipped","category":"UTILITY","status":"approved"}}],"meta":{"key":"contents","next_page_url":null}}`,
	})
	for template, err := range c.Approvals.All(context.Background(), content.ApprovalListParams{
		Language: []string{"en"}, ChannelEligibility: []string{"whatsapp:approved"},
	}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(template.FriendlyName, template.Approval.Category)
	}
	// Output: order_shipped UTILITY
}
