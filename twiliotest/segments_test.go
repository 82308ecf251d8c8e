package twiliotest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSegments(t *testing.T) {
	t.Parallel()
	a := func(n int) string { return strings.Repeat("a", n) }
	zhe := func(n int) string { return strings.Repeat("ж", n) }
	tests := []struct {
		name, text string
		want       int
	}{
		{"empty", "", 1},
		{"160 a", a(160), 1},
		{"161 a", a(161), 2},
		{"306 a", a(306), 2},
		{"307 a", a(307), 3},
		{"1600 a", a(1600), 11},
		{"159 a and €", a(159) + "€", 2},
		{"158 a and €", a(158) + "€", 1},
		{"80 €", strings.Repeat("€", 80), 1},
		{"81 €", strings.Repeat("€", 81), 2},
		{"€ at the border is not split", a(152) + "€" + a(10), 2},
		{"70 ж", zhe(70), 1},
		{"71 ж", zhe(71), 2},
		{"134 ж", zhe(134), 2},
		{"135 ж", zhe(135), 3},
		{"35 emoji", strings.Repeat("😀", 35), 1},
		{"36 emoji", strings.Repeat("😀", 36), 2},
		{"pair at the border is not split", zhe(66) + "😀" + zhe(10), 2},
		{"one curly apostrophe", a(159) + "’", 3},
		{"backtick makes it UCS-2", a(70) + "`", 2},
		{"ç is not Ç", strings.Repeat("ç", 71), 2},
		{"Ç is in GSM", strings.Repeat("Ç", 160), 1},
		{"á is not", strings.Repeat("á", 71), 2},
		{"line breaks count two", strings.Repeat("\r\n", 80), 1},
		{"not UTF-8", "\xff\xfe", 1},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, segments(tt.text), tt.name)
	}
}

func TestGSMTable(t *testing.T) {
	t.Parallel()
	assert.Len(t, []rune(gsmBasic), 127, "all but the escape")
	assert.Len(t, []rune(gsmExtension), 10)
}

func FuzzSegments(f *testing.F) {
	f.Add("hello")
	f.Add("€ж😀")
	f.Fuzz(func(t *testing.T, text string) {
		n := segments(text)
		assert.GreaterOrEqual(t, n, 1)
		assert.LessOrEqual(t, n, len(text)/30+1, "a character is never more than two units")
	})
}

func TestMoney(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"20": "20.00000", "0.0079": "0.00790", "-1.5": "-1.50000", "0.": "0.00000"} {
		m, ok := parseMoney(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, m.String())
	}
	for _, text := range []string{"", ".5", "1.000001", "x", "1e5", "--1", "12345678901", "1.-5"} {
		_, ok := parseMoney(text)
		assert.False(t, ok, text)
	}
}

func FuzzMoney(f *testing.F) {
	f.Add("20.00")
	f.Add("-0.00001")
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := parseMoney(text)
		if !ok {
			return
		}
		again, ok := parseMoney(m.String())
		assert.True(t, ok)
		assert.Equal(t, m, again)
	})
}
