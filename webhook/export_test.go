package webhook

import "net/http"

// The functions that the fuzz targets test.
var (
	WithoutEscapes = withoutEscapes
	QueryValues    = queryValues
)

// ForwardedPrefix returns the prefix that a verifier with TrustForwardedPrefix reads.
func ForwardedPrefix(header http.Header) (string, error) {
	return (&Verifier{trustPrefix: true}).forwardedPrefix(&http.Request{Header: header})
}

// SetMaxBytes bounds a store to fewer bytes, so that a test need not fill 64 MiB.
func (s *MemoryStore) SetMaxBytes(bytes int) { s.maxBytes = bytes }
