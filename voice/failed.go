package voice

import (
	"strconv"

	"github.com/seed15d99369/twilio"
)

// FailedError says that something about a call has failed after Twilio had accepted it: a
// participant who could not be reached, a recording, a transcription, the result of an
// add-on. The methods Err of those resources return it.
type FailedError struct {
	Kind   string           // "participant", "recording", "transcription" or "add-on result"
	SID    string           // of the resource; of the call for a participant
	Status string           // as Twilio has it: "failed", "absent"
	Code   twilio.ErrorCode // why, 0 when Twilio does not say
	Remedy string           // what to do next
}

// Error is one line that names the resource, its status, the code and the remedy.
func (e *FailedError) Error() string {
	text := "voice: the " + e.Kind + " " + strconv.Quote(e.SID) + " has the status " + strconv.Quote(e.Status)
	if e.Code != 0 {
		text += " with code " + strconv.Itoa(int(e.Code))
	}
	return text + "; " + e.Remedy
}

// Unwrap returns the code, so that errors.Is finds it, and nil when there is none.
func (e *FailedError) Unwrap() error {
	if e.Code == 0 {
		return nil
	}
	return e.Code
}
