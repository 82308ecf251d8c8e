package webhook

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// PublicURL is the address of the server as it stands in Twilio's settings, such as
// https://hooks.example.com: scheme and host, the port and the user if the settings have
// them, and the path that a proxy strips, if there is one. The Host header of a request is
// then not trusted. Give PublicURL again for each further address of the same server.
//
// Twilio docs: https://www.twilio.com/docs/usage/security
func PublicURL(address string) Option {
	return func(v *Verifier) error {
		public, err := parsePublicURL(address)
		if err != nil {
			return err
		}
		for _, prefix := range withoutEscapes(public.prefix) {
			spelled := *public
			spelled.prefix = prefix
			v.publicURLs = append(v.publicURLs, &spelled)
		}
		return nil
	}
}

// Hosts are the names of a server that Twilio reaches without a proxy, such as
// hooks.example.com, without scheme and port. The verifier takes the address from the
// request: its Host header, and https when it came over TLS. A request for any other host
// is refused, because Twilio may have signed it for another server of the same account.
//
// Twilio docs: https://www.twilio.com/docs/usage/security
func Hosts(names ...string) Option {
	return func(v *Verifier) error {
		if len(names) == 0 {
			return &ConfigError{"Hosts", "has no name", hostRemedy}
		}
		for _, name := range names {
			if err := checkHost("Hosts", name, hostRemedy); err != nil {
				return err
			}
			if withoutPort(name) != name {
				return &ConfigError{"Hosts", "has a port", "give the name alone: a request may come by any port; an IPv6 address stands in brackets"}
			}
		}
		v.hosts = append(v.hosts, names...)
		return nil
	}
}

// TrustRequestHost accepts every Host header. An attacker who has a request that Twilio
// signed for another server of the account, such as one for tests, can then replay it to
// this server. Use TrustRequestHost only where a replay does no harm. [PublicURL] and
// [Hosts] are safer.
//
// Twilio docs: https://www.twilio.com/docs/usage/security
func TrustRequestHost() Option {
	return func(v *Verifier) error {
		v.trustRequestHost = true
		return nil
	}
}

// checkHosts refuses options that name no host, or that contradict each other.
func (v *Verifier) checkHosts() error {
	switch {
	case len(v.publicURLs) == 0 && len(v.hosts) == 0 && !v.trustRequestHost:
		return &ConfigError{"NewVerifier", "does not know for which host requests are signed", "give webhook.PublicURL with the server's address in Twilio's settings, or webhook.Hosts with its names; webhook.TrustRequestHost accepts any host"}
	case len(v.publicURLs) > 0 && len(v.hosts) > 0:
		return &ConfigError{"Hosts", "has no effect beside PublicURL", "give one of the two; PublicURL may be given several times"}
	case v.trustRequestHost && (len(v.publicURLs) > 0 || len(v.hosts) > 0):
		return &ConfigError{"TrustRequestHost", "contradicts PublicURL and Hosts", "leave it out"}
	case v.trustForwarded && len(v.publicURLs) > 0:
		return &ConfigError{"TrustForwardedHeaders", "has no effect beside PublicURL", "give one of the two"}
	case v.trustPrefix && slices.ContainsFunc(v.publicURLs, func(p *baseURL) bool { return p.prefix != "" }):
		return &ConfigError{"TrustForwardedPrefix", "contradicts the path of PublicURL", "give PublicURL without a path, or leave TrustForwardedPrefix out"}
	}
	return nil
}

const hostRemedy = "give the server's name as in Twilio's settings, such as hooks.example.com"

// baseURL is an address of the server, without the path of a request.
type baseURL struct {
	scheme string
	user   func() string // "user:password@", "" for none; no formatting verb reaches into a closure
	hosts  []string      // every spelling of the host, with its port if it has one
	prefix string        // of the path
}

func parsePublicURL(address string) (*baseURL, error) {
	const remedy = "give scheme and host as in Twilio's settings, such as https://hooks.example.com"
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Host == "": // err would show the address, which may hold a password
		return nil, &ConfigError{"PublicURL", "is not an address", remedy}
	case !isScheme(strings.ToLower(u.Scheme)):
		return nil, &ConfigError{"PublicURL", "is neither https nor http", remedy}
	case strings.ContainsAny(address, "?#"):
		return nil, &ConfigError{"PublicURL", "has a query or a fragment", remedy}
	case strings.ContainsAny(address, " \\"):
		return nil, &ConfigError{"PublicURL", "has a blank or a backslash in its path", "write %20 for a blank, as it is sent"}
	case len(address) > maxAddress/2:
		return nil, &ConfigError{"PublicURL", "is too long", remedy}
	}
	scheme, rest, _ := strings.Cut(address, "://")
	authority, path, hasPath := strings.Cut(rest, "/")
	user, host := "", authority
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		user, host = authority[:at+1], authority[at+1:]
	}
	prefix := ""
	if hasPath {
		prefix = strings.TrimSuffix("/"+path, "/")
	}
	return &baseURL{scheme, func() string { return user }, caseVariants(host), prefix}, checkHost("PublicURL", host, remedy)
}

func isScheme(scheme string) bool { return scheme == "https" || scheme == "http" }

// checkHost refuses a host that no request can be sent to.
func checkHost(option, host, remedy string) error {
	port := strings.TrimPrefix(host[len(withoutPort(host)):], ":")
	number, err := strconv.Atoi(port)
	switch {
	case strings.ContainsFunc(host, func(r rune) bool { return r > '~' }):
		return &ConfigError{option, "has an international name", "write the name as it is sent, which begins with xn--"}
	case !isHost(host), strings.HasSuffix(host, ":"):
		return &ConfigError{option, "is not the name of a host", remedy}
	case port != "" && (err != nil || number < 1 || number > 65535):
		return &ConfigError{option, "has a port outside of 1 to 65535", remedy}
	}
	return nil
}

// alphanumeric are the letters and digits of ASCII.
const alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// maxHost bounds a host: 253 characters of a name, and a port.
const maxHost = 259

// isHost says whether a text has the characters of a host, and no delimiter of another
// part of a URL. With a delimiter in the Host header, the sender would choose the address
// that is verified.
func isHost(host string) bool {
	return host != "" && len(host) <= maxHost &&
		strings.Trim(host, alphanumeric+"-._:[]") == ""
}

// configuredHost returns the spelling that a host has in [Hosts].
func (v *Verifier) configuredHost(host string) (name string, ok bool) {
	bare := withoutPort(host)
	for _, name := range v.hosts {
		if strings.EqualFold(name, bare) {
			return name, true
		}
	}
	return "", false
}

// checkAddress refuses an address whose host is none of the verifier's.
func (v *Verifier) checkAddress(address string) error {
	if len(address) > maxAddress {
		return &SignatureError{Reason: ErrAddressTooLong}
	}
	if v.trustRequestHost {
		return nil
	}
	host := hostOf(address)
	if _, ok := v.configuredHost(host); ok {
		return nil
	}
	for _, public := range v.publicURLs {
		if public.hasHostname(host) {
			return nil
		}
	}
	return &SignatureError{Reason: ErrUnknownHost}
}

// hostOf returns the host of an address, with its port.
func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	if end := strings.IndexAny(rest, "/?#\\"); end >= 0 {
		rest = rest[:end]
	}
	return rest[strings.LastIndexByte(rest, '@')+1:]
}

// withoutPort removes the port from a host. The text after the last colon of an IPv6
// address ends with a bracket, and is not a port.
func withoutPort(host string) string {
	colon := strings.LastIndexByte(host, ':')
	if colon < 0 || !isPort(host[colon+1:]) {
		return host
	}
	return host[:colon]
}

func isPort(s string) bool {
	return s != "" && len(s) <= 5 && strings.Trim(s, "0123456789") == ""
}

// withHostname returns a host with another name, and its own port.
func withHostname(host, name string) string {
	return name + host[len(withoutPort(host)):]
}

// caseVariants returns the spellings that a host may have in Twilio's settings: that of
// the request or the option, and small letters.
func caseVariants(hosts ...string) (all []string) {
	for _, host := range hosts {
		for _, spelling := range [...]string{host, strings.ToLower(host)} {
			all = appendNew(all, spelling)
		}
	}
	return all
}

// appendNew appends a text that the list does not have yet.
func appendNew(all []string, one string) []string {
	if slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

// baseURLs returns the base URLs that Twilio may have used for a request, with the
// spellings of each host.
func (v *Verifier) baseURLs(r *http.Request) ([]*baseURL, error) {
	if len(v.publicURLs) > 0 {
		return v.publicBaseURLs(r.Host), nil
	}
	scheme, host := v.requestOrigin(r)
	name, own := v.configuredHost(host)
	switch {
	case len(host) > maxHost:
		return nil, &SignatureError{Reason: ErrAddressTooLong}
	case !isHost(host), !own && !v.trustRequestHost:
		return nil, &SignatureError{Reason: ErrUnknownHost}
	case own:
		return []*baseURL{{scheme, noUser, caseVariants(host, withHostname(host, name)), ""}}, nil
	}
	return []*baseURL{{scheme, noUser, caseVariants(host), ""}}, nil
}

func noUser() string { return "" }

// publicBaseURLs returns the base URL of each [PublicURL]. The Host header of a request
// only adds another spelling of the same name.
func (v *Verifier) publicBaseURLs(requestHost string) []*baseURL {
	all := v.publicURLs
	for i, public := range v.publicURLs {
		spelling := withHostname(public.hosts[0], withoutPort(requestHost))
		if !public.hasHostname(requestHost) || slices.Contains(public.hosts, spelling) {
			continue
		}
		respelled := *public
		respelled.hosts = append(slices.Clip(public.hosts), spelling)
		all = slices.Clone(all)
		all[i] = &respelled
	}
	return all
}

// hasHostname says whether a host has the name of a base URL, on any port.
func (s *baseURL) hasHostname(host string) bool {
	return strings.EqualFold(withoutPort(s.hosts[0]), withoutPort(host))
}
