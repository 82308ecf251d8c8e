package messaging

import (
	"context"
	"errors"
	"iter"

	"github.com/seed15d99369/twilio"
)

// inPool is the code of the refusal that a sender is in the pool already.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/21710
const inPool = 21710

// join puts a sender into a pool. One that is in the pool already is as the caller wants
// it: get fetches it, and is reports that it is the one.
func join[T any](ctx context.Context, c *twilio.Client, b twilio.BoundOperation, get func() (*T, error), is func(*T) bool, opts []twilio.CallOption) (*T, error) {
	member, err := twilio.InvokeConverging(ctx, c, b, get, is, opts...)
	if !errors.Is(err, twilio.ErrorCode(inPool)) {
		return member, err
	}
	if found, getErr := get(); getErr == nil && is(found) {
		return found, nil
	}
	return nil, err
}

// firstOf returns the first item of a list that is the one, or one that is not.
func firstOf[T any](all iter.Seq2[*T, error], is func(*T) bool) (*T, error) {
	for item, err := range all {
		if err != nil || is(item) {
			return item, err
		}
	}
	return new(T), nil
}
