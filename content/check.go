package content

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// checkTypes refuses content that no channel can send. Types in the Extra of the params
// are what the caller wants to send.
func checkTypes(problems *twilio.Problems, t *Types, params map[string]json.RawMessage) {
	if _, given := params["types"]; given {
		return
	}
	found := t.inspect()
	isEmpty := len(t.Extra) == 0
	for range t.All() {
		isEmpty = false
	}
	if isEmpty && !problems.Has("Types") {
		problems.Add("Types", "are empty", "give one type at least, such as Text")
	}
	for _, p := range found.problems {
		problems.Add(p.Field, p.Problem, p.Remedy)
	}
	for _, s := range t.slots() {
		if _, twice := t.Extra[string(s.name)]; twice && s.get() != nil {
			problems.Add("Types.Extra["+strconv.Quote(string(s.name))+"]", "is set as a field, too", "leave one of the two out")
		}
	}
	if len(found.names) > maxVariables {
		problems.Add("Types", "have more than 100 placeholders", "use fewer: Twilio takes 100")
	}
}

// checkVariables refuses samples that Twilio refuses.
// https://www.twilio.com/docs/content/using-variables-with-content-api
func checkVariables(problems *twilio.Problems, field string, variables map[string]string) {
	if len(variables) > maxVariables {
		problems.Add(field, "are more than 100", "use fewer: Twilio takes 100")
		return
	}
	for _, name := range sortedKeys(variables) {
		at := field + "[" + strconv.Quote(name) + "]"
		if wrong := nameFlaw(name, true); wrong.problem != "" {
			problems.Add(at, "is no name of a placeholder", "give the name without braces, at most 16 letters and digits")
		}
		checkValue(problems, at, variables[name])
	}
}

func checkValue(problems *twilio.Problems, at, value string) {
	switch {
	case value == "":
		problems.Add(at, "is empty", "give a value: Twilio refuses empty ones")
	case !utf8.ValidString(value):
		problems.Add(at, "is not valid UTF-8", "pass whole characters: cut text between runes, not between bytes")
	case utf8.RuneCountInString(value) > maxValue:
		problems.Add(at, "has more than 1,600 characters", "shorten the value")
	}
}

// checkLanguage refuses what is no code of a language, such as its name.
// https://www.twilio.com/docs/api/errors/92004
func checkLanguage(problems *twilio.Problems, code string) {
	language, region, divided := strings.Cut(strings.ReplaceAll(code, "-", "_"), "_")
	isLanguage := strings.Trim(language, lowerLetters) == "" && (len(language) == 2 || len(language) == 3)
	isRegion := !divided || len(region) >= 2 && strings.Trim(region, lowerLetters+upperLetters+digits+"_") == ""
	if code != "" && (!isLanguage || !isRegion) {
		problems.Add("Language", "is not the code of a language", "give an ISO 639-1 code, with a region where it matters: en, pt_BR")
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
