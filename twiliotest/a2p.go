package twiliotest

import (
	"errors"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// a2pState is all that the simulator keeps of registrations with the carriers of the
// United States and Canada. The zero value is ready.
type a2pState struct {
	registrations []*registration // in the order of their creation
}

// a2pRules are the settings that the options ask for.
type a2pRules struct {
	reviewed bool          // the option is given
	after    time.Duration // how long each review takes, if reviewed
	required bool          // messages need a registration
}

// A2PReview sets how long Twilio and the carriers review a brand, a vetting, a campaign
// and the verification of a toll-free number. They approve each one then, unless a test
// has decided before: see [Sim.ReviewRegistration]. With 0 everything is approved before the
// answer. Without this option brands and vettings take ten minutes, and the others three
// days, on the simulator's clock.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
func A2PReview(after time.Duration) Option {
	return func(c *config) error {
		if after < 0 {
			return errors.New("A2PReview: give a time that is not negative")
		}
		c.a2p.reviewed, c.a2p.after = true, after
		return nil
	}
}

// RequireA2P has messages end undelivered when their sender is not registered: those of a
// +1 long code to the United States with code 30034, unless the number belongs to a
// Messaging Service whose campaign is verified, and those of a toll-free number to the
// United States and Canada with code 30032, unless the number is verified. A campaign that
// is suspended has code 30033. Without this option every number may send.
//
// Twilio docs: https://www.twilio.com/docs/api/errors/30034
func RequireA2P() Option {
	return func(c *config) error {
		c.a2p.required = true
		return nil
	}
}

// a2pHandlerOf returns the handler of an operation on registrations, nil for all others:
// what is read, listed and deleted is a resource like any other.
func a2pHandlerOf(op *contract.Operation) handler {
	if op.Spec != "messaging_v1" {
		return nil
	}
	switch op.ID {
	case "CreateBrandRegistrations":
		return (*Sim).createBrand
	case "UpdateBrandRegistrations":
		return (*Sim).resubmitBrand
	case "CreateBrandVetting":
		return (*Sim).createVetting
	case "CreateUsAppToPerson":
		return (*Sim).createCampaign
	case "UpdateUsAppToPerson":
		return (*Sim).resubmitCampaign
	case "DeleteUsAppToPerson":
		return (*Sim).deleteCampaign
	case "FetchUsAppToPersonUsecase":
		return (*Sim).fetchCampaignUseCases
	case "CreateExternalCampaign":
		return (*Sim).createExternalCampaign
	case "CreateTollfreeVerification":
		return (*Sim).createTollFree
	case "UpdateTollfreeVerification":
		return (*Sim).resubmitTollFree
	}
	return nil
}

// usRefusal is the code of a message whose sender is not registered, 0 for any other and
// without [RequireA2P]. Twilio's own messages need no registration of the account.
// https://www.twilio.com/docs/api/errors/30034, https://www.twilio.com/docs/api/errors/30032
func (s *Sim) usRefusal(m *message) twilio.ErrorCode {
	if !s.config.a2p.required || m.attempt != nil || m.automatic || !e164.MatchString(m.From) || !e164.MatchString(m.To) {
		return 0
	}
	to, _ := countryOf(m.To)
	from, _ := countryOf(m.From)
	switch {
	case isTollFree(m.From) && (to.iso == "US" || to.iso == "CA"):
		return s.tollFreeRefusal(m.From)
	case !isTollFree(m.From) && from.calling == "1" && to.iso == "US":
		return s.longCodeRefusal(m.From)
	}
	return 0
}

// tollFreeRefusal is the code of a toll-free number that is not verified.
func (s *Sim) tollFreeRefusal(from string) twilio.ErrorCode {
	for _, reg := range s.registrationsOf(&tollFreeReview) {
		if reg.is(tollFreeReview.approved) && textOf(reg.res.values["tollfreephonenumber"]) == from {
			return 0
		}
	}
	return twilio.CodeTollFreeNotVerified
}

// longCodeRefusal is the code of a long code without a campaign that is verified.
func (s *Sim) longCodeRefusal(from string) twilio.ErrorCode {
	number := s.numbers[from]
	if number == nil || number.service == "" {
		return twilio.CodeUnregisteredSender
	}
	campaign := s.campaignOf(number.service)
	switch {
	case campaign == nil || campaign.res.values["mock"] == true:
		return twilio.CodeUnregisteredSender
	case campaign.is(campaignReview.suspended):
		return twilio.CodeA2PCampaignSuspended
	case !campaign.is(campaignReview.approved):
		return twilio.CodeUnregisteredSender
	}
	return 0
}
