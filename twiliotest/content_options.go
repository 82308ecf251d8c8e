package twiliotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"time"
)

// contentRules are the settings that the options of Content ask for.
type contentRules struct {
	review time.Duration
}

// ContentReview sets how long WhatsApp takes to decide on a template whose approval was
// requested, on the simulator's clock: 10 minutes without it. A negative time is refused.
// [Sim.ReviewTemplate] decides before.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses
func ContentReview(after time.Duration) Option {
	return func(c *config) error {
		if after < 0 {
			return fmt.Errorf("ContentReview(%v): give a time that is not negative", after)
		}
		c.content.review = after
		return nil
	}
}

// TemplateOption adds to a template that [Sim.Template] declares.
type TemplateOption func(*contentTemplate) error

// TemplateType adds a type of content in Twilio's JSON, which a channel gets instead of
// the text if it supports both:
//
//	twiliotest.TemplateType("twilio/quick-reply", `{"body":"Is {{1}} fine?","actions":[{"title":"Yes","id":"yes"}]}`)
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview
func TemplateType(name, fields string) TemplateOption {
	return func(t *contentTemplate) error {
		if !json.Valid([]byte(fields)) {
			return fmt.Errorf("TemplateType(%q): the fields are no JSON", name)
		}
		types := maps.Clone(t.values.types)
		types[name] = json.RawMessage(fields)
		if problem := t.values.setTypes(types); problem != nil {
			return fmt.Errorf("TemplateType(%q): %s", name, problem.message)
		}
		return nil
	}
}

// TemplateSample gives a variable the value that messages without one have.
//
// Twilio docs: https://www.twilio.com/docs/content/using-variables-with-content-api
func TemplateSample(variable, value string) TemplateOption {
	return func(t *contentTemplate) error {
		t.values.variables[variable] = value
		return nil
	}
}

// TemplateLanguage sets the language of a template, which is en without it.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources
func TemplateLanguage(code string) TemplateOption {
	return func(t *contentTemplate) error {
		t.values.language = code
		return nil
	}
}

// Unsubmitted leaves a template without WhatsApp's approval. The API can request it.
//
// Twilio docs: https://www.twilio.com/docs/content/content-types-overview#whatsapp-approval-statuses
func Unsubmitted() TemplateOption {
	return func(t *contentTemplate) error {
		t.approval = nil
		return nil
	}
}

// LegacyTemplate makes a template one that was a template of WhatsApp before, with the
// name that it had there. The list of legacy content shows it.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources
func LegacyTemplate(name string) TemplateOption {
	return func(t *contentTemplate) error {
		t.legacy = name
		return nil
	}
}

// aContentSID is the form of the SIDs of templates.
var aContentSID = regexp.MustCompile(`^HX[0-9a-fA-F]{32}$`)

// Template declares a template of the account that WhatsApp has approved, for tests of
// code that sends it:
//
//	sim.Template("HX00000000000000000000000000000001", "Hello {{1}}, your table is ready.")
//
// The text is its type twilio/text; options add other types, and "" leaves the text out.
// Its name is that of its SID in small letters, its category UTILITY. WhatsApp's rules of
// review do not apply to it. An SID of another form or of another template, and a
// template that Twilio would not keep, fail the test; in a program they are logged, and
// the template does not exist.
//
// Twilio docs: https://www.twilio.com/docs/content
func (s *Sim) Template(sid, text string, opts ...TemplateOption) {
	if s.t != nil {
		s.t.Helper()
	}
	if err := s.declareTemplate(sid, text, opts); err != nil {
		s.fatalf("twiliotest: the template %s: %v", sid, err)
	}
}

func (s *Sim) declareTemplate(sid, text string, opts []TemplateOption) error {
	declared, err := newDeclaredTemplate(sid, text, opts)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.templateOf(s.main.sid, sid) != nil {
		return errTemplateExists
	}
	t := s.addTemplate(s.main.sid, sid, declared.values)
	t.approval, t.legacy = declared.approval, declared.legacy
	return nil
}

var (
	errTemplateExists  = errors.New("there is one with that SID already")
	errNoTemplateSID   = errors.New("give an SID of HX and 32 hexadecimal digits")
	errNoSuchTemplate  = errors.New("there is none with that SID: create it with the API or declare it with sim.Template")
	errNeverApprovable = errors.New("WhatsApp approves none of its types")
)

// newDeclaredTemplate makes a template that is not kept yet.
func newDeclaredTemplate(sid, text string, opts []TemplateOption) (*contentTemplate, error) {
	if !aContentSID.MatchString(sid) {
		return nil, errNoTemplateSID
	}
	name := strings.ToLower(sid)
	t := &contentTemplate{
		approval: &approval{name: name, category: categoryUtility, status: approvalApproved, allowCategoryChange: true},
		values:   templateValues{friendlyName: name, language: "en", variables: map[string]string{}, types: map[string]json.RawMessage{}},
	}
	if text != "" {
		body, _ := json.Marshal(map[string]string{"body": text}) // texts can always be written
		opts = append([]TemplateOption{TemplateType(typeText, string(body))}, opts...)
	}
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(t); err != nil {
			return nil, err
		}
	}
	if problem := t.values.refuse(); problem != nil {
		return nil, errors.New(problem.message)
	}
	if kind := t.approvable(); kind == nil {
		t.approval = nil
	} else if t.approval != nil {
		t.approval.contentType = kind.name
	}
	return t, nil
}
