package messaging

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed15d99369/twilio"
)

// BulkResult is what became of the items of a bulk request.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/consent-api
type BulkResult struct {
	Items []BulkItem `json:"items"`
}

// Err joins the errors of the items that Twilio did not take. It is nil when Twilio
// took all of them.
func (r *BulkResult) Err() error {
	failed := make([]error, len(r.Items))
	for i := range r.Items {
		failed[i] = r.Items[i].Err()
	}
	return errors.Join(failed...)
}

// BulkItem is what became of one item.
type BulkItem struct {
	CorrelationID string           `json:"correlation_id"` // of the item that was sent
	ErrorCode     twilio.ErrorCode `json:"error_code"`     // 0 when Twilio took it
	ErrorMessages []string         `json:"error_messages"` // "INVALID_CONTACT_ID"
}

// Err returns why Twilio did not take an item, nil when Twilio took it. It matches the
// code: errors.Is(err, twilio.ErrorCode(30646)).
func (i *BulkItem) Err() error {
	return itemError("the item "+i.CorrelationID, i.ErrorCode, i.ErrorMessages)
}

// itemError is the error of one of several things that were asked for in one request,
// nil without a code.
func itemError(subject string, code twilio.ErrorCode, messages []string) error {
	switch {
	case code == 0:
		return nil
	case len(messages) == 0:
		return fmt.Errorf("messaging: %s: %w", subject, code)
	}
	return fmt.Errorf("messaging: %s: %s: %w", subject, strings.Join(messages, ", "), code)
}

// checkItem looks at the parts that consents and contacts share.
func checkItem(problems *twilio.Problems, correlationID string, seen map[string]bool) {
	const remedy = "give a UUID of 32 hexadecimal digits, another one for each item"
	switch {
	case problems.Has("Items"):
	case correlationID != "" && !isUUID(correlationID):
		problems.Add("Items", "has a CorrelationID that is no UUID", remedy)
	case seen[correlationID]:
		problems.Add("Items", "has a CorrelationID twice", remedy)
	}
	seen[correlationID] = true
}

// isUUID takes a UUID without hyphens, as Twilio does. Twilio's own examples go beyond
// hexadecimal digits.
func isUUID(id string) bool {
	const length = 32
	return len(id) == length && !strings.ContainsFunc(id, func(r rune) bool { return !isLetter(r) && (r < '0' || r > '9') })
}
