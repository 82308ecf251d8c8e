package token

import (
	"net/http"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/sid"
)

const (
	taskRouterURL = "https://taskrouter.twilio.com/v1/Workspaces/"
	eventsURL     = "https://event-bridge.twilio.com/v1/wschannels/"
)

// TaskRouterCapability holds the contents of a token for TaskRouter.js v1: the worker or the
// queue, and its policies.
//
// Deprecated: use [Access] with a [TaskRouterGrant], which later libraries take.
type TaskRouterCapability struct {
	WorkspaceSID string        // WS…
	ChannelSID   string        // the worker (WK…) or the queue (WQ…) that it is for; "" is the workspace
	FriendlyName string        // "" is the channel's SID
	Policies     []Policy      // beside those of the events' channel, which every token has; see [WorkerPolicies]
	TTL          time.Duration // whole seconds, up to [MaxTTL]; 0 is [DefaultTTL]
}

// Policy allows or denies requests of the holder of a TaskRouter token.
//
// Deprecated: see [TaskRouterCapability].
type Policy struct {
	URL         string            `json:"url"` // ** at its end stands for everything below
	Method      string            `json:"method"`
	Allow       bool              `json:"allow"`
	QueryFilter map[string]Filter `json:"query_filter"`
	PostFilter  map[string]Filter `json:"post_filter"`
}

// Filter says whether a request must have a parameter.
//
// Deprecated: see [TaskRouterCapability].
type Filter struct {
	Required bool `json:"required"`
}

// WorkerPolicies returns the policies that TaskRouter.js v1 needs: the worker may read its
// own record, its reservations, the tasks and the activities.
//
// Deprecated: see [TaskRouterCapability].
func WorkerPolicies(workspaceSID, workerSID string) []Policy {
	workspace := taskRouterURL + workspaceSID
	worker := workspace + "/Workers/" + workerSID
	return []Policy{
		{URL: worker, Method: http.MethodGet, Allow: true},
		{URL: workspace + "/Activities", Method: http.MethodGet, Allow: true},
		{URL: workspace + "/Tasks/**", Method: http.MethodGet, Allow: true},
		{URL: worker + "/Reservations/**", Method: http.MethodGet, Allow: true},
	}
}

// taskRouterClaims is the payload of a TaskRouter token.
type taskRouterClaims struct {
	Issuer       string   `json:"iss"`
	Expires      int64    `json:"exp"`
	Version      string   `json:"version"`
	FriendlyName string   `json:"friendly_name"`
	AccountSID   string   `json:"account_sid"`
	Channel      string   `json:"channel"`
	WorkspaceSID string   `json:"workspace_sid"`
	WorkerSID    string   `json:"worker_sid,omitempty"`
	TaskQueueSID string   `json:"taskqueue_sid,omitempty"`
	Policies     []Policy `json:"policies"`
}

// SignTaskRouter returns a TaskRouter capability token as a JWT. It fails with a
// [*ParamError] when a SID or a policy is malformed.
//
// Twilio docs: https://www.twilio.com/docs/taskrouter/js-sdk-v1/workspace/worker
//
// Deprecated: use [Signer.Sign] with a [TaskRouterGrant].
func (s *LegacySigner) SignTaskRouter(capability TaskRouterCapability) (string, error) {
	if s == nil || s.now == nil {
		return "", notConstructed("SignTaskRouter", "NewLegacySigner")
	}
	var problems checks
	if capability.ChannelSID == "" {
		capability.ChannelSID = capability.WorkspaceSID
	}
	if capability.FriendlyName == "" {
		capability.FriendlyName = capability.ChannelSID
	}
	capability.check(&problems)
	_, expires := lifetime(&problems, s.now(), capability.TTL)
	if err := problems.err("SignTaskRouter"); err != nil {
		return "", err
	}
	claims := taskRouterClaims{
		Issuer: s.accountSID, Expires: expires, Version: "v1", FriendlyName: capability.FriendlyName,
		AccountSID: s.accountSID, Channel: capability.ChannelSID, WorkspaceSID: capability.WorkspaceSID,
		Policies: capability.policies(s.accountSID),
	}
	switch capability.ChannelSID[:len("WK")] {
	case "WK":
		claims.WorkerSID = capability.ChannelSID
	case "WQ":
		claims.TaskQueueSID = capability.ChannelSID
	}
	return s.encoder.encode("SignTaskRouter", &claims)
}

func (c TaskRouterCapability) check(problems *checks) {
	if !sid.Is(c.WorkspaceSID, "WS") {
		problems.add("WorkspaceSID", "is not the SID of a workspace", "give WS and 32 letters or digits")
	}
	if !sid.Is(c.ChannelSID, "WK") && !sid.Is(c.ChannelSID, "WQ") && c.ChannelSID != c.WorkspaceSID {
		problems.add("ChannelSID", "is neither a worker nor a queue nor the workspace", "give WK or WQ and 32 letters or digits, or leave it out")
	}
	problems.text("FriendlyName", c.FriendlyName)
	for _, policy := range c.Policies {
		problems.text("Policies", policy.URL+policy.Method)
		if policy.Method == "" || !strings.HasPrefix(policy.URL, "https://") {
			problems.add("Policies", "has a policy without a method or an https address", "give both; WorkerPolicies shows how")
			return
		}
	}
}

// policies puts the policies of the events' channel, which the library listens on, before
// the caller's. Twilio requires {} where there is no filter.
func (c TaskRouterCapability) policies(accountSID string) []Policy {
	channel := eventsURL + accountSID + "/" + c.ChannelSID
	all := append([]Policy{
		{URL: channel, Method: http.MethodGet, Allow: true},
		{URL: channel, Method: http.MethodPost, Allow: true},
	}, c.Policies...)
	for i := range all {
		all[i].Method = strings.ToUpper(all[i].Method)
		if all[i].QueryFilter == nil {
			all[i].QueryFilter = map[string]Filter{}
		}
		if all[i].PostFilter == nil {
			all[i].PostFilter = map[string]Filter{}
		}
	}
	return all
}
