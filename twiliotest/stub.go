package twiliotest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// maxStubAnswer bounds what a stub answers, in bytes.
const maxStubAnswer = 64 << 20

// stub answers the requests for an operation that has no behaviour of its own.
type stub struct {
	op     *contract.Operation
	handle http.HandlerFunc
}

// Stub lets a handler answer the requests for an operation of Twilio's, in place of the
// default, which keeps resources as they are sent. The address is the operation's template, as Twilio documents it; the
// handler reads what stands in it with r.PathValue:
//
//	sim.Stub("POST", "https://studio.twilio.com/v2/Flows/{FlowSid}/Executions", func(w http.ResponseWriter, r *http.Request) {
//		w.WriteHeader(http.StatusCreated)
//		fmt.Fprintf(w, `{"sid":"FN5a1d0000000000000000000000000001","flow_sid":%q,"status":"active"}`, r.PathValue("FlowSid"))
//	})
//
// Before the handler is asked, the request is held against Twilio's published API:
// its credentials, its path, and its parameters, which have to be those that the
// operation has, of their kinds, and all that are required. What is wrong with them
// is answered as Twilio does. Products and versions of which Twilio has published no
// description can be stubbed as well; of their requests the credentials alone are
// checked. Answers are JSON unless the handler names another Content-Type. Faults
// happen to requests for stubs, too, and [Sim.Requests] has them.
//
// A later stub for the same operation takes the place of an earlier one. Handlers
// may run at the same time, and may use the simulator. Stub fails the test when there
// is no such operation, and when the simulator has behaviour for it, as for messages and
// calls: use [Sim.Fault] to let that one fail. One that panics fails the test as well.
func (s *Sim) Stub(method, address string, handle http.HandlerFunc) {
	if s.t != nil {
		s.t.Helper()
	}
	op, err := stubbed(method, address, handle)
	if err != nil {
		template := strings.NewReplacer("%7B", "{", "%7D", "}").Replace(shown(address)) // as the test has written it
		s.fatalf("twiliotest: Stub(%q, %q): %v", method, template, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !op.IsListed() {
		op = s.unlisted(op)
	}
	s.stubs[op] = &stub{op: op, handle: handle}
}

// stubbed returns the operation that a stub is for.
func stubbed(method, address string, handle http.HandlerFunc) (*contract.Operation, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
		return nil, errors.New("give the address of an operation, such as https://studio.twilio.com/v2/Flows/{FlowSid}/Executions")
	}
	host, path := destination(u.Host, u.Path)
	op, _, found := contract.Find(method, host, path)
	switch {
	case handle == nil:
		return nil, errors.New("the handler is nil")
	case host == "" || host == storageLabel:
		return nil, errors.New("the host is none of Twilio's API: give one such as studio.twilio.com")
	case !found && contract.Covers(host, path):
		return nil, errors.New("no such operation of Twilio's: compare the method and the address with its documentation")
	case !found:
		return contract.Unlisted(method, host, path)
	case op.Path != path:
		return nil, fmt.Errorf("the template of %s is https://%s.twilio.com%s: give it as it stands", op.ID, host, op.Path)
	case handlerOf(op) != nil:
		return nil, fmt.Errorf("%s is simulated: use sim.Fault to let it fail", op.ID)
	}
	return op, nil
}

// unlisted returns the operation of an earlier stub for the same address, so that the
// new stub takes its place; s.mu is held.
func (s *Sim) unlisted(op *contract.Operation) *contract.Operation {
	for known := range s.stubs {
		if known.Method == op.Method && known.Host == op.Host && known.Path == op.Path {
			return known
		}
	}
	return op
}

// findOperation finds what a request is for: an operation that Twilio has published,
// or one that a stub is for; s.mu is held.
func (s *Sim) findOperation(method, host, path string) (op *contract.Operation, ids map[string]string, ok bool) {
	if op, ids, ok = contract.Find(method, host, path); ok {
		return op, ids, true
	}
	for candidate := range s.stubs {
		values, matches := candidate.Match(method, host, path)
		if matches && !candidate.IsListed() && (op == nil || candidate.MoreLiteral(op)) {
			op, ids, ok = candidate, values, true
		}
	}
	return op, ids, ok
}

// checkPublished holds a request that a stub answers, or nobody in particular, against
// Twilio's published API.
func (s *Sim) checkPublished(r *request) *apiError {
	if !r.op.IsListed() {
		return nil
	}
	for _, v := range r.op.CheckPath(r.ids) {
		return notFound(r.http.URL.EscapedPath() + ": " + v.String())
	}
	media, _, _ := mime.ParseMediaType(r.http.Header.Get("Content-Type"))
	if len(r.body) > 0 && media != r.op.BodyType {
		return badRequest(twilio.CodeBadRequest, "The body of %s is %q, not %q", r.op.ID, media, r.op.BodyType)
	}
	sent := slices.Concat(r.op.CheckHeader(r.http.Header), r.checkBody())
	for _, v := range s.refusable(r, sent, contract.Unknown, contract.NotInEnum) {
		return badRequest(twilio.CodeBadRequest, "%s", v.String())
	}
	return nil
}

// answer asks the handler; nothing is locked.
func (b *stub) answer(ctx context.Context, s *Sim, r *request) answer {
	in := r.http.Clone(ctx)
	in.Body = io.NopCloser(bytes.NewReader(r.body))
	for name, value := range r.ids {
		in.SetPathValue(name, value)
	}
	w := &hookWriter{limit: maxStubAnswer, header: http.Header{"Content-Type": {"application/json"}}}
	if err := s.await(b.handle, w, in); err != nil {
		if ctx.Err() == nil && !errors.Is(err, errClosed) {
			s.failf("twiliotest: the stub for %s has not answered: %v", b.op.ID, err)
		}
		return failure(http.StatusInternalServerError, twilio.CodeInternalServerError, "The stub has not answered.")
	}
	return answer{status: w.status, code: codeOf(w), raw: w.body.Bytes(), header: w.sent}
}

// codeOf reads the code of an answer that is an error, for the ledger; 0 for none.
func codeOf(w *hookWriter) twilio.ErrorCode {
	var failed struct {
		Code twilio.ErrorCode `json:"code"`
	}
	if w.status < http.StatusBadRequest || json.Unmarshal(w.body.Bytes(), &failed) != nil {
		return 0
	}
	return failed.Code
}

// askStub completes an answer, and what the ledger says of it.
func (s *Sim) askStub(ctx context.Context, pending answer, id int) answer {
	result := pending.pending(ctx)
	result.requestID, result.counted, result.concurrent = pending.requestID, pending.counted, pending.concurrent
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noteAnswer(id, result)
	return result
}

// gate stands before the connections of a test. It refuses what nobody could answer
// before anything of it is read, so that a create fails as one that was not sent.
type gate struct{ sim *Sim }

// RoundTrip refuses a request or leaves it to the transport that the gate is part of.
func (g *gate) RoundTrip(req *http.Request) (*http.Response, error) {
	host := req.Host
	if host == "" {
		host = req.URL.Host
	}
	product, path := destination(host, req.URL.EscapedPath())
	if user, _, _ := req.BasicAuth(); user == g.sim.main.testSID {
		return nil, http.ErrSkipAltProtocol // Twilio knows nothing of it under test credentials, either
	}
	if name := g.sim.unanswered(req.Method, product, path); name != "" {
		return nil, fmt.Errorf("twiliotest: %s is not simulated: stub it with sim.Stub", name) // and not a byte of the body was read
	}
	return nil, http.ErrSkipAltProtocol
}

// unanswered returns the name of an operation that is neither published nor stubbed,
// and fails the test for it, once; "" for all else, addresses included that Twilio
// does not have either.
func (s *Sim) unanswered(method, product, path string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || product == storageLabel || product == "" || contract.Covers(product, path) || uploadTo(method, product, path) != nil {
		return ""
	}
	if _, _, found := s.findOperation(method, product, path); found {
		return ""
	}
	if key := method + " " + product + path; !s.refused[key] {
		s.refused[key] = true
		address := "https://" + product + ".twilio.com" + path
		s.failf("twiliotest: %s %s is not simulated, and the request was refused: Twilio has published no description of it\nStub it before it is asked for: sim.Stub(%q, %q, handler)", method, address, method, address)
	}
	return "the operation"
}
