package twilio

import (
	"errors"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/ascii"
	"github.com/seed15d99369/twilio/internal/form"
)

// Everything about paths is here: templates, the values of their placeholders, and
// links that must lead to a path.

// templateProblem says what is wrong with the path of an operation, "" if nothing is.
func templateProblem(path string) string {
	if path == "" || path[0] != '/' {
		return "does not begin with /"
	}
	for segment := range strings.SplitSeq(path[1:], "/") {
		if problem := segmentProblem(segment); problem != "" {
			return problem
		}
	}
	if strings.Contains(path, "%") {
		return escapesProblem(path)
	}
	return ""
}

func segmentProblem(segment string) string {
	if isEmptyOrDot(segment) {
		return "has an empty or a dot segment"
	}
	before, after, inside := strings.Cut(segment, "{")
	name, after, closed := strings.Cut(after, "}")
	switch {
	case inside && (!closed || strings.ContainsAny(name, "{%")), strings.ContainsAny(before+after, "{}"):
		return "has braces that do not match, or two placeholders in one segment"
	case strings.IndexFunc(segment, ascii.NotVisible) >= 0, strings.ContainsAny(segment, " ?#\\\"<>^`"), strings.Contains(before+after, "|"):
		return "has a character that must be escaped"
	}
	return ""
}

// isEmptyOrDot reports a segment by which a path becomes another one.
func isEmptyOrDot(segment string) bool { return segment == "" || segment == "." || segment == ".." }

// escapesProblem looks at the path as a server does that undoes its escapes.
func escapesProblem(path string) string {
	unescaped, err := url.PathUnescape(path)
	if err != nil {
		return "is not escaped"
	}
	for segment := range strings.SplitSeq(unescaped[1:], "/") {
		if isEmptyOrDot(segment) {
			return "hides an empty or a dot segment in an escape"
		}
	}
	return ""
}

// expandPath fills the placeholders of a path and returns it escaped, behind a prefix.
// Parameters with a path tag fill the placeholders of their names, and ids the others
// in their order.
func expandPath(problems *Problems, prefix string, op *Operation, account string, ids []string, params any) string {
	var b strings.Builder
	const longer = 24 // bytes that an SID has more than its placeholder
	b.Grow(len(prefix) + len(op.Path) + longer*(1+len(ids)))
	b.WriteString(prefix)
	for rest := op.Path; ; {
		literal, after, found := strings.Cut(rest, "{")
		b.WriteString(literal)
		if !found {
			break
		}
		placeholder, tail, _ := strings.Cut(after, "}")
		name, kinds, _ := strings.Cut(placeholder, ":")
		value := account
		if name != accountParam {
			value, ids = pathValue(name, ids, params)
			checkPathValue(problems, name, kinds, value)
		}
		b.WriteString(strings.ReplaceAll(url.QueryEscape(value), "+", "%20")) // + and : are escaped too
		rest = tail
	}
	if len(ids) > 0 {
		problems.Add("On", "has more IDs than the path of "+op.Name+" has placeholders", "give one for each placeholder but {AccountSid}")
	}
	return b.String()
}

// pathValue returns the value of a placeholder and the IDs that are left.
func pathValue(placeholder string, ids []string, params any) (value string, rest []string) {
	for name, value := range form.Values(form.InPath, params) {
		if name == placeholder {
			return value, ids
		}
	}
	if len(ids) == 0 {
		return "", nil
	}
	return ids[0], ids[1:]
}

// nameKind is the kind of a placeholder that takes a name which people choose, in the place
// of an SID or besides it. Such a name may have blanks within: "Room 7".
const nameKind = "name"

// checkPathValue refuses a value that could turn the path into another one, even when a
// proxy on the way undoes the escaping, and an SID of another kind.
func checkPathValue(problems *Problems, name, kinds, value string) {
	remedy := "give the SID that Twilio returned"
	switch {
	case kinds == nameKind:
		remedy = "give the SID that Twilio returned, or the name without blanks around it"
	case kinds == "country":
		_, remedy = form.CountryProblem(value)
	case name == phoneNumberParam, kinds == "e164":
		remedy = "write the number in E.164, digits only: +14155551234"
	case !strings.EqualFold(name[max(len(name)-len("Sid"), 0):], "Sid"):
		remedy = "give the value that names the resource"
	}
	switch {
	case value == "":
		problems.Add(name, "is empty", remedy)
	case value == "." || value == "..":
		problems.Add(name, "is a dot segment", remedy)
	case strings.ContainsAny(value, `/\?#%`):
		problems.Add(name, `has one of / \ ? # %`, remedy)
	case hasBadBlank(value, kinds):
		problem := "has blanks or control characters"
		if kinds != "" && kinds != nameKind && isSID(strings.Join(strings.FieldsFunc(value, isBlankOrControl), ""), kinds) {
			problem, remedy = form.SIDProblem(value, kinds)
		}
		problems.Add(name, problem, remedy)
	case !utf8.ValidString(value):
		problems.Add(name, "is not valid UTF-8", remedy)
	case name == phoneNumberParam && strings.IndexFunc(value, notInNumber) >= 0:
		problems.Add(name, "has characters that no phone number has", remedy)
	case kinds != "":
		if problem, remedy := kindProblem(value, kinds); problem != "" {
			problems.Add(name, problem, remedy)
		}
	}
}

// hasBadBlank reports a blank or a control character where none may be.
func hasBadBlank(value, kinds string) bool {
	if kinds == nameKind && strings.TrimSpace(value) == value {
		value = strings.ReplaceAll(value, " ", "")
	}
	return strings.IndexFunc(value, isBlankOrControl) >= 0
}

// kindProblem holds a value against what stands behind the name of its placeholder: the
// kinds of its SID, "country" for the code of a country, "e164" for a phone number, or "name"
// for any name.
func kindProblem(value, kinds string) (problem, remedy string) {
	switch kinds {
	case nameKind:
		return "", ""
	case "country":
		return form.CountryProblem(value)
	case "e164":
		return form.NumberProblem(value)
	}
	return form.SIDProblem(value, kinds)
}

func isBlankOrControl(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// notInNumber finds invisible marks, digits of other scripts and separators of two
// numbers. The rest is left to Twilio, whose lookup says what is wrong with it.
func notInNumber(r rune) bool { return r > unicode.MaxASCII || r == ',' || r == ';' }

// linkQuery checks that a link leads to a list, on our host and on the list's own
// path, and returns its query. Nothing else of the link is ever used.
func (c *Client) linkQuery(host, path, link string) (query string, err error) {
	u, err := url.Parse(link)
	if err != nil {
		return "", errors.New("it is not a link")
	}
	if u.Opaque != "" || u.User != nil {
		return "", errors.New("it is not a plain link")
	}
	prefixes := c.pathPrefixes(host, u)
	if prefixes == nil {
		return "", errors.New("it leads to another host")
	}
	found := false
	for _, prefix := range prefixes {
		found = found || u.EscapedPath() == prefix+path
	}
	if !found {
		return "", errors.New("it leads to another resource")
	}
	if u.RawQuery == "" || strings.ContainsAny(u.RawQuery, " \t\r\n") {
		return "", errors.New("it names no page")
	}
	return u.RawQuery, nil
}

// pathPrefixes returns the texts that may stand before a path of ours on the link's host, nil
// when the host is not ours. A server under a base URL may write Twilio's own address,
// its own one, or a path alone.
func (c *Client) pathPrefixes(host string, link *url.URL) []string {
	ours := c.hostURL(host)
	switch {
	case link.Host == "" && link.Scheme == "":
		return []string{"", ours.Path}
	case sameOrigin(link, ours):
		return []string{ours.Path}
	case sameOrigin(link, &url.URL{Scheme: "https", Host: host + c.config.hostSuffix}),
		c.config.base.url != nil && sameOrigin(link, &url.URL{Scheme: "https", Host: host + twilioDomain}):
		return []string{""}
	}
	return nil
}
