package webhook

import (
	"net/http"
	"strings"
)

// TrustForwardedHeaders trusts X-Forwarded-Proto, -Host and -Port. Use it only behind a
// proxy of your own that sets these headers, or removes them from requests: a client that
// can set them chooses the address that is verified. A host that is not in [Hosts] is
// still refused. [PublicURL] is safer, and excludes this option. The header Forwarded of
// RFC 7239 is not read.
//
// Twilio docs: https://www.twilio.com/docs/usage/security
func TrustForwardedHeaders() Option {
	return func(v *Verifier) error {
		v.trustForwarded = true
		return nil
	}
}

// TrustForwardedPrefix trusts X-Forwarded-Prefix: the verifier puts the path in this
// header, such as /tenant, before the path of the request. Use it only behind a proxy of
// your own that strips a path, sets the header itself, and removes it from requests: a
// client that can set the header can replay a request that Twilio signed for
// /tenant/status to /status. If there is only one such path, a [PublicURL] with the path
// is safer, and excludes this option. A request with a prefix that is not a plain path is
// refused.
//
// Twilio docs: https://www.twilio.com/docs/usage/security
func TrustForwardedPrefix() Option {
	return func(v *Verifier) error {
		v.trustPrefix = true
		return nil
	}
}

// requestOrigin returns the scheme and the host of a request, as the client sees them.
func (v *Verifier) requestOrigin(r *http.Request) (scheme, host string) {
	scheme, host = "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if !v.trustForwarded {
		return scheme, host
	}
	switch proto := firstElement(r.Header.Get("X-Forwarded-Proto")); {
	case strings.EqualFold(proto, "https"), strings.EqualFold(proto, "wss"): // some proxies write the scheme of the WebSocket for a handshake
		scheme = "https"
	case strings.EqualFold(proto, "http"), strings.EqualFold(proto, "ws"):
		scheme = "http"
	}
	if forwarded := firstElement(r.Header.Get("X-Forwarded-Host")); isHost(forwarded) {
		host = forwarded
	}
	if port := firstElement(r.Header.Get("X-Forwarded-Port")); isPort(port) && withoutPort(host) == host {
		host += ":" + port // the host is tried without it, too
	}
	return scheme, host
}

// firstElement returns the first element of a list, which is that of the outermost proxy.
func firstElement(list string) string {
	first, _, _ := strings.Cut(list, ",")
	return strings.TrimSpace(first)
}

// forwardedPrefix returns the path that a proxy has stripped, "" for none.
func (v *Verifier) forwardedPrefix(r *http.Request) (string, error) {
	values := r.Header.Values("X-Forwarded-Prefix")
	if !v.trustPrefix || len(values) == 0 {
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

// isPlainPath says whether a path is empty or consists of plain names: without escapes,
// dot segments, delimiters of other parts of a URL, and commas.
func isPlainPath(path string) bool {
	if path == "" {
		return true
	}
	if len(path) > maxPrefix || path[0] != '/' {
		return false
	}
	for name := range strings.SplitSeq(path[1:], "/") {
		if name == "" || name == "." || name == ".." ||
			strings.Trim(name, alphanumeric+"-._~") != "" {
			return false
		}
	}
	return true
}
