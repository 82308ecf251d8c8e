package desk

import (
	"crypto/sha256"
	"crypto/subtle"
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
// an account SID makes one, and pins the token that came with it.
type workspaces struct {
	start func(identity) (*twiliotest.Sim, error)
	most  int

	mu     sync.Mutex
	bySID  map[string]*workspace
	inTurn []*workspace // the oldest first
	closed bool
}

// workspace is an account and its simulator.
type workspace struct {
	sid    string
	pin    [sha256.Size]byte // hash of the token
	sim    *twiliotest.Sim   // nil when it could not be started
	failed error
}

func newWorkspaces(start func(identity) (*twiliotest.Sim, error), most int) *workspaces {
	return &workspaces{start: start, most: most, bySID: map[string]*workspace{}}
}

func (ws *workspaces) forAPI(r *http.Request) (*twiliotest.Sim, *refusal) {
	if sid, ok := storagePath(r); ok {
		return ws.known(sid)
	}
	user, token, isBasic := r.BasicAuth()
	if isBasic && isAccountSID(user) && !ws.has(user) {
		if sim := ws.recognizing(r); sim != nil {
			return sim, nil // a subaccount
		}
	}
	if isBasic && isAccountSID(user) {
		return ws.enter(identity{user, token})
	}
	if sim := ws.recognizing(r); sim != nil {
		return sim, nil
	}
	return nil, unauthorized()
}

// forPeople takes the SID and the token of an account, for which a browser asks its user.
func (ws *workspaces) forPeople(r *http.Request) (*twiliotest.Sim, *refusal) {
	user, token, _ := r.BasicAuth()
	if !isAccountSID(user) {
		return nil, askForAccount()
	}
	sim, problem := ws.enter(identity{user, token})
	if problem != nil && problem.status == http.StatusUnauthorized {
		problem = askForAccount()
	}
	return sim, problem
}

// enter returns the simulator of an account, which is made when there is none.
func (ws *workspaces) enter(who identity) (*twiliotest.Sim, *refusal) {
	if who.token == "" {
		return nil, unauthorized()
	}
	ws.mu.Lock()
	defer ws.mu.Unlock()
	pin := sha256.Sum256([]byte(who.token))
	w := ws.bySID[who.sid]
	switch {
	case ws.closed:
		return nil, &refusal{status: http.StatusServiceUnavailable, text: "the server ends"}
	case w != nil && subtle.ConstantTimeCompare(w.pin[:], pin[:]) == 1:
		return w.sim, nil
	case w != nil:
		return nil, unauthorized()
	case len(ws.bySID) >= ws.most:
		return nil, &refusal{status: http.StatusServiceUnavailable, text: "there are as many workspaces as the server keeps: start it afresh"}
	}
	sim, err := ws.start(who)
	if err != nil {
		return nil, &refusal{status: http.StatusInternalServerError, text: "the workspace cannot be started: " + err.Error()}
	}
	w = &workspace{sid: who.sid, pin: pin, sim: sim}
	ws.bySID[who.sid] = w
	ws.inTurn = append(ws.inTurn, w)
	return sim, nil
}

func (ws *workspaces) has(sid string) bool {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return ws.bySID[sid] != nil
}

// known returns the simulator of an account that has been used.
func (ws *workspaces) known(sid string) (*twiliotest.Sim, *refusal) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if w := ws.bySID[sid]; w != nil {
		return w.sim, nil
	}
	return nil, &refusal{status: http.StatusNotFound, text: "there is no such file"}
}

// recognizing returns the simulator to which the credentials of a request belong, such as a
// key that was created there; nil when there is none.
func (ws *workspaces) recognizing(r *http.Request) *twiliotest.Sim {
	ws.mu.Lock()
	all := ws.inTurn[:len(ws.inTurn):len(ws.inTurn)]
	ws.mu.Unlock()
	for _, w := range all {
		if recognizes(w.sim, r) {
			return w.sim
		}
	}
	return nil
}

func (ws *workspaces) close() error {
	ws.mu.Lock()
	ws.closed = true
	all := ws.inTurn
	ws.mu.Unlock()
	errs := make([]error, len(all))
	var ended sync.WaitGroup
	for i, w := range all {
		ended.Go(func() { errs[i] = w.sim.Close() })
	}
	ended.Wait()
	return errors.Join(errs...)
}

// isAccountSID reports the form of an account SID, which becomes a part of a file's name.
func isAccountSID(text string) bool {
	digits, ok := strings.CutPrefix(text, "AC")
	_, err := hex.DecodeString(digits)
	return ok && len(digits) == 32 && err == nil && strings.ToLower(digits) == digits
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
func unauthorized() *refusal {
	return &refusal{
		status: http.StatusUnauthorized, challenge: "Twilio API",
		json: `{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}`,
	}
}

func askForAccount() *refusal {
	return &refusal{status: http.StatusUnauthorized, challenge: "an account SID and its auth token", text: "the server has workspaces: give an account SID (AC and 32 hexadecimal digits) and its auth token; the first use of a SID pins both"}
}
