// Package segment says how a text message is split into segments, each of which is
// paid for, and why: one curly apostrophe makes a text that fits into one segment
// need three.
//
//	package main
//
//	import (
//		"fmt"
//		"log"
//
//		"github.com/seed15d99369/twilio/segment"
//	)
//
//	func main() {
//		text := "Your table is booked for 7 o’clock"
//		a := segment.Analyze(text)
//		fmt.Println(a.Encoding, a.Segments, a.Room) // UCS-2 1 36
//		for _, c := range a.Forcing {
//			fmt.Printf("%c is character %d\n", c.Rune, c.Position) // ’ is character 29
//		}
//		smart, _ := segment.Smart(text)
//		fmt.Println(segment.Analyze(smart).Encoding) // GSM-7
//		price, err := a.Price("0.0079")
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println(price) // 0.0079
//	}
//
// [Count] returns the number of segments alone. [Analyze] returns the encoding, the
// characters that force it, the size of each segment and the room in the last one.
// [Smart] replaces characters as Twilio's Smart Encoding does.
//
// The rules are those of Twilio's own calculator. They hold for SMS: a WhatsApp
// message and an MMS have one segment each, whatever their text.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-sms-character-limit
package segment

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding is the character encoding of a text message.
type Encoding string

// The encodings. A text is in UCS-2 as soon as one of its characters has no place in
// the tables of GSM-7.
const (
	GSM7 Encoding = "GSM-7" // seven bits a unit; some characters take two units
	UCS2 Encoding = "UCS-2" // sixteen bits a unit; emoji take two units and more
)

// MaxCharacters is the longest body of a message that Twilio accepts, in characters. This
// package counts Unicode code points.
//
// Twilio docs: https://www.twilio.com/docs/errors/21617
const MaxCharacters = 1600

// limits returns the units that one segment holds, alone and as a part of a longer
// message: 140 bytes, of which the parts lose six to a header.
func (e Encoding) limits() (alone, part int) {
	if e == UCS2 {
		return 70, 67
	}
	return 160, 153
}

// Analysis is the result of [Analyze]: the encoding of a text, its segments and its
// characters outside GSM-7.
type Analysis struct {
	Encoding   Encoding
	Segments   int         // at least 1
	Characters int         // Unicode code points; Twilio takes up to MaxCharacters
	Units      int         // septets in GSM-7, 16-bit units in UCS-2
	PerSegment []int       // the units in each segment; their sum is Units
	Room       int         // the units that the last segment still takes
	Forcing    []Character // the characters that have no place in GSM-7; empty when the encoding is GSM-7
}

// Character is a character of a text, with its position.
type Character struct {
	Rune     rune // U+FFFD also stands for a byte that is not UTF-8
	Position int  // which character of the text it is; the first has position 1
	Offset   int  // in bytes, from the beginning of the text
}

// Count returns the number of segments of a text; an empty text counts 1. It
// allocates nothing.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-sms-character-limit
func Count(text string) int {
	encoding, units, _ := measure(text)
	alone, part := encoding.limits()
	if units <= alone {
		return 1
	}
	s := splitter{limit: part}
	s.split(text, encoding)
	return s.full + 1
}

// Analyze returns the encoding and the segments of a text, and the characters that force
// UCS-2. It accepts every text, also one that Twilio refuses because it is empty or too
// long.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-sms-character-limit
func Analyze(text string) Analysis {
	encoding, units, characters := measure(text)
	alone, part := encoding.limits()
	s := splitter{limit: alone, filled: units}
	if units > alone {
		s = splitter{limit: part, sizes: make([]int, 0, units/part+2)}
		s.split(text, encoding)
	}
	a := Analysis{
		Encoding: encoding, Segments: s.full + 1, Characters: characters, Units: units,
		PerSegment: append(s.sizes, s.filled), Room: s.limit - s.filled,
	}
	if encoding == UCS2 {
		a.Forcing = forcing(text)
	}
	return a
}

// measure returns the encoding and the lengths of a text, before it is split.
func measure(text string) (encoding Encoding, units, characters int) {
	encoding = GSM7
	for _, r := range text {
		characters++
		n := septets(r)
		if n == 0 {
			return UCS2, unitsOf(text), utf8.RuneCountInString(text)
		}
		units += n
	}
	return encoding, units, characters
}

// unitsOf counts the 16-bit units of a text.
func unitsOf(text string) (units int) {
	for _, r := range text {
		units += utf16.RuneLen(r)
	}
	return units
}

// forcing lists the characters without a place in GSM-7.
func forcing(text string) (all []Character) {
	position := 0
	for offset, r := range text {
		position++
		if septets(r) == 0 {
			all = append(all, Character{Rune: r, Position: position, Offset: offset})
		}
	}
	return all
}

// splitter fills the segments of a message that needs more than one.
type splitter struct {
	limit  int   // units of one segment
	filled int   // units in the segment that is being filled
	full   int   // segments before that one
	sizes  []int // the units of those; nil for Count, which needs none
}

func (s *splitter) split(text string, encoding Encoding) {
	if encoding == GSM7 {
		for _, r := range text {
			s.add(septets(r))
		}
		return
	}
	for text != "" {
		size := clusterSize(text)
		s.addCluster(text[:size])
		text = text[size:]
	}
}

// addCluster keeps a grapheme cluster in one segment, unless the cluster is larger than a
// segment.
func (s *splitter) addCluster(text string) {
	units := unitsOf(text)
	if units <= s.limit {
		s.add(units)
		return
	}
	for _, r := range text {
		s.add(utf16.RuneLen(r))
	}
}

// add puts units that stay together into the segment, or into the next one.
func (s *splitter) add(units int) {
	if s.filled+units > s.limit {
		s.full++
		if s.sizes != nil {
			s.sizes = append(s.sizes, s.filled)
		}
		s.filled = 0
	}
	s.filled += units
}
