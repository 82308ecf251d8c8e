// Package redact makes texts of other parties fit for errors and logs: the message of an
// answer, the error of a transport, a request ID. Such a text may quote the request, hold
// the credentials of anybody, or name phone numbers.
//
// Four filters take out, in this order:
//
//   - [Secrets]: the secrets of the client itself, in all the ways to write them,
//   - [Request]: the parts of its own request, for errors of transports,
//   - [Credentials] and [Addresses]: the credentials of anybody, by their names, and
//     addresses, which may hold a password,
//   - [Numbers]: phone numbers, in every script and with every separator.
//
// [Line] and [Text] apply the last two. Parts of requests and numbers are looked for in
// each reading of a text: as it is written, and with one layer of escapes after another
// removed. A text is filtered before it is cut, because half a secret may not be known for
// one.
package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLine bounds the length of a [Line], in bytes, without the ellipsis behind it.
const MaxLine = 300

// Line makes the text of another party fit for an error or a log: it is a [Text], and at
// most MaxLine bytes long.
func Line(s string) string { return truncate(Text(s), MaxLine) }

// Text makes a text one printable line without phone numbers, without credentials and
// without addresses. It reads the first 8 KiB of the text: an error shows less.
func Text(s string) string {
	return Numbers(Addresses(Credentials(wholeWords(Printable(s), maxRead))))
}

// maxRead bounds the work on the text of another party, in bytes.
const maxRead = 8 << 10

// wholeWords cuts a text behind a word: half a number or half an address might not
// be known for one.
func wholeWords(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return s[:strings.LastIndexByte(s[:limit], ' ')+1] + "…"
}

// Printable writes a text in one line: each run of blanks, line breaks and invisible
// characters becomes one blank, and bytes that are not UTF-8 become U+FFFD.
func Printable(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
}

func truncate(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit] + "…"
}
