package webhook

import "net/http"

// What the fuzz targets look at.
var (
	WithoutEscapes = withoutEscapes
	ValuesOf       = valuesOf
)

// ForwardedPrefix is what a verifier that believes it reads of X-Forwarded-Prefix.
func ForwardedPrefix(header http.Header) (string, error) {
	return (&Verifier{prefixed: true}).forwardedPrefix(&http.Request{Header: header})
}

// SetMost bounds a store to fewer bytes, so that a test need not fill 64 MiB.
func (s *MemoryStore) SetMost(bytes int) { s.most = bytes }
