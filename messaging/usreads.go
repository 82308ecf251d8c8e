package messaging

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// The reads of [Client.CheckUSSender] that are about numbers. They read the few properties
// that the check needs, and of other hosts than Messaging's as well.
var (
	usNumbers = twilio.Operation{
		Name: usCheckName, Method: http.MethodGet, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json", Items: "incoming_phone_numbers",
	}
	usShortCodes = twilio.Operation{
		Name: usCheckName, Method: http.MethodGet, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/SMS/ShortCodes.json", Items: "short_codes",
	}
	usServices          = twilio.Operation{Name: usCheckName, Method: http.MethodGet, Host: host, Path: usServicesPath, Items: "services"}
	usServiceNumber     = twilio.Operation{Name: usCheckName, Method: http.MethodGet, Host: host, Path: usServicePath + "/PhoneNumbers/{Sid:PN}"}
	usServiceNumbers    = twilio.Operation{Name: usCheckName, Method: http.MethodGet, Host: host, Path: usServicePath + "/PhoneNumbers", Items: "phone_numbers"}
	usServiceShortCodes = twilio.Operation{Name: usCheckName, Method: http.MethodGet, Host: host, Path: usServicePath + "/ShortCodes", Items: "short_codes"}
)

const (
	usCheckName    = "messaging.CheckUSSender"
	usServicesPath = "/v1/Services"
	usServicePath  = usServicesPath + "/{ServiceSid:MG}"
)

// usSenderRecord is a sender, in whichever list it stands.
type usSenderRecord struct {
	SID         string `json:"sid"`
	PhoneNumber string `json:"phone_number"`
	ShortCode   string `json:"short_code"`
	CountryCode string `json:"country_code"` // in a service only
}

// number is the number or the short code.
func (r *usSenderRecord) number() string { return r.PhoneNumber + r.ShortCode }

// usServiceRecord is a Messaging Service.
type usServiceRecord struct {
	SID         string `json:"sid"`
	HasCampaign bool   `json:"us_app_to_person_registered"`
}

// ownNumber finds the number in the account, nil if it has none of these digits.
func (u *usCheck) ownNumber(ctx context.Context) (*usSenderRecord, error) {
	list := usNumbers.With(url.Values{"PhoneNumber": {u.params.From}}) // which lists longer numbers as well
	for number, err := range twilio.InvokeAll[usSenderRecord](ctx, u.c, list, u.opts...) {
		if err != nil {
			return nil, err
		}
		if number.PhoneNumber == u.params.From {
			return number, nil
		}
	}
	return nil, nil //nolint:nilnil // there is no such number, and that is an answer
}

// ownShortCode finds the short code in its service, which knows its country, or else in
// the account; nil if it is in neither.
func (u *usCheck) ownShortCode(ctx context.Context) (*usSenderRecord, error) {
	if service := u.params.MessagingServiceSID; service != "" {
		if code, err := u.findShortCode(ctx, usServiceShortCodes.On(service)); code != nil || err != nil {
			return code, err
		}
	}
	return u.findShortCode(ctx, usShortCodes.With(url.Values{"ShortCode": {u.params.From}}))
}

func (u *usCheck) findShortCode(ctx context.Context, list twilio.BoundOperation) (*usSenderRecord, error) {
	for code, err := range twilio.InvokeAll[usSenderRecord](ctx, u.c, list, u.opts...) {
		if err != nil {
			return nil, err
		}
		if code.ShortCode == u.params.From {
			return code, nil
		}
	}
	return nil, nil //nolint:nilnil // there is no such short code, and that is an answer
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
func (u *usCheck) services(ctx context.Context) (services []*usServiceRecord, complete bool, err error) {
	const usual, page = 50, 1000
	most := u.params.MaxServices
	if most == 0 {
		most = usual
	}
	list := usServices.With(url.Values{"PageSize": {strconv.Itoa(page)}})
	for s, err := range twilio.InvokeAll[usServiceRecord](ctx, u.c, list, u.opts...) {
		if err != nil {
			return nil, false, err
		}
		services = append(services, s)
		if len(services) == page {
			break
		}
	}
	slices.SortStableFunc(services, func(a, b *usServiceRecord) int { return rank(a) - rank(b) })
	return services[:min(len(services), most)], len(services) <= most && len(services) < page, nil
}

func rank(s *usServiceRecord) int {
	if s.HasCampaign {
		return 0
	}
	return 1
}

// isIn says whether a number is a sender of a service.
func (u *usCheck) isIn(ctx context.Context, service, number string) (bool, error) {
	_, err := twilio.Invoke[usSenderRecord](ctx, u.c, usServiceNumber.On(service, number), u.opts...)
	if errors.Is(err, twilio.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// sendersOf returns the numbers and the short codes of a service. A service has 400 at
// most: https://www.twilio.com/docs/api/errors/21714
func (u *usCheck) sendersOf(ctx context.Context, service string) (senders []usSenderRecord, err error) {
	for _, op := range [...]twilio.Operation{usServiceNumbers, usServiceShortCodes} {
		list := op.On(service).With(url.Values{"PageSize": {"400"}})
		for sender, err := range twilio.InvokeAll[usSenderRecord](ctx, u.c, list, u.opts...) {
			if err != nil {
				return nil, err
			}
			senders = append(senders, *sender)
		}
	}
	return senders, nil
}

// check refuses senders of which Twilio knows none.
func (p *USSenderCheck) check() error {
	var problems []twilio.ParamProblem
	add := func(field, problem, remedy string) {
		problems = append(problems, twilio.ParamProblem{Field: field, Problem: problem, Remedy: remedy})
	}
	if p.From == "" && p.MessagingServiceSID == "" {
		add("From", "is empty, and so is MessagingServiceSID", "give one of the account's numbers, a Messaging Service, or both")
	}
	if problem := senderProblem(p.From); problem != "" {
		add("From", problem, "give one of the account's numbers in E.164, such as +14155551234, or its short code")
	}
	if p.MessagingServiceSID != "" && !isSID(p.MessagingServiceSID, "MG") {
		add("MessagingServiceSID", "is not the SID of a Messaging Service", "give an SID of 34 characters that begins with MG")
	}
	if p.MaxServices < 0 || p.MaxServices > mostServices {
		add("MaxServices", "is not within 0 to 999", "give the number of services to search; 0 is 50")
	}
	if problems == nil {
		return nil
	}
	return &twilio.ParamError{Op: usCheckName, Problems: problems}
}

const mostServices = 999

// senderProblem says why a text is neither a number in E.164 nor a short code.
func senderProblem(from string) string {
	const leastNumber, mostNumber, nanpNumber, leastCode, mostCode = 8, 15, 11, 3, 8 // digits
	digits, isNumber := strings.CutPrefix(from, "+")
	switch {
	case from == "":
		return ""
	case strings.Contains(from, ":"):
		return "is an address of a channel, for which these rules do not hold"
	case strings.Trim(digits, "0123456789") != "" || digits == "":
		return "has other characters than digits"
	case isNumber && (len(digits) < leastNumber || len(digits) > mostNumber || digits[0] == '0'):
		return "is not a number in E.164"
	case isNumber && digits[0] == '1' && len(digits) != nanpNumber:
		return "begins with +1 and does not have ten more digits"
	case !isNumber && (len(digits) < leastCode || len(digits) > mostCode):
		return "is neither a number in E.164 nor a short code"
	}
	return ""
}

// isSID says whether a text is an SID of a kind.
func isSID(s, kind string) bool {
	const size = 34
	return len(s) == size && strings.HasPrefix(s, kind) && strings.Trim(s[len(kind):], "0123456789abcdefABCDEF") == ""
}
