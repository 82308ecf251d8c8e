package messaging

import (
	"context"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
)

// USSenderCheck names the sender that [Client.CheckUSSender] looks at: a number, a
// Messaging Service, or a number as a sender of a service.
type USSenderCheck struct {
	From                string // one of the account's numbers in E.164, or its short code; "" for all senders of the service
	MessagingServiceSID string // "" has the account's services searched for the number
	MaxServices         int    // how many services are searched; 0 is 50
}

// USSender is the answer of [Client.CheckUSSender].
type USSender struct {
	UnitedStates USDecision // whether messages to the United States arrive
	Canada       USDecision // whether messages to Canada arrive: only toll-free numbers are registered for it

	Kind                 SenderKind
	PhoneNumberSID       string                // PN…, "" for a short code and for a service
	MessagingServiceSID  string                // of which the number is a sender, "" when none was found
	Campaign             *Campaign             // of that service, nil for none
	Brand                *Brand                // of that campaign, nil when it was not read
	TollFreeVerification *TollFreeVerification // of the number: the approved one, or else the first of Twilio's list; nil for none

	// Reasons is why UnitedStates is USBlocked, in the order in which to remove them.
	Reasons []USReason

	// Untold is what Twilio's API does not tell. It is why a decision is USUnknown, and a
	// message of a sender that is allowed can still fail for it.
	Untold []USReason
}

// Err returns nil unless messages to the United States are blocked. Otherwise it
// matches the code with which Twilio refuses them:
// errors.Is(err, twilio.CodeUnregisteredSender).
func (u *USSender) Err() error {
	if code := u.Code(); code != 0 {
		return code
	}
	return nil
}

// Code returns the code with which messages to the United States end, 0 unless they are
// blocked.
func (u *USSender) Code() twilio.ErrorCode {
	if u.UnitedStates != USBlocked || len(u.Reasons) == 0 {
		return 0
	}
	return u.Reasons[0].Code
}

// USDecision says whether messages of a sender arrive in a country, as far as its
// registration goes.
type USDecision string

// The decisions.
const (
	USAllowed USDecision = "allowed"
	USBlocked USDecision = "blocked"
	USUnknown USDecision = "unknown" // Twilio's API does not tell
)

// SenderKind is what a sender is, which decides how it is registered.
type SenderKind string

// The kinds of senders.
const (
	SenderLongCode  SenderKind = "long code" // +1 and an area code: needs a campaign
	SenderTollFree  SenderKind = "toll-free" // +1 800, 833, 844, 855, 866, 877 or 888: needs a verification
	SenderShortCode SenderKind = "short code"
	SenderForeign   SenderKind = "foreign number" // another country's
	SenderService   SenderKind = "service"        // a Messaging Service, with all of its numbers
)

// USReason is one reason for a decision.
type USReason struct {
	Problem USProblem
	Sender  string           // the number that has the problem; "" for the whole service
	Code    twilio.ErrorCode // with which Twilio refuses messages for it; 0 if it is not known
	Advice  string           // a sentence or two to an engineer
	Err     error            // a *[ReviewError] with the reviewers' reasons, nil for none
}

// CheckUSSender finds out whether messages of a sender to the United States, and to
// Canada, are let through by the rules of registration: A2P 10DLC for long codes, the
// toll-free verification for toll-free numbers. It sends no message and changes nothing.
//
// It reads the number, its Messaging Service, the campaign of the service, the brand of
// the campaign, and the verification of a toll-free number. Twilio has no list of the
// services of a number, so that the services are searched: those with a campaign first.
// The requests are
//
//   - for a toll-free number: 2, and none for services;
//   - for a long code with MessagingServiceSID: 4;
//   - for a long code alone: 4, and one for each service that is searched;
//   - for a service alone: 4, and one for each of its toll-free numbers;
//   - for a short code: 1 or 2.
//
// Twilio's API tells neither whether a number's own registration with its campaign is
// complete nor whether carriers block the content: see Untold.
//
// Twilio docs: https://www.twilio.com/docs/messaging/compliance
func (c *Client) CheckUSSender(ctx context.Context, params USSenderCheck, opts ...twilio.CallOption) (*USSender, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	u := &usCheck{Client: c, params: params, opts: opts, report: &USSender{MessagingServiceSID: params.MessagingServiceSID}}
	if err := u.run(ctx); err != nil {
		return nil, err
	}
	u.report.decide()
	return u.report, nil
}

// usCheck is one run of CheckUSSender.
type usCheck struct {
	*Client

	params USSenderCheck
	opts   []twilio.CallOption
	report *USSender
}

func (u *usCheck) run(ctx context.Context) error {
	u.report.Kind = kindOf(u.params.From)
	switch u.report.Kind {
	case SenderService:
		return u.service(ctx)
	case SenderShortCode:
		return u.shortCode(ctx)
	case SenderForeign:
		u.foreign(u.params.From)
		return nil
	}
	number, err := u.ownNumber(ctx)
	switch {
	case err != nil:
		return err
	case number.SID == "":
		u.block(USNotOwned, u.params.From, nil)
		u.report.Canada = USBlocked
		return nil
	}
	u.report.PhoneNumberSID = number.SID
	if u.report.Kind == SenderTollFree {
		return u.tollFree(ctx, number.SID, number.PhoneNumber)
	}
	return u.longCode(ctx)
}

// kindOf tells the kind of a sender by its digits.
// https://www.twilio.com/docs/messaging/api/tollfree-verification-resource
func kindOf(from string) SenderKind {
	switch {
	case from == "":
		return SenderService
	case !strings.HasPrefix(from, "+"):
		return SenderShortCode
	case !strings.HasPrefix(from, "+1"):
		return SenderForeign
	}
	for _, code := range [...]string{"800", "833", "844", "855", "866", "877", "888"} {
		if strings.HasPrefix(from, "+1"+code) {
			return SenderTollFree
		}
	}
	return SenderLongCode
}

// block notes a reason for which messages do not arrive. The first one decides the code.
func (u *usCheck) block(problem USProblem, sender string, cause error) {
	u.report.UnitedStates = USBlocked
	u.report.Reasons = append(u.report.Reasons, USReason{Problem: problem, Sender: sender, Code: problem.code(), Advice: problem.advice(), Err: cause})
}

// untold notes what nobody can read, once for each sender.
func (u *usCheck) untold(problem USProblem, sender string) {
	if slices.ContainsFunc(u.report.Untold, func(known USReason) bool { return known.Problem == problem && known.Sender == sender }) {
		return
	}
	u.report.Untold = append(u.report.Untold, USReason{Problem: problem, Sender: sender, Code: problem.code(), Advice: problem.advice()})
}

// foreign notes a number of another country, for which there are no such rules.
func (u *usCheck) foreign(number string) {
	u.untold(USForeignNumber, number)
	for _, decision := range [...]*USDecision{&u.report.UnitedStates, &u.report.Canada} {
		if *decision == "" {
			*decision = USUnknown
		}
	}
}

// decide fills in the decisions that no reason has made.
func (u *USSender) decide() {
	for _, decision := range [...]*USDecision{&u.UnitedStates, &u.Canada} {
		if *decision == "" {
			*decision = USAllowed
		}
	}
}
