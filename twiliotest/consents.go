package twiliotest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/scalar"
)

// consentHandler returns the handler of an operation on consents and contacts, nil for
// all others.
func consentHandler(operation string) handler {
	switch operation {
	case "CreateBulkConsents":
		return (*Sim).setConsents
	case "CreateBulkContacts":
		return (*Sim).setContacts
	}
	return nil
}

// https://www.twilio.com/docs/messaging/features/consent-api
const (
	maxBulk       = 25 // items of a request
	consentNotSet = 30646
	contactNotSet = 30647
)

// correlation is the form of the ids by which the answers name the items.
var correlation = regexp.MustCompile(`^[0-9A-Za-z]{32}$`)

// bulkResult is what has become of an item.
type bulkResult struct {
	CorrelationID string   `json:"correlation_id"`
	ErrorCode     int      `json:"error_code"`
	ErrorMessages []string `json:"error_messages"`
}

func newBulkResult(id string, failure int, problems []string) bulkResult {
	if len(problems) == 0 {
		return bulkResult{CorrelationID: id, ErrorMessages: []string{}}
	}
	return bulkResult{CorrelationID: id, ErrorCode: failure, ErrorMessages: problems}
}

// bulk reads the items of a request and answers for each of them.
func bulk[T any](r *request, set func(T) bulkResult) (any, *apiError) {
	sent := r.form["Items"]
	if len(sent) > maxBulk {
		return nil, badRequest(twilio.CodeBadRequest, "Items takes at most %d objects", maxBulk)
	}
	items := make([]T, len(sent))
	for i, text := range sent {
		if json.Unmarshal([]byte(text), &items[i]) != nil {
			return nil, badRequest(twilio.CodeBadRequest, "Items is no list of JSON objects")
		}
	}
	results := make([]bulkResult, len(items))
	for i, item := range items {
		results[i] = set(item)
	}
	return map[string]any{"items": results}, nil
}

// consent says whether a person wants the messages of a sender.
type consent struct {
	ContactID     string `json:"contact_id"`
	CorrelationID string `json:"correlation_id"`
	SenderID      string `json:"sender_id"` // a number or a Messaging Service
	Status        string `json:"status"`
	Source        string `json:"source"`
	DateOfConsent string `json:"date_of_consent"` // "" when nobody knows
}

// The values of a consent.
const (
	consentOptIn   = "opt-in"
	consentOptOut  = "opt-out"
	consentSources = "website offline opt-in-message opt-out-message others"
)

// consentKey names a person and a sender.
type consentKey struct{ account, contact, sender string }

func (s *Sim) setConsents(r *request) (any, *apiError) {
	return bulk(r, func(c consent) bulkResult {
		problems := c.problems()
		if len(problems) == 0 {
			s.setConsent(r.account, c)
		}
		return newBulkResult(c.CorrelationID, consentNotSet, problems)
	})
}

// problems lists the fields that Twilio does not take, by its names for that.
func (c consent) problems() (problems []string) {
	for _, rule := range [...]struct {
		holds   bool
		problem string
	}{
		{e164.MatchString(c.ContactID), "INVALID_CONTACT_ID"},
		{correlation.MatchString(c.CorrelationID), "INVALID_CORRELATION_ID"},
		{aService.MatchString(c.SenderID) || isSender(c.SenderID), "INVALID_SENDER_ID"},
		{c.Status == consentOptIn || c.Status == consentOptOut, "INVALID_STATUS"},
		{slices.Contains(strings.Fields(consentSources), c.Source), "INVALID_SOURCE"},
		{c.DateOfConsent == "" || strings.Contains(c.DateOfConsent, "T") && !scalar.Time(c.DateOfConsent).IsZero(), "INVALID_DATE_OF_CONSENT"},
	} {
		if !rule.holds {
			problems = append(problems, rule.problem)
		}
	}
	return problems
}

// setConsent keeps a consent. One to opt in lifts a STOP of the phone as well.
func (s *Sim) setConsent(account string, c consent) {
	if s.messaging.consents == nil {
		s.messaging.consents = map[consentKey]bool{}
	}
	wants := c.Status == consentOptIn
	s.messaging.consents[consentKey{account, c.ContactID, c.SenderID}] = wants
	if phone := s.phones[c.ContactID]; phone != nil && wants {
		phone.optedOut = false
	}
}

// optedOut says that the recipient of a text does not want it: by a STOP, or by a consent
// about its sender.
// https://www.twilio.com/docs/api/errors/21610
func (s *Sim) optedOut(r *request) bool {
	to, from := r.form.Get("To"), r.form.Get("From")
	if isWhatsApp(to) {
		return false
	}
	if phone := s.phones[withoutChannel(to)]; phone != nil && phone.optedOut {
		return true
	}
	senders := []string{from, r.form.Get("MessagingServiceSid")}
	if n := s.numbers[from]; n != nil {
		senders = append(senders, n.service)
	}
	return slices.ContainsFunc(senders, func(sender string) bool {
		wants, known := s.messaging.consents[consentKey{r.account, to, sender}]
		return known && !wants
	})
}

// optIn lets a person who writes START to a number have its messages again, and says
// whether that changes anything.
func (s *Sim) optIn(p *Phone, n *Number) (changed bool) {
	changed, p.optedOut = p.optedOut, false
	for _, sender := range [...]string{n.number, n.service} {
		key := consentKey{s.main.sid, p.number, sender}
		if wants, known := s.messaging.consents[key]; known && !wants {
			delete(s.messaging.consents, key)
			changed = true
		}
	}
	return changed
}

// contact is where a person lives, for the hours in which messages may come.
type contact struct {
	ContactID      string `json:"contact_id"`
	CorrelationID  string `json:"correlation_id"`
	CountryISOCode string `json:"country_iso_code"`
	ZipCode        string `json:"zip_code"`
}

// setContacts keeps nothing: the simulator has no quiet hours.
func (s *Sim) setContacts(r *request) (any, *apiError) {
	return bulk(r, func(c contact) bulkResult { return newBulkResult(c.CorrelationID, contactNotSet, c.problems()) })
}

func (c contact) problems() (problems []string) {
	if !e164.MatchString(c.ContactID) {
		problems = append(problems, "INVALID_CONTACT_ID")
	}
	if !correlation.MatchString(c.CorrelationID) {
		problems = append(problems, "INVALID_CORRELATION_ID")
	}
	if _, known := countryNamed(c.CountryISOCode); !known {
		problems = append(problems, "INVALID_COUNTRY_ISO_CODE")
	}
	if c.ZipCode == "" {
		problems = append(problems, "INVALID_ZIP_CODE")
	}
	return problems
}
