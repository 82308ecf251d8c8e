package messaging

import (
	"context"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// ServiceUseCase says what the messages of a service are for. [Services.UseCases] tells
// them in words.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource
type ServiceUseCase string

// The use cases of services.
const (
	ServiceUseCaseNotifications ServiceUseCase = "notifications"
	ServiceUseCaseMarketing     ServiceUseCase = "marketing"
	ServiceUseCaseVerification  ServiceUseCase = "verification"
	ServiceUseCaseDiscussion    ServiceUseCase = "discussion"
	ServiceUseCasePoll          ServiceUseCase = "poll"
	ServiceUseCaseUndeclared    ServiceUseCase = "undeclared"
)

// ServiceUseCases are the use cases among which a service may choose.
type ServiceUseCases struct {
	UseCases []ServiceUseCaseInfo `json:"usecases"`
}

// ServiceUseCaseInfo says what a use case is for.
type ServiceUseCaseInfo struct {
	UseCase     ServiceUseCase `json:"usecase"`
	Description string         `json:"description"`
	Purpose     string         `json:"purpose"` // "Notify my users."
}

var serviceUseCases = twilio.Operation{Name: "messaging.Services.UseCases", Method: http.MethodGet, Host: host, Path: servicesPath + "/Usecases"}

// UseCases returns the use cases that a [Service] may have, with a description of each.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/service-resource
func (s *Services) UseCases(ctx context.Context, opts ...twilio.CallOption) (*ServiceUseCases, error) {
	return twilio.Invoke[ServiceUseCases](ctx, s.c, serviceUseCases.On(), opts...)
}
