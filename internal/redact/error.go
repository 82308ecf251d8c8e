package redact

// Error is an error of another party whose text was cleaned. Neither the text of the
// error within nor its fields show, whichever way the Error is printed.
type Error struct {
	text string
	err  error
}

// NewError returns an error that shows a clean text in place of that of err.
func NewError(text string, err error) *Error { return &Error{text, err} }

// Error returns the clean text.
func (e *Error) Error() string { return e.text }

// GoString keeps %#v from the error within.
func (e *Error) GoString() string { return "error(" + quotedJSON(e.text) + ")" }

// MarshalJSON writes the clean text as a JSON string.
func (e *Error) MarshalJSON() ([]byte, error) { return []byte(quotedJSON(e.text)), nil }

// Unwrap returns the error as it came, for [errors.As] and [errors.Is].
func (e *Error) Unwrap() error { return e.err }
