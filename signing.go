package twilio

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// RequestSigner signs requests with a key of the caller's own, so that Twilio can
// tell that nobody has changed them; package token has one. It is called once for
// each attempt, before anything is sent, and must be safe for concurrent use.
//
// A failure ends the call at once: nothing is sent, the signer is not asked again,
// and the retry quota is not touched. A signer whose key is behind a network
// repeats what may pass by itself; its context ends with the attempt.
type RequestSigner interface {
	// SignRequest returns a JWT for a request with this method, address, header
	// and body, none of which it may change. The header holds the credentials.
	SignRequest(ctx context.Context, method string, u *url.URL, header http.Header, body []byte) (string, error)
}

// signFunc is SignRequest of a signer.
type signFunc func(ctx context.Context, method string, u *url.URL, header http.Header, body []byte) (string, error)

// WithClientValidation sends a signature of every request to Twilio with it. It
// takes an API key as the credential, and a public key that Twilio knows. When the
// signer fails nothing is sent: the error matches [ErrNotSent] and the signer's,
// or the context's once that has ended.
//
// Twilio docs: https://www.twilio.com/docs/iam/pkcv
func WithClientValidation(signer RequestSigner) Option {
	return func(c *config) error {
		if isNil(signer) {
			return paramError("New", "WithClientValidation", "is nil", "give a signer, such as a *token.ClientValidator, or leave the option out")
		}
		c.signer = signer.SignRequest
		return nil
	}
}

// checkSigns refuses credentials other than a key, which the signature names.
func checkSigns(problems *Problems, credential Credential) {
	const remedy = "use twilio.APIKey: the signature names a key"
	switch credential.kind {
	case kindAuthToken:
		problems.Add("WithClientValidation", "does not go with an auth token", remedy)
	case kindOAuth:
		problems.Add("WithClientValidation", "does not go with an OAuth app", remedy)
	}
}

// validationHeader carries the signature.
const validationHeader = "Twilio-Client-Validation"

// sign adds the signature of a request that is ready to go out. It works from the
// bytes that the body was made of: reading the body would spoil the evidence.
func (x *exchange) sign(ctx context.Context, out *http.Request) error {
	signer := x.client.config.signer
	if signer == nil {
		return nil
	}
	jwt, err := signer(ctx, out.Method, out.URL, out.Header, x.body)
	if ended := attemptEnded(ctx, x); ended != nil { // a signer need not have looked
		return &signingError{ended}
	}
	if err == nil {
		err = checkJWT(jwt)
	}
	if err != nil {
		return &signingError{err}
	}
	out.Header.Set(validationHeader, jwt)
	return nil
}

// checkJWT refuses what cannot be a JWT in the compact form of RFC 7515, and does
// not show it.
func checkJWT(jwt string) error {
	switch {
	case jwt == "":
		return errors.New("the signer returned nothing: let it return a JWT or an error")
	case strings.IndexFunc(jwt, notCompact) >= 0:
		return errors.New("the signer returned characters that no JWT has: let it return base64url and dots alone")
	}
	return nil
}

func notCompact(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_' && r != '.'
}

// signingError is a signer's failure.
type signingError struct{ err error }

// Error shows no URL: a signer may have asked a service whose address is secret.
func (e *signingError) Error() string { return "signing the request: " + withoutURL(e.err) }

// Unwrap returns what the signer returned.
func (e *signingError) Unwrap() error { return e.err }

// withoutURL is the text of what is inside of every *url.Error, whose own text
// shows the URL.
func withoutURL(err error) string {
	var urlErr *url.Error
	switch {
	case !errors.As(err, &urlErr):
		return err.Error()
	case urlErr.Err == nil:
		return "no reason given"
	}
	return withoutURL(urlErr.Err)
}
