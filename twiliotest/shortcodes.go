package twiliotest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Country sets the country of a short code, by its code of ISO 3166-1 such as "GB".
// Without it a short code belongs to the United States. Other senders have the country of
// their number.
//
// Twilio docs: https://www.twilio.com/docs/glossary/what-is-a-short-code
func Country(iso string) NumberOption {
	return func(s *Sim, n *Number) {
		if s.t != nil {
			s.t.Helper()
		}
		if _, known := countryNamed(iso); !known {
			s.fatalf("twiliotest: Country(%q): give a code of ISO 3166-1, such as \"GB\"", iso)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		n.country = strings.ToUpper(iso)
	}
}

// shortCodeCountry is the country in which a short code can be used.
func (n *Number) shortCodeCountry() string { return cmp.Or(n.country, "US") }

func isShortCode(n *Number) bool { return shortCode.MatchString(n.number) }

// SID returns the SID of the sender's resource in Twilio's API: PN… for a phone number,
// SC… for a short code. The name of a sender has none, and "" comes back.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource,
// https://www.twilio.com/docs/messaging/api/short-code-resource
func (n *Number) SID() string { return n.record.sid }

// shortCodeHandler returns the handler of an operation on short codes, nil for all others.
func shortCodeHandler(operation string) handler {
	switch operation {
	case "ListShortCode":
		return (*Sim).listShortCodes
	case "FetchShortCode":
		return inShortCode((*Sim).fetchShortCode)
	case "UpdateShortCode":
		return inShortCode((*Sim).updateShortCode)
	}
	return nil
}

// inShortCode lets a handler act on the short code that the path names.
func inShortCode(act func(*Sim, *request, *Number) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		n := s.numberBySID(r.account, r.ids["Sid"])
		if n == nil || !isShortCode(n) {
			return nil, notFound(accountPath(r.account, "/SMS/ShortCodes/"+r.ids["Sid"]+".json"))
		}
		return act(s, r, n)
	}
}

func (s *Sim) listShortCodes(r *request) (any, *apiError) {
	wanted, name := r.query.Get("ShortCode"), r.query.Get("FriendlyName")
	var found []*Number
	for _, number := range slices.Sorted(maps.Keys(s.numbers)) {
		n := s.numbers[number]
		if isShortCode(n) && s.owns(r.account, number) && (wanted == "" || n.number == wanted) && (name == "" || cmp.Or(n.shortName, n.number) == name) {
			found = append(found, n)
		}
	}
	return pageOf(r, accountPath(r.account, "/SMS/ShortCodes.json"), r.op.ListKey, found, (*Number).SID, func(n *Number) any { return s.shortCodeJSON(r, n) })
}

func (s *Sim) fetchShortCode(r *request, n *Number) (any, *apiError) {
	return s.shortCodeJSON(r, n), nil
}

// updateShortCode sets the webhooks of a short code, which Number's options set as well.
func (s *Sim) updateShortCode(r *request, n *Number) (any, *apiError) {
	setText(r.form, "FriendlyName", &n.shortName)
	setText(r.form, "SmsUrl", &n.sms.url)
	setText(r.form, "SmsMethod", &n.sms.method)
	if n.sms.fallback == nil {
		n.sms.fallback = new(hook)
	}
	setText(r.form, "SmsFallbackUrl", &n.sms.fallback.url)
	setText(r.form, "SmsFallbackMethod", &n.sms.fallback.method)
	return s.shortCodeJSON(r, n), nil
}

type shortCodeJSON struct {
	SID               string  `json:"sid"`
	AccountSID        string  `json:"account_sid"`
	FriendlyName      string  `json:"friendly_name"`
	ShortCode         string  `json:"short_code"`
	APIVersion        string  `json:"api_version"`
	SMSURL            *string `json:"sms_url"`
	SMSMethod         string  `json:"sms_method"`
	SMSFallbackURL    *string `json:"sms_fallback_url"`
	SMSFallbackMethod string  `json:"sms_fallback_method"`
	DateCreated       *string `json:"date_created"`
	DateUpdated       *string `json:"date_updated"`
	URI               string  `json:"uri"`
}

func (s *Sim) shortCodeJSON(r *request, n *Number) shortCodeJSON {
	sid, asked := n.SID(), n.asked(n.sms)
	shown := shortCodeJSON{
		SID: sid, AccountSID: r.account, FriendlyName: cmp.Or(n.shortName, n.number), ShortCode: n.number, APIVersion: "2010-04-01",
		SMSURL: orNull(asked.url), SMSMethod: cmp.Or(asked.method, "POST"), SMSFallbackMethod: "POST", DateCreated: rfc2822(s.begun), DateUpdated: rfc2822(s.begun),
		URI: accountPath(r.account, "/SMS/ShortCodes/"+sid+".json"),
	}
	if other := asked.fallback; other != nil {
		shown.SMSFallbackURL, shown.SMSFallbackMethod = orNull(other.url), cmp.Or(other.method, "POST")
	}
	return shown
}

// WithoutShortCodes makes the carrier of the phone one that takes no messages from short
// codes: they end as undelivered with code 30006. A Messaging Service with the setting
// FallbackToLongCode sends them from a phone number instead.
//
// Twilio docs: https://www.twilio.com/docs/messaging/services#short-code-reroute
func (p *Phone) WithoutShortCodes() {
	p.sim.mu.Lock()
	defer p.sim.mu.Unlock()
	p.noShortCodes = true
}

// shortCodeRefused says that the carrier of a message's recipient takes none from its
// short code.
func (s *Sim) shortCodeRefused(m *message) bool {
	phone := s.phones[bare(m.To)]
	return phone != nil && phone.noShortCodes && shortCode.MatchString(m.From)
}

// reroute gives a message another sender when its short code is refused and its service
// may fall back to a phone number.
func (s *Sim) reroute(m *message) {
	v := s.messagingServiceOf(m.account, m.MessagingServiceSID)
	if v == nil || !v.FallbackToLongCode || !s.shortCodeRefused(m) {
		return
	}
	to := s.recipientOf(m)
	to.noShortCodes = true
	if sender := v.choose(to, s.Clock.Now()); sender != nil && sender.kind == phoneNumbers {
		m.From = sender.address
	}
}
