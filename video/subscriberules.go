package video

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// SubscribeRuleSet is the rules of one participant: which tracks the participant
// receives. Without rules of its own a participant receives all tracks of the others.
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions
type SubscribeRuleSet struct {
	ParticipantSID string          `json:"participant_sid"`
	RoomSID        string          `json:"room_sid"`
	Rules          []SubscribeRule `json:"rules"`
	DateCreated    twilio.Time     `json:"date_created"`
	DateUpdated    twilio.Time     `json:"date_updated"`
}

// SubscribeRules shows and sets the rules of participants.
type SubscribeRules struct{ c *twilio.Client }

const subscribeRulesPath = participantPath + "/SubscribeRules"

var (
	subscribeRulesGet = twilio.Operation{Name: "video.SubscribeRules.Get", Method: http.MethodGet, Host: host, Path: subscribeRulesPath}

	// An update converges: the new rules take the place of the old ones.
	subscribeRulesUpdate = twilio.Operation{
		Name: "video.SubscribeRules.Update", Method: http.MethodPost, Host: host, Path: subscribeRulesPath, Class: twilio.ClassIdempotent,
	}
)

// Get returns the rules of a participant. The room is named by its SID or its name, and
// the participant by its SID or its identity.
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions#sr-get
func (s *SubscribeRules) Get(ctx context.Context, room, participant string, opts ...twilio.CallOption) (*SubscribeRuleSet, error) {
	return twilio.Invoke[SubscribeRuleSet](ctx, s.c, subscribeRulesGet.On(room, participant), opts...)
}

// SubscribeRulesUpdateParams is the new rules of a participant.
type SubscribeRulesUpdateParams struct {
	Rules []SubscribeRule `form:"Rules,json" check:"required"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses rules that name no tracks.
func (p *SubscribeRulesUpdateParams) Validate(problems *twilio.Problems) {
	checkRules(problems, "Rules", p.Rules)
}

// Update gives a participant new rules in place of the old ones. They hold at once, for
// tracks that are published already, too. It is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions#sr-post
func (s *SubscribeRules) Update(ctx context.Context, room, participant string, params SubscribeRulesUpdateParams, opts ...twilio.CallOption) (*SubscribeRuleSet, error) {
	return twilio.Invoke[SubscribeRuleSet](ctx, s.c, subscribeRulesUpdate.On(room, participant).With(&params), opts...)
}
