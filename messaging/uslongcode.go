package messaging

import (
	"context"
	"errors"

	"github.com/seed15d99369/twilio"
)

// longCode looks at a number that needs a campaign.
func (u *usCheck) longCode(ctx context.Context) error {
	service, complete, err := u.serviceOf(ctx, u.report.PhoneNumberSID)
	switch {
	case err != nil:
		return err
	case service != "":
		u.report.MessagingServiceSID = service
		u.untold(USNumberRegistration, u.params.From)
		return u.campaign(ctx, service)
	case u.params.MessagingServiceSID != "":
		u.block(USNotInService, u.params.From, nil)
	case complete:
		u.block(USNoService, u.params.From, nil)
	default:
		u.report.UnitedStates = USUnknown
		u.untold(USServicesNotSearched, u.params.From)
	}
	return nil
}

// campaign looks at the campaign of a service, and at the brand behind it.
func (u *usCheck) campaign(ctx context.Context, service string) error {
	u.untold(USContentAndReputation, "")
	page, err := u.Campaigns.List(ctx, service, CampaignListParams{}, u.opts...)
	if err != nil {
		return err
	}
	if len(page.Items) == 0 {
		return u.withoutCampaign(ctx)
	}
	campaign := page.Items[0]
	u.report.Campaign = campaign
	if err := u.brandOf(ctx, campaign); err != nil {
		return err
	}
	if campaign.Status != CampaignVerified || isSuspended(u.report.Brand) { // a verified campaign outlives a review of its brand
		u.judgeBrand(u.report.Brand)
	}
	u.judgeCampaign(campaign)
	return nil
}

// brandOf reads the brand of a campaign. One that is not found is another account's.
func (u *usCheck) brandOf(ctx context.Context, campaign *Campaign) error {
	brand, err := u.Brands.Get(ctx, campaign.BrandRegistrationSID, u.opts...)
	if errors.Is(err, twilio.ErrNotFound) {
		u.untold(USBrandOfOtherAccount, "")
		return nil
	}
	u.report.Brand = brand
	return err
}

// withoutCampaign says how far the account is from having a campaign.
func (u *usCheck) withoutCampaign(ctx context.Context) error {
	var best *Brand
	for brand, err := range u.Brands.All(ctx, BrandListParams{}, u.opts...) {
		if err != nil {
			return err
		}
		if best == nil || brand.isNearer(best) {
			best = brand
		}
		if brand.Status == BrandApproved {
			break
		}
	}
	if u.report.Brand = best; best == nil {
		u.block(USNoBrand, "", nil)
	}
	u.judgeBrand(best)
	u.block(USNoCampaign, "", nil)
	return nil
}

func isSuspended(brand *Brand) bool { return brand != nil && brand.Status == BrandSuspended }

// isNearer reports that a brand is nearer to a campaign than another one: an approved brand
// is nearer than one whose review goes on, and that one is nearer than a brand that failed.
func (b *Brand) isNearer(other *Brand) bool {
	return b.Status == BrandApproved || other.Status.Final() && other.Status != BrandApproved && !b.Status.Final()
}

func (u *usCheck) judgeBrand(brand *Brand) {
	if brand == nil {
		return
	}
	switch brand.Status {
	case BrandApproved, BrandDeletionPending, BrandDeletionFailed:
	case BrandPending, BrandInReview:
		u.block(USBrandPending, "", nil)
	case BrandFailed:
		u.block(USBrandFailed, "", brand.Err())
	case BrandSuspended:
		u.block(USBrandSuspended, "", brand.Err())
	default:
		u.doubt()
	}
}

func (u *usCheck) judgeCampaign(campaign *Campaign) {
	switch campaign.Status {
	case CampaignVerified:
	case CampaignPending, CampaignInProgress:
		u.block(USCampaignPending, "", nil)
	case CampaignFailed:
		u.block(USCampaignFailed, "", campaign.Err())
	case CampaignSuspended:
		u.block(USCampaignSuspended, "", campaign.Err())
	default:
		u.doubt()
	}
	if campaign.Mock {
		u.block(USMock, "", nil)
	}
}

// doubt notes a status that Twilio had not published.
func (u *usCheck) doubt() {
	u.untold(USStatusNotKnown, "")
	if u.report.UnitedStates == "" {
		u.report.UnitedStates = USUnknown
	}
}
