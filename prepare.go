package twilio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio/internal/form"
)

// prepared is a call that needs nothing but the network: it was validated and encoded.
type prepared struct {
	op      Operation
	account string // for which the call is made
	address string // the path behind the host, escaped
	query   string
	body    []byte      // nil when there is none
	header  http.Header // of parameters; nil for none
	params  any         // a pointer, url.Values, or nil
	class   Class
	settles bool
	stream  bool  // the answer is a file: the attempt ends at its header
	prefix  int32 // bytes of the address that are the path of a base URL
	options callOptions

	problems Problems // with the arguments
}

// Header values are shared by all requests; a capacity of one keeps an Add of a
// caller's RoundTripper from reaching the next request.
var (
	typeJSON = []string{"application/json"}
	typeForm = []string{"application/x-www-form-urlencoded"}
	noCache  = []string{"no-cache"}
)

// prepare does all that needs no network. Its errors say that nothing was sent.
func (p *prepared) prepare(ctx context.Context, c *Client, b BoundOperation, opts []CallOption) error {
	p.prepareAddress(c, b, opts)
	if isNil(ctx) {
		p.problems.Add("ctx", "is nil", "pass a context, such as context.Background()")
	}
	if p.query = b.link; b.link == "" {
		checkParams(&p.problems, p.params)
		p.encode()
	}
	p.encodeHeader()
	p.checkRecord()
	return p.problems.Err(cmp.Or(p.op.Name, "Invoke"))
}

// prepareAddress prepares all but the parameters: the operation, its address, and for
// which account.
func (p *prepared) prepareAddress(c *Client, b BoundOperation, opts []CallOption) {
	p.op, p.class, p.account = b.op, b.op.Class.of(b.op.Method), c.accountSID
	p.params, p.settles, p.stream = addressable(b.params), b.settles, b.answer == answerFile
	p.op.check(&p.problems)
	p.checkAuth(c)
	p.checkAnswer(b.answer)
	p.joinReconciled()
	p.applyOptions(opts)
	prefix := c.pathPrefix(p.op.Host)
	p.address = expandPath(&p.problems, prefix, &p.op, p.account, b.ids, p.params)
	p.prefix = int32(len(prefix)) //nolint:gosec // a path
}

// checkAuth refuses a credential that the operation does not take.
func (p *prepared) checkAuth(c *Client) {
	if p.op.Auth == AuthOAuth && c.credential.kind != kindOAuth {
		p.problems.Add("credential", "is not an OAuth app, and "+p.op.Name+" takes no other", "make the client with twilio.OAuth(clientID, clientSecret) of an app that may do this")
	}
}

// joinReconciled lets a request to the address of a create that has a reconciliation be
// known to that reconciliation.
func (p *prepared) joinReconciled() {
	if p.op.ReconciledBy != "" || p.op.Method != http.MethodPost {
		return
	}
	if create := createAt(&p.op); create != nil {
		p.op.Mints, p.op.ReconciledBy = create.Mints, create.ReconciledBy
	}
}

// createAt returns the create of this package at the address of an operation, nil when
// there is none. An account may be named instead of {AccountSid}.
func createAt(op *Operation) *Operation {
	for _, create := range [...]*Operation{&messageCreate, &callCreate} {
		before, after, _ := strings.Cut(create.Path, "{"+accountParam+"}")
		rest, isBelow := strings.CutPrefix(op.Path, before)
		_, tail, _ := strings.Cut(rest, "/")
		if isBelow && "/"+tail == after && op.Method == create.Method && op.Host == create.Host {
			return create
		}
	}
	return nil
}

// checkParams looks at each field by the rules of its tag, and then lets a [Validator]
// look at several fields together.
func checkParams(problems *Problems, params any) {
	for _, p := range form.Check(params) {
		problems.Add(p.Field, p.Problem, p.Remedy)
	}
	if v, ok := params.(Validator); ok {
		v.Validate(problems)
	}
}

// FormOf returns the parameters of a create as they are sent, after the checks that the create
// makes itself: problems are a *[ParamError] that names op. What it returns can be kept, and be
// sent later as the Extra of an empty struct of the same type:
//
//	form, err := twilio.FormOf("Messages.Create", params)
//	msg, err := client.Messages.Create(ctx, twilio.MessageCreateParams{Extra: form})
//
// Twilio docs: https://www.twilio.com/docs/usage/requests-to-twilio
func FormOf(op string, params any) (url.Values, error) {
	var problems Problems
	params = addressable(params)
	checkParams(&problems, params)
	if w, ok := params.(*WhatsAppSendParams); ok {
		params = w.message()
	}
	encoded, err := form.Append(nil, form.InForm, params)
	addFormProblems(&problems, err)
	if err := problems.Err(op); err != nil {
		return nil, err
	}
	return sentValues(encoded), nil
}

// gives reports that Extra has one of the parameters, by its name in Twilio's API. It
// counts as given, whatever its values are, as it does for a field that is required.
func gives(extra url.Values, names ...string) bool {
	for _, name := range names {
		if extra.Has(name) {
			return true
		}
	}
	return false
}

func (p *prepared) applyOptions(opts []CallOption) {
	problems := &p.problems
	p.options.apply(opts)
	if p.options.limit(1) <= 0 {
		problems.Add("MaxBytes", "is not positive", "give a number of bytes, or leave the option out")
	}
	checkHeaders(problems, p.options.headers)
	p.checkReconciled()
	if p.options.account == "" {
		return
	}
	if !p.op.hasAccount() {
		problems.Add("OnAccount", "does not apply to "+p.op.Name, "make a client with the subaccount's own credentials: this product's addresses name no account")
		return
	}
	checkAccountSID(problems, "OnAccount", p.options.account)
	p.account = p.options.account
}

// usualForm is the room for a form that most texts fit into, in bytes.
const usualForm = 112

// encode fills in body and query. A blank in a query is %20: Twilio's own
// libraries do not agree on how a + in a path and in a query is hashed for client
// validation; where there is none they all hash the same text.
func (p *prepared) encode() {
	for _, field := range form.Unsent(p.params, p.sends) {
		p.problems.Add(field, "has no place in the request of "+p.op.Name, "see that the tag fits the operation's Method, Body and Path")
	}
	query := p.append(nil, form.InQuery)
	switch {
	case !p.op.hasBody():
		query = p.append(query, form.InForm)
	case p.op.Body == BodyJSON:
		var err error
		p.body, err = form.AppendJSON(nil, p.params)
		addFormProblems(&p.problems, err)
	case p.op.Body == BodyMultipart:
		body, mediaType, err := form.Multipart(p.params)
		addFormProblems(&p.problems, err)
		p.body, p.header = body, http.Header{"Content-Type": {mediaType}}
	default:
		p.body = p.append(make([]byte, 0, usualForm), form.InForm)
	}
	p.query = strings.ReplaceAll(string(query), "+", "%20")
}

// sends reports that the request has a place for a parameter.
func (p *prepared) sends(place form.Place, name string) bool {
	isJSON := p.op.hasBody() && p.op.Body == BodyJSON
	switch place {
	case form.InForm:
		return !isJSON
	case form.InFile:
		return p.op.hasBody() && p.op.Body == BodyMultipart
	case form.InJSON:
		return isJSON
	case form.InPath:
		return p.op.hasPlaceholder(name)
	}
	return true
}

// encodeHeader fills in the header.
func (p *prepared) encodeHeader() {
	p.append(nil, form.InHeader) // says which value cannot be written
	for name, value := range form.Values(form.InHeader, p.params) {
		if p.header == nil {
			p.header = http.Header{}
		}
		p.header.Set(name, value)
		if problem, remedy := declaredHeaderProblem(name, value); problem != "" {
			p.problems.Add(name, problem, remedy)
		}
	}
}

// bodyType is the media type of the body, as a header's value. The header of a
// multipart body has its own.
func (p *prepared) bodyType() []string {
	if p.op.Body == BodyJSON {
		return typeJSON
	}
	return typeForm
}

// path returns the path without that of a base URL.
func (p *prepared) path() string { return p.address[p.prefix:] }

func (p *prepared) append(dst []byte, place form.Place) []byte {
	dst, err := form.Append(dst, place, p.params)
	addFormProblems(&p.problems, err)
	return dst
}

func addFormProblems(problems *Problems, err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			addFormProblem(problems, err)
		}
	} else if err != nil {
		addFormProblem(problems, err)
	}
}

func addFormProblem(problems *Problems, err error) {
	var duplicate *form.DuplicateError
	var value *form.ValueError
	switch {
	case errors.As(err, &duplicate):
		problems.Add("Extra", fmt.Sprintf("has %q, which a field of the struct sends already", duplicate.Key), "set one of the two")
	case errors.As(err, &value):
		problems.Add(value.Field, "cannot be sent", value.Err.Error())
	default:
		problems.Add("params", "cannot be encoded", err.Error())
	}
}

// request builds the request of a call. The attempt adds header and body.
func (c *Client) request(ctx context.Context, p *prepared) *http.Request {
	u := c.urlOf(p.op.Host, p.address)
	u.RawQuery = p.query
	if strings.Contains(p.address, "%") {
		u.RawPath = p.address
		u.Path, _ = url.PathUnescape(p.address) // escapes are checked, or written by QueryEscape
	}
	req := &http.Request{
		Method: p.op.Method, URL: u, Host: u.Host, Header: http.Header{},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	return req.WithContext(ctx)
}
