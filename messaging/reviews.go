package messaging

import (
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// ReviewReason is one reason for which a review ended against the account. Brands and
// campaigns have the same shape.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc/troubleshooting-a2p-brands
type ReviewReason struct {
	Code        twilio.ErrorCode `json:"error_code"`
	Description string           `json:"description"` // the reviewer's words
	Fields      []string         `json:"fields"`      // that are wrong: "MESSAGE_FLOW"
	URL         string           `json:"url"`         // of Twilio's page about the code
}

// ReviewError says that Twilio or a carrier has refused a registration, or has suspended
// it. It matches the codes of its reasons:
// errors.Is(err, twilio.ErrorCode(30909)).
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
type ReviewError struct {
	Resource string // "brand", "vetting", "campaign" or "toll-free verification"
	SID      string
	Status   string
	Reasons  []ReviewReason // empty when Twilio gave none
}

// Error is one line with the resource, its status and the codes of the reasons. The
// reviewer's words, which may quote the registration, are in Reasons.
func (e *ReviewError) Error() string {
	text := "messaging: the " + e.Resource + " " + plain(e.SID) + " is " + plain(e.Status)
	if len(e.Reasons) == 0 {
		return text + ": Twilio gave no reason"
	}
	reasons := make([]string, len(e.Reasons))
	for i := range e.Reasons {
		reasons[i] = e.Reasons[i].text()
	}
	return text + ": " + strings.Join(reasons, "; ")
}

// Unwrap returns the codes of the reasons.
func (e *ReviewError) Unwrap() []error {
	var codes []error
	for _, reason := range e.Reasons {
		if reason.Code != 0 {
			codes = append(codes, reason.Code)
		}
	}
	return codes
}

// text is a reason without the reviewer's words.
func (r *ReviewReason) text() string {
	text := "a reason without a code"
	if r.Code != 0 {
		text = r.Code.Error()
	}
	if len(r.Fields) == 0 {
		return text
	}
	fields := make([]string, len(r.Fields))
	for i, field := range r.Fields {
		fields[i] = plain(field)
	}
	return text + ", field " + strings.Join(fields, ", ")
}

// plain quotes a text of Twilio's that is no mere name, and cuts it to the length of one,
// so that an error stays one line.
func plain(s string) string {
	const longest = 64 // bytes
	if s == "" || len(s) > longest || strings.ContainsFunc(s, isNoName) {
		return strconv.QuoteToASCII(s[:min(len(s), longest)])
	}
	return s
}

func isNoName(c rune) bool { return !isLetter(c) && !isDigit(c) && !strings.ContainsRune("_.-", c) }
