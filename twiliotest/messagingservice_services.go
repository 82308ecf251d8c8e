package twiliotest

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// messagingState is all that the simulator keeps of Programmable Messaging besides the
// messages. The zero value is ready.
type messagingState struct {
	services    []*messagingService   // in the order of their creation
	countryOff  map[string]bool       // countries whose permission was changed, see geoKey
	consents    map[consentKey]bool   // whether a person wants the messages of a sender
	freeAt      senderQueues          // when the queue of a sender ends
	domains     []*linkDomain         // in the order of their creation
	links       map[string]*shortLink // by domain and path
	deactivated map[string][]string   // numbers by the day, such as "2026-04-14"
}

// messagingHandlerOf returns the handler of an operation of Programmable Messaging, nil
// for all others.
func messagingHandlerOf(op *contract.Operation) handler {
	switch op.Spec {
	case "messaging_v1":
		for _, find := range [...]func(string) handler{messagingServiceHandler, poolHandler, linkHandler, deactivationHandler} {
			if handle := find(op.ID); handle != nil {
				return handle
			}
		}
	case "messaging_v2", "messaging_v3":
		if handle := linkHandler(op.ID); handle != nil { // the certificate of a domain is there as well
			return handle
		}
		return typingHandler(op.ID)
	case "accounts_v1":
		for _, find := range [...]func(string) handler{geoPermissionHandler, globalSafeListHandler, consentHandler} {
			if handle := find(op.ID); handle != nil {
				return handle
			}
		}
	case "api_v2010":
		return shortCodeHandler(op.ID)
	}
	return nil
}

// messagingServiceHandler returns the handler of an operation on Messaging Services, nil
// for all others.
func messagingServiceHandler(operation string) handler {
	switch operation {
	case "CreateService":
		return (*Sim).createMessagingService
	case "FetchService":
		return inMessagingService((*Sim).fetchMessagingService)
	case "ListService":
		return (*Sim).listMessagingServices
	case "UpdateService":
		return inMessagingService((*Sim).updateMessagingService)
	case "DeleteService":
		return inMessagingService((*Sim).deleteMessagingService)
	case "FetchUsecase":
		return (*Sim).fetchUsecases
	}
	return nil
}

// messagingService is a Messaging Service with its pool of senders.
type messagingService struct {
	itemRecord
	serviceSettings

	senders         []*poolSender    // in the order in which they were added
	stuck           map[string]stuck // by recipient
	usAppRegistered bool             // a campaign of A2P is registered
	domain          *linkDomain      // of short links, nil for none
}

// serviceSettings are the parameters of a Messaging Service.
// https://www.twilio.com/docs/messaging/api/service-resource
type serviceSettings struct {
	FriendlyName              string  `json:"friendly_name"`
	InboundRequestURL         *string `json:"inbound_request_url"`
	InboundMethod             string  `json:"inbound_method"`
	FallbackURL               *string `json:"fallback_url"`
	FallbackMethod            string  `json:"fallback_method"`
	StatusCallback            *string `json:"status_callback"`
	StickySender              bool    `json:"sticky_sender"`
	MMSConverter              bool    `json:"mms_converter"`
	SmartEncoding             bool    `json:"smart_encoding"`
	ScanMessageContent        string  `json:"scan_message_content"`
	FallbackToLongCode        bool    `json:"fallback_to_long_code"`
	AreaCodeGeomatch          bool    `json:"area_code_geomatch"`
	SynchronousValidation     bool    `json:"synchronous_validation"`
	ValidityPeriod            int     `json:"validity_period"` // seconds
	Usecase                   string  `json:"usecase"`
	UseInboundWebhookOnNumber bool    `json:"use_inbound_webhook_on_number"`
}

// newServiceSettings are those of a service whose request leaves everything out.
func newServiceSettings(friendlyName string) serviceSettings {
	return serviceSettings{
		FriendlyName: friendlyName, InboundMethod: "POST", FallbackMethod: "POST", StickySender: true, MMSConverter: true, SmartEncoding: true,
		ScanMessageContent: "inherit", FallbackToLongCode: true, AreaCodeGeomatch: true, ValidityPeriod: longestValidity, Usecase: "undeclared",
	}
}

// longestValidity is the longest time that a message may wait to be sent, in seconds.
const longestValidity = 36000

// messagingServiceOf finds a service that an account may send with, nil when there is
// none: subaccounts use those of the account as well, like its numbers.
func (s *Sim) messagingServiceOf(account, sid string) *messagingService {
	if v := recordOf(s.messaging.services, sid); v != nil && s.mayActFor(v.account, account) {
		return v
	}
	return nil
}

// inMessagingService lets a handler act in the service that the path names.
func inMessagingService(act func(*Sim, *request, *messagingService) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		for _, name := range [...]string{"ServiceSid", "MessagingServiceSid", "Sid"} {
			sid, found := r.ids[name]
			if !found {
				continue
			}
			if v := recordOf(s.messaging.services, sid); v != nil && v.account == r.account {
				return act(s, r, v)
			}
			break
		}
		return nil, r.absent()
	}
}

func (s *Sim) createMessagingService(r *request) (any, *apiError) {
	settings := newServiceSettings(r.form.Get("FriendlyName"))
	if problem := settings.apply(r.form); problem != nil {
		return nil, problem
	}
	v := &messagingService{itemRecord: s.newItemRecord(r, "MG"), serviceSettings: settings}
	s.messaging.services = append(s.messaging.services, v)
	return v.json(r), nil
}

func (s *Sim) fetchMessagingService(r *request, v *messagingService) (any, *apiError) {
	return v.json(r), nil
}

func (s *Sim) listMessagingServices(r *request) (any, *apiError) {
	own := slices.DeleteFunc(slices.Clone(s.messaging.services), func(v *messagingService) bool { return v.account != r.account })
	return listItems(r, "services", own, func(v *messagingService) any { return v.json(r) })
}

func (s *Sim) updateMessagingService(r *request, v *messagingService) (any, *apiError) {
	settings := v.serviceSettings
	if problem := settings.apply(r.form); problem != nil {
		return nil, problem
	}
	v.serviceSettings, v.updated = settings, s.Clock.Now()
	return v.json(r), nil
}

// deleteMessagingService sets the senders free. Messages that wait for a sender fail.
func (s *Sim) deleteMessagingService(_ *request, v *messagingService) (any, *apiError) {
	for _, sender := range v.senders {
		sender.leave()
	}
	s.messaging.services = without(s.messaging.services, v)
	return nil, nil //nolint:nilnil // no body, no error
}

// apply takes over the parameters of a request; the check has refused other methods and
// addresses already.
func (v *serviceSettings) apply(form url.Values) *apiError {
	const longestName = 64 // characters
	if name := form.Get("FriendlyName"); form.Has("FriendlyName") && (name == "" || len([]rune(name)) > longestName) {
		return badRequest(twilio.CodeBadRequest, "FriendlyName takes 1 to %d characters", longestName)
	}
	for param, field := range map[string]*string{
		"FriendlyName": &v.FriendlyName, "InboundMethod": &v.InboundMethod, "FallbackMethod": &v.FallbackMethod,
		"ScanMessageContent": &v.ScanMessageContent, "Usecase": &v.Usecase,
	} {
		setText(form, param, field)
	}
	for param, field := range map[string]**string{
		"InboundRequestUrl": &v.InboundRequestURL, "FallbackUrl": &v.FallbackURL, "StatusCallback": &v.StatusCallback,
	} {
		if form.Has(param) {
			*field = orNull(form.Get(param))
		}
	}
	for param, field := range map[string]*bool{
		"StickySender": &v.StickySender, "MmsConverter": &v.MMSConverter, "SmartEncoding": &v.SmartEncoding, "FallbackToLongCode": &v.FallbackToLongCode,
		"AreaCodeGeomatch": &v.AreaCodeGeomatch, "SynchronousValidation": &v.SynchronousValidation,
		"UseInboundWebhookOnNumber": &v.UseInboundWebhookOnNumber,
	} {
		if form.Has(param) {
			*field = isTrue(form.Get(param))
		}
	}
	return v.applyRules(form)
}

// applyRules takes over the parameters whose values have rules of their own.
func (v *serviceSettings) applyRules(form url.Values) *apiError {
	if !inPeriod(form.Get("ValidityPeriod")) {
		return badRequest(21624, "The ValidityPeriod must be between 1 and %d seconds.", longestValidity)
	}
	v.ValidityPeriod = atoi(form.Get("ValidityPeriod"), v.ValidityPeriod)
	known := func(u usecase) bool { return u.Usecase == v.Usecase }
	if !slices.ContainsFunc(usecases[:], known) {
		return badRequest(21713, "The use case %s of the Messaging Service is invalid.", strconv.Quote(v.Usecase))
	}
	return nil
}

// usecase is one for which a Messaging Service can be.
type usecase struct {
	Usecase     string `json:"usecase"`
	Purpose     string `json:"purpose"`
	Description string `json:"description"`
}

// https://www.twilio.com/docs/messaging/api/service-resource
var usecases = [...]usecase{
	{"notifications", "Notify my users", "Reminders, alerts and news about orders and accounts"},
	{"marketing", "Market my services", "Offers, news of products and invitations"},
	{"verification", "Verify users", "Codes for logins and other verifications"},
	{"discussion", "Engage in a discussion", "Conversations of two sides, such as customer care"},
	{"poll", "Poll my users", "Questions, surveys and votes"},
	{"undeclared", "Not declared", "No use case has been chosen"},
}

func (s *Sim) fetchUsecases(*request) (any, *apiError) {
	return map[string]any{"usecases": usecases[:]}, nil
}

// messagingServiceJSON is a Messaging Service as the API shows it.
type messagingServiceJSON struct {
	serviceSettings

	SID             string            `json:"sid"`
	AccountSID      string            `json:"account_sid"`
	DateCreated     *string           `json:"date_created"`
	DateUpdated     *string           `json:"date_updated"`
	USAppRegistered bool              `json:"us_app_to_person_registered"`
	URL             string            `json:"url"`
	Links           map[string]string `json:"links"`
}

func (v *messagingService) json(r *request) messagingServiceJSON {
	path := "/v1/Services/" + v.sid
	links := map[string]string{}
	for _, name := range contract.Below("messaging", path) {
		links[snake(name)] = r.origin() + path + "/" + name
	}
	return messagingServiceJSON{
		serviceSettings: v.serviceSettings, SID: v.sid, AccountSID: v.account, DateCreated: iso8601(v.created), DateUpdated: iso8601(v.updated),
		USAppRegistered: v.usAppRegistered, URL: r.origin() + path, Links: links,
	}
}
