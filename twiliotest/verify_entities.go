package twiliotest

import (
	"net/http"
	"regexp"

	"github.com/seed15d99369/twilio"
)

// Codes of entities and factors.
// https://www.twilio.com/docs/verify/api/error-codes
const (
	entityExists         = 60301
	factorAttemptsUsed   = 60310
	factorNotProven      = 60311
	factorBindingInvalid = 60314
	factorsReached       = 60315
	factorExists         = 60317
	factorCreationsUsed  = 60326
	factorAbsent         = 60390
	challengeAbsent      = 60391
	entityAbsent         = 60392
	criteriaMissing      = 60393
)

// aIdentity is the form of an identity.
// https://www.twilio.com/docs/verify/api/entity
var aIdentity = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

// verifyEntityHandler returns the handler of an operation on entities, nil for all others.
func verifyEntityHandler(operation string) handler {
	switch operation {
	case "CreateEntity":
		return inService((*Sim).createEntity)
	case "FetchEntity":
		return inEntity((*Sim).fetchEntity)
	case "ListEntity":
		return inService((*Sim).listEntities)
	case "DeleteEntity":
		return inEntity((*Sim).deleteEntity)
	}
	return nil
}

// entity is somebody who has factors.
type entity struct {
	itemRecord

	service    *verifyService
	identity   string
	factors    []*factor
	challenges []*challenge
	shortened  bound // of challenges
}

// inEntity lets a handler act on the entity that the path names.
func inEntity(act func(*Sim, *request, *entity) (any, *apiError)) handler {
	return inService(func(s *Sim, r *request, service *verifyService) (any, *apiError) {
		e := service.entityNamed(r.ids["Identity"])
		if e == nil {
			return nil, verifyAbsent(entityAbsent, "Entity not found")
		}
		return act(s, r, e)
	})
}

// verifyAbsent says that an entity, a factor or a challenge does not exist.
func verifyAbsent(code twilio.ErrorCode, message string) *apiError {
	return &apiError{status: http.StatusNotFound, code: code, message: message}
}

func (v *verifyService) entityNamed(identity string) *entity {
	for _, e := range v.entities {
		if e.identity == identity {
			return e
		}
	}
	return nil
}

// newEntity adds somebody; s.mu is held.
func (s *Sim) newEntity(r *request, service *verifyService, identity string) (*entity, *apiError) {
	if !aIdentity.MatchString(identity) {
		return nil, r.invalid("Identity", "it takes 8 to 64 letters, digits and dashes")
	}
	e := &entity{itemRecord: s.newItemRecord(r, "YE"), service: service, identity: identity}
	service.entities = append(service.entities, e)
	return e, nil
}

func (s *Sim) createEntity(r *request, service *verifyService) (any, *apiError) {
	identity := r.form.Get("Identity")
	if service.entityNamed(identity) != nil {
		return nil, conflict(entityExists, "Entity already exists")
	}
	e, problem := s.newEntity(r, service, identity)
	if problem != nil {
		return nil, problem
	}
	return e.json(r), nil
}

func (s *Sim) fetchEntity(r *request, e *entity) (any, *apiError) { return e.json(r), nil }

func (s *Sim) listEntities(r *request, service *verifyService) (any, *apiError) {
	return listItems(r, "entities", service.entities, func(e *entity) any { return e.json(r) })
}

func (s *Sim) deleteEntity(_ *request, e *entity) (any, *apiError) {
	e.service.entities = without(e.service.entities, e)
	return nil, nil //nolint:nilnil // no body, no error
}

type entityJSON struct {
	SID         string            `json:"sid"`
	Identity    string            `json:"identity"`
	AccountSID  string            `json:"account_sid"`
	ServiceSID  string            `json:"service_sid"`
	DateCreated *string           `json:"date_created"`
	DateUpdated *string           `json:"date_updated"`
	URL         string            `json:"url"`
	Links       map[string]string `json:"links"`
}

// entityURL is the address of an entity, or of something in it.
func (e *entity) entityURL(r *request, rest ...string) string {
	return serviceURL(r, e.service.sid, append([]string{"/Entities/", e.identity}, rest...)...)
}

func (e *entity) json(r *request) entityJSON {
	url := e.entityURL(r)
	return entityJSON{
		SID: e.sid, Identity: e.identity, AccountSID: e.account, ServiceSID: e.service.sid, DateCreated: iso8601(e.created),
		DateUpdated: iso8601(e.updated), URL: url,
		Links: map[string]string{"factors": url + "/Factors", "new_factors": url + "/Factors", "challenges": url + "/Challenges"},
	}
}
