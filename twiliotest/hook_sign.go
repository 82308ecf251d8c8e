package twiliotest

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio/webhook"
)

// sharedKey signs webhooks in place of an account's token; its name is "" for none.
type sharedKey struct{ name, secret string }

// SharedKey lets the simulator sign its requests to the application with a key that
// both have, by HMAC-SHA256, as Twilio does in public beta. Without it they are signed
// with the account's token.
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhooks-security
func SharedKey(name, secret string) Option {
	return func(c *config) error {
		if name == "" || strings.ContainsAny(name, ",= \t\r\n") || secret == "" {
			return errors.New("SharedKey: give the name of the key, such as webhooks_sharedkey_1, and the key itself")
		}
		c.sharedKey = sharedKey{name, secret}
		return nil
	}
}

// sign adds the headers by which the application knows a request to be Twilio's.
func (s *Sim) sign(header http.Header, token, address string, form url.Values) {
	key := s.config.sharedKey
	if key.name == "" {
		header.Set("X-Twilio-Signature", webhook.Sign(token, address, form))
		return
	}
	header.Set("X-Twilio-Signature", webhook.SignShared(key.secret, address, form))
	header.Set("X-Twilio-Webhooks-Signature-Settings", webhook.SharedKeySettings(key.name))
}

// signBody is sign for a body that is not a form. It returns the address with the hash of
// the body, too.
func (s *Sim) signBody(token, address string, body []byte) (signed string, header http.Header) {
	header = http.Header{}
	key := s.config.sharedKey
	var signature string
	if key.name == "" {
		signed, signature = webhook.SignBody(token, address, body)
	} else {
		signed, signature = webhook.SignBodyShared(key.secret, address, body)
		header.Set("X-Twilio-Webhooks-Signature-Settings", webhook.SharedKeySettings(key.name))
	}
	header.Set("X-Twilio-Signature", signature)
	return signed, header
}
