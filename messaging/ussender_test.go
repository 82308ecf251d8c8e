package messaging_test

import (
	"maps"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
)

// The addresses that the check reads.
const (
	numbersPath   = "/2010-04-01/Accounts/" + account + "/IncomingPhoneNumbers.json"
	codesPath     = "/2010-04-01/Accounts/" + account + "/SMS/ShortCodes.json"
	servicesPath  = "/v1/Services"
	memberPath    = "/v1/Services/" + serviceSID + "/PhoneNumbers/" + numberSID
	poolPath      = "/v1/Services/" + serviceSID + "/PhoneNumbers"
	poolCodesPath = "/v1/Services/" + serviceSID + "/ShortCodes"
	campaignsPath = "/v1/Services/" + serviceSID + "/Compliance/Usa2p"
	brandsPath    = "/v1/a2p/BrandRegistrations"
	brandPath     = brandsPath + "/" + brandSID
	tollFreePath  = "/v1/Tollfree/Verifications"
)

const (
	ownLongCode = `{"next_page_uri":null,"incoming_phone_numbers":[{"sid":"PN00000000000000000000000000000009","phone_number":"+141555567890"},{"sid":"` + numberSID + `","phone_number":"` + longCode + `"}]}`
	ownTollFree = `{"next_page_uri":null,"incoming_phone_numbers":[{"sid":"` + numberSID + `","phone_number":"` + tollFree + `"}]}`
	oneService  = `{"meta":{"next_page_url":null},"services":[{"sid":"` + serviceSID + `","us_app_to_person_registered":true}]}`
	aMember     = `{"sid":"` + numberSID + `"}`
	noCampaign  = `{"meta":{"next_page_url":null},"compliance":[]}`
	noBrand     = `{"meta":{"next_page_url":null},"data":[]}`
	none        = `{"meta":{"next_page_url":null},"verifications":[]}`
)

func campaigns(status, rest string) string {
	return `{"meta":{"next_page_url":null},"compliance":[{"sid":"QE00000000000000000000000000000001","brand_registration_sid":"` + brandSID + `","campaign_status":"` + status + `"` + rest + `}]}`
}

func brand(status, rest string) string {
	return `{"sid":"` + brandSID + `","status":"` + status + `"` + rest + `}`
}

func brands(items string) string { return `{"meta":{"next_page_url":null},"data":[` + items + `]}` }

func verifications(items string) string {
	return `{"meta":{"next_page_url":null},"verifications":[` + items + `]}`
}

// TestCheckUSSender: each state of the registrations of one sender, with the decisions,
// the reasons in their order and the code of the first.
func TestCheckUSSender(t *testing.T) {
	t.Parallel()
	from := messaging.USSenderCheck{From: longCode}
	inService := messaging.USSenderCheck{From: longCode, MessagingServiceSID: serviceSID}
	free := messaging.USSenderCheck{From: tollFree}
	short := messaging.USSenderCheck{From: "12345"}
	service := messaging.USSenderCheck{MessagingServiceSID: serviceSID}
	registered := map[string]string{
		numbersPath: ownLongCode, servicesPath: oneService, memberPath: aMember,
		campaignsPath: campaigns("VERIFIED", ""), brandPath: brand("APPROVED", ""), brandsPath: noBrand,
	}
	with := func(base map[string]string, changes ...string) map[string]string {
		changed := maps.Clone(base)
		for i := 0; i < len(changes); i += 2 {
			changed[changes[i]] = changes[i+1]
		}
		return changed
	}
	freeBase := map[string]string{numbersPath: ownTollFree}
	const allowed, blocked, unknown = messaging.USAllowed, messaging.USBlocked, messaging.USUnknown
	type reasons = []messaging.USProblem
	tests := []struct {
		name       string
		params     messaging.USSenderCheck
		answers    map[string]string
		us, canada messaging.USDecision
		code       twilio.ErrorCode
		reasons    reasons
		untold     reasons
		requests   int
	}{
		{
			name: "a long code with a verified campaign", params: from, answers: registered, us: allowed, canada: allowed,
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 5,
		},
		{
			name: "the same with its service", params: inService, answers: registered, us: allowed, canada: allowed,
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a number of somebody else", params: from, answers: with(registered, numbersPath, `{"next_page_uri":null,"incoming_phone_numbers":[]}`),
			us: blocked, canada: blocked, code: twilio.CodeFromNotOwned, reasons: reasons{messaging.USNotOwned}, requests: 1,
		},
		{
			name: "a number in no service", params: from, answers: with(registered, memberPath, ""),
			us: blocked, canada: allowed, code: twilio.CodeUnregisteredSender, reasons: reasons{messaging.USNoService}, requests: 3,
		},
		{
			name: "a number in another service than was named", params: inService, answers: with(registered, memberPath, ""),
			us: blocked, canada: allowed, code: twilio.CodeUnregisteredSender, reasons: reasons{messaging.USNotInService}, requests: 2,
		},
		{
			name: "more services than are searched", params: messaging.USSenderCheck{From: longCode, MaxServices: 1},
			answers: with(registered, memberPath, "", servicesPath, `{"meta":{"next_page_url":null},"services":[{"sid":"`+otherSID+`"},{"sid":"`+serviceSID+`"}]}`),
			us:      unknown, canada: allowed, untold: reasons{messaging.USServicesNotSearched}, requests: 3,
		},
		{
			name: "the service with a campaign is searched first", params: messaging.USSenderCheck{From: longCode, MaxServices: 1},
			answers: with(registered, servicesPath, `{"meta":{"next_page_url":null},"services":[{"sid":"`+otherSID+`"},{"sid":"`+serviceSID+`","us_app_to_person_registered":true}]}`),
			us:      allowed, canada: allowed, untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 5,
		},
		{
			name: "no brand and no campaign", params: inService, answers: with(registered, campaignsPath, noCampaign),
			us: blocked, canada: allowed, code: twilio.CodeUnregisteredSender, reasons: reasons{messaging.USNoBrand, messaging.USNoCampaign},
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a pending brand and no campaign", params: inService, answers: with(registered, campaignsPath, noCampaign, brandsPath, brands(brand("PENDING", ""))),
			us: blocked, canada: allowed, code: twilio.CodeUnregisteredSender, reasons: reasons{messaging.USBrandPending, messaging.USNoCampaign},
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a failed brand, an approved one, and no campaign", params: inService,
			answers: with(registered, campaignsPath, noCampaign, brandsPath, brands(brand("FAILED", "")+","+brand("APPROVED", ""))),
			us:      blocked, canada: allowed, code: twilio.CodeUnregisteredSender, reasons: reasons{messaging.USNoCampaign},
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a failed brand, a pending one, and no campaign", params: inService,
			answers: with(registered, campaignsPath, noCampaign, brandsPath, brands(brand("FAILED", "")+","+brand("PENDING", "")+","+brand("FAILED", ""))),
			us:      blocked, canada: allowed, code: twilio.CodeUnregisteredSender, reasons: reasons{messaging.USBrandPending, messaging.USNoCampaign},
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a campaign under review", params: inService, answers: with(registered, campaignsPath, campaigns("IN_PROGRESS", "")),
			us: blocked, canada: allowed, code: twilio.CodeUnregisteredSender, reasons: reasons{messaging.USCampaignPending},
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a failed campaign of a failed brand", params: inService,
			answers: with(registered, campaignsPath, campaigns("FAILED", ""), brandPath, brand("FAILED", "")),
			us:      blocked, canada: allowed, code: twilio.CodeUnregisteredSender, reasons: reasons{messaging.USBrandFailed, messaging.USCampaignFailed},
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a suspended campaign", params: inService, answers: with(registered, campaignsPath, campaigns("SUSPENDED", "")),
			us: blocked, canada: allowed, code: twilio.CodeA2PCampaignSuspended, reasons: reasons{messaging.USCampaignSuspended},
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a suspended brand of a verified campaign", params: inService, answers: with(registered, brandPath, brand("SUSPENDED", "")),
			us: blocked, canada: allowed, code: twilio.CodeA2PCampaignSuspended, reasons: reasons{messaging.USBrandSuspended},
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a verified campaign whose brand is reviewed anew", params: inService, answers: with(registered, brandPath, brand("IN_REVIEW", "")),
			us: allowed, canada: allowed, untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a mock campaign", params: inService, answers: with(registered, campaignsPath, campaigns("VERIFIED", `,"mock":true`)),
			us: blocked, canada: allowed, code: twilio.CodeUnregisteredSender, reasons: reasons{messaging.USMock},
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation}, requests: 4,
		},
		{
			name: "a campaign with a status that nobody knows", params: inService, answers: with(registered, campaignsPath, campaigns("DREAMING", "")),
			us: unknown, canada: allowed,
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation, messaging.USStatusNotKnown}, requests: 4,
		},
		{
			name: "a brand of another account", params: inService, answers: with(registered, brandPath, ""),
			us: allowed, canada: allowed,
			untold: reasons{messaging.USNumberRegistration, messaging.USContentAndReputation, messaging.USBrandOfOtherAccount}, requests: 4,
		},
		{
			name: "a toll-free number without a verification", params: free, answers: with(freeBase, tollFreePath, none),
			us: blocked, canada: blocked, code: twilio.CodeTollFreeNotVerified, reasons: reasons{messaging.USTollFreeUnverified},
			untold: reasons{messaging.USContentAndReputation}, requests: 2,
		},
		{
			name: "a toll-free number under review", params: free, answers: with(freeBase, tollFreePath, verifications(`{"status":"IN_REVIEW"}`)),
			us: blocked, canada: blocked, code: twilio.CodeTollFreeNotVerified, reasons: reasons{messaging.USTollFreePending},
			untold: reasons{messaging.USContentAndReputation}, requests: 2,
		},
		{
			name: "a toll-free number that was rejected", params: free, answers: with(freeBase, tollFreePath, verifications(`{"status":"TWILIO_REJECTED"}`)),
			us: blocked, canada: blocked, code: twilio.CodeTollFreeNotVerified, reasons: reasons{messaging.USTollFreeRejected},
			untold: reasons{messaging.USContentAndReputation}, requests: 2,
		},
		{
			name: "a toll-free number that was approved at the second try", params: free,
			answers: with(freeBase, tollFreePath, verifications(`{"status":"TWILIO_REJECTED"},{"status":"TWILIO_APPROVED"}`)),
			us:      allowed, canada: allowed, untold: reasons{messaging.USContentAndReputation}, requests: 2,
		},
		{
			name: "a toll-free number with a status that nobody knows", params: free, answers: with(freeBase, tollFreePath, verifications(`{"status":"DREAMING"}`)),
			us: unknown, canada: unknown, untold: reasons{messaging.USContentAndReputation, messaging.USStatusNotKnown}, requests: 2,
		},
		{
			name: "a short code of the account", params: short, answers: map[string]string{codesPath: `{"next_page_uri":null,"short_codes":[{"sid":"SC1","short_code":"12345"}]}`},
			us: unknown, canada: unknown, untold: reasons{messaging.USShortCodeCountry}, requests: 1,
		},
		{
			name: "a short code of a service", params: messaging.USSenderCheck{From: "12345", MessagingServiceSID: serviceSID},
			answers: map[string]string{poolCodesPath: `{"meta":{"next_page_url":null},"short_codes":[{"sid":"SC1","short_code":"12345","country_code":"US"}]}`},
			us:      allowed, canada: blocked, untold: reasons{messaging.USShortCodeCountry}, requests: 1,
		},
		{
			name: "a Canadian short code of a service", params: messaging.USSenderCheck{From: "12345", MessagingServiceSID: serviceSID},
			answers: map[string]string{poolCodesPath: `{"meta":{"next_page_url":null},"short_codes":[{"sid":"SC1","short_code":"12345","country_code":"CA"}]}`},
			us:      blocked, canada: allowed, code: twilio.CodeFromNotTwilio, reasons: reasons{messaging.USShortCodeAbroad},
			untold: reasons{messaging.USShortCodeCountry}, requests: 1,
		},
		{
			name: "a short code of somebody else", params: short, answers: map[string]string{codesPath: `{"next_page_uri":null,"short_codes":[]}`},
			us: blocked, canada: blocked, code: twilio.CodeFromNotOwned, reasons: reasons{messaging.USNotOwned}, requests: 1,
		},
		{
			name: "a British number", params: messaging.USSenderCheck{From: "+447700900123"}, us: unknown, canada: unknown,
			untold: reasons{messaging.USForeignNumber},
		},
		{
			name: "a service with a campaign and an unverified toll-free number", params: service,
			answers: with(registered, poolPath, `{"meta":{"next_page_url":null},"phone_numbers":[{"sid":"PN1","phone_number":"`+longCode+`"},{"sid":"`+numberSID+`","phone_number":"`+tollFree+`"}]}`,
				poolCodesPath, `{"meta":{"next_page_url":null},"short_codes":[]}`, tollFreePath, none),
			us: blocked, canada: blocked, code: twilio.CodeTollFreeNotVerified, reasons: reasons{messaging.USTollFreeUnverified},
			untold: reasons{messaging.USContentAndReputation, messaging.USNumberRegistration}, requests: 5,
		},
		{
			name: "a service without senders", params: service,
			answers: map[string]string{poolPath: `{"meta":{"next_page_url":null},"phone_numbers":[]}`, poolCodesPath: `{"meta":{"next_page_url":null},"short_codes":[]}`},
			us:      blocked, canada: blocked, code: twilio.CodeMessagingServiceEmpty, reasons: reasons{messaging.USNoSenders}, requests: 2,
		},
		{
			name: "a service with a British number alone", params: service,
			answers: map[string]string{poolPath: `{"meta":{"next_page_url":null},"phone_numbers":[{"sid":"PN1","phone_number":"+447700900123"}]}`, poolCodesPath: `{"meta":{"next_page_url":null},"short_codes":[]}`},
			us:      unknown, canada: unknown, untold: reasons{messaging.USForeignNumber}, requests: 2,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			twilioAnswers := &answers{byPath: tt.answers}
			sender, err := clientOf(t, twilioAnswers).CheckUSSender(t.Context(), tt.params)
			require.NoError(t, err)
			assert.Equal(t, tt.us, sender.UnitedStates, "United States")
			assert.Equal(t, tt.canada, sender.Canada, "Canada")
			assert.Equal(t, tt.reasons, problemsOf(t, sender.Reasons), "reasons")
			assert.Equal(t, tt.untold, problemsOf(t, sender.Untold), "untold")
			assert.Len(t, twilioAnswers.requests, tt.requests, "requests: %v", twilioAnswers.requests)
			assert.Equal(t, tt.code, sender.Code())
			if tt.code == 0 {
				require.NoError(t, sender.Err())
			} else {
				require.ErrorIs(t, sender.Err(), tt.code)
			}
			for _, request := range twilioAnswers.requests {
				assert.Contains(t, request, http.MethodGet+" ", "the check reads only")
			}
		})
	}
}

// problemsOf returns the problems of reasons, each of which has an advice.
func problemsOf(t *testing.T, all []messaging.USReason) (found []messaging.USProblem) {
	t.Helper()
	for _, reason := range all {
		found = append(found, reason.Problem)
		assert.NotEmpty(t, reason.Advice, reason.Problem)
	}
	return found
}

// TestCheckUSSenderCauses: the reasons of reviewers come with the reason for the decision.
func TestCheckUSSenderCauses(t *testing.T) {
	t.Parallel()
	rejected := campaigns("FAILED", `,"errors":[{"error_code":30909,"fields":["MESSAGE_FLOW"],"description":"The call to action cannot be verified","url":"https://www.twilio.com/docs/api/errors/30909"}]`)
	client := clientOf(t, &answers{byPath: map[string]string{
		numbersPath: ownLongCode, memberPath: aMember, campaignsPath: rejected, brandPath: brand("APPROVED", ""),
	}})
	sender, err := client.CheckUSSender(t.Context(), messaging.USSenderCheck{From: longCode, MessagingServiceSID: serviceSID})
	require.NoError(t, err)
	require.Len(t, sender.Reasons, 1)
	require.ErrorIs(t, sender.Reasons[0].Err, twilio.ErrorCode(30909))
	assert.Contains(t, sender.Reasons[0].Err.Error(), "field MESSAGE_FLOW")
	assert.Equal(t, "QE00000000000000000000000000000001", sender.Campaign.SID)
	assert.Equal(t, messaging.BrandApproved, sender.Brand.Status)
	assert.Equal(t, serviceSID, sender.MessagingServiceSID)
	assert.Equal(t, numberSID, sender.PhoneNumberSID)
}

// TestCheckUSSenderFails: a read that fails is an error, and no decision.
func TestCheckUSSenderFails(t *testing.T) {
	t.Parallel()
	all := map[string]string{
		numbersPath: ownLongCode, servicesPath: oneService, memberPath: aMember, campaignsPath: campaigns("VERIFIED", ""), brandPath: brand("APPROVED", ""),
	}
	for path := range all {
		changed := maps.Clone(all)
		changed[path] = `<html>`
		sender, err := clientOf(t, &answers{byPath: changed}).CheckUSSender(t.Context(), messaging.USSenderCheck{From: longCode})
		require.Error(t, err, path)
		assert.Nil(t, sender, path)
	}
	for path, params := range map[string]messaging.USSenderCheck{
		tollFreePath: {From: tollFree}, codesPath: {From: "12345"}, poolPath: {MessagingServiceSID: serviceSID}, poolCodesPath: {From: "12345", MessagingServiceSID: serviceSID},
	} {
		client := clientOf(t, &answers{byPath: map[string]string{numbersPath: ownTollFree, path: `<html>`}})
		_, err := client.CheckUSSender(t.Context(), params)
		require.Error(t, err, path)
	}
}

// TestSenderKinds: the digits of a sender tell its kind.
func TestSenderKinds(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]messaging.SenderKind{
		"+18005550123": messaging.SenderTollFree, "+18335550123": messaging.SenderTollFree, "+18885550123": messaging.SenderTollFree,
		"+18805550123": messaging.SenderLongCode, "+14155556789": messaging.SenderLongCode, "+18225550123": messaging.SenderLongCode,
		"12345": messaging.SenderShortCode, "+447700900123": messaging.SenderForeign,
	} {
		client := clientOf(t, &answers{byPath: map[string]string{
			numbersPath: `{"next_page_uri":null,"incoming_phone_numbers":[]}`, codesPath: `{"next_page_uri":null,"short_codes":[]}`,
		}})
		sender, err := client.CheckUSSender(t.Context(), messaging.USSenderCheck{From: from})
		require.NoError(t, err, from)
		assert.Equal(t, want, sender.Kind, from)
	}
}
