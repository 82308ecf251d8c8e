package messaging

import (
	"context"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// UsecaseList is what a service may be for.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource
type UsecaseList struct {
	Usecases []UsecaseDescription `json:"usecases"`
}

// UsecaseDescription is one use case in words.
type UsecaseDescription struct {
	Usecase     ServiceUsecase `json:"usecase"`
	Description string         `json:"description"`
	Purpose     string         `json:"purpose"` // "Notify my users."
}

// Usecases reads the use cases of services.
type Usecases struct{ c *twilio.Client }

var usecaseGet = twilio.Operation{Name: "messaging.Usecases.Get", Method: http.MethodGet, Host: host, Path: servicesPath + "/Usecases"}

// Get returns the use cases that a [Service] can have, with a description of each.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource
func (s *Usecases) Get(ctx context.Context, opts ...twilio.CallOption) (*UsecaseList, error) {
	return twilio.Invoke[UsecaseList](ctx, s.c, usecaseGet.On(), opts...)
}
