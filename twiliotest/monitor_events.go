package twiliotest

import (
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// change is one change of a resource, which Twilio calls an event.
type change struct {
	sid          string
	at           time.Time
	account      string
	actor        string // the account whose credentials made the change
	address      string // the IP address that the request came from, "" for a connection in memory
	resourceType string
	action       string
	resourceSID  string
	url          string
	data         map[string]any
}

func (c *change) id() string { return c.sid }

func (c *change) eventType() string { return c.resourceType + "." + c.action }

// watchedResources are the resources whose changes are events, by the end of the name of their
// operations. https://www.twilio.com/docs/usage/monitor-events#event-types
func watchedResources() map[string]string {
	return map[string]string{ //nolint:gosec // names of resources, no credentials
		"api_v2010 Account":                "account",
		"api_v2010 Address":                "address",
		"api_v2010 Application":            "application",
		"api_v2010 Call":                   "call",
		"api_v2010 ConnectApp":             "connect-app",
		"api_v2010 IncomingPhoneNumber":    "phone-number",
		"api_v2010 Message":                "message",
		"api_v2010 NewKey":                 "api-key",
		"api_v2010 NewSigningKey":          "api-key",
		"api_v2010 Key":                    "api-key",
		"api_v2010 SigningKey":             "api-key",
		"iam_v1 Key":                       "api-key",
		"iam_v1 NewKey":                    "api-key",
		"api_v2010 OutgoingCallerId":       "outgoing-caller-id",
		"api_v2010 Queue":                  "queue",
		"api_v2010 Recording":              "recording",
		"api_v2010 ShortCode":              "shortcode",
		"api_v2010 SipCredential":          "sip-credential",
		"api_v2010 SipCredentialList":      "sip-credential-list",
		"api_v2010 SipDomain":              "sip-domain",
		"api_v2010 SipIpAccessControlList": "sip-ip-access-control-list",
		"api_v2010 SipIpAddress":           "sip-ip-address",
		"api_v2010 Transcription":          "transcription",
		"messaging_v1 Service":             "messaging-service",
		"verify_v2 Service":                "verify-service",
	}
}

// sendings are creates that Twilio logs elsewhere: messages and calls.
const sendings = "api_v2010 CreateMessage, api_v2010 CreateCall"

// watch returns the type of the resource that an operation changes, and the change; ""
// for an operation that changes nothing that is watched.
func watch(r *request) (resourceType, action string) {
	key := r.op.Spec + " " + r.op.ID
	if strings.Contains(sendings, key) {
		return "", ""
	}
	for verb, action := range map[string]string{"Create": "created", "Update": "updated", "Delete": "deleted"} {
		if name, found := strings.CutPrefix(r.op.ID, verb); found {
			for _, kind := range [...]string{"Local", "Mobile", "TollFree"} {
				if plain, cut := strings.CutSuffix(name, "PhoneNumber"+kind); cut {
					name = plain + "PhoneNumber"
				}
			}
			return watchedResources()[r.op.Spec+" "+name], action
		}
	}
	return "", ""
}

// noteChange keeps an event when a request has changed a resource; s.mu is held.
func (s *Sim) noteChange(actor string, r *request, a answer) {
	resourceType, action := watch(r)
	if resourceType == "" || actor == s.main.testSID || a.status < http.StatusOK || a.status >= http.StatusMultipleChoices {
		return
	}
	now := membersOf(a.body)
	sid := textIn(now, "sid")
	if sid == "" {
		sid = r.ids["Sid"]
	}
	c := &change{
		sid: s.newSID("AE"), at: s.Clock.Now(), account: r.account, actor: actor, address: remote(r.http),
		resourceType: resourceType, action: action, resourceSID: sid, url: r.address(),
	}
	c.data = map[string]any{"resource_properties": s.differences(sid, now)}
	s.monitor.events = append(s.monitor.events, c)
	if action == "deleted" {
		delete(s.monitor.shown, sid)
	}
}

// remote is the IP address of a client, "" when it has none.
func remote(r *http.Request) string {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	if net.ParseIP(host) == nil {
		return ""
	}
	return host
}

// membersOf are the members of an answer, nil when it is no object.
func membersOf(body any) map[string]json.RawMessage {
	text, err := json.Marshal(body)
	if err != nil {
		return nil
	}
	var members map[string]json.RawMessage
	_ = json.Unmarshal(text, &members)
	return members
}

func textIn(members map[string]json.RawMessage, name string) (text string) {
	_ = json.Unmarshal(members[name], &text)
	return text
}

// unlogged are members that no log may hold, or that say nothing.
var unlogged = []string{"auth_token", "secret", "client_secret", "date_updated"}

// differences are the members of a resource that have changed since it was shown last.
func (s *Sim) differences(sid string, now map[string]json.RawMessage) map[string]any {
	before, changed := s.monitor.shown[sid], map[string]any{}
	for name, value := range now {
		if string(before[name]) == string(value) || slices.Contains(unlogged, name) {
			continue
		}
		changed[name] = map[string]any{"previous": before[name], "updated": value}
	}
	if s.monitor.shown == nil {
		s.monitor.shown = map[string]map[string]json.RawMessage{}
	}
	s.monitor.shown[sid] = now
	return changed
}

func (s *Sim) fetchEvent(r *request) (any, *apiError) {
	c := recordOf(s.monitor.events, r.ids["Sid"])
	if c == nil || c.account != r.account || !s.isKept(c.at) {
		return nil, r.absent()
	}
	return c.json(), nil
}

func (s *Sim) listEvents(r *request) (any, *apiError) {
	var found []*change
	for _, c := range slices.Backward(s.monitor.events) { // the newest first
		if c.account == r.account && s.isKept(c.at) && isBetween(r.query, c.at) && c.matches(r) {
			found = append(found, c)
		}
	}
	return listItems(r, "events", found, func(c *change) any { return c.json() })
}

func (c *change) matches(r *request) bool {
	for name, value := range map[string]string{
		"EventType": c.eventType(), "ResourceSid": c.resourceSID, "ActorSid": c.actor, "SourceIpAddress": c.address,
	} {
		if wanted := r.query.Get(name); wanted != "" && wanted != value {
			return false
		}
	}
	return true
}

func (c *change) json() map[string]any {
	return map[string]any{
		"sid": c.sid, "account_sid": c.account, "actor_sid": c.actor, "actor_type": "account", "description": nil, "event_data": c.data,
		"event_date": iso8601(c.at), "event_type": c.eventType(), "resource_sid": c.resourceSID, "resource_type": c.resourceType,
		"source": "api", "source_ip_address": orNull(c.address), "url": c.url, "links": map[string]string{"actor": "https://api.twilio.com" + accountPath(c.actor, ".json")},
	}
}
