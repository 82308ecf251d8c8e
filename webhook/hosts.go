package webhook

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// PublicURL is what Twilio calls the server: scheme and host, with the port and the
// user if they are in Twilio's settings, and the path that a proxy takes off, if
// any: https://hooks.example.com. The request's own host does not count then. Give
// PublicURL again for each further address of the same server: any of them will do.
func PublicURL(address string) Option {
	return func(v *Verifier) error {
		public, err := parsePublicURL(address)
		if err != nil {
			return err
		}
		for _, prefix := range withoutEscapes(public.prefix) {
			spelled := *public
			spelled.prefix = prefix
			v.publics = append(v.publics, &spelled)
		}
		return nil
	}
}

// Hosts are the names of a server that Twilio reaches itself, without scheme and
// port: hooks.example.com. The address is the one that the request was sent to, with
// https if it came that way. A request for any other host is refused, because Twilio
// may have signed it for another server of the same account.
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

// TrustRequestHost lets the request say which host it is for, whatever host that is.
// Whoever has got hold of a request that Twilio signed for another server of the
// account, such as one for tests, can then send it to this server and is believed.
// Use it only where that does no harm. [PublicURL] and [Hosts] are safer.
func TrustRequestHost() Option {
	return func(v *Verifier) error {
		v.requestHost = true
		return nil
	}
}

// checkHosts says which of the ways to name a host is missing, or is one too many.
func (v *Verifier) checkHosts() error {
	switch {
	case len(v.publics) == 0 && len(v.hosts) == 0 && !v.requestHost:
		return &ConfigError{"NewVerifier", "does not know for which host requests are signed", "give webhook.PublicURL with what Twilio calls the server, or webhook.Hosts with its names; webhook.TrustRequestHost accepts any host"}
	case len(v.publics) > 0 && len(v.hosts) > 0:
		return &ConfigError{"Hosts", "has no effect beside PublicURL", "give one of the two; PublicURL may be given several times"}
	case v.requestHost && (len(v.publics) > 0 || len(v.hosts) > 0):
		return &ConfigError{"TrustRequestHost", "contradicts PublicURL and Hosts", "leave it out"}
	case v.forwarded && len(v.publics) > 0:
		return &ConfigError{"TrustForwardedHeaders", "has no effect beside PublicURL", "give one of the two"}
	case v.prefixed && slices.ContainsFunc(v.publics, func(p *server) bool { return p.prefix != "" }):
		return &ConfigError{"TrustForwardedPrefix", "contradicts the path of PublicURL", "give PublicURL without a path, or leave TrustForwardedPrefix out"}
	}
	return nil
}

const hostRemedy = "give the server's name as in Twilio's settings, such as hooks.example.com"

// server is what Twilio may call the server that a request is for.
type server struct {
	scheme string
	user   func() string // "user:password@", "" for none; no formatting verb reaches into a closure
	hosts  []string      // every spelling of the host, with its port if it has one
	prefix string        // of the path
}

func parsePublicURL(address string) (*server, error) {
	const remedy = "give scheme and host as in Twilio's settings, such as https://hooks.example.com"
	u, err := url.Parse(address)
	switch {
	case err != nil, u.Host == "": // err would show what it holds
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
	return &server{scheme, func() string { return user }, spellings(host), prefix}, checkHost("PublicURL", host, remedy)
}

func isScheme(scheme string) bool { return scheme == "https" || scheme == "http" }

// checkHost refuses what no request could be for.
func checkHost(option, host, remedy string) error {
	port := strings.TrimPrefix(host[len(withoutPort(host)):], ":")
	number, err := strconv.Atoi(port)
	switch {
	case strings.ContainsFunc(host, func(r rune) bool { return r > '~' }):
		return &ConfigError{option, "has an international name", "write the name as it is sent, which begins with xn--"}
	case !isHost(host), strings.HasSuffix(host, ":"):
		return &ConfigError{option, "is not the name of a host", remedy}
	case port != "" && (err != nil || number < 1 || number > 65535):
		return &ConfigError{option, "has a port that is none", remedy}
	}
	return nil
}

// maxHost bounds a host: 253 characters of a name, and a port.
const maxHost = 259

// isHost says that a host cannot hold another part of an address: whoever sends one
// that does would choose what is verified.
func isHost(host string) bool {
	return host != "" && len(host) <= maxHost &&
		strings.Trim(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]") == ""
}

// ownHost returns the name that a host has in [Hosts].
func (v *Verifier) ownHost(host string) (name string, ok bool) {
	bare := withoutPort(host)
	for _, name := range v.hosts {
		if strings.EqualFold(name, bare) {
			return name, true
		}
	}
	return "", false
}

// checkAddress holds the host of an address, which a server has put together itself,
// against the verifier's own.
func (v *Verifier) checkAddress(address string) error {
	if len(address) > maxAddress {
		return &SignatureError{Reason: ErrAddressTooLong}
	}
	if v.requestHost {
		return nil
	}
	host := hostOf(address)
	if _, ok := v.ownHost(host); ok {
		return nil
	}
	for _, public := range v.publics {
		if public.isCalled(host) {
			return nil
		}
	}
	return &SignatureError{Reason: ErrUnknownHost}
}

// hostOf cuts the host out of an address.
func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	if end := strings.IndexAny(rest, "/?#\\"); end >= 0 {
		rest = rest[:end]
	}
	return rest[strings.LastIndexByte(rest, '@')+1:]
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

func isPort(s string) bool {
	return s != "" && len(s) <= 5 && strings.Trim(s, "0123456789") == ""
}

// respelled returns a host with another spelling of its name, and its own port.
func respelled(host, name string) string {
	return name + host[len(withoutPort(host)):]
}

// spellings returns what Twilio's settings may call a host: as the server or the
// request writes it, and in small letters.
func spellings(hosts ...string) (all []string) {
	for _, host := range hosts {
		for _, spelling := range [...]string{host, strings.ToLower(host)} {
			all = appendNew(all, spelling)
		}
	}
	return all
}

// appendNew appends what is not there yet.
func appendNew(all []string, one string) []string {
	if slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

// servers returns what Twilio may call the server that a request is for, with the
// spellings of each host.
func (v *Verifier) servers(r *http.Request) ([]*server, error) {
	if len(v.publics) > 0 {
		return v.publicServers(r.Host), nil
	}
	scheme, host := v.arrival(r)
	name, own := v.ownHost(host)
	switch {
	case len(host) > maxHost:
		return nil, &SignatureError{Reason: ErrAddressTooLong}
	case !isHost(host), !own && !v.requestHost:
		return nil, &SignatureError{Reason: ErrUnknownHost}
	case own:
		return []*server{{scheme, noUser, spellings(host, respelled(host, name)), ""}}, nil
	}
	return []*server{{scheme, noUser, spellings(host), ""}}, nil
}

func noUser() string { return "" }

// publicServers returns the servers of each [PublicURL]. The host of a request counts
// only as another spelling of the same name.
func (v *Verifier) publicServers(requestHost string) []*server {
	all := v.publics
	for i, public := range v.publics {
		spelling := respelled(public.hosts[0], withoutPort(requestHost))
		if !public.isCalled(requestHost) || slices.Contains(public.hosts, spelling) {
			continue
		}
		respelled := *public
		respelled.hosts = append(slices.Clip(public.hosts), spelling)
		all = slices.Clone(all)
		all[i] = &respelled
	}
	return all
}

// isCalled says that a host has the name of a server, whatever the port.
func (s *server) isCalled(host string) bool {
	return strings.EqualFold(withoutPort(s.hosts[0]), withoutPort(host))
}
