package content

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Submit submits a template to WhatsApp's review, as [Approvals.Create] does, after it has
// looked for what a review rejects in any case: a text that begins or ends with a
// placeholder, two placeholders next to each other, numbers that are left out, a
// placeholder without a sample, and a type or a category that does not go together with
// reviews. The error is then a *[twilio.ParamError], and nothing was sent.
//
// The template is that of [Templates.Create], [Templates.Get] or [Templates.ByName].
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses
func (s *Approvals) Submit(ctx context.Context, template *Template, params ApprovalCreateParams, opts ...twilio.CallOption) (*Approval, error) {
	const op = "content.Approvals.Submit"
	if template == nil {
		return nil, paramError(op, "template", "is nil", "give the template that Create or Get returned")
	}
	var r report
	r.checkReviewed(&template.TemplateContent, params.Category)
	if err := r.Err(op); err != nil {
		return nil, err
	}
	return s.Create(ctx, template.SID, params, opts...)
}

// report collects what is wrong with a template that is to be submitted.
type report struct{ twilio.Problems }

func paramError(op, field, problem, remedy string) error {
	var r twilio.Problems
	r.Add(field, problem, remedy)
	return r.Err(op)
}

// checkReviewed looks for what WhatsApp's review rejects in any case.
// https://www.twilio.com/docs/api/errors/63040
func (r *report) checkReviewed(t *TemplateContent, category Category) {
	found := t.Types.inspect()
	for _, p := range found.problems {
		r.Add(p.Field, p.Problem, p.Remedy)
	}
	r.checkReviewedTypes(&t.Types, category)
	for _, body := range found.bodies {
		r.checkReviewedBody(body)
	}
	r.checkSequence(found.names)
	for _, name := range found.names {
		isPasscode := name == passcode && t.Types.Authentication != nil
		if t.Variables[name] == "" && !isPasscode {
			r.Add("Variables["+strconv.Quote(name)+"]", "is missing, although {{"+name+"}} stands in the template", "give a sample with Templates.Update: WhatsApp rejects a template without one")
		}
	}
}

// checkReviewedTypes looks at which types the template has.
func (r *report) checkReviewedTypes(t *Types, category Category) {
	isReviewed := len(t.Extra) > 0 // of which nothing is known
	for name := range t.All() {
		isReviewed = isReviewed || name != TypeListPicker && name != TypeLocation
	}
	switch {
	case !isReviewed:
		r.Add("Types", "have none that WhatsApp reviews", "add one: a list picker and a location are sent without a review, within 24 hours of the person's last message")
	case t.Authentication != nil && category != CategoryAuthentication:
		r.Add("Category", "is not AUTHENTICATION, although the template has the type Authentication", "give CategoryAuthentication")
	case t.Authentication == nil && len(t.Extra) == 0 && category == CategoryAuthentication:
		r.Add("Category", "is AUTHENTICATION, although the template lacks the type Authentication", "give the template that type: WhatsApp writes the text of passcodes itself")
	}
}

func (r *report) checkReviewedBody(body fieldText) {
	first, last := body.parts[0], body.parts[len(body.parts)-1]
	switch {
	case first.name != "":
		r.Add(body.field, "begins with the placeholder "+first.text, "begin with other text: WhatsApp rejects the template otherwise")
	case last.name != "":
		r.Add(body.field, "ends with the placeholder "+last.text, "end with other text, be it a full stop: WhatsApp rejects the template otherwise")
	case lengthOf(body.text) > maxRichBody:
		r.Add(body.field, "has more than 1,024 characters", "shorten it: WhatsApp takes 1,024")
	}
	for i := 1; i < len(body.parts); i++ {
		if before, after := body.parts[i-1], body.parts[i]; before.name != "" && (after.name != "" || isBlank(after.text) && i+1 < len(body.parts)) {
			r.Add(body.field, "has nothing between "+before.text+" and the placeholder behind it", "put words between the two: WhatsApp rejects the template otherwise")
		}
	}
}

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }

// checkSequence wants numbers from 1 on, without a gap.
func (r *report) checkSequence(names []string) {
	var numbers []int
	for _, name := range names {
		if n, err := strconv.Atoi(name); err == nil {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		if want := i + 1; n != want {
			r.Add("Types", "have the placeholder {{"+strconv.Itoa(n)+"}}, but not {{"+strconv.Itoa(want)+"}}", "number the placeholders from 1 on without a gap")
			return
		}
	}
}
