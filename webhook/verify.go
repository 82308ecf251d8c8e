package webhook

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Verify returns nil for a request that Twilio sent, and a [*SignatureError] for
// any other. The body is read, and can be read again, whatever comes of it.
func (v *Verifier) Verify(r *http.Request) error {
	if r == nil || r.URL == nil {
		return &SignatureError{Reason: ErrNoSignature}
	}
	given := r.Header.Get(signatureHeader)
	if given == "" {
		return &SignatureError{Reason: ErrNoSignature}
	}
	params, err := v.signedParams(r)
	if err != nil {
		return err
	}
	said := params
	if isRead(r) && len(v.accounts) > 0 {
		said = r.URL.Query() // what can be read of it
	}
	forms := v.candidates(r)
	addresses := forms.signed()
	for _, k := range v.keysFor(said) {
		if k.matches(given, params, addresses...) {
			return nil
		}
	}
	return &SignatureError{Reason: ErrWrongSignature, Tried: forms.shown()}
}

// VerifyForm is Verify for what a server has read already: the address exactly as
// Twilio asked for it, and the parameters of the form, nil for a GET. The account
// of an [AccountToken] is named by the parameters, or by the query when they are
// nil. Neither the port nor anything else of the address is varied, and no body is
// held against the hash in a query.
func (v *Verifier) VerifyForm(address string, params url.Values, signature string) error {
	if signature == "" {
		return &SignatureError{Reason: ErrNoSignature}
	}
	address = withoutFragment(address)
	said := params
	if params == nil && len(v.accounts) > 0 {
		_, query, _ := strings.Cut(address, "?")
		said, _ = url.ParseQuery(query) // what can be read of it
	}
	for _, k := range v.keysFor(said) {
		if k.matches(signature, params, address) {
			return nil
		}
	}
	return &SignatureError{Reason: ErrWrongSignature}
}

// keysFor chooses by the account that the signed parameters name; whoever names
// another has to have its token.
func (v *Verifier) keysFor(said url.Values) []key {
	if len(v.accounts) == 0 {
		return v.keys
	}
	own := v.accounts[said.Get("AccountSid")]
	if len(own) == 0 {
		return v.keys
	}
	return slices.Concat(own, v.keys)
}

// signedParams returns the parameters that are signed after the address, nil when
// there are none, and leaves the body as it was.
func (v *Verifier) signedParams(r *http.Request) (url.Values, error) {
	form := isForm(r)
	hash, hashed := hashOf(r)
	if params, ok := parsedForm(r); ok && !hashed {
		return params, nil
	}
	body, err := readBody(r, v.maxBody)
	switch {
	case errors.Is(err, ErrBodyTooLarge):
		return nil, &SignatureError{Reason: ErrBodyTooLarge}
	case err != nil:
		return nil, &SignatureError{Reason: ErrBodyUnreadable, Err: err}
	case hashed && !hasHash(body, hash):
		return nil, &SignatureError{Reason: ErrBodyUnsigned}
	case !form && !hashed && (len(body) > 0 || len(r.PostForm) > 0 || r.MultipartForm != nil):
		return nil, &SignatureError{Reason: ErrBodyUnsigned, Err: errors.New("it is not a form, and the query has no bodySHA256")}
	case !form:
		return nil, nil //nolint:nilnil // the address alone is signed, and nothing is wrong
	}
	params, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, &SignatureError{Reason: ErrBodyUnreadable, Err: errors.New("it is not a form, although it says so")}
	}
	return params, nil
}

// hashOf returns the hash of the body in the query, whatever the request is: a
// signature without parameters fits any body, and nothing else binds it to one.
func hashOf(r *http.Request) (hash string, ok bool) {
	if !strings.Contains(r.URL.RawQuery, bodyHash) {
		return "", false
	}
	query := r.URL.Query() // what can be read of it
	return query.Get(bodyHash), query.Has(bodyHash)
}

// hasHash compares a body with the hash in the query, which is signed.
func hasHash(body []byte, expected string) bool {
	sum := sha256.Sum256(body)
	return subtle.ConstantTimeCompare([]byte(strings.ToLower(expected)), []byte(hex.EncodeToString(sum[:]))) == 1
}

// Middleware lets requests through that are Twilio's. Others get 403, 413 when
// they are too large, and no reason: the reason goes to the [Logger].
func (v *Verifier) Middleware(next http.Handler) http.Handler {
	next = orNoHandler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := v.Verify(r)
		if err == nil {
			next.ServeHTTP(w, r)
			return
		}
		logger := v.logger
		if logger == nil {
			logger = slog.Default()
		}
		logger.LogAttrs(r.Context(), slog.LevelWarn, "webhook: a request was refused", slog.String("reason", err.Error()))
		status := http.StatusForbidden
		if errors.Is(err, ErrBodyTooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, http.StatusText(status), status)
	})
}
