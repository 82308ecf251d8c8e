package webhook

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// maxAddress bounds path and query of a request, in bytes. The longest that Twilio
// asks for is an incoming message by GET: 1,600 characters of a text take 14,400
// bytes when each is written as three escapes, and the other parameters take less
// than 1,000.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request
const maxAddress = 16 << 10

// address is one that Twilio may have signed, in its parts. An address is never
// taken apart and put together again: each part is cut from what came.
type address struct {
	scheme string // "" when path is the whole address
	user   string // "user:password@", "" for none
	host   string
	prefix string // of the path
	path   string
	query  string // with its question mark
}

func (a *address) appendTo(b []byte) []byte {
	if a.scheme != "" {
		b = append(append(b, a.scheme...), "://"...)
	}
	for _, part := range [...]string{a.user, a.host, a.prefix, a.path, a.query} {
		b = append(b, part...)
	}
	return b
}

// targetOf returns path and query as they were received.
func targetOf(r *http.Request) (path, query string, err error) {
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

// addresses returns every address that Twilio may have signed for a request.
func (v *Verifier) addresses(r *http.Request, path, query string) ([]address, error) {
	servers, err := v.servers(r)
	if err != nil {
		return nil, err
	}
	prefix, err := v.forwardedPrefix(r)
	if err != nil {
		return nil, err
	}
	all := make([]address, 0, 2)
	handshake := isWebSocket(r)
	paths, queries := paths(path, handshake), queries(query)
	for _, s := range servers {
		users := users(s.user(), r)
		for _, scheme := range schemes(s.scheme, handshake) {
			hosts := hosts(scheme, s.hosts)
			for _, path := range paths {
				for _, query := range queries {
					target := address{scheme: scheme, prefix: s.prefix + prefix, path: path, query: query}
					all = appendAddresses(all, &target, users, hosts)
				}
			}
		}
	}
	return all, nil
}

// appendAddresses appends the addresses of a target for each user at each host.
func appendAddresses(all []address, target *address, users, hosts []string) []address {
	for _, user := range users {
		for _, host := range hosts {
			one := *target
			one.user, one.host = user, host
			all = append(all, one)
		}
	}
	return all
}

// schemes returns the scheme of a handshake, or any other as it is written in
// Twilio's settings and in small letters.
func schemes(known string, handshake bool) []string {
	small := strings.ToLower(known)
	if handshake {
		return []string{strings.Replace(small, "http", "ws", 1)}
	}
	return appendNew([]string{known}, small)
}

// isWebSocket says that a request is a handshake, as Media Streams send it.
func isWebSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// paths returns the path as it came, and as it may have been signed: nothing, when
// the settings have no path; what HTTP clients escape although it may stand as it
// is; a WebSocket's with a slash at its end, or without.
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

// queries returns the query as it came, and as it may have been signed: node's URL
// class writes an apostrophe as %27 before it is signed, others do not.
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

// withoutEscapes returns a part of an address as it came, and as it may stand in
// Twilio's settings: HTTP clients escape "@", ":" and what is not ASCII on the way, and
// settings that have one of the two escaped may have the other as it is. Whatever could
// end a part of an address, or begin an escape, stays escaped.
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

// moves are the characters that would make another part of an address of what
// follows them: whoever sends them in a header would choose what is verified.
const moves = "/?#@\\ \t\r\n"

// maxUser bounds the header that has the user of an address, in bytes.
const maxUser = 1024

// users returns the user of the address, which Twilio's page says is not signed,
// and which its libraries' tests sign all the same. The Authorization header has
// it without its escapes, so it is tried with them, and as it is where that is
// safe.
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
	if strings.ContainsAny(name+password, moves) {
		return all
	}
	all = appendNew(all, name+":"+password+"@")
	if password == "" {
		all = appendNew(all, name+"@")
	}
	return all
}

// hosts returns each host as it is, with its port removed, and with the scheme's own
// in its place: Twilio signs some webhooks with it and some without, and a server
// behind a proxy may see a port of its own.
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

// shown returns the addresses as an error may show them: made from the parts that
// are no secret, because a password may hold what ends it in an address, and no more
// of them than a line of a log should hold.
func shown(addresses []address) (all []string) {
	const most = 8
	for _, a := range addresses {
		if a.user != "" || len(all) == most {
			continue // each stands there without a user, too
		}
		a.prefix, a.path = "", cut(a.prefix+cut(a.path))
		if len(a.query) > 1 {
			a.query = "?…"
		}
		all = appendNew(all, string(a.appendTo(nil)))
	}
	return all
}

// cut bounds what is shown of a path; it costs no more for a long one.
func cut(path string) string {
	const most = 200 // bytes
	if len(path) <= most {
		return path
	}
	return strings.ToValidUTF8(path[:most], "") + "…"
}
