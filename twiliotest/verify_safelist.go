package twiliotest

// safeListHandler returns the handler of an operation on the SafeList, nil for all others.
func safeListHandler(operation string) handler {
	switch operation {
	case "CreateSafelist":
		return (*Sim).createSafeNumber
	case "FetchSafelist":
		return (*Sim).fetchSafeNumber
	case "DeleteSafelist":
		return (*Sim).deleteSafeNumber
	}
	return nil
}

// safeNumber is a number that Fraud Guard never blocks.
// https://www.twilio.com/docs/verify/preventing-toll-fraud/safe-list
type safeNumber struct {
	sid     string
	account string
	number  string
}

// safeNumber finds a number in the SafeList, nil when it is not there; s.mu is held.
func (s *Sim) safeNumber(account, number string) *safeNumber {
	for _, safe := range s.verify.safeList {
		if safe.account == account && safe.number == number {
			return safe
		}
	}
	return nil
}

func (s *Sim) createSafeNumber(r *request) (any, *apiError) {
	number := r.form.Get("PhoneNumber")
	switch {
	case !e164.MatchString(number):
		return nil, r.invalid("PhoneNumber", "it is no number in E.164")
	case s.safeNumber(r.account, number) != nil:
		return nil, badRequest(verifySafeAlready, "The phone number is already in the SafeList")
	}
	safe := &safeNumber{sid: s.newSID("GN"), account: r.account, number: number}
	s.verify.safeList = append(s.verify.safeList, safe)
	return safe.json(r), nil
}

func (s *Sim) fetchSafeNumber(r *request) (any, *apiError) {
	safe := s.safeNumber(r.account, r.ids["PhoneNumber"])
	if safe == nil {
		return nil, r.absent()
	}
	return safe.json(r), nil
}

func (s *Sim) deleteSafeNumber(r *request) (any, *apiError) {
	safe := s.safeNumber(r.account, r.ids["PhoneNumber"])
	if safe == nil {
		return nil, r.absent()
	}
	s.verify.safeList = without(s.verify.safeList, safe)
	return nil, nil //nolint:nilnil // no body, no error
}

type safeNumberJSON struct {
	SID         string `json:"sid"`
	PhoneNumber string `json:"phone_number"`
	URL         string `json:"url"`
}

func (n *safeNumber) json(r *request) safeNumberJSON {
	return safeNumberJSON{SID: n.sid, PhoneNumber: n.number, URL: r.origin() + "/v2/SafeList/Numbers/" + n.number}
}
