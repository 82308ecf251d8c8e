package twiliotest

import (
	"context"
	"net/http"
	"strings"
)

// Handler is the API of the simulator, for a server of the caller's own. It tells Twilio's
// products apart by the host of a request, and, when that is none of Twilio's, by the first
// segment of its path, as [Sim.URL] does. For which hosts it answers is the server's matter.
//
// Redirects to media lead to storage.twilio.com, or below /storage/ at the server itself. The
// first segment of the path there is the SID of the account, by which a server with several
// simulators finds the right one: those requests have no credentials.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func (s *Sim) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		product, path := destination(r.Host, r.URL.EscapedPath())
		if product == "" {
			product, path = byFirstSegment(path)
		}
		s.serveProduct(w, r.WithContext(context.WithValue(r.Context(), storageKey{}, s.storageBehind(r.Host))), product, path)
	})
}

// storageKey is where the context of a request keeps the address of the storage of media.
type storageKey struct{}

// storageBehind is where a server that was asked as host has the storage of media.
func (s *Sim) storageBehind(host string) string {
	base := "http://" + host + "/" + storageLabel
	if strings.HasSuffix(host, ".twilio.com") || strings.HasSuffix(host, ".twilio.com:443") {
		base = "https://" + storageLabel + ".twilio.com"
	}
	return base + "/" + s.AccountSID()
}
