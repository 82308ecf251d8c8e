package twilio

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio/internal/redact"
)

// secrets returns the secrets that no text of another party may show: a debugging gateway
// may show a request again, header included. Answers of success are not redacted, because
// Twilio hands out secrets by right.
func (c *Client) secrets() redact.Secrets {
	return redact.NewSecrets(append(c.tokens.secrets(), c.credential.secrets(c.accountSID)...)...)
}

// redact takes the client's own secrets out of a text.
func (c *Client) redact(text string) string { return c.secrets().Text(text) }

// withoutRequest keeps an error of a transport from showing the request: its address, its
// header, its parameters and its secrets. Whatever the transport put into the text, and
// whatever its error shows in other ways, the error that the client returns shows a text
// that was cleaned. The error itself stays within.
func (x *exchange) withoutRequest(out *http.Request, err error) error {
	if urlErr, ok := err.(*url.Error); ok && urlErr.Err != nil { //nolint:errorlint // net/http's own wrapper alone
		err = urlErr.Err
	}
	var tooLarge *TooLargeError
	if errors.As(err, &tooLarge) {
		return err
	}
	text := redact.NewSecrets(out.Header[validationHeader]...).Text(x.client.redact(err.Error()))
	return redact.NewError(redact.Text(redact.Request(text, out, x.body, x.op.Path)), err)
}

// reason is the text of an error inside another one of ours, whose operation and advice
// would be said twice or would mislead.
func reason(err error) string {
	if err == nil {
		return "no reason given"
	}
	if d, ok := err.(interface{ describe() string }); ok {
		return d.describe()
	}
	return redact.Line(err.Error())
}
