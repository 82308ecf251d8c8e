package twiliotest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// requestRecord is a request that changed the configuration, and is carried out again.
type requestRecord struct {
	Serial  int      `json:"serial"` // of the last SID before it
	Account string   `json:"account"`
	Key     string   `json:"key,omitempty"`
	App     string   `json:"app,omitempty"`
	Method  string   `json:"method"`
	Host    string   `json:"host"`
	URI     string   `json:"uri"`
	Type    string   `json:"type,omitempty"`
	From    string   `json:"from,omitempty"` // the address of the client
	Body    []byte   `json:"body,omitempty"`
	Status  int      `json:"status"`
	Made    []string `json:"made,omitempty"` // SIDs and secrets, in their order
}

// carryOut answers a request, and has it remembered if it changes the configuration; s.mu is
// held.
func (s *Sim) carryOut(by caller, host, path string, r *http.Request, form url.Values, body []byte) answer {
	f := s.state
	if f == nil {
		return s.answer(by, host, path, r, form, body)
	}
	s.rememberOrLog() // numbers that the request is about come before it
	serial := s.serial
	f.made, f.carrying = nil, true
	result := s.answer(by, host, path, r, form, body)
	f.carrying = false
	if by.account == s.main.testSID || !isConfiguration(r.Method, host, path, result.status) {
		return result
	}
	record := requestRecord{
		Serial: serial, Account: by.account, Method: r.Method, Host: r.Host, URI: r.URL.RequestURI(), Type: r.Header.Get("Content-Type"),
		From: r.RemoteAddr, Body: body, Status: result.status, Made: f.made,
	}
	if by.key != nil {
		record.Key = by.key.sid
	}
	if by.app != nil {
		record.App = by.app.id()
	}
	s.logProblem(s.note(recordRequest, "", record))
	return result
}

// noteSubaccount has a subaccount remembered that a program has made in Go, as one that a
// request has made; s.mu is held.
func (s *Sim) noteSubaccount(serial int, a *accountRecord) {
	if s.state == nil {
		return
	}
	record := requestRecord{
		Serial: serial, Account: s.access.accounts[0].sid, Method: http.MethodPost, Host: "api.twilio.com", URI: "/2010-04-01/Accounts.json",
		Type: "application/x-www-form-urlencoded", Status: http.StatusCreated, Made: []string{a.sid},
	}
	s.logProblem(s.note(recordRequest, "", record))
}

// logProblem logs that something cannot be remembered, if it cannot.
func (s *Sim) logProblem(err error) {
	if err != nil {
		s.config.logger.Error("the state of the simulated Twilio is not remembered", "err", err)
	}
}

// happenings are the collections of an account whose items are remembered by their states.
var happenings = []string{"Messages", "Calls", "Conferences", "Recordings", "Transcriptions"}

// isConfiguration says whether a request has changed what is remembered by its requests.
func isConfiguration(method, host, path string, status int) bool {
	if method == http.MethodGet || method == http.MethodHead || status < http.StatusOK || status >= http.StatusBadRequest {
		return false
	}
	if host != "api" {
		return true
	}
	parts := strings.Split(strings.TrimSuffix(path, ".json"), "/") // "", 2010-04-01, Accounts, AC…, Calls
	const collection, below = 4, 6
	switch {
	case len(parts) <= collection:
		return true
	case parts[collection] == "Queues":
		return len(parts) <= below
	}
	return !slices.Contains(happenings, parts[collection])
}

// isShortLived says whether a request serves a day at most: codes and access tokens.
func (r *requestRecord) isShortLived() bool {
	path, _, _ := strings.Cut(r.URI, "?")
	for _, end := range [...]string{"/Verifications", "/VerificationCheck", "/Challenges", "/token", "/AccessTokens"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return strings.Contains(path, "/Verifications/")
}

// give returns a new SID or secret, or the one that was made when the request was carried
// out for the first time.
func (f *stateFile) give(text string) string {
	switch {
	case f == nil:
	case f.restoring && len(f.made) > 0:
		given := f.made[0]
		f.made = f.made[1:]
		const prefix = 2
		if len(given) == len(text) && (given[:prefix] == text[:prefix] || len(text) == credentialLength) {
			return given
		}
		f.made = nil // the simulator has learnt something since
	case f.carrying:
		f.made = append(f.made, text)
	}
	return text
}

// credentialLength is the length of a secret, in characters.
const credentialLength = 32

// isOver says whether a request has no effect any more.
func (r *requestRecord) isOver(at, now time.Time) bool {
	const day = 24 * time.Hour
	return r.isShortLived() && now.Sub(at) > day
}

// repeat carries a request of the file out again, unless it has no effect any more by now.
func (s *Sim) repeat(at time.Time, data json.RawMessage, now time.Time) error {
	var record requestRecord
	if err := json.Unmarshal(data, &record); err != nil {
		return err
	}
	if s.catchUp(at); record.isOver(at, now) {
		return nil
	}
	req, err := http.NewRequest(record.Method, "http://"+record.Host, http.NoBody) //nolint:noctx // it goes nowhere
	if err != nil {
		return err
	}
	if req.URL, err = url.ParseRequestURI(record.URI); err != nil {
		return err
	}
	req.Header.Set("Content-Type", record.Type)
	req.RemoteAddr = record.From
	host, path := destination(req.Host, req.URL.EscapedPath())
	form, _ := readBody(req, record.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial, s.state.made = record.Serial, record.Made
	result := s.answer(s.callerOf(record), host, path, req, form, record.Body)
	s.state.made = nil
	if result.status != record.Status {
		s.config.logger.Warn("a request of the state file has another answer now", "method", record.Method, "path", path, "status", result.status, "before", record.Status)
	}
	return nil
}

// notRemembered is the answer to a request of which the file could not take what it has done.
func notRemembered(err error) answer {
	return failure(http.StatusInternalServerError, twilio.CodeInternalServerError, "twiliotest: StateFile: "+err.Error())
}

// callerOf is who made a request of the file.
func (s *Sim) callerOf(r requestRecord) caller {
	return caller{account: r.Account, key: recordOf(s.access.keys, r.Key), app: recordOf(s.access.apps, r.App)}
}

// catchUp lets time pass until a moment, with all that happens meanwhile.
func (s *Sim) catchUp(at time.Time) {
	if wait := at.Sub(s.Clock.Now()); wait > 0 {
		s.Clock.Advance(wait)
	}
}
