package messaging

import (
	"errors"
	"fmt"
	"strconv"
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

// itemField is a field of an item, as the rules of tags name it: "Items[1].ContactID".
func itemField(list string, at int, name string) string {
	return list + "[" + strconv.Itoa(at) + "]." + name
}

// checkCorrelation looks whether the answer can name the items.
func checkCorrelation(problems *twilio.Problems, at int, id string, seen map[string]bool) {
	const remedy = "give a UUID of 32 characters without hyphens, another one for each item"
	field := itemField("Items", at, "CorrelationID")
	switch {
	case id == "" || problems.Has(field):
		return
	case !isUUID(id):
		problems.Add(field, "is no UUID of 32 characters", remedy)
	case seen[id]:
		problems.Add(field, "is that of an earlier item", remedy)
	}
	seen[id] = true
}

// isUUID takes 32 letters and digits. Twilio's own examples have letters beyond f.
func isUUID(id string) bool {
	const length = 32
	return len(id) == length && !strings.ContainsFunc(id, func(r rune) bool { return !isLetter(r) && !isDigit(r) })
}
