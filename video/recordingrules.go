package video

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// RecordingRuleSet is the rules of one room: which of its tracks are recorded.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recording-rules
type RecordingRuleSet struct {
	RoomSID     string          `json:"room_sid"`
	Rules       []RecordingRule `json:"rules"`
	DateCreated twilio.Time     `json:"date_created"`
	DateUpdated twilio.Time     `json:"date_updated"`
}

// RecordingRules shows and sets which tracks of a room are recorded.
type RecordingRules struct{ c *twilio.Client }

const recordingRulesPath = inRoomPath + "/RecordingRules"

var (
	recordingRulesGet = twilio.Operation{Name: "video.RecordingRules.Get", Method: http.MethodGet, Host: host, Path: recordingRulesPath}

	// An update converges: the new rules take the place of the old ones, and a track that
	// is being recorded goes on as it is.
	recordingRulesUpdate = twilio.Operation{
		Name: "video.RecordingRules.Update", Method: http.MethodPost, Host: host, Path: recordingRulesPath, Class: twilio.ClassIdempotent,
	}
)

// Get returns the rules of a room, which is named by its SID or its name.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recording-rules#rr-get
func (s *RecordingRules) Get(ctx context.Context, room string, opts ...twilio.CallOption) (*RecordingRuleSet, error) {
	return twilio.Invoke[RecordingRuleSet](ctx, s.c, recordingRulesGet.On(room), opts...)
}

// RecordingRulesUpdateParams is the new rules of a room.
type RecordingRulesUpdateParams struct {
	Rules []RecordingRule `form:"Rules,json" check:"required"`

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses rules that name no tracks.
func (p *RecordingRulesUpdateParams) Validate(problems *twilio.Problems) {
	checkRules(problems, "Rules", p.Rules)
}

// Update gives a room new rules in place of the old ones. Recordings begin and end at
// once, as the rules want it. It is repeated after failures that may pass. A room whose
// media does not go by way of Twilio refuses it with code 53122.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recording-rules#rr-post
func (s *RecordingRules) Update(ctx context.Context, room string, params RecordingRulesUpdateParams, opts ...twilio.CallOption) (*RecordingRuleSet, error) {
	return twilio.Invoke[RecordingRuleSet](ctx, s.c, recordingRulesUpdate.On(room).With(&params), opts...)
}
