package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/form"
)

// prepare does all that needs no network. Its errors say that nothing was sent.
func (x *exchange) prepare(call call, opts []CallOption) (*http.Request, error) {
	x.applyOptions(opts)
	u := x.client.hostURL(x.op.host)
	path := x.expandPath(u.Path)
	x.checkParams(call.params)
	u.RawQuery = x.encode(call)
	x.checkRecord()
	if err := x.problems.err(x.op.name); err != nil {
		return nil, err
	}
	return x.newRequest(u, path), nil
}

// checkParams looks at each field by the rules of its tag, and then at what several
// fields decide together.
func (x *exchange) checkParams(params any) {
	for _, p := range form.Check(params) {
		x.problems.add(p.Field, p.Problem, p.Remedy)
	}
	if v, ok := params.(validator); ok {
		v.validate(&x.problems)
	}
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

func (x *exchange) applyOptions(opts []CallOption) {
	if isNil(x.Context) {
		x.problems.add("ctx", "is nil", "pass a context, such as context.Background()")
		x.Context = context.Background()
	}
	x.options.apply(opts)
	if x.options.limit(1) <= 0 {
		x.problems.add("MaxBytes", "is not positive", "give a number of bytes, or leave the option out")
	}
	checkHeaders(&x.problems, x.options.headers)
	x.checkReconciled()
	if x.options.account == "" {
		return
	}
	if !x.op.hasAccount() {
		x.problems.add("OnAccount", "does not apply to "+x.op.name, "make a client with the subaccount's own credentials: this product's addresses name no account")
		return
	}
	checkAccountSID(&x.problems, "OnAccount", x.options.account)
	x.account = x.options.account
}

// expandPath fills the placeholders of the path and returns it escaped, after
// the prefix that a base URL has. A placeholder may say of which kinds its SID is:
// {Sid:SM|MM}. Without kinds, a name or a label may stand there as well.
func (x *exchange) expandPath(prefix string) string {
	var b strings.Builder
	b.Grow(len(prefix) + len(x.op.path) + 64)
	b.WriteString(prefix)
	rest, ids := x.op.path, x.ids
	for {
		literal, after, found := strings.Cut(rest, "{")
		b.WriteString(literal)
		if !found {
			return b.String()
		}
		placeholder, tail, _ := strings.Cut(after, "}")
		name, kinds, _ := strings.Cut(placeholder, ":")
		value := x.account
		if name != accountParam {
			value, ids = shift(ids)
			checkPathValue(&x.problems, name, kinds, value)
		}
		b.WriteString(url.QueryEscape(value)) // + and : too; there are no blanks in it
		rest = tail
	}
}

func shift(ids []string) (first string, rest []string) {
	if len(ids) == 0 {
		return "", nil
	}
	return ids[0], ids[1:]
}

// checkPathValue refuses what could turn the path into another one, even when a
// proxy on the way undoes the escaping, and an SID of another kind.
func checkPathValue(problems *checks, name, kinds, value string) {
	remedy := "give the SID that Twilio returned"
	if name == phoneNumberParam {
		remedy = "write the number in E.164, digits only: +14155551234"
	}
	switch {
	case value == "":
		problems.add(name, "is empty", remedy)
	case value == "." || value == "..":
		problems.add(name, "is a dot segment", remedy)
	case strings.ContainsAny(value, `/\?#%`):
		problems.add(name, `has one of / \ ? # %`, remedy)
	case strings.IndexFunc(value, isBlankOrControl) >= 0:
		problem := "has blanks or control characters"
		if kinds != "" && form.IsSID(strings.Join(strings.FieldsFunc(value, isBlankOrControl), ""), kinds) {
			problem, remedy = form.SIDProblem(value, kinds)
		}
		problems.add(name, problem, remedy)
	case !utf8.ValidString(value):
		problems.add(name, "is not valid UTF-8", remedy)
	case name == phoneNumberParam && strings.IndexFunc(value, notInNumber) >= 0:
		problems.add(name, "has characters that no phone number has", remedy)
	case kinds != "":
		if problem, remedy := form.SIDProblem(value, kinds); problem != "" {
			problems.add(name, problem, remedy)
		}
	}
}

func isBlankOrControl(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// notInNumber finds invisible marks, digits of other scripts and what parts two
// numbers. The rest is left to Twilio, whose lookup says what is wrong with it.
func notInNumber(r rune) bool { return r > unicode.MaxASCII || r == ',' || r == ';' }

// usualForm is the room for a form that most texts fit into, in bytes.
const usualForm = 128

// encode fills in the body and returns the query, in which a blank is %20. Twilio's
// own libraries do not agree on how a + in a path and in a query is hashed for
// client validation; where there is none they all hash the same text.
func (x *exchange) encode(call call) (query string) {
	if call.link != "" {
		return call.link
	}
	inQuery := appendForm(&x.problems, nil, call.query)
	switch {
	case call.json != nil:
		body, err := json.Marshal(call.json)
		if err != nil {
			x.problems.add("JSON", "cannot be encoded: "+oneLine(err.Error()), "pass a value that encoding/json takes")
		}
		x.body, x.bodyType = body, typeJSON
	case x.op.hasBody():
		x.body, x.bodyType = appendForm(&x.problems, make([]byte, 0, usualForm), call.params), typeForm
	default:
		inQuery = appendForm(&x.problems, inQuery, call.params)
	}
	return strings.ReplaceAll(string(inQuery), "+", "%20")
}

func appendForm(problems *checks, dst []byte, params any) []byte {
	encoded, err := form.Append(dst, params)
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			addFormProblem(problems, err)
		}
	} else if err != nil {
		addFormProblem(problems, err)
	}
	return encoded
}

func addFormProblem(problems *checks, err error) {
	var duplicate *form.DuplicateError
	var value *form.ValueError
	switch {
	case errors.As(err, &duplicate):
		problems.add("Extra", fmt.Sprintf("has %q, which a field of the struct sends already", duplicate.Key), "set one of the two")
	case errors.As(err, &value):
		problems.add(value.Field, "cannot be sent", value.Err.Error())
	default:
		problems.add("params", "cannot be encoded", err.Error())
	}
}

// newRequest builds the request for an address of ours, whose path is escaped
// already. The attempt adds header and body.
func (x *exchange) newRequest(u *url.URL, path string) *http.Request {
	u.Path = path
	if strings.Contains(path, "%") {
		u.RawPath = path
		u.Path, _ = url.PathUnescape(path) // QueryEscape wrote it
	}
	req := &http.Request{
		Method: x.op.method, URL: u, Host: u.Host, Header: http.Header{},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	return req.WithContext(x)
}
