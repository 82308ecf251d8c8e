package twilio

import (
	"cmp"
	"context"
	"net/url"
)

// ownOperation is an operation as a program may write it for itself, with its
// parameters.
type ownOperation struct {
	Op, Method, Host, Path string
	Query, Form            url.Values
	JSON                   any
	Params                 any // instead of Query or Form
	Class                  Class
	Proof                  Proof
}

func (r ownOperation) bound() BoundOperation {
	op := Operation{Name: cmp.Or(r.Op, "Raw"), Method: r.Method, Host: r.Host, Path: r.Path, Class: r.Class, Proof: r.Proof}
	switch {
	case r.JSON != nil:
		op.Body = BodyJSON
		return op.With(r.JSON)
	case r.Params != nil:
		return op.With(r.Params)
	case r.Form != nil:
		return op.With(r.Form)
	case r.Query != nil:
		return op.With(r.Query)
	}
	return op.On()
}

// invokeOwn decodes the answer into out, a pointer; nil discards it.
func (c *Client) invokeOwn(ctx context.Context, req ownOperation, out any, opts ...CallOption) error {
	return c.invoke(ctx, req.bound(), opts, out)
}
