package twilio

import (
	"encoding/json"
	"fmt"
	"strings"
)

// object holds the members of a JSON object, by their names in small letters. encoding/json
// finds a name in letters of any case, and of a name that stands twice it takes the
// last one without a word. An object tells.
type object map[string]member

type member struct {
	name  string // as it is written
	value json.RawMessage
	twice bool // there is another one
}

// readObject collects the members that [members] finds.
func readObject(text []byte) object {
	o := object{}
	for name, value := range members(text) {
		folded := foldName(name)
		_, twice := o[folded]
		o[folded] = member{name, value, twice}
	}
	return o
}

// foldName makes names equal that are the same for encoding/json: ſ is an s, too.
func foldName(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// only returns the value under a name, nil when there is none. It is an error when
// the name stands there twice, or in letters of another case.
func (o object) only(name string) (json.RawMessage, error) {
	switch m, found := o[foldName(name)]; {
	case !found:
		return nil, nil
	case m.twice:
		return nil, fmt.Errorf("it has %q twice", name)
	case m.name != name:
		return nil, fmt.Errorf("it has %q in other letters", name)
	default:
		return m.value, nil
	}
}

// hasTwice reports that some name stands there twice.
func (o object) hasTwice() bool {
	for _, m := range o {
		if m.twice {
			return true
		}
	}
	return false
}
