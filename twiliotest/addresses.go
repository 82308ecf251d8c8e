package twiliotest

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// The forms of addresses: a phone number, a WhatsApp user who shows no number, and
// the other senders of messages: a short code, or a sender's name, in which there is a
// letter.
var (
	e164         = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
	whatsAppUser = regexp.MustCompile(`^[A-Z]{2}(\.[0-9A-Za-z]+)+$`)
	shortCode    = regexp.MustCompile(`^\d{3,8}$`)
	senderName   = regexp.MustCompile(`^[0-9 &+_-]*[A-Za-z][0-9A-Za-z &+_-]*$`)
)

const maxSenderName = 11 // characters

// isSender says that a message can be sent from an address.
func isSender(address string) bool {
	return e164.MatchString(address) || shortCode.MatchString(address) || len(address) <= maxSenderName && senderName.MatchString(address)
}

func isWhatsApp(address string) bool { return strings.HasPrefix(address, whatsAppPrefix) }

// bare takes the channel off an address.
func bare(address string) string { return strings.TrimPrefix(address, whatsAppPrefix) }

// isAddress says that an address belongs to SIP or to a client.
func isAddress(address string) bool {
	return strings.HasPrefix(address, "sip:") || strings.HasPrefix(address, "client:")
}

// whyNoPhone returns the problem of a phone's number, nil for a good one.
func whyNoPhone(number string) error {
	if e164.MatchString(number) || whatsAppUser.MatchString(number) || isAddress(number) {
		return nil
	}
	return notANumber("Phone", number, "give a phone number in E.164, such as +14155551234, the id of a WhatsApp user, such as US.1302015550123, or an address that begins with sip: or client:")
}

// whyNoSender returns the problem of a sender of the account, nil for a good one.
func whyNoSender(number string) error {
	if isSender(number) {
		return nil
	}
	return notANumber("Number", number, "give a phone number in E.164, such as +14155556789, a short code, or a sender's name of at most 11 characters with a letter in it")
}

// notANumber is the error of a function of this package that was given no number.
func notANumber(function, number, remedy string) error {
	problem := "is " + strconv.Quote(number) + ", which is no number"
	switch {
	case number == "":
		problem = "is empty"
	case isWhatsApp(number):
		problem, remedy = "has a channel", "leave out "+whatsAppPrefix+", because the same number serves all channels"
	}
	return &twilio.ParamError{Op: "twiliotest." + function, Problems: []twilio.ParamProblem{{Field: "number", Problem: problem, Remedy: remedy}}}
}
