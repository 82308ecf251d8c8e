package twiliotest

import (
	"bytes"
	"encoding/json"
	"time"
)

// The types of rules. https://www.twilio.com/docs/video/api/track-subscriptions#specifying-sr
const (
	ruleInclude = "include"
	ruleExclude = "exclude"
)

// trackRuleHandler returns the handler of an operation on rules, nil for all others.
func trackRuleHandler(operation string) handler {
	switch operation {
	case "FetchRoomParticipantSubscribeRule":
		return onParticipant((*Sim).fetchSubscribeRules)
	case "UpdateRoomParticipantSubscribeRule":
		return onParticipant((*Sim).updateSubscribeRules)
	case "FetchRoomRecordingRule":
		return inRoom((*Sim).fetchRecordingRules)
	case "UpdateRoomRecordingRule":
		return inRoom((*Sim).updateRecordingRules)
	}
	return nil
}

// trackRule lets tracks in or keeps them out.
type trackRule struct {
	Type      string `json:"type"`
	All       bool   `json:"all"`
	Kind      string `json:"kind"`
	Track     string `json:"track"`
	Publisher string `json:"publisher"`
	Priority  string `json:"priority"`
}

// ruleSet is the rules of a participant or of a room.
type ruleSet struct {
	rules            []trackRule
	created, updated time.Time
}

// includes says whether the rules let a track in: the last one that fits decides.
func (v *ruleSet) includes(t *videoTrack) bool {
	included := false
	for _, rule := range v.rules {
		if rule.fits(t) {
			included = rule.Type == ruleInclude
		}
	}
	return included
}

// fits says whether a track fits all filters of a rule.
func (v trackRule) fits(t *videoTrack) bool {
	p := t.publisher
	return (v.Kind == "" || v.Kind == t.kind) && (v.Track == "" || v.Track == t.sid || v.Track == t.name) &&
		(v.Publisher == "" || v.Publisher == p.sid || v.Publisher == p.identity) && (v.Priority == "" || v.Priority == t.priority)
}

// isValid says whether a rule has a type and names tracks. Recordings know no priority.
func (v trackRule) isValid(ofSubscriptions bool) bool {
	switch {
	case v.Type != ruleInclude && v.Type != ruleExclude, v.Priority != "" && !ofSubscriptions:
		return false
	case v.Kind != "" && v.Kind != "audio" && v.Kind != "video" && (v.Kind != "data" || !ofSubscriptions):
		return false
	}
	return v.All || v.Kind != "" || v.Track != "" || v.Publisher != "" || v.Priority != ""
}

// readRules reads rules as they are sent: a JSON list of one rule or more.
func readRules(text string, ofSubscriptions bool) (rules []trackRule, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rules); err != nil || decoder.More() || len(rules) == 0 {
		return nil, false
	}
	for _, rule := range rules {
		if !rule.isValid(ofSubscriptions) {
			return nil, false
		}
	}
	return rules, true
}

func (s *Sim) fetchSubscribeRules(_ *request, p *videoParticipant) (any, *apiError) {
	return p.rules.json(p.room, p), nil
}

func (s *Sim) updateSubscribeRules(r *request, p *videoParticipant) (any, *apiError) {
	rules, ok := readRules(r.form.Get("Rules"), true)
	if !ok {
		return nil, badRequest(subscribeRules, "Invalid subscribe rules")
	}
	p.rules.rules, p.rules.updated = rules, s.Clock.Now()
	return p.rules.json(p.room, p), nil
}

func (s *Sim) fetchRecordingRules(_ *request, room *videoRoom) (any, *apiError) {
	return room.rules.json(room, nil), nil
}

// updateRecordingRules begins and ends recordings as the new rules want it.
func (s *Sim) updateRecordingRules(r *request, room *videoRoom) (any, *apiError) {
	if !room.isGroup() {
		return nil, badRequest(recordingNotHere, "Recording is not supported for the room type %s", room.kind)
	}
	rules, ok := readRules(r.form.Get("Rules"), false)
	if !ok {
		return nil, badRequest(recordingRules, "Invalid recording rules")
	}
	room.rules.rules, room.rules.updated = rules, s.Clock.Now()
	s.recordByRules(room)
	return room.rules.json(room, nil), nil
}

type ruleSetJSON struct {
	ParticipantSID string           `json:"participant_sid,omitempty"`
	RoomSID        string           `json:"room_sid"`
	Rules          []map[string]any `json:"rules"`
	DateCreated    *string          `json:"date_created"`
	DateUpdated    *string          `json:"date_updated"`
}

// json renders the rules of a participant, or of a room if p is nil.
func (v *ruleSet) json(room *videoRoom, p *videoParticipant) ruleSetJSON {
	j := ruleSetJSON{RoomSID: room.sid, DateCreated: iso8601(v.created), DateUpdated: iso8601(v.updated)}
	if p != nil {
		j.ParticipantSID = p.sid
	}
	for _, rule := range v.rules {
		shown := map[string]any{"type": rule.Type, "all": nil, "kind": orNull(rule.Kind), "track": orNull(rule.Track), "publisher": orNull(rule.Publisher)}
		if rule.All {
			shown["all"] = true
		}
		if p != nil {
			shown["priority"] = orNull(rule.Priority)
		}
		j.Rules = append(j.Rules, shown)
	}
	return j
}
