package messaging

import (
	"context"
	"strings"
)

// tollFree looks at the verification of a toll-free number, which counts for Canada too.
func (u *usCheck) tollFree(ctx context.Context, sid, number string) error {
	var found *TollFreeVerification
	params := TollFreeVerificationListParams{TollFreePhoneNumberSID: sid}
	for verification, err := range u.TollFreeVerifications.All(ctx, params, u.opts...) {
		if err != nil {
			return err
		}
		if found == nil || verification.Status == TollFreeApproved {
			found = verification
		}
		if found.Status == TollFreeApproved {
			break
		}
	}
	u.report.TollFreeVerification = found
	u.untold(USContentAndReputation, "")
	if decision := u.judgeTollFree(found, number); decision != USAllowed {
		u.report.Canada = decision
	}
	return nil
}

// judgeTollFree returns the decision, which holds for both countries.
func (u *usCheck) judgeTollFree(verification *TollFreeVerification, number string) USDecision {
	problem, cause := USTollFreeUnverified, error(nil)
	if verification != nil {
		cause = verification.Err()
		switch verification.Status {
		case TollFreeApproved:
			return USAllowed
		case TollFreePendingReview, TollFreeInReview:
			problem = USTollFreePending
		case TollFreeRejected:
			problem = USTollFreeRejected
		default:
			u.doubt()
			return USUnknown
		}
	}
	u.block(problem, number, cause)
	return USBlocked
}

// shortCode looks at a short code, which needs no campaign and reaches its own country.
// Only a Messaging Service tells the country.
func (u *usCheck) shortCode(ctx context.Context) error {
	owned, country, err := u.ownShortCode(ctx)
	switch {
	case err != nil:
		return err
	case !owned:
		u.block(USNotOwned, u.params.From, nil)
		u.report.Canada = USBlocked
	default:
		u.judgeShortCode(country)
	}
	return nil
}

func (u *usCheck) judgeShortCode(country string) {
	u.untold(USShortCodeCountry, u.params.From)
	switch strings.ToUpper(country) {
	case "":
		u.report.UnitedStates, u.report.Canada = USUnknown, USUnknown
	case "US":
		u.report.Canada = USBlocked
	case "CA":
		u.block(USShortCodeAbroad, u.params.From, nil)
	default:
		u.block(USShortCodeAbroad, u.params.From, nil)
		u.report.Canada = USBlocked
	}
}

// service looks at every sender from which a Messaging Service may choose.
func (u *usCheck) service(ctx context.Context) error {
	numbers, shortCodes, err := u.sendersOf(ctx, u.params.MessagingServiceSID)
	if err != nil {
		return err
	}
	if len(numbers)+shortCodes == 0 {
		u.block(USNoSenders, "", nil)
		u.report.Canada = USBlocked
		return nil
	}
	var longCodes int
	for _, number := range numbers {
		switch kindOf(number.PhoneNumber) {
		case SenderLongCode:
			longCodes++
		case SenderTollFree:
			if err := u.tollFree(ctx, number.SID, number.PhoneNumber); err != nil {
				return err
			}
		case SenderForeign:
			u.foreign(number.PhoneNumber)
		}
	}
	if longCodes == 0 {
		return nil
	}
	u.untold(USNumberRegistration, "")
	return u.campaign(ctx, u.params.MessagingServiceSID)
}
