package twiliotest

import (
	"strings"
	"time"
)

// configurationExists is the code of a second configuration for a country.
// https://www.twilio.com/docs/api/errors/60213
const configurationExists = 60213

// allCountries stands for every country without a configuration of its own.
const allCountries = "all"

// verifyMessagingHandler returns the handler of an operation on messaging configurations, nil for all others.
func verifyMessagingHandler(operation string) handler {
	switch operation {
	case "CreateMessagingConfiguration":
		return inService((*Sim).createMessagingConfiguration)
	case "FetchMessagingConfiguration":
		return inConfiguration((*Sim).fetchMessagingConfiguration)
	case "ListMessagingConfiguration":
		return inService((*Sim).listMessagingConfigurations)
	case "UpdateMessagingConfiguration":
		return inConfiguration((*Sim).updateMessagingConfiguration)
	case "DeleteMessagingConfiguration":
		return inConfiguration((*Sim).deleteMessagingConfiguration)
	}
	return nil
}

// messagingConfiguration says whose numbers send the texts to a country.
// https://www.twilio.com/docs/verify/api/messaging-configurations
type messagingConfiguration struct {
	account          string
	service          *verifyService
	country          string // of ISO 3166-1, or all
	messagingService string // its SID
	created          time.Time
	updated          time.Time
}

func (v *verifyService) messagingFor(country string) *messagingConfiguration {
	for _, c := range v.messaging {
		if strings.EqualFold(c.country, country) {
			return c
		}
	}
	return nil
}

// inConfiguration lets a handler act on the configuration that the path names.
func inConfiguration(act func(*Sim, *request, *messagingConfiguration) (any, *apiError)) handler {
	return inService(func(s *Sim, r *request, service *verifyService) (any, *apiError) {
		c := service.messagingFor(r.ids["Country"])
		if c == nil {
			return nil, r.absent()
		}
		return act(s, r, c)
	})
}

func (s *Sim) createMessagingConfiguration(r *request, service *verifyService) (any, *apiError) {
	country := r.form.Get("Country")
	if _, known := countryNamed(country); !known && country != allCountries {
		return nil, r.invalid("Country", "it is no code of ISO 3166-1, nor all")
	}
	if service.messagingFor(country) != nil {
		return nil, badRequest(configurationExists, "A Messaging Configuration already exists for the given country")
	}
	now := s.Clock.Now()
	c := &messagingConfiguration{
		account: r.account, service: service, country: country, messagingService: r.form.Get("MessagingServiceSid"), created: now, updated: now,
	}
	service.messaging = append(service.messaging, c)
	return c.json(r), nil
}

func (s *Sim) fetchMessagingConfiguration(r *request, c *messagingConfiguration) (any, *apiError) {
	return c.json(r), nil
}

func (s *Sim) listMessagingConfigurations(r *request, service *verifyService) (any, *apiError) {
	return pageOf(r, r.resource(), "messaging_configurations", service.messaging,
		func(c *messagingConfiguration) string { return c.country }, func(c *messagingConfiguration) any { return c.json(r) })
}

func (s *Sim) updateMessagingConfiguration(r *request, c *messagingConfiguration) (any, *apiError) {
	c.messagingService, c.updated = r.form.Get("MessagingServiceSid"), s.Clock.Now()
	return c.json(r), nil
}

func (s *Sim) deleteMessagingConfiguration(_ *request, c *messagingConfiguration) (any, *apiError) {
	c.service.messaging = without(c.service.messaging, c)
	return nil, nil //nolint:nilnil // no body, no error
}

type messagingConfigurationJSON struct {
	AccountSID          string  `json:"account_sid"`
	ServiceSID          string  `json:"service_sid"`
	Country             string  `json:"country"`
	MessagingServiceSID string  `json:"messaging_service_sid"`
	DateCreated         *string `json:"date_created"`
	DateUpdated         *string `json:"date_updated"`
	URL                 string  `json:"url"`
}

func (c *messagingConfiguration) json(r *request) messagingConfigurationJSON {
	return messagingConfigurationJSON{
		AccountSID: c.account, ServiceSID: c.service.sid, Country: c.country, MessagingServiceSID: c.messagingService,
		DateCreated: iso8601(c.created), DateUpdated: iso8601(c.updated), URL: serviceURL(r, c.service.sid, "/MessagingConfigurations/", c.country),
	}
}
