package webhook

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/seed15d99369/twilio/internal/sid"
)

// bodyHashParam is the parameter of the query that holds the SHA-256 of a body that is
// not a form, in hexadecimal.
const bodyHashParam = "bodySHA256"

// withBodyHash returns an address with the hash of a body in its query.
func withBodyHash(address string, body []byte) string {
	address = withoutFragment(address)
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	sum := sha256.Sum256(body)
	return address + separator + bodyHashParam + "=" + hex.EncodeToString(sum[:])
}

// bodyHashIn returns the hash of the body in the query. It does not depend on the kind of
// request: a signature without parameters fits every body, and only the hash binds it to
// one. Twilio writes some hashes twice; two different hashes are an error.
func bodyHashIn(query string) (hash string, ok bool, err error) {
	if !strings.Contains(query, bodyHashParam) && !strings.Contains(query, "%") {
		return "", false, nil
	}
	hashes := queryValues(query, bodyHashParam)
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

// matchesHash compares a body with the hash in the query, which is signed.
func matchesHash(body []byte, expected string) bool {
	sum := sha256.Sum256(body)
	return subtle.ConstantTimeCompare([]byte(strings.ToLower(expected)), []byte(hex.EncodeToString(sum[:]))) == 1
}

// isHash says whether a text has the form of a hash.
func isHash(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil && len(s) == hex.EncodedLen(sha256.Size)
}

// isBundleCallback recognises the callbacks of regulatory bundles, which come by GET. Their
// query has a hash that is not that of the empty body, although the request has no body.
// All their parameters are in the query, which is signed. The SID in the query tells such
// a callback from a JSON webhook that somebody replays without its body.
func isBundleCallback(r *http.Request, body []byte, hash, query string) bool {
	if r.Method != http.MethodGet || !isHash(hash) || !namesSID(query, "AccountSid", "AC") && !namesSID(query, "BundleSid", "BU") {
		return false
	}
	return len(body) == 0 && r.ContentLength == 0 && len(r.TransferEncoding) == 0 && r.Header.Get("Transfer-Encoding") == "" &&
		len(r.PostForm) == 0 && r.MultipartForm == nil
}

// namesSID says whether a parameter of the query is a SID.
func namesSID(query, name, prefix string) bool {
	sids := queryValues(query, name)
	return len(sids) > 0 && sid.Is(sids[0], prefix)
}
