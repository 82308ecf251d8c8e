package webhook

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// publicURL is what Twilio calls the server.
type publicURL struct {
	scheme string
	user   string // "user:password@", "" for none
	host   string // as it was written, with the port if it was
	prefix string // of the path
}

func parsePublicURL(address string) (*publicURL, error) {
	const remedy = "give scheme and host as in Twilio's settings, such as https://hooks.example.com"
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Host == "": // err would show what it holds
		return nil, &ConfigError{"PublicURL", "is not an address", remedy}
	case !isScheme(strings.ToLower(u.Scheme)):
		return nil, &ConfigError{"PublicURL", "is neither https nor http", remedy}
	case strings.ContainsAny(address, "?#"):
		return nil, &ConfigError{"PublicURL", "has a query or a fragment", remedy}
	}
	scheme, rest, _ := strings.Cut(address, "://")
	authority, path, hasPath := strings.Cut(rest, "/")
	p := &publicURL{scheme: scheme, host: authority}
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		p.user, p.host = authority[:at+1], authority[at+1:]
	}
	if hasPath {
		p.prefix = strings.TrimSuffix("/"+path, "/")
	}
	return p, nil
}

func isScheme(scheme string) bool { return scheme == "https" || scheme == "http" }

// candidates are the parts of the addresses that Twilio may have signed for a
// request. An address is never taken apart and put together again: each part is
// cut from what came.
type candidates struct {
	scheme  string
	users   []string // "user:password@", and "" for none
	hosts   []string
	prefix  string // of the path
	targets []string
}

func (v *Verifier) candidates(r *http.Request) *candidates {
	public := v.public
	if public == nil {
		public = v.publicOf(r)
	}
	scheme := public.scheme
	if isWebSocket(r) {
		scheme = strings.Replace(strings.ToLower(scheme), "http", "ws", 1)
	}
	return &candidates{scheme, users(public, r), hosts(scheme, public.host), public.prefix, targets(r)}
}

// signed returns every address.
func (c *candidates) signed() []string {
	all := make([]string, 0, 4)
	for _, target := range c.targets {
		for _, user := range c.users {
			for _, host := range c.hosts {
				all = append(all, c.scheme+"://"+user+host+c.prefix+target)
			}
		}
	}
	return all
}

// shown returns the addresses as an error may show them: made from the parts that
// are no secret, because a password may hold what ends it in an address.
func (c *candidates) shown() []string {
	var all []string
	for _, target := range c.targets {
		path, query, _ := strings.Cut(target, "?")
		if query != "" {
			path += "?…"
		}
		for _, host := range c.hosts {
			if address := c.scheme + "://" + host + c.prefix + path; !slices.Contains(all, address) {
				all = append(all, address)
			}
		}
	}
	return all
}

// publicOf is what a request says of itself.
func (v *Verifier) publicOf(r *http.Request) *publicURL {
	p := &publicURL{scheme: "http", host: r.Host}
	if r.TLS != nil {
		p.scheme = "https"
	}
	if !v.forwarded {
		return p
	}
	switch strings.ToLower(firstOf(r.Header.Get("X-Forwarded-Proto"))) {
	case "https", "wss": // some proxies name the protocol of a handshake by what it asks for
		p.scheme = "https"
	case "http", "ws":
		p.scheme = "http"
	}
	if host := firstOf(r.Header.Get("X-Forwarded-Host")); host != "" && !strings.ContainsAny(host, moves) {
		p.host = host
	}
	if port := firstOf(r.Header.Get("X-Forwarded-Port")); isPort(port) && withoutPort(p.host) == p.host {
		p.host += ":" + port // hosts tries it without, too
	}
	return p
}

// firstOf is what the outermost proxy said.
func firstOf(list string) string {
	first, _, _ := strings.Cut(list, ",")
	return strings.TrimSpace(first)
}

func isPort(s string) bool {
	return s != "" && len(s) <= 5 && strings.Trim(s, "0123456789") == ""
}

// isWebSocket says that a request is a handshake, as Media Streams send it.
func isWebSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// targets returns the path and query as they were received; node's URL class
// writes an apostrophe in a query as %27 before it is signed, and a WebSocket's
// path may have been signed with a slash at its end or without.
func targets(r *http.Request) []string {
	target := r.RequestURI
	if !strings.HasPrefix(target, "/") { // absolute form, or a request that no server has read
		target = r.URL.RequestURI()
	}
	all := []string{target}
	path, query, hasQuery := strings.Cut(target, "?")
	if isWebSocket(r) {
		other := path + "/"
		if strings.HasSuffix(path, "/") {
			other = strings.TrimSuffix(path, "/")
		}
		all = append(all, join(other, query, hasQuery))
	}
	if strings.Contains(query, "'") {
		all = append(all, path+"?"+strings.ReplaceAll(query, "'", "%27"))
	}
	if strings.Contains(query, "%27") {
		all = append(all, path+"?"+strings.ReplaceAll(query, "%27", "'"))
	}
	return all
}

func join(path, query string, hasQuery bool) string {
	if hasQuery {
		return path + "?" + query
	}
	return path
}

// moves are the characters that would make another part of an address of what
// follows them: whoever sends them in a header would choose what is verified.
const moves = "/?#@\\ \t\r\n"

// users returns the user of the address, which Twilio's page says is not signed,
// and which its libraries' tests sign all the same. The Authorization header has
// it without its escapes, so it is tried with them, and as it is where that is
// safe.
func users(public *publicURL, r *http.Request) []string {
	all := []string{""}
	if public.user != "" {
		all = append(all, public.user)
	}
	name, password, ok := r.BasicAuth()
	if !ok {
		return all
	}
	all = append(all, url.UserPassword(name, password).String()+"@")
	if password == "" {
		all = append(all, url.User(name).String()+"@")
	}
	if strings.ContainsAny(name+password, moves) {
		return all
	}
	all = append(all, name+":"+password+"@")
	if password == "" {
		all = append(all, name+"@")
	}
	return all
}

// hosts returns the host as it is, and with its port removed, or the scheme's own
// added: Twilio signs some webhooks with it and some without.
func hosts(scheme, host string) []string {
	if bare := withoutPort(host); bare != host {
		return []string{host, bare}
	}
	port := ":443"
	if s := strings.ToLower(scheme); s == "http" || s == "ws" {
		port = ":80"
	}
	return []string{host, host + port}
}

// withoutPort cuts the port off a host; what follows the last colon of an IPv6
// address ends with a bracket, and is not a port.
func withoutPort(host string) string {
	colon := strings.LastIndexByte(host, ':')
	if colon < 0 || !isPort(host[colon+1:]) {
		return host
	}
	return host[:colon]
}
