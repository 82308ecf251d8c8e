package twiliotest

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// tellMessage sends the status callback of a message whose status has changed;
// s.mu is held.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
func (s *Sim) tellMessage(m *message) {
	if m.callback == "" {
		return
	}
	form, h := s.messageStatusForm(m), &hook{url: m.callback, status: true}
	s.tellStatus(m.SID, m.Status.Final(), statusCallback{status: string(m.Status), hook: h, form: form})
}

func (s *Sim) messageStatusForm(m *message) url.Values {
	form := url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "MessageStatus": {string(m.Status)}, "SmsStatus": {string(m.Status)},
		"AccountSid": {m.account}, "From": {m.From}, "To": {m.To}, "ApiVersion": {"2010-04-01"},
	}
	if m.MessagingServiceSID != "" {
		form.Set("MessagingServiceSid", m.MessagingServiceSID)
	}
	if m.ErrorCode != 0 {
		form.Set("ErrorCode", strconv.Itoa(int(m.ErrorCode)))
	}
	switch reported := m.Status == twilio.MessageStatusDelivered || m.Status == twilio.MessageStatusUndelivered; {
	case isWhatsApp(m.To):
		form.Set("ChannelPrefix", "whatsapp")
		if m.Status == twilio.MessageStatusRead {
			form.Set("EventType", "READ")
		}
	case reported:
		form.Set("RawDlrDoneDate", s.Clock.Now().UTC().Format("0601021504"))
	}
	return form
}

// callEvent is one that a status callback can be asked for.
type callEvent string

const (
	callInitiated callEvent = "initiated"
	callRinging   callEvent = "ringing"
	callAnswered  callEvent = "answered"
	callCompleted callEvent = "completed"
)

// tellCall sends a status callback of a call if it was asked for; s.mu is held.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
func (s *Sim) tellCall(c *call, event callEvent) {
	over := event == callCompleted
	switch {
	case c.callback.url == "":
	case slices.Contains(c.events, string(event)):
		form, h := s.callStatusForm(c, event), c.callback
		c.told++
		s.tellStatus(c.SID, over, statusCallback{status: form.Get("CallStatus"), hook: &h, form: form})
	case over:
		s.tellStatus(c.SID, over) // the callbacks that were held back
	}
}

func (s *Sim) callStatusForm(c *call, event callEvent) url.Values {
	form := c.form()
	form.Set("CallbackSource", "call-progress-events")
	form.Set("SequenceNumber", strconv.Itoa(c.told))
	form.Set("Timestamp", s.Clock.Now().UTC().Format("Mon, 02 Jan 2006 15:04:05 +0000"))
	switch event {
	case callInitiated:
		form.Set("CallStatus", string(callInitiated))
	case callCompleted:
		talked := time.Duration(0)
		if !c.Started.IsZero() {
			talked = c.Ended.Sub(c.Started)
		}
		form.Set("CallDuration", strconv.Itoa(int(talked/time.Second)))
		form.Set("Duration", strconv.Itoa(int((talked+time.Minute-1)/time.Minute)))
		form.Set("SipResponseCode", sipCode(c.Status))
		if c.recorded != nil {
			maps.Copy(form, c.recorded.callForm())
		}
	}
	return form
}

// sipCode is how a call ended, as a carrier says it.
// https://www.rfc-editor.org/rfc/rfc3261#section-21
func sipCode(status twilio.CallStatus) string {
	switch status {
	case twilio.CallStatusBusy:
		return "486"
	case twilio.CallStatusFailed:
		return "404"
	case twilio.CallStatusNoAnswer, twilio.CallStatusCanceled:
		return "487"
	}
	return "200"
}

// form returns the parameters that every request about a call has.
// https://www.twilio.com/docs/voice/twiml#request-parameters
func (c *call) form() url.Values {
	form := url.Values{
		"CallSid": {c.SID}, "AccountSid": {c.account}, "ApiVersion": {"2010-04-01"}, "Direction": {string(c.Direction)},
		"From": {c.From}, "To": {c.To}, "Caller": {c.From}, "Called": {c.To}, "CallStatus": {string(c.Status)},
	}
	for who, number := range map[string]string{"From": c.From, "Caller": c.From, "To": c.To, "Called": c.To} {
		addPlaces(form, who, number)
	}
	if c.AnsweredBy != "" {
		form.Set("AnsweredBy", string(c.AnsweredBy))
		form.Set("MachineDetectionDuration", c.machines.milliseconds())
	}
	if c.ParentCallSID != "" {
		form.Set("ParentCallSid", c.ParentCallSID)
	}
	maps.Copy(form, c.params)
	return form
}
