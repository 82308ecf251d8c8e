package errorbody

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// toUTF8 returns a text in UTF-8. It is written otherwise when it begins with the
// byte order mark of UTF-16, or when its XML declaration names an encoding of one
// byte a character. Bytes that are UTF-8 stay as they are, whatever is declared.
func toUTF8(text []byte) []byte {
	const shortest = 4 // bytes: the mark and one character
	switch {
	case len(text) < shortest:
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		return fromUTF16(text[2:], binary.LittleEndian)
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		return fromUTF16(text[2:], binary.BigEndian)
	case !utf8.Valid(text) && slices.Contains(westernEncodings[:], xmlEncoding(text)):
		return fromWindows1252(text)
	}
	return text
}

// fromUTF16 leaves out half a character at the end.
func fromUTF16(text []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// westernEncodings are read as windows-1252, as browsers do: it differs from
// ISO-8859-1 only where that has control characters.
// https://encoding.spec.whatwg.org/#names-and-labels
var westernEncodings = [...]string{
	"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "us-ascii", "ascii", "windows-1252", "cp1252",
}

// xmlEncoding returns the encoding that an XML declaration names, in small letters,
// "" when there is none.
func xmlEncoding(text []byte) string {
	declaration, isXML := bytes.CutPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("<?xml"))
	declaration, _, closed := bytes.Cut(declaration, []byte("?>"))
	_, value, named := bytes.Cut(declaration, []byte("encoding"))
	if !isXML || !closed || !named {
		return ""
	}
	value = bytes.TrimLeft(value, " \t\r\n=")
	if len(value) == 0 {
		return ""
	}
	name, _, _ := bytes.Cut(value[1:], value[:1]) // between quotation marks of one kind
	return strings.ToLower(string(name))
}

// windows1252 are the characters from 0x80 to 0x9F.
var windows1252 = [...]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

func fromWindows1252(text []byte) []byte {
	var b bytes.Buffer
	for _, c := range text {
		if r := rune(c); 0x80 <= r && r <= 0x9F {
			b.WriteRune(windows1252[r-0x80])
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}
