package token

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// knownNames are the names that this package reads in a JSON object, and in the objects
// inside of it. encoding/json takes EXP for exp; other parsers do not.
type knownNames struct {
	known []string
	inner map[string]knownNames
}

var (
	headerNames  = knownNames{known: []string{"alg", "typ", "cty", "kid", "twr", "crit"}}
	payloadNames = knownNames{
		known: []string{"jti", "iss", "sub", "iat", "nbf", "exp", "grants", "scope"},
		inner: map[string]knownNames{"grants": {known: grantNames[:]}},
	}
)

// unambiguous says whether all parsers read a JSON text alike: no object in it has a name
// twice. In an object with known names, no name may differ from another name or from a
// known one only in the case of its letters.
func unambiguous(text []byte, known knownNames) bool {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return unambiguousValue(decoder, known)
}

// unambiguousValue is unambiguous for the next value of a decoder.
func unambiguousValue(decoder *json.Decoder, known knownNames) bool {
	opening, err := decoder.Token()
	if err != nil {
		return false
	}
	switch opening {
	case json.Delim('{'):
		if !unambiguousMembers(decoder, known) {
			return false
		}
	case json.Delim('['):
		for decoder.More() {
			if !unambiguousValue(decoder, knownNames{}) {
				return false
			}
		}
	default:
		return true
	}
	_, err = decoder.Token() // the closing delimiter
	return err == nil
}

func unambiguousMembers(decoder *json.Decoder, known knownNames) bool {
	seen := map[string]bool{}
	for decoder.More() {
		key, err := decoder.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return false
		}
		id := name
		if known.known != nil {
			id = foldCase(name)
		}
		if seen[id] || known.differsInCase(name) || !unambiguousValue(decoder, known.inner[name]) {
			return false
		}
		seen[id] = true
	}
	return true
}

// differsInCase says whether a name differs from a known one only in the case of its
// letters.
func (n knownNames) differsInCase(name string) bool {
	return slices.ContainsFunc(n.known, func(own string) bool { return own != name && strings.EqualFold(own, name) })
}

// foldCase returns the same text for all names that differ only in the case of their
// letters, by the rules of encoding/json: the Kelvin sign is a K.
func foldCase(name string) string {
	return strings.Map(func(r rune) rune {
		for {
			next := unicode.SimpleFold(r)
			if next <= r { // it has gone around
				return next
			}
			r = next
		}
	}, name)
}
