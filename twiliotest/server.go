package twiliotest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// maxForm bounds what is read of a request, in bytes.
const maxForm = 1 << 20

// request is one request to Twilio's API on its way through the simulator.
type request struct {
	op      *contract.Operation // nil for a file, which the published API leaves out
	stub    *stub               // that answers instead of the simulator, nil for none
	http    *http.Request       // as it came, without its body
	body    []byte
	ids     map[string]string // the placeholders of the path
	account string            // whose resource it is about
	by      caller            // who makes it
	query   url.Values
	form    url.Values
	storage string // the address of the storage for whoever asks

	orders map[string][]string // of the simulator
}

// handler answers a request with a value for JSON, nil for none; s.mu is held.
type handler func(*Sim, *request) (any, *apiError)

// handlerOf returns what the simulator does for an operation, nil if it has no
// behaviour of its own: then a stub answers, or [Sim.answerByDefault].
func handlerOf(op *contract.Operation) handler {
	switch op.Spec + " " + op.ID {
	case "api_v2010 CreateMessage":
		return (*Sim).createMessage
	case "api_v2010 FetchMessage":
		return (*Sim).fetchMessage
	case "api_v2010 ListMessage":
		return (*Sim).listMessages
	case "api_v2010 UpdateMessage":
		return (*Sim).updateMessage
	case "api_v2010 DeleteMessage":
		return (*Sim).deleteMessage
	case "api_v2010 CreateMessageFeedback":
		return (*Sim).createFeedback
	case "api_v2010 FetchMedia":
		return (*Sim).fetchMedia
	case "api_v2010 ListMedia":
		return (*Sim).listMedia
	case "api_v2010 DeleteMedia":
		return (*Sim).deleteMedia
	case "api_v2010 FetchBalance":
		return (*Sim).fetchBalance
	case "api_v2010 CreateCall":
		return (*Sim).createCall
	case "api_v2010 FetchCall":
		return (*Sim).fetchCall
	case "api_v2010 ListCall":
		return (*Sim).listCalls
	case "api_v2010 UpdateCall":
		return (*Sim).updateCall
	case "api_v2010 DeleteCall":
		return (*Sim).deleteCall
	case "lookups_v2 FetchPhoneNumber":
		return (*Sim).lookup
	case "lookups_v1 FetchPhoneNumber":
		return (*Sim).lookupV1
	}
	for _, handlerOf := range [...]func(*contract.Operation) handler{
		messagingHandlerOf, a2pHandlerOf, numbersHandlerOf, complianceHandlerOf, contentHandlerOf, verifyHandlerOf,
		lineHandlerOf, voiceHandlerOf, videoHandlerOf, sipHandlerOf, accessHandlerOf,
		usageHandlerOf, pricingHandlerOf, monitorHandlerOf,
	} {
		if handle := handlerOf(op); handle != nil {
			return handle
		}
	}
	return nil
}

// answer is what goes back.
type answer struct {
	status int
	body   any // JSON, nil for none
	code   twilio.ErrorCode
	raw    []byte      // of a stub, instead of the body
	header http.Header // of a stub, nil for none

	pending func(context.Context) answer // asks a stub for its answer, with nothing locked; nil for none

	location   string // header, "" for none
	retryAfter string // header, "" for none
	text       string // HTML instead of JSON
	requestID  string
	counted    string // the account whose requests it is counted with
	concurrent int    // of those, requests under way when it came
}

func (s *Sim) serveHTTP(w http.ResponseWriter, r *http.Request) {
	host, path := s.route(r)
	s.serveProduct(w, r, host, path)
}

// serveProduct answers a request to a product, or to the storage of media.
func (s *Sim) serveProduct(w http.ResponseWriter, r *http.Request, host, path string) {
	if host == storageLabel {
		s.serveStorage(w, r, path)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, longestBody(host)+1))
	if err != nil {
		return // the client has gone
	}
	result, fault, id := s.process(host, path, r, body)
	if result.pending != nil {
		result = s.askStub(r.Context(), result, id)
	}
	if fault.wait > 0 {
		err = s.Clock.Sleep(r.Context(), fault.wait)
	}
	s.mu.Lock()
	s.land(result.counted)
	s.noteEnd(id)
	s.mu.Unlock()
	if err == nil {
		fault.reply(s, w, r, result)
	}
}

// process carries a request out, as far as a fault lets it. It returns the answer,
// the fault, which tells how it goes out, and the ID of the request in the ledger.
func (s *Sim) process(host, path string, r *http.Request, body []byte) (result answer, fault Fault, id int) {
	form, object := readBody(r, body)
	s.mu.Lock()
	defer s.mu.Unlock()
	by := s.authenticate(r)
	counted := s.countedWith(by, path)
	s.inFlight[counted]++
	concurrent, limited := s.inFlight[counted], s.isOverLimit(counted)
	if limited {
		fault = tooManyAtOnce()
	} else {
		fault = s.faultFor(r.Method, path, form)
		fault.wait += s.config.requestTakes()
	}
	kept := Request{At: s.Clock.Now(), Account: by.account, By: sidOfCredential(r), Method: r.Method, Host: host, Path: path, Query: r.URL.Query(), Form: withoutSecret(form, isTokenRequest(r.Method, host, path)), JSON: object, Fault: fault.name}
	result = s.undergo(fault, func() answer { return s.carryOut(by, host, path, r, form, body) })
	kept.Status, kept.Code = result.status, result.code
	fault.wait += s.config.callbacks.wait(kept)
	if len(s.outbox) > 0 {
		s.Clock.after(0, func() {}) // whoever moves the clock next delivers it
	}
	id = s.noteRequest(kept)
	defer s.trim()
	if err := s.remember(); err != nil {
		result = notRemembered(err)
	}
	s.noteAnswer(id, result)
	result.requestID, result.counted, result.concurrent = s.requestOf(id).SID, counted, concurrent
	return result, fault, id
}

// readBody reads a form or JSON. What cannot be read is refused later, as a parameter
// that is missing.
func readBody(r *http.Request, body []byte) (form url.Values, object json.RawMessage) {
	media, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media == "multipart/form-data" {
		form, _ = readMultipart(body, params["boundary"])
		return form, nil
	}
	if media != contract.JSONBody {
		form, _ = url.ParseQuery(string(body))
		return form, nil
	}
	if json.Valid(body) {
		object = body
	}
	return url.Values{}, object
}

// route returns the product and the path of a request: by the host, or, when the
// host is this machine, by the first segment of the path.
func (s *Sim) route(r *http.Request) (host, path string) {
	host, path = destination(r.Host, r.URL.EscapedPath())
	if host == "" && r.Header.Get("Authorization") != "" {
		s.failf("twiliotest: credentials were sent to %s", r.Host)
	}
	return host, path
}

// destination is route for an address; the product is "" when it is none of Twilio's.
func destination(host, path string) (product, rest string) {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if label, ok := strings.CutSuffix(host, ".twilio.com"); ok {
		product, _, _ = strings.Cut(label, ".")
		return product, path
	}
	if host == storageHost {
		return storageLabel, path
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return byFirstSegment(path)
	}
	return "", path
}

// byFirstSegment is destination for one address that stands for all of Twilio's.
func byFirstSegment(path string) (product, rest string) {
	product, rest, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return product, "/" + rest
}

// answer finds out what a request is, and whether it may and can be answered.
func (s *Sim) answer(by caller, host, path string, r *http.Request, form url.Values, body []byte) answer {
	open := isTokenRequest(r.Method, host, path)
	if open {
		by = caller{} // whoever it is
	}
	switch {
	case by.account == "" && !open:
		return failure(http.StatusUnauthorized, twilio.CodeNotAuthenticated, "Authenticate")
	case int64(len(body)) > longestBody(host):
		return failure(http.StatusRequestEntityTooLarge, twilio.CodeBadRequest, "The body is too large")
	}
	req := &request{http: r, by: by, account: by.account, query: r.URL.Query(), form: form, body: body, storage: storageFor(r), orders: s.orders}
	for _, file := range fileRoutes() {
		if ids, ok := file.match(r.Method, host, path); ok {
			req.ids = ids
			return s.answerFor(req, file.handle)
		}
	}
	if upload := uploadTo(r.Method, host, path); upload != nil {
		req.op = upload.op
		return s.answerFor(req, upload.handle)
	}
	op, ids, ok := s.findOperation(r.Method, host, path)
	if !ok {
		return notFoundOrNotAllowed(r.Method, host, path)
	}
	req.op, req.ids, req.stub = op, ids, s.stubs[op]
	result := s.answerFor(req, handlerOf(op))
	s.noteChange(by.account, req, result)
	return result
}

// fileRoute recognises the addresses of files of a kind, which the published API leaves out.
type fileRoute struct {
	match  func(method, host, escapedPath string) (ids map[string]string, ok bool)
	handle handler
}

func fileRoutes() [3]fileRoute {
	return [...]fileRoute{
		{matchMediaFile, (*Sim).redirectToFile},
		{matchRecordingFile, (*Sim).downloadRecording},
		{matchVideoMedia, (*Sim).redirectToVideoMedia},
	}
}

// answerFor checks whose resource is asked for and what was sent, and answers.
func (s *Sim) answerFor(req *request, handle handler) answer {
	if named, found := req.ids["AccountSid"]; found && !isOrganizational(req.op) {
		req.account = named
	}
	if problem := s.refuse(req); problem != nil {
		return problem.answer()
	}
	if req.by.account == s.main.testSID {
		if handle = testHandlerOf(req.op); handle == nil { // nor may a stub answer
			return failure(http.StatusForbidden, twilio.CodeNotWithTestCredentials, "Resource not accessible with Test Account Credentials")
		}
	}
	if handle == nil {
		return s.answerPublished(req)
	}
	if problem := s.check(req); problem != nil {
		return problem.answer()
	}
	result, problem := handle(s, req)
	whole, isWhole := result.(answer)
	switch {
	case problem != nil:
		return problem.answer()
	case isWhole:
		return whole
	case req.op == nil:
		location, _ := result.(string)
		return answer{status: http.StatusTemporaryRedirect, location: location}
	}
	return successOf(req, result)
}

// answerPublished answers for an operation that has no behaviour of its own: the test's
// stub does, or the default.
func (s *Sim) answerPublished(req *request) answer {
	if problem := s.checkPublished(req); problem != nil {
		return problem.answer()
	}
	if req.stub != nil {
		return answer{pending: func(ctx context.Context) answer { return req.stub.answer(ctx, s, req) }}
	}
	return s.answerByDefault(req)
}

// notFoundOrNotAllowed tells an unknown path from a method that it does not have.
func notFoundOrNotAllowed(method, host, path string) answer {
	for _, other := range [...]string{http.MethodGet, http.MethodPost, http.MethodDelete, http.MethodPut, http.MethodPatch} {
		if _, _, ok := contract.Find(other, host, path); ok {
			return failure(http.StatusMethodNotAllowed, twilio.CodeMethodNotAllowed, "Method "+method+" is not allowed here")
		}
	}
	return notFound(path).answer()
}

// origin returns the address of the product that was asked.
func (r *request) origin() string {
	if strings.HasSuffix(r.http.Host, ".twilio.com") {
		return "https://" + r.http.Host
	}
	return "http://" + r.http.Host + "/" + r.op.Host
}

// check holds the request for an operation with behaviour of its own against Twilio's
// published API. A parameter that is missing is left to those handlers that have a code
// of their own for it.
func (s *Sim) check(r *request) *apiError {
	if r.op == nil || !r.op.IsListed() {
		return nil
	}
	violations := slices.Concat(r.op.CheckPath(r.ids), s.refusable(r, r.checkBody(), contract.Unknown))
	for _, v := range violations {
		if v.Rule == contract.Missing && (v.Param == "To" || v.Param == "From") {
			continue
		}
		if _, isPath := r.ids[v.Param]; isPath {
			return notFound(r.op.Path)
		}
		return &apiError{status: http.StatusBadRequest, code: r.codeOfParam(v.Param), message: v.String()}
	}
	return nil
}

// checkBody holds the query and the body against Twilio's published API.
func (r *request) checkBody() []contract.Violation {
	if r.op.BodyType == contract.JSONBody {
		return slices.Concat(r.op.Check(r.query, nil), r.op.CheckJSON(r.body))
	}
	return r.op.Check(r.query, r.form)
}

// replyWhole sends an answer as it is.
func (s *Sim) replyWhole(w http.ResponseWriter, _ *http.Request, a answer) {
	send(w, s.head(w, a))
}

// send writes to a client; one that has gone is its own affair.
func send(w io.Writer, body []byte) { _, _ = w.Write(body) }

// head sends the status and the headers of an answer, and returns its body.
func (s *Sim) head(w http.ResponseWriter, a answer) []byte {
	body, contentType := a.encode()
	header := w.Header()
	maps.Copy(header, a.header)
	for name, value := range map[string]string{
		"Date":                       s.Clock.Now().UTC().Format(http.TimeFormat),
		"Twilio-Request-Id":          a.requestID,
		"Twilio-Concurrent-Requests": strconv.Itoa(a.concurrent),
		"Twilio-Request-Duration":    "0.001",
		"Location":                   a.location,
		"Retry-After":                a.retryAfter,
		"WWW-Authenticate":           a.challenge(),
		"Content-Type":               contentType,
	} {
		if value != "" {
			header.Set(name, value)
		}
	}
	if len(body) > 0 {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.status)
	return body
}

// challenge asks for credentials, "" when they are not what is missing.
// https://www.rfc-editor.org/rfc/rfc7235#section-4.1
func (a answer) challenge() string {
	if a.status == http.StatusUnauthorized && a.header.Get("WWW-Authenticate") == "" { // a stub may have its own
		return `Basic realm="Twilio API"`
	}
	return ""
}

// encode returns the body of an answer, nil for none.
func (a answer) encode() (body []byte, contentType string) {
	switch {
	case a.text != "":
		return []byte(a.text), "text/html"
	case a.raw != nil:
		return a.raw, "" // the stub has named it
	case a.body == nil:
		return nil, ""
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // links keep their &
	if err := encoder.Encode(a.body); err != nil {
		return []byte("twiliotest: " + err.Error()), "text/plain"
	}
	return text.Bytes(), "application/json;charset=utf-8"
}
