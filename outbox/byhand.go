package outbox

import (
	"context"
	"fmt"

	"github.com/seed15d99369/twilio"
)

// A message is uncertain when it may have been sent and no search could tell. A person looks at
// the account's log, in the Console or by Messages.All, for a message to the same recipient at the
// same time, and then says what is true:
//
//   - it is there: SettleByHand;
//   - it is not there, and it is to be sent: ResendMaybeTwice;
//   - it is not there, and it is not needed any more: CloseByHand.

// ErrSIDTaken is the error of [Outbox.SettleByHand] when the SID belongs to another key.
var ErrSIDTaken error = errTaken

// ResendMaybeTwice lets an uncertain message be sent again. Its recipient gets it twice if it was
// sent before, and the outbox cannot tell: look first whether the account's log, in the Console or
// by Messages.All, has a message to that recipient since [Entry.CreatedAt]. If there is one, call
// [Outbox.SettleByHand] instead.
//
// The message gets one more attempt, and its GiveUpAfter holds no longer. The error is a
// *[StateError] when the message is not uncertain, and matches [ErrNoMessage] when there is none.
func (o *Outbox[TTx]) ResendMaybeTwice(ctx context.Context, key string) error {
	now := o.now()
	n := &news{event: resent, at: now, by: ByPerson, again: now, refund: true, reason: "a person lets it be sent again"}
	// This comes first: once the message is pending, the sweeper gives it up when its time is over.
	if _, err := o.driver.Pool().Exec(ctx, "UPDATE twilio_outbox SET give_up_after = NULL WHERE target = $1 AND account = $2 AND key = $3 AND state = 'uncertain'",
		o.config.Target, o.config.Account, key); err != nil {
		return fmt.Errorf("outbox: the message %q cannot be sent again: %w", key, err)
	}
	_, err := o.tellKey(ctx, key, n, "sent again")
	return err
}

// SettleByHand says that an uncertain message was sent, and that this is its SID. The outbox asks
// for its delivery from then on. If a search has given the SID to another message, that one becomes
// uncertain.
//
// The error is a *[twilio.ParamError] when the text is no SID of such a message, a *[StateError]
// when the message is not uncertain, and matches [ErrSIDTaken] when the SID surely belongs to
// another key and [ErrNoMessage] when there is no such message.
func (o *Outbox[TTx]) SettleByHand(ctx context.Context, key, sid string) error {
	e, err := o.store.entryWhere(ctx, o.driver.Pool(), "key = $3", key)
	if err != nil {
		return fmt.Errorf("outbox: message %q: %w", key, err)
	}
	if err := checkSID(e.Kind, sid); err != nil {
		return err
	}
	now := o.now()
	n := &news{event: foundByHand, at: now, by: ByPerson, sid: sid, fetchAt: o.firstFetch(e, now)}
	_, err = o.tellKey(ctx, key, n, "settled by hand")
	return err
}

// CloseByHand says that an uncertain message was not sent, or that it does not matter, and that it
// is not to be sent any more: it is given up. The error is a *[StateError] when the message is not
// uncertain, and matches [ErrNoMessage] when there is none.
func (o *Outbox[TTx]) CloseByHand(ctx context.Context, key string) error {
	n := &news{event: closed, at: o.now(), by: ByPerson, reason: "a person has closed it: it may have been sent"}
	_, err := o.tellKey(ctx, key, n, "closed by hand")
	return err
}

// tellKey applies what a person says to a message. It returns the message as it is then, nil when
// it could not be read, and a *StateError when the machine has no rule for it.
func (o *Outbox[TTx]) tellKey(ctx context.Context, key string, n *news, asked string) (*entry, error) {
	e, err := o.store.entryWhere(ctx, o.driver.Pool(), "key = $3", key)
	if err != nil {
		return nil, fmt.Errorf("outbox: message %q: %w", key, err)
	}
	after, changed, err := o.store.tell(ctx, e, n)
	switch {
	case err != nil:
		return nil, fmt.Errorf("outbox: the message %q cannot be %s: %w", key, asked, err)
	case !changed && after.State == Cancelled && n.event == cancelled:
		return after, nil
	case !changed:
		return after, &StateError{key, after.State, asked}
	}
	o.changed(ctx, after)
	return after, nil
}

// checkSID says what is wrong with the SID of a message.
func checkSID(kind Kind, sid string) error {
	prefixes, remedy := []string{"SM", "MM"}, "give SM or MM and 32 hexadecimal digits"
	switch kind {
	case KindCall:
		prefixes, remedy = []string{"CA"}, "give CA and 32 hexadecimal digits"
	case KindVerification:
		prefixes, remedy = []string{"VE"}, "give VE and 32 hexadecimal digits"
	}
	if isSID(sid, prefixes...) {
		return nil
	}
	var problems twilio.Problems
	problems.Add("SID", "is not the SID of a "+nounOf(kind), remedy)
	return problems.Err("Outbox.SettleByHand")
}

func nounOf(kind Kind) string {
	switch kind {
	case KindCall:
		return "call"
	case KindVerification:
		return "verification"
	}
	return "message"
}
