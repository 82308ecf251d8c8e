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
		{name: "empty", encoding: segment.GSM7, perSegment: []int{0}, room: 160},
		{name: "one character", text: "a", encoding: segment.GSM7, perSegment: []int{1}, room: 159},
		{name: "160 a", text: a(160), encoding: segment.GSM7, perSegment: []int{160}, room: 0},
		{name: "161 a", text: a(161), encoding: segment.GSM7, perSegment: []int{153, 8}, room: 145},
		{name: "306 a", text: a(306), encoding: segment.GSM7, perSegment: []int{153, 153}, room: 0},
		{name: "307 a", text: a(307), encoding: segment.GSM7, perSegment: []int{153, 153, 1}, room: 152},
		{name: "1,600 a", text: a(1600), encoding: segment.GSM7, perSegment: append(slices.Repeat([]int{153}, 10), 70), room: 83},
		{name: "159 a and €", text: a(159) + "€", encoding: segment.GSM7, perSegment: []int{153, 8}, room: 145},
		{name: "158 a and €", text: a(158) + "€", encoding: segment.GSM7, perSegment: []int{160}, room: 0},
		{name: "80 €", text: strings.Repeat("€", 80), encoding: segment.GSM7, perSegment: []int{160}, room: 0},
		{name: "81 €", text: strings.Repeat("€", 81), encoding: segment.GSM7, perSegment: []int{152, 10}, room: 143},
		{name: "€ at the seam is not split", text: a(152) + "€" + a(10), encoding: segment.GSM7, perSegment: []int{152, 12}, room: 141},
		{name: "€ at the second seam is not split", text: a(305) + "€" + a(1), encoding: segment.GSM7, perSegment: []int{153, 152, 3}, room: 150},
		{name: "all of the extension table", text: "\f^{}\\[~]|€", encoding: segment.GSM7, perSegment: []int{20}, room: 140},
		{name: "line breaks count two", text: strings.Repeat("\r\n", 80), encoding: segment.GSM7, perSegment: []int{160}, room: 0},
		{name: "a line break at the seam is split", text: a(152) + "\r\n" + a(10), encoding: segment.GSM7, perSegment: []int{153, 11}, room: 142},
		{name: "è é ù ì ò à", text: "èéùìòà", encoding: segment.GSM7, perSegment: []int{6}, room: 154},

		{name: "70 ж", text: zhe(70), encoding: segment.UCS2, perSegment: []int{70}, room: 0},
		{name: "71 ж", text: zhe(71), encoding: segment.UCS2, perSegment: []int{67, 4}, room: 63},
		{name: "134 ж", text: zhe(134), encoding: segment.UCS2, perSegment: []int{67, 67}, room: 0},
		{name: "135 ж", text: zhe(135), encoding: segment.UCS2, perSegment: []int{67, 67, 1}, room: 66},
		{name: "1,600 ж", text: zhe(1600), encoding: segment.UCS2, perSegment: append(slices.Repeat([]int{67}, 23), 59), room: 8},
		{name: "35 emoji", text: strings.Repeat("😀", 35), encoding: segment.UCS2, perSegment: []int{70}, room: 0},
		{name: "36 emoji", text: strings.Repeat("😀", 36), encoding: segment.UCS2, perSegment: []int{66, 6}, room: 61},
		{name: "a surrogate pair at the seam is not split", text: zhe(66) + "😀" + zhe(10), encoding: segment.UCS2, perSegment: []int{66, 12}, room: 55},
		{name: "one curly apostrophe", text: a(159) + "’", encoding: segment.UCS2, perSegment: []int{67, 67, 26}, room: 41},
		{name: "a backtick", text: "`", encoding: segment.UCS2, perSegment: []int{1}, room: 69},
		{name: "ç is not Ç", text: "ç", encoding: segment.UCS2, perSegment: []int{1}, room: 69},
		{name: "Ç", text: "Ç", encoding: segment.GSM7, perSegment: []int{1}, room: 159},
		{name: "á", text: "á", encoding: segment.UCS2, perSegment: []int{1}, room: 69},
		{name: "a tab", text: "\t", encoding: segment.UCS2, perSegment: []int{1}, room: 69},
		{name: "an escape", text: "\x1b", encoding: segment.UCS2, perSegment: []int{1}, room: 69},
		{name: "€ is one unit of UCS-2", text: "ж" + strings.Repeat("€", 69), encoding: segment.UCS2, perSegment: []int{70}, room: 0},
		{name: "line breaks in UCS-2 count two", text: "ж" + strings.Repeat("\r\n", 34), encoding: segment.UCS2, perSegment: []int{69}, room: 1},
		{name: "a line break at a seam of UCS-2 is split", text: zhe(66) + "\r\n" + zhe(10), encoding: segment.UCS2, perSegment: []int{67, 11}, room: 56},
		{name: "not UTF-8", text: "\xff\xfe", encoding: segment.UCS2, perSegment: []int{2}, room: 68},

		{name: "17 hands with a colour", text: strings.Repeat("👋🏽", 17), encoding: segment.UCS2, perSegment: []int{68}, room: 2},
		{name: "33 hands with a colour", text: strings.Repeat("👋🏽", 33), encoding: segment.UCS2, perSegment: []int{64, 64, 4}, room: 63},
		{name: "flags", text: strings.Repeat("🇲🇽", 33), encoding: segment.UCS2, perSegment: []int{64, 64, 4}, room: 63},
		{name: "families", text: strings.Repeat("👨‍👩‍👧‍👦", 7), encoding: segment.UCS2, perSegment: []int{66, 11}, room: 56},
		{name: "hearts on fire", text: strings.Repeat("❤️‍🔥", 15), encoding: segment.UCS2, perSegment: []int{65, 10}, room: 57},
		{name: "a joiner after a letter ties nothing", text: strings.Repeat("a\u200d👋", 18), encoding: segment.UCS2, perSegment: []int{66, 6}, room: 61},
		{name: "the flag of Wales", text: strings.Repeat("🏴󠁧󠁢󠁷󠁬󠁳󠁿", 6), encoding: segment.UCS2, perSegment: []int{56, 28}, room: 39},
		{name: "keycaps", text: strings.Repeat("1️⃣", 24), encoding: segment.UCS2, perSegment: []int{66, 6}, room: 61},
		{name: "accents of their own", text: strings.Repeat("e\u0301", 36), encoding: segment.UCS2, perSegment: []int{66, 6}, room: 61},
		{name: "Hangul in parts", text: strings.Repeat("\u1112\u1161\u11ab", 24), encoding: segment.UCS2, perSegment: []int{66, 6}, room: 61},
		{name: "a Hangul syllable with a vowel behind it", text: strings.Repeat("\uac00\u1161", 36), encoding: segment.UCS2, perSegment: []int{66, 6}, room: 61},
		{name: "Hangul with two vowels", text: "жж" + strings.Repeat("\u1100\u1161\u1161", 23), encoding: segment.UCS2, perSegment: []int{65, 6}, room: 61},
		{name: "a cluster that no segment holds is split", text: "e" + strings.Repeat("\u0301", 99), encoding: segment.UCS2, perSegment: []int{67, 33}, room: 34},
		{name: "so is one of pairs", text: "👋" + strings.Repeat("🏽", 40), encoding: segment.UCS2, perSegment: []int{66, 16}, room: 51},
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
		{perSegment: "0.0079", segments: 1, want: "0.0079"},
		{perSegment: "0.0079", segments: 3, want: "0.0237"},
		{perSegment: "0.0079", segments: 11, want: "0.0869"},
		{perSegment: "-0.00750", segments: 4, want: "-0.03000"},
		{perSegment: "0.1", segments: 3, want: "0.3"}, // as a float64 it is 0.30000000000000004
		{perSegment: "0.5", segments: 24, want: "12.0"},
		{perSegment: "9.99", segments: 11, want: "109.89"},
		{perSegment: "1", segments: 11, want: "11"},
		{perSegment: "007", segments: 2, want: "14"},
		{perSegment: "0", segments: 3, want: "0"},
		{perSegment: "0.0000", segments: 3, want: "0.0000"},
		{perSegment: "99999999999999999999.9", segments: 2, want: "199999999999999999999.8"},
		{perSegment: "0.0079", segments: 0, want: "0.0000"},
		{perSegment: "0.0079", segments: -1, want: "0.0000"},
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
