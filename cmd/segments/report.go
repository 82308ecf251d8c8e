package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/seed15d99369/twilio/segment"
)

// report holds the results that are written about a text.
type report struct {
	characters int
	sent       segment.Analysis // as -smart asks
	other      segment.Analysis // the other way
	isSmart    bool
	forcing    []forcing
	each       string // the price of a segment, "" when nobody named one
	price      string
	refused    string // why Twilio refuses the text, "" when Twilio takes it
}

// forcing is a character that forces UCS-2, each time that it stands in the text.
type forcing struct {
	Rune      rune
	Positions []int
	With      *string // the replacement by Smart Encoding; nil when there is none
}

func newReport(text string, opts options) (*report, error) {
	smart, changes := segment.Smart(text)
	plain := segment.Analyze(text)
	r := &report{
		characters: plain.Characters, sent: plain, other: segment.Analyze(smart), isSmart: opts.smart,
		forcing: group(plain.Forcing, changes), each: opts.price, refused: refusal(text),
	}
	if opts.smart {
		r.sent, r.other = r.other, r.sent
	}
	if opts.price == "" {
		return r, nil
	}
	var err error
	r.price, err = r.sent.Price(opts.price)
	return r, err
}

// group lists each character once, in the order of the text.
func group(characters []segment.Character, changes []segment.Replacement) []forcing {
	with := map[rune]*string{}
	for _, c := range changes {
		with[c.Rune] = &c.With
	}
	var groups []forcing
	place := map[rune]int{}
	for _, c := range characters {
		at, known := place[c.Rune]
		if !known {
			at = len(groups)
			place[c.Rune] = at
			groups = append(groups, forcing{Rune: c.Rune, With: with[c.Rune]})
		}
		groups[at].Positions = append(groups[at].Positions, c.Position)
	}
	return groups
}

func (r *report) writeText(w io.Writer) error {
	if r.refused != "" {
		_, err := fmt.Fprintln(w, r.refused)
		return err
	}
	var b strings.Builder
	sends, would := "Twilio sends it", "With Smart Encoding, Twilio would send it"
	if r.isSmart {
		sends, would = "With Smart Encoding, Twilio sends it", "Without Smart Encoding, Twilio would send it"
	}
	fmt.Fprintf(&b, "The text has %s. %s %s.\n", count(r.characters, "character"), sends, describe(r.sent))
	if r.price != "" {
		fmt.Fprintf(&b, "At %s a segment, the text costs %s.\n", r.each, r.price)
	}
	if len(r.forcing) > 0 {
		r.writeForcing(&b)
	}
	switch {
	case slices.ContainsFunc(r.forcing, func(f forcing) bool { return f.With != nil }):
		fmt.Fprintf(&b, "\n%s %s.\n", would, describe(r.other))
	case len(r.forcing) > 0:
		b.WriteString("\nSmart Encoding changes nothing in it.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *report) writeForcing(b *strings.Builder) {
	b.WriteString("\nThese characters have no place in GSM-7, and force UCS-2:\n")
	table := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "code\tposition\twith Smart Encoding\tcharacter")
	for _, f := range r.forcing {
		_, _ = fmt.Fprintf(table, "%U\t%s\t%s\t%s\n", f.Rune, positions(f.Positions), f.becomes(), visible(f.Rune))
	}
	_ = table.Flush() // a strings.Builder takes everything
}

// describe says how a text is sent. A letter stands for one unit, which people need not
// know.
func describe(a segment.Analysis) string {
	segments := count(a.Segments, "segment") + ", which has"
	if a.Segments > 1 {
		segments = count(a.Segments, "segment") + ", the last of which has"
	}
	return fmt.Sprintf("in %s, as %s room for %s", a.Encoding, segments, count(a.Room, "more letter"))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// positions lists the first places where a character stands.
func positions(all []int) string {
	const shown = 3
	var b strings.Builder
	for i, position := range all[:min(len(all), shown)] {
		b.WriteString(strings.Repeat(", ", min(i, 1)) + strconv.Itoa(position))
	}
	if len(all) > shown {
		fmt.Fprintf(&b, " and %d more", len(all)-shown)
	}
	return b.String()
}

// becomes describes the replacement of a character by Smart Encoding.
func (f forcing) becomes() string {
	switch {
	case f.With == nil:
		return "stays"
	case *f.With == "":
		return "is taken away"
	case strings.TrimSpace(*f.With) == "":
		return count(len(*f.With), "blank")
	}
	return *f.With
}

// visible returns a character that a terminal can show by itself, and nothing for the
// others: their code names them.
func visible(r rune) string {
	if unicode.IsPrint(r) && !unicode.IsMark(r) {
		return string(r)
	}
	return ""
}

// jsonReport is a report as -json writes it.
type jsonReport struct {
	Encoding      segment.Encoding `json:"encoding"`
	Segments      int              `json:"segments"`
	Characters    int              `json:"characters"`
	Units         int              `json:"units"`
	PerSegment    []int            `json:"per_segment"`
	Room          int              `json:"room"`
	SmartEncoding bool             `json:"smart_encoding"` // whether it was applied
	Otherwise     jsonOtherwise    `json:"otherwise"`      // the result of the other choice
	Forcing       []jsonForcing    `json:"forcing"`
	Price         string           `json:"price,omitempty"`
	Refused       string           `json:"refused,omitempty"`
}

type jsonOtherwise struct {
	Encoding segment.Encoding `json:"encoding"`
	Segments int              `json:"segments"`
}

type jsonForcing struct {
	Character string  `json:"character"`
	Code      string  `json:"code"`
	Positions []int   `json:"positions"`
	Smart     *string `json:"smart"` // null when the character stays
}

func (r *report) writeJSON(w io.Writer) error {
	out := jsonReport{
		Encoding: r.sent.Encoding, Segments: r.sent.Segments, Characters: r.characters, Units: r.sent.Units,
		PerSegment: r.sent.PerSegment, Room: r.sent.Room, SmartEncoding: r.isSmart,
		Otherwise: jsonOtherwise{r.other.Encoding, r.other.Segments},
		Forcing:   make([]jsonForcing, 0, len(r.forcing)), Price: r.price, Refused: r.refused,
	}
	for _, f := range r.forcing {
		out.Forcing = append(out.Forcing, jsonForcing{string(f.Rune), fmt.Sprintf("%U", f.Rune), f.Positions, f.With})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}
