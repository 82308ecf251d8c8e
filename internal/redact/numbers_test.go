package redact

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	accountSID = "AC00000000000000000000000000000001"
	messageSID = "SM00000000000000000000000000000001"
	callSID    = "CA00000000000000000000000000000001"
)

func TestNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "123456": "123456", "1234567": "1234…67", "+14155551234 and +14155556789.": "+1415…34 and +1415…89.",
		"a1234567b12": "a1234…67b12", "123456 1234567": "1234…67", "+1 (415) 555-1234 is wrong": "+1 (415…34 is wrong",
		"12-34-56": "12-34-56", "…\xff1234567": "…\xff1234…67",
	} {
		assert.Equal(t, want, Numbers(text))
	}
}

// separators may be put between the digits of a phone number by people, editors and
// encoders.
func separators() []string {
	return []string{
		"", "-", ".", " ", "/", ",", "_", ":", ";", "*", "|", "~", "#", "+", "=", "'", "\\", "(", ") ", " - ", "--", " (0) ", "\t", "\n", "\r\n",
		"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\uFE58", "\uFE63", "\uFF0D", "\u30FC", "\u00B7", "\u2022", "\u2219", "\u2027",
		"\u00A0", "\u1680", "\u2002", "\u2003", "\u2007", "\u2008", "\u2009", "\u200A", "\u202F", "\u205F", "\u3000",
		"\u00AD", "\u180E", "\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u202A", "\u202C", "\u2066", "\u2069", "\u3164", "\uFE0F\u20E3", "\u0301",
		"%20", "%2D", "%2F", "%2E", "%C2%A0", "%E2%80%91", `\u002d`, `\u00a0`, `\u2011`, `\x20`, `\t`, "&nbsp;", "&#45;", "&#8209;", "&#x2011;", "&ndash;", "…", "\uFFFD", "\xff", "🙂",
	}
}

// writtenSeparators are separators in notations within each other, tags, and letters
// that stand for a dash.
func writtenSeparators() []string {
	return []string{
		"%252D", "%25252D", "%252d", "%25C2%25A0", "%2525252520", "=2D", "=2d", "=C2=A0", "=E2=80=91", "=\r\n", "%3D2D", "=3D2D", "%u2011", `\\u002d`, `\u{2d}`, `\U00002011`, `\\n`,
		"&amp;nbsp;", "&amp;#45;", "&amp;amp;nbsp;", "&#38;nbsp;", "&#x26;#x2d;", "%26nbsp%3B", "&NonBreakingSpace;", "&amp;lt;br&amp;gt;", "&#x2D;", "&hyphen;",
		"<br>", "<br/>", "<BR />", "</b><b>", "</td>\n<td class=\"digits\">", "<!-- x -->", "&lt;br&gt;", "&#60;br&#62;", "%3Cbr%3E", "%253Cbr%253E", `\u003cbr\u003e`, `\x3cbr\x3e`, "=3Cbr=3E",
		"ㅡ", "ᅳ", "ー", "ｰ", "一", "丨", "x", "X", "ｘ", "o", "и", "×",
	}
}

// TestNoNumberIsShown writes a number in every grouping, script and separator.
func TestNoNumberIsShown(t *testing.T) {
	t.Parallel()
	ascii, others := []rune{'0', '\uFF10'}, []rune{'\u0660', '\u06F0', '\u0966', '\U0001D7CE'}
	for i, separator := range append(separators(), writtenSeparators()...) {
		zeros := ascii
		if i < len(separators()) {
			zeros = append(zeros, others...)
		}
		for _, sizes := range [][]int{{11}, {1, 3, 3, 4}, {1, 3, 7}, {2, 2, 2, 2, 3}, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {4, 7}} {
			for _, zero := range zeros {
				number := grouped("14155551234", sizes, separator, zero)
				for _, text := range []string{number, "+" + number, "The 'To' number +" + number + " is not valid", `{"to":"` + number + `"}`, "tel:" + number + "x"} {
					requireNoNumber(t, Numbers(text), separator)
					requireNoNumber(t, Line(text), separator)
				}
			}
		}
	}
}

// grouped writes digits in groups of the given sizes, in another script.
func grouped(digits string, sizes []int, separator string, zero rune) string {
	var groups []string
	for _, size := range sizes {
		group := strings.Map(func(r rune) rune { return r - '0' + zero }, digits[:size])
		groups, digits = append(groups, group), digits[size:]
	}
	return strings.Join(groups, separator)
}

// TestDigitsOfEveryScript are digits, those that Unicode calls letters too.
func TestDigitsOfEveryScript(t *testing.T) {
	t.Parallel()
	scripts := []string{"〇一二三四五六七八九", "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖", "⓪①②③④⑤⑥⑦⑧⑨", "⁰¹²³⁴⁵⁶⁷⁸⁹", "〇〡〢〣〤〥〦〧〨〩"}
	for _, ranges := range unicode.Nd.R16 {
		for zero := rune(ranges.Lo); zero <= rune(ranges.Hi); zero += 10 {
			scripts = append(scripts, digitsFrom(zero))
		}
	}
	for _, ranges := range unicode.Nd.R32 {
		for zero := rune(ranges.Lo); zero <= rune(ranges.Hi); zero += 10 {
			scripts = append(scripts, digitsFrom(zero))
		}
	}
	require.Greater(t, len(scripts), 60)
	for _, script := range scripts {
		digits := []rune(script)
		number := strings.Map(func(r rune) rune { return digits[r-'0'] }, "2025550123")
		want := string([]rune(number)[:4]) + "…" + string([]rune(number)[8:])
		assert.Equal(t, want, Numbers(number))
		assert.Equal(t, want, Line(number))
		assert.Equal(t, "+"+want+" x", Numbers("+"+number+" x"))
		assert.Equal(t, string([]rune(number)[:3])+"-"+string(digits[5])+"…"+string([]rune(number)[8:]), Numbers(string([]rune(number)[:3])+"-"+string([]rune(number)[3:6])+"ㅡ"+string([]rune(number)[6:])))
		escaped := url.QueryEscape(number)
		assert.NotEqual(t, escaped, Numbers(escaped))
		assert.Less(t, len(Numbers(strings.ReplaceAll(url.QueryEscape(escaped), "%25", "%2525"))), 3*len(escaped))
	}
}

func digitsFrom(zero rune) string {
	var b strings.Builder
	for i := range rune(10) {
		b.WriteRune(zero + i)
	}
	return b.String()
}

// TestEscapedDigitsAreDigits in every notation, and in notations within each other.
func TestEscapedDigitsAreDigits(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"%%%02X", "%%%02x", "%%25%02x", "%%2525%02x", `\u%04x`, `\\u%04x`, `\x%02x`, `\U%08x`, `\u{%x}`, "&#%d;", "&#x%x;", "&amp;#%d;", "%%26%%23%d%%3B", "=%02X", "%%u%04x"} {
		var all, wide string
		for _, digit := range "2025550123" {
			all += fmt.Sprintf(format, digit)
			wide += fmt.Sprintf(format, digit-'0'+'０')
		}
		assert.Contains(t, Numbers(all), "…", format)
		assert.Contains(t, Numbers("+"+all+" is wrong"), "…", format)
		if strings.ContainsAny(format, "ud#U") {
			assert.Contains(t, Numbers(wide), "…", format)
		}
	}
	assert.Contains(t, Numbers(`\ud835\udfd0\ud835\udfce\ud835\udfd0\ud835\udfd3\ud835\udfd3\ud835\udfd3\ud835\udfce\ud835\udfcf`), "…")
	for text, want := range map[string]string{
		"202%252D555%252D0123 x": "202%252D5…23 x", "202=2D555=2D0123": "202=2D5…23", "202&amp;nbsp;555&amp;nbsp;0123": "202&amp;nbsp;5…23", "202<br>555<br>0123": "202<br>5…23",
		"202x555x0123": "202x5…23", "202 x 555 x 0123": "202 x 5…23", "202x5550123": "202x5…23", "202ㅡ5550123": "202ㅡ5…23", "二〇二五五五〇一二三": "二〇二五…二三", "二〇二-五五五-〇一二三": "二〇二-五…二三",
		`<a href="tel:+12025550123">+1 202 <b>555</b> 0123</a>`: `<a href="tel:+1202…23</a>`, "a=100%252D5": "a=100%252D5",
	} {
		assert.Equal(t, want, Numbers(text))
	}
}

// requireNoNumber fails when seven digits in a row of +14155551234 can be read in
// the text.
func requireNoNumber(t *testing.T, text, separator string) {
	t.Helper()
	digits := strings.Map(func(r rune) rune {
		for _, zero := range []rune{'0', '\uFF10', '\u0660', '\u06F0', '\u0966', '\U0001D7CE'} {
			if zero <= r && r <= zero+9 {
				return r - zero + '0'
			}
		}
		return -1
	}, strings.ReplaceAll(text, separator, ""))
	for i := range len("14155551234") - 6 {
		require.NotContains(t, digits, "14155551234"[i:i+7], text)
	}
}

// TestOtherDigitsAreShown: an error is of no use without its date, its status
// and the SID that it speaks of.
func TestOtherDigitsAreShown(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 4, 14, 9, 30, 0, 123456789, time.FixedZone("CEST", 2*60*60))
	texts := []string{
		"HTTP 429, code 20429: too many", "code 30007 of 21610", "HTTP/1.1 503", "go1.26.8 linux/amd64", "v1.2.3-rc.4", "wait 1h2m30s, then 500ms or 1.5s",
		"2026-04-14", "2026/04/14", "2026-04-14 09:30:00", "2026/04/14 09:30:00 panic", "09:30:00.123456", "from 2026-04-14T09:30:00Z to 2026-04-15T09:30:00.123456+02:00",
		"The requested resource /2010-04-01/Accounts/" + accountSID + "/Messages/" + messageSID + ".json was not found",
		messageSID, messageSID + ", " + callSID, "read tcp 192.0.2.1:50312->198.51.100.7:443: read: connection reset by peer",
		"dial tcp [2001:db8::1]:443: connect: connection refused", "line 12, column 345: there is no 6",
		"2026-04-14T09%3A30%3A00Z", "2026-04-14T09:30:00.123456789+02:00, then 2026-04-14T09:30:01Z", "1920x1080", "7680x4320 px", "v1.2.3x4", "3x5x7", "HTTP/2 over h2c, 0x1F and 0x2A", "10h30m15s", "10m0.5s 20m0.5s",
		"-0.00750 USD", "0.0079 USD and 0.0075 USD", "price 1.50, 2.00", "trace 4bf92f3577b34da6a3ce929d0e0e4736", "1.0E-4 and 1e-5", "30007 and 30008", "30007 oder 30008", "code=20404&status=404", "<Code>21211</Code><Status>400</Status>", "<Code>21211</Code>\n  <Status>400</Status>", "&lt;Code&gt;21211&lt;/Code&gt;&lt;Status&gt;400&lt;/Status&gt;",
		`{"code":20404,"status":404,"error":30007}`, "a%20b%20c 12%2B34", "HTTP 429=EF", "100% of 2025", "一个三个", "SM00000000000000000000000000000001%2C20404", "go1.26.8 on 4 cores", "a 1 b 2 c 3 d 4 e 5",
	}
	for _, layout := range []string{time.RFC3339Nano, time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC, time.UnixDate, time.StampNano, "2006-01-02 15:04:05.999999999 -0700 MST", time.RFC3339} {
		texts = append(texts, "at "+moment.Format(layout)+" it ended", moment.UTC().Format(layout))
	}
	for _, text := range texts {
		assert.Equal(t, text, Numbers(text))
		assert.Equal(t, strings.Join(strings.Fields(text), " "), Line(text))
	}
}

// TestNumbersThatLookLikeDatesAreMasked: numbers that people write like dates, like
// addresses and like SIDs.
func TestNumbersThatLookLikeDatesAreMasked(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"+2026-04-14", "4155-12-12", "2026-13-14", "2026-04-14 +1 202 555 0123", "20:25:55 50123 x", "415.555.1234", "+202.155.12.34:4567", "202.155.12.34",
		"1920x1080x1920", "30007x30008x30009", "202x555o0123 5550123", "tel%3A2025550123",
		"XSM" + messageSID[2:], messageSID + "0", "sm" + messageSID[2:], "SM" + strings.Repeat("0", 31) + "g", "SM14155551234", "30007, 30008, 30009",
	} {
		assert.Contains(t, Numbers(text), "…", text)
		assert.NotEqual(t, text, Numbers(text))
	}
}

// FuzzNumbers: whatever stands between the digits of a number, it is masked,
// and masking twice is masking once.
func FuzzNumbers(f *testing.F) {
	f.Add("+14155551234 and +14155556789", "-", uint64(4155551234))
	f.Add("123456 1234567", "%2D", uint64(1234567))
	f.Add("…\xff1234567", "\u200b", uint64(99999999999))
	f.Add("2026-04-14T09:30:00Z", "&#45;", uint64(20260414))
	for _, separator := range append(separators(), writtenSeparators()...) {
		f.Add("202"+separator+"555"+separator+"0123", separator, uint64(12025550123))
	}
	f.Fuzz(func(t *testing.T, text, separator string, number uint64) {
		masked := Numbers(text)
		assert.Equal(t, masked, Numbers(masked))
		assert.True(t, utf8.ValidString(masked) || !utf8.ValidString(text))
		if strings.IndexFunc(separator, breaksNumber) >= 0 || number < 1e6 {
			return
		}
		written := strings.Join(strings.Split(fmt.Sprint(number), ""), separator)
		if !isMoment(written) && !areHostPorts(written) {
			assert.Contains(t, Numbers("number "+written), "…")
			assert.Contains(t, Numbers("+"+written+"."), "…")
		}
	})
}
