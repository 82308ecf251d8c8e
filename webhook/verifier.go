package webhook

import (
	"log/slog"
	"math"

	"github.com/seed15d99369/twilio/internal/credential"
	"github.com/seed15d99369/twilio/internal/sid"
)

// Verifier tells Twilio's requests from others by their signatures. It is safe for
// concurrent use, and prints without its tokens.
//
// Twilio docs: https://www.twilio.com/docs/usage/security
type Verifier struct {
	keys             keyring             // of any account
	accounts         map[string]*keyring // of one account, by its SID
	publicURLs       []*baseURL          // the addresses that Twilio calls the server by
	hosts            []string            // the names that a request may be for, without ports
	trustRequestHost bool                // a request may be for any host
	trustForwarded   bool                // X-Forwarded-Proto, -Host and -Port are trusted
	trustPrefix      bool                // X-Forwarded-Prefix is trusted
	maxBody          int64
	logger           *slog.Logger // nil: slog's default
}

// Option is an argument of [NewVerifier], such as [Token] and [PublicURL].
type Option func(*Verifier) error

// defaultMaxBody is far above the size of Twilio's requests, in bytes.
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

// ofAccount returns the keyring of one account, which it makes if there is none yet.
func (v *Verifier) ofAccount(accountSID string) *keyring {
	if v.accounts[accountSID] == nil {
		v.accounts[accountSID] = &keyring{}
	}
	return v.accounts[accountSID]
}

// Token is the primary auth token of the account. It verifies HMAC-SHA1 and nothing
// else. Give Token twice while tokens are being rotated: then a signature of either is
// accepted. API keys and their secrets do not sign webhooks.
//
// Twilio docs: https://www.twilio.com/docs/usage/security
func Token(authToken string) Option {
	return func(v *Verifier) error {
		if err := checkToken("Token", authToken); err != nil {
			return err
		}
		v.keys.addToken(authToken)
		return nil
	}
}

// AccountToken is the token of one account, such as a subaccount. The verifier tries it
// first for requests of that account, and never for other accounts. A form names its
// account by the parameter AccountSid, a GET by AccountSid in its query. A JSON request
// does not name its account: requests of Event Streams need a [Token].
//
// Twilio docs: https://www.twilio.com/docs/usage/security
func AccountToken(accountSID, authToken string) Option {
	return func(v *Verifier) error {
		if flaw := credential.SIDFlaw(accountSID, "AC"); flaw != "" {
			return &ConfigError{"AccountToken", "has an account SID that " + flaw, "give the SID first, AC and 32 letters or digits, and nothing that stands around it"}
		}
		if !sid.Is(accountSID, "AC") {
			return &ConfigError{"AccountToken", "has no account SID", "give the SID first, AC and 32 letters or digits, then the token"}
		}
		if err := checkToken("AccountToken", authToken); err != nil {
			return err
		}
		v.ofAccount(accountSID).addToken(authToken)
		return nil
	}
}

// checkToken never shows the token.
func checkToken(option, authToken string) error {
	const remedy = "give the account's auth token from the Console"
	switch {
	case authToken == "":
		return &ConfigError{option, "is empty", remedy}
	case sid.Is(authToken, "AC"), sid.Is(authToken, "SK"), sid.Is(authToken, "OQ"):
		return &ConfigError{option, "is a SID, not a token", remedy}
	}
	if flaw := credential.SigningFlaw(authToken); flaw != "" {
		return &ConfigError{option, flaw, remedy + ", and nothing that stands around it"}
	}
	return nil
}

// MaxBody bounds how much of a body is read, in bytes; without it the bound is 1 MiB.
// MaxBody does not bound a form that a handler has read before with r.ParseForm:
// net/http bounds such a form to 10 MB.
func MaxBody(n int64) Option {
	return func(v *Verifier) error {
		if n <= 0 || n == math.MaxInt64 {
			return &ConfigError{"MaxBody", "is out of range", "give a number of bytes, such as 1<<20"}
		}
		v.maxBody = n
		return nil
	}
}

// Logger receives the reasons for which [Verifier.Middleware] refuses requests. The
// log lines hold no parameters. Without this option they go to [slog.Default].
func Logger(logger *slog.Logger) Option {
	return func(v *Verifier) error {
		if logger == nil || isNil(logger.Handler()) {
			return &ConfigError{"Logger", "is nil or has no handler", "give a *slog.Logger or leave the option out"}
		}
		v.logger = logger
		return nil
	}
}

// String returns the name of the type, so that printing a verifier shows no token.
func (v *Verifier) String() string { return "webhook.Verifier" }

// GoString returns the same as String, so that %#v shows no token.
func (v *Verifier) GoString() string { return v.String() }

// LogValue returns the same as String, so that slog shows no token.
func (v *Verifier) LogValue() slog.Value { return slog.StringValue(v.String()) }
