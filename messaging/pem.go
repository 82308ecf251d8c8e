package messaging

import (
	"strings"

	"github.com/seed15d99369/twilio"
)

// checkPEM looks for the beginnings of a certificate and of a private key. It does not
// decode them: package encoding/pem and what checks certificates would weigh more than
// the rest of this package.
func checkPEM(problems *twilio.Problems, field, text string) {
	const begin = "-----BEGIN "
	switch {
	case !strings.Contains(text, begin+"CERTIFICATE-----"):
		problems.Add(field, "has no certificate in PEM", "give the text that begins with "+begin+"CERTIFICATE-----")
	case !strings.Contains(text, "PRIVATE KEY-----"):
		problems.Add(field, "has no private key in PEM", "append the private key of the certificate")
	}
}
