package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"
)

// say tells what the campaign consists of.
func (p *plan) say(w io.Writer) error {
	var b strings.Builder
	p.sayFile(&b)
	if p.count.recipients > 0 {
		b.WriteString("\n")
		p.sayCountries(&b)
		b.WriteString("\n")
		p.saySegments(&b)
		p.sayTime(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *plan) sayFile(b *strings.Builder) {
	c := p.count
	_, _ = fmt.Fprintf(b, "Campaign %q: %s in %s.\n", p.opts.campaign, plural(c.recipients, "recipient"), p.source)
	if p.found {
		_, _ = fmt.Fprintf(b, "The column %q holds the numbers.\n", p.columns[p.to])
	}
	if c.rejects == 0 {
		return
	}
	_, _ = fmt.Fprintf(b, "%s rejected, and written to %s with the reasons:\n", areWere(c.rejects, "line"), p.opts.rejects)
	for _, k := range rejectKinds {
		switch n := c.rejectsOf[k.kind]; n {
		case 0:
		case 1:
			_, _ = fmt.Fprintf(b, "  1 %s\n", k.kind)
		default:
			_, _ = fmt.Fprintf(b, "  %s %s\n", thousands(n), k.many)
		}
	}
}

// areWere is a number with its noun and verb.
func areWere(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return plural(n, noun) + " are"
}

const mostCountries = 20 // in the table; the others are one row

func (p *plan) sayCountries(b *strings.Builder) {
	const gap = 2
	table := tabwriter.NewWriter(b, 0, 0, gap, ' ', 0)
	row := func(name string, s share, price string) {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", name, thousands(s.recipients), thousands(s.segments), price)
	}
	_, _ = fmt.Fprintln(table, "country\trecipients\tsegments\tprice")
	var rest share
	for i, country := range p.count.countriesInOrder() {
		s := *p.count.countries[country]
		if i >= mostCountries {
			rest.recipients, rest.segments = rest.recipients+s.recipients, rest.segments+s.segments
			continue
		}
		price := "unknown"
		if r, ok := p.prices.of[country]; ok {
			price = r.times(s.segments).in(p.prices.unit)
		}
		row(cmp.Or(country, "unknown"), s, price)
	}
	if rest.recipients > 0 {
		row("others", rest, "")
	}
	price := "unknown"
	total, known, all := p.total()
	switch {
	case known && all:
		price = total.in(p.prices.unit)
	case known:
		price = "more than " + total.in(p.prices.unit)
	}
	row("all", share{p.count.recipients, p.count.segments}, price)
	_ = table.Flush()
	switch {
	case known:
		_, _ = fmt.Fprintf(b, "The price is %s.\n", p.prices.why)
	case p.prices.problem == "":
		_, _ = fmt.Fprintln(b, "The price is not known. Give the price of a segment by -price.")
	}
	if p.prices.problem != "" {
		_, _ = fmt.Fprintf(b, "The price is not known everywhere: %s. Give the price of a segment by -price.\n", p.prices.problem)
	}
}

// total is what everything costs, as far as it is known, and whether that is all.
func (p *plan) total() (total priceRange, known, all bool) {
	all = true
	for country, s := range p.count.countries {
		r, ok := p.prices.of[country]
		switch {
		case !ok:
			all = false
		case !known:
			total, known = r.times(s.segments), true
		default:
			total = total.plus(r.times(s.segments))
		}
	}
	return total, known, all
}

const mostForcing = 8 // characters that are named

func (p *plan) saySegments(b *strings.Builder) {
	c := p.count
	if c.least == c.most {
		_, _ = fmt.Fprintf(b, "Each text has %s.\n", plural(c.least, "segment"))
	} else {
		_, _ = fmt.Fprintf(b, "The texts have %s to %s. The longest is that of line %s.\n", thousands(c.least), plural(c.most, "segment"), thousands(c.mostLine))
	}
	if c.ucs2 == 0 {
		_, _ = fmt.Fprintln(b, "All are sent in GSM-7, with 160 characters in a segment.")
	} else {
		_, _ = fmt.Fprintf(b, "%s sent in UCS-2, with 70 characters in a segment, because of:\n", areWere(c.ucs2, "text"))
		p.sayForcing(b)
	}
	if saved := c.segments - c.smartSegments; !p.opts.smart && saved > 0 {
		_, _ = fmt.Fprintf(b, "With -smart, Twilio replaces what it can: %s then, %s fewer.\n", plural(c.smartSegments, "segment"), thousands(saved))
	}
	_, _ = fmt.Fprintf(b, "\nLine %s gets: %s\n\n", thousands(c.exampleLine), printable(c.example))
}

func (p *plan) sayForcing(b *strings.Builder) {
	for i, r := range p.count.forcingInOrder() {
		if i == mostForcing {
			_, _ = fmt.Fprintf(b, "  and %s more\n", plural(len(p.count.forcing)-i, "character"))
			return
		}
		where := "from the columns"
		if strings.ContainsRune(p.text.source, r) {
			where = "in the text itself"
		}
		_, _ = fmt.Fprintf(b, "  %s U+%04X  in %s, %s\n", printable(string(r)), r, plural(p.count.forcing[r], "text"), where)
	}
}

// printable is a text on which no terminal acts.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return '↵'
		case !unicode.IsPrint(r), unicode.Is(unicode.Mn, r):
			return '·'
		}
		return r
	}, text)
}

// longestQueue is how long Twilio keeps messages for a sender that cannot send them yet, in hours.
const longestQueue = 10

func (p *plan) sayTime(b *strings.Builder) {
	s, c := p.opts.speed, p.count
	_, _ = fmt.Fprintf(b, "At %s (%s), sending takes %s.\n", perSecond(s.perSecond), s.why, s.time(c.recipients))
	queue := s.queue(c.recipients, c.segments)
	if queue > 0 {
		_, _ = fmt.Fprintf(b, "Twilio counts segments, and sends the last text %s later.\n", queue)
	}
	if queue.Hours() > longestQueue {
		_, _ = fmt.Fprintf(b, "Twilio keeps texts for %d hours and refuses more: send fewer a second by -rate.\n", longestQueue)
	}
}

// howToSend says what to do after a dry run.
func (p *plan) howToSend() string {
	switch {
	case p.noClient != nil:
		return "Nothing was sent. Set the credentials in the environment, and add -send for a simulator, or -send -live for Twilio."
	case p.target.loopback:
		return fmt.Sprintf("Nothing was sent. Add -send to send to the simulator at %s.", p.target.host)
	}
	return "Nothing was sent. Add -send -live to send to Twilio, which costs money and reaches people."
}

func perSecond(rate float64) string {
	if rate == 1 {
		return "1 message a second"
	}
	return fmt.Sprintf("%g messages a second", rate)
}
