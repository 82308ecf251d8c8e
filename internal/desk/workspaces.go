package desk

import (
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"sync"

	"github.com/seed15d99369/twilio/twiliotest"
)

// maxWorkspaces bounds how many accounts a desk makes.
const maxWorkspaces = 1000

// workspaces are the accounts of a desk, each with a simulator of its own. The first use of
// an account SID makes one, whose token is the one that came with it: from then on the
// simulator decides, which compares tokens in constant time.
type workspaces struct {
	start func(identity) (*twiliotest.Sim, error)
	list  *roll // nil when nothing is remembered
	most  int

	mu     sync.Mutex
	bySID  map[string]*twiliotest.Sim
	inTurn []*twiliotest.Sim // the oldest first
	closed bool
}

func newWorkspaces(start func(identity) (*twiliotest.Sim, error), most int) *workspaces {
	return &workspaces{start: start, most: most, bySID: map[string]*twiliotest.Sim{}}
}

// newWorkspaces are those of a desk, with the ones that its file remembers.
func (d *Desk) newWorkspaces() (accounts, error) {
	ws := newWorkspaces(func(who identity) (*twiliotest.Sim, error) { return d.newSim(&who) }, maxWorkspaces)
	if d.config.StateFile == "" {
		return ws, nil
	}
	list, remembered, err := openRoll(d.config.StateFile)
	if err != nil {
		return nil, &FieldError{"StateFile", err}
	}
	ws.list = list
	for _, who := range remembered {
		sim, err := ws.start(who)
		if err != nil {
			return nil, errors.Join(err, ws.close())
		}
		ws.add(who, sim)
	}
	return ws, nil
}

// forAPI finds the workspace of an account, of a key or token that it has made, or of a
// subaccount; and makes one for an account that nobody knows.
func (ws *workspaces) forAPI(r *http.Request) (*twiliotest.Sim, *refusal) {
	if sid, ok := storagePath(r); ok {
		if sim := ws.of(sid); sim != nil {
			return sim, nil
		}
		return nil, &refusal{status: http.StatusNotFound, text: "there is no such file"}
	}
	user, token, isBasic := r.BasicAuth()
	if sim := ws.of(user); sim != nil {
		return sim, nil
	}
	if sim := ws.recognizing(r); sim != nil {
		return sim, nil
	}
	if !isBasic || !isAccountSID(user) {
		return nil, unauthorized("Authenticate")
	}
	return ws.open(identity{user, token})
}

// forPeople takes the SID and the token of an account, for which a browser asks its user.
func (ws *workspaces) forPeople(r *http.Request) (*twiliotest.Sim, *refusal) {
	user, token, _ := r.BasicAuth()
	if !isAccountSID(user) {
		return nil, askForAccount()
	}
	sim, problem := ws.open(identity{user, token})
	switch {
	case problem != nil && problem.status != http.StatusUnauthorized:
		return nil, problem
	case problem != nil || !sim.Recognizes(r):
		return nil, askForAccount()
	}
	return sim, nil
}

// open returns the simulator of an account, which is made when there is none.
func (ws *workspaces) open(who identity) (*twiliotest.Sim, *refusal) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	sim := ws.bySID[who.sid]
	switch {
	case ws.closed:
		return nil, &refusal{status: http.StatusServiceUnavailable, text: "the server ends"}
	case sim != nil:
		return sim, nil
	case !isToken(who.token):
		return nil, unauthorized("Authenticate: the auth token of a new workspace has 32 characters; make one with openssl rand -hex 16")
	case len(ws.bySID) >= ws.most:
		return nil, &refusal{status: http.StatusServiceUnavailable, text: "there are as many workspaces as the server keeps: start it afresh"}
	}
	sim, err := ws.start(who)
	if err == nil {
		err = ws.list.add(who)
	}
	if err != nil {
		return nil, &refusal{status: http.StatusInternalServerError, text: "the workspace cannot be started: " + err.Error()}
	}
	ws.add(who, sim)
	return sim, nil
}

func (ws *workspaces) add(who identity, sim *twiliotest.Sim) {
	ws.bySID[who.sid] = sim
	ws.inTurn = append(ws.inTurn, sim)
}

// of returns the simulator of an account that has been used, nil for any other.
func (ws *workspaces) of(sid string) *twiliotest.Sim {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return ws.bySID[sid]
}

// recognizing returns the simulator to which the credentials of a request belong, such as a
// key that was created there; nil when there is none.
func (ws *workspaces) recognizing(r *http.Request) *twiliotest.Sim {
	if r.Header.Get("Authorization") == "" {
		return nil
	}
	ws.mu.Lock()
	all := ws.inTurn[:len(ws.inTurn):len(ws.inTurn)]
	ws.mu.Unlock()
	for _, sim := range all {
		if sim.Recognizes(r) {
			return sim
		}
	}
	return nil
}

func (ws *workspaces) close() error {
	ws.mu.Lock()
	ws.closed = true
	all := ws.inTurn
	ws.mu.Unlock()
	errs := make([]error, len(all)+1)
	var ended sync.WaitGroup
	for i, sim := range all {
		ended.Go(func() { errs[i] = sim.Close() })
	}
	ended.Wait()
	errs[len(all)] = ws.list.close()
	return errors.Join(errs...)
}

// isAccountSID reports the form of an account SID, which becomes a part of a file's name.
func isAccountSID(text string) bool {
	digits, ok := strings.CutPrefix(text, "AC")
	_, err := hex.DecodeString(digits)
	return ok && len(digits) == 32 && err == nil && strings.ToLower(digits) == digits
}

// isToken reports the form of an auth token, which is the one that a simulator takes.
func isToken(text string) bool {
	return len(text) == 32 && strings.IndexFunc(text, func(r rune) bool { return r < '!' || r > '~' }) < 0
}

// storagePath returns whose file of the storage a request is for. Those requests have no
// credentials, as at Twilio.
func storagePath(r *http.Request) (sid string, ok bool) {
	host, _, _ := splitHost(r.Host)
	path := strings.TrimPrefix(r.URL.Path, "/")
	if host != "storage"+twilioDomain {
		if path, ok = strings.CutPrefix(path, "storage/"); !ok || isTwilioName(host) {
			return "", false
		}
	}
	sid, _, _ = strings.Cut(path, "/")
	return sid, true
}

// unauthorized is Twilio's answer to credentials that nobody knows.
// https://www.twilio.com/docs/api/errors/20003
func unauthorized(message string) *refusal {
	return &refusal{
		status: http.StatusUnauthorized, challenge: "Twilio API",
		json: `{"code":20003,"message":"` + message + `","more_info":"https://www.twilio.com/docs/errors/20003","status":401}`,
	}
}

func askForAccount() *refusal {
	return &refusal{status: http.StatusUnauthorized, challenge: "an account SID and its auth token", text: "the server has workspaces: give an account SID (AC and 32 hexadecimal digits) and its auth token of 32 characters; the first use of an SID pins both"}
}
