package twilio

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"strings"
)

// Request is a call of [Client.Do], for what this package does not model.
type Request struct {
	Op     string     // a name for logs and errors: "Queues.List"
	Method string     // "GET"
	Host   string     // the first label of Twilio's host: "api", "lookups", "verify"
	Path   string     // escaped: "/2010-04-01/Accounts/{AccountSid}/Queues.json"; {AccountSid} is filled in
	Query  url.Values // may be nil
	Form   url.Values // the body, as a form; exclusive with JSON
	JSON   any        // the body, as JSON; exclusive with Form
	Class  Class      // by method when it is ClassByMethod: a POST is a create
	Proof  string     // the key of the answer that proves a create; "" means "sid", [ProofStatus] that a 2xx is enough
}

// ProofStatus is the Proof of a create whose answer names nothing that it made, or is
// empty as a 204 is. Without it such an answer leaves the outcome unknown.
const ProofStatus = "-"

// Do makes a call that this package does not model, and decodes a JSON answer into
// out, a pointer; nil discards it. The call goes through the same pipeline as all
// others, so that it has the same credentials, retries and errors. A POST is a create
// unless Class says otherwise: it is not repeated without proof that nothing was done,
// and its answer has to name what it made, see Proof. [Settle] and [WithRecord] do not
// go with it.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func (c *Client) Do(ctx context.Context, req Request, out any, opts ...CallOption) error {
	op, err := req.operation(out)
	if err != nil {
		forgetInfo(opts)
		return err
	}
	bound := call{op: op, query: req.Query, json: req.JSON}
	if req.Form != nil || req.JSON == nil && op.hasBody() {
		bound.params = req.Form
	}
	x, err := c.send(ctx, bound, opts)
	if err != nil {
		return err
	}
	defer x.releaseBody()
	defer func() { x.claimReturned(findSID(x.last.body, op.mints)) }() // a failure has ended it before
	if x.needsNoAnswer(out) {
		return nil
	}
	return x.decode(out)
}

// needsNoAnswer reports that a 2xx is all that there is to know. An empty answer is no
// proof of a create, unless its proof is the status.
func (x *exchange) needsNoAnswer(out any) bool {
	empty := len(x.last.body) == 0
	if x.creates() {
		return empty && x.op.proof == ProofStatus
	}
	return out == nil || empty && x.op.method == http.MethodDelete
}

func (r Request) operation(out any) (*operation, error) {
	op := &operation{name: r.Op, method: r.Method, host: r.Host, path: r.Path, class: r.Class, proof: r.Proof}
	if create := createAt(r.Method, r.Host, r.Path); create != nil {
		op.mints, op.settledBy = create.mints, create.settledBy
	}
	if op.name == "" {
		op.name = "Do"
	}
	var problems checks
	switch r.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		problems.add("Method", "is not one that Twilio's API has", "use GET, POST, PUT, PATCH or DELETE")
	}
	if !isHostLabel(r.Host) {
		problems.add("Host", "is not the first label of a host", `use "api", "lookups" or another of Twilio's products`)
	}
	if problem := pathProblem(r.Path); problem != "" {
		problems.add("Path", problem, `give an escaped path such as "/2010-04-01/Accounts/{AccountSid}/Queues.json"`)
	}
	if target := reflect.ValueOf(out); out != nil && (target.Kind() != reflect.Pointer || target.IsNil()) {
		problems.add("out", "is not a pointer to something", "pass the address of a variable, or nil to discard the answer")
	}
	if r.Form != nil && r.JSON != nil {
		problems.add("JSON", "is set beside Form", "set one of the two")
	}
	if !op.hasBody() && (r.Form != nil || r.JSON != nil) {
		problems.add("Form", "is set although a "+r.Method+" has no body", "put the parameters into Query")
	}
	return op, problems.err(op.name)
}

// createAt returns the create that an address leads to, of which a reconciliation must
// know; nil for every other address. An account may be named instead of {AccountSid}.
func createAt(method, host, path string) *operation {
	for _, op := range recordedCreates() {
		before, after, _ := strings.Cut(op.path, "{"+accountParam+"}")
		rest, isBelow := strings.CutPrefix(path, before)
		_, tail, _ := strings.Cut(rest, "/")
		if isBelow && "/"+tail == after && method == op.method && host == op.host {
			return op
		}
	}
	return nil
}

// pathProblem says what is wrong with a path of the caller's, "" if nothing is.
func pathProblem(path string) string {
	unescaped, err := url.PathUnescape(path)
	switch {
	case path == "":
		return "is empty"
	case path[0] != '/':
		return "does not begin with /"
	case err != nil:
		return "is not escaped"
	case strings.ContainsAny(path, "?#\\"):
		return "has a query, a fragment or a backslash"
	case strings.IndexFunc(path, notPrintableASCII) >= 0:
		return "has characters that must be escaped"
	}
	for segment := range strings.SplitSeq(unescaped[1:], "/") {
		if segment == "" || segment == "." || segment == ".." {
			return "has an empty or a dot segment"
		}
	}
	rest := strings.ReplaceAll(path, "{"+accountParam+"}", "")
	if strings.ContainsAny(rest, "{}") {
		return "has a placeholder other than {" + accountParam + "}"
	}
	if unescaped, err = url.PathUnescape(rest); err != nil || (&url.URL{Path: unescaped, RawPath: rest}).EscapedPath() != rest {
		return "has characters that must be escaped"
	}
	return ""
}
