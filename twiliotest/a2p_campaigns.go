package twiliotest

import (
	"cmp"
	"maps"
	"unicode/utf8"

	"github.com/seed15d99369/twilio"
)

// Codes of campaigns. https://www.twilio.com/docs/api/errors/21728,
// https://www.twilio.com/docs/api/errors/21729, https://www.twilio.com/docs/api/errors/21720
const (
	campaignTextLength   = 21728
	campaignIsSuspended  = 21729
	campaignUseCaseWrong = 21720
)

const servicesCollection = "/v1/Services"

// campaignsPath is the collection of a service's campaigns.
func campaignsPath(service string) string {
	return servicesCollection + "/" + service + "/Compliance/Usa2p"
}

// createCampaign registers the campaign of a service.
func (s *Sim) createCampaign(r *request) (any, *apiError) {
	at, problem := s.locate(r)
	if problem != nil {
		return nil, problem
	}
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	service := textOf(at.parents["messagingservicesid"])
	if problem := s.refuseCampaign(r, service); problem != nil {
		return nil, problem
	}
	maps.Copy(values, at.parents)
	reg := s.registerCampaign(service, values)
	return s.shapeOf(r, at, reg.res), nil
}

// refuseCampaign returns why Twilio would not take a campaign, nil if it would.
func (s *Sim) refuseCampaign(r *request, service string) *apiError {
	brand := recordOf(s.registrationsOf(&brandReview), r.form.Get("BrandRegistrationSid"))
	useCase := r.form.Get("UsAppToPersonUsecase")
	switch {
	case brand == nil || !brand.is(brandReview.approved):
		return badRequest(twilio.CodeA2PBrandNotRegistered, "The A2P brand is not registered")
	case useCaseOf(useCase) == nil || (useCase == soleProprietor) != (brand.res.values["brandtype"] == soleProprietor):
		return badRequest(campaignUseCaseWrong, "The use case %s is not one of the brand's", useCase)
	case s.campaignOf(service) != nil:
		return conflict(twilio.CodeConflict, "The Messaging Service has a campaign already")
	}
	return refuseCampaignTexts(r)
}

// refuseCampaignTexts checks the lengths, in characters.
func refuseCampaignTexts(r *request) *apiError {
	const leastText, leastSample, leastSamples, mostSamples = 40, 20, 2, 5
	for _, name := range [...]string{"Description", "MessageFlow"} {
		if utf8.RuneCountInString(r.form.Get(name)) < leastText {
			return badRequest(campaignTextLength, "%s has fewer than 40 characters", name)
		}
	}
	samples := r.form["MessageSamples"]
	if len(samples) < leastSamples || len(samples) > mostSamples {
		return badRequest(campaignTextLength, "MessageSamples takes 2 to 5 samples")
	}
	for _, sample := range samples {
		if utf8.RuneCountInString(sample) < leastSample {
			return badRequest(campaignTextLength, "MessageSamples has a sample of fewer than 20 characters")
		}
	}
	return nil
}

// The keywords and the answers of Twilio's own, for a campaign that brings none.
// https://www.twilio.com/docs/messaging/api/usapptoperson-resource
const (
	defaultOptOut = "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe."
	defaultHelp   = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)

// registerCampaign submits the campaign of a service.
func (s *Sim) registerCampaign(service string, values members) *registration {
	campaign := members{
		"agegated": false, "directlending": false, "subscriberoptin": false, "isexternallyregistered": false, "mock": false, "errors": []any{},
		"optoutmessage": defaultOptOut, "helpmessage": defaultHelp, "optinkeywords": []any{"START"},
		"optoutkeywords": []any{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"}, "helpkeywords": []any{"HELP", "INFO"},
	}
	maps.Copy(campaign, values)
	if brand := recordOf(s.registrationsOf(&brandReview), textOf(values["brandregistrationsid"])); brand != nil {
		campaign["mock"] = brand.res.values["mock"]
	}
	return s.register(&campaignReview, campaignsPath(service), campaign)
}

// resubmitCampaign corrects a campaign and reviews it anew.
func (s *Sim) resubmitCampaign(r *request) (any, *apiError) {
	reg, at, problem := s.registered(r, &campaignReview)
	if problem != nil {
		return nil, problem
	}
	if reg.is(campaignReview.suspended) {
		return nil, badRequest(campaignIsSuspended, "Cannot perform operation on suspended campaign")
	}
	if problem := refuseCampaignTexts(r); problem != nil {
		return nil, problem
	}
	return s.resubmit(r, at, reg)
}

// resubmit takes over the parameters of a request and reviews the registration anew.
func (s *Sim) resubmit(r *request, at place, reg *registration) (any, *apiError) {
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	maps.Copy(reg.res.values, values)
	reg.res.values["errors"] = []any{}
	s.submit(reg)
	return s.shapeOf(r, at, reg.res), nil
}

// campaignDecided tells what carriers take of a campaign, or why it failed.
func (s *Sim) campaignDecided(reg *registration, reasons []RejectionReason) {
	values := reg.res.values
	values["errors"] = errorsOf(reasons)
	verified := reg.is(campaignReview.approved)
	if verified {
		values["campaignid"] = cmp.Or(textOf(values["campaignid"]), registryID("C", reg.sid))
		values["ratelimits"] = map[string]any{"att": map[string]any{"mps": 75, "msg_class": "A"}, "tmobile": map[string]any{"brand_tier": "TOP"}}
	}
	s.markService(textOf(values["messagingservicesid"]), verified)
}

// markService says in a service whether it has a campaign that is verified.
func (s *Sim) markService(sid string, registered bool) {
	if service := recordOf(s.messaging.services, sid); service != nil {
		service.usAppRegistered = registered
	}
}

func (s *Sim) deleteCampaign(r *request) (any, *apiError) {
	reg, at, problem := s.registered(r, &campaignReview)
	if problem != nil {
		return nil, problem
	}
	s.resources.remove(at.host, at.collection, at.path)
	s.markService(textOf(reg.res.values["messagingservicesid"]), false)
	return nil, nil //nolint:nilnil // no body, no error
}

// createExternalCampaign gives a service a campaign that was registered elsewhere.
func (s *Sim) createExternalCampaign(r *request) (any, *apiError) {
	at, problem := s.locate(r)
	if problem != nil {
		return nil, problem
	}
	service := r.form.Get("MessagingServiceSid")
	switch {
	case s.messagingServiceOf(r.account, service) == nil:
		return nil, badRequest(21701, "The Messaging Service %s does not exist.", service)
	case s.campaignOf(service) != nil:
		return nil, conflict(twilio.CodeConflict, "The Messaging Service has a campaign already")
	}
	reg := s.registerCampaign(service, members{"messagingservicesid": service, "campaignid": r.form.Get("CampaignId"), "isexternallyregistered": true})
	return s.shapeOf(r, at, reg.res), nil
}

// campaignOf returns the campaign of a service, nil for none.
func (s *Sim) campaignOf(service string) *registration {
	for _, reg := range s.registrationsOf(&campaignReview) {
		if textOf(reg.res.values["messagingservicesid"]) == service {
			return reg
		}
	}
	return nil
}

// A2PCampaign registers a brand and a campaign for a Messaging Service, both approved, and
// returns the SID of the campaign. It is a short way for tests that are about messages. A
// service that does not exist, or that has a campaign, fails the test.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
func (s *Sim) A2PCampaign(serviceSID string) (sid string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.mu.Lock()
	fits := s.messagingServiceOf(s.main.sid, serviceSID) != nil && s.campaignOf(serviceSID) == nil
	if fits {
		brand := s.registerBrand(members{})
		s.decide(brand, brandReview.approved, nil)
		campaign := s.registerCampaign(serviceSID, members{
			"messagingservicesid": serviceSID, "brandregistrationsid": brand.sid, "usapptopersonusecase": "MIXED", "description": "A campaign of the simulator.",
		})
		s.decide(campaign, campaignReview.approved, nil)
		sid = campaign.sid
	}
	s.mu.Unlock()
	if !fits {
		s.fatalf("twiliotest: A2PCampaign(%q): give the SID of a Messaging Service that has no campaign", serviceSID)
	}
	return sid
}
