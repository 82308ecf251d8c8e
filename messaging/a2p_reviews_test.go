package messaging_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
	"github.com/seed15d99369/twilio/twiliotest"
)

// brand registers a brand.
func (r *bench) brand(params messaging.BrandCreateParams) *messaging.Brand {
	r.t.Helper()
	params.CustomerProfileBundleSID, params.A2PProfileBundleSID = bundle, otherBundle
	b, err := r.Brands.Create(r.t.Context(), params)
	require.NoError(r.t, err)
	return b
}

func (r *bench) getBrand(sid string) *messaging.Brand {
	r.t.Helper()
	b, err := r.Brands.Get(r.t.Context(), sid)
	require.NoError(r.t, err)
	return b
}

// campaign registers a campaign of an approved brand for a new service.
func (r *bench) campaign() *messaging.Campaign {
	r.t.Helper()
	b := r.brand(messaging.BrandCreateParams{})
	r.sim.ReviewRegistration(b.SID)
	c, err := r.Campaigns.Create(r.t.Context(), r.sim.MessagingService(), aCampaign(func(p *messaging.CampaignCreateParams) { p.BrandRegistrationSID = b.SID }))
	require.NoError(r.t, err)
	return c
}

func (r *bench) getCampaign(c *messaging.Campaign) *messaging.Campaign {
	r.t.Helper()
	c, err := r.Campaigns.Get(r.t.Context(), c.MessagingServiceSID, c.SID, messaging.CampaignGetParams{})
	require.NoError(r.t, err)
	return c
}

// tollFree submits a toll-free number.
func (r *bench) tollFree(number *twiliotest.Number) *messaging.TollFreeVerification {
	r.t.Helper()
	v, err := r.TollFreeVerifications.Create(r.t.Context(), aTollFree(func(p *messaging.TollFreeVerificationCreateParams) { p.TollFreePhoneNumberSID = number.SID() }))
	require.NoError(r.t, err)
	return v
}

func (r *bench) getTollFree(sid string) *messaging.TollFreeVerification {
	r.t.Helper()
	v, err := r.TollFreeVerifications.Get(r.t.Context(), sid)
	require.NoError(r.t, err)
	return v
}

// TestBrandReview: a brand is approved on the clock, or rejected by hand with reasons
// that a resubmission takes away.
func TestBrandReview(t *testing.T) {
	t.Parallel()
	r := newBench(t, twiliotest.A2PReview(time.Hour))
	approved, rejected := r.brand(messaging.BrandCreateParams{}), r.brand(messaging.BrandCreateParams{BrandType: messaging.BrandSoleProprietor})
	assert.Equal(t, messaging.BrandPending, approved.Status)
	assert.False(t, approved.Status.Final())
	require.NoError(t, approved.Err())
	r.sim.ReviewRegistration(rejected.SID, twiliotest.RejectionReason{Code: 30752, Fields: []string{"mobile_phone"}}, twiliotest.RejectionReason{Code: 30754})
	r.sim.Clock.Advance(59 * time.Minute)
	assert.Equal(t, messaging.BrandPending, r.getBrand(approved.SID).Status)
	r.sim.Clock.Advance(time.Minute)

	approved = r.getBrand(approved.SID)
	assert.Equal(t, messaging.BrandApproved, approved.Status)
	assert.Equal(t, messaging.BrandVerified, approved.IdentityStatus)
	assert.EqualValues(t, 75, approved.BrandScore)
	assert.Regexp(t, `^B[0-9A-F]{6}$`, approved.TCRID)
	assert.True(t, approved.Status.Final())

	rejected = r.getBrand(rejected.SID)
	assert.Equal(t, messaging.BrandFailed, rejected.Status, "the clock does not take the decision back")
	err := rejected.Err()
	require.ErrorIs(t, err, twilio.ErrorCode(30752))
	require.ErrorIs(t, err, twilio.ErrorCode(30754))
	assert.Contains(t, err.Error(), "the brand "+rejected.SID+" is FAILED: ")
	assert.Contains(t, err.Error(), "field mobile_phone")

	resubmitted, err := r.Brands.Resubmit(t.Context(), rejected.SID)
	require.NoError(t, err)
	assert.Equal(t, messaging.BrandPending, resubmitted.Status)
	r.sim.Clock.Advance(time.Hour)
	rejected = r.getBrand(rejected.SID)
	require.NoError(t, rejected.Err())
	assert.Empty(t, rejected.Errors)
	assert.Equal(t, messaging.BrandApproved, rejected.Status)
}

// TestBrandResubmissions: only a brand that failed can be resubmitted, and three times.
func TestBrandResubmissions(t *testing.T) {
	t.Parallel()
	r := newBench(t)
	b := r.brand(messaging.BrandCreateParams{})
	_, err := r.Brands.Resubmit(t.Context(), b.SID)
	require.ErrorIs(t, err, twilio.ErrorCode(21725), "it is under review")
	for range 3 {
		r.sim.ReviewRegistration(b.SID, twiliotest.RejectionReason{Code: 30799})
		_, err = r.Brands.Resubmit(t.Context(), b.SID)
		require.NoError(t, err)
	}
	r.sim.ReviewRegistration(b.SID, twiliotest.RejectionReason{Code: 30799})
	_, err = r.Brands.Resubmit(t.Context(), b.SID)
	require.ErrorIs(t, err, twilio.ErrorCode(21724))
	otp, err := r.Brands.SendOTP(t.Context(), b.SID)
	require.NoError(t, err)
	assert.Equal(t, b.SID, otp.BrandRegistrationSID)
}

// TestVettingReview: a vetting that succeeds raises the brand, and one that fails has no
// reason.
func TestVettingReview(t *testing.T) {
	t.Parallel()
	r := newBench(t, twiliotest.A2PReview(time.Hour))
	b := r.brand(messaging.BrandCreateParams{})
	r.sim.ReviewRegistration(b.SID)
	v, err := r.Vettings.Create(t.Context(), b.SID, messaging.VettingCreateParams{VettingProvider: messaging.VettingCampaignVerify, VettingID: "cv|1.0|tcr|10dlc|example"})
	require.NoError(t, err)
	assert.Equal(t, messaging.VettingPending, v.VettingStatus)
	assert.Equal(t, messaging.VettingPolitical, v.VettingClass)
	statusAfter := func(d time.Duration) *messaging.Vetting {
		r.sim.Clock.Advance(d)
		v, err = r.Vettings.Get(t.Context(), b.SID, v.SID)
		require.NoError(t, err)
		return v
	}
	assert.Equal(t, messaging.VettingInProgress, statusAfter(30*time.Minute).VettingStatus)
	assert.Equal(t, messaging.VettingSuccess, statusAfter(30*time.Minute).VettingStatus)
	assert.True(t, v.VettingStatus.Final())
	assert.Equal(t, messaging.BrandVettedVerified, r.getBrand(b.SID).IdentityStatus)
	r.sim.ReviewRegistration(v.SID, twiliotest.RejectionReason{Code: 30799})
	require.EqualError(t, statusAfter(0).Err(), "messaging: the vetting "+v.SID+" is FAILED: Twilio gave no reason")
	_, err = r.Vettings.Create(t.Context(), b.SID, messaging.VettingCreateParams{VettingProvider: messaging.VettingCampaignVerify, VettingID: "token"})
	require.ErrorIs(t, err, twilio.ErrorCode(21722))
	page, err := r.Vettings.List(t.Context(), b.SID, messaging.VettingListParams{})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1)
}

// TestCampaignReview: a campaign goes through its statuses on the clock.
func TestCampaignReview(t *testing.T) {
	t.Parallel()
	r := newBench(t, twiliotest.A2PReview(2*time.Hour))
	c := r.campaign()
	assert.Equal(t, messaging.CampaignPending, c.Status)
	assert.Equal(t, []string{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"}, c.OptOutKeywords, "Twilio's own")
	r.sim.Clock.Advance(time.Hour)
	assert.Equal(t, messaging.CampaignInProgress, r.getCampaign(c).Status)
	r.sim.Clock.Advance(time.Hour)
	c = r.getCampaign(c)
	assert.Equal(t, messaging.CampaignVerified, c.Status)
	require.NoError(t, c.Err())
	assert.Equal(t, twilio.Decimal("75"), c.RateLimits.ATT.MPS)
	assert.Equal(t, "TOP", c.RateLimits.TMobile.BrandTier)
	assert.Regexp(t, `^C[0-9A-F]{6}$`, c.CampaignID)

	r.sim.SuspendRegistration(c.SID, twiliotest.RejectionReason{Code: 30990})
	require.ErrorIs(t, r.getCampaign(c).Err(), twilio.ErrorCode(30990))
	_, err := r.Campaigns.Resubmit(t.Context(), c.MessagingServiceSID, c.SID, aResubmission(func(*messaging.CampaignResubmitParams) {}))
	require.ErrorIs(t, err, twilio.ErrorCode(21729))
	r.sim.ReviewRegistration(c.SID)
	require.NoError(t, r.getCampaign(c).Err())
	require.NoError(t, r.Campaigns.Delete(t.Context(), c.MessagingServiceSID, c.SID))
	_, err = r.Campaigns.Get(t.Context(), c.MessagingServiceSID, c.SID, messaging.CampaignGetParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound)
	r.sim.Clock.Advance(24 * time.Hour) // nothing happens to a campaign that is deleted
}

// TestCampaignResubmission: the reasons of a rejection are typed, and a correction is
// kept and reviewed.
func TestCampaignResubmission(t *testing.T) {
	t.Parallel()
	r := newBench(t)
	c := r.campaign()
	r.sim.ReviewRegistration(c.SID, twiliotest.RejectionReason{Code: 30909, Text: "The call to action cannot be verified", Fields: []string{"MESSAGE_FLOW"}})
	c = r.getCampaign(c)
	assert.Equal(t, []messaging.ReviewReason{{
		Code: 30909, Description: "The call to action cannot be verified", Fields: []string{"MESSAGE_FLOW"}, URL: "https://www.twilio.com/docs/errors/30909",
	}}, c.Errors)
	require.ErrorIs(t, c.Err(), twilio.ErrorCode(30909))

	const flow = "Customers tick a box on https://example.com/join, and give their number there."
	c, err := r.Campaigns.Resubmit(t.Context(), c.MessagingServiceSID, c.SID, aResubmission(func(p *messaging.CampaignResubmitParams) { p.MessageFlow = flow }))
	require.NoError(t, err)
	assert.Equal(t, messaging.CampaignPending, c.Status)
	assert.Equal(t, flow, c.MessageFlow)
	assert.Equal(t, messaging.UseCaseCustomerCare, c.UseCase, "it stays")
	r.sim.Clock.Advance(72 * time.Hour)
	assert.Equal(t, messaging.CampaignVerified, r.getCampaign(c).Status)
}

// TestCampaignRefusals: a campaign needs an approved brand, a use case of it, and a
// service without a campaign.
func TestCampaignRefusals(t *testing.T) {
	t.Parallel()
	r := newBench(t)
	b, person := r.brand(messaging.BrandCreateParams{}), r.brand(messaging.BrandCreateParams{BrandType: messaging.BrandSoleProprietor})
	service := r.sim.MessagingService()
	create := func(brandSID string, useCase messaging.CampaignUseCase) error {
		_, err := r.Campaigns.Create(t.Context(), service, aCampaign(func(p *messaging.CampaignCreateParams) { p.BrandRegistrationSID, p.UseCase = brandSID, useCase }))
		return err
	}
	require.ErrorIs(t, create(b.SID, messaging.UseCaseMarketing), twilio.CodeA2PBrandNotRegistered)
	r.sim.ReviewRegistration(b.SID)
	r.sim.ReviewRegistration(person.SID)
	require.ErrorIs(t, create(b.SID, "GOSSIP"), twilio.ErrorCode(21720))
	require.ErrorIs(t, create(b.SID, messaging.UseCaseSoleProprietor), twilio.ErrorCode(21720))
	require.ErrorIs(t, create(person.SID, messaging.UseCaseMarketing), twilio.ErrorCode(21720))
	require.NoError(t, create(person.SID, messaging.UseCaseSoleProprietor))
	require.ErrorIs(t, create(b.SID, messaging.UseCaseMarketing), twilio.CodeConflict)
	_, err := r.ExternalCampaigns.Create(t.Context(), messaging.ExternalCampaignCreateParams{CampaignID: "CABCDEF", MessagingServiceSID: service})
	require.ErrorIs(t, err, twilio.CodeConflict)

	all, err := r.Campaigns.UseCases(t.Context(), service, messaging.CampaignUseCasesParams{})
	require.NoError(t, err)
	assert.Len(t, all.UseCases, 21)
	ofPerson, err := r.Campaigns.UseCases(t.Context(), service, messaging.CampaignUseCasesParams{BrandRegistrationSID: person.SID})
	require.NoError(t, err)
	require.Len(t, ofPerson.UseCases, 1)
	assert.Equal(t, messaging.UseCaseSoleProprietor, ofPerson.UseCases[0].Code)
}

// TestExternalCampaign: a campaign from elsewhere becomes the campaign of the service.
func TestExternalCampaign(t *testing.T) {
	t.Parallel()
	r := newBench(t, twiliotest.A2PReview(0))
	service := r.sim.MessagingService()
	external, err := r.ExternalCampaigns.Create(t.Context(), messaging.ExternalCampaignCreateParams{CampaignID: "CABCDEF", MessagingServiceSID: service})
	require.NoError(t, err)
	page, err := r.Campaigns.List(t.Context(), service, messaging.CampaignListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, external.SID, page.Items[0].SID)
	assert.True(t, page.Items[0].IsExternallyRegistered)
	assert.Equal(t, "CABCDEF", page.Items[0].CampaignID, "it keeps the registry's ID")
	assert.Equal(t, messaging.CampaignVerified, page.Items[0].Status, "reviews take no time")
}

// TestTollFreeReview: a verification goes through its statuses on the clock.
func TestTollFreeReview(t *testing.T) {
	t.Parallel()
	r := newBench(t, twiliotest.A2PReview(2*time.Hour))
	v := r.tollFree(r.sim.Number(tollFree))
	assert.Equal(t, messaging.TollFreePendingReview, v.Status)
	assert.Equal(t, tollFree, v.TollFreePhoneNumber)
	r.sim.Clock.Advance(time.Hour)
	assert.Equal(t, messaging.TollFreeInReview, r.getTollFree(v.SID).Status)
	r.sim.Clock.Advance(time.Hour)
	v = r.getTollFree(v.SID)
	assert.Equal(t, messaging.TollFreeApproved, v.Status)
	assert.True(t, v.Status.Final())
	require.NoError(t, v.Err())
	_, err := r.TollFreeVerifications.Resubmit(t.Context(), v.SID, messaging.TollFreeVerificationResubmitParams{BusinessName: "Owl"})
	require.ErrorIs(t, err, twilio.CodeBadRequest, "it is approved")
	_, err = r.TollFreeVerifications.Create(t.Context(), aTollFree(func(p *messaging.TollFreeVerificationCreateParams) {
		p.TollFreePhoneNumberSID = r.sim.Number(longCode).SID()
	}))
	require.ErrorIs(t, err, twilio.ErrorCode(30436), "it is no toll-free number")
}

// TestTollFreeRejection: a verification that was rejected can be edited for seven days,
// unless the reviewers forbid that.
func TestTollFreeRejection(t *testing.T) {
	t.Parallel()
	r := newBench(t)
	v := r.tollFree(r.sim.Number(tollFree))
	reject := func(reasons ...twiliotest.RejectionReason) error {
		r.sim.ReviewRegistration(v.SID, reasons...)
		v = r.getTollFree(v.SID)
		return v.Err()
	}
	resubmit := func() error {
		_, err := r.TollFreeVerifications.Resubmit(t.Context(), v.SID, messaging.TollFreeVerificationResubmitParams{BusinessWebsite: "https://owl.example.com"})
		return err
	}
	err := reject(twiliotest.RejectionReason{Code: 30473, Text: "The website cannot be reached"}, twiliotest.RejectionReason{Code: 30446})
	require.ErrorIs(t, err, twilio.ErrorCode(30473))
	require.ErrorIs(t, err, twilio.ErrorCode(30446))
	assert.NotContains(t, err.Error(), "cannot be reached", "the reviewer's words are in Reasons")
	assert.Equal(t, twilio.ErrorCode(30473), v.ErrorCode)
	assert.Equal(t, "The website cannot be reached", v.RejectionReasons[0].Reason)
	assert.True(t, v.Editable(r.sim.Clock.Now()))
	assert.False(t, v.Editable(r.sim.Clock.Now().Add(8*24*time.Hour)))

	require.NoError(t, resubmit())
	v = r.getTollFree(v.SID)
	assert.Equal(t, messaging.TollFreePendingReview, v.Status)
	assert.Equal(t, "https://owl.example.com", v.BusinessWebsite)
	assert.Empty(t, v.RejectionReasons)
	assert.False(t, v.Editable(r.sim.Clock.Now()), "it is under review")

	require.Error(t, reject(twiliotest.RejectionReason{Code: 30464, NoEdit: true}))
	assert.False(t, v.Editable(r.sim.Clock.Now()))
	require.ErrorIs(t, resubmit(), twilio.ErrorCode(30437))
	require.Error(t, reject(twiliotest.RejectionReason{Code: 30445}))
	r.sim.Clock.Advance(8 * 24 * time.Hour)
	require.ErrorIs(t, resubmit(), twilio.ErrorCode(30437))
	require.NoError(t, r.TollFreeVerifications.Delete(t.Context(), v.SID))
	_, err = r.TollFreeVerifications.Get(t.Context(), v.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestTollFreeFilters: the list narrows by number and by status.
func TestTollFreeFilters(t *testing.T) {
	t.Parallel()
	r := newBench(t)
	first, second := r.sim.Number(tollFree), r.sim.Number("+18665550124")
	approved, pending := r.tollFree(first), r.tollFree(second)
	r.sim.ReviewRegistration(approved.SID)
	for want, params := range map[string]messaging.TollFreeVerificationListParams{
		approved.SID: {Status: messaging.TollFreeApproved}, pending.SID: {TollFreePhoneNumberSID: second.SID()},
	} {
		page, err := r.TollFreeVerifications.List(t.Context(), params)
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		assert.Equal(t, want, page.Items[0].SID)
	}
}

// TestDeletedCampaign: the review of a campaign that is deleted ends with it.
func TestDeletedCampaign(t *testing.T) {
	t.Parallel()
	r := newBench(t)
	c := r.campaign()
	require.NoError(t, r.Campaigns.Delete(t.Context(), c.MessagingServiceSID, c.SID))
	r.sim.Clock.Advance(100 * time.Hour)
	service, err := r.Services.Get(t.Context(), c.MessagingServiceSID)
	require.NoError(t, err)
	assert.False(t, service.USAppToPersonRegistered)
}
