package twiliotest

import (
	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// testHandlerOf returns the handler of an operation that test credentials may use, nil for
// any other.
func testHandlerOf(op *contract.Operation) handler {
	if op == nil {
		return nil
	}
	switch op.Spec + " " + op.ID {
	case "api_v2010 CreateMessage":
		return (*Sim).createTestMessage
	case "api_v2010 CreateCall":
		return (*Sim).createTestCall
	case "api_v2010 CreateIncomingPhoneNumber":
		return (*Sim).buyTestNumber
	case "lookups_v2 FetchPhoneNumber":
		return (*Sim).testLookup
	}
	return nil
}

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
	return s.messageJSON(s.newMessage(r)), nil
}

// createTestCall is createTestMessage for calls.
// https://www.twilio.com/docs/iam/test-credentials#test-calls
func (s *Sim) createTestCall(r *request) (any, *apiError) {
	if problem := refuseInstructions(r); problem != nil {
		return nil, problem
	}
	for _, code := range [...]twilio.ErrorCode{magicCaller(r.form.Get("From")), magicCallee(r.form.Get("To"))} {
		if code != 0 {
			return nil, badRequest(code, "%s", code.Title())
		}
	}
	if problem := refuseCallee(r); problem != nil {
		return nil, problem
	}
	return s.newCall(r).json(s), nil
}

func magicCaller(from string) twilio.ErrorCode {
	switch from {
	case "+15005550006":
		return 0
	case "+15005550001":
		return twilio.CodeInvalidFrom
	}
	return twilio.CodeCallFromNotOwned
}

func magicCallee(to string) twilio.ErrorCode {
	switch to {
	case "+15005550001":
		return twilio.CodeCallNumberInvalid
	case "+15005550002":
		return twilio.CodeCallToUnreachable
	case "+15005550003":
		return twilio.CodeCallGeoPermission
	case "+15005550004":
		return twilio.CodeCallBlocked
	}
	return 0
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
