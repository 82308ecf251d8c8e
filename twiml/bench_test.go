package twiml_test

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/seed15d99369/twilio/twiml"
)

// menu is the document whose cost the project budgets.
func menu() *twiml.Response {
	return twiml.Voice(
		twiml.Say{Text: "Please press 1 for support"},
		twiml.Gather{NumDigits: 1, Action: "/handle-input", Children: []twiml.GatherChild{twiml.Say{Text: "Press any key to continue"}}},
	)
}

func BenchmarkBuildAndRender(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = menu().String()
	}
}

func BenchmarkRender(b *testing.B) {
	b.ReportAllocs()
	doc := menu()
	for b.Loop() {
		_ = doc.String()
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	doc := menu().String()
	for b.Loop() {
		if _, err := twiml.Parse(doc); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	b.ReportAllocs()
	doc := menu().String()
	for b.Loop() {
		_ = twiml.Check(doc)
	}
}

// large holds documents of a size in bytes that are as bad as can be, and good ones.
var large = map[string]func(size int) string{
	"menus": func(size int) string {
		return filled(`<Gather numDigits="1" action="/a"><Say>Press 1</Say></Gather>`, size)
	},
	"texts":      func(size int) string { return filled("word ", size) },
	"elements":   func(size int) string { return filled("<Sayy/>", size) },
	"languages":  func(size int) string { return filled(`<Say language="xx"/>`, size) },
	"comments":   func(size int) string { return filled("a<!---->", size) },
	"lists":      func(size int) string { return filled(`<Gather input="`+strings.Repeat("x ", 500)+`"/>`, size) },
	"attribute":  func(size int) string { return filled("<Say a='1'/>", size) },
	"attributes": manyAttributes,
	"long names": func(size int) string { return filled("<Gather "+strings.Repeat("a", 64)+"='1'/>", size) },
	"speech": func(size int) string {
		return "<Response><Say>" + strings.Repeat("a<s/>", (size-50)/len("a<s/>")) + "</Say></Response>"
	},
	"deep and unknown": func(size int) string {
		return filled("<Say>"+strings.Repeat("<prosody x='1'>", 60)+"<a/>"+strings.Repeat("</prosody>", 60)+"</Say>", size)
	},
	"name": func(size int) string {
		return "<Response><" + strings.Repeat("n", size/2) + strings.Repeat(" a='1'/><Say b='1'", size/40) + "/></Response>"
	},
	"depth": func(size int) string {
		return filled("<Say>"+strings.Repeat("<prosody>", 60)+"a"+strings.Repeat("</prosody>", 60)+"</Say>", size)
	},
}

func filled(piece string, size int) string {
	return "<Response>" + strings.Repeat(piece, (size-30)/len(piece)) + "</Response>"
}

func manyAttributes(size int) string {
	var doc strings.Builder
	doc.WriteString("<Response><Gather")
	for i := 0; doc.Len() < size-40; i++ {
		fmt.Fprintf(&doc, " a%d=''", i)
	}
	doc.WriteString("/></Response>")
	return doc.String()
}

// Whatever it holds, a document takes as long for each byte when it is large.
func BenchmarkCheckLarge(b *testing.B) {
	for name, doc := range large {
		for _, size := range []int{64 << 10, 256 << 10, 1 << 20} {
			b.Run(fmt.Sprintf("%s/%dkB", name, size>>10), func(b *testing.B) {
				text := doc(size)
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				for b.Loop() {
					_ = twiml.Check(text)
				}
			})
		}
	}
}

// BenchmarkTokens is the base of the two above: encoding/xml reads the document.
func BenchmarkTokens(b *testing.B) {
	b.ReportAllocs()
	doc := menu().String()
	for b.Loop() {
		decoder := xml.NewDecoder(strings.NewReader(doc))
		for {
			if _, err := decoder.RawToken(); err != nil {
				break
			}
		}
	}
}
