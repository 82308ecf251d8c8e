package desk

import (
	"encoding/json"
	"io"
	"net/http"
	"net/netip"
	"strings"

	"github.com/seed15d99369/twilio/internal/simapi"
)

// maxWrite bounds the body of a write under /_sim/, in bytes.
const maxWrite = 1 << 20

// simPath is where the control API and the page are.
const simPath = "/_sim/"

// controlPath is where the control API is.
const controlPath = simPath + "v1/"

// refusal is why a request goes no further.
type refusal struct {
	status    int
	text      string
	json      string // instead of the text, as Twilio answers; "" for none
	challenge string // who is asked for credentials; "" when nobody is
}

func (f *refusal) write(w http.ResponseWriter) {
	secure(w.Header())
	if f.challenge != "" {
		w.Header().Set("WWW-Authenticate", `Basic realm="`+f.challenge+`"`)
	}
	media, body := "text/plain; charset=utf-8", "twilio-sim: "+f.text+"\n"
	if f.json != "" {
		media, body = "application/json", f.json
	}
	w.Header().Set("Content-Type", media)
	w.WriteHeader(f.status)
	_, _ = io.WriteString(w, body) //nolint:gosec // it is plain text, which nosniff keeps, and names only hosts in the form of a host
}

// under is the refusal in the form of the answers below a path: the control API answers in
// JSON, with the remedy apart.
func (f *refusal) under(path string) *refusal {
	if f.json != "" || !strings.HasPrefix(path, controlPath) {
		return f
	}
	message, remedy, _ := strings.Cut(f.text, ": ")
	body, err := json.Marshal(simapi.ErrorAnswer{Error: simapi.Error{Message: sentence(message), Remedy: sentence(remedy)}})
	if err != nil {
		return f
	}
	inJSON := *f
	inJSON.json = string(body)
	return &inJSON
}

// sentence makes a sentence of a text in ASCII.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// refuse holds a request against the rules that hold for every path. A web page of somebody
// else's breaks one of them: its requests have its origin, or say that they cross sites, or
// come under its own name (DNS rebinding). scheme is that of the connection.
func (h hosts) refuse(r *http.Request, scheme string) *refusal {
	if problem := h.refuseHost(r); problem != nil {
		return problem
	}
	if problem := refuseOrigin(r, scheme); problem != nil {
		return problem
	}
	switch {
	case r.Method == http.MethodOptions, r.Method == http.MethodTrace:
		return &refusal{status: http.StatusMethodNotAllowed, text: "the method " + r.Method + " is not answered: other origins may not use this server"}
	case r.Header.Get("X-Twilio-Signature") != "":
		return &refusal{status: http.StatusLoopDetected, text: "this is a webhook that has come back to the simulator: give the address of the application"}
	}
	return nil
}

// refuseHost refuses names that are not the desk's. Requests to a proxy name the server in
// their first line; of those, plain ones to Twilio are answered.
func (h hosts) refuseHost(r *http.Request) *refusal {
	host, whose := h.of(r)
	isProxied := r.URL.Host != ""
	switch {
	case isProxied && (whose != twilios || r.URL.Scheme != "http" || r.URL.User != nil || r.URL.Port() != "" && r.URL.Port() != "80"):
		return &refusal{status: http.StatusForbidden, text: "this is a proxy for *.twilio.com and nothing else: name other hosts in NO_PROXY"}
	case whose == stranger:
		return &refusal{status: http.StatusMisdirectedRequest, text: "the Host header names a host that is not this server: start it with -host " + shownHost(host) + " if it is"}
	case whose == twilios && isSim(r.URL.Path):
		return &refusal{status: http.StatusMisdirectedRequest, text: "Twilio's hosts have no " + simPath + ": ask for it at this server's own address, or at a name of -host"}
	}
	return nil
}

// shownHost is a host as it may stand in a text.
func shownHost(host string) string {
	ip, err := netip.ParseAddr(host)
	if isIP := err == nil && ip.Zone() == ""; len(host) > 64 || !isIP && !isName(host) {
		return "NAME"
	}
	return host
}

func isSim(path string) bool {
	return strings.HasPrefix(path, simPath) || path == strings.TrimSuffix(simPath, "/")
}

// refuseOrigin refuses what other pages than the desk's own make a browser send. Programs
// send neither header. https://fetch.spec.whatwg.org/#origin-header
// https://www.w3.org/TR/fetch-metadata/
func refuseOrigin(r *http.Request, scheme string) *refusal {
	for _, origin := range r.Header.Values("Origin") {
		if !isSameOrigin(origin, scheme, r.Host) {
			return &refusal{status: http.StatusForbidden, text: "the request comes from another origin: use the page of this server at the address that you have opened"}
		}
	}
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "none" {
			return &refusal{status: http.StatusForbidden, text: "the request comes from another site: open the address by hand"}
		}
	}
	return nil
}

func isSameOrigin(origin, scheme, host string) bool {
	defaultPort := map[string]string{"http": ":80", "https": ":443"}[scheme]
	return strings.EqualFold(origin, scheme+"://"+strings.TrimSuffix(host, defaultPort))
}

// secure sets the headers of everything that a browser may show: nothing is loaded from
// elsewhere, and nobody else embeds, frames or keeps it.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// refuseWrite refuses writes under /_sim/ that a form of another page could send, which
// knows no JSON, and methods that no path has.
func refuseWrite(r *http.Request) *refusal {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return nil
	case http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch:
	default:
		return &refusal{status: http.StatusMethodNotAllowed, text: "the method is not known here: use GET, POST, PUT or DELETE"}
	}
	if values := r.Header.Values("Content-Type"); len(values) != 1 || !isJSON(values[0]) {
		return &refusal{status: http.StatusUnsupportedMediaType, text: "a write needs JSON: send the header Content-Type: application/json and a JSON object, {} if it has no parameters"}
	}
	return nil
}

// isJSON reports the media type of JSON. A charset behind it changes nothing.
func isJSON(contentType string) bool {
	media, _, _ := strings.Cut(contentType, ";")
	return strings.EqualFold(strings.TrimSpace(media), "application/json")
}
