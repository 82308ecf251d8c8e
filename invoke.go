package twilio

import (
	"context"
	"errors"
	"iter"
	"reflect"
)

// The ends of the road: each sends a bound operation and reads one kind of answer.

// Invoke carries out an operation whose answer is JSON, and returns it as a T. The
// answer is an object, or an array when T is a slice.
//
// When Twilio refuses the operation, the error is an *[Error]. When nobody can say
// whether a create was carried out, it is an *[OutcomeUnknownError]. Arguments that can
// never succeed are a *[ParamError], and nothing was sent.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func Invoke[T any](ctx context.Context, c *Client, b BoundOperation, opts ...CallOption) (*T, error) {
	result := new(T)
	if err := c.invoke(ctx, b, opts, result); err != nil {
		return nil, err
	}
	return result, nil
}

// InvokeNone carries out an operation whose answer has nothing to read, as a deletion
// has, or whose answer is of no interest. A create has to prove itself here too: see
// [ProofStatus] for one whose answer is empty.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func InvokeNone(ctx context.Context, c *Client, b BoundOperation, opts ...CallOption) error {
	return c.invoke(ctx, b, opts, nil)
}

// InvokePage fetches the first page of a list, or the one that the field Cursor of the
// parameters names.
//
// Twilio docs: https://www.twilio.com/docs/usage/twilios-response#pagination
func InvokePage[T any](ctx context.Context, c *Client, b BoundOperation, opts ...CallOption) (*Page[T], error) {
	source, cursor := firstPage(c, b, opts)
	return fetchPage[T](ctx, source, cursor)
}

// InvokeAll ranges over every item of every page of a list. It fetches nothing until it
// is ranged over, starts anew at each range, and stops after yielding one error.
//
// Twilio docs: https://www.twilio.com/docs/usage/twilios-response#pagination
func InvokeAll[T any](ctx context.Context, c *Client, b BoundOperation, opts ...CallOption) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		page, err := InvokePage[T](ctx, c, b, opts...)
		for err == nil {
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if !page.HasNext() {
				return
			}
			page, err = page.Next(ctx)
		}
		yield(nil, err)
	}
}

// InvokeFile carries out an operation whose answer is a file, and returns it for
// reading; close it. The time-out of the attempt ends with the answer's header, ctx
// bounds the body, and MaxBytes its length. A redirect to the storage of the file is
// followed without credentials, see [MediaFiles.Download].
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func InvokeFile(ctx context.Context, c *Client, b BoundOperation, opts ...CallOption) (*File, error) {
	b.answer = answerFile
	x, err := c.send(ctx, b, opts)
	if err != nil {
		return nil, err
	}
	return x.file(), x.endTrace(nil)
}

// InvokeSettled is [Invoke] for a create that has a reconciliation: with the option
// [Settle] an unknown outcome is settled by reconcile, which gets a context and options
// of its own. The options [Settle] and [WithRecord] go with creates that are invoked
// this way, and with no others.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func InvokeSettled[T any](ctx context.Context, c *Client, b BoundOperation, reconcile ReconcileFunc[T], opts ...CallOption) (*T, error) {
	if reconcile == nil {
		forgetInfo(opts)
		return nil, paramError(b.op.Name, "reconcile", "is nil", "give a function that calls twilio.Reconcile, or use Invoke")
	}
	b.settles = true
	result, err := Invoke[T](ctx, c, b, opts...)
	if err != nil {
		return settleUnknown(ctx, err, reconcile, opts)
	}
	return result, nil
}

// invoke sends a call and reads the answer into result, a pointer, which is nil for an
// answer of no interest.
func (c *Client) invoke(ctx context.Context, b BoundOperation, opts []CallOption, result any) error {
	x, err := c.send(ctx, b, opts)
	if err != nil {
		return err
	}
	defer x.finish()
	if result != nil || x.creates() {
		err = x.decode(result)
	}
	if x.link.isUnderWay() { // its proof is no SID, or it is repeatable
		x.claimReturned(findSID(x.last.body, x.op.Mints))
	}
	return x.endTrace(err)
}

// InvokeConverging is [Invoke] for an operation that converges, such as a cancellation:
// to carry it out twice comes to the same as once, but Twilio refuses the second time
// as a conflict, or because the resource is gone. When that happens after an attempt of
// the same call whose outcome is unknown, the first attempt may have done the work. Then
// get fetches the resource, and done says whether it is as the operation wants it.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func InvokeConverging[T any](ctx context.Context, c *Client, b BoundOperation, get func() (*T, error), done func(*T) bool, opts ...CallOption) (*T, error) {
	if get == nil || done == nil {
		forgetInfo(opts)
		return nil, paramError(b.op.Name, "get or done", "is nil", "give both, or use Invoke")
	}
	result, err := Invoke[T](ctx, c, b, opts...)
	if err == nil || !refusedAfterUnknown(err) {
		return result, err
	}
	if found, getErr := get(); getErr == nil && done(found) {
		return found, nil
	}
	return nil, err
}

// refusedAfterUnknown reports that the state of the resource stands against a call
// whose earlier attempt may have brought that state about.
func refusedAfterUnknown(err error) bool {
	var apiErr *Error
	return errors.As(err, &apiErr) && apiErr.afterUnknown && (apiErr.isConflict() || errors.Is(apiErr, ErrNotFound))
}

// addressable returns params as a pointer, so that a Validator is found whose method
// has a pointer receiver. A nil pointer stands for parameters of which none is set, and
// a pointer to url.Values or another map for the map.
func addressable(params any) any {
	v := reflect.ValueOf(params)
	switch {
	case v.Kind() == reflect.Pointer && v.IsNil():
		return addressable(reflect.Zero(v.Type().Elem()).Interface())
	case v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Map:
		return v.Elem().Interface()
	case v.Kind() != reflect.Struct:
		return params
	}
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return p.Interface()
}
