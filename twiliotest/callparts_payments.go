package twiliotest

// paymentJSON is the session of a payment as the API shows it.
type paymentJSON struct {
	SID         string  `json:"sid"`
	AccountSID  string  `json:"account_sid"`
	CallSID     string  `json:"call_sid"`
	DateCreated *string `json:"date_created"`
	DateUpdated *string `json:"date_updated"`
	URI         string  `json:"uri"`
}

func (c *callSession) paymentJSON(r *request) paymentJSON {
	return paymentJSON{
		SID: c.SID, AccountSID: c.account, CallSID: c.CallSID, DateCreated: rfc2822(c.Started), DateUpdated: rfc2822(c.updated), URI: c.uri(r),
	}
}

// createPayment begins the session of a payment. The same idempotency key names the same
// session.
// https://www.twilio.com/docs/voice/api/payment-resource
func (s *Sim) createPayment(r *request) (any, *apiError) {
	c, problem := s.liveCall(r)
	if problem != nil {
		return nil, problem
	}
	key := r.form.Get("IdempotencyKey")
	for _, session := range s.voice.sessions {
		if session.Kind == SessionPayment && session.CallSID == c.SID && session.Params.Get("IdempotencyKey") == key {
			return session.paymentJSON(r), nil
		}
	}
	s.tellMissing(c, keysNotCaptured)
	return s.newSession(c, SessionPayment, r.form).paymentJSON(r), nil
}

// updatePayment asks the caller for a piece of data, or ends the session. A key that was
// carried out changes nothing more, and a session that is over takes no new key.
func (s *Sim) updatePayment(r *request) (any, *apiError) {
	c, problem := s.liveCall(r)
	if problem != nil {
		return nil, problem
	}
	session := s.sessionNamed(SessionPayment, c, r.ids["Sid"])
	key, capture, status := r.form.Get("IdempotencyKey"), r.form.Get("Capture"), r.form.Get("Status")
	switch {
	case session == nil:
		return nil, r.absent()
	case session.keys[key]:
		return session.paymentJSON(r), nil
	case session.Status != sessionRuns:
		return nil, r.absent()
	case (capture == "") == (status == ""):
		return nil, badRequest(20001, "Either Capture or Status is required")
	}
	if session.keys == nil {
		session.keys = map[string]bool{}
	}
	session.keys[key], session.updated = true, s.Clock.Now()
	if capture != "" {
		session.Captured = append(session.Captured, capture)
	} else {
		s.endSession(session, status)
	}
	s.notify()
	return session.paymentJSON(r), nil
}
