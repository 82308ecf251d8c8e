package page

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// linesShown is how much of a transcript is shown: its end.
const linesShown = 60

// bare divides an address into the number and the channel, "" for SMS.
func bare(address string) (number, channel string) {
	if channel, number, found := strings.Cut(address, ":"); found {
		return number, channel
	}
	return address, ""
}

func apiOf(kind, name string) string { return simapi.Prefix + kind + "/" + url.PathEscape(name) }

func notesOf(state twiliotest.PhoneState) []string {
	var notes []string
	if state.OptedOut {
		notes = append(notes, "opted out with STOP")
	}
	if state.Unreachable != 0 {
		notes = append(notes, "unreachable, "+strconv.Itoa(int(state.Unreachable)))
	}
	switch state.Habit {
	case twiliotest.HabitBusy:
		notes = append(notes, "busy")
	case twiliotest.HabitOutOfService:
		notes = append(notes, "out of service")
	case twiliotest.HabitAnswer, twiliotest.HabitNoAnswer:
	}
	return notes
}

func failed(m *twiliotest.Message) bool {
	return m.Status == twilio.MessageStatusFailed || m.Status == twilio.MessageStatusUndelivered
}

func (v *view) messageOf(m *twiliotest.Message) *messageView {
	_, channel := bare(m.To)
	shown := &messageView{
		SID: m.SID, Link: "/_sim/messages/" + url.PathEscape(m.SID), Mine: m.Direction == twilio.MessageDirectionInbound,
		From: m.From, To: m.To, Channel: channelName(channel), Body: m.Body, At: m.Created, Status: string(m.Status),
		Failed: failed(m), Problem: problemOf(m.ErrorCode), Segments: m.Segments, Price: m.Price, Template: m.ContentSID, Marked: m.SID == v.marked,
	}
	for _, file := range m.Media {
		shown.Media = append(shown.Media, mediaOf(m.SID, file))
	}
	return shown
}

func channelName(channel string) string {
	switch channel {
	case "":
		return ""
	case "whatsapp":
		return "WhatsApp"
	}
	return strings.ToUpper(channel)
}

// mediaOf is a file of a message. Of a file that nobody has given to the simulator it knows
// the address alone.
func mediaOf(message string, file twiliotest.Media) mediaView {
	shown := mediaView{Kind: "link", Name: file.URL}
	if string(file.Content) == file.URL {
		return shown
	}
	shown.URL = "/_sim/media/" + url.PathEscape(message) + "/" + url.PathEscape(file.SID)
	shown.Kind = "file"
	if family, _, _ := strings.Cut(file.ContentType, "/"); isShown(file.ContentType) {
		shown.Kind = family
	}
	return shown
}

// otherOf is the program's number of a call.
func otherOf(c *twiliotest.Call) string {
	if c.Direction == twilio.CallDirectionInbound {
		return c.To
	}
	return c.From
}

func stateOf(c *twiliotest.Call) string {
	switch c.Status {
	case twilio.CallStatusInProgress:
		return "live"
	case twilio.CallStatusRinging, twilio.CallStatusQueued:
		return "ringing"
	}
	return "over"
}

// callOf is a call without its transcript.
func callOf(c *twiliotest.Call) callView {
	phone := c.Person()
	return callView{
		SID: c.SID, Link: "/_sim/calls/" + url.PathEscape(c.SID), API: apiOf("calls", c.SID), Phone: phone, PhoneLink: phoneLink(phone),
		Other: otherOf(c), Mine: c.Direction == twilio.CallDirectionInbound, Status: string(c.Status), State: stateOf(c),
		AnsweredBy: string(c.AnsweredBy), At: c.Created, Since: c.Started,
	}
}

// cardOf is a call with all that belongs to it.
func (v *view) cardOf(c *twiliotest.Call, recordings []twiliotest.Recording) *callView {
	shown := callOf(c)
	shown.Marked = c.SID == v.marked
	if !c.Started.IsZero() {
		end := c.Ended
		if end.IsZero() {
			end = v.sim.Clock.Now()
		}
		shown.Lasts = end.Sub(c.Started)
	}
	if shown.State == "live" {
		shown.Keys, shown.Words = c.Listens()
	}
	shown.Lines = linesOf(c)
	for _, r := range recordings {
		if r.CallSID == c.SID {
			shown.Recordings = append(shown.Recordings, recordingOf(r))
			shown.Records = shown.Records || r.Status == twilio.RecordingStatusInProgress
		}
	}
	return &shown
}

func recordingOf(r twiliotest.Recording) recordingView {
	shown := recordingView{SID: r.SID, Status: string(r.Status), Lasts: r.Lasts, Text: r.Words}
	if r.Status == twilio.RecordingStatusCompleted {
		shown.URL = apiOf("recordings", r.SID) + ".wav"
	}
	return shown
}

// linesOf is the end of a transcript.
func linesOf(c *twiliotest.Call) []lineView {
	transcript := c.Transcript()
	transcript = slices.Clone(transcript[max(0, len(transcript)-linesShown):])
	lines := make([]lineView, len(transcript))
	for i, l := range transcript {
		lines[i] = lineView{Kind: string(l.Kind), Who: speakerOf(l), Text: l.Text, At: l.At.Sub(c.Created).Round(time.Second)}
	}
	return lines
}

// speakerOf says who is heard in a line.
func speakerOf(l twiliotest.Line) string {
	switch l.Kind {
	case twiliotest.LineSay:
		return "Voice"
	case twiliotest.LinePlay:
		return "Sound"
	case twiliotest.LineMusic:
		return "Music"
	case twiliotest.LineDigits:
		return "Tones"
	case twiliotest.LineBeep:
		return "Beep"
	case twiliotest.LineHeard:
		return l.From
	case twiliotest.LineSpoke:
		return "You say"
	case twiliotest.LinePressed:
		return "You press"
	}
	return string(l.Kind)
}
