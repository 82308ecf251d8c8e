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
// not a form, in hexadecimal.
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
	s.setParams(params)
	return base64.StdEncoding.EncodeToString(s.sign(withoutFragment(address)))
}

// SignBody is Sign for a body that is not a form, such as JSON. It returns the
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
	if cap(s.address)+cap(s.params) <= worthKeeping {
		clear(s.names)
		k.states.Put(s)
	}
}

// matches says whether a signature is that of one of the addresses, with the
// parameters. It compares in constant time.
func (k key) matches(signature string, params url.Values, addresses ...string) bool {
	given, ok := digest(signature)
	if !ok {
		return false
	}
	s := k.take()
	defer k.give(s)
	s.setParams(params)
	for _, address := range addresses {
		if subtle.ConstantTimeCompare(given[:], s.sign(address)) == 1 {
			return true
		}
	}
	return false
}

// signing is what one computation needs, kept for the next.
type signing struct {
	mac     hash.Hash
	address []byte
	params  []byte // as they are signed, the same for every address
	names   []string
	values  []string
	result  [sha1.Size]byte
}

// sign returns the signature of an address, which is followed by what setParams
// was given last.
func (s *signing) sign(address string) []byte {
	s.address = append(s.address[:0], address...)
	s.mac.Reset()
	s.mac.Write(s.address)
	s.mac.Write(s.params)
	return s.mac.Sum(s.result[:0])
}

// setParams writes the names in the order of their bytes, each followed by its
// value, once for each value that differs.
func (s *signing) setParams(params url.Values) {
	s.params, s.names = s.params[:0], s.names[:0]
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
			s.params = append(append(s.params, name...), value...)
		}
	}
}

// digest reads a signature, which has one length in base64.
func digest(signature string) (sum [sha1.Size]byte, ok bool) {
	var decoded [sha1.Size + 4]byte // whoever pads wrongly may need more
	if len(signature) != base64.StdEncoding.EncodedLen(sha1.Size) {
		return sum, false
	}
	n, err := base64.StdEncoding.Strict().Decode(decoded[:], []byte(signature))
	return [sha1.Size]byte(decoded[:]), err == nil && n == sha1.Size
}
