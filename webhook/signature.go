package webhook

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // it is Twilio's choice, and HMAC does not need more of a hash
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// signatureHeader carries the signature of a request.
const signatureHeader = "X-Twilio-Signature"

// bodyHash is the parameter of the query that holds the SHA-256 of a body that is
// no form, in hexadecimal.
const bodyHash = "bodySHA256"

// Sign returns the X-Twilio-Signature of a request to an address: with the
// parameters of a form that is posted, nil for a GET. It is for tests of your own
// handlers. Every value of a repeated parameter counts; a fragment does not.
//
// Twilio docs: https://www.twilio.com/docs/usage/security#validating-requests
func Sign(authToken, address string, params url.Values) string {
	k := newKey(authToken)
	s := k.take()
	defer k.give(s)
	sum := s.sum(withoutFragment(address), params)
	return base64.StdEncoding.EncodeToString(sum)
}

// SignBody is Sign for a body that is no form, such as JSON. It returns the
// address with the hash of the body in its query as well: that is what is asked.
func SignBody(authToken, address string, body []byte) (signed, signature string) {
	signed = withoutFragment(address)
	separator := "?"
	if strings.Contains(signed, "?") {
		separator = "&"
	}
	sum := sha256.Sum256(body)
	signed += separator + bodyHash + "=" + hex.EncodeToString(sum[:])
	return signed, Sign(authToken, signed, nil)
}

func withoutFragment(address string) string {
	address, _, _ = strings.Cut(address, "#")
	return address
}

// key is an auth token with the state of its HMAC, which is costly to make. The
// token lives in a closure: no formatting verb reaches it.
type key struct{ states *sync.Pool }

func newKey(authToken string) key {
	return key{&sync.Pool{New: func() any {
		return &signing{mac: hmac.New(sha1.New, []byte(authToken))}
	}}}
}

func (k key) take() *signing {
	s, _ := k.states.Get().(*signing) // New makes nothing else
	return s
}

func (k key) give(s *signing) {
	const worthKeeping = 64 << 10 // bytes
	if cap(s.text) <= worthKeeping {
		clear(s.names)
		k.states.Put(s)
	}
}

// signing is what one computation needs, kept for the next.
type signing struct {
	mac    hash.Hash
	text   []byte
	names  []string
	values []string
	result [sha1.Size]byte
	given  [sha1.Size + 4]byte
}

// sum returns the signature of an address and parameters: the names in the order
// of their bytes, each followed by its value, once for each value that differs.
func (s *signing) sum(address string, params url.Values) []byte {
	s.text, s.names = append(s.text[:0], address...), s.names[:0]
	for name := range params {
		s.names = append(s.names, name)
	}
	slices.Sort(s.names)
	for _, name := range s.names {
		values := params[name]
		if len(values) > 1 {
			s.values = append(s.values[:0], values...)
			slices.Sort(s.values)
			values = slices.Compact(s.values)
		}
		for _, value := range values {
			s.text = append(append(s.text, name...), value...)
		}
	}
	s.mac.Reset()
	s.mac.Write(s.text)
	return s.mac.Sum(s.result[:0])
}

// matches compares the signature with one that was given, in constant time.
func (s *signing) matches(given, address string, params url.Values) bool {
	const length = 28 // characters of 20 bytes in base64
	if len(given) != length {
		return false
	}
	s.text = append(s.text[:0], given...)
	n, err := base64.StdEncoding.Strict().Decode(s.given[:], s.text)
	if err != nil || n != sha1.Size {
		return false
	}
	return subtle.ConstantTimeCompare(s.given[:n], s.sum(address, params)) == 1
}
