package twiliotest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// Codes of the Content API.
// https://www.twilio.com/docs/api/errors
const (
	contentTypesMissing     = 92001
	contentManyVariables    = 92002
	contentLanguageMissing  = 92003
	contentLanguageInvalid  = 92004
	contentTypeUnsupported  = 92008
	contentAlreadySubmitted = 92009
	contentRefused          = 20001
)

// contentState is all that the simulator keeps of Content, in the order of its creation.
type contentState struct {
	templates []*contentTemplate
}

// contentTemplate is a Content resource.
type contentTemplate struct {
	sid      string
	account  string
	created  time.Time
	updated  time.Time
	values   templateValues
	approval *approval // by WhatsApp, nil while nobody has asked for it
	legacy   string    // the name that it had as a template of WhatsApp, "" for none
	deleted  bool
}

// templateValues are the values that a request gives a template.
type templateValues struct {
	friendlyName string
	language     string
	variables    map[string]string // samples, which are the defaults as well
	types        map[string]json.RawMessage
	fields       map[string]contentFields // of the types
}

// contentHandlerOf returns the handler of an operation of Content, nil for all others.
func contentHandlerOf(op *contract.Operation) handler {
	switch op.Spec + " " + op.ID {
	case "content_v1 CreateContent":
		return (*Sim).createTemplate
	case "content_v1 FetchContent":
		return withTemplate((*Sim).fetchTemplate)
	case "content_v1 UpdateContent":
		return withTemplate((*Sim).updateTemplate)
	case "content_v1 DeleteContent":
		return withTemplate((*Sim).deleteTemplate)
	case "content_v1 ListContent", "content_v2 ListContent":
		return (*Sim).listContents
	case "content_v1 ListContentAndApprovals", "content_v2 ListContentAndApprovals":
		return (*Sim).listApprovals
	case "content_v1 ListLegacyContent":
		return (*Sim).listLegacyTemplates
	case "content_v1 FetchApprovalFetch":
		return withTemplate((*Sim).fetchApproval)
	case "content_v1 CreateApprovalCreate":
		return withTemplate((*Sim).requestApproval)
	}
	return nil
}

// contentCodeOfParam is the code with which Content refuses a value of a parameter, 0
// when it is not Content that refuses, or has no code of its own.
func contentCodeOfParam(op *contract.Operation, name string) twilio.ErrorCode {
	switch {
	case !strings.HasPrefix(op.Spec, "content_"):
		return 0
	case name == "types":
		return contentTypesMissing
	case name == "types.twilio/button":
		return contentTypeUnsupported
	case name == "language":
		return contentLanguageMissing
	}
	return 0
}

// withTemplate lets a handler act on the template that the path names.
func withTemplate(act func(*Sim, *request, *contentTemplate) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		sid, found := r.ids["Sid"]
		if !found {
			sid = r.ids["ContentSid"]
		}
		t := s.templateOf(r.account, sid)
		if t == nil {
			return nil, r.absent()
		}
		return act(s, r, t)
	}
}

// templateOf finds a template of an account, nil when it has none of that SID.
func (s *Sim) templateOf(account, sid string) *contentTemplate {
	for _, t := range s.content.templates {
		if t.sid == sid && t.account == account && !t.deleted {
			return t
		}
	}
	return nil
}

func (s *Sim) createTemplate(r *request) (any, *apiError) {
	values, problem := readTemplate(r.body)
	if problem != nil {
		return nil, problem
	}
	return s.addTemplate(r.account, s.newSID("HX"), values).json(r), nil
}

// addTemplate keeps a template; s.mu is held.
func (s *Sim) addTemplate(account, sid string, values templateValues) *contentTemplate {
	now := s.Clock.Now()
	t := &contentTemplate{sid: sid, account: account, created: now, updated: now, values: values}
	s.content.templates = append(s.content.templates, t)
	return t
}

func (s *Sim) fetchTemplate(r *request, t *contentTemplate) (any, *apiError) { return t.json(r), nil }

// updateTemplate changes a template that nobody has submitted: another one has to be
// made afterwards.
// https://www.twilio.com/docs/api/errors/92009
func (s *Sim) updateTemplate(r *request, t *contentTemplate) (any, *apiError) {
	if t.approval != nil {
		return nil, alreadySubmitted()
	}
	values, problem := readUpdate(r.body, t.values)
	if problem != nil {
		return nil, problem
	}
	t.values, t.updated = values, s.Clock.Now()
	return t.json(r), nil
}

func alreadySubmitted() *apiError {
	return badRequest(contentAlreadySubmitted, "The template associated with this SID has already been submitted for approval.")
}

// deleteTemplate takes the template from WhatsApp as well. Messages that are scheduled
// with it fail.
func (s *Sim) deleteTemplate(_ *request, t *contentTemplate) (any, *apiError) {
	t.deleted = true
	s.content.templates = without(s.content.templates, t)
	return nil, nil //nolint:nilnil // no body, no error
}

// templateBody is the body of a request that creates or changes a template. The check
// against Twilio's files has refused members of another shape.
type templateBody struct {
	FriendlyName *string                    `json:"friendly_name"`
	Language     *string                    `json:"language"`
	Variables    map[string]string          `json:"variables"`
	Types        map[string]json.RawMessage `json:"types"`
}

// readTemplate reads the body of a new template.
func readTemplate(body []byte) (templateValues, *apiError) {
	return readUpdate(body, templateValues{})
}

// readUpdate reads the body of a change; values that it leaves out stay as they are.
func readUpdate(body []byte, values templateValues) (templateValues, *apiError) {
	var sent templateBody
	if err := json.Unmarshal(body, &sent); err != nil {
		return values, badRequest(contentRefused, "The body of the request cannot be read as a template.")
	}
	if sent.FriendlyName != nil {
		values.friendlyName = *sent.FriendlyName
	}
	if sent.Language != nil {
		values.language = *sent.Language
	}
	if sent.Variables != nil || values.variables == nil {
		values.variables = sent.Variables
	}
	problem := values.setTypes(sent.Types)
	if problem == nil {
		problem = values.refuse()
	}
	return values, problem
}

// setTypes reads the types of a template, which hold its content.
func (v *templateValues) setTypes(types map[string]json.RawMessage) *apiError {
	v.types, v.fields = map[string]json.RawMessage{}, map[string]contentFields{}
	for name, raw := range types {
		if contentTypeNamed(name) == nil {
			return badRequest(contentRefused, "types.%s is no type of content.", name)
		}
		var fields *contentFields
		if err := json.Unmarshal(raw, &fields); err != nil {
			return badRequest(contentRefused, "types.%s has members of another type than documented.", name)
		}
		if fields != nil { // null stands for absent
			v.types[name], v.fields[name] = raw, *fields
		}
	}
	return nil
}

// aLanguage is the form of WhatsApp's codes of languages: en, pt_BR.
var aLanguage = regexp.MustCompile(`^[a-z]{2,3}(_[A-Z]{2,3})?$`)

// refuse returns why Twilio would not keep a template, nil if it would.
func (v *templateValues) refuse() *apiError {
	const mostVariables = 100
	switch {
	case len(v.types) == 0:
		return badRequest(contentTypesMissing, "The types of the content are missing.")
	case v.language == "":
		return badRequest(contentLanguageMissing, "The language of the content is missing.")
	case !aLanguage.MatchString(v.language):
		return badRequest(contentLanguageInvalid, "The language code %s is invalid.", v.language)
	case len(v.variables) > mostVariables || len(v.placeholders()) > mostVariables:
		return badRequest(contentManyVariables, "The content has more than 100 variables.")
	}
	for name, sample := range v.variables {
		if why := whyNoVariable(name, sample); why != "" {
			return badRequest(contentRefused, "variables: %s", why)
		}
	}
	for i := range contentTypes {
		kind := &contentTypes[i]
		fields, found := v.fields[kind.name]
		if !found {
			continue
		}
		checker := new(contentChecker)
		if kind.check(checker, fields); checker.problem != "" {
			return badRequest(contentRefused, "types.%s: %s.", kind.name, checker.problem)
		}
	}
	return nil
}

// whyNoVariable returns why a variable cannot have a name and a value, "" if it can.
// https://www.twilio.com/docs/content/using-variables-with-content-api
func whyNoVariable(name, value string) string {
	const longest = 1600
	switch {
	case !aVariable.MatchString(name):
		return fmt.Sprintf("%q is no name of a variable", name)
	case len([]rune(value)) > longest:
		return fmt.Sprintf("the value of %s has more than 1600 characters", name)
	}
	return ""
}

// placeholders returns the variables that the texts of all types have.
func (v *templateValues) placeholders() map[string]bool {
	r := newRenderer(nil)
	for _, fields := range v.fields {
		fields.mapTexts(r.fill)
	}
	return r.used
}

// contentJSON is a template as the API shows it.
type contentJSON struct {
	SID          string                     `json:"sid"`
	AccountSID   string                     `json:"account_sid"`
	FriendlyName *string                    `json:"friendly_name"`
	Language     string                     `json:"language"`
	Variables    map[string]string          `json:"variables"`
	Types        map[string]json.RawMessage `json:"types"`
	DateCreated  *string                    `json:"date_created"`
	DateUpdated  *string                    `json:"date_updated"`
	URL          string                     `json:"url,omitempty"`
	Links        map[string]string          `json:"links,omitempty"`

	ApprovalRequests *channelApprovalJSON `json:"approval_requests,omitempty"`
	LegacyName       string               `json:"legacy_template_name,omitempty"`
	LegacyBody       string               `json:"legacy_body,omitempty"`
}

// json shows a template with its addresses.
func (t *contentTemplate) json(r *request) contentJSON {
	j := t.bareJSON()
	j.URL = r.origin() + "/v1/Content/" + t.sid
	j.Links = map[string]string{"approval_fetch": j.URL + "/ApprovalRequests", "approval_create": j.URL + "/ApprovalRequests/whatsapp"}
	return j
}

func (t *contentTemplate) bareJSON() contentJSON {
	variables := t.values.variables
	if variables == nil {
		variables = map[string]string{}
	}
	return contentJSON{
		SID: t.sid, AccountSID: t.account, FriendlyName: orNull(t.values.friendlyName), Language: t.values.language, Variables: variables,
		Types: t.values.types, DateCreated: iso8601(t.created), DateUpdated: iso8601(t.updated),
	}
}
