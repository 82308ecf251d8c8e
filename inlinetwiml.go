package twilio

import (
	"fmt"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// checkInstructions looks at where the instructions of a call come from.
func checkInstructions(problems *Problems, hasURL bool, twiML string) {
	if twiML == "" {
		return
	}
	if hasURL {
		problems.Add("TwiML", "is set beside URL, which wins", "set one of the two")
	}
	checkInlineTwiML(problems, twiML)
}

// checkInlineTwiML refuses instructions that would fail after the phone has rung.
func checkInlineTwiML(problems *Problems, text string) {
	for _, p := range twimlcheck.CheckInline(text) {
		if mayRun(p) {
			continue
		}
		problems.Add("TwiML", fmt.Sprintf("is wrong in line %d, column %d: %s (%d)", p.Line, p.Column, oneLine(p.Message), p.Code), p.Remedy)
	}
}

// mayRun reports that Twilio might run a document with such a problem: of an element
// or an attribute that it does not know it only warns (12200), and it knows more than
// we do as soon as it has added one, or a voice, or a language. A verb of messaging
// does not run.
func mayRun(p twimlcheck.Problem) bool {
	switch ErrorCode(p.Code) {
	case 0, 13321, 13331, 13511, 13512, 13520: // voices and languages of Say and Gather; a Say without text
		return true
	case CodeTwiMLSchema:
		return p.Element != "Message"
	}
	return false
}
