// After a create of unknown outcome: the description of calls for Reconcile.

package twilio

import (
	"context"
	"net/url"
)

// Reconcile is [Messages.Reconcile] for calls. A call echoes neither URL
// nor TwiML, so that two to the same party in the time in question are ambiguous,
// and one that another process made at that moment cannot be told apart.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (s *Calls) Reconcile(ctx context.Context, params CallCreateParams, unknown *OutcomeUnknownError, opts ...CallOption) (*Call, error) {
	return Reconcile(ctx, s.c, unknown, Reconciler[Call]{
		Create:  callCreate.With(&params),
		Get:     func(sid string) BoundOperation { return callGet.On(sid) },
		List:    func(sent url.Values) BoundOperation { return listFor(&callList, canonicalAddress(sent.Get("To"))) },
		Check:   checkParties,
		Compare: compareCall,
	}, opts...)
}

// compareCall compares the fields that a call echoes, which are neither the URL nor the
// TwiML.
func compareCall(sent url.Values, found *Call, c *Comparison) {
	compareDirection(c, string(found.Direction), string(CallDirectionOutboundAPI), string(CallDirectionInbound), string(CallDirectionOutboundDial),
		string(CallDirectionTrunkingOriginating), string(CallDirectionTrunkingTerminating), string(CallDirectionOutboundConversation))
	c.Address("to", found.To, sent.Get("To"))
	from := MatchAddress(found.From, sent.Get("From"))
	if callerID := sent.Get("CallerId"); callerID != "" && MatchAddress(found.From, callerID) != MatchNone {
		from = max(from, MatchPartial)
	}
	c.field("from", found.From, from)
}
