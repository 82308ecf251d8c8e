package twilio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio/internal/form"
)

// prepare does all that needs no network. Its errors say that nothing was sent.
func (x *exchange) prepare(call call, opts []CallOption) (*http.Request, error) {
	x.applyOptions(opts)
	u := x.client.hostURL(x.op.host)
	path := x.expandPath(u.Path)
	if v, ok := call.params.(validator); ok {
		v.validate(&x.problems)
	}
	u.RawQuery = x.encode(call)
	if err := x.problems.err(x.op.name); err != nil {
		return nil, err
	}
	return x.newRequest(u, path), nil
}

func (x *exchange) applyOptions(opts []CallOption) {
	if x.Context == nil {
		x.problems.add("ctx", "is nil", "pass a context, such as context.Background()")
		x.Context = context.Background()
	}
	for _, opt := range opts {
		if opt != nil {
			opt(&x.options)
		}
	}
	if x.options.idempotent && x.class == ClassCreate {
		x.class = ClassIdempotent
	}
	if x.options.limit(1) <= 0 {
		x.problems.add("MaxBytes", "is not positive", "give a number of bytes, or leave the option out")
	}
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
// the prefix that a base URL has.
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
		name, tail, _ := strings.Cut(after, "}")
		value := x.account
		if name != accountParam {
			value, ids = shift(ids)
			checkPathValue(&x.problems, name, value)
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
// proxy on the way undoes the escaping.
func checkPathValue(problems *checks, name, value string) {
	remedy := "give the SID that Twilio returned"
	if name == "PhoneNumber" {
		remedy = "write the number in E.164, digits only: +14155551234"
	}
	switch {
	case value == "":
		problems.add(name, "is empty", remedy)
	case value == "." || value == "..":
		problems.add(name, "is a dot segment", remedy)
	case strings.ContainsAny(value, `/\?#%`):
		problems.add(name, `has one of / \ ? # %`, remedy)
	case strings.IndexFunc(value, func(r rune) bool { return r <= ' ' || r == 0x7f }) >= 0:
		problems.add(name, "has blanks or control characters", remedy)
	}
}

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
			x.problems.add("JSON", "cannot be encoded: "+err.Error(), "pass a value that encoding/json takes")
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
	if err != nil {
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

// hostURL returns the address of one of Twilio's hosts, without a path of its own
// unless a base URL stands for all of them.
func (c *Client) hostURL(host string) *url.URL {
	if base := c.config.baseURL; base != nil {
		return &url.URL{Scheme: base.Scheme, Host: base.Host, Path: base.Path + "/" + host}
	}
	suffix := c.config.hostSuffix
	if host == hostOAuth {
		suffix = globalSuffix
	}
	return &url.URL{Scheme: "https", Host: host + suffix}
}
