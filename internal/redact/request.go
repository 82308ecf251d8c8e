package redact

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// Request takes out of a text the parts of a request by which the request can be known:
// its address, its header, its parameters and its body, raw or escaped, whole or cut
// short. The body is given on its own, because that of the request was read. Template is
// the path of the operation, with placeholders: its words are Twilio's, and stay.
//
// Request reads the first 8 KiB of the text.
func Request(text string, req *http.Request, body []byte, template string) string {
	return hideParts(wholeWords(text, maxRead), requestParts(req, body, template))
}

// requestPart is a piece of a request that a text may show.
type requestPart struct {
	text []rune
	name string // of a parameter, behind which a short value is known too
}

// requestParts returns the texts by which a request can be shown.
func requestParts(req *http.Request, body []byte, template string) []requestPart {
	const shortest = 8 // bytes: shorter texts stand in ordinary words
	body = withoutFiles(req, body)
	parts := requestValues(req.URL, body)
	add := func(texts ...string) {
		for _, text := range texts {
			if len(text) >= shortest {
				parts = append(parts, requestPart{text: []rune(text)})
			}
		}
	}
	query, _ := url.QueryUnescape(req.URL.RawQuery)
	form, _ := url.QueryUnescape(string(body))
	add(req.URL.String(), req.URL.Path, req.URL.RawQuery, query, form)
	for segment := range strings.SplitSeq(req.URL.Path, "/") {
		if !isWord(segment) || !strings.Contains(template, "/"+segment) { // a word of Twilio, such as Verifications
			add(segment)
		}
	}
	for name, values := range req.Header {
		if !slices.Contains(commonHeaders[:], name) {
			add(values...)
		}
	}
	numbers := strings.Trim(fmt.Sprintf("%d", body), "[]")
	written := hex.EncodeToString(body)
	add(string(body), numbers, written, strings.ToUpper(written), base64.StdEncoding.EncodeToString(body))
	for _, part := range parts {
		if plain, changed := newReading(string(part.text)).unescaped(); changed { // a text around it may be unescaped
			parts = append(parts, requestPart{[]rune(plain.text(0, len(plain))), part.name})
		}
	}
	return parts
}

// withoutFiles leaves out the end of a long form with files, which stand behind its
// fields: looking for megabytes of a file in an error takes minutes.
func withoutFiles(req *http.Request, body []byte) []byte {
	const longest = 64 << 10
	if strings.HasPrefix(req.Header.Get("Content-Type"), "multipart/") && len(body) > longest {
		return body[:longest]
	}
	return body
}

// commonHeaders say nothing about a request.
var commonHeaders = [...]string{"Accept", "Cache-Control", "Content-Type", "User-Agent"}

// requestValues are the parameters of the query and of the body, whether that is a
// form or JSON.
func requestValues(u *url.URL, body []byte) []requestPart {
	values := u.Query()
	var tree any
	if json.Unmarshal(body, &tree) == nil {
		collectTexts(values, "", tree)
	} else {
		form, _ := url.ParseQuery(string(body)) // as far as it can be read
		for name, texts := range form {
			values[name] = append(values[name], texts...)
		}
	}
	var parts []requestPart
	for name, texts := range values {
		for _, text := range texts {
			if text != "" {
				parts = append(parts, requestPart{[]rune(text), name})
			}
		}
	}
	return parts
}

// collectTexts adds the strings and numbers of a JSON value under the names that they
// have.
func collectTexts(values url.Values, name string, tree any) {
	switch v := tree.(type) {
	case string:
		values.Add(name, v)
	case float64:
		values.Add(name, fmt.Sprint(v))
	case []any:
		for _, item := range v {
			collectTexts(values, name, item)
		}
	case map[string]any:
		for key, item := range v {
			collectTexts(values, key, item)
		}
	}
}

// hiddenPart stands where a part of a request was. It is too short to be taken for a part
// itself.
const hiddenPart = "[…]"

// hideParts replaces the parts in a text, in each of its readings: a transport may have
// escaped them, and escaped the result once more. Beginnings come last, because an escape
// ends a part that is read with too few layers removed.
func hideParts(text string, parts []requestPart) string {
	for layers := range maxLayers {
		text = hideInReading(text, parts, layers, true)
	}
	for layers := range maxLayers {
		text = hideInReading(text, parts, maxLayers-1-layers, false)
	}
	return text
}

// hideInReading replaces the parts in the reading of a text with so many layers of
// escapes removed, if it has as many.
func hideInReading(text string, parts []requestPart, layers int, whole bool) string {
	t := newReading(text)
	for range layers {
		plain, changed := t.unescaped()
		if !changed {
			return text
		}
		t = plain
	}
	return t.hide(text, parts, whole)
}

func isWord(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// hide returns s, of which t is a reading, without the parts: the longest of those
// that begin at one place. Whole says that beginnings of parts stay.
func (t reading) hide(s string, parts []requestPart, whole bool) string {
	var b strings.Builder
	copied := 0
	for i := 0; i < len(t); {
		length := 0
		for _, part := range parts {
			if shown := t.shows(part, i); !whole || shown == len(part.text) {
				length = max(length, shown)
			}
		}
		if length > 0 {
			b.WriteString(s[copied:t[i].start] + hiddenPart)
			copied = t[i+length-1].end
		}
		i += max(length, 1)
	}
	return b.String() + s[copied:]
}

// shows returns how much of a part the reading shows at i: all of it, its beginning
// where that is no chance, or nothing. A short part counts where it stands alone, a
// very short one behind its name. An address counts as a whole, because its beginning
// is that of others.
func (t reading) shows(part requestPart, i int) int {
	const shortest, noChance = 4, 12 // characters
	length := t.commonPrefix(part.text, i)
	switch {
	case length == 0, length < len(part.text) && (length < noChance || part.isAddress()):
		return 0
	case length < noChance && !t.standsAlone(i, i+length), length < shortest && !t.isBehind(part.name, i):
		return 0
	}
	return length
}

func (p requestPart) isAddress() bool {
	scheme, _, found := strings.Cut(string(p.text), "://")
	return found && isWord(scheme)
}

// commonPrefix takes all blanks for the same, and a plus sign for one, which forms
// write so.
func (t reading) commonPrefix(part []rune, start int) int {
	n := 0
	for n < min(len(part), len(t)-start) {
		if char := t[start+n].char; char != part[n] && (!unicode.IsSpace(part[n]) || char != '+' && !unicode.IsSpace(char)) {
			break
		}
		n++
	}
	return n
}

func (t reading) standsAlone(start, end int) bool {
	return (start == 0 || ascii.NotAlphanumeric(t[start-1].char)) && (end == len(t) || ascii.NotAlphanumeric(t[end].char))
}

// isBehind knows how forms, JSON and Go write a value behind its name.
func (t reading) isBehind(name string, i int) bool {
	const signs, longest = "=:[{(\"'\\ \t\r\n", 40
	before := t.text(max(0, i-len(name)-longest), i)
	between := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(before, signs), "[]string"), signs)
	return name != "" && len(between) < len(before) && strings.HasSuffix(strings.ToLower(between), strings.ToLower(name))
}
