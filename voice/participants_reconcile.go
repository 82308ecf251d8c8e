package voice

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio"
)

// The call of a participant is looked for in the list of calls. Package twilio has the
// same operations for callers, under names of its own.
var (
	participantCallGet  = twilio.Operation{Name: "voice.Participants.Reconcile", Method: http.MethodGet, Host: hostAPI, Path: accountPrefix + "/Calls/{Sid:CA}.json"}
	participantCallList = twilio.Operation{Name: "voice.Participants.Reconcile", Method: http.MethodGet, Host: hostAPI, Path: accountPrefix + "/Calls.json", Items: "calls"}
)

// Reconcile finds out what became of a [Participants.Create] that ended in an
// *[twilio.OutcomeUnknownError]. It looks for the call in the list of calls, by To, From
// and the time, for two minutes or as long as [twilio.Horizon] says, and then for the
// participant in the conference. It never calls.
//
// It returns the participant when the call was made after all, [twilio.ErrNotSeen] when
// the list was read whole and does not have it, and *[twilio.AmbiguousError] when it
// cannot tell: two calls fit, or one that goes on and is not in the conference. Every
// other error says nothing of the create, which stays unknown. Of a call that is over by
// then Twilio shows no participant any more: the result has the SID of the call, and its
// Status is complete or failed.
//
// A call between the same parties that another process made at that moment, and that is
// over, cannot be told apart.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (s *Participants) Reconcile(ctx context.Context, conferenceSID string, params ParticipantCreateParams, unknown *twilio.OutcomeUnknownError, opts ...twilio.CallOption) (*Participant, error) {
	call, err := twilio.Reconcile(ctx, s.c, unknown, twilio.Reconciler[twilio.Call]{
		Create: participantCreate.On(conferenceSID).With(&params),
		Get:    func(sid string) twilio.BoundOperation { return participantCallGet.On(sid) },
		List: func(url.Values) twilio.BoundOperation {
			return participantCallList.With(twilio.CallListParams{PageSize: 1000})
		},
		Compare: compareCall,
		Check:   checkParties,
	}, opts...)
	if err != nil {
		return nil, err
	}
	if unknown.AccountSID != "" {
		opts = append(opts[:len(opts):len(opts)], twilio.OnAccount(unknown.AccountSID))
	}
	return s.ofCall(ctx, conferenceSID, params.Label, call, opts)
}

// NewRecord makes a record of a participant who is about to be called, to be written down
// before [Participants.Create] gets it by [twilio.WithRecord]. See
// [twilio.Calls.NewRecord], which does this for calls.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/conference-participant-resource
func (s *Participants) NewRecord(ctx context.Context, conferenceSID string, params ParticipantCreateParams, opts ...twilio.CallOption) (*twilio.CreateRecord, error) {
	return twilio.NewRecord(ctx, s.c, participantCreate.On(conferenceSID).With(&params), opts...)
}

// checkParties refuses parameters by which every call would be alike.
func checkParties(sent url.Values, problems *twilio.Problems) {
	for _, name := range [...]string{"To", "From"} {
		if strings.TrimSpace(sent.Get(name)) == "" {
			problems.Add(name, "is empty", "pass the parameters of the create")
		}
	}
}

// compareCall compares the fields that a call shows of a participant. Twilio's page does
// not say which direction such a call has, so that only those that other kinds of calls
// have are ruled out.
func compareCall(sent url.Values, found *twilio.Call, c *twilio.Comparison) {
	switch found.Direction {
	case twilio.CallDirectionInbound, twilio.CallDirectionTrunkingOriginating, twilio.CallDirectionTrunkingTerminating:
		c.AtMost(twilio.MatchNone)
	case twilio.CallDirectionOutboundDial, twilio.CallDirectionOutboundConversation:
		c.AtMost(twilio.MatchPartial)
	}
	c.Address("to", withoutParameters(found.To), withoutParameters(sent.Get("To")))
	from := sent.Get("From")
	if callerID := sent.Get("CallerId"); callerID != "" && twilio.MatchAddress(found.From, from) == twilio.MatchNone {
		from = callerID
		c.AtMost(twilio.MatchPartial)
	}
	c.Address("from", found.From, from)
}

// withoutParameters leaves out the parameters of a client or an application, which stand
// behind a question mark: "client:ada?queue=support".
func withoutParameters(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}

// ofCall returns the participant that has a call.
func (s *Participants) ofCall(ctx context.Context, conferenceSID, label string, call *twilio.Call, opts []twilio.CallOption) (*Participant, error) {
	conferences, err := s.conferencesOf(ctx, conferenceSID, opts)
	if err != nil {
		return nil, err
	}
	for _, sid := range conferences {
		found, err := s.Get(ctx, sid, call.SID, opts...)
		if err == nil || !errors.Is(err, twilio.ErrNotFound) {
			return found, err
		}
	}
	if !call.Status.Final() {
		return nil, &twilio.AmbiguousError{Op: participantCreate.ReconciledBy, Candidates: []string{call.SID}}
	}
	over := &Participant{
		AccountSID: call.AccountSID, CallSID: call.SID, Label: label, Status: ParticipantStatusComplete,
		DateCreated: call.DateCreated, DateUpdated: call.DateUpdated,
	}
	if isSID(conferenceSID, "CF") {
		over.ConferenceSID = conferenceSID
	}
	if call.Status != twilio.CallStatusCompleted {
		over.Status = ParticipantStatusFailed
	}
	return over, nil
}

// conferencesOf returns the SIDs of the conferences that a create can have named and that
// are not over.
func (s *Participants) conferencesOf(ctx context.Context, name string, opts []twilio.CallOption) ([]string, error) {
	if isSID(name, "CF") {
		return []string{name}, nil
	}
	var sids []string
	for _, status := range [...]ConferenceStatus{ConferenceStatusInProgress, ConferenceStatusInit} {
		page, err := (&Conferences{s.c}).List(ctx, ConferenceListParams{FriendlyName: name, Status: status}, opts...)
		if err != nil {
			return nil, err
		}
		for _, conference := range page.Items {
			sids = append(sids, conference.SID)
		}
	}
	return sids, nil
}
