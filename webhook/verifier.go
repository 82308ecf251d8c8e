package webhook

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Verifier tells Twilio's requests from others. It is safe for concurrent use, and
// prints without its tokens.
type Verifier struct {
	keys      []key            // of any account
	accounts  map[string][]key // of one account, by its SID
	public    *publicURL       // nil: as the request says
	forwarded bool             // headers of proxies are believed
	maxBody   int64
	logger    *slog.Logger
}

// Option changes how a [Verifier] works.
type Option func(*Verifier) error

// defaultMaxBody is far above what Twilio sends, in bytes.
const defaultMaxBody = 1 << 20

// NewVerifier returns a verifier with at least one token. Wrong options are a
// [*ConfigError].
//
// Twilio docs: https://www.twilio.com/docs/usage/security
func NewVerifier(opts ...Option) (*Verifier, error) {
	v := &Verifier{accounts: map[string][]key{}, maxBody: defaultMaxBody, logger: slog.New(slog.DiscardHandler)}
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(v); err != nil {
			return nil, err
		}
	}
	if len(v.keys) == 0 && len(v.accounts) == 0 {
		return nil, &ConfigError{"NewVerifier", "has no token", "give webhook.Token with the account's auth token"}
	}
	return v, nil
}

// Token is the primary auth token of the account. Give a second one while tokens
// are being rotated: either will do. API keys and their secrets sign nothing.
func Token(authToken string) Option {
	return func(v *Verifier) error {
		if err := checkToken("Token", authToken); err != nil {
			return err
		}
		v.keys = append(v.keys, newKey(authToken))
		return nil
	}
}

// AccountToken is the token of one account, such as a subaccount: it is tried
// before the others for requests whose AccountSid names that account, and for no
// other. Requests that name none, such as those of Event Streams, need a [Token].
func AccountToken(accountSID, authToken string) Option {
	return func(v *Verifier) error {
		if len(accountSID) != 34 || !strings.HasPrefix(accountSID, "AC") {
			return &ConfigError{"AccountToken", "has no account SID", "give the SID first, AC and 32 characters, then the token"}
		}
		if err := checkToken("AccountToken", authToken); err != nil {
			return err
		}
		v.accounts[accountSID] = append(v.accounts[accountSID], newKey(authToken))
		return nil
	}
}

// checkToken never shows what it was given.
func checkToken(option, authToken string) error {
	const remedy = "give the account's auth token from the Console"
	isSID := len(authToken) == 34 && (strings.HasPrefix(authToken, "AC") || strings.HasPrefix(authToken, "SK"))
	switch {
	case authToken == "":
		return &ConfigError{option, "is empty", remedy}
	case isSID:
		return &ConfigError{option, "is a SID, not a token", remedy}
	case strings.TrimSpace(authToken) != authToken:
		return &ConfigError{option, "has blanks around it", remedy}
	}
	return nil
}

// PublicURL is what Twilio calls the server: scheme and host, with the port and the
// user if they are in Twilio's settings, and the path that a proxy takes off, if
// any: https://hooks.example.com. Without it the request's own host counts, with
// https if it came that way.
func PublicURL(address string) Option {
	return func(v *Verifier) error {
		public, err := parsePublicURL(address)
		v.public = public
		return err
	}
}

// TrustForwardedHeaders believes X-Forwarded-Proto, -Host and -Port. Use it only
// behind a proxy of your own that sets them, or removes those of others: whoever
// may set them chooses the address that is verified. [PublicURL] is safer.
func TrustForwardedHeaders() Option {
	return func(v *Verifier) error {
		v.forwarded = true
		return nil
	}
}

// MaxBody bounds what is read of a body, in bytes; 1 MiB without it.
func MaxBody(n int64) Option {
	return func(v *Verifier) error {
		if n <= 0 {
			return &ConfigError{"MaxBody", "is not positive", "give a number of bytes, such as 1<<20"}
		}
		v.maxBody = n
		return nil
	}
}

// Logger is told by [Verifier.Middleware] why requests are refused, without their
// parameters.
func Logger(logger *slog.Logger) Option {
	return func(v *Verifier) error {
		if logger == nil {
			return &ConfigError{"Logger", "is nil", "give a *slog.Logger or leave the option out"}
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

// Verify returns nil for a request that Twilio sent, and a [*SignatureError] for
// any other. The body is read, and can be read again.
func (v *Verifier) Verify(r *http.Request) error {
	given := r.Header.Get(signatureHeader)
	if given == "" {
		return &SignatureError{Reason: ErrNoSignature}
	}
	params, err := v.signedParams(r)
	if err != nil {
		return err
	}
	addresses := v.addresses(r)
	for _, k := range v.keysFor(params, r.URL.RawQuery) {
		if k.matches(given, params, addresses...) {
			return nil
		}
	}
	return &SignatureError{Reason: ErrWrongSignature, Tried: shown(addresses)}
}

// VerifyForm is Verify for what a server has read already: the address exactly as
// Twilio asked for it, and the parameters of the form, nil for a GET. Neither the
// port nor anything else of the address is varied.
func (v *Verifier) VerifyForm(address string, params url.Values, signature string) error {
	address = withoutFragment(address)
	_, query, _ := strings.Cut(address, "?")
	for _, k := range v.keysFor(params, query) {
		if k.matches(signature, params, address) {
			return nil
		}
	}
	if signature == "" {
		return &SignatureError{Reason: ErrNoSignature}
	}
	return &SignatureError{Reason: ErrWrongSignature, Tried: shown([]string{address})}
}

// keysFor chooses by the account that the request names, in its form or its query;
// whoever names another has to have its token.
func (v *Verifier) keysFor(params url.Values, query string) []key {
	if len(v.accounts) == 0 {
		return v.keys
	}
	account := params.Get("AccountSid")
	if account == "" {
		asked, _ := url.ParseQuery(query) // what can be read of it
		account = asked.Get("AccountSid")
	}
	own := v.accounts[account]
	if len(own) == 0 {
		return v.keys
	}
	return slices.Concat(own, v.keys)
}

// signedParams returns the parameters that are signed, nil when there are none,
// and leaves the body as it was.
func (v *Verifier) signedParams(r *http.Request) (url.Values, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil, nil //nolint:nilnil // nothing is signed, and nothing is wrong
	}
	isForm := mediaType(r) == formType
	if isForm && r.PostForm != nil {
		return r.PostForm, nil // somebody has read the form before
	}
	body, err := readBody(r, v.maxBody)
	if err != nil {
		return nil, err
	}
	if isForm {
		params, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, &SignatureError{Reason: ErrBodyUnreadable, Err: errors.New("it is not a form, although it says so")}
		}
		return params, nil
	}
	return nil, checkBodyHash(r, body)
}

const formType = "application/x-www-form-urlencoded"

func mediaType(r *http.Request) string {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return media
}

// checkBodyHash holds a body that is no form against the hash in the query, which
// is signed.
func checkBodyHash(r *http.Request, body []byte) error {
	expected := r.URL.Query().Get(bodyHash)
	switch {
	case expected == "" && len(body) == 0:
		return nil
	case expected == "":
		return &SignatureError{Reason: ErrBodyUnsigned, Err: errors.New("it is not a form, and the query has no bodySHA256")}
	}
	sum := sha256.Sum256(body)
	if subtle.ConstantTimeCompare([]byte(strings.ToLower(expected)), []byte(hex.EncodeToString(sum[:]))) != 1 {
		return &SignatureError{Reason: ErrBodyUnsigned}
	}
	return nil
}

// readBody reads a body of at most limit bytes, and puts it back.
func readBody(r *http.Request, limit int64) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	switch {
	case err != nil:
		return nil, &SignatureError{Reason: ErrBodyUnreadable, Err: err}
	case int64(len(body)) > limit:
		return nil, &SignatureError{Reason: ErrBodyTooLarge}
	}
	r.Body = restoredBody{bytes.NewReader(body), r.Body}
	return body, nil
}

// restoredBody is a body that was read; closing it closes the original.
type restoredBody struct {
	io.Reader
	io.Closer
}

// Middleware lets requests through that are Twilio's. Others get 403, 413 when
// they are too large, and no reason: the reason goes to the [Logger].
func (v *Verifier) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := v.Verify(r)
		if err == nil {
			next.ServeHTTP(w, r)
			return
		}
		v.logger.LogAttrs(r.Context(), slog.LevelWarn, "webhook: a request was refused", slog.String("reason", err.Error()))
		status := http.StatusForbidden
		if errors.Is(err, ErrBodyTooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, http.StatusText(status), status)
	})
}
