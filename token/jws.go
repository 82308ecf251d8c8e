package token

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash"
	"strconv"
)

// Algorithm is the alg header of a token, with a value of RFC 7518.
type Algorithm string

// The algorithms that Twilio takes.
const (
	HS256 Algorithm = "HS256"
	HS384 Algorithm = "HS384"
	HS512 Algorithm = "HS512"
	RS256 Algorithm = "RS256" // client validation only
	PS256 Algorithm = "PS256" // client validation only
)

// hash returns the hash of an HMAC algorithm, nil for every other one.
func (a Algorithm) hash() func() hash.Hash {
	switch a {
	case HS256:
		return sha256.New
	case HS384:
		return sha512.New384
	case HS512:
		return sha512.New
	}
	return nil
}

// header is the first part of a token. https://www.twilio.com/docs/iam/access-tokens
type header struct {
	Algorithm   Algorithm       `json:"alg"`
	Type        string          `json:"typ"`
	ContentType string          `json:"cty,omitempty"`
	KeyID       string          `json:"kid,omitempty"`
	Region      string          `json:"twr,omitempty"`
	Critical    json.RawMessage `json:"crit,omitempty"` // never sent; a verifier must refuse names in it that it does not understand
}

// signFunc returns the signature of the first two parts of a token. It is a closure: no
// formatting verb prints the key that it holds.
type signFunc func(signed []byte) ([]byte, error)

func hmacSigner(algorithm Algorithm, secret string) signFunc {
	newHash := algorithm.hash()
	return func(signed []byte) ([]byte, error) { return hmacSum(newHash, secret, signed), nil }
}

func hmacSum(newHash func() hash.Hash, secret string, signed []byte) []byte {
	mac := hmac.New(newHash, []byte(secret))
	mac.Write(signed)
	return mac.Sum(nil)
}

func rsaSigner(algorithm Algorithm, key crypto.Signer) signFunc {
	var opts crypto.SignerOpts = crypto.SHA256
	if algorithm == PS256 {
		opts = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
	}
	return func(signed []byte) ([]byte, error) {
		digest := sha256.Sum256(signed)
		return key.Sign(rand.Reader, digest[:], opts)
	}
}

// encoder makes tokens that share a header and a key.
type encoder struct {
	header string // encoded, with its dot
	sign   signFunc
}

func newEncoder(head header, sign signFunc) (encoder, error) {
	text, err := marshal(head)
	if err != nil {
		return encoder{}, err
	}
	return encoder{base64.RawURLEncoding.EncodeToString(text) + ".", sign}, nil
}

// encode returns the compact serialization of RFC 7515: header.payload.signature. A token
// that is too large for Verify is an error.
func (e encoder) encode(op string, claims any) (string, error) {
	payload, err := marshal(claims)
	if err != nil {
		return "", err
	}
	const room = 350 // for an RSA signature and the dots
	jwt := make([]byte, 0, len(e.header)+base64.RawURLEncoding.EncodedLen(len(payload))+room)
	jwt = append(jwt, e.header...)
	jwt = base64.RawURLEncoding.AppendEncode(jwt, payload)
	sum, err := e.sign(jwt)
	if err != nil {
		return "", fmt.Errorf("token: signing: %w", err)
	}
	jwt = base64.RawURLEncoding.AppendEncode(append(jwt, '.'), sum)
	if len(jwt) > maxToken {
		return "", paramError(op, "the token", "has more than "+strconv.Itoa(maxToken)+" bytes", "shorten the names, parameters and grants in it")
	}
	return string(jwt), nil
}

// marshal leaves <, > and & as they are: nothing here goes into HTML.
func marshal(v any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("token: encoding: %w", err)
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}
