package twilio

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Option changes how a [Client] works; give options to [New] or [NewFromEnv].
type Option func(*config) error

// globalSuffix ends the names of Twilio's hosts without a region.
const globalSuffix = ".twilio.com"

// config is what options set; a client's never changes.
type config struct {
	httpClient *http.Client // nil for our own
	timeout    time.Duration
	retry      RetryPolicy
	hostSuffix string   // ".edge.region.twilio.com"
	baseURL    *url.URL // nil for Twilio's hosts
	logger     *slog.Logger
	userAgent  string
	limiter    Limiter
	clock      Clock
	signer     signFunc // nil for none; a signer itself would show its fields under %+v
}

// newConfig collects every problem of the options; another error than a
// *ParamError comes from an option of the caller's own making.
func newConfig(problems *checks, opts []Option) (config, error) {
	cfg := config{
		timeout:    30 * time.Second, // a client that gives up before the server does makes unknown outcomes
		retry:      RetryPolicy{}.withDefaults(),
		hostSuffix: globalSuffix,
		logger:     slog.New(slog.DiscardHandler),
		clock:      systemClock{},
	}
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(&cfg); err != nil {
			param, ok := err.(*ParamError) //nolint:errorlint // ours come unwrapped; a caller's own is returned as it is
			if !ok {
				return cfg, err
			}
			problems.problems = append(problems.problems, param.Problems...)
		}
	}
	return cfg, nil
}

// WithHTTPClient sends through the caller's client. It is not changed: a copy
// wraps its Transport and follows no redirects; its Timeout and Jar stay.
func WithHTTPClient(hc *http.Client) Option {
	return func(c *config) error {
		if hc == nil {
			return paramError("New", "WithHTTPClient", "is nil", "give an *http.Client or leave the option out")
		}
		c.httpClient = hc
		return nil
	}
}

// WithTimeout bounds one attempt, the answer's body included; the default is
// 30 s. The context of a call bounds all of its attempts.
func WithTimeout(d time.Duration) Option {
	return func(c *config) error {
		if d <= 0 {
			return paramError("New", "WithTimeout", "is not positive", "give a duration, such as 30*time.Second")
		}
		c.timeout = d
		return nil
	}
}

// WithRetry sets how often and how patiently a call is repeated that may be.
func WithRetry(policy RetryPolicy) Option {
	return func(c *config) error {
		if policy.MaxAttempts < 0 || policy.BaseDelay < 0 || policy.MaxDelay < 0 {
			return paramError("New", "WithRetry", "has a negative field", "use 0 for a default, and MaxAttempts: 1 for no retries")
		}
		c.retry = policy.withDefaults()
		return nil
	}
}

// regionEdges are the edges at which Twilio's regions answer.
// https://www.twilio.com/docs/global-infrastructure/understanding-twilio-regions
var regionEdges = [...]struct{ region, edge string }{
	{"us1", "ashburn"}, {"ie1", "dublin"}, {"au1", "sydney"}, {"jp1", "tokyo"},
}

// WithRegion sends to a region through an edge: WithRegion("au1", "sydney").
// Credentials belong to one region. An edge alone implies us1; a region alone
// takes its own edge, and one without an edge known here is a *[ParamError].
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure
func WithRegion(region, edge string) Option {
	return func(c *config) error {
		switch {
		case region == "" && edge == "":
			return paramError("New", "WithRegion", "is empty", `name a region, an edge or both, such as "ie1", "dublin"`)
		case region == "":
			region = "us1"
		case edge == "":
			edge = edgeOf(region)
		}
		if edge == "" {
			return paramError("New", "WithRegion", "names a region without an edge",
				"hosts without an edge no longer answer: name the region's edge too; us1, ie1, au1 and jp1 imply theirs")
		}
		if !isHostLabel(region) || !isHostLabel(edge) {
			return paramError("New", "WithRegion", "is not a region and an edge", `give two names such as "ie1", "dublin"`)
		}
		c.hostSuffix = "." + edge + "." + region + ".twilio.com"
		return nil
	}
}

func edgeOf(region string) string {
	for _, known := range regionEdges {
		if known.region == region {
			return known.edge
		}
	}
	return ""
}

func isHostLabel(s string) bool {
	return s != "" && len(s) <= 63 && s[0] != '-' && s[len(s)-1] != '-' &&
		strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// WithBaseURL sends everything to one address, which stands for all of Twilio's
// hosts with the host's first label as the first path segment:
// http://127.0.0.1:8855/api/2010-04-01/…. It must be https except on loopback.
// It replaces Twilio's hosts, region and edge included.
func WithBaseURL(base string) Option {
	return func(c *config) error {
		const remedy = "give an https address such as https://twilio.example.com; http only on loopback"
		u, err := url.Parse(base)
		if err != nil {
			return paramError("New", "WithBaseURL", "is not a URL", remedy) // err would show what it holds
		}
		switch {
		case u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "":
			return paramError("New", "WithBaseURL", "is not an https address", remedy)
		case u.Scheme == "http" && !isLoopback(u.Hostname()):
			return paramError("New", "WithBaseURL", "is http on a host other than this machine", remedy)
		case u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
			return paramError("New", "WithBaseURL", "has a user, a query or a fragment", "leave only scheme, host, port and path; "+remedy)
		case strings.Contains(u.Path, "..") || strings.Contains(u.EscapedPath(), "%"):
			return paramError("New", "WithBaseURL", "has dots or escapes in its path", remedy)
		}
		c.baseURL = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}
		return nil
	}
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// WithLogger logs attempts, retries and oddities: operation, method, status,
// attempt, duration and code, never a path, a body, a number or a secret.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) error {
		if logger == nil {
			return paramError("New", "WithLogger", "is nil", "give a *slog.Logger or leave the option out")
		}
		c.logger = logger
		return nil
	}
}

// WithUserAgent adds a name to the User-Agent: "billing/1.4".
func WithUserAgent(suffix string) Option {
	return func(c *config) error {
		if strings.IndexFunc(suffix, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
			return paramError("New", "WithUserAgent", "has characters that no header may have", "use printable ASCII, such as billing/1.4")
		}
		c.userAgent = suffix
		return nil
	}
}

// Limiter delays requests; *rate.Limiter of golang.org/x/time/rate is one.
type Limiter interface {
	// Wait returns nil when a request may go out, or an error when it may not.
	Wait(ctx context.Context) error
}

// WithLimiter asks limiter before every attempt, retries included.
func WithLimiter(limiter Limiter) Option {
	return func(c *config) error {
		if limiter == nil {
			return paramError("New", "WithLimiter", "is nil", "give a Limiter or leave the option out")
		}
		c.limiter = limiter
		return nil
	}
}

// Clock tells the time and waits; every wait of a client happens on it.
type Clock interface {
	Now() time.Time
	// Sleep returns nil after d, or ctx.Err() when ctx ends first.
	Sleep(ctx context.Context, d time.Duration) error
}

// WithClock replaces the system's clock, for tests.
func WithClock(clock Clock) Option {
	return func(c *config) error {
		if clock == nil {
			return paramError("New", "WithClock", "is nil", "give a Clock or leave the option out")
		}
		c.clock = clock
		return nil
	}
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// transportOf returns what sends the requests. A caller's client without a
// Transport means http.DefaultTransport, looked up when it is used.
func transportOf(hc *http.Client) http.RoundTripper {
	if hc == nil {
		return newTransport()
	}
	if hc.Transport == nil {
		return defaultTransport{}
	}
	return hc.Transport
}

type defaultTransport struct{}

func (defaultTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	return http.DefaultTransport.RoundTrip(req)
}

// newTransport speaks HTTP/1.1 only: net/http's HTTP/2 client can replay a POST
// by itself, and one request a connection is what evidence can be had of.
func newTransport() *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            countDial((&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext),
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    10 * time.Second,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    64, // net/http keeps 2
		IdleConnTimeout:        60 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		Protocols:              protocols,
	}
}
