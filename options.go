package twilio

import (
	"context"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/wire"
)

// Option changes how a [Client] works; give options to [New] or [NewFromEnv].
type Option func(*config) error

// config holds the settings of options; a client's never changes.
type config struct {
	httpClient    *http.Client  // nil for our own
	timeout       time.Duration // of an attempt
	clientTimeout time.Duration // Timeout of the caller's http.Client, which holds for the body of a download too; 0 for none
	retry         RetryPolicy
	hostSuffix    string  // ".edge.region.twilio.com"
	base          baseURL // instead of Twilio's hosts
	logger        *slog.Logger
	userAgent     string
	limiter       Limiter
	hooks         hooks // of WithTrace
	clock         Clock
	signer        signFunc // nil for none; a signer itself would show its fields under %+v
}

// newConfig collects every problem of the options; another error than a
// *ParamError comes from an option of the caller's own making.
func newConfig(problems *Problems, opts []Option) (config, error) {
	cfg := config{
		timeout:    30 * time.Second, // a client that gives up before the server does makes unknown outcomes
		retry:      RetryPolicy{}.withDefaults(),
		hostSuffix: twilioDomain,
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
			problems.list = append(problems.list, param.Problems...)
		}
	}
	cfg.base.checkScheme(problems)
	return cfg, nil
}

// WithHTTPClient sends through the caller's client. It is not changed: a copy
// wraps its Transport and follows no redirects; its Timeout and Jar stay.
func WithHTTPClient(hc *http.Client) Option {
	return func(c *config) error {
		switch {
		case hc == nil:
			return paramError("New", "WithHTTPClient", "is nil", "give an *http.Client or leave the option out")
		case hc.Transport != nil && isNil(hc.Transport):
			return paramError("New", "WithHTTPClient", "has a Transport that is a nil pointer", "give a Transport, or leave the field out for net/http's own")
		case hc.Jar != nil && isNil(hc.Jar):
			return paramError("New", "WithHTTPClient", "has a Jar that is a nil pointer", "give a Jar, or leave the field out for none")
		}
		c.httpClient, c.clientTimeout = hc, hc.Timeout
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
		policy = policy.withDefaults()
		if policy.BaseDelay > policy.MaxDelay {
			return paramError("New", "WithRetry", "has a BaseDelay above its MaxDelay", "raise MaxDelay, which is 20 s by default, or lower BaseDelay")
		}
		c.retry = policy
		return nil
	}
}

// WithLogger logs attempts, retries and oddities: operation, method, status,
// attempt, duration and code, never a path, a body, a number or a secret.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) error {
		switch {
		case logger == nil:
			return paramError("New", "WithLogger", "is nil", "give a *slog.Logger or leave the option out")
		case isNil(logger.Handler()):
			return paramError("New", "WithLogger", "has no handler", "make the logger with slog.New and a handler, or leave the option out")
		}
		c.logger = logger
		return nil
	}
}

// maxUserAgent keeps a header within the limits of servers, in bytes.
const maxUserAgent = 256

// WithUserAgent adds a name to the User-Agent: "billing/1.4". It may have 256
// characters of printable ASCII; "" adds nothing.
func WithUserAgent(suffix string) Option {
	return func(c *config) error {
		switch {
		case strings.IndexFunc(suffix, notHeaderText) >= 0:
			return paramError("New", "WithUserAgent", "has characters that no header may have", "use printable ASCII, such as billing/1.4")
		case strings.Trim(suffix, " ") != suffix:
			return paramError("New", "WithUserAgent", "has blanks around it", "leave them out")
		case len(suffix) > maxUserAgent:
			return paramError("New", "WithUserAgent", "has more than 256 characters", "give a name and a version, such as billing/1.4")
		}
		c.userAgent = suffix
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
		if isNil(clock) {
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

// transportOf returns the transport of the requests. A caller's client without a
// Transport means http.DefaultTransport, looked up when it is used.
func transportOf(hc *http.Client) http.RoundTripper {
	if hc == nil {
		return wire.NewTransport()
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

// isNil finds pointers that point nowhere too, such as the result of a constructor
// beside an error that nobody looked at, and functions that are none.
func isNil(v any) bool {
	switch value := reflect.ValueOf(v); value.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Func, reflect.Chan:
		return value.IsNil()
	default:
		return false
	}
}
