package webhook

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// maxAddress bounds path and query of a request, in bytes. Twilio's longest request is an
// incoming message by GET: 1,600 characters of a text take 14,400
// bytes when each is written as three escapes, and the other parameters take less
// than 1,000.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
const maxAddress = 16 << 10

// candidate is an address that Twilio may have signed, in its parts. An address is never
// parsed and encoded again: each part is a substring of the request's own.
type candidate struct {
	scheme string // "" when path is the whole address
	user   string // "user:password@", "" for none
	host   string
	prefix string // of the path
	path   string
	query  string // with its question mark
}

func (c *candidate) appendTo(b []byte) []byte {
	if c.scheme != "" {
		b = append(append(b, c.scheme...), "://"...)
	}
	for _, part := range [...]string{c.user, c.host, c.prefix, c.path, c.query} {
		b = append(b, part...)
	}
	return b
}

// requestTarget returns path and query as they were received.
func requestTarget(r *http.Request) (path, query string, err error) {
	if r.URL == nil {
		return "", "", &SignatureError{Reason: ErrWrongSignature}
	}
	target := r.RequestURI
	if !strings.HasPrefix(target, "/") { // absolute form, or a request that no server has read
		if len(r.URL.Opaque)+max(len(r.URL.Path), len(r.URL.RawPath))+len(r.URL.RawQuery) > maxAddress {
			return "", "", &SignatureError{Reason: ErrAddressTooLong}
		}
		target = r.URL.RequestURI()
	}
	switch {
	case len(target) > maxAddress:
		return "", "", &SignatureError{Reason: ErrAddressTooLong}
	case !strings.HasPrefix(target, "/"): // it would go on with the host
		return "", "", &SignatureError{Reason: ErrWrongSignature}
	}
	if mark := strings.IndexByte(target, '?'); mark >= 0 {
		return target[:mark], target[mark:], nil
	}
	return target, "", nil
}

// candidates returns every address that Twilio may have signed for a request.
func (v *Verifier) candidates(r *http.Request, path, query string) ([]candidate, error) {
	servers, err := v.baseURLs(r)
	if err != nil {
		return nil, err
	}
	prefix, err := v.forwardedPrefix(r)
	if err != nil {
		return nil, err
	}
	all := make([]candidate, 0, 2)
	handshake := isWebSocket(r)
	paths, queries := paths(path, handshake), queries(query)
	for _, s := range servers {
		users := users(s.user(), r)
		for _, scheme := range schemes(s.scheme, handshake) {
			hosts := hosts(scheme, s.hosts)
			for _, path := range paths {
				for _, query := range queries {
					target := candidate{scheme: scheme, prefix: s.prefix + prefix, path: path, query: query}
					all = appendCandidates(all, &target, users, hosts)
				}
			}
		}
	}
	return all, nil
}

// appendCandidates appends the candidates of a target for each user at each host.
func appendCandidates(all []candidate, target *candidate, users, hosts []string) []candidate {
	for _, user := range users {
		for _, host := range hosts {
			one := *target
			one.user, one.host = user, host
			all = append(all, one)
		}
	}
	return all
}

// schemes returns ws or wss for a handshake of a WebSocket. For any other request it
// returns the scheme as Twilio's settings write it, and in small letters.
func schemes(known string, handshake bool) []string {
	small := strings.ToLower(known)
	if handshake {
		return []string{strings.Replace(small, "http", "ws", 1)}
	}
	return appendNew([]string{known}, small)
}

// isWebSocket says whether a request is the handshake of a WebSocket, as Media Streams
// send it.
func isWebSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// paths returns the path as it came, and the other forms in which Twilio may have signed
// it:
//   - empty, when the settings have no path;
//   - without the escapes that an HTTP client adds on the way;
//   - for a WebSocket, with or without a slash at its end.
func paths(path string, handshake bool) []string {
	all := withoutEscapes(path)
	if path == "/" {
		return append(all, "")
	}
	if !handshake {
		return all
	}
	if bare, ok := strings.CutSuffix(path, "/"); ok {
		return append(all, bare)
	}
	return append(all, path+"/")
}

// queries returns the query as it came, and the other forms in which Twilio may have
// signed it: an apostrophe may have been signed as %27, or the other way round.
func queries(query string) []string {
	all := withoutEscapes(query)
	for _, query := range all {
		if strings.Contains(query, "'") {
			all = append(all, strings.ReplaceAll(query, "'", "%27"))
		}
		if strings.Contains(query, "%27") {
			all = append(all, strings.ReplaceAll(query, "%27", "'"))
		}
	}
	return all
}

// withoutEscapes returns a part of an address as it came, and as it may stand in Twilio's
// settings. HTTP clients escape "@", ":" and characters outside ASCII on the way. The
// settings may escape either of these two groups and not the other. A character that
// could end a part of an address, or begin an escape, stays escaped.
func withoutEscapes(part string) []string {
	all := []string{part}
	if !strings.Contains(part, "%") {
		return all
	}
	all = appendNew(all, unescaped(part, func(c byte) bool { return c == '@' || c == ':' }))
	for _, part := range all {
		all = appendNew(all, unescaped(part, func(c byte) bool { return c >= utf8.RuneSelf }))
	}
	return all
}

// unescaped writes the bytes that are wanted without their escapes.
func unescaped(s string, wanted func(c byte) bool) string {
	var b strings.Builder
	copied := 0
	for i := 0; i+2 < len(s); i++ {
		if s[i] != '%' {
			continue
		}
		high, isHigh := unhex(s[i+1])
		low, isLow := unhex(s[i+2])
		if !isHigh || !isLow {
			continue
		}
		if c := high<<4 | low; wanted(c) {
			b.WriteString(s[copied:i])
			b.WriteByte(c)
			copied = i + 3
		}
		i += 2
	}
	if copied == 0 {
		return s
	}
	b.WriteString(s[copied:])
	return b.String()
}

// unhex reads a hexadecimal digit.
func unhex(digit byte) (value byte, ok bool) {
	switch {
	case '0' <= digit && digit <= '9':
		return digit - '0', true
	case 'A' <= digit && digit <= 'F':
		return digit - 'A' + 10, true
	case 'a' <= digit && digit <= 'f':
		return digit - 'a' + 10, true
	}
	return 0, false
}

// delimiters are the characters that end one part of a URL and begin another. With one of
// them in the Authorization header, the sender would choose the address that is verified.
const delimiters = "/?#@\\ \t\r\n"

// maxUser bounds the header that has the user of an address, in bytes.
const maxUser = 1024

// users returns the forms in which the user of the address may be signed. Twilio's page
// says that the user is not signed; the tests of Twilio's libraries sign it. The
// Authorization header has the user without escapes. So users returns it with escapes, and
// without them if it has no delimiters.
func users(known string, r *http.Request) []string {
	all := appendNew([]string{""}, known)
	if len(r.Header.Get("Authorization")) > maxUser {
		return all
	}
	name, password, ok := r.BasicAuth()
	if !ok {
		return all
	}
	all = appendNew(all, url.UserPassword(name, password).String()+"@")
	if password == "" {
		all = appendNew(all, url.User(name).String()+"@")
	}
	if strings.ContainsAny(name+password, delimiters) {
		return all
	}
	all = appendNew(all, name+":"+password+"@")
	if password == "" {
		all = appendNew(all, name+"@")
	}
	return all
}

// hosts returns each host as it is, without its port, and with the default port of the
// scheme. Twilio signs some webhooks with the default port and some without it, and a
// server behind a proxy may see the port of the proxy.
func hosts(scheme string, spellings []string) []string {
	port := ":443"
	if s := strings.ToLower(scheme); s == "http" || s == "ws" {
		port = ":80"
	}
	all := make([]string, 0, 3)
	for _, host := range spellings {
		bare := withoutPort(host)
		all = appendNew(appendNew(appendNew(all, host), bare), bare+port)
	}
	return all
}

// redactedAddresses returns the addresses in the form that an error may show: without
// users and queries, and only a few. It is made from the parts, because a password may
// hold a delimiter.
func redactedAddresses(candidates []candidate) (all []string) {
	const most = 8
	for _, c := range candidates {
		if c.user != "" || len(all) == most {
			continue // there is a candidate without a user for each that has one
		}
		c.prefix, c.path = "", truncate(c.prefix+truncate(c.path))
		if len(c.query) > 1 {
			c.query = "?…"
		}
		all = appendNew(all, string(c.appendTo(nil)))
	}
	return all
}

// truncate bounds the length of a path in an error. Its cost does not grow with the path.
func truncate(path string) string {
	const most = 200 // bytes
	if len(path) <= most {
		return path
	}
	return strings.ToValidUTF8(path[:most], "") + "…"
}
