package twiliotest

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"regexp"
)

// What Twilio takes as a public key. https://www.twilio.com/docs/iam/credentials/api
const (
	publicKeyBits     = 2048
	publicKeyExponent = 65537
)

// credentialHandler returns the handler of the operations that make credentials, nil for
// all others. What they make is kept, and the keys themselves are never shown.
func credentialHandler(operation string) handler {
	switch operation {
	case "CreateCredentialAws":
		return (*Sim).createAWSCredential
	case "CreateCredentialPublicKey":
		return (*Sim).createPublicKey
	}
	return authTokenHandler(operation)
}

// awsKeys are the ID and the secret of an access key of AWS.
var awsKeys = regexp.MustCompile(`^[A-Z0-9]{16,128}:\S+$`)

func (s *Sim) createAWSCredential(r *request) (any, *apiError) {
	if !awsKeys.MatchString(r.form.Get("Credentials")) {
		return nil, badRequest(70106, "The Credentials are not those of AWS: they have the form ID:secret")
	}
	return s.keepCredential(r)
}

func (s *Sim) createPublicKey(r *request) (any, *apiError) {
	block, _ := pem.Decode([]byte(r.form.Get("PublicKey")))
	if block == nil {
		return nil, badRequest(70104, "The PublicKey is not readable: it has to be in PEM")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, badRequest(70104, "The PublicKey is not readable: it has to be an X.509 key in PEM")
	}
	switch key, isRSA := parsed.(*rsa.PublicKey); {
	case !isRSA:
		return nil, badRequest(70101, "The algorithm of the PublicKey is not RSA")
	case key.N.BitLen() != publicKeyBits:
		return nil, badRequest(70102, "The PublicKey does not have %d bits", publicKeyBits)
	case key.E != publicKeyExponent:
		return nil, badRequest(70103, "The exponent of the PublicKey is not %d", publicKeyExponent)
	}
	return s.keepCredential(r)
}

// keepCredential keeps a credential for the account that the request names, without the
// key itself.
func (s *Sim) keepCredential(r *request) (any, *apiError) {
	kept := *r
	if account := r.form.Get("AccountSid"); account != "" {
		if problem := s.refuseKeyAccount(r, account); problem != nil {
			return nil, problem
		}
		kept.account = account
	}
	kept.form = withoutParams(r.form, "Credentials", "PublicKey")
	return s.keep(&kept)
}
