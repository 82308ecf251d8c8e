package twiliotest

import (
	"cmp"
	"regexp"
	"strings"
)

// The marks around the name of a variable in a text of a template.
const (
	placeholderBegins = "{{"
	placeholderEnds   = "}}"
)

// aVariable is the form of a variable's name.
// https://www.twilio.com/docs/content/using-variables-with-content-api
var aVariable = regexp.MustCompile(`^[0-9A-Za-z_]{1,16}$`)

// templatePiece is a stretch of a template's text: plain text, or a variable.
type templatePiece struct {
	text     string
	variable string // its name, "" for plain text
}

// templatePieces divides a text of a template. A placeholder with another name than a
// variable can have is plain text, and makes the text malformed.
func templatePieces(text string) (pieces []templatePiece, wellFormed bool) {
	wellFormed = true
	for {
		before, rest, found := strings.Cut(text, placeholderBegins)
		if before != "" {
			pieces = append(pieces, templatePiece{text: before})
		}
		if !found {
			return pieces, wellFormed
		}
		name, after, closed := strings.Cut(rest, placeholderEnds)
		switch {
		case !closed:
			return append(pieces, templatePiece{text: placeholderBegins + rest}), false
		case aVariable.MatchString(name):
			pieces = append(pieces, templatePiece{variable: name})
		default:
			pieces = append(pieces, templatePiece{text: placeholderBegins + name + placeholderEnds})
			wellFormed = false
		}
		text = after
	}
}

// renderer fills the placeholders of a template, and remembers what it could not fill.
type renderer struct {
	values    map[string]string
	used      map[string]bool // the variables of the texts, with and without a value
	missing   []string        // variables without a value, or with an empty one, in the order of the texts
	malformed bool
}

// fill returns a text with the values of its variables, into which nothing else is
// filled. A variable without a value keeps its placeholder.
func (r *renderer) fill(text string) string {
	pieces, wellFormed := templatePieces(text)
	r.malformed = r.malformed || !wellFormed
	var filled strings.Builder
	for _, piece := range pieces {
		if piece.variable == "" {
			filled.WriteString(piece.text)
			continue
		}
		value := r.values[piece.variable]
		if value == "" && !r.used[piece.variable] {
			r.missing = append(r.missing, piece.variable)
		}
		r.used[piece.variable] = true
		filled.WriteString(cmp.Or(value, placeholderBegins+piece.variable+placeholderEnds))
	}
	return filled.String()
}

func newRenderer(values map[string]string) *renderer {
	return &renderer{values: values, used: map[string]bool{}}
}
