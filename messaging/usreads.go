package messaging

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/seed15d99369/twilio"
)

// usNumbers finds a number of the account, of which the check needs the SID alone. Package
// numbers has the whole resource.
var usNumbers = twilio.Operation{
	Name: usCheckName, Method: http.MethodGet, Host: apiHost, Path: "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json", Items: "incoming_phone_numbers",
}

const usCheckName = "messaging.CheckUSSender"

// ownedNumber is a number of the account.
type ownedNumber struct {
	SID         string `json:"sid"`
	PhoneNumber string `json:"phone_number"`
}

// ownNumber finds the number in the account; its SID is "" if the account has none of
// these digits.
func (u *usCheck) ownNumber(ctx context.Context) (*ownedNumber, error) {
	list := usNumbers.With(url.Values{"PhoneNumber": {u.params.From}}) // which lists longer numbers as well
	return firstOf(twilio.InvokeAll[ownedNumber](ctx, u.c, list, u.opts...), func(n *ownedNumber) bool { return n.PhoneNumber == u.params.From })
}

// ownShortCode finds the short code in its service, which knows its country, or else in
// the account.
func (u *usCheck) ownShortCode(ctx context.Context) (owned bool, country string, err error) {
	if service := u.params.MessagingServiceSID; service != "" {
		all := u.ShortCodes.All(ctx, service, ShortCodeListParams{}, u.opts...)
		code, err := firstOf(all, func(c *ShortCode) bool { return c.ShortCode == u.params.From })
		if err != nil || code.SID != "" {
			return err == nil, countryOf(code), err
		}
	}
	all := u.AccountShortCodes.All(ctx, AccountShortCodeListParams{ShortCode: u.params.From}, u.opts...)
	code, err := firstOf(all, func(c *AccountShortCode) bool { return c.ShortCode == u.params.From })
	return err == nil && code.SID != "", "", err
}

func countryOf(code *ShortCode) string {
	if code == nil {
		return ""
	}
	return code.CountryCode
}

// serviceOf returns the Messaging Service of a number, "" if there is none among those
// that were searched. It is complete if these were all.
func (u *usCheck) serviceOf(ctx context.Context, number string) (service string, complete bool, err error) {
	if service = u.params.MessagingServiceSID; service != "" {
		isIn, err := u.isIn(ctx, service, number)
		if !isIn {
			service = ""
		}
		return service, true, err
	}
	services, complete, err := u.services(ctx)
	if err != nil {
		return "", false, err
	}
	for _, s := range services {
		if isIn, err := u.isIn(ctx, s.SID, number); isIn || err != nil {
			return s.SID, true, err
		}
	}
	return "", complete, nil
}

// services returns those of the account that are searched, the ones with a campaign
// first.
func (u *usCheck) services(ctx context.Context) (services []*Service, complete bool, err error) {
	const usual, page = 50, 1000
	most := u.params.MaxServices
	if most == 0 {
		most = usual
	}
	first, err := u.Services.List(ctx, ServiceListParams{PageSize: page}, u.opts...)
	if err != nil {
		return nil, false, err
	}
	services = first.Items
	slices.SortStableFunc(services, func(a, b *Service) int { return rank(a) - rank(b) })
	return services[:min(len(services), most)], len(services) <= most && !first.HasNext(), nil
}

func rank(s *Service) int {
	if s.USAppToPersonRegistered {
		return 0
	}
	return 1
}

// isIn says whether a number is a sender of a service.
func (u *usCheck) isIn(ctx context.Context, service, number string) (bool, error) {
	_, err := u.PhoneNumbers.Get(ctx, service, number, u.opts...)
	if errors.Is(err, twilio.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// sendersOf returns the numbers of a service, and how many short codes it has. A service
// has 400 senders at most: https://www.twilio.com/docs/api/errors/21714
func (u *usCheck) sendersOf(ctx context.Context, service string) (numbers []*PhoneNumber, shortCodes int, err error) {
	const most = 400
	pool, err := u.PhoneNumbers.List(ctx, service, PhoneNumberListParams{PageSize: most}, u.opts...)
	if err != nil {
		return nil, 0, err
	}
	codes, err := u.ShortCodes.List(ctx, service, ShortCodeListParams{PageSize: most}, u.opts...)
	if err != nil {
		return nil, 0, err
	}
	return pool.Items, len(codes.Items), nil
}
