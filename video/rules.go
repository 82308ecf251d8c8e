package video

import (
	"strconv"

	"github.com/seed15d99369/twilio"
)

// RuleType says whether a rule lets tracks in or keeps them out.
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions#specifying-sr
type RuleType string

// The types of rules.
const (
	RuleInclude RuleType = "include"
	RuleExclude RuleType = "exclude"
)

// TrackPriority is how important a track is for the bandwidth of those who receive it.
//
// Twilio docs: https://www.twilio.com/docs/video/tutorials/using-track-priority-api
type TrackPriority string

// The priorities of tracks.
const (
	PriorityLow      TrackPriority = "low"
	PriorityStandard TrackPriority = "standard"
	PriorityHigh     TrackPriority = "high"
)

// SubscribeRule says which tracks a participant receives. A rule holds for the tracks that
// fit all of its filters. Later rules win over earlier ones:
//
//	[]video.SubscribeRule{
//		{Type: video.RuleInclude, All: true},
//		{Type: video.RuleExclude, Publisher: "bob", Kind: video.TrackVideo},
//	}
//
// Twilio docs: https://www.twilio.com/docs/video/api/track-subscriptions#specifying-sr
type SubscribeRule struct {
	Type      RuleType      `json:"type" check:"required"`
	All       bool          `json:"all,omitempty"`       // every track
	Kind      TrackKind     `json:"kind,omitempty"`      // TrackAudio, TrackVideo or TrackData
	Track     string        `json:"track,omitempty"`     // the SID or the name
	Publisher string        `json:"publisher,omitempty"` // the SID or the identity
	Priority  TrackPriority `json:"priority,omitempty"`
}

// RecordingRule says which tracks of a room are recorded. A rule holds for the tracks that
// fit all of its filters. Later rules win over earlier ones:
//
//	[]video.RecordingRule{
//		{Type: video.RuleInclude, All: true},
//		{Type: video.RuleExclude, Publisher: "bob"},
//	}
//
// Twilio docs: https://www.twilio.com/docs/video/api/recording-rules#specify-recording-rules
type RecordingRule struct {
	Type      RuleType  `json:"type" check:"required"`
	All       bool      `json:"all,omitempty"`       // every track
	Kind      TrackKind `json:"kind,omitempty"`      // TrackAudio or TrackVideo
	Track     string    `json:"track,omitempty"`     // the SID or the name
	Publisher string    `json:"publisher,omitempty"` // the SID or the identity
}

func (r SubscribeRule) namesTracks() bool {
	return r.All || r.Kind != "" || r.Track != "" || r.Publisher != "" || r.Priority != ""
}

func (r RecordingRule) namesTracks() bool {
	return r.All || r.Kind != "" || r.Track != "" || r.Publisher != ""
}

// checkRules refuses rules that name no tracks.
func checkRules[R interface{ namesTracks() bool }](problems *twilio.Problems, field string, rules []R) {
	for i, rule := range rules {
		if !rule.namesTracks() {
			problems.Add(field+"["+strconv.Itoa(i)+"]", "names no tracks", "set All, or one of the filters such as Kind or Publisher")
		}
	}
}
