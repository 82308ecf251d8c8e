package messaging

import (
	"strings"

	"github.com/seed15d99369/twilio"
)

// check refuses senders of which Twilio knows none.
func (p *USSenderCheck) check() error {
	var problems twilio.Problems
	if p.From == "" && p.MessagingServiceSID == "" {
		problems.Add("From", "is empty, and so is MessagingServiceSID", "give one of the account's numbers, a Messaging Service, or both")
	}
	if problem := senderProblem(p.From); problem != "" {
		problems.Add("From", problem, "give one of the account's numbers in E.164, such as +14155551234, or its short code")
	}
	if p.MessagingServiceSID != "" && !isSID(p.MessagingServiceSID, "MG") {
		problems.Add("MessagingServiceSID", "is not the SID of a Messaging Service", "give an SID of 34 characters that begins with MG")
	}
	if p.MaxServices < 0 || p.MaxServices > mostServices {
		problems.Add("MaxServices", "is not within 0 to 999", "give the number of services to search; 0 is 50")
	}
	return problems.Err(usCheckName)
}

const mostServices = 999

// senderProblem says why a text is neither a number in E.164 nor a short code.
func senderProblem(from string) string {
	const leastNumber, mostNumber, nanpNumber, leastCode, mostCode = 8, 15, 11, 3, 8 // digits
	digits, isNumber := strings.CutPrefix(from, "+")
	switch {
	case from == "":
		return ""
	case strings.Contains(from, ":"):
		return "is an address of a channel, for which these rules do not hold"
	case !isDigits(digits) || digits == "":
		return "has other characters than digits"
	case isNumber && (len(digits) < leastNumber || len(digits) > mostNumber || digits[0] == '0'):
		return "is not a number in E.164"
	case isNumber && digits[0] == '1' && len(digits) != nanpNumber:
		return "begins with +1 and does not have ten more digits"
	case !isNumber && (len(digits) < leastCode || len(digits) > mostCode):
		return "is neither a number in E.164 nor a short code"
	}
	return ""
}

// isSID says whether a text is an SID of a kind.
func isSID(s, kind string) bool {
	const size = 34
	return len(s) == size && strings.HasPrefix(s, kind) && strings.Trim(s[len(kind):], "0123456789abcdefABCDEF") == ""
}
