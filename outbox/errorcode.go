package outbox

import "github.com/seed15d99369/twilio"

// errorCode reads a code as it is kept.
func errorCode(code int) twilio.ErrorCode { return twilio.ErrorCode(code) } //nolint:gosec // it was written by the outbox
