package webhook

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
)

// bodyHash is the parameter of the query that holds the SHA-256 of a body that is
// not a form, in hexadecimal.
const bodyHash = "bodySHA256"

// withHash returns an address with the hash of a body in its query.
func withHash(address string, body []byte) string {
	address = withoutFragment(address)
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	sum := sha256.Sum256(body)
	return address + separator + bodyHash + "=" + hex.EncodeToString(sum[:])
}

// hashOf returns the hash of the body in the query, whatever the request is: a
// signature without parameters fits any body, and nothing else binds it to one.
// Twilio writes some hashes twice; two that differ are nobody's.
func hashOf(query string) (hash string, ok bool, err error) {
	if !strings.Contains(query, bodyHash) && !strings.Contains(query, "%") {
		return "", false, nil
	}
	hashes := valuesOf(query, bodyHash)
	if len(hashes) == 0 {
		return "", false, nil
	}
	for _, other := range hashes[1:] {
		if !strings.EqualFold(other, hashes[0]) {
			return "", true, errors.New("the query has two different hashes")
		}
	}
	return hashes[0], true, nil
}

// hasHash compares a body with the hash in the query, which is signed.
func hasHash(body []byte, expected string) bool {
	sum := sha256.Sum256(body)
	return subtle.ConstantTimeCompare([]byte(strings.ToLower(expected)), []byte(hex.EncodeToString(sum[:]))) == 1
}

// isHash says that a text may be a hash.
func isHash(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil && len(s) == hex.EncodedLen(sha256.Size)
}

// isBodiless tells the callbacks of regulatory bundles, which come by GET: the query
// has a hash that is not that of the empty body, and the request has no body. All
// that it says is in the query, which is signed. The SID that Twilio adds tells it
// from the address of a JSON webhook that somebody asks for again without the body.
func isBodiless(r *http.Request, body []byte, hash, query string) bool {
	if r.Method != http.MethodGet || !isHash(hash) || !namesSID(query, "AccountSid", "AC") && !namesSID(query, "BundleSid", "BU") {
		return false
	}
	return len(body) == 0 && r.ContentLength == 0 && len(r.TransferEncoding) == 0 && r.Header.Get("Transfer-Encoding") == "" &&
		len(r.PostForm) == 0 && r.MultipartForm == nil
}

// namesSID says that a parameter of the query is a SID.
func namesSID(query, name, prefix string) bool {
	sids := valuesOf(query, name)
	return len(sids) > 0 && isSID(sids[0], prefix)
}
