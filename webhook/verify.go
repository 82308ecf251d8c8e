package webhook

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
)

// Verify returns nil for a request that Twilio sent, and a [*SignatureError] for
// any other. The body is read, and can be read again, whatever comes of it; only an
// address that is too long, a foreign host and headers that cannot be followed are
// refused before it is read.
func (v *Verifier) Verify(r *http.Request) error {
	if r == nil {
		return &SignatureError{Reason: ErrNoSignature}
	}
	claimed, err := v.readClaim(r.Header.Get(signatureHeader), r.Header.Values(settingsHeader))
	if err != nil {
		return err
	}
	path, query, err := targetOf(r)
	if err != nil {
		return err
	}
	addresses, err := v.addresses(r, path, query)
	if err != nil {
		return err
	}
	query = strings.TrimPrefix(query, "?")
	params, err := v.signedParams(r, query)
	if err != nil {
		return err
	}
	account, err := v.accountOf(params, query, isRead(r))
	if err != nil {
		return err
	}
	if wrong := v.prove(claimed, account, params, addresses); wrong != nil {
		wrong.Tried = shown(addresses)
		return wrong
	}
	return nil
}

// VerifyForm is Verify for what a server has read already: the address exactly as
// Twilio asked for it, the parameters of the form, nil for a GET, the signature, and
// every value of the header X-Twilio-Webhooks-Signature-Settings, none for a request
// that has no such header. The address has to be at a host of the verifier's. The
// account of an [AccountToken] is named by the parameters, or by the query when they
// are nil. Neither the port nor anything else of the address is varied, and no body
// is held against the hash in a query.
func (v *Verifier) VerifyForm(addr string, params url.Values, signature string, settings ...string) error {
	claimed, err := v.readClaim(signature, settings)
	if err != nil {
		return err
	}
	if err := v.checkAddress(addr); err != nil {
		return err
	}
	addr = withoutFragment(addr)
	query := ""
	if len(v.accounts) > 0 {
		_, query, _ = strings.Cut(addr, "?")
	}
	account, err := v.accountOf(params, query, params == nil)
	if err != nil {
		return err
	}
	if wrong := v.prove(claimed, account, params, []address{{path: addr}}); wrong != nil {
		return wrong
	}
	return nil
}

// signedParams returns the parameters that are signed after the address, nil when
// there are none, and leaves the body as it was.
func (v *Verifier) signedParams(r *http.Request, query string) (url.Values, error) {
	form := isForm(r)
	hash, hashed, err := hashOf(query)
	if err != nil {
		return nil, &SignatureError{Reason: ErrBodyUnsigned, Err: err}
	}
	if params, ok := parsedForm(r); ok && !hashed {
		return params, nil
	}
	body, err := readBody(r, v.maxBody)
	switch {
	case errors.Is(err, ErrBodyTooLarge):
		return nil, &SignatureError{Reason: ErrBodyTooLarge}
	case err != nil:
		return nil, &SignatureError{Reason: ErrBodyUnreadable, Err: err}
	case hashed && !hasHash(body, hash) && !isBodiless(r, body, hash, query):
		return nil, &SignatureError{Reason: ErrBodyUnsigned}
	case !form && !hashed && (len(body) > 0 || len(r.PostForm) > 0 || r.MultipartForm != nil):
		return nil, &SignatureError{Reason: ErrBodyUnsigned, Err: errors.New("it is not a form, and the query has no bodySHA256")}
	case !form:
		return nil, nil //nolint:nilnil // the address alone is signed, and nothing is wrong
	case bytes.Count(body, []byte("&")) >= maxParams:
		return nil, &SignatureError{Reason: ErrBodyTooLarge, Err: errors.New("it has too many parameters")}
	}
	params, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, &SignatureError{Reason: ErrBodyUnreadable, Err: errors.New("it is not a form, although it says so")}
	}
	return params, nil
}

// maxParams bounds the parameters of a form. Twilio sends less than a hundred.
const maxParams = 5000

// Middleware lets requests through that are Twilio's. Others get 403, 413 when their
// body is too large, 414 when their address is too long, and no reason: the reason
// goes to the [Logger].
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
		status := statusOf(err)
		http.Error(w, http.StatusText(status), status)
	})
}

// statusOf is the status of a request that is refused.
func statusOf(err error) int {
	switch {
	case errors.Is(err, ErrBodyTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, ErrAddressTooLong):
		return http.StatusRequestURITooLong
	}
	return http.StatusForbidden
}
