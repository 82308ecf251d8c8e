package twiliotest

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
)

// portability says whether a number can be moved to Twilio.
// https://www.twilio.com/docs/phone-numbers/port-in/portability
type portability struct {
	portable     bool
	kind         string
	country      any
	pin          bool
	reason, code any // nil for a number that can
}

// portabilityOf answers for local and mobile numbers of the United States that are not at
// Twilio.
func (s *Sim) portabilityOf(number string) portability {
	known, _ := countryOf(number)
	p := portability{portable: true, kind: s.kindOfNumber(number), country: orNil(known.iso)}
	if p.kind == "TOLLFREE" {
		p.kind = "TOLL-FREE"
	}
	switch {
	case s.numbers[number] != nil:
		p.portable, p.reason, p.code = false, "The number is in your account already.", alreadyYours
	case p.country != "US" || p.kind == "TOLL-FREE":
		p.portable, p.reason, p.code = false, "The number is not supported.", notPortable
	}
	p.pin = p.portable && p.kind == "MOBILE"
	return p
}

func (s *Sim) fetchPortability(r *request) (any, *apiError) {
	number := r.ids["PhoneNumber"]
	if whyNoPhone(number) != nil {
		return nil, badRequest(20001, "PhoneNumber: give a number in E.164")
	}
	p := s.portabilityOf(number)
	account := any(nil)
	if s.numbers[number] != nil {
		account = r.account
	}
	return map[string]any{
		"phone_number": number, "account_sid": account, "portable": p.portable, "pin_and_account_number_required": p.pin, "not_portable_reason": p.reason,
		"not_portable_reason_code": p.code, "number_type": p.kind, "country": p.country, "url": r.address(),
	}, nil
}

const portingWebhookPath = "/v1/Porting/Configuration/Webhook"

// keepPortingWebhook sets or reads the addresses that are told of ports.
func (s *Sim) keepPortingWebhook(r *request) (any, *apiError) {
	hooks := s.resources.at(numbersHost, portingWebhookPath)
	if hooks == nil {
		hooks = &resource{path: portingWebhookPath, values: members{}, created: s.Clock.Now()}
		s.resources.put(numbersHost, "", hooks)
	}
	if r.op.Method == http.MethodPost {
		values, problem := valuesOf(r)
		if problem != nil {
			return nil, problem
		}
		hooks.values = values
		for _, direction := range [...]string{"portin", "portout"} {
			if hooks.text(direction+"targeturl") != "" {
				s.set(hooks, direction+"targetdatecreated", *iso8601(s.Clock.Now()))
			}
		}
	}
	return s.show(r, hooks), nil
}

func (s *Sim) deletePortingWebhook(r *request) (any, *apiError) {
	direction := map[string]string{"PORT_IN": "portin", "PORT_OUT": "portout"}[r.ids["WebhookType"]]
	hooks := s.resources.at(numbersHost, portingWebhookPath)
	if hooks == nil || direction == "" || hooks.text(direction+"targeturl") == "" {
		return nil, r.absent()
	}
	delete(hooks.values, direction+"targeturl")
	delete(hooks.values, direction+"targetdatecreated")
	return nil, nil //nolint:nilnil // no body, no error
}

// tellPort tells the application that a request, or one of its numbers, has a status.
// https://www.twilio.com/docs/phone-numbers/port-in/porting-webhooks
func (s *Sim) tellPort(port *resource, number map[string]any, status string) {
	hooks := s.resources.at(numbersHost, portingWebhookPath)
	event := eventOf(status, number != nil)
	if hooks == nil || hooks.text("port_in_target_url") == "" || event == "" {
		return
	}
	if only := elements(hooks.values["notificationsof"]); len(only) > 0 && !slices.Contains(only, any(event)) {
		return
	}
	form := url.Values{
		"account_sid": {cmp.Or(port.text("account_sid"), s.main.sid)}, "port_in_request_sid": {port.sid()}, "status": {event},
		"last_date_updated": {*iso8601(s.Clock.Now())},
	}
	for _, name := range [...]string{"port_in_phone_number_sid", "phone_number", "rejection_reason", "rejection_reason_code", "port_date"} {
		if text := textOf(number[name]); text != "" {
			form.Set(name, text)
		}
	}
	if reason := port.text("order_cancellation_reason"); reason != "" {
		form.Set("order_cancellation_reason", reason)
	}
	s.tell(&hook{url: hooks.text("port_in_target_url"), method: http.MethodPost, status: true, json: true}, form)
}

// eventOf is the event of a status, "" for one of which nobody is told.
func eventOf(status string, ofNumber bool) string {
	words := map[string]string{
		portWaiting: "WaitingForSignature", portInProgress: "InProgress", portCompleted: "Completed", portAction: "ActionRequired", portCanceled: "Canceled",
		numberSubmitted: "Submitted", numberPending: "Pending", numberRejected: "Rejected",
	}
	switch word := words[status]; {
	case word == "":
		return ""
	case ofNumber:
		return "PortInPhoneNumber" + word
	default:
		return "PortIn" + word
	}
}
