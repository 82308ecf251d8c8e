package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// types are those of the files of the page, whatever the machine thinks of their endings.
var types = [...][2]string{{".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"}}

// assets serves the stylesheet, the script and the icons. A browser asks again each time
// and is told that nothing has changed: another version of the server may stand behind the
// same address.
func assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/_sim/")
		content, err := fs.ReadFile(assetFiles, path.Clean(name))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		sum := sha256.Sum256(content)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", tag)
		w.Header().Set("Content-Type", typeOf(name))
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write(content) //nolint:gosec // a file of this package
	})
}

func typeOf(name string) string {
	for _, known := range types {
		if path.Ext(name) == known[0] {
			return known[1]
		}
	}
	return mime.TypeByExtension(path.Ext(name))
}
