package twiliotest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// callerIDHandler returns the handler of an operation on caller IDs, nil for all others.
func callerIDHandler(operation string) handler {
	switch operation {
	case "CreateValidationRequest":
		return (*Sim).requestValidation
	case "FetchOutgoingCallerId":
		return (*Sim).fetchCallerID
	case "ListOutgoingCallerId":
		return (*Sim).listCallerIDs
	case "UpdateOutgoingCallerId":
		return (*Sim).updateCallerID
	case "DeleteOutgoingCallerId":
		return (*Sim).deleteCallerID
	}
	return nil
}

// callerID is a number of another carrier's that an account may show when it calls.
// https://www.twilio.com/docs/voice/api/outgoing-caller-ids
type callerID struct {
	sid, account string
	number, name string
	created      time.Time
	updated      time.Time
}

func (c *callerID) id() string { return c.sid }

// callerIDOf finds the caller ID of a number, nil when there is none; s.mu is held.
func (s *Sim) callerIDOf(account, number string) *callerID {
	for _, c := range s.callerIDs {
		if c.account == account && c.number == number {
			return c
		}
	}
	return nil
}

// callerIDNamed finds a caller ID of an account by its SID, nil when there is none.
func (s *Sim) callerIDNamed(r *request) *callerID {
	if found := recordOf(s.callerIDs, r.ids["Sid"]); found != nil && found.account == r.account {
		return found
	}
	return nil
}

// validation is a call that asks for a code.
type validation struct {
	number, name string
	code         string
	callback     hook
	wrong        int // codes
	callerID     *callerID
}

// Twilio's side of a validation.
const (
	validationCaller = "+14157234000"
	validationWaits  = time.Minute // for the code
	validationTries  = 3
	longestDelay     = 60 // seconds
)

// requestValidation calls a number after the delay and asks for the code.
func (s *Sim) requestValidation(r *request) (any, *apiError) {
	number, delay := r.form.Get("PhoneNumber"), atoi(r.form.Get("CallDelay"), 0)
	switch {
	case !e164.MatchString(number):
		return nil, badRequest(twilio.ErrorCode(21401), "PhoneNumber %s is not valid", number)
	case delay < 0 || delay > longestDelay:
		return nil, badRequest(21454, "CallDelay has to be between 0 and 60")
	case s.numbers[number] != nil && s.numbers[number].record.account == r.account:
		return nil, badRequest(21449, "Phone number is already enabled for outgoing calls on this account")
	case s.callerIDOf(r.account, number) != nil:
		return nil, badRequest(21450, "Phone number is already verified for your account")
	}
	c := s.newValidationCall(r, number)
	s.addCall(c)
	s.Clock.after(time.Duration(delay)*time.Second+callQueuedFor, func() { s.advanceCall(c) })
	s.notify()
	v := c.validation
	return map[string]any{"account_sid": r.account, "call_sid": c.SID, "phone_number": number, "friendly_name": v.name, "validation_code": v.code}, nil
}

func (s *Sim) newValidationCall(r *request, number string) *call {
	now := s.Clock.Now()
	c := &call{
		Call:    Call{SID: s.newSID("CA"), From: validationCaller, To: number, Direction: twilio.CallDirectionOutboundAPI, Status: twilio.CallStatusQueued, Created: now},
		account: r.account, updated: now, ringing: defaultRing, events: callEvents(nil),
		validation: &validation{
			number: number, name: cmp.Or(r.form.Get("FriendlyName"), displayed(number)),
			callback: hook{url: r.form.Get("StatusCallback"), method: r.form.Get("StatusCallbackMethod"), voice: true, status: true},
		},
	}
	c.validation.code = validationCode(c.SID)
	return c
}

// validationCode is six digits that depend on the call.
func validationCode(callSID string) string {
	const hexDigits, codes = 8, 1_000_000
	n, _ := strconv.ParseUint(callSID[len(callSID)-hexDigits:], 16, 64)
	return fmt.Sprintf("%06d", n%codes)
}

// endValidation tells the application the result of the validation that a call was for;
// s.mu is held. A call that ends without the right code has failed.
func (s *Sim) endValidation(c *call) {
	v := c.validation
	if v == nil || v.callback.url == "" {
		return
	}
	form := c.form()
	form.Set("VerificationStatus", "failed")
	if v.callerID != nil {
		form.Set("VerificationStatus", "success")
		form.Set("OutgoingCallerIdSid", v.callerID.sid)
	}
	s.tellStatus(c.SID, true, statusCallback{status: form.Get("VerificationStatus"), hook: &v.callback, form: form})
}

// enter takes the keys that the person presses; s.mu is held. The right code makes the
// number a caller ID, and three wrong ones end the call.
func (s *Sim) enter(c *call, code string) (accepted bool) {
	v := c.validation
	switch {
	case c.Status != twilio.CallStatusInProgress:
		return false
	case !equal(code, v.code):
		if v.wrong++; v.wrong == validationTries {
			s.endCall(c, twilio.CallStatusCompleted)
		}
		return false
	}
	now := s.Clock.Now()
	v.callerID = &callerID{sid: s.newSID("PN"), account: c.account, number: v.number, name: v.name, created: now, updated: now}
	s.callerIDs = append(s.callerIDs, v.callerID)
	s.endCall(c, twilio.CallStatusCompleted)
	return true
}

func (s *Sim) fetchCallerID(r *request) (any, *apiError) {
	c := s.callerIDNamed(r)
	if c == nil {
		return nil, r.absent()
	}
	return c.json(), nil
}

func (s *Sim) listCallerIDs(r *request) (any, *apiError) {
	var found []*callerID
	for _, c := range slices.Backward(s.callerIDs) {
		if c.account == r.account && isWanted(r, "PhoneNumber", c.number) && isWanted(r, "FriendlyName", c.name) {
			found = append(found, c)
		}
	}
	return pageOf(r, r.resource(), "outgoing_caller_ids", found, (*callerID).id, func(c *callerID) any { return c.json() })
}

func (s *Sim) updateCallerID(r *request) (any, *apiError) {
	c := s.callerIDNamed(r)
	if c == nil {
		return nil, r.absent()
	}
	if r.form.Has("FriendlyName") {
		c.name = r.form.Get("FriendlyName")
	}
	c.updated = s.Clock.Now()
	return c.json(), nil
}

func (s *Sim) deleteCallerID(r *request) (any, *apiError) {
	c := s.callerIDNamed(r)
	if c == nil {
		return nil, r.absent()
	}
	s.callerIDs = without(s.callerIDs, c)
	return nil, nil //nolint:nilnil // no body, no error
}

func (c *callerID) json() map[string]any {
	return map[string]any{
		"sid": c.sid, "account_sid": c.account, "phone_number": c.number, "friendly_name": c.name,
		"date_created": c.created.UTC().Format(time.RFC1123Z), "date_updated": c.updated.UTC().Format(time.RFC1123Z),
		"uri": accountPath(c.account, "/OutgoingCallerIds/"+c.sid+".json"),
	}
}
