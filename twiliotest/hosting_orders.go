package twiliotest

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
)

// The statuses of hosted number orders.
// https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/hosted-number-order-resource
const (
	hostedReceived            = "received"
	hostedPendingVerification = "pending-verification"
	hostedVerified            = "verified"
	hostedPendingLOA          = "pending-loa"
	hostedCarrierProcessing   = "carrier-processing"
	hostedCompleted           = "completed"
	hostedFailed              = "failed"
	hostedActionRequired      = "action-required"
)

// Codes of hosted numbers. https://www.twilio.com/docs/api/errors
const (
	hostedAttemptsUsed   = 22100
	hostedOrdersInvalid  = 22101
	hostedNumberInvalid  = 22102
	hostedNumberCountry  = 22103
	hostedNumberRefused  = 22110
	hostedNumbersMissing = 22124
	hostedNumbersTooMany = 22125
)

const (
	hostedAttempts  = 3
	hostedCallTakes = time.Minute // until the owner has entered the code
	bulkTakes       = time.Minute
)

// hostingHandler returns the handler of an operation on hosted numbers, nil for all
// others.
func hostingHandler(operation string) handler {
	switch operation {
	case "CreateHostedNumberOrder":
		return (*Sim).createHostedOrder
	case "CreateHostedNumbersHostedNumberOrder":
		return (*Sim).createHostedOrderV3
	case "UpdateHostedNumberOrder":
		return onKept((*Sim).updateHostedOrder)
	case "DeleteHostedNumberOrder":
		return onKept((*Sim).deleteHostedOrder)
	case "CreateBulkHostedNumberOrder":
		return (*Sim).createBulkHostedOrder
	case "FetchBulkHostedNumberOrder":
		return (*Sim).fetchBulkHostedOrder
	case "CreateAuthorizationDocument":
		return (*Sim).createAuthorization
	case "DeleteAuthorizationDocument":
		return onKept((*Sim).deleteAuthorization)
	case "ListDependentHostedNumberOrder":
		return (*Sim).listDependentOrders
	case "CreateEligibility":
		return (*Sim).createEligibility
	case "CreateBulkEligibility":
		return (*Sim).createBulkEligibility
	case "FetchBulkEligibility":
		return (*Sim).fetchBulkEligibility
	}
	return nil
}

// whyNotHosted refuses a number that cannot be hosted.
func (s *Sim) whyNotHosted(number string) *apiError {
	e := s.eligibilityOf(number)
	if e.status == eligible {
		return nil
	}
	code := twilio.ErrorCode(hostedNumberRefused)
	switch e.subStatus {
	case "NUMBER_FORMAT_INELIGIBLE":
		code = hostedNumberInvalid
	case "COUNTRY_INELIGIBLE":
		code = hostedNumberCountry
	}
	return badRequest(code, "The number cannot be hosted: %s", e.reason)
}

func (s *Sim) createHostedOrder(r *request) (any, *apiError) {
	if problem := s.whyNotHosted(r.form.Get("PhoneNumber")); problem != nil {
		return nil, problem
	}
	if !s.hasAddress(r, r.form.Get("AddressSid")) {
		return nil, badRequest(20001, "AddressSid: there is no address %s", r.form.Get("AddressSid"))
	}
	body, _, problem := s.makeKept(r, newHostedOrder(s))
	return body, problem
}

// newHostedOrder is what every order begins with.
func newHostedOrder(s *Sim) members {
	return members{
		"status": hostedReceived, "verification_type": "phone-call", "verification_attempts": 0,
		"capabilities": map[string]any{"sms": true, "mms": false, "voice": false, "fax": false}, "incoming_phone_number_sid": s.newSID("PN"),
	}
}

// createHostedOrderV3 keeps an order where those of version 2 are.
func (s *Sim) createHostedOrderV3(r *request) (any, *apiError) {
	if problem := s.whyNotHosted(r.form.Get("phoneNumber")); problem != nil {
		return nil, problem
	}
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	return s.show(r, s.keepHostedOrder(values)), nil
}

func (s *Sim) keepHostedOrder(values members) *resource {
	sid, now := s.newSID("HR"), s.Clock.Now()
	order := &resource{path: hostedOrderPath + "/" + sid, shelf: hostedOrderPath, values: members{"sid": sid}, created: now, updated: now}
	for name, value := range newHostedOrder(s) {
		order.values[fold(name)] = value
	}
	for name, value := range values {
		order.values[fold(name)] = value
	}
	s.resources.put(numbersHost, hostedOrderPath, order)
	return order
}

// updateHostedOrder starts the call to the owner, who enters the code after a minute. No
// other status can be set.
func (s *Sim) updateHostedOrder(r *request, order *resource) *apiError {
	status, wanted := order.text("status"), r.form.Get("Status")
	if wanted != hostedPendingVerification || status != hostedReceived && status != hostedPendingVerification && status != hostedActionRequired {
		return conflict(twilio.CodeConflict, "An order that is "+status+" cannot become "+wanted)
	}
	attempts, _ := strconv.Atoi(order.text("verification_attempts"))
	if attempts >= hostedAttempts {
		s.set(order, "status", hostedActionRequired)
		return badRequest(hostedAttemptsUsed, "The verification attempts are used up")
	}
	s.afresh(order)
	s.set(order, "verification_attempts", attempts+1)
	s.set(order, "verification_code", strconv.Itoa(100000+s.serial%900000))
	s.set(order, "verification_call_sids", append(elements(order.values["verificationcallsids"]), s.newSID("CA")))
	delay, _ := strconv.Atoi(r.form.Get("VerificationCallDelay"))
	s.moved(hostedCallTakes+time.Duration(delay)*time.Second, order, "status", hostedPendingVerification, func() { s.set(order, "status", hostedVerified) })
	return nil
}

func (s *Sim) deleteHostedOrder(_ *request, order *resource) *apiError {
	if status := order.text("status"); status != hostedReceived {
		return conflict(twilio.CodeConflict, "An order that is "+status+" cannot be canceled")
	}
	return nil
}

const authorizationsPath = hostedPath + "/AuthorizationDocuments"

// createAuthorization sends the letter of verified orders. It is signed after a third of
// the time that hosting lasts, and the orders are completed at its end.
func (s *Sim) createAuthorization(r *request) (any, *apiError) {
	var orders []*resource
	for _, sid := range r.form["HostedNumberOrderSids"] {
		order := s.kept(hostedOrderPath, sid)
		if order == nil || order.text("status") != hostedVerified {
			return nil, badRequest(hostedOrdersInvalid, "HostedNumberOrderSids: %s is no verified order", sid)
		}
		orders = append(orders, order)
	}
	body, letter, problem := s.makeKept(r, members{"status": "opened"})
	if problem != nil {
		return nil, problem
	}
	lasts := cmp.Or(s.config.reviews.hosting, hostingLasts)
	for _, order := range orders {
		s.afresh(order)
		s.set(order, "status", hostedPendingLOA)
		s.set(order, "signing_document_sid", letter.sid())
		s.moved(lasts/3, order, "status", hostedPendingLOA, func() { s.set(order, "status", hostedCarrierProcessing) })
		s.moved(lasts, order, "status", hostedCarrierProcessing, func() { s.completeHosting(order, "") })
	}
	s.moved(lasts/3, letter, "status", "opened", func() { s.set(letter, "status", "signed") })
	return body, nil
}

// completeHosting ends an order: "" hosts its number.
func (s *Sim) completeHosting(order *resource, reason string) {
	if reason != "" {
		s.set(order, "failure_reason", reason)
		s.set(order, "status", hostedFailed)
		return
	}
	s.set(order, "status", hostedCompleted)
	if number := order.text("phone_number"); s.numbers[number] == nil {
		n := &Number{number: number}
		s.own(n, cmp.Or(order.text("account_sid"), s.main.sid))
		n.record.sid, n.record.hosted = order.text("incoming_phone_number_sid"), true
	}
}

// ReviewHostedNumber decides about a hosted number order by hand, without waiting for the
// clock: its number is hosted, or the order fails when there are reasons. The test fails
// when the order is over.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/hosted-numbers
func (s *Sim) ReviewHostedNumber(sid string, reasons ...string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideOn("ReviewHostedNumber", hostedOrderPath, sid, func(order *resource) error {
		if status := order.text("status"); status == hostedCompleted || status == hostedFailed {
			return errors.New("its status is " + status)
		}
		s.completeHosting(order, strings.Join(reasons, " "))
		return nil
	})
}

// deleteAuthorization takes back a letter that is not signed. Its orders wait for another
// one, unless they are over.
func (s *Sim) deleteAuthorization(_ *request, letter *resource) *apiError {
	if status := letter.text("status"); status != "opened" {
		return conflict(twilio.CodeConflict, "An authorization document that is "+status+" cannot be deleted")
	}
	for _, order := range s.resources.in(numbersHost, hostedOrderPath) {
		if order.text("signing_document_sid") == letter.sid() && order.text("status") == hostedPendingLOA {
			s.set(order, "status", hostedVerified)
		}
	}
	return nil
}

func (s *Sim) listDependentOrders(r *request) (any, *apiError) {
	letter := s.kept(authorizationsPath, r.ids["SigningDocumentSid"])
	if letter == nil {
		return nil, r.absent()
	}
	at := place{host: numbersHost, path: hostedOrderPath}
	var orders []*resource
	for _, order := range s.resources.in(numbersHost, hostedOrderPath) {
		if order.text("signing_document_sid") == letter.sid() && s.isWanted(r, at, order) {
			orders = append(orders, order)
		}
	}
	return pageOf(r, r.resource(), r.op.ListKey, orders, (*resource).sid, func(res *resource) any { return s.show(r, res) })
}

// createBulkHostedOrder makes an order for each number that can be hosted. The others
// have the reason in the results.
func (s *Sim) createBulkHostedOrder(r *request) (any, *apiError) {
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	count, sid := 0, s.newSID("BH")
	for _, item := range elements(values["requestitems"]) {
		owner, _ := item.(map[string]any)
		for _, n := range elements(owner["numbers"]) {
			number, _ := n.(map[string]any)
			s.hostInBulk(sid, owner, textOf(number["phone_number"]))
			count++
		}
	}
	if count == 0 {
		return nil, badRequest(hostedNumbersMissing, "Phone number(s) are required")
	}
	now := s.Clock.Now()
	bulk := &resource{path: hostedOrderPath + "/Bulk/" + sid, values: values, created: now, updated: now}
	maps.Copy(bulk.values, members{"bulkhostingsid": sid, "requeststatus": "QUEUED", "totalcount": count, "results": []any{}})
	s.resources.put(numbersHost, "", bulk)
	return s.show(r, bulk), nil
}

func (s *Sim) hostInBulk(bulk string, owner map[string]any, number string) {
	order := s.keepHostedOrder(members{
		"phone_number": number, "bulk_hosting_request_sid": bulk, "email": owner["email"], "address_sid": owner["address_sid"],
		"contact_phone_number": owner["contact_phone_number"], "contact_title": owner["contact_title"],
	})
	if problem := s.whyNotHosted(number); problem != nil {
		s.completeHosting(order, problem.message)
	}
}

// fetchBulkHostedOrder shows the orders by their statuses once the request is processed.
func (s *Sim) fetchBulkHostedOrder(r *request) (any, *apiError) {
	bulk := s.kept(hostedOrderPath+"/Bulk", r.ids["BulkHostingSid"])
	if bulk == nil {
		return nil, r.absent()
	}
	if s.Clock.Now().Before(bulk.created.Add(bulkTakes)) {
		return s.show(r, bulk), nil
	}
	shown := *bulk
	shown.values = maps.Clone(bulk.values)
	maps.Copy(shown.values, members{"requeststatus": "PROCESSED", "datecompleted": *iso8601(bulk.created.Add(bulkTakes)), "results": s.bulkResults(r, bulk.sid())})
	return s.show(r, &shown), nil
}

func (s *Sim) bulkResults(r *request, bulk string) []any {
	byStatus := map[string][]any{}
	for _, order := range s.resources.in(numbersHost, hostedOrderPath) {
		status := order.text("status")
		if order.text("bulk_hosting_request_sid") != bulk || r.query.Get("OrderStatus") != "" && r.query.Get("OrderStatus") != status {
			continue
		}
		byStatus[status] = append(byStatus[status], map[string]any{
			"hosting_order_sid": order.sid(), "phone_number": order.text("phone_number"), "account_sid": r.account, "email": order.text("email"),
			"failure_reason": order.values["failurereason"], "next_step": nil, "signing_document_sid": order.values["signingdocumentsid"],
			"url": r.origin() + order.path,
		})
	}
	results := []any{}
	for _, status := range [...]string{
		hostedReceived, hostedPendingVerification, hostedVerified, hostedPendingLOA, hostedCarrierProcessing, hostedCompleted, hostedFailed, hostedActionRequired,
	} {
		if orders := byStatus[status]; len(orders) > 0 {
			results = append(results, map[string]any{
				"order_status": strings.ReplaceAll(status, "-", "_"), "count": strconv.Itoa(len(orders)), "get_more_info": nil, "orders": slices.Clone(orders),
			})
		}
	}
	return results
}
