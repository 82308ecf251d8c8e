package segment_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/segment"
)

func a(n int) string { return strings.Repeat("a", n) }

func zhe(n int) string { return strings.Repeat("ж", n) }

// The units in each segment say all of the rest: how many there are, and the room.
func TestAnalyze(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		encoding   segment.Encoding
		perSegment []int
		room       int
	}{
		{"empty", "", segment.GSM7, []int{0}, 160},
		{"one character", "a", segment.GSM7, []int{1}, 159},
		{"160 a", a(160), segment.GSM7, []int{160}, 0},
		{"161 a", a(161), segment.GSM7, []int{153, 8}, 145},
		{"306 a", a(306), segment.GSM7, []int{153, 153}, 0},
		{"307 a", a(307), segment.GSM7, []int{153, 153, 1}, 152},
		{"1,600 a", a(1600), segment.GSM7, append(slices.Repeat([]int{153}, 10), 70), 83},
		{"159 a and €", a(159) + "€", segment.GSM7, []int{153, 8}, 145},
		{"158 a and €", a(158) + "€", segment.GSM7, []int{160}, 0},
		{"80 €", strings.Repeat("€", 80), segment.GSM7, []int{160}, 0},
		{"81 €", strings.Repeat("€", 81), segment.GSM7, []int{152, 10}, 143},
		{"€ at the seam is not split", a(152) + "€" + a(10), segment.GSM7, []int{152, 12}, 141},
		{"€ at the second seam is not split", a(305) + "€" + a(1), segment.GSM7, []int{153, 152, 3}, 150},
		{"all of the extension table", "\f^{}\\[~]|€", segment.GSM7, []int{20}, 140},
		{"line breaks count two", strings.Repeat("\r\n", 80), segment.GSM7, []int{160}, 0},
		{"a line break at the seam is split", a(152) + "\r\n" + a(10), segment.GSM7, []int{153, 11}, 142},
		{"è é ù ì ò à", "èéùìòà", segment.GSM7, []int{6}, 154},

		{"70 ж", zhe(70), segment.UCS2, []int{70}, 0},
		{"71 ж", zhe(71), segment.UCS2, []int{67, 4}, 63},
		{"134 ж", zhe(134), segment.UCS2, []int{67, 67}, 0},
		{"135 ж", zhe(135), segment.UCS2, []int{67, 67, 1}, 66},
		{"1,600 ж", zhe(1600), segment.UCS2, append(slices.Repeat([]int{67}, 23), 59), 8},
		{"35 emoji", strings.Repeat("😀", 35), segment.UCS2, []int{70}, 0},
		{"36 emoji", strings.Repeat("😀", 36), segment.UCS2, []int{66, 6}, 61},
		{"a surrogate pair at the seam is not split", zhe(66) + "😀" + zhe(10), segment.UCS2, []int{66, 12}, 55},
		{"one curly apostrophe", a(159) + "’", segment.UCS2, []int{67, 67, 26}, 41},
		{"a backtick", "`", segment.UCS2, []int{1}, 69},
		{"ç is not Ç", "ç", segment.UCS2, []int{1}, 69},
		{"Ç", "Ç", segment.GSM7, []int{1}, 159},
		{"á", "á", segment.UCS2, []int{1}, 69},
		{"a tab", "\t", segment.UCS2, []int{1}, 69},
		{"an escape", "\x1b", segment.UCS2, []int{1}, 69},
		{"€ is one unit of UCS-2", "ж" + strings.Repeat("€", 69), segment.UCS2, []int{70}, 0},
		{"line breaks in UCS-2 count two", "ж" + strings.Repeat("\r\n", 34), segment.UCS2, []int{69}, 1},
		{"a line break at a seam of UCS-2 is split", zhe(66) + "\r\n" + zhe(10), segment.UCS2, []int{67, 11}, 56},
		{"not UTF-8", "\xff\xfe", segment.UCS2, []int{2}, 68},

		{"17 hands with a colour", strings.Repeat("👋🏽", 17), segment.UCS2, []int{68}, 2},
		{"33 hands with a colour", strings.Repeat("👋🏽", 33), segment.UCS2, []int{64, 64, 4}, 63},
		{"flags", strings.Repeat("🇲🇽", 33), segment.UCS2, []int{64, 64, 4}, 63},
		{"families", strings.Repeat("👨‍👩‍👧‍👦", 7), segment.UCS2, []int{66, 11}, 56},
		{"hearts on fire", strings.Repeat("❤️‍🔥", 15), segment.UCS2, []int{65, 10}, 57},
		{"a joiner after a letter ties nothing", strings.Repeat("a\u200d👋", 18), segment.UCS2, []int{66, 6}, 61},
		{"the flag of Wales", strings.Repeat("🏴󠁧󠁢󠁷󠁬󠁳󠁿", 6), segment.UCS2, []int{56, 28}, 39},
		{"keycaps", strings.Repeat("1️⃣", 24), segment.UCS2, []int{66, 6}, 61},
		{"accents of their own", strings.Repeat("e\u0301", 36), segment.UCS2, []int{66, 6}, 61},
		{"Hangul in parts", strings.Repeat("\u1112\u1161\u11ab", 24), segment.UCS2, []int{66, 6}, 61},
		{"a cluster that no segment holds is split", "e" + strings.Repeat("\u0301", 99), segment.UCS2, []int{67, 33}, 34},
		{"so is one of pairs", "👋" + strings.Repeat("🏽", 40), segment.UCS2, []int{66, 16}, 51},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := segment.Analyze(tt.text)
			assert.Equal(t, tt.encoding, got.Encoding)
			assert.Equal(t, tt.perSegment, got.PerSegment)
			assert.Equal(t, tt.room, got.Room)
			assert.Equal(t, len(tt.perSegment), got.Segments)
			assert.Equal(t, utf8.RuneCountInString(tt.text), got.Characters)
			assert.Equal(t, len(tt.perSegment), segment.Count(tt.text))
			assert.Equal(t, tt.encoding == segment.UCS2, len(got.Forcing) > 0)
		})
	}
}

func TestForcing(t *testing.T) {
	t.Parallel()
	assert.Nil(t, segment.Analyze("all of it is in GSM-7: €ÄØ").Forcing)
	assert.Equal(t, []segment.Character{
		{Rune: 'ç', Position: 2, Offset: 2},
		{Rune: '’', Position: 4, Offset: 5},
		{Rune: '👋', Position: 5, Offset: 8},
		{Rune: '🏽', Position: 6, Offset: 12},
		{Rune: '\ufffd', Position: 8, Offset: 17},
		{Rune: '`', Position: 9, Offset: 18},
	}, segment.Analyze("éça’👋🏽\n\xff`").Forcing)
}

// The tables of GSM 03.38, written down once more.
func TestTablesOfGSM(t *testing.T) {
	t.Parallel()
	const basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	const extension = "\f^{}\\[~]|€"
	require.Equal(t, 127, utf8.RuneCountInString(basic), "all but the escape")
	require.Equal(t, 10, utf8.RuneCountInString(extension))
	for r := range rune(0x3000) {
		want := 0
		switch {
		case strings.ContainsRune(basic, r):
			want = 1
		case strings.ContainsRune(extension, r):
			want = 2
		}
		got := segment.Analyze(string(r))
		if want == 0 {
			assert.Equal(t, segment.UCS2, got.Encoding, "%U", r)
			continue
		}
		assert.Equal(t, segment.GSM7, got.Encoding, "%U", r)
		assert.Equal(t, want, got.Units, "%U", r)
	}
}

func TestPrice(t *testing.T) {
	t.Parallel()
	tests := []struct {
		perSegment string
		segments   int
		want       string
	}{
		{"0.0079", 1, "0.0079"},
		{"0.0079", 3, "0.0237"},
		{"0.0079", 11, "0.0869"},
		{"-0.00750", 4, "-0.03000"},
		{"0.1", 3, "0.3"}, // as a float64 it is 0.30000000000000004
		{"0.5", 24, "12.0"},
		{"9.99", 11, "109.89"},
		{"1", 11, "11"},
		{"007", 2, "14"},
		{"0", 3, "0"},
		{"0.0000", 3, "0.0000"},
		{"99999999999999999999.9", 2, "199999999999999999999.8"},
		{"0.0079", 0, "0.0000"},
		{"0.0079", -1, "0.0000"},
	}
	for _, tt := range tests {
		got, err := segment.Analysis{Segments: tt.segments}.Price(tt.perSegment)
		require.NoError(t, err, tt.perSegment)
		assert.Equal(t, tt.want, got, "%s × %d", tt.perSegment, tt.segments)
	}
	for _, price := range []string{"", "-", ".", "0,0079", "0.", ".5", "1e-3", "+1", "$0.0079", "0.0079 ", "--1", "1.2.3", "٣", "NaN", a(1000), strings.Repeat("1", 65)} {
		got, err := segment.Analyze("hello").Price(price)
		assert.Empty(t, got, price)
		var bad *segment.PriceError
		require.ErrorAs(t, err, &bad, price)
		assert.True(t, strings.HasPrefix(price, bad.Price))
		assert.ErrorContains(t, err, "write it with digits and a point, such as 0.0079")
		assert.Less(t, len(err.Error()), 250)
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, seed := range []string{"", "hello", "€ж😀", "👋🏽🇲🇽👨‍👩‍👧‍👦", "\r\n\xff", "e\u0301\u1112\u1161\u11ab", a(200) + "{", zhe(66) + "😀"} {
		f.Add(seed, 9)
	}
	f.Fuzz(func(t *testing.T, text string, times int) {
		text = strings.Repeat(text[:min(len(text), 2000)], min(max(times, 0), 50))
		got := segment.Analyze(text)
		alone, part := 160, 153
		if got.Encoding == segment.UCS2 {
			alone, part = 70, 67
		}
		assert.Equal(t, segment.Count(text), got.Segments)
		assert.Len(t, got.PerSegment, got.Segments)
		sum := 0
		for i, units := range got.PerSegment {
			sum += units
			assert.LessOrEqual(t, units, alone)
			if got.Segments > 1 {
				assert.LessOrEqual(t, units, part)
				assert.Positive(t, units, "segment %d is empty", i)
			}
		}
		assert.Equal(t, got.Units, sum)
		assert.GreaterOrEqual(t, got.Room, 0)
		assert.Equal(t, got.Encoding == segment.UCS2, len(got.Forcing) > 0)
		position, offset := 1, 0 // one pass over the text, because long texts have many forcing characters
		for _, c := range got.Forcing {
			position += utf8.RuneCountInString(text[offset:c.Offset])
			offset = c.Offset
			r, _ := utf8.DecodeRuneInString(text[offset:])
			if r != c.Rune || position != c.Position {
				t.Fatalf("character %d is %q, not %q at %d", c.Position, r, c.Rune, position)
			}
		}
	})
}
