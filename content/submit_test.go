package content_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
)

// TestSubmit: a template without a fault is submitted, by its SID.
func TestSubmit(t *testing.T) {
	t.Parallel()
	w := always(t, http.StatusCreated, `{"name":"order_shipped","category":"UTILITY","content_type":"twilio/text","status":"received","rejection_reason":"","allow_category_change":true}`)
	got, err := w.Approvals.Submit(t.Context(), shipped(), content.ApprovalCreateParams{
		Name: "order_shipped", Category: content.CategoryUtility, Extra: raw("send_ttl_seconds", `60`),
	})
	require.NoError(t, err)
	assert.Equal(t, &content.Approval{Name: "order_shipped", Category: content.CategoryUtility, ContentType: content.TypeText, Status: content.ApprovalReceived, AllowCategoryChange: true}, got)
	require.Len(t, w.sent, 1)
	assert.Equal(t, "https://content.twilio.com/v1/Content/"+templateSID+"/ApprovalRequests/whatsapp", w.sent[0].url)
	assert.JSONEq(t, `{"name":"order_shipped","category":"UTILITY","send_ttl_seconds":60}`, w.sent[0].body)
}

// TestSubmitRefuses: what a review rejects in any case is refused before it is submitted.
func TestSubmitRefuses(t *testing.T) {
	t.Parallel()
	body := func(text string) func(*content.Template) {
		return func(t *content.Template) { t.Types.Text.Body = text }
	}
	tests := map[string]struct {
		change   func(*content.Template)
		category content.Category
		field    string
		problem  string
	}{
		"begins with a placeholder": {change: body("{{1}}, your order {{2}} is here."), field: "Types.Text.Body", problem: "begins with the placeholder {{1}}"},
		"ends with a placeholder":   {change: body("Your order {{1}} is on its way, {{2}}"), field: "Types.Text.Body", problem: "ends with the placeholder {{2}}"},
		"two side by side":          {change: body("Hi {{1}}{{2}}!"), field: "Types.Text.Body", problem: "nothing between {{1}} and"},
		"two with a blank between":  {change: body("Hi {{1}} {{2}}!"), field: "Types.Text.Body", problem: "nothing between {{1}} and"},
		"a number is left out":      {change: body("Hi {{1}} and {{3}}!"), field: "Types", problem: "have the placeholder {{3}}, but not {{2}}"},
		"numbers from 0 on":         {change: body("Hi {{0}} and {{1}}!"), field: "Types", problem: "have the placeholder {{0}}, but not {{1}}"},
		"no sample":                 {change: func(t *content.Template) { delete(t.Variables, "2") }, field: `Variables["2"]`, problem: "is missing, although {{2}} stands in the template"},
		"a long body":               {change: body(strings.Repeat("x", 1025)), field: "Types.Text.Body", problem: "more than 1,024 characters"},
		"a malformed placeholder":   {change: body("Hi {{}}!"), field: "Types.Text.Body", problem: "the empty placeholder"},
		"another type's body":       {change: func(t *content.Template) { t.Types.Card = &content.Card{Title: "{{1}}", Subtitle: "A"} }, field: "Types.Card.Title", problem: "begins with the placeholder {{1}}"},
		"a list picker alone":       {change: func(t *content.Template) { t.Types = picker(content.ListItem{ID: "a", Item: "b"}) }, field: "Types", problem: "none that WhatsApp reviews"},
		"a location alone":          {change: func(t *content.Template) { t.Types = content.Types{Location: &content.Location{}} }, field: "Types", problem: "none that WhatsApp reviews"},
		"no types":                  {change: func(t *content.Template) { t.Types = content.Types{} }, field: "Types", problem: "none that WhatsApp reviews"},
		"passcodes as news": {change: func(t *content.Template) {
			t.Types = passcodes(content.Authentication{Actions: []content.AuthenticationButton{{CopyCodeText: "Copy"}}})
		}, field: "Category", problem: "is not AUTHENTICATION"},
		"passcodes in words of its own": {category: content.CategoryAuthentication, field: "Category", problem: "lacks the type Authentication"},
		"without an SID":                {change: func(t *content.Template) { t.SID = "" }, field: "ContentSid", problem: "is empty"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := always(t, http.StatusCreated, `{"name":"a"}`)
			template := shipped()
			template.Variables["0"], template.Variables["3"] = "x", "x"
			if tt.change != nil {
				tt.change(template)
			}
			if tt.category == "" {
				tt.category = content.CategoryUtility
			}
			_, err := w.Approvals.Submit(t.Context(), template, content.ApprovalCreateParams{Name: "a", Category: tt.category})
			var refused *twilio.ParamError
			require.ErrorAs(t, err, &refused)
			require.Len(t, refused.Problems, 1)
			assert.Equal(t, tt.field, refused.Problems[0].Field)
			assert.Contains(t, refused.Problems[0].Problem, tt.problem)
			assert.NotEmpty(t, refused.Problems[0].Remedy)
			require.ErrorIs(t, err, twilio.ErrNotSent)
			assert.Empty(t, w.sent, "something was sent")
		})
	}
}

// TestSubmitTakes: what a review may take is submitted.
func TestSubmitTakes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		types    content.Types
		category content.Category
	}{
		"passcodes":                {passcodes(content.Authentication{Actions: []content.AuthenticationButton{{CopyCodeText: "Copy"}}}), content.CategoryAuthentication},
		"no placeholders":          {text("Hello"), content.CategoryMarketing},
		"names":                    {text("Hi {{name}}, see {{place}}."), content.CategoryMarketing},
		"a word between":           {text("Hi {{1}} and {{2}}."), content.CategoryMarketing},
		"a placeholder in a URL":   {content.Types{CallToAction: &content.CallToAction{Body: "Look", Actions: content.CallToActionButtons{content.URLButton{Title: "A", URL: "https://example.com/{{1}}"}}}}, content.CategoryUtility},
		"a list picker beside":     {content.Types{Text: &content.Text{Body: "A"}, ListPicker: &content.ListPicker{Body: "A", Button: "B", Items: []content.ListItem{{ID: "a", Item: "b"}}}}, content.CategoryUtility},
		"a type of the future":     {content.Types{Extra: raw("whatsapp/otp", `{}`)}, content.CategoryAuthentication},
		"a body of 1,024 letters":  {text(strings.Repeat("x", 1024)), content.CategoryUtility},
		"a body without any words": {content.Types{Media: &content.Media{Media: []string{"https://example.com/{{1}}"}}}, content.CategoryUtility},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := always(t, http.StatusCreated, `{"name":"a"}`)
			template := shipped()
			template.Types, template.Variables = tt.types, map[string]string{"1": "a", "2": "b", "name": "c", "place": "d"}
			_, err := w.Approvals.Submit(t.Context(), template, content.ApprovalCreateParams{Name: "a", Category: tt.category})
			require.NoError(t, err)
			assert.Len(t, w.sent, 1)
		})
	}
}

// TestSubmitNothing: a template that is nil is refused, without a panic.
func TestSubmitNothing(t *testing.T) {
	t.Parallel()
	w := always(t, http.StatusCreated, `{"name":"a"}`)
	_, err := w.Approvals.Submit(t.Context(), nil, content.ApprovalCreateParams{Name: "a", Category: content.CategoryUtility})
	require.ErrorIs(t, err, twilio.ErrInvalidParams)
	assert.ErrorContains(t, err, "template is nil")
	assert.Empty(t, w.sent)
}

// TestSubmissionIsSentOnce: an answer without the name of the request proves nothing, and
// the submission is not repeated.
func TestSubmissionIsSentOnce(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{"a page of a gateway": `{"status":"ok"}`, "nothing": ``, "another kind of name": `{"name":7}`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := always(t, http.StatusOK, answer)
			_, err := w.Approvals.Submit(t.Context(), shipped(), content.ApprovalCreateParams{Name: "order_shipped", Category: content.CategoryUtility})
			require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
			assert.Len(t, w.sent, 1)
		})
	}
}
