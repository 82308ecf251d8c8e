package apitest

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// docLink is how a method names its page of Twilio's documentation.
var docLink = regexp.MustCompile(`(?m)^Twilio docs: https://(www\.)?twilio\.com/docs/\S+$`)

// checkDoc wants one link to Twilio's documentation in the comment of a method.
func (c *check) checkDoc() {
	c.t.Helper()
	src, err := c.sources.of(c.pkgPath)
	if err != nil {
		c.fault("its source cannot be read: %v", err)
		return
	}
	name := c.service + "." + c.name
	doc, found := src.docs[name]
	if links := docLink.FindAllString(doc, -1); found && len(links) != 1 {
		c.fault("the comment of %s has %d lines with a link to Twilio's documentation and not one: end it with\n\t//\n\t// Twilio docs: https://www.twilio.com/docs/…", name, len(links))
	}
}

// checkComments wants a comment for each exported name, which says more than the name.
func (s *suite) checkComments(t reporter, importPath string) {
	t.Helper()
	src, err := s.sources.of(importPath)
	if err != nil {
		t.Errorf("%s: its source cannot be read: %v", s.label(), err)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(src.values)) {
		if src.docs[name] == "" {
			t.Errorf("%s: %s has no comment, and neither has its group (%s): say what it stands for", s.label(), name, src.values[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(src.exported)) {
		if !saysMore(name, src.docs[name]) {
			t.Errorf("%s: the comment of %s says no more than its name: %q (%s)\n\tsay what it is or does, what comes back, and when it fails", s.label(), name, strings.TrimSpace(src.docs[name]), src.exported[name])
		}
	}
}

// filler are words that say nothing.
var filler = []string{"a", "an", "the", "is", "are", "of", "for", "to", "and", "returns", "it", "its", "this", "twilio", "docs"}

// saysMore reports that a comment has a word that is neither filler nor in
// the name.
func saysMore(name, doc string) bool {
	doc = docLink.ReplaceAllString(doc, "")
	known := strings.ToLower(name)
	words := 0
	for _, word := range strings.FieldsFunc(strings.ToLower(doc), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if !slices.Contains(filler, word) && !strings.Contains(known, strings.TrimSuffix(word, "s")) {
			words++
		}
	}
	return words >= 1
}
