package content

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/seed15d99369/twilio"
)

// NameError says that a name and a language do not lead to one template: to none, or to
// several. The error of none matches [twilio.ErrNotFound].
type NameError struct {
	Name     string
	Language string
	SIDs     []string // of the templates that have both, HX…; empty when there is none
}

// Error is one line that says how many templates there are, with their SIDs, and what to
// do.
func (e *NameError) Error() string {
	if len(e.SIDs) == 0 {
		return fmt.Sprintf("twilio: content: no template is called %q in the language %q: make it, or compare both with Twilio's Console", e.Name, e.Language)
	}
	return fmt.Sprintf("twilio: content: %d templates are called %q in the language %q: name one by its SID (%s), or delete the others", len(e.SIDs), e.Name, e.Language, strings.Join(e.SIDs, ", "))
}

// Is matches [twilio.ErrNotFound] when there is no such template.
func (e *NameError) Is(target error) bool { return target == twilio.ErrNotFound && len(e.SIDs) == 0 }

// The search for a name reads at most maxFound templates, page by page.
const (
	namePage = 100
	maxFound = 2000
)

// ByName returns the template with a FriendlyName and a language. Both have to be equal,
// letter by letter. It asks Twilio's search, and reads 2,000 results at most.
//
// When there is no such template, or when several share the name and the language, the
// error is a *[NameError]. Keep the template, or its SID: a search for each message costs
// a request more.
//
// Twilio docs: https://www.twilio.com/docs/content/content-api-resources#search-templates
func (s *Templates) ByName(ctx context.Context, name, language string, opts ...twilio.CallOption) (*Template, error) {
	const op = "content.Templates.ByName"
	if name == "" || language == "" {
		return nil, paramError(op, "name or language", "is empty", "give the FriendlyName and the language of a template, such as order_shipped and en")
	}
	params := TemplateListParams{ContentName: regexp.QuoteMeta(name), Language: []string{language}, PageSize: namePage}
	var found []*Template
	read := 0
	for template, err := range s.All(ctx, params, opts...) {
		switch read++; {
		case err != nil:
			return nil, err
		case read > maxFound:
			return nil, paramError(op, "name", "stands in the names of more than 2,000 templates", "give templates longer names, or name the template by its SID")
		case template.FriendlyName == name && template.Language == language:
			found = append(found, template)
		}
	}
	if len(found) != 1 {
		return nil, &NameError{Name: name, Language: language, SIDs: sids(found)}
	}
	return found[0], nil
}

func sids(templates []*Template) []string {
	list := make([]string, len(templates))
	for i, t := range templates {
		list[i] = t.SID
	}
	return list
}
