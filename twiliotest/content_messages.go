package twiliotest

import (
	"encoding/json"
	"maps"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// Codes of messages with templates.
// https://www.twilio.com/docs/api/errors
const (
	templateInvalid          = 21655
	templateVariablesInvalid = 21656
	templateNotOnChannel     = 216602
	templateAgainstPolicy    = 63013
	templateUnsupported      = 63021
	templateMissing          = 63027
	templateRejected         = 63040
	templatePaused           = 63041
	templateDisabled         = 63042
)

// sentTemplate is the template of a message.
type sentTemplate struct {
	template *contentTemplate
	kind     *contentType
	content  Content
	values   map[string]string // of the variables, defaults included
}

// withTemplateOf fills the template that a request for a message names. It returns the
// request with the text and the files of the template, and the template; the request as
// it is and nil when it names none.
//
// Twilio docs: https://www.twilio.com/docs/content/send-templates-created-with-the-content-template-builder
func (s *Sim) withTemplateOf(r *request) (*request, *sentTemplate, *apiError) {
	sid := r.form.Get("ContentSid")
	if sid == "" {
		return r, nil, nil
	}
	t := s.templateOf(r.account, sid)
	if t == nil {
		return r, nil, badRequest(templateInvalid, "The ContentSid %s is none of the account's templates.", sid)
	}
	kind := t.values.kindFor(templateChannel(r.form.Get("To")))
	if kind == nil {
		return r, nil, badRequest(templateNotOnChannel, "The content types of the template cannot be used on the channel.")
	}
	values, problem := t.values.valuesOf(r.form.Get("ContentVariables"))
	if problem != nil {
		return r, nil, problem
	}
	filling := newRenderer(values)
	fields := t.values.fields[kind.name].mapTexts(filling.fill)
	switch {
	case filling.malformed:
		return r, nil, badRequest(templateVariablesInvalid, "A placeholder of the template is malformed.")
	case kind.name == typeAuthentication && values[codeVariable] == "":
		filling.missing = append(filling.missing, codeVariable)
	}
	if len(filling.missing) > 0 {
		return r, nil, badRequest(templateVariablesInvalid, "The ContentVariables have no value for %s.", strings.Join(filling.missing, ", "))
	}
	body, media, content := shownFields(kind, fields, values)
	changed, problem := r.withContent(kind, body, media)
	return changed, &sentTemplate{template: t, kind: kind, content: content, values: values}, problem
}

// withContent returns a request for a message with another text and other files.
func (r *request) withContent(kind *contentType, body string, media []string) (*request, *apiError) {
	if kind.name == typeText && !isWhatsApp(r.form.Get("To")) && utf8.RuneCountInString(body) > maxBody {
		return nil, badRequest(twilio.CodeBodyTooLong, "The concatenated message body exceeds the 1600 character limit.")
	}
	for _, address := range media {
		if !isURL(address) {
			return nil, badRequest(codeOfParam("MediaUrl"), "The address of a file of the template is invalid.")
		}
	}
	changed := *r
	changed.form = maps.Clone(r.form)
	changed.form.Set("Body", body)
	changed.form["MediaUrl"] = media
	return &changed, nil
}

// isURL says whether an address is one of the web.
func isURL(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// valuesOf returns the values of a template's variables: those of a message before the
// samples. Twilio refuses null and empty values. The simulator refuses a name that no
// text of the template has, too.
// https://www.twilio.com/docs/api/errors/21656
func (v *templateValues) valuesOf(variables string) (map[string]string, *apiError) {
	values, sent := maps.Clone(v.variables), map[string]string{}
	if values == nil {
		values = map[string]string{}
	}
	if variables != "" {
		if err := json.Unmarshal([]byte(variables), &sent); err != nil {
			return nil, badRequest(templateVariablesInvalid, "The ContentVariables parameter is not a JSON object of strings.")
		}
	}
	known := v.placeholders()
	if _, found := v.types[typeAuthentication]; found {
		known[codeVariable] = true
	}
	for name, value := range sent {
		switch {
		case value == "": // null included
			return nil, badRequest(templateVariablesInvalid, "The ContentVariables have an empty value for %q.", name)
		case !known[name]:
			return nil, badRequest(templateVariablesInvalid, "The template has no variable %q.", name)
		}
		if why := whyNoVariable(name, value); why != "" {
			return nil, badRequest(templateVariablesInvalid, "ContentVariables: %s.", why)
		}
		values[name] = value
	}
	return values, nil
}

// templateChannel is the channel of an address, for which a template has a type.
func templateChannel(to string) string {
	switch {
	case isWhatsApp(to):
		return channelWhatsApp
	case strings.HasPrefix(to, "rcs:"):
		return channelRCS
	}
	return channelSMS
}

// keepTemplate gives a message the template that it is sent with; nil is none.
func (m *message) keepTemplate(sent *sentTemplate) {
	if sent != nil {
		m.template, m.Content = sent, sent.content
	}
}

// whyWhatsAppFails returns the code with which a message to a WhatsApp user fails when it
// is sent, 0 when it gets through.
// https://www.twilio.com/docs/content/content-types-overview#whatsapp-approval-requirements
func (s *Sim) whyWhatsAppFails(m *message) twilio.ErrorCode {
	switch {
	case !isWhatsApp(m.To) || m.attempt != nil:
		return 0
	case m.template == nil && s.isOutsideWindow(m):
		return twilio.CodeOutsideWindow
	case m.template == nil:
		return 0
	}
	if code := m.template.whyUnusable(s.isOutsideWindow(m)); code != 0 {
		return code
	}
	return m.template.whyUnfit(m.Body)
}

// whyUnusable returns the code of a template that WhatsApp does not let through, 0 for
// none.
func (t *sentTemplate) whyUnusable(outsideWindow bool) twilio.ErrorCode {
	status := t.template.status()
	switch {
	case t.template.deleted:
		return templateMissing
	case status == approvalPaused:
		return templatePaused
	case status == approvalDisabled:
		return templateDisabled
	case outsideWindow && !t.kind.initiates:
		return twilio.CodeOutsideWindow
	case t.isApproved():
		return 0
	case status == approvalRejected && (outsideWindow || t.needsApproval()):
		return templateRejected
	case outsideWindow:
		return twilio.CodeOutsideWindow
	case t.needsApproval():
		return templateMissing
	case len(t.content.Buttons) > mostUnapprovedButtons:
		return templateUnsupported
	}
	return 0
}

// isApproved says that WhatsApp has approved the type that is sent.
func (t *sentTemplate) isApproved() bool {
	return t.template.status() == approvalApproved && t.template.approval.contentType == t.kind.name
}

// mostUnapprovedButtons is how many buttons a message may have without approval.
// https://www.twilio.com/docs/content/twilio-quick-reply
const mostUnapprovedButtons = 3

// needsApproval says that the message needs approval even within 24 hours. Twilio says
// that this depends on the buttons of calls to action, and not on which: those that
// WhatsApp has in templates alone. A card needs approval in any case.
// https://www.twilio.com/docs/content/twiliocard
func (t *sentTemplate) needsApproval() bool {
	switch t.kind.session {
	case never:
		return true
	case byButtons:
		for _, b := range t.content.Buttons {
			if b.Type != buttonQuickReply && b.Type != "URL" {
				return true
			}
		}
	}
	return false
}

// whyUnfit returns the code of a text that WhatsApp does not take, 0 for none.
// https://www.twilio.com/docs/api/errors/63021, https://www.twilio.com/docs/api/errors/63013
func (t *sentTemplate) whyUnfit(body string) twilio.ErrorCode {
	if !t.isApproved() {
		return 0
	}
	if utf8.RuneCountInString(body) > longestTemplateBody {
		return templateUnsupported
	}
	const tooManyBlanks = "     " // more than four
	for _, value := range t.values {
		if strings.ContainsAny(value, "\n\t") || strings.Contains(value, tooManyBlanks) {
			return templateAgainstPolicy
		}
	}
	return 0
}
