package e164_test

import (
	"testing"

	"github.com/nyaruka/phonenumbers"

	"github.com/seed15d99369/twilio/e164"
)

var benchNumbers = []struct{ name, text, region string }{
	{name: "e164", text: "+14155552671"},
	{name: "international", text: "+44 7700 900123"},
	{name: "brackets", text: "(415) 555-0123", region: "US"},
	{name: "trunk", text: "07700 900123", region: "GB"},
	{name: "dialled", text: "0030 210 000 0000", region: "GR"},
}

func BenchmarkValid(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if !e164.Valid("+14155552671") {
			b.Fatal("not valid")
		}
	}
}

// BenchmarkParse stands beside BenchmarkPhonenumbers: Parse takes at most 1.1
// times as long.
func BenchmarkParse(b *testing.B) {
	for _, n := range benchNumbers {
		b.Run(n.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e164.Parse(n.text, n.region); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPhonenumbers(b *testing.B) {
	for _, n := range benchNumbers {
		b.Run(n.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				read, err := phonenumbers.ParseAndKeepRawInput(n.text, n.region)
				if err != nil || phonenumbers.Format(read, phonenumbers.E164) == "" {
					b.Fatal(err)
				}
			}
		})
	}
}
