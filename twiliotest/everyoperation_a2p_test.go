package twiliotest_test

import (
	"fmt"
	"net/url"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/twiliotest"
)

// Collections of what is registered.
const (
	brandsCollection   = "/v1/a2p/BrandRegistrations"
	servicesCollection = "/v1/Services"
)

// creationsOf is how many items are created: a Messaging Service has one campaign.
func creationsOf(op *contract.Operation) int {
	const usual = 3
	if op.ID == "CreateUsAppToPerson" || op.ID == "CreateExternalCampaign" {
		return 1
	}
	return usual
}

// decideBefore ends the review of the brand whose status an operation depends on.
func (d *driver) decideBefore(op *contract.Operation) {
	switch op.ID {
	case "DeleteSecondaryAuthToken":
		d.secondaryToken()
	case "CreateUsAppToPerson":
		d.sim.ReviewRegistration(d.made[brandsCollection][0])
	case "UpdateBrandRegistrations":
		d.sim.ReviewRegistration(d.made[brandsCollection][0], twiliotest.RejectionReason{Code: 30799})
	}
}

// registering replaces the parameters of a registration that must fit one another.
func (d *driver) registering(op *contract.Operation, form url.Values) {
	const text = "Owl Bank reminds its customers of their appointments."
	switch op.ID {
	case "CreateBrandVetting":
		form.Set("VettingId", "cv|1.0|tcr|10dlc|example")
	case "CreateExternalCampaign":
		form.Set("MessagingServiceSid", d.made[servicesCollection][1])
	case "CreateTollfreeVerification":
		form.Set("TollfreePhoneNumberSid", d.sim.Number(fmt.Sprintf("+1888555%04d", 100+d.serial%100)).SID())
	case "CreateUsAppToPerson":
		form.Set("BrandRegistrationSid", d.made[brandsCollection][0])
		form.Set("UsAppToPersonUsecase", "MIXED")
		fallthrough
	default:
		form.Set("Description", text)
		form.Set("MessageFlow", text)
		form["MessageSamples"] = []string{text, text}
	}
}
