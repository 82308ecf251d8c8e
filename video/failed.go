package video

import "github.com/seed15d99369/twilio"

// FailedError says that Twilio could not make or finish something: a room, a recording, a
// composition or a transcription. The methods Err of those resources return it. Twilio's
// resources do not say why: the status callback of the failure may do.
//
// Twilio docs: https://www.twilio.com/docs/video/api/status-callbacks
type FailedError struct {
	Kind   string // "room", "recording", "composition" or "transcription"
	SID    string
	Remedy string // what to do next
}

// Error is one line that names the resource and the remedy.
func (e *FailedError) Error() string {
	return "video: the " + e.Kind + " " + e.SID + " has failed: " + e.Remedy
}

// Is matches [twilio.ErrServer]: the failure is on Twilio's side.
func (e *FailedError) Is(target error) bool { return target == twilio.ErrServer }

// failure returns a *FailedError, and a true nil when nothing has failed.
func failure(failed bool, kind, sid, remedy string) error {
	if !failed {
		return nil
	}
	return &FailedError{Kind: kind, SID: sid, Remedy: remedy}
}
