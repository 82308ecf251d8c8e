package messaging

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// DomainConfig is how short links of a domain behave.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
type DomainConfig struct {
	ConfigSID         string      `json:"config_sid"` // ZK…
	DomainSID         string      `json:"domain_sid"`
	FallbackURL       string      `json:"fallback_url"`        // where links lead that are unknown or have expired
	CallbackURL       string      `json:"callback_url"`        // hears of clicks
	ContinueOnFailure bool        `json:"continue_on_failure"` // a message is sent with its long links when they cannot be shortened
	DisableHTTPS      bool        `json:"disable_https"`       // links stand in messages without https://
	DateCreated       twilio.Time `json:"date_created"`
	DateUpdated       twilio.Time `json:"date_updated"`
	URL               string      `json:"url"`
}

// ServiceDomainConfig is how the short links of a service behave, with the domain that
// it uses for them.
type ServiceDomainConfig struct {
	ConfigSID           string      `json:"config_sid"` // ZK…
	DomainSID           string      `json:"domain_sid"`
	MessagingServiceSID string      `json:"messaging_service_sid"`
	FallbackURL         string      `json:"fallback_url"`
	CallbackURL         string      `json:"callback_url"`
	ContinueOnFailure   bool        `json:"continue_on_failure"`
	DateCreated         twilio.Time `json:"date_created"`
	DateUpdated         twilio.Time `json:"date_updated"`
	URL                 string      `json:"url"`
}

// DomainConfigs manages how short links behave.
type DomainConfigs struct{ c *twilio.Client }

const (
	domainConfigPath        = domainPath + "/Config"
	serviceDomainConfigPath = "/v1/LinkShortening/MessagingService/{MessagingServiceSid:MG}/DomainConfig"
)

var (
	domainConfigGet          = twilio.Operation{Name: "messaging.DomainConfigs.Get", Method: http.MethodGet, Host: host, Path: domainConfigPath}
	domainConfigGetByService = twilio.Operation{Name: "messaging.DomainConfigs.GetByService", Method: http.MethodGet, Host: host, Path: serviceDomainConfigPath}

	// A domain has one configuration, and a value that is set twice is set.
	domainConfigUpdate = twilio.Operation{
		Name: "messaging.DomainConfigs.Update", Method: http.MethodPost, Host: host, Path: domainConfigPath, Class: twilio.ClassIdempotent,
	}
)

// Get returns the configuration of a domain.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainConfigs) Get(ctx context.Context, domainSID string, opts ...twilio.CallOption) (*DomainConfig, error) {
	return twilio.Invoke[DomainConfig](ctx, s.c, domainConfigGet.On(domainSID), opts...)
}

// GetByService returns the configuration of the domain that a service uses. A service
// without a domain matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainConfigs) GetByService(ctx context.Context, serviceSID string, opts ...twilio.CallOption) (*ServiceDomainConfig, error) {
	return twilio.Invoke[ServiceDomainConfig](ctx, s.c, domainConfigGetByService.On(serviceSID), opts...)
}

// DomainConfigUpdateParams changes the configuration of a domain. A field that is zero
// stays as it is.
type DomainConfigUpdateParams struct {
	FallbackURL       string `form:"FallbackUrl" check:"url"`      // where links lead that are unknown or have expired
	CallbackURL       string `form:"CallbackUrl" check:"callback"` // hears of clicks
	ContinueOnFailure *bool  `form:"ContinueOnFailure"`            // a message is sent with its long links when they cannot be shortened
	DisableHTTPS      *bool  `form:"DisableHttps"`                 // links stand in messages without https://

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes the configuration of a domain and returns it as it is afterwards. An
// update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/messaging/features/link-shortening
func (s *DomainConfigs) Update(ctx context.Context, domainSID string, params DomainConfigUpdateParams, opts ...twilio.CallOption) (*DomainConfig, error) {
	return twilio.Invoke[DomainConfig](ctx, s.c, domainConfigUpdate.On(domainSID).With(&params), opts...)
}
