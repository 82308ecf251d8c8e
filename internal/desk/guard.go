package desk

import (
	"io"
	"net/http"
	"net/netip"
	"strings"

	"github.com/seed15d99369/twilio/internal/desk/control"
	"github.com/seed15d99369/twilio/internal/desk/page"
	"github.com/seed15d99369/twilio/internal/simapi"
)

// simPath is where the control API and the page are.
const simPath = "/_sim/"

// refusal is why a request goes no further.
type refusal struct {
	status    int
	text      string
	json      string // instead of the text, as Twilio answers; "" for none
	challenge string // who is asked for credentials; "" when nobody is
}

// head sets the headers that every form of the refusal has.
func (f *refusal) head(h http.Header) {
	page.Secure(h)
	if f.challenge != "" {
		h.Set("WWW-Authenticate", `Basic realm="`+f.challenge+`"`)
	}
}

func (f *refusal) write(w http.ResponseWriter) {
	f.head(w.Header())
	media, body := "text/plain; charset=utf-8", "twilio-sim: "+f.text+"\n"
	if f.json != "" {
		media, body = "application/json", f.json
	}
	w.Header().Set("Content-Type", media)
	w.WriteHeader(f.status)
	_, _ = io.WriteString(w, body) //nolint:gosec // it is plain text, which nosniff keeps, and names only hosts in the form of a host
}

// answer writes the refusal as the part of the server at a path answers: the control API in
// JSON, with the remedy apart.
func (f *refusal) answer(w http.ResponseWriter, path string) {
	if !strings.HasPrefix(path, simapi.Prefix) {
		f.write(w)
		return
	}
	f.head(w.Header())
	message, remedy, _ := strings.Cut(f.text, ": ")
	control.Refuse(w, f.status, message, remedy)
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
	if !control.IsJSON(r) {
		return &refusal{status: http.StatusUnsupportedMediaType, text: "a write needs JSON: send the header Content-Type: application/json and a JSON object, {} if it has no parameters"}
	}
	return nil
}
