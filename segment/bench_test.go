package segment_test

import (
	"strings"
	"testing"

	"github.com/seed15d99369/twilio/segment"
)

func benchTexts() map[string]string {
	return map[string]string{
		"code":     "Your verification code is 123456",
		"GSM-7":    strings.Repeat("a", 1600),
		"Cyrillic": strings.Repeat("ж", 1600),
		"emoji":    strings.Repeat("👋🏽", 800),
	}
}

func BenchmarkCount(b *testing.B) {
	for name, text := range benchTexts() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = segment.Count(text)
			}
		})
	}
}

func BenchmarkAnalyze(b *testing.B) {
	for name, text := range benchTexts() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = segment.Analyze(text)
			}
		})
	}
}

func BenchmarkSmart(b *testing.B) {
	text := strings.Repeat("“It’s” – so… ", 100)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = segment.Smart(text)
	}
}
