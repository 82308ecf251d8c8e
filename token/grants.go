package token

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed15d99369/twilio/internal/ascii"
)

// Grant is a permission in an access token: one of the …Grant types of this package, or a
// pointer to one. A field that is not set is left out of the token; the comment of a
// required field says so. A struct that embeds a grant is not a grant.
type Grant interface {
	// addTo adds the grant to the grants of a token.
	addTo(set *grantSet, problems *checks)
}

// grantSet is the grants claim of an access token: the name of each kind of grant
// is written here once, for signing and for reading.
type grantSet struct {
	Identity    string              `json:"identity,omitempty"`
	Voice       *voiceClaim         `json:"voice,omitempty"`
	Video       *VideoGrant         `json:"video,omitempty"`
	Chat        *ChatGrant          `json:"chat,omitempty"`
	Sync        *SyncGrant          `json:"data_sync,omitempty"`
	TaskRouter  *TaskRouterGrant    `json:"task_router,omitempty"`
	Player      json.RawMessage     `json:"player,omitempty"`
	RTC         *ConversationsGrant `json:"rtc,omitempty"`
	IPMessaging *IPMessagingGrant   `json:"ip_messaging,omitempty"`

	raw map[string]json.RawMessage // of RawGrant, by name
}

// grantNames are the JSON names of the fields of grantSet.
var grantNames = [...]string{"identity", "voice", "video", "chat", "data_sync", "task_router", "player", "rtc", "ip_messaging"}

// collectGrants checks the grants of a token against its identity and its region, where ""
// is us1.
func collectGrants(problems *checks, access Access, region string) grantSet {
	set := grantSet{Identity: access.Identity}
	if len(access.Grants) == 0 {
		problems.add("Grants", "is empty", "give at least one grant, such as a VoiceGrant: Twilio refuses a token that allows nothing")
	}
	for _, given := range access.Grants {
		grant, known := dereference(given)
		switch {
		case !known:
			problems.add("Grants", "holds a type that is not of this package", "give its …Grant types themselves, and RawGrant for a newer grant")
		case grant == nil:
			problems.add("Grants", "holds nil", "leave it out")
		default:
			grant.addTo(&set, problems)
		}
	}
	set.checkIdentity(problems)
	if set.Video != nil && region != "" && region != videoRegion {
		problems.add("VideoGrant", "is of no use outside us1", "sign it with an API key of us1, and a signer without WithRegion")
	}
	return set
}

// dereference returns the value of a grant that may be a pointer, nil for a nil pointer. A
// type of another package that embeds a grant is not known, because its addTo may be that
// of an embedded nil.
func dereference(grant Grant) (value Grant, known bool) {
	switch g := grant.(type) {
	case nil, VoiceGrant, VideoGrant, ChatGrant, SyncGrant, TaskRouterGrant, PlaybackGrant, ConversationsGrant, IPMessagingGrant, RawGrant:
		return grant, true
	case *VoiceGrant:
		return valueOf(g), true
	case *VideoGrant:
		return valueOf(g), true
	case *ChatGrant:
		return valueOf(g), true
	case *SyncGrant:
		return valueOf(g), true
	case *TaskRouterGrant:
		return valueOf(g), true
	case *PlaybackGrant:
		return valueOf(g), true
	case *ConversationsGrant:
		return valueOf(g), true
	case *IPMessagingGrant:
		return valueOf(g), true
	case *RawGrant:
		return valueOf(g), true
	}
	return nil, false
}

func valueOf[T Grant](grant *T) Grant {
	if grant == nil {
		return nil
	}
	return *grant
}

// setOnce sets a grant of a token, which must not have that grant yet.
func setOnce[T any](problems *checks, slot **T, grant T, kind string) {
	if *slot != nil {
		problems.duplicateGrant(kind)
		return
	}
	*slot = &grant
}

func (c *checks) duplicateGrant(kind string) {
	c.add("Grants", "holds the same kind of grant twice, "+kind, "keep one: a token has one place for each")
}

// grants returns the grants of a token, in the order of the fields.
func (s *grantSet) grants() []Grant {
	var all []Grant
	if s.Voice != nil {
		all = append(all, s.Voice.grant())
	}
	if s.Video != nil {
		all = append(all, *s.Video)
	}
	if s.Chat != nil {
		all = append(all, *s.Chat)
	}
	if s.Sync != nil {
		all = append(all, *s.Sync)
	}
	if s.TaskRouter != nil {
		all = append(all, *s.TaskRouter)
	}
	if isObject(s.Player) {
		all = append(all, PlaybackGrant{Grant: s.Player})
	}
	if s.RTC != nil {
		all = append(all, *s.RTC)
	}
	if s.IPMessaging != nil {
		all = append(all, *s.IPMessaging)
	}
	return all
}

// VoiceGrant lets a user take and make calls with the Voice SDKs. The identity has no
// blanks and up to 256 characters.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
type VoiceGrant struct {
	Incoming               bool              // may be called as client:Identity
	OutgoingApplicationSID string            // AP…, the TwiML app that its calls go to; "" makes no calls
	OutgoingParams         map[string]string // sent to that app with every call
	PushCredentialSID      string            // CR…, to ring a phone
	EndpointID             string
}

// voiceClaim is a VoiceGrant as it stands in a token.
type voiceClaim struct {
	Incoming          *voiceIncoming `json:"incoming,omitempty"`
	Outgoing          *voiceOutgoing `json:"outgoing,omitempty"`
	PushCredentialSID string         `json:"push_credential_sid,omitempty"`
	EndpointID        string         `json:"endpoint_id,omitempty"`
}

type voiceIncoming struct {
	Allow bool `json:"allow"` // false is never sent: absence says it
}

type voiceOutgoing struct {
	ApplicationSID string               `json:"application_sid,omitempty"`
	Params         map[string]paramText `json:"params,omitempty"`
}

// paramText is a parameter of a TwiML app. Others may have written a number or a
// switch, which is read as its JSON text.
type paramText string

// UnmarshalJSON reads any JSON value and never fails.
func (p *paramText) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		s = string(text)
	}
	*p = paramText(s)
	return nil
}

func (g VoiceGrant) addTo(set *grantSet, problems *checks) {
	problems.sid("VoiceGrant.OutgoingApplicationSID", g.OutgoingApplicationSID, "AP", "a TwiML app")
	problems.sid("VoiceGrant.PushCredentialSID", g.PushCredentialSID, "CR", "a push credential")
	problems.name("VoiceGrant.EndpointID", g.EndpointID)
	problems.texts("VoiceGrant.OutgoingParams", g.OutgoingParams)
	if len(g.OutgoingParams) > 0 && g.OutgoingApplicationSID == "" {
		problems.add("VoiceGrant.OutgoingParams", "has no application", "give OutgoingApplicationSID too: they are sent to it")
	}
	setOnce(problems, &set.Voice, g.claim(), "VoiceGrant")
}

func (g VoiceGrant) claim() voiceClaim {
	claim := voiceClaim{PushCredentialSID: g.PushCredentialSID, EndpointID: g.EndpointID}
	if g.Incoming {
		claim.Incoming = &voiceIncoming{Allow: true}
	}
	if g.OutgoingApplicationSID == "" {
		return claim
	}
	claim.Outgoing = &voiceOutgoing{ApplicationSID: g.OutgoingApplicationSID}
	if len(g.OutgoingParams) > 0 {
		claim.Outgoing.Params = make(map[string]paramText, len(g.OutgoingParams))
		for key, value := range g.OutgoingParams {
			claim.Outgoing.Params[key] = paramText(value)
		}
	}
	return claim
}

func (c *voiceClaim) grant() VoiceGrant {
	g := VoiceGrant{
		Incoming:          c.Incoming != nil && c.Incoming.Allow,
		PushCredentialSID: c.PushCredentialSID,
		EndpointID:        c.EndpointID,
	}
	if c.Outgoing == nil {
		return g
	}
	g.OutgoingApplicationSID = c.Outgoing.ApplicationSID
	if len(c.Outgoing.Params) > 0 {
		g.OutgoingParams = make(map[string]string, len(c.Outgoing.Params))
		for key, value := range c.Outgoing.Params {
			g.OutgoingParams[key] = string(value)
		}
	}
	return g
}

// VideoGrant lets a user into video rooms. It works with keys of us1 only, and
// identities of up to 128 characters.
//
// Twilio docs: https://www.twilio.com/docs/video/tutorials/user-identity-access-tokens
type VideoGrant struct {
	Room string `json:"room,omitempty"` // SID or unique name; "" is every room
}

// videoRegion is the only region that has Video.
const videoRegion = "us1"

func (g VideoGrant) addTo(set *grantSet, problems *checks) {
	problems.name("VideoGrant.Room", g.Room)
	setOnce(problems, &set.Video, g, "VideoGrant")
}

// ChatGrant lets a user, who must have an identity, into Conversations.
//
// Twilio docs: https://www.twilio.com/docs/conversations/create-tokens
type ChatGrant struct {
	ServiceSID        string `json:"service_sid,omitempty"` // IS…; must be set
	EndpointID        string `json:"endpoint_id,omitempty"`
	DeploymentRoleSID string `json:"deployment_role_sid,omitempty"`
	PushCredentialSID string `json:"push_credential_sid,omitempty"` // CR…
}

func (g ChatGrant) addTo(set *grantSet, problems *checks) {
	g.check(problems, "ChatGrant")
	setOnce(problems, &set.Chat, g, "ChatGrant")
}

func (g ChatGrant) check(problems *checks, kind string) {
	problems.requiredSID(kind+".ServiceSID", g.ServiceSID, "IS", "a chat service")
	problems.sid(kind+".PushCredentialSID", g.PushCredentialSID, "CR", "a push credential")
	problems.name(kind+".EndpointID", g.EndpointID)
	problems.name(kind+".DeploymentRoleSID", g.DeploymentRoleSID)
}

// SyncGrant lets a user, who must have an identity of up to 256 characters, read and
// write the objects of a Sync service.
//
// Twilio docs: https://www.twilio.com/docs/sync/identity-and-access-tokens
type SyncGrant struct {
	ServiceSID string `json:"service_sid,omitempty"` // IS…, or "default"; must be set
	EndpointID string `json:"endpoint_id,omitempty"`
}

func (g SyncGrant) addTo(set *grantSet, problems *checks) {
	problems.name("SyncGrant.ServiceSID", g.ServiceSID)
	problems.nameOrSID("SyncGrant.ServiceSID", g.ServiceSID, "IS", "a Sync service")
	if g.ServiceSID == "" {
		problems.add("SyncGrant.ServiceSID", "is empty", `give the SID of a Sync service, IS and 32 letters or digits, or "default"`)
	}
	problems.name("SyncGrant.EndpointID", g.EndpointID)
	setOnce(problems, &set.Sync, g, "SyncGrant")
}

// TaskRouterGrant lets a worker into a TaskRouter workspace.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens
type TaskRouterGrant struct {
	WorkspaceSID string `json:"workspace_sid,omitempty"` // WS…; must be set
	WorkerSID    string `json:"worker_sid,omitempty"`    // WK…
	Role         string `json:"role,omitempty"`          // "worker" or "supervisor"
}

func (g TaskRouterGrant) addTo(set *grantSet, problems *checks) {
	problems.requiredSID("TaskRouterGrant.WorkspaceSID", g.WorkspaceSID, "WS", "a workspace")
	problems.sid("TaskRouterGrant.WorkerSID", g.WorkerSID, "WK", "a worker")
	problems.name("TaskRouterGrant.Role", g.Role)
	setOnce(problems, &set.TaskRouter, g, "TaskRouterGrant")
}

// PlaybackGrant lets a user watch a live stream.
//
// Deprecated: Twilio has retired Live.
type PlaybackGrant struct {
	Grant json.RawMessage // the object that Twilio's API gave out, as it was
}

func (g PlaybackGrant) addTo(set *grantSet, problems *checks) {
	if !isObject(g.Grant) {
		problems.add("PlaybackGrant.Grant", "is not a JSON object", "pass the grant on as Twilio's API returned it")
		return
	}
	if set.Player != nil {
		problems.duplicateGrant("PlaybackGrant")
	}
	set.Player = g.Grant
}

// isObject says whether a text is a JSON object that all parsers read alike.
func isObject(text json.RawMessage) bool {
	return bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) && json.Valid(text) && utf8.Valid(text) && unambiguous(text, knownNames{})
}

// ConversationsGrant lets a user into the calls of the first Video SDKs.
//
// Deprecated: use [VideoGrant].
type ConversationsGrant struct {
	ConfigurationProfileSID string `json:"configuration_profile_sid,omitempty"` // VS…
}

func (g ConversationsGrant) addTo(set *grantSet, problems *checks) {
	problems.name("ConversationsGrant.ConfigurationProfileSID", g.ConfigurationProfileSID)
	problems.nameOrSID("ConversationsGrant.ConfigurationProfileSID", g.ConfigurationProfileSID, "VS", "a configuration profile")
	setOnce(problems, &set.RTC, g, "ConversationsGrant")
}

// IPMessagingGrant lets a user into Programmable Chat under its first name.
//
// Deprecated: use [ChatGrant].
type IPMessagingGrant ChatGrant

func (g IPMessagingGrant) addTo(set *grantSet, problems *checks) {
	ChatGrant(g).check(problems, "IPMessagingGrant")
	setOnce(problems, &set.IPMessaging, g, "IPMessagingGrant")
}

// RawGrant is a grant that is newer than this package. [Verify] leaves it in the
// payload.
type RawGrant struct {
	Name string          // as it stands in the token
	JSON json.RawMessage // an object
}

func (g RawGrant) addTo(set *grantSet, problems *checks) {
	isSame := func(name string) bool { return strings.EqualFold(name, g.Name) }
	switch {
	case g.Name == "" || strings.IndexFunc(g.Name, ascii.NotVisible) >= 0:
		problems.add("RawGrant.Name", "is not the name of a grant", "give it as Twilio's documentation has it")
	case slices.ContainsFunc(grantNames[:], isSame):
		problems.add("RawGrant.Name", "is the name of a grant that this package has a field or a type for", "use Identity, or the grant's own type")
	}
	if !isObject(g.JSON) {
		problems.add("RawGrant.JSON", "is not a JSON object", "give an object, {} for an empty one, without a name that stands in it twice")
	}
	for name := range set.raw {
		if isSame(name) {
			problems.duplicateGrant("RawGrant of one name")
		}
	}
	if set.raw == nil {
		set.raw = map[string]json.RawMessage{}
	}
	set.raw[g.Name] = g.JSON
}

// claim returns the value of the grants claim for encoding/json.
func (s *grantSet) claim() (any, error) {
	if len(s.raw) == 0 {
		return s, nil
	}
	text, err := marshal(s)
	if err != nil {
		return nil, err
	}
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("token: encoding: %w", err)
	}
	maps.Copy(all, s.raw)
	return all, nil
}
