package twilio

import (
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio/internal/form"
	"github.com/seed15d99369/twilio/internal/netarea"
)

// twilioDomain is the end of the names of Twilio's hosts.
const twilioDomain = ".twilio.com"

// baseURL is one address that stands for all of Twilio's hosts.
type baseURL struct {
	url       *url.URL // nil for Twilio's own hosts
	field     string   // the option or the variable that set it
	plainHTTP bool     // http is allowed on every host
	noProduct bool     // the path does not begin with the host's first label
}

// WithBaseURL sends everything to one address, which stands for all of Twilio's
// hosts with the host's first label as the first path segment:
// http://127.0.0.1:8855/api/2010-04-01/…. [WithoutProductSegment] leaves that
// segment out. The address must be https except on loopback; [WithPlainHTTP]
// allows http elsewhere. It replaces Twilio's hosts, region and edge included.
// An address of another shape is a *[ParamError].
func WithBaseURL(base string) Option { return baseURLOption("WithBaseURL", base) }

// WithPlainHTTP allows the base URL to be http on every host, such as the name of
// a container: http://mock:4010. The credentials and every message then cross the
// network unencrypted, and whoever is on the way can read them. Use it for mocks
// with made-up credentials, and for a proxy on a network that is yours alone. It
// changes nothing without a base URL, and never allows http to Twilio's own hosts.
func WithPlainHTTP() Option {
	return func(c *config) error {
		c.base.plainHTTP = true
		return nil
	}
}

// WithoutProductSegment sends Twilio's paths to the base URL as they are:
// http://mock:4010/2010-04-01/…, as mock servers of OpenAPI descriptions and
// gateways expect them. All of Twilio's hosts then share one address, so that two
// products with the same path cannot be told apart there. It changes nothing
// without a base URL.
func WithoutProductSegment() Option {
	return func(c *config) error {
		c.base.noProduct = true
		return nil
	}
}

// baseURLOption is WithBaseURL for a value that came from where field says.
func baseURLOption(field, base string) Option {
	return func(c *config) error {
		u, err := url.Parse(base)
		if err != nil {
			return paramError("New", field, "is not a URL", baseURLRemedy) // err would show the value
		}
		switch {
		case u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "":
			return paramError("New", field, "is not an https address", baseURLRemedy)
		case !form.IsHost(u.Hostname()):
			return paramError("New", field, "has no host that a client can reach", baseURLRemedy)
		case !form.IsPort(u.Port()):
			return paramError("New", field, "has a port that is not one", "give a port from 1 to 65535, or none")
		case u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
			return paramError("New", field, "has a user, a query or a fragment", "leave only scheme, host, port and path; "+baseURLRemedy)
		case strings.Contains(u.Path, "..") || strings.Contains(u.EscapedPath(), "%"):
			return paramError("New", field, "has dots or escapes in its path", baseURLRemedy)
		}
		c.base.url, c.base.field = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}, field
		return nil
	}
}

const baseURLRemedy = "give an https address such as https://twilio.example.com; http only on loopback, or with WithPlainHTTP"

// checkScheme runs when all options are known, because WithPlainHTTP may come
// before the address or after it.
func (b *baseURL) checkScheme(problems *Problems) {
	if b.url == nil || b.url.Scheme != "http" || netarea.IsLoopback(b.url.Hostname()) {
		return
	}
	switch host := netarea.CanonicalHost(b.url.Hostname()); {
	case strings.HasSuffix("."+host, twilioDomain):
		problems.Add(b.field, "is http on a host of Twilio's", "write https: Twilio's hosts answer over https alone")
	case !b.plainHTTP:
		problems.Add(b.field, "is http on a host other than this machine", baseURLRemedy)
	}
}

// hostURL returns the address of one of Twilio's hosts, without a path of its own
// unless a base URL stands for all of them.
func (c *Client) hostURL(host string) *url.URL {
	return c.urlOf(host, c.pathPrefix(host))
}

// urlOf returns the address of a path on one of Twilio's hosts, behind which the path
// begins with the host's prefix.
func (c *Client) urlOf(host, path string) *url.URL {
	base := &c.config.base
	switch {
	case base.url != nil:
		return &url.URL{Scheme: base.url.Scheme, Host: base.url.Host, Path: path}
	case host == hostOAuth, strings.Contains(host, "."): // one with a dot names its region itself
		return &url.URL{Scheme: "https", Host: host + twilioDomain, Path: path}
	}
	return &url.URL{Scheme: "https", Host: host + c.config.hostSuffix, Path: path}
}

// pathPrefix returns the path of a host's address, "" unless there is a base URL.
func (c *Client) pathPrefix(host string) string {
	switch base := &c.config.base; {
	case base.url == nil:
		return ""
	case base.noProduct:
		return base.url.Path
	default:
		return base.url.Path + "/" + host
	}
}

// sameOrigin compares scheme, host and port, in which case, a dot at the end of the
// host and the scheme's own port make no difference.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && netarea.CanonicalHost(a.Hostname()) == netarea.CanonicalHost(b.Hostname()) && portOf(a) == portOf(b)
}

func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	case u.Scheme == "http":
		return "80"
	}
	return ""
}
