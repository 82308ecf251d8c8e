package twiliotest

import "github.com/seed15d99369/twilio"

// createTestMessage answers as Twilio does to test credentials: nothing is kept,
// sent or paid for, and some numbers stand for errors.
// https://www.twilio.com/docs/iam/test-credentials#test-sms-messages
func (s *Sim) createTestMessage(r *request) (any, *apiError) {
	if problem := refuseContent(r); problem != nil {
		return nil, problem
	}
	from, to := r.form.Get("From"), r.form.Get("To")
	if code := magicSender(from); code != 0 {
		return nil, badRequest(code, "%s: %s", code.Title(), from)
	}
	if code := magicRecipient(to); code != 0 {
		return nil, badRequest(code, "%s: %s", code.Title(), to)
	}
	if problem := refuseRecipient(r); problem != nil {
		return nil, problem
	}
	answer := s.messageJSON(s.newMessage(r))
	answer.AccountSID = testAccountSID
	return answer, nil
}

// magicSender returns the code of a sender, 0 for the one that passes.
func magicSender(from string) twilio.ErrorCode {
	switch from {
	case "+15005550006":
		return 0
	case "+15005550001":
		return 21212
	case "+15005550008":
		return 21611
	}
	return 21606
}

// magicRecipient returns the code of a recipient, 0 for an ordinary one.
func magicRecipient(to string) twilio.ErrorCode {
	switch to {
	case "+15005550001":
		return 21211
	case "+15005550002":
		return 21612
	case "+15005550003":
		return 21408
	case "+15005550004":
		return 21610
	case "+15005550009":
		return 21614
	}
	return 0
}
