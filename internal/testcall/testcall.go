// Package testcall sends requests of which no package has an operation. It is for
// tests of the simulator, which look at what any client may send.
package testcall

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Request is an operation with its parameters.
type Request struct {
	Name, Method, Host, Path string     // Name is "Test.Call" when it is empty
	Query, Form              url.Values // of a GET or DELETE, and of the others
	JSON                     any        // instead of Form
}

// Do sends a request and decodes the answer into out, a pointer; nil discards it. A
// POST need not prove that it made something.
func Do(ctx context.Context, c *twilio.Client, req Request, out any, opts ...twilio.CallOption) error {
	bound := req.bind()
	if out == nil {
		return twilio.InvokeNone(ctx, c, bound, opts...)
	}
	answer, err := twilio.Invoke[json.RawMessage](ctx, c, bound, opts...)
	if err != nil {
		return err
	}
	return json.Unmarshal(*answer, out)
}

func (r Request) bind() twilio.BoundOperation {
	op := twilio.Operation{
		Name: cmp.Or(r.Name, "Test.Call"), Method: r.Method, Host: r.Host, Path: r.Path,
		Proof: twilio.ProofStatus("a test looks at the answer itself"),
	}
	switch {
	case r.JSON != nil:
		op.Body = twilio.BodyJSON
		return op.With(r.JSON)
	case r.Form != nil:
		return op.With(r.Form)
	case r.Query != nil:
		return op.With(r.Query)
	}
	return op.On()
}
