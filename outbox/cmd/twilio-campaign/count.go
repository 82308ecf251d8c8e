package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio/segment"
)

// count is what a campaign consists of.
type count struct {
	recipients, rejects int
	rejectsOf           map[rejectKind]int

	countries map[string]*share // by ISO 3166-1; "" for numbers of which nothing is known
	least     int               // segments of one text
	most      int
	mostLine  int // the first line with as many
	segments  int
	ucs2      int          // texts in UCS-2
	forcing   map[rune]int // characters that force UCS-2, with how many texts have them

	smartSegments int // with Smart Encoding
	smartUCS2     int

	example     string // the first text
	exampleLine int
}

// share is what goes to one country.
type share struct{ recipients, segments int }

func newCount() *count {
	return &count{rejectsOf: map[rejectKind]int{}, countries: map[string]*share{}, forcing: map[rune]int{}}
}

// add counts a line. With smart its text is sent with Smart Encoding.
func (c *count) add(to *recipient, smart bool) {
	if to.reject != nil {
		c.rejects++
		c.rejectsOf[to.reject.kind]++
		return
	}
	plain := segment.Analyze(to.body)
	smarter := plain
	if plain.Encoding == segment.UCS2 {
		text, _ := segment.Smart(to.body)
		smarter = segment.Analyze(text)
	}
	sent := plain
	if smart {
		sent = smarter
	}
	c.addSegments(to, sent.Segments)
	c.smartSegments += smarter.Segments
	if smarter.Encoding == segment.UCS2 {
		c.smartUCS2++
	}
	if sent.Encoding == segment.UCS2 {
		c.ucs2++
		c.addForcing(sent.Forcing)
	}
}

func (c *count) addSegments(to *recipient, segments int) {
	if c.recipients == 0 {
		c.least, c.example, c.exampleLine = segments, strings.Clone(to.body), to.line
	}
	c.recipients++
	c.segments += segments
	c.least = min(c.least, segments)
	if segments > c.most {
		c.most, c.mostLine = segments, to.line
	}
	country := to.to.Country()
	s := c.countries[country]
	if s == nil {
		s = new(share)
		c.countries[country] = s
	}
	s.recipients++
	s.segments += segments
}

// addForcing counts each character of a text once.
func (c *count) addForcing(forcing []segment.Character) {
	for i, f := range forcing {
		if !slices.ContainsFunc(forcing[:i], func(other segment.Character) bool { return other.Rune == f.Rune }) {
			c.forcing[f.Rune]++
		}
	}
}

// countriesInOrder are the countries, that with the most recipients first.
func (c *count) countriesInOrder() []string {
	names := make([]string, 0, len(c.countries))
	for name := range c.countries {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(c.countries[b].recipients, c.countries[a].recipients), cmp.Compare(a, b))
	})
	return names
}

// forcingInOrder are the characters that force UCS-2, the most frequent first.
func (c *count) forcingInOrder() []rune {
	runes := make([]rune, 0, len(c.forcing))
	for r := range c.forcing {
		runes = append(runes, r)
	}
	slices.SortFunc(runes, func(a, b rune) int { return cmp.Or(cmp.Compare(c.forcing[b], c.forcing[a]), cmp.Compare(a, b)) })
	return runes
}
