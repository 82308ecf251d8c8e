package verify

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Entity is a person with factors, named by an identity of the application's own.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/entity
type Entity struct {
	SID         string            `json:"sid"` // YE…
	Identity    string            `json:"identity"`
	AccountSID  string            `json:"account_sid"`
	ServiceSID  string            `json:"service_sid"`
	DateCreated twilio.Time       `json:"date_created"`
	DateUpdated twilio.Time       `json:"date_updated"`
	URL         string            `json:"url"`
	Links       map[string]string `json:"links"` // addresses of what belongs to it, by name
}

// Entities manages the entities of a service.
type Entities struct{ c *twilio.Client }

const entitiesPath = servicePath + "/Entities"

var (
	// An identity has one entity: to make it twice is refused as a conflict.
	entityCreate = twilio.Operation{
		Name: "verify.Entities.Create", Method: http.MethodPost, Host: host, Path: entitiesPath, Class: twilio.ClassIdempotent,
	}
	entityGet    = twilio.Operation{Name: "verify.Entities.Get", Method: http.MethodGet, Host: host, Path: entityPath}
	entityList   = twilio.Operation{Name: "verify.Entities.List", Method: http.MethodGet, Host: host, Path: entitiesPath, Items: "entities"}
	entityDelete = twilio.Operation{Name: "verify.Entities.Delete", Method: http.MethodDelete, Host: host, Path: entityPath}
)

// EntityCreateParams is a new entity.
type EntityCreateParams struct {
	Identity string `form:"Identity" check:"required,max=64"` // 8 to 64 letters, digits and dashes that never change; no personal data

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Create makes an entity. [Factors.Create] does it as well, so that this is seldom
// needed. An identity that has one already is refused with code 60301. A create
// converges, because an identity has one entity: it is repeated after failures that may
// pass.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/entity#create-an-entity-resource
func (s *Entities) Create(ctx context.Context, serviceSID string, params EntityCreateParams, opts ...twilio.CallOption) (*Entity, error) {
	return twilio.InvokeConverging(ctx, s.c, entityCreate.On(serviceSID).With(&params),
		func() (*Entity, error) { return s.Get(ctx, serviceSID, params.Identity, opts...) },
		func(*Entity) bool { return true }, opts...)
}

// Get returns the entity of an identity.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/entity#fetch-an-entity-resource
func (s *Entities) Get(ctx context.Context, serviceSID, identity string, opts ...twilio.CallOption) (*Entity, error) {
	return twilio.Invoke[Entity](ctx, s.c, entityGet.On(serviceSID, identity), opts...)
}

// EntityListParams are the pages of a list of entities.
type EntityListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"`
}

// List returns the first page of a service's entities, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/entity#list-all-entities
func (s *Entities) List(ctx context.Context, serviceSID string, params EntityListParams, opts ...twilio.CallOption) (*twilio.Page[Entity], error) {
	return twilio.InvokePage[Entity](ctx, s.c, entityList.On(serviceSID).With(&params), opts...)
}

// All ranges over all entities of a service, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/entity#list-all-entities
func (s *Entities) All(ctx context.Context, serviceSID string, params EntityListParams, opts ...twilio.CallOption) iter.Seq2[*Entity, error] {
	return twilio.InvokeAll[Entity](ctx, s.c, entityList.On(serviceSID).With(&params), opts...)
}

// Delete removes an entity with its factors and challenges.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/entity#delete-an-entity-resource
func (s *Entities) Delete(ctx context.Context, serviceSID, identity string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, entityDelete.On(serviceSID, identity), opts...)
}
