package twiml_test

import (
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
