package numbers

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
)

// reconciliation settles the outcome of every purchase of one particular number.
const reconciliation = "numbers.Incoming.Reconcile"

var (
	// A particular number can be bought once, so that a purchase is repeated like an
	// idempotent operation, see purchase. It stays a create, because it costs money: when
	// no attempt had an answer, its outcome is unknown and not merely failed.
	incomingBuy = twilio.Operation{
		Name: "numbers.Incoming.Buy", Method: http.MethodPost, Host: hostAPI, Path: incomingPath, Mints: "PN", ReconciledBy: reconciliation,
	}
	// Twilio chooses the number, and another one for a second request: it is never repeated.
	incomingBuyInAreaCode = twilio.Operation{
		Name: "numbers.Incoming.BuyInAreaCode", Method: http.MethodPost, Host: hostAPI, Path: incomingPath, Mints: "PN",
	}
)

// BuyParams is one particular number and the settings that it begins with.
type BuyParams struct {
	PhoneNumber string   `form:"PhoneNumber" check:"e164"` // of an [AvailableNumber]
	Settings    Settings `form:",inline"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a purchase that can never succeed.
func (p *BuyParams) Validate(problems *twilio.Problems) {
	if p.PhoneNumber == "" && p.Extra.Get("PhoneNumber") == "" {
		problems.Add("PhoneNumber", "is empty", "give the number of an AvailableNumber, such as +14155550100, or use BuyInAreaCode")
	}
	p.Settings.validateNew(problems)
}

// Buy buys one particular number and sets its webhooks. It costs money, each month.
//
// A purchase converges, because a number cannot be bought twice: it is repeated after
// failures that may pass. When Twilio then refuses the number as taken, Buy looks whether
// an earlier attempt of its own has bought it, for up to 35 seconds. When no attempt had an
// answer, the error is a *[twilio.OutcomeUnknownError], which [IncomingNumbers.Reconcile]
// settles, or the option [twilio.Settle].
//
// A number that is taken, be it by the account itself, is [twilio.CodeNumberTaken]. A
// missing address is [twilio.CodeAddressMissing], a missing bundle
// [twilio.CodeBundleMissing].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) Buy(ctx context.Context, params BuyParams, opts ...twilio.CallOption) (*IncomingNumber, error) {
	return purchase{s.c, incomingBuy, params}.make(ctx, opts)
}

// Reconcile finds out whether a Buy was carried out that ended in an *[twilio.OutcomeUnknownError].
// It looks for the number among those of the account, for two minutes or as long as
// [twilio.Horizon] says. It never buys.
//
// It returns the number when it was bought after all. A number that the account had
// bought before the call is not the call's. Then, and when the list does not have the
// number, the error is [twilio.ErrNotSeen]. Every other error says nothing of the
// purchase, which stays unknown.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) Reconcile(ctx context.Context, params BuyParams, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*IncomingNumber, error) {
	return purchase{s.c, incomingBuy, params}.reconcile(ctx, unknown, opts...)
}

// NewRecord makes a record of a number that is about to be bought, to be written down
// before [IncomingNumbers.Buy] gets it by [twilio.WithRecord]. See
// [twilio.Messages.NewRecord], which does this for messages.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) NewRecord(ctx context.Context, params BuyParams, opts ...twilio.CallOption) (*twilio.CreateRecord, error) {
	return twilio.NewRecord(ctx, s.c, incomingBuy.With(&params), opts...)
}

// BuyInAreaCodeParams is an area code and the settings that the number begins with.
type BuyInAreaCodeParams struct {
	AreaCode int      `form:"AreaCode"` // three digits, in the US and Canada
	Settings Settings `form:",inline"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a purchase that can never succeed.
func (p *BuyInAreaCodeParams) Validate(problems *twilio.Problems) {
	code := p.AreaCode
	if code == 0 {
		code, _ = strconv.Atoi(p.Extra.Get("AreaCode"))
	}
	if !isAreaCode(code) {
		problems.Add("AreaCode", "is no area code", areaCodeRemedy)
	}
	p.Settings.validateNew(problems)
}

// BuyInAreaCode buys a number of an area code, which Twilio chooses. It costs money, each
// month. An area code without numbers is [twilio.CodeAreaCodeWithoutNumbers].
//
// A second request would buy a second number, so that it is not repeated when nobody can
// say whether the first was carried out. The error is then a
// *[twilio.OutcomeUnknownError]: look with [IncomingNumbers.All] for a number of that area
// code whose DateCreated is not before the error's Started, before you buy another one.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingNumbers) BuyInAreaCode(ctx context.Context, params BuyInAreaCodeParams, opts ...twilio.CallOption) (*IncomingNumber, error) {
	return twilio.Invoke[IncomingNumber](ctx, s.c, incomingBuyInAreaCode.With(&params), opts...)
}

// IncomingKind manages the numbers of one kind that the account owns.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type IncomingKind struct {
	c         *twilio.Client
	buy, list twilio.Operation
}

// incomingKind makes the operations of a kind, whose name is that in Twilio's path.
func incomingKind(c *twilio.Client, kind string) *IncomingKind {
	buy, list := incomingBuy, incomingList
	buy.Name, list.Name = "numbers.Incoming."+kind+".Buy", "numbers.Incoming."+kind+".List"
	buy.Path = accountPath + "/IncomingPhoneNumbers/" + kind + ".json"
	list.Path = buy.Path
	return &IncomingKind{c, buy, list}
}

// Buy is [IncomingNumbers.Buy] for a number of this kind: one of another kind is refused
// with code 21458. [IncomingNumbers.Reconcile] settles its outcome when that is unknown. It
// takes no record.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingKind) Buy(ctx context.Context, params BuyParams, opts ...twilio.CallOption) (*IncomingNumber, error) {
	return purchase{s.c, s.buy, params}.make(ctx, opts)
}

// List returns the first page of the numbers of this kind that the account owns, or the
// one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingKind) List(ctx context.Context, params IncomingListParams, opts ...twilio.CallOption) (*twilio.Page[IncomingNumber], error) {
	return twilio.InvokePage[IncomingNumber](ctx, s.c, s.list.With(&params), opts...)
}

// All ranges over the numbers of this kind that the account owns, page by page as the
// loop gets to them. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
func (s *IncomingKind) All(ctx context.Context, params IncomingListParams, opts ...twilio.CallOption) iter.Seq2[*IncomingNumber, error] {
	return twilio.InvokeAll[IncomingNumber](ctx, s.c, s.list.With(&params), opts...)
}

// purchase is the purchase of one particular number.
type purchase struct {
	c      *twilio.Client
	op     twilio.Operation
	params BuyParams
}

// lookFor is how long a purchase whose number is taken looks whether it has bought the
// number itself: as long as Twilio may still work on an attempt, and a little more.
const lookFor = 35 * time.Second

// make buys the number. An attempt that is refused because the number is taken, after
// another one whose outcome is unknown, leaves the question who has bought it.
func (p purchase) make(ctx context.Context, opts []twilio.CallOption) (*IncomingNumber, error) {
	var settled *twilio.OutcomeUnknownError // the outcome that the option Settle has looked into
	settle := func(ctx context.Context, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*IncomingNumber, error) {
		settled = unknown
		return p.reconcile(ctx, unknown, opts...)
	}
	bought, err := twilio.InvokeSettled(ctx, p.c, p.op.With(&p.params), settle, append(slices.Clip(opts), twilio.Idempotent())...)
	if settled != nil && errors.Is(settled, twilio.CodeNumberTaken) && errors.Is(err, twilio.ErrNotSeen) {
		return nil, refusal(settled)
	}
	unknown, unsettled := err.(*twilio.OutcomeUnknownError) //nolint:errorlint // an outcome that Settle has settled is wrapped, and stays as it is
	if !unsettled || !errors.Is(unknown, twilio.CodeNumberTaken) {
		return bought, err
	}
	bought, lookErr := p.reconcile(ctx, unknown, twilio.Horizon(lookFor))
	switch {
	case lookErr == nil:
		return bought, nil
	case errors.Is(lookErr, twilio.ErrNotSeen):
		return nil, refusal(unknown)
	}
	return nil, err
}

// refusal is Twilio's answer by itself, once it is certain that it is the outcome.
func refusal(unknown *twilio.OutcomeUnknownError) error {
	var e *twilio.Error
	if !errors.As(unknown.Err, &e) {
		return unknown
	}
	return &twilio.Error{
		Op: e.Op, Status: e.Status, Code: e.Code, Message: e.Message, MoreInfo: e.MoreInfo, Details: e.Details, RequestID: e.RequestID, Body: e.Body,
	}
}

// reconcile looks for the number among those of the account. Twilio writes numbers in
// E.164, so that the list can be narrowed to it.
func (p purchase) reconcile(ctx context.Context, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*IncomingNumber, error) {
	return twilio.Reconcile(ctx, p.c, unknown, twilio.Reconciler[IncomingNumber]{
		Create: p.op.With(&p.params),
		Get:    func(sid string) twilio.BoundOperation { return incomingGet.On(sid) },
		List: func(sent url.Values) twilio.BoundOperation {
			return incomingList.With(&IncomingListParams{PhoneNumber: sent.Get("PhoneNumber")})
		},
		Compare: func(sent url.Values, found *IncomingNumber, c *twilio.Comparison) {
			c.Text("phone_number", found.PhoneNumber, sent.Get("PhoneNumber"))
		},
	}, opts...)
}
