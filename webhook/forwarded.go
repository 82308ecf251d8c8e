package webhook

import (
	"net/http"
	"strings"
)

// TrustForwardedHeaders believes X-Forwarded-Proto, -Host and -Port. Use it only
// behind a proxy of your own that sets them, or removes those of others: whoever may
// set them chooses the address that is verified. [Hosts] says which hosts count
// still. [PublicURL] is safer, and excludes it. The header Forwarded of RFC 7239 is
// not read.
func TrustForwardedHeaders() Option {
	return func(v *Verifier) error {
		v.forwarded = true
		return nil
	}
}

// TrustForwardedPrefix believes X-Forwarded-Prefix: the path that a proxy has taken
// off, such as /tenant, is put before the path of the request. Use it only behind a
// proxy of your own that takes a path off, sets the header itself, and removes those
// of others: whoever may set it can send a request that Twilio signed for
// /tenant/status to /status. A [PublicURL] with that path is safer when there is only
// one, and excludes it. A prefix that is not a plain path is refused.
func TrustForwardedPrefix() Option {
	return func(v *Verifier) error {
		v.prefixed = true
		return nil
	}
}

// arrival returns the scheme and the host by which a request came.
func (v *Verifier) arrival(r *http.Request) (scheme, host string) {
	scheme, host = "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if !v.forwarded {
		return scheme, host
	}
	switch proto := firstOf(r.Header.Get("X-Forwarded-Proto")); {
	case strings.EqualFold(proto, "https"), strings.EqualFold(proto, "wss"): // some proxies name the protocol of a handshake by what it asks for
		scheme = "https"
	case strings.EqualFold(proto, "http"), strings.EqualFold(proto, "ws"):
		scheme = "http"
	}
	if forwarded := firstOf(r.Header.Get("X-Forwarded-Host")); isHost(forwarded) {
		host = forwarded
	}
	if port := firstOf(r.Header.Get("X-Forwarded-Port")); isPort(port) && withoutPort(host) == host {
		host += ":" + port // the host is tried without it, too
	}
	return scheme, host
}

// firstOf is what the outermost proxy said.
func firstOf(list string) string {
	first, _, _ := strings.Cut(list, ",")
	return strings.TrimSpace(first)
}

// forwardedPrefix returns the path that a proxy says it has taken off, "" for none.
func (v *Verifier) forwardedPrefix(r *http.Request) (string, error) {
	values := r.Header.Values("X-Forwarded-Prefix")
	if !v.prefixed || len(values) == 0 {
		return "", nil
	}
	prefix := strings.TrimSuffix(values[0], "/")
	if len(values) > 1 || !isPlainPath(prefix) {
		return "", &SignatureError{Reason: ErrForwardedPrefix}
	}
	return prefix, nil
}

// maxPrefix bounds a prefix, in bytes.
const maxPrefix = 256

// isPlainPath says that a path is "" or consists of names that stay what they are: no
// escapes, nothing that leads elsewhere, no other part of an address, and no list.
func isPlainPath(path string) bool {
	if path == "" {
		return true
	}
	if len(path) > maxPrefix || path[0] != '/' {
		return false
	}
	for name := range strings.SplitSeq(path[1:], "/") {
		if name == "" || name == "." || name == ".." ||
			strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~") != "" {
			return false
		}
	}
	return true
}
