package content_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
)

// TestApprovalStatus: which statuses are final, and which are errors of which code.
func TestApprovalStatus(t *testing.T) {
	t.Parallel()
	tests := map[content.ApprovalStatus]struct {
		final bool
		code  twilio.ErrorCode
	}{
		content.ApprovalUnsubmitted: {},
		content.ApprovalReceived:    {},
		content.ApprovalPending:     {},
		content.ApprovalApproved:    {final: true},
		content.ApprovalRejected:    {final: true, code: twilio.CodeTemplateRejected},
		content.ApprovalPaused:      {code: twilio.CodeTemplatePaused},
		content.ApprovalDisabled:    {final: true, code: twilio.CodeTemplateDisabled},
		"":                          {},
		"of the future":             {},
	}
	for status, want := range tests {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, want.final, status.Final())
			err := (&content.Approval{Name: "order_shipped", Status: status}).Err()
			if want.code == 0 {
				assert.True(t, err == nil, "a true nil") //nolint:testifylint // a typed nil is no nil
				return
			}
			require.ErrorIs(t, err, want.code)
			assert.ErrorContains(t, err, `template "order_shipped" `+string(status))
		})
	}
	assert.NoError(t, (&content.ApprovalError{}).Unwrap(), "an error of no status has no code")
}

// TestRejectionReason: the code is what stands before the first full stop.
func TestRejectionReason(t *testing.T) {
	t.Parallel()
	tests := map[content.RejectionReason]content.RejectionCode{
		"":               "",
		"INVALID_FORMAT": content.RejectionInvalidFormat,
		"INVALID_FORMAT. Facebook is not able to create template": content.RejectionInvalidFormat,
		" TAG_CONTENT_MISMATCH ":                                  content.RejectionTagContentMismatch,
		"NONE":                                                    content.RejectionNone,
		"Something went wrong.":                                   "",
		"A_NEW_REASON.":                                           "A_NEW_REASON",
		"...":                                                     "",
	}
	for reason, want := range tests {
		assert.Equal(t, want, reason.Code(), "%q", reason)
	}
}

// TestReviewsOfATemplate reads Twilio's answers, with a flow and without.
func TestReviewsOfATemplate(t *testing.T) {
	t.Parallel()
	const before, after = `{"sid":"` + templateSID + `","whatsapp":{"type":"whatsapp","name":"tree_fiddy","category":"UTILITY","content_type":"twilio/flows","status":"rejected","rejection_reason":"INVALID_FORMAT. More","allow_category_change":true,"flows":`, `}}`
	for flow, want := range map[string]content.ApprovalFlow{`null`: {}, `{"id":"f","status":"DRAFT"}`: {ID: "f", Status: "DRAFT"}, `7`: {}} {
		w := always(t, http.StatusOK, before+flow+after)
		got, err := w.Approvals.Get(t.Context(), templateSID)
		require.NoError(t, err)
		assert.Equal(t, content.WhatsAppApproval{
			Approval: content.Approval{Name: "tree_fiddy", Category: content.CategoryUtility, ContentType: content.TypeFlows, Status: content.ApprovalRejected, RejectionReason: "INVALID_FORMAT. More", AllowCategoryChange: true},
			Type:     "whatsapp", Flow: want,
		}, got.WhatsApp)
		require.EqualError(t, got.WhatsApp.Err(), `twilio: template "tree_fiddy" rejected: INVALID_FORMAT`)
	}
}

// TestReviewsAreListed: a list has each template with its review.
func TestReviewsAreListed(t *testing.T) {
	t.Parallel()
	w := always(t, http.StatusOK, `{"contents":[{"sid":"`+templateSID+`","types":{"twilio/text":{"body":"A"}},"approval_requests":{"name":"a","status":"approved"}}],"meta":{"key":"contents","next_page_url":null}}`)
	for got, err := range w.Approvals.All(t.Context(), content.ApprovalListParams{ContentName: "a", SortByDate: content.SortDescending}) {
		require.NoError(t, err)
		assert.Equal(t, templateSID, got.SID)
		assert.Equal(t, "A", got.Types.Text.Body)
		assert.Equal(t, content.ApprovalApproved, got.Approval.Status)
	}
	require.Len(t, w.sent, 1)
	assert.Equal(t, "https://content.twilio.com/v2/ContentAndApprovals?ContentName=a&SortByDate=desc", w.sent[0].url)
}
