package twiliotest

import (
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/scalar"
)

// challengeHandler returns the handler of an operation on challenges, nil for all others.
func challengeHandler(operation string) handler {
	switch operation {
	case "CreateChallenge":
		return inEntity((*Sim).createChallenge)
	case "FetchChallenge":
		return inChallenge("Sid", (*Sim).fetchChallenge)
	case "ListChallenge":
		return inEntity((*Sim).listChallenges)
	case "UpdateChallenge":
		return inChallenge("Sid", (*Sim).updateChallenge)
	case "CreateNotification":
		return inChallenge("ChallengeSid", (*Sim).createNotification)
	}
	return nil
}

// Codes of challenges. https://www.twilio.com/docs/verify/api/error-codes
const (
	pushHasNoPlatform      = 60307
	challengeAttemptsUsed  = 60308
	notificationsUsed      = 60309
	challengeCreationsUsed = 60312
	factorNotVerified      = 60318
	challengeAnswered      = 60322
	challengeExpired       = 60323
	challengeNotProven     = 60324
)

// The statuses of challenges.
const (
	challengeIsPending  = "pending"
	challengeIsExpired  = "expired"
	challengeIsApproved = "approved"
	challengeIsDenied   = "denied"
)

// Limits of challenges. https://www.twilio.com/docs/verify/api/challenge,
// https://www.twilio.com/docs/api/errors/60312
const (
	challengeLasts       = 5 * time.Minute
	longestChallenge     = time.Hour
	maxChallengeAttempts = 5
	maxNotifications     = 3
	longestQuestion      = 256 // characters
	maxFields            = 20
	longestLabel         = 36 // characters
	longestValue         = 128
	longestHidden        = 1024
	fewDigits            = 4   // digits at most
	longestNotification  = 300 // seconds
)

var (
	shortCodeLimits = [...]window{{10, 24 * time.Hour}}
	challengeLimits = [...]window{{50, time.Hour}, {100, 24 * time.Hour}}
)

// challenge is one question to an entity.
type challenge struct {
	itemRecord

	factor        *factor // nil for passkeys of which any will do
	entity        *entity // nil for passkeys of which any will do
	service       *verifyService
	status        string
	expires       time.Time
	responded     time.Time // zero until then
	details       json.RawMessage
	hiddenDetails json.RawMessage
	metadata      json.RawMessage
	attempts      int // that failed
	notifications int
}

// inChallenge lets a handler act on the challenge that the path names by param.
func inChallenge(param string, act func(*Sim, *request, *challenge) (any, *apiError)) handler {
	return inEntity(func(s *Sim, r *request, e *entity) (any, *apiError) {
		c := recordOf(e.challenges, r.ids[param])
		if c == nil {
			return nil, verifyAbsent(challengeAbsent, "Challenge not found")
		}
		c.expire(s.Clock.Now())
		return act(s, r, c)
	})
}

// expire ends a challenge whose time is over.
func (c *challenge) expire(now time.Time) {
	if c.status == challengeIsPending && !now.Before(c.expires) {
		c.status, c.updated = challengeIsExpired, c.expires
	}
}

// closed refuses answers to a challenge that has ended; it is nil while the challenge is
// pending.
func (c *challenge) closed() *apiError {
	switch c.status {
	case challengeIsPending:
		return nil
	case challengeIsExpired:
		return badRequestStatus(403, challengeExpired, "Challenge expired")
	}
	return badRequestStatus(403, challengeAnswered, "Challenge already answered")
}

func (s *Sim) createChallenge(r *request, e *entity) (any, *apiError) {
	f := recordOf(e.factors, r.form.Get("FactorSid"))
	switch {
	case f == nil:
		return nil, verifyAbsent(factorAbsent, "Factor not found")
	case f.status != factorVerified:
		return nil, badRequestStatus(403, factorNotVerified, "Factor is not verified")
	}
	c := &challenge{factor: f, entity: e, service: e.service, status: challengeIsPending, expires: s.Clock.Now().Add(challengeLasts)}
	if problem := c.ask(r, s.Clock.Now()); problem != nil {
		return nil, problem
	}
	if problem := s.refuseChallenges(f); problem != nil {
		return nil, problem
	}
	c.itemRecord = s.newItemRecord(r, "YC")
	e.challenges = append(e.challenges, c)
	shorten(&e.shortened, &e.challenges, s.config.history, func(old *challenge) bool { return !s.Clock.Now().Before(old.expires) })
	if payload := r.form.Get("AuthPayload"); payload != "" && f.kind == factorTOTP {
		if problem := s.answerChallenge(c, payload); problem != nil {
			return nil, problem
		}
	}
	return c.json(r), nil
}

// refuseChallenges holds a new challenge of a TOTP factor against its limits, and
// counts it.
func (s *Sim) refuseChallenges(f *factor) *apiError {
	if f.kind != factorTOTP {
		return nil
	}
	key, limits := "challenges of "+f.sid, challengeLimits[:]
	if f.totp.digits <= fewDigits {
		limits = shortCodeLimits[:]
	}
	if s.overLimit(key, limits...) > 0 {
		return badRequestStatus(429, challengeCreationsUsed, "Too many challenges were created for the factor")
	}
	s.countTowards(key)
	return nil
}

// ask takes over the question.
func (c *challenge) ask(r *request, now time.Time) *apiError {
	if text := r.form.Get("ExpirationDate"); text != "" {
		c.expires = scalar.Time(text)
		if !c.expires.After(now) || c.expires.After(now.Add(longestChallenge)) {
			return r.invalid("ExpirationDate", "it lies within 60 minutes from now")
		}
	}
	hidden := r.form.Get("HiddenDetails")
	if hidden != "" && (len(hidden) > longestHidden || json.Unmarshal([]byte(hidden), new(map[string]string)) != nil) {
		return r.invalid("HiddenDetails", "it is no JSON object of texts, or longer than 1024 characters")
	}
	if hidden != "" {
		c.hiddenDetails = json.RawMessage(hidden)
	}
	if c.factor.kind != factorPush {
		return nil
	}
	return c.askDevice(r, now)
}

type challengeField struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

type challengeDetails struct {
	Message string           `json:"message"`
	Fields  []challengeField `json:"fields"`
	Date    string           `json:"date,omitempty"`
}

// askDevice takes over the message and the fields that a device shows.
func (c *challenge) askDevice(r *request, now time.Time) *apiError {
	details := challengeDetails{Message: r.form.Get("Details.Message"), Fields: []challengeField{}}
	if length := utf8.RuneCountInString(details.Message); length == 0 || length > longestQuestion {
		return r.invalid("Details.Message", "a push challenge takes 1 to 256 characters")
	}
	for _, text := range r.form["Details.Fields"] {
		var field challengeField
		if json.Unmarshal([]byte(text), &field) != nil || utf8.RuneCountInString(field.Label) > longestLabel || utf8.RuneCountInString(field.Value) > longestValue {
			return r.invalid("Details.Fields", "a field is a JSON object with a label of 36 and a value of 128 characters at most")
		}
		details.Fields = append(details.Fields, field)
	}
	if len(details.Fields) > maxFields {
		return r.invalid("Details.Fields", "it takes twenty of them at most")
	}
	if c.service.push.IncludeDate {
		details.Date = now.UTC().Format(time.RFC3339)
	}
	c.details, _ = json.Marshal(details) // texts can be written
	return nil
}

// answerChallenge holds an answer against the factor. A code of TOTP that is wrong
// leaves the challenge pending, which is no error; s.mu is held.
// https://www.twilio.com/docs/verify/quickstarts/verify-totp-change-in-api-response-when-authpayload-is-incorrect
func (s *Sim) answerChallenge(c *challenge, payload string) *apiError {
	if c.factor.kind == factorTOTP {
		if c.factor.totp.matches(payload, s.Clock.Now(), c.factor.skew) {
			s.closeChallenge(c, challengeIsApproved)
			return nil
		}
		c.attempts++
		return nil
	}
	switch status := answerOfDevice(c.factor.key, c.sid, payload); status {
	case challengeIsApproved, challengeIsDenied:
		s.closeChallenge(c, status)
		return nil
	}
	return badRequestStatus(403, challengeNotProven, "Challenge verification failed")
}

// closeChallenge ends a challenge; s.mu is held.
func (s *Sim) closeChallenge(c *challenge, status string) {
	now := s.Clock.Now()
	c.status, c.responded, c.updated = status, now, now
	event := challengeApproved
	if status == challengeIsDenied {
		event = challengeDenied
	}
	s.tellFactor(event, c.factor, c)
	s.notify()
}

func (s *Sim) fetchChallenge(r *request, c *challenge) (any, *apiError) { return c.json(r), nil }

func (s *Sim) listChallenges(r *request, e *entity) (any, *apiError) {
	var found []*challenge
	for _, c := range e.challenges {
		c.expire(s.Clock.Now())
		factorSID, status := r.query.Get("FactorSid"), r.query.Get("Status")
		if (factorSID == "" || c.factor.sid == factorSID) && (status == "" || c.status == status) {
			found = append(found, c)
		}
	}
	if r.query.Get("Order") == "desc" {
		slices.Reverse(found)
	}
	return listItems(r, "challenges", found, func(c *challenge) any { return c.json(r) })
}

func (s *Sim) updateChallenge(r *request, c *challenge) (any, *apiError) {
	metadata := r.form.Get("Metadata")
	if metadata != "" && (len(metadata) > longestMetadata || json.Unmarshal([]byte(metadata), new(map[string]string)) != nil) {
		return nil, r.invalid("Metadata", "it is no JSON object of texts, or longer than 1024 characters")
	}
	if problem := c.closed(); problem != nil {
		return nil, problem
	}
	if metadata != "" {
		c.metadata = json.RawMessage(metadata)
	}
	c.updated = s.Clock.Now()
	payload := r.form.Get("AuthPayload")
	switch {
	case payload == "":
	case c.attempts >= maxChallengeAttempts:
		return nil, badRequestStatus(429, challengeAttemptsUsed, "Challenge verification attempts limit reached")
	default:
		if problem := s.answerChallenge(c, payload); problem != nil {
			return nil, problem
		}
	}
	return c.json(r), nil
}

type notificationJSON struct {
	SID          string  `json:"sid"`
	AccountSID   string  `json:"account_sid"`
	ServiceSID   string  `json:"service_sid"`
	EntitySID    string  `json:"entity_sid"`
	Identity     string  `json:"identity"`
	ChallengeSID string  `json:"challenge_sid"`
	Priority     string  `json:"priority"`
	TTL          int     `json:"ttl"` // seconds
	DateCreated  *string `json:"date_created"`
}

// createNotification shows a pending challenge to the device once more.
func (s *Sim) createNotification(r *request, c *challenge) (any, *apiError) {
	lives := longestNotification
	if problem := setNumber(r, "Ttl", 0, longestNotification, &lives); problem != nil {
		return nil, problem
	}
	if problem := c.closed(); problem != nil {
		return nil, problem
	}
	switch {
	case c.factor.kind != factorPush || c.factor.push.NotificationPlatform == "none":
		return nil, badRequest(pushHasNoPlatform, "Push notifications cannot be sent to platform none")
	case c.notifications >= maxNotifications:
		return nil, badRequestStatus(429, notificationsUsed, "Challenge notifications limit reached")
	}
	c.notifications++
	record := s.newItemRecord(r, "NT")
	return notificationJSON{
		SID: record.sid, AccountSID: record.account, ServiceSID: c.service.sid, EntitySID: c.entity.sid, Identity: c.entity.identity,
		ChallengeSID: c.sid, Priority: "high", TTL: lives, DateCreated: iso8601(record.created),
	}, nil
}

type challengeJSON struct {
	SID             string            `json:"sid"`
	AccountSID      string            `json:"account_sid"`
	ServiceSID      string            `json:"service_sid"`
	EntitySID       *string           `json:"entity_sid"`
	Identity        *string           `json:"identity"`
	FactorSID       *string           `json:"factor_sid"`
	DateCreated     *string           `json:"date_created"`
	DateUpdated     *string           `json:"date_updated"`
	DateResponded   *string           `json:"date_responded"`
	ExpirationDate  *string           `json:"expiration_date"`
	Status          string            `json:"status"`
	RespondedReason string            `json:"responded_reason"`
	Details         json.RawMessage   `json:"details"`        // null for none
	HiddenDetails   json.RawMessage   `json:"hidden_details"` // null for none
	Metadata        json.RawMessage   `json:"metadata"`       // null for none
	FactorType      string            `json:"factor_type"`
	URL             string            `json:"url"`
	Links           map[string]string `json:"links"`
}

func (c *challenge) json(r *request) challengeJSON {
	url := c.entity.entityURL(r, "/Challenges/", c.sid)
	j := c.bareJSON()
	j.EntitySID, j.Identity, j.FactorSID = &c.entity.sid, &c.entity.identity, &c.factor.sid
	j.FactorType, j.URL, j.Links = c.factor.kind, url, map[string]string{"notifications": url + "/Notifications"}
	return j
}

// bareJSON is a challenge without its entity and its factor.
func (c *challenge) bareJSON() challengeJSON {
	return challengeJSON{
		SID: c.sid, AccountSID: c.account, ServiceSID: c.service.sid, DateCreated: iso8601(c.created), DateUpdated: iso8601(c.updated),
		DateResponded: iso8601(c.responded), ExpirationDate: iso8601(c.expires), Status: c.status, RespondedReason: "none",
		Details: c.details, HiddenDetails: c.hiddenDetails, Metadata: c.metadata,
	}
}
