package twiliotest

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// The statuses of port-in requests and of their numbers.
// https://www.twilio.com/docs/phone-numbers/port-in/port-in-request-api
const (
	portInReview    = "In review"
	portWaiting     = "Waiting for Signature"
	portInProgress  = "In progress"
	portAction      = "Action Required"
	portCompleted   = "Completed"
	portCanceled    = "Canceled"
	numberInReview  = "In Review"
	numberSubmitted = "Submitted"
	numberPending   = "Pending"
	numberRejected  = "Rejected"
)

// Codes of ports. https://www.twilio.com/docs/api/errors
const (
	notPortable       = 22130
	alreadyYours      = 22131
	portBundleInvalid = 22170
)

// earliestPort is how long before a port its request must be made.
const earliestPort = 7 * 24 * time.Hour

// portingHandler returns the handler of an operation on ports, nil for all others.
func portingHandler(operation string) handler {
	switch operation {
	case "CreatePortingPortIn":
		return (*Sim).createPortIn
	case "ListPortInRequests":
		return (*Sim).listPortIns
	case "DeletePortingPortIn":
		return (*Sim).cancelPortIn
	case "FetchPortingPortInPhoneNumber":
		return (*Sim).fetchPortInNumber
	case "DeletePortingPortInPhoneNumber":
		return (*Sim).cancelPortInNumber
	case "FetchPortingPortability":
		return (*Sim).fetchPortability
	case "FetchPortingWebhookConfigurationFetch", "CreatePortingWebhookConfiguration":
		return (*Sim).keepPortingWebhook
	case "DeletePortingWebhookConfigurationDelete":
		return (*Sim).deletePortingWebhook
	}
	return nil
}

func (s *Sim) createPortIn(r *request) (any, *apiError) {
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	if problem := s.whyNoPortIn(values); problem != nil {
		return nil, problem
	}
	var numbers []any
	for _, n := range elements(values["phonenumbers"]) {
		number, _ := n.(map[string]any)
		numbers = append(numbers, s.newPortInNumber(textOf(number["phone_number"])))
	}
	sid, now := s.newSID("KW"), s.Clock.Now()
	port := &resource{path: portInPath + "/" + sid, shelf: portInPath, values: values, created: now, updated: now}
	maps.Copy(port.values, members{"portinrequestsid": sid, "portinrequeststatus": portInReview, "phonenumbers": numbers, "signaturerequesturl": nil})
	s.resources.put(numbersHost, portInPath, port)
	s.schedulePort(port)
	return s.show(r, port), nil
}

// whyNoPortIn refuses a request that names things which do not exist, or a day that is
// too early.
func (s *Sim) whyNoPortIn(values members) *apiError {
	account := textOf(values["accountsid"])
	if s.accountOf(account) == nil {
		return badRequest(20001, "account_sid: %s is none of your accounts", account)
	}
	if len(elements(values["phonenumbers"])) == 0 {
		return badRequest(20001, "phone_numbers: give at least one")
	}
	for _, document := range elements(values["documents"]) {
		if s.kept(portingDocumentsPath, textOf(document)) == nil && s.kept(documentsPath, textOf(document)) == nil {
			return badRequest(20001, "documents: there is no document %s", textOf(document))
		}
	}
	if sid := textOf(values["bundlesid"]); sid != "" {
		if bundle := s.kept(bundlesPath, sid); bundle == nil || bundle.text("status") != bundleApproved {
			return badRequest(portBundleInvalid, "Port In Error - Invalid Bundle")
		}
	}
	if day := textOf(values["targetportindate"]); day != "" {
		if target, err := time.Parse(time.DateOnly, day); err != nil || target.Before(s.Clock.Now().Add(earliestPort).Truncate(24*time.Hour)) {
			return badRequest(20001, "target_port_in_date: give a day that is 7 days from now or later")
		}
	}
	return nil
}

// newPortInNumber is a number of a request, with its portability.
func (s *Sim) newPortInNumber(number string) map[string]any {
	p := s.portabilityOf(number)
	return map[string]any{
		"port_in_phone_number_sid": s.newSID("PU"), "phone_number": number, "number_type": p.kind, "portable": p.portable, "country": p.country,
		"not_portability_reason": p.reason, "not_portability_reason_code": p.code, "port_in_phone_number_status": numberInReview,
		"port_date": nil, "rejection_reason": nil, "rejection_reason_code": nil,
	}
}

// schedulePort lets a port take its course: the letter goes out after a quarter of the
// time, it is signed and the carrier asked at the half, the carrier agrees at three
// quarters, and the numbers move at the end.
func (s *Sim) schedulePort(port *resource) {
	lasts := cmp.Or(s.config.reviews.porting, portingLasts)
	const status = "port_in_request_status"
	s.moved(lasts/4, port, status, portInReview, func() {
		s.set(port, "signature_request_url", "https://www.twilio.com/sign/"+port.sid())
		s.movePort(port, portWaiting, portWaiting)
	})
	s.moved(lasts/2, port, status, portWaiting, func() { s.movePort(port, portInProgress, numberSubmitted) })
	s.moved(lasts*3/4, port, status, portInProgress, func() {
		for _, number := range openNumbers(port) {
			if number["portable"] == true {
				number["port_date"] = *iso8601(port.created.Add(lasts))
				s.moveNumber(port, number, numberPending)
			}
		}
	})
	s.moved(lasts, port, status, portInProgress, func() { s.completePort(port) })
}

// openNumbers are the numbers of a request that are on their way.
func openNumbers(port *resource) []map[string]any {
	var open []map[string]any
	for _, n := range elements(port.values["phonenumbers"]) {
		number, _ := n.(map[string]any)
		switch number["port_in_phone_number_status"] {
		case portCompleted, portCanceled, numberRejected:
		default:
			open = append(open, number)
		}
	}
	return open
}

// movePort gives a request and its open numbers statuses. A number that cannot be moved
// stays behind.
func (s *Sim) movePort(port *resource, status, ofNumbers string) {
	for _, number := range openNumbers(port) {
		if number["portable"] == true {
			s.moveNumber(port, number, ofNumbers)
		}
	}
	s.set(port, "port_in_request_status", status)
	s.tellPort(port, nil, status)
}

func (s *Sim) moveNumber(port *resource, number map[string]any, status string) {
	number["port_in_phone_number_status"], number["status_last_time_updated_timestamp"] = status, *iso8601(s.Clock.Now())
	s.tellPort(port, number, status)
}

// completePort moves the numbers to the account.
func (s *Sim) completePort(port *resource) {
	for _, number := range openNumbers(port) {
		if text := textOf(number["phone_number"]); number["portable"] == true && s.numbers[text] == nil {
			s.own(&Number{number: text}, cmp.Or(port.text("account_sid"), s.main.sid))
		}
	}
	s.movePort(port, portCompleted, portCompleted)
}

// rejectPort lets the carrier turn the numbers down.
func (s *Sim) rejectPort(port *resource, reason string) {
	for _, number := range openNumbers(port) {
		number["rejection_reason"], number["rejection_reason_code"] = reason, "1"
		s.moveNumber(port, number, numberRejected)
	}
	s.set(port, "port_in_request_status", portAction)
	s.tellPort(port, nil, portAction)
}

// ReviewPortIn decides about a port-in request by hand, without waiting for the clock: its
// numbers move to the account, or the carrier rejects them when there are reasons, and
// the request needs action. The porting webhooks are sent before ReviewPortIn returns. The
// test fails when the request is over.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/port-in
func (s *Sim) ReviewPortIn(sid string, reasons ...string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideOn("ReviewPortIn", portInPath, sid, func(port *resource) error {
		if status := port.text("port_in_request_status"); status == portCompleted || status == portCanceled {
			return errors.New("its status is " + status)
		}
		if len(reasons) > 0 {
			s.rejectPort(port, strings.Join(reasons, " "))
			return nil
		}
		s.completePort(port)
		return nil
	})
}

// listPortIns is a list of a shape of its own: the token of a page is the SID of its first
// request.
func (s *Sim) listPortIns(r *request) (any, *apiError) {
	var wanted []*resource
	for _, port := range s.resources.in(numbersHost, portInPath) {
		if isPortWanted(r, port) {
			wanted = append(wanted, port)
		}
	}
	first := 0
	if token := r.query.Get("Token"); token != "" {
		if first = slices.IndexFunc(wanted, func(port *resource) bool { return port.sid() == token }); first < 0 {
			return nil, badRequest(20001, "Token is not one that an earlier page had")
		}
	}
	const usualSize = 20
	last := min(first+atoi(r.query.Get("Size"), usualSize), len(wanted))
	ports := []any{}
	for _, port := range wanted[first:last] {
		numbers := elements(port.values["phonenumbers"])
		ported := 0
		for _, n := range numbers {
			if number, _ := n.(map[string]any); number["port_in_phone_number_status"] == portCompleted {
				ported++
			}
		}
		ports = append(ports, map[string]any{
			"port_in_request_sid": port.sid(), "port_in_request_status": port.text("port_in_request_status"),
			"status_last_updated_timestamp": port.updated.UTC().Format(time.DateOnly), "phone_numbers_requested": len(numbers),
			"phone_numbers_ported": ported, "suggested_action": nil,
		})
	}
	meta := map[string]any{"next_token": nil, "previous_token": nil}
	if last < len(wanted) {
		meta["next_token"] = wanted[last].sid()
	}
	return map[string]any{"port_in_requests": ports, "meta": meta}, nil
}

func isPortWanted(r *request, port *resource) bool {
	day := port.created.UTC().Format(time.DateOnly)
	sids, status := r.query.Get("PortInRequestSid"), r.query.Get("PortInRequestStatus")
	after, before := r.query.Get("CreatedAfter"), r.query.Get("CreatedBefore")
	return (sids == "" || slices.Contains(strings.Split(sids, ","), port.sid())) && (status == "" || strings.EqualFold(status, port.text("port_in_request_status"))) &&
		(after == "" || day >= after) && (before == "" || day <= before)
}

// portOf returns the request in a path.
func (s *Sim) portOf(r *request) (*resource, *apiError) {
	if port := s.kept(portInPath, r.ids["PortInRequestSid"]); port != nil {
		return port, nil
	}
	return nil, notFound(portInPath + "/" + r.ids["PortInRequestSid"])
}

// cancelPortIn ends a request, which stays to be read.
func (s *Sim) cancelPortIn(r *request) (any, *apiError) {
	port, problem := s.portOf(r)
	if problem != nil {
		return nil, problem
	}
	if status := port.text("port_in_request_status"); status == portCompleted || status == portCanceled {
		return nil, conflict(twilio.CodeConflict, "A port-in request that is "+status+" cannot be canceled")
	}
	s.set(port, "order_cancellation_reason", "Canceled by the customer")
	for _, number := range openNumbers(port) {
		s.moveNumber(port, number, portCanceled)
	}
	s.set(port, "port_in_request_status", portCanceled)
	s.tellPort(port, nil, portCanceled)
	return nil, nil //nolint:nilnil // no body, no error
}

// numberOf returns the number of a request that the path names.
func (s *Sim) numberOf(r *request) (port *resource, number map[string]any, problem *apiError) {
	if port, problem = s.portOf(r); problem != nil {
		return nil, nil, problem
	}
	for _, n := range elements(port.values["phonenumbers"]) {
		if number, _ = n.(map[string]any); number["port_in_phone_number_sid"] == r.ids["PhoneNumberSid"] {
			return port, number, nil
		}
	}
	return nil, nil, notFound(port.path + "/PhoneNumber/" + r.ids["PhoneNumberSid"])
}

func (s *Sim) fetchPortInNumber(r *request) (any, *apiError) {
	port, number, problem := s.numberOf(r)
	if problem != nil {
		return nil, problem
	}
	shown := &resource{path: port.path + "/PhoneNumber/" + r.ids["PhoneNumberSid"], created: port.created, updated: port.updated, values: members{}}
	for name, value := range number {
		shown.values[fold(name)] = value
	}
	shown.values["phonenumbersid"], shown.values["phonenumbertype"] = number["port_in_phone_number_sid"], number["number_type"]
	shown.values["portinrequestsid"], shown.values["lastupdated"] = port.sid(), *iso8601(port.updated)
	return s.show(r, shown), nil
}

func (s *Sim) cancelPortInNumber(r *request) (any, *apiError) {
	port, number, problem := s.numberOf(r)
	if problem != nil {
		return nil, problem
	}
	if status := textOf(number["port_in_phone_number_status"]); status == portCompleted || status == portCanceled {
		return nil, conflict(twilio.CodeConflict, "A number that is "+status+" cannot be canceled")
	}
	s.moveNumber(port, number, portCanceled)
	if len(openNumbers(port)) == 0 {
		s.set(port, "port_in_request_status", portCanceled)
		s.tellPort(port, nil, portCanceled)
	}
	return nil, nil //nolint:nilnil // no body, no error
}
