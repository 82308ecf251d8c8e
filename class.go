package twilio

import "net/http"

// Class says what happens when an operation is carried out twice, and so when
// a client may repeat it.
type Class uint8

const (
	// ClassByMethod is the zero value: GET and HEAD are safe, DELETE and PUT
	// are idempotent, everything else is a create.
	ClassByMethod Class = iota
	// ClassSafe changes nothing: repeated after every failure that may pass.
	ClassSafe
	// ClassIdempotent ends in the same state however often it is done: repeated
	// like ClassSafe.
	ClassIdempotent
	// ClassCreate sends, calls or makes something each time: repeated only when
	// it is certain that nothing was done.
	ClassCreate
)

// of is the one place in which the class of an operation is decided: it is what
// was written, or follows from the method, and is a create when neither says that
// repeating does no harm.
func (c Class) of(method string) Class {
	switch {
	case c.harmless():
		return c
	case c != ClassByMethod:
		return ClassCreate
	case method == http.MethodGet, method == http.MethodHead:
		return ClassSafe
	case method == http.MethodDelete, method == http.MethodPut:
		return ClassIdempotent
	}
	return ClassCreate
}

// harmless reports that doing it twice is as good as doing it once.
func (c Class) harmless() bool { return c == ClassSafe || c == ClassIdempotent }
