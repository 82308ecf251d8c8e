package main

import (
	"net/http"
	"sync/atomic"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/webhook"
)

// inbox receives text messages that Twilio has signed. Its verifier can be replaced while
// requests come in.
type inbox struct {
	verifier atomic.Pointer[webhook.Verifier]
}

// accept lets requests in that are signed with one of the tokens.
func (in *inbox) accept(publicURL string, tokens ...twilio.Secret) error {
	opts := []webhook.Option{webhook.PublicURL(publicURL)}
	for _, token := range tokens {
		opts = append(opts, webhook.Token(token.Reveal()))
	}
	verifier, err := webhook.NewVerifier(opts...)
	if err != nil {
		return err
	}
	in.verifier.Store(verifier)
	return nil
}

func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := in.verifier.Load().Verify(r); err != nil {
		http.Error(w, "the signature is not Twilio's", http.StatusForbidden)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
