package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Member is a caller who waits in a queue.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/member-resource
type Member struct {
	CallSID      string          `json:"call_sid"`  // CA…
	QueueSID     string          `json:"queue_sid"` // QU…
	Position     twilio.Int      `json:"position"`  // 1 is the front
	WaitTime     twilio.Duration `json:"wait_time"`
	DateEnqueued twilio.Time     `json:"date_enqueued"`
	URI          string          `json:"uri"`
}

// Front stands for the SID of the call that has waited longest, in [Members.Get] and
// [Members.Dequeue].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/member-resource
const Front = "Front"

// Members reads who waits in a queue, and takes callers out of it.
type Members struct{ c *twilio.Client }

const (
	membersPath = accountPrefix + "/Queues/{QueueSid:QU}/Members.json"
	memberPath  = accountPrefix + "/Queues/{QueueSid:QU}/Members/{CallSid}.json" // or Front
)

var (
	memberGet  = twilio.Operation{Name: "voice.Members.Get", Method: http.MethodGet, Host: hostAPI, Path: memberPath}
	memberList = twilio.Operation{Name: "voice.Members.List", Method: http.MethodGet, Host: hostAPI, Path: membersPath, Items: "queue_members"}
	// Two requests for the front take two callers out, and one who has come back into the
	// queue would be taken out again.
	memberDequeue = twilio.Operation{Name: "voice.Members.Dequeue", Method: http.MethodPost, Host: hostAPI, Path: memberPath, Proof: twilio.ProofKey("call_sid")}
)

// Get returns a caller who waits, by the SID of the call, or with [Front] the one who has
// waited longest. One who does not wait matches [twilio.ErrNotFound], and so does the
// front of an empty queue.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/member-resource#fetch-a-member-resource
func (s *Members) Get(ctx context.Context, queueSID, callSID string, opts ...twilio.CallOption) (*Member, error) {
	return twilio.Invoke[Member](ctx, s.c, memberGet.On(queueSID, callSID), opts...)
}

// MemberListParams pages through the callers in a queue; its zero value lists all of them.
type MemberListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the callers who wait in a queue, or the one that Cursor
// names.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/member-resource#read-multiple-member-resources
func (s *Members) List(ctx context.Context, queueSID string, params MemberListParams, opts ...twilio.CallOption) (*twilio.Page[Member], error) {
	return twilio.InvokePage[Member](ctx, s.c, memberList.On(queueSID).With(&params), opts...)
}

// All ranges over the callers who wait in a queue. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/member-resource#read-multiple-member-resources
func (s *Members) All(ctx context.Context, queueSID string, params MemberListParams, opts ...twilio.CallOption) iter.Seq2[*Member, error] {
	return twilio.InvokeAll[Member](ctx, s.c, memberList.On(queueSID).With(&params), opts...)
}

// DequeueParams are the instructions for a caller who leaves a queue.
type DequeueParams struct {
	URL    string        `form:"Url" check:"required,url"` // of TwiML
	Method twilio.Method `form:"Method" check:"method"`    // "" leaves it to Twilio, which uses POST

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Dequeue takes a caller out of a queue, by the SID of the call, and runs the instructions
// at the address. One who does not wait matches [twilio.ErrNotFound].
//
// It is not repeated, because a caller could be taken out twice. When its answer is lost
// the error is an *[twilio.OutcomeUnknownError]: [Members.Get] shows whether the caller
// still waits.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/member-resource#update-a-member-resource
func (s *Members) Dequeue(ctx context.Context, queueSID, callSID string, params DequeueParams, opts ...twilio.CallOption) (*Member, error) {
	return twilio.Invoke[Member](ctx, s.c, memberDequeue.On(queueSID, callSID).With(&params), opts...)
}

// DequeueFront is [Members.Dequeue] for the caller who has waited longest. It is never
// repeated, because a second request would take the next caller out. When its answer is
// lost, the request for the address tells who has left.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/member-resource#update-a-member-resource
func (s *Members) DequeueFront(ctx context.Context, queueSID string, params DequeueParams, opts ...twilio.CallOption) (*Member, error) {
	return s.Dequeue(ctx, queueSID, Front, params, opts...)
}
