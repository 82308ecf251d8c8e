package token

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
)

// maxKey bounds the input of ParsePrivateKey, in bytes; a key has about 1,700.
const maxKey = 64 << 10

// ParsePrivateKey reads an RSA private key from PEM, as PKCS #1 (BEGIN RSA PRIVATE
// KEY) or PKCS #8 (BEGIN PRIVATE KEY), for [NewClientValidator]. It fails with a
// [*ParamError] that names the kind of the input, such as a public or an encrypted key.
func ParsePrivateKey(text []byte) (*rsa.PrivateKey, error) {
	if len(text) > maxKey {
		return nil, keyError("is larger than any key", "give the file of the private key alone")
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, keyError("has no PEM block", "give the whole file, its BEGIN and END lines included")
	}
	if block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "" {
		return nil, keyError("is encrypted", "decrypt it first: openssl pkey -in private.pem -out plain.pem")
	}
	switch block.Type {
	case "RSA PRIVATE KEY":
		return checkedKey(x509.ParsePKCS1PrivateKey(block.Bytes))
	case "PRIVATE KEY":
		return rsaKey(x509.ParsePKCS8PrivateKey(block.Bytes))
	case "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE":
		return nil, keyError("is public", "give the private key: this half is for Twilio")
	}
	return nil, keyError("is not an RSA private key", "make one with: openssl genrsa -out private.pem 2048")
}

// rsaKey accepts the RSA keys among the kinds of keys that PKCS #8 can hold.
func rsaKey(key any, err error) (*rsa.PrivateKey, error) {
	if err != nil {
		return checkedKey(nil, err)
	}
	if rsaKey, ok := key.(*rsa.PrivateKey); ok {
		return rsaKey, nil
	}
	return nil, keyError("is not an RSA key", "make one with: openssl genrsa -out private.pem 2048")
}

// checkedKey leaves the parser's error out, because it may show parts of the key.
func checkedKey(key *rsa.PrivateKey, err error) (*rsa.PrivateKey, error) {
	if err != nil {
		return nil, keyError("is damaged", "give the file as openssl wrote it")
	}
	return key, nil
}

func keyError(problem, remedy string) error {
	return paramError("ParsePrivateKey", "text", problem, remedy)
}
