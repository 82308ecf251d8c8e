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

// Sign returns the value of X-Twilio-Signature for a request to an address. The params
// are those of the form, nil for a GET. Sign is for tests of your own handlers. The
// signature covers every value of a repeated parameter, and no fragment.
//
// Twilio docs: https://www.twilio.com/docs/usage/security#validating-requests
func Sign(authToken, address string, params url.Values) string {
	return newKey(authToken, sha1.New).signature(address, params)
}

// SignShared is Sign with a shared key. Such a request names its key in the header
// X-Twilio-Webhooks-Signature-Settings: see [SharedKeySettings].
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
func SignShared(key, address string, params url.Values) string {
	return newKey(key, sha256.New).signature(address, params)
}

// SignBody is Sign for a body that is not a form, such as JSON. It also returns the
// address to send the request to, which has the hash of the body in its query.
//
// Twilio docs: https://www.twilio.com/docs/usage/security#validating-requests
func SignBody(authToken, address string, body []byte) (signed, signature string) {
	signed = withBodyHash(address, body)
	return signed, Sign(authToken, signed, nil)
}

// SignBodyShared is SignBody with a shared key. Such a request names its key in the
// header X-Twilio-Webhooks-Signature-Settings: see [SharedKeySettings].
//
// Twilio docs: https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
func SignBodyShared(key, address string, body []byte) (signed, signature string) {
	signed = withBodyHash(address, body)
	return signed, SignShared(key, signed, nil)
}

func withoutFragment(address string) string {
	address, _, _ = strings.Cut(address, "#")
	return address
}

// key is a secret with a pool of signers. A new HMAC is costly, so signers are reused. The
// secret lives in a closure, which no formatting verb prints.
type key struct {
	signers *sync.Pool
	size    int // of a signature, in bytes
}

func newKey(secret string, algorithm func() hash.Hash) key {
	states := &sync.Pool{New: func() any {
		return &signer{mac: hmac.New(algorithm, []byte(secret))}
	}}
	return key{states, algorithm().Size()}
}

func (k key) acquire() *signer {
	s, _ := k.signers.Get().(*signer) // New makes nothing else
	return s
}

func (k key) release(s *signer) {
	const maxPooled = 64 << 10 // bytes
	if cap(s.address)+cap(s.params) <= maxPooled {
		clear(s.names)
		clear(s.values)
		k.signers.Put(s)
	}
}

// signature signs an address without its fragment.
func (k key) signature(addr string, params url.Values) string {
	s := k.acquire()
	defer k.release(s)
	s.setParams(params)
	return base64.StdEncoding.EncodeToString(s.sign(&candidate{path: withoutFragment(addr)}))
}

// maxHashed bounds the bytes that one key hashes for one request. Without the bound, a
// large form with a forged signature, sent to an address of many candidates, would keep
// the server hashing. The first candidate is always tried. Twilio's own requests have a
// few thousand bytes and a few candidates, all of which are tried.
const maxHashed = 1 << 20

// matches says whether a signature is that of one of the candidate addresses with the
// parameters. It compares in constant time.
func (k key) matches(signature string, params url.Values, candidates []candidate) bool {
	given, size := decodeSignature(signature)
	if size != k.size {
		return false
	}
	s := k.acquire()
	defer k.release(s)
	s.setParams(params)
	hashed := 0
	for i := range candidates {
		if hashed > maxHashed {
			return false
		}
		if subtle.ConstantTimeCompare(given[:size], s.sign(&candidates[i])) == 1 {
			return true
		}
		hashed += len(s.address) + len(s.params)
	}
	return false
}

// signer computes signatures. Its HMAC and its buffers serve one computation after another.
type signer struct {
	mac     hash.Hash
	address []byte
	params  []byte // in the form that is signed, the same for every candidate address
	names   []string
	values  []string
	result  [sha256.Size]byte
}

// sign returns the signature of an address, followed by the parameters that setParams has
// set.
func (s *signer) sign(c *candidate) []byte {
	s.address = c.appendTo(s.address[:0])
	s.mac.Reset()
	s.mac.Write(s.address)
	s.mac.Write(s.params)
	return s.mac.Sum(s.result[:0])
}

// setParams sets the parameters that are signed: the names in the order of their bytes,
// each followed by its value, and repeated for every different value.
func (s *signer) setParams(params url.Values) {
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

// decodeSignature decodes base64. Each algorithm has one length; the size is 0 for a text
// that is no signature.
func decodeSignature(signature string) (sum [sha256.Size]byte, size int) {
	switch len(signature) {
	case base64.StdEncoding.EncodedLen(sha1.Size):
		size = sha1.Size
	case base64.StdEncoding.EncodedLen(sha256.Size):
		size = sha256.Size
	default:
		return sum, 0
	}
	var decoded [sha256.Size + 4]byte // wrong padding may need more
	n, err := base64.StdEncoding.Strict().Decode(decoded[:], []byte(signature))
	if err != nil || n != size {
		return sum, 0
	}
	return [sha256.Size]byte(decoded[:]), size
}
