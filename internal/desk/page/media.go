package page

import (
	"mime"
	"net/http"
	"slices"
)

// isShown says whether a browser may show a file of this type as a part of the page. Types
// that can hold a script are not among them.
func isShown(contentType string) bool {
	media, _, _ := mime.ParseMediaType(contentType)
	return slices.Contains([]string{
		"image/jpeg", "image/png", "image/gif", "image/webp", "audio/mpeg", "audio/ogg", "audio/wav", "audio/x-wav", "audio/mp4", "audio/amr", "video/mp4", "video/webm",
	}, media)
}

// media serves a file of a message. A browser saves any other than the ones that it can
// show without danger.
func (s *server) media(w http.ResponseWriter, r *http.Request) {
	sim := s.find(r)
	if sim == nil {
		http.NotFound(w, r)
		return
	}
	m, _ := sim.MessageOf(r.PathValue("message"))
	for _, file := range m.Media {
		if file.SID != r.PathValue("media") {
			continue
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
		w.Header().Set("Content-Type", "application/octet-stream")
		if isShown(file.ContentType) {
			w.Header().Set("Content-Type", file.ContentType)
		} else {
			w.Header().Set("Content-Disposition", "attachment")
		}
		_, _ = w.Write(file.Content)
		return
	}
	http.NotFound(w, r)
}
