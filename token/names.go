package token

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// names are those that this package reads in a JSON object, and in the objects
// inside of it. encoding/json takes EXP for exp; other readers do not.
type names struct {
	own   []string
	inner map[string]names
}

var (
	headerNames  = names{own: []string{"alg", "typ", "cty", "kid", "twr", "crit"}}
	payloadNames = names{
		own:   []string{"jti", "iss", "sub", "iat", "nbf", "exp", "grants", "scope"},
		inner: map[string]names{"grants": {own: grantNames[:]}},
	}
)

// unambiguous says that a JSON text means the same to every reader: no object in it
// has a name twice, and where names are ours, none differs from another or from one
// of ours in the case of its letters alone.
func unambiguous(text []byte, ours names) bool {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return readAlike(decoder, ours)
}

// readAlike is unambiguous for the next value.
func readAlike(decoder *json.Decoder, ours names) bool {
	opening, err := decoder.Token()
	if err != nil {
		return false
	}
	switch opening {
	case json.Delim('{'):
		if !namesAlike(decoder, ours) {
			return false
		}
	case json.Delim('['):
		for decoder.More() {
			if !readAlike(decoder, names{}) {
				return false
			}
		}
	default:
		return true
	}
	_, err = decoder.Token() // what closes it
	return err == nil
}

func namesAlike(decoder *json.Decoder, ours names) bool {
	seen := map[string]bool{}
	for decoder.More() {
		key, err := decoder.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return false
		}
		id := name
		if ours.own != nil {
			id = folded(name)
		}
		if seen[id] || ours.imitatedBy(name) || !readAlike(decoder, ours.inner[name]) {
			return false
		}
		seen[id] = true
	}
	return true
}

// imitatedBy says that a name is one of ours but for the case of its letters.
func (n names) imitatedBy(name string) bool {
	return slices.ContainsFunc(n.own, func(own string) bool { return own != name && strings.EqualFold(own, name) })
}

// folded is the same for all names that differ in the case of their letters alone,
// as encoding/json sees it: the Kelvin sign is a K.
func folded(name string) string {
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
