package verify

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Reconcile finds out what became of a [Verifications.Create] that ended in an
// *[twilio.OutcomeUnknownError]. It looks for the sending of the code in the list of
// attempts, for two minutes or as long as [twilio.Horizon] says. It never sends.
//
// It returns the verification when the code was sent after all, [twilio.ErrNotSeen] when
// the list was read whole and does not have it, and *[twilio.AmbiguousError] when it
// cannot tell. Every other error says nothing of the create, which stays unknown. Of a
// verification that is over by then Twilio shows the attempt alone: its Status is
// approved if the code was given back, and deleted otherwise.
//
// Another code that the same service sent to the same recipient at that moment cannot
// be told apart. It is the same code, as long as both belong to one verification. The
// list has no attempts of [ChannelSNA], which [ChannelAuto] may choose: those are a
// *[twilio.ParamError], and [Verifications.Get] with the recipient shows them.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/list-verification-attempts
func (s *Verifications) Reconcile(ctx context.Context, serviceSID string, params VerificationCreateParams, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*Verification, error) {
	attempt, err := twilio.Reconcile(ctx, s.c, unknown, twilio.Reconciler[Attempt]{
		Create: verificationCreate.On(serviceSID).With(&params),
		Get:    func(sid string) twilio.BoundOperation { return attemptGet.On(sid) },
		List: func(sent url.Values) twilio.BoundOperation {
			return attemptList.With(attemptsOf(serviceSID, sent.Get("To")))
		},
		Compare: func(sent url.Values, found *Attempt, c *twilio.Comparison) {
			compareAttempt(serviceSID, sent, found, c)
		},
		SIDs:  "VL",
		Check: checkIsListed,
	}, opts...)
	if err != nil {
		return nil, err
	}
	return s.ofAttempt(ctx, attempt, opts)
}

// NewRecord makes a record of a verification that is about to be started, to be written
// down before [Verifications.Create] gets it by [twilio.WithRecord]. See
// [twilio.Messages.NewRecord], which does this for messages.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/verification
func (s *Verifications) NewRecord(ctx context.Context, serviceSID string, params VerificationCreateParams, opts ...twilio.CallOption) (*twilio.CreateRecord, error) {
	return twilio.NewRecord(ctx, s.c, verificationCreate.On(serviceSID).With(&params), opts...)
}

// attemptsOf lists the attempts of a service to a number. Twilio may write an email
// address in other letters, so that the list is not narrowed by one.
func attemptsOf(serviceSID, to string) *AttemptListParams {
	const most = 1000
	params := &AttemptListParams{ServiceSID: serviceSID, PageSize: most}
	if !strings.Contains(to, "@") {
		params.To = to
	}
	return params
}

// checkIsListed refuses the channels whose attempts are not in the list.
func checkIsListed(sent url.Values, problems *twilio.Problems) {
	switch Channel(sent.Get("Channel")) {
	case ChannelSNA, ChannelAuto:
		problems.Add("Channel", "has attempts that Twilio does not list", "fetch the verification with Get by its recipient, and look at the times in SendCodeAttempts")
	}
}

func compareAttempt(serviceSID string, sent url.Values, found *Attempt, c *twilio.Comparison) {
	c.Text("service_sid", found.ServiceSID, serviceSID)
	c.Text("channel_data.to", strings.ToLower(found.ChannelData.To), strings.ToLower(sent.Get("To")))
	channel := Channel(sent.Get("Channel"))
	if channel == ChannelRCS {
		channel = ChannelRBM
	}
	c.Text("channel", string(found.Channel), string(channel))
}

// ofAttempt returns the verification of an attempt.
func (s *Verifications) ofAttempt(ctx context.Context, attempt *Attempt, opts []twilio.CallOption) (*Verification, error) {
	found, err := s.Get(ctx, attempt.ServiceSID, attempt.VerificationSID, opts...)
	if err == nil || !errors.Is(err, twilio.ErrNotFound) {
		return found, err
	}
	over := &Verification{
		SID: attempt.VerificationSID, ServiceSID: attempt.ServiceSID, AccountSID: attempt.AccountSID, To: attempt.ChannelData.To,
		Channel: attempt.Channel, Status: VerificationDeleted, DateUpdated: attempt.DateUpdated,
		SendCodeAttempts: []SendCodeAttempt{{AttemptSID: attempt.SID, Channel: attempt.Channel, Time: attempt.DateCreated}},
	}
	if attempt.ConversionStatus == Converted {
		over.Status, over.Valid = VerificationApproved, true
	}
	return over, nil
}
