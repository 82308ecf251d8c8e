package webhook

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // it is Twilio's choice, and HMAC does not need more of a hash
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"hash"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// signatureHeader carries the signature of a request.
const signatureHeader = "X-Twilio-Signature"

// Sign returns the X-Twilio-Signature of a request to an address: with the
// parameters of a form that is posted, nil for a GET. It is for tests of your own
// handlers. Every value of a repeated parameter counts; a fragment does not.
//
// Twilio docs: https://www.twilio.com/docs/usage/security#validating-requests
func Sign(authToken, address string, params url.Values) string {
	return newKey(authToken, sha1.New).signature(address, params)
}

// SignShared is Sign with a shared key. Twilio says which key it was in the header
// X-Twilio-Webhooks-Signature-Settings, whose value is that of [SharedKeySettings].
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
func SignShared(key, address string, params url.Values) string {
	return newKey(key, sha256.New).signature(address, params)
}

// SignBody is Sign for a body that is not a form, such as JSON. It returns the
// address with the hash of the body in its query as well: that is what is asked.
func SignBody(authToken, address string, body []byte) (signed, signature string) {
	signed = withHash(address, body)
	return signed, Sign(authToken, signed, nil)
}

// SignBodyShared is SignBody with a shared key.
func SignBodyShared(key, address string, body []byte) (signed, signature string) {
	signed = withHash(address, body)
	return signed, SignShared(key, signed, nil)
}

func withoutFragment(address string) string {
	address, _, _ = strings.Cut(address, "#")
	return address
}

// key is a secret with the state of its HMAC, which is costly to make. The secret
// lives in a closure: no formatting verb reaches it.
type key struct {
	states *sync.Pool
	size   int // of a signature, in bytes
}

func newKey(secret string, algorithm func() hash.Hash) key {
	states := &sync.Pool{New: func() any {
		return &signing{mac: hmac.New(algorithm, []byte(secret))}
	}}
	return key{states, algorithm().Size()}
}

func (k key) take() *signing {
	s, _ := k.states.Get().(*signing) // New makes nothing else
	return s
}

func (k key) give(s *signing) {
	const worthKeeping = 64 << 10 // bytes
	if cap(s.address)+cap(s.params) <= worthKeeping {
		clear(s.names)
		clear(s.values)
		k.states.Put(s)
	}
}

// signature signs an address without its fragment.
func (k key) signature(addr string, params url.Values) string {
	s := k.take()
	defer k.give(s)
	s.setParams(params)
	return base64.StdEncoding.EncodeToString(s.sign(&address{path: withoutFragment(addr)}))
}

// maxHashed bounds what one key hashes for one request, in bytes: whoever signs
// nothing may send a large form to an address that could be signed in many forms.
// The first address is always tried. Twilio's own requests have a few thousand bytes
// and a few addresses, which are all tried.
const maxHashed = 1 << 20

// matches says whether a signature is that of one of the addresses, with the
// parameters. It compares in constant time.
func (k key) matches(signature string, params url.Values, addresses []address) bool {
	given, size := digest(signature)
	if size != k.size {
		return false
	}
	s := k.take()
	defer k.give(s)
	s.setParams(params)
	hashed := 0
	for i := range addresses {
		if hashed > maxHashed {
			return false
		}
		if subtle.ConstantTimeCompare(given[:size], s.sign(&addresses[i])) == 1 {
			return true
		}
		hashed += len(s.address) + len(s.params)
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
	result  [sha256.Size]byte
}

// sign returns the signature of an address, which is followed by what setParams
// was given last.
func (s *signing) sign(a *address) []byte {
	s.address = a.appendTo(s.address[:0])
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

// digest reads a signature, which has one length in base64 for each algorithm; its
// size is 0 for what is none.
func digest(signature string) (sum [sha256.Size]byte, size int) {
	switch len(signature) {
	case base64.StdEncoding.EncodedLen(sha1.Size):
		size = sha1.Size
	case base64.StdEncoding.EncodedLen(sha256.Size):
		size = sha256.Size
	default:
		return sum, 0
	}
	var decoded [sha256.Size + 4]byte // whoever pads wrongly may need more
	n, err := base64.StdEncoding.Strict().Decode(decoded[:], []byte(signature))
	if err != nil || n != size {
		return sum, 0
	}
	return [sha256.Size]byte(decoded[:]), size
}
