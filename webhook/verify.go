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
// any other. Verify reads the body, and the handler can read it again, whatever Verify
// returns. A request with an address that is too long, a foreign host or malformed
// signature headers is refused before its body is read.
func (v *Verifier) Verify(r *http.Request) error {
	if r == nil {
		return &SignatureError{Reason: ErrNoSignature}
	}
	headers, err := v.signatureHeaders(r.Header.Get(signatureHeader), r.Header.Values(settingsHeader))
	if err != nil {
		return err
	}
	path, query, err := requestTarget(r)
	if err != nil {
		return err
	}
	candidates, err := v.candidates(r, path, query)
	if err != nil {
		return err
	}
	query = strings.TrimPrefix(query, "?")
	params, err := v.signedParams(r, query)
	if err != nil {
		return err
	}
	account, err := v.accountOf(params, query, paramsInQuery(r))
	if err != nil {
		return err
	}
	if wrong := v.checkSignature(headers, account, params, candidates); wrong != nil {
		wrong.Tried = redactedAddresses(candidates)
		return wrong
	}
	return nil
}

// VerifyForm is Verify for servers that are not net/http's, which pass the parts of the
// request:
//   - the address exactly as Twilio requested it;
//   - the parameters of the form, nil for a GET;
//   - the value of the header X-Twilio-Signature;
//   - every value of the header X-Twilio-Webhooks-Signature-Settings, none for a request
//     without that header.
//
// The host of the address has to be one of the verifier's. The account of an
// [AccountToken] is named by the parameters, or by the query when the parameters are
// nil. VerifyForm tries no other spelling or port of the address, and compares no body
// with a hash in the query.
func (v *Verifier) VerifyForm(addr string, params url.Values, signature string, settings ...string) error {
	headers, err := v.signatureHeaders(signature, settings)
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
	if wrong := v.checkSignature(headers, account, params, []candidate{{path: addr}}); wrong != nil {
		return wrong
	}
	return nil
}

// signedParams returns the parameters that the signature covers beside the address, nil
// when there are none. It leaves the body as it was.
func (v *Verifier) signedParams(r *http.Request, query string) (url.Values, error) {
	form := isForm(r)
	hash, hashed, err := bodyHashIn(query)
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
	case hashed && !matchesHash(body, hash) && !isBundleCallback(r, body, hash, query):
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

// Middleware passes Twilio's requests to next, and refuses all others: with 413 when the
// body is too large, with 414 when the address is too long, and with 403 otherwise. The
// response does not name the reason; the reason goes to the [Logger].
func (v *Verifier) Middleware(next http.Handler) http.Handler {
	next = orServerError(next)
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

// statusOf returns the HTTP status for a request that is refused with err.
func statusOf(err error) int {
	switch {
	case errors.Is(err, ErrBodyTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, ErrAddressTooLong):
		return http.StatusRequestURITooLong
	}
	return http.StatusForbidden
}
