package twiml_test

import (
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
		if problems := twiml.Check(doc); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

// The worst that 64 kB can hold takes as long for each byte as any other document.
func BenchmarkCheckHostile(b *testing.B) {
	for name, piece := range map[string]string{
		"elements":  "<Sayy/>",
		"languages": `<Say language="xx"/>`,
		"comments":  "a<!---->",
		"lists":     `<Gather input="` + strings.Repeat("x ", 500) + `"/>`,
		"attribute": "<Say a='1'/>",
	} {
		b.Run(name, func(b *testing.B) {
			doc := "<Response>" + strings.Repeat(piece, (64<<10-30)/len(piece)) + "</Response>"
			for b.Loop() {
				_ = twiml.Check(doc)
			}
		})
	}
	b.Run("attributes", func(b *testing.B) {
		var doc strings.Builder
		doc.WriteString("<Response><Gather")
		for i := range 6500 {
			fmt.Fprintf(&doc, " a%d=''", i)
		}
		doc.WriteString("/></Response>")
		for b.Loop() {
			_ = twiml.Check(doc.String())
		}
	})
}
