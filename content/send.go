package content

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// WhatsApp returns a WhatsApp message with the template and with values for its
// placeholders, by their names; it lacks To and From. Every placeholder needs a value, so
// that no sample reaches a customer. The error is a *[twilio.ParamError] that names each
// placeholder without a value, and each value without a placeholder.
//
//	params, err := template.WhatsApp(map[string]string{"1": "Ada"})
//	params.To, params.From = "+14155551234", "+14155556789"
//
// Twilio docs: https://www.twilio.com/docs/content/send-templates-created-with-the-content-template-builder
func (t *TemplateContent) WhatsApp(variables map[string]string) (twilio.WhatsAppSendParams, error) {
	params, err := t.message("content.Template.WhatsApp", variables)
	return twilio.WhatsAppSendParams(params), err
}

// Message returns a message for any channel, SMS included, with the template and with
// values for its placeholders; it lacks the recipient and the sender. It checks the values
// as WhatsApp does. Twilio chooses among the types by the channel of the recipient.
//
// Twilio docs: https://www.twilio.com/docs/content/send-templates-created-with-the-content-template-builder
func (t *TemplateContent) Message(variables map[string]string) (twilio.MessageCreateParams, error) {
	return t.message("content.Template.Message", variables)
}

func (t *TemplateContent) message(op string, variables map[string]string) (twilio.MessageCreateParams, error) {
	if err := t.checkValues(op, variables); err != nil {
		return twilio.MessageCreateParams{}, err
	}
	return twilio.MessageCreateParams{ContentSID: t.SID, ContentVariables: variables}, nil
}

// checkValues wants a value for each placeholder, and a placeholder for each value.
func (t *TemplateContent) checkValues(op string, variables map[string]string) error {
	var r twilio.Problems
	if t.SID == "" {
		r.Add("SID", "is empty", "use a template that Create, Get or ByName returned")
	}
	names := t.Types.Placeholders()
	for _, name := range names {
		if _, given := variables[name]; !given {
			r.Add("variables["+strconv.Quote(name)+"]", "is missing", "give a value for the placeholder {{"+name+"}}")
		}
	}
	for _, name := range sortedKeys(variables) {
		at := "variables[" + strconv.Quote(name) + "]"
		if !slices.Contains(names, name) {
			r.Add(at, "is the value of no placeholder", "leave it out: the template has "+listed(names))
			continue
		}
		checkValue(&r, at, variables[name])
	}
	return r.Err(op)
}

// listed names placeholders for an error.
func listed(names []string) string {
	if len(names) == 0 {
		return "no placeholders"
	}
	return "{{" + strings.Join(names, "}}, {{") + "}}"
}
