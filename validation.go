package twilio

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// RequestSigner signs requests with a key of the caller's own, so that Twilio can
// tell that nobody has changed them; package token has one. It is called once for
// each attempt, before anything is sent, and must be safe for concurrent use.
type RequestSigner interface {
	// SignRequest returns a JWT for a request with this method, address, header
	// and body, none of which it may change. The header holds the credentials.
	SignRequest(ctx context.Context, method string, u *url.URL, header http.Header, body []byte) (string, error)
}

// WithClientValidation sends a signature of every request to Twilio with it. It
// takes an API key as the credential, and a public key that Twilio knows. When the
// signer fails nothing is sent: the error matches [ErrNotSent] and the signer's.
//
// Twilio docs: https://www.twilio.com/docs/iam/pkcv
func WithClientValidation(signer RequestSigner) Option {
	return func(c *config) error {
		if signer == nil {
			return paramError("New", "WithClientValidation", "is nil", "give a signer, such as a *token.ClientValidator, or leave the option out")
		}
		c.signer = signer
		return nil
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
	jwt, err := signer.SignRequest(ctx, out.Method, out.URL, out.Header, x.body)
	if err != nil {
		return fmt.Errorf("signing the request: %w", err)
	}
	out.Header.Set(validationHeader, jwt)
	return nil
}
