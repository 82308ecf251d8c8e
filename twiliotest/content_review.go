package twiliotest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// The words with which WhatsApp's reasons begin.
// https://developers.facebook.com/docs/whatsapp/message-templates/guidelines
const (
	invalidFormat     = "INVALID_FORMAT"
	incorrectCategory = "INCORRECT_CATEGORY"
)

// reviewTemplate ends WhatsApp's review of a template: it is rejected for what Twilio documents
// as a reason, and approved otherwise.
// https://www.twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses
func (s *Sim) reviewTemplate(t *contentTemplate) {
	reason := s.whyRejected(t)
	if reason == "" {
		reason = t.correctCategory()
	}
	t.approval.status, t.approval.reason = approvalApproved, reason
	if reason != "" {
		t.approval.status = approvalRejected
	}
}

// whyRejected returns why WhatsApp rejects a template, "" if it does not.
func (s *Sim) whyRejected(t *contentTemplate) string {
	if other := s.rival(t, func(o *contentTemplate) bool { return o.approval.name == t.approval.name }); other != nil {
		return fmt.Sprintf("A template with the name %s exists in the language %s already.", t.approval.name, t.values.language)
	}
	fields := t.values.fields[t.approval.contentType]
	for _, why := range [...]string{whyBadBody(mainText(fields)), t.whyBadSamples(fields), whyBadButtons(fields), whyBadCard(fields)} {
		if why != "" {
			return invalidFormat + ": " + why
		}
	}
	if other := s.rival(t, t.isSameContent); other != nil {
		return fmt.Sprintf("The content is that of the template %s.", other.approval.name)
	}
	return ""
}

// rival finds another template in the same language at WhatsApp, which came before; nil
// for none.
func (s *Sim) rival(t *contentTemplate, is func(*contentTemplate) bool) *contentTemplate {
	for _, other := range s.content.templates {
		if other != t && other.account == t.account && other.approval != nil && other.approval.status != approvalRejected &&
			!other.approval.isOpen() && other.values.language == t.values.language && is(other) {
			return other
		}
	}
	return nil
}

func (t *contentTemplate) isSameContent(other *contentTemplate) bool {
	name := t.approval.contentType
	return other.approval.contentType == name && bytes.Equal(compact(t.values.types[name]), compact(other.values.types[name]))
}

func compact(raw json.RawMessage) []byte {
	var text bytes.Buffer
	_ = json.Compact(&text, raw) // it has been read before
	return text.Bytes()
}

// mainText is the text to which WhatsApp's rules for variables apply.
func mainText(fields contentFields) string {
	if fields.Body == "" {
		return fields.Title
	}
	return fields.Body
}

// whyBadBody holds the variables of a text against WhatsApp's rules.
func whyBadBody(text string) string {
	pieces, wellFormed := templatePieces(strings.TrimSpace(text))
	words, names := 0, map[string]bool{}
	for i, piece := range pieces {
		words += countWords(piece.text)
		if piece.variable != "" {
			names[piece.variable] = true
		}
		if i > 0 && touches(pieces[:i], piece) {
			return "Two variables stand next to each other."
		}
	}
	switch least := 2*len(names) + 1; {
	case !wellFormed:
		return "A placeholder is malformed."
	case len(names) == 0:
		return ""
	case pieces[0].variable != "" || pieces[len(pieces)-1].variable != "":
		return "The text begins or ends with a variable."
	case !sequential(names):
		return "The variables are not numbered one after the other."
	case words < least:
		return fmt.Sprintf("The text has too few words beside its variables: %d, and at least %d are needed.", words, least)
	}
	return ""
}

// countWords counts the words of a text, which have a letter or a digit.
func countWords(text string) (n int) {
	for word := range strings.FieldsSeq(text) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// touches says that a variable follows another one with nothing but blanks between.
func touches(before []templatePiece, piece templatePiece) bool {
	last := before[len(before)-1]
	if last.variable == "" && strings.TrimSpace(last.text) == "" && len(before) > 1 {
		last = before[len(before)-2]
	}
	return piece.variable != "" && last.variable != ""
}

// sequential says that numbered variables are 1, 2, 3 and so on; names may be any.
func sequential(names map[string]bool) bool {
	numbers := 0
	for name := range names {
		if _, err := strconv.Atoi(name); err == nil {
			numbers++
		}
	}
	for n := 1; n <= numbers; n++ {
		if !names[strconv.Itoa(n)] {
			return false
		}
	}
	return true
}

// whyBadSamples asks for a sample of each variable.
func (t *contentTemplate) whyBadSamples(fields contentFields) string {
	samples := newRenderer(t.values.variables)
	fields.mapTexts(samples.fill)
	if len(samples.missing) > 0 {
		return fmt.Sprintf("The variable %s has no sample.", samples.missing[0])
	}
	return ""
}

// whyBadButtons refuses variables in the titles of quick replies, and what follows them.
// https://www.twilio.com/docs/content/content-types-overview#common-components
func whyBadButtons(fields contentFields) string {
	const longest = 128 // characters
	for _, a := range fields.buttons() {
		switch isReply := a.Type == "QUICK_REPLY" || a.Type == ""; {
		case isReply && strings.Contains(a.Title, placeholderBegins):
			return "The title of a quick reply has a variable."
		case len([]rune(a.ID)) > longest:
			return "The id of a button has more than 128 characters."
		}
	}
	return ""
}

// whyBadCard refuses headers and footers with new lines and emojis.
// https://www.twilio.com/docs/api/errors/63040
func whyBadCard(fields contentFields) string {
	plain := func(r rune) bool { return r != '\n' && !unicode.Is(unicode.So, r) }
	for _, text := range [...]string{fields.HeaderText, fields.Footer} {
		if slices.ContainsFunc([]rune(text), func(r rune) bool { return !plain(r) }) {
			return "The header or the footer has an emoji or a new line."
		}
	}
	return ""
}

// promotional are words that make a text marketing, whatever its category says.
var promotional = regexp.MustCompile(`(?i)\b(sale|discounts?|coupons?|promo|promotions?|special offers?|\d+ ?% off)\b`)

// correctCategory puts a template into the category that WhatsApp sees in it. It returns
// why the template is rejected when the request allows no other category, "" otherwise.
func (t *contentTemplate) correctCategory() string {
	a, seen := t.approval, t.approval.category
	switch isCode := a.contentType == typeAuthentication; {
	case isCode:
		seen = categoryAuthentication
	case a.category == categoryAuthentication:
		return incorrectCategory + ": Codes need the type whatsapp/authentication."
	case promotional.MatchString(t.values.text()):
		seen = categoryMarketing
	}
	if seen != a.category && !a.allowCategoryChange {
		return fmt.Sprintf("%s: The content belongs to %s.", incorrectCategory, seen)
	}
	a.category = seen
	return ""
}
