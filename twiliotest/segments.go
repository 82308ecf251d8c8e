package twiliotest

import "github.com/seed15d99369/twilio/segment"

// segmentsOf counts the parts of a message; only those of SMS are split.
// https://www.twilio.com/docs/messaging/guides/webhook-request
func segmentsOf(to, body string, files int) int {
	if isWhatsApp(to) || files > 0 {
		return 1
	}
	return segment.Count(body)
}
