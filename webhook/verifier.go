package webhook

import (
	"log/slog"
	"math"

	"github.com/seed15d99369/twilio/internal/credential"
)

// Verifier tells Twilio's requests from others. It is safe for concurrent use, and
// prints without its tokens.
type Verifier struct {
	keys        keyring             // of any account
	accounts    map[string]*keyring // of one account, by its SID
	publics     []*server           // what Twilio calls the server
	hosts       []string            // the names that a request may be for, without ports
	requestHost bool                // a request may be for any host
	forwarded   bool                // X-Forwarded-Proto, -Host and -Port are believed
	prefixed    bool                // X-Forwarded-Prefix is believed
	maxBody     int64
	logger      *slog.Logger // nil: slog's default
}

// Option changes how a [Verifier] works.
type Option func(*Verifier) error

// defaultMaxBody is far above what Twilio sends, in bytes.
const defaultMaxBody = 1 << 20

// NewVerifier returns a verifier. It needs to know who signs, by at least one
// [Token], [AccountToken], [SharedKey] or [AccountSharedKey], and for which address,
// by [PublicURL], [Hosts] or [TrustRequestHost]. Wrong options are a [*ConfigError].
//
// Twilio docs: https://www.twilio.com/docs/usage/security
func NewVerifier(opts ...Option) (*Verifier, error) {
	v := &Verifier{accounts: map[string]*keyring{}, maxBody: defaultMaxBody}
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(v); err != nil {
			return nil, err
		}
	}
	if v.keys.empty() && len(v.accounts) == 0 {
		return nil, &ConfigError{"NewVerifier", "has no key", "give webhook.Token with the account's auth token, or webhook.SharedKey"}
	}
	if err := v.checkHosts(); err != nil {
		return nil, err
	}
	return v, nil
}

// ofAccount returns the keys of one account.
func (v *Verifier) ofAccount(accountSID string) *keyring {
	if v.accounts[accountSID] == nil {
		v.accounts[accountSID] = &keyring{}
	}
	return v.accounts[accountSID]
}

// Token is the primary auth token of the account. It verifies HMAC-SHA1 and nothing
// else. Give a second one while tokens are being rotated: either will do. API keys
// and their secrets sign nothing.
func Token(authToken string) Option {
	return func(v *Verifier) error {
		if err := checkToken("Token", authToken); err != nil {
			return err
		}
		v.keys.addToken(authToken)
		return nil
	}
}

// AccountToken is the token of one account, such as a subaccount: it is tried
// before the others for requests of that account, and for no others. A form says
// whose it is by its AccountSid, a GET by that of its query. JSON does not say it,
// whatever its query holds: requests of Event Streams need a [Token].
func AccountToken(accountSID, authToken string) Option {
	return func(v *Verifier) error {
		if flaw := credential.SIDFlaw(accountSID, "AC"); flaw != "" {
			return &ConfigError{"AccountToken", "has an account SID that " + flaw, "give the SID first, AC and 32 letters or digits, and nothing that stands around it"}
		}
		if !isSID(accountSID, "AC") {
			return &ConfigError{"AccountToken", "has no account SID", "give the SID first, AC and 32 letters or digits, then the token"}
		}
		if err := checkToken("AccountToken", authToken); err != nil {
			return err
		}
		v.ofAccount(accountSID).addToken(authToken)
		return nil
	}
}

// checkToken never shows what it was given.
func checkToken(option, authToken string) error {
	const remedy = "give the account's auth token from the Console"
	switch {
	case authToken == "":
		return &ConfigError{option, "is empty", remedy}
	case isSID(authToken, "AC"), isSID(authToken, "SK"), isSID(authToken, "OQ"):
		return &ConfigError{option, "is a SID, not a token", remedy}
	}
	if flaw := credential.SigningFlaw(authToken); flaw != "" {
		return &ConfigError{option, flaw, remedy + ", and nothing that stands around it"}
	}
	return nil
}

// MaxBody bounds what is read of a body, in bytes; 1 MiB without it. It does not
// bound a form that somebody has read before with r.ParseForm: net/http does, to
// 10 MB.
func MaxBody(n int64) Option {
	return func(v *Verifier) error {
		if n <= 0 || n == math.MaxInt64 {
			return &ConfigError{"MaxBody", "is out of range", "give a number of bytes, such as 1<<20"}
		}
		v.maxBody = n
		return nil
	}
}

// Logger is told by [Verifier.Middleware] why requests are refused, without their
// parameters. Without it [slog.Default] is told.
func Logger(logger *slog.Logger) Option {
	return func(v *Verifier) error {
		if logger == nil || isNil(logger.Handler()) {
			return &ConfigError{"Logger", "is nil or has no handler", "give a *slog.Logger or leave the option out"}
		}
		v.logger = logger
		return nil
	}
}

// String says that it is a verifier, and nothing of its tokens.
func (v *Verifier) String() string { return "webhook.Verifier" }

// GoString is String.
func (v *Verifier) GoString() string { return v.String() }

// LogValue is String, for slog.
func (v *Verifier) LogValue() slog.Value { return slog.StringValue(v.String()) }
