package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Queue is callers who wait, in the order in which they came. The verb Enqueue puts a call
// into it, and [Members.Dequeue] takes one out.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/queue-resource
type Queue struct {
	SID             string          `json:"sid"` // QU…
	AccountSID      string          `json:"account_sid"`
	FriendlyName    string          `json:"friendly_name"`
	AverageWaitTime twilio.Duration `json:"average_wait_time"` // of those who wait now
	CurrentSize     twilio.Int      `json:"current_size"`      // callers who wait
	MaxSize         twilio.Int      `json:"max_size"`          // callers who can wait
	DateCreated     twilio.Time     `json:"date_created"`
	DateUpdated     twilio.Time     `json:"date_updated"`
	URI             string          `json:"uri"`
}

// Queues manages the queues of the account. A queue is also made by the first call that
// the verb Enqueue puts into it.
type Queues struct{ c *twilio.Client }

const (
	queuesPath = accountPrefix + "/Queues.json"
	queuePath  = accountPrefix + "/Queues/{Sid:QU}.json"
)

var (
	// There is one queue of a name, and a second create is refused as a conflict.
	queueCreate = twilio.Operation{Name: "voice.Queues.Create", Method: http.MethodPost, Host: hostAPI, Path: queuesPath, Class: twilio.ClassIdempotent}
	queueGet    = twilio.Operation{Name: "voice.Queues.Get", Method: http.MethodGet, Host: hostAPI, Path: queuePath}
	queueList   = twilio.Operation{Name: "voice.Queues.List", Method: http.MethodGet, Host: hostAPI, Path: queuesPath, Items: "queues"}
	// A value that is set twice is set.
	queueUpdate = twilio.Operation{Name: "voice.Queues.Update", Method: http.MethodPost, Host: hostAPI, Path: queuePath, Class: twilio.ClassIdempotent}
	queueDelete = twilio.Operation{Name: "voice.Queues.Delete", Method: http.MethodDelete, Host: hostAPI, Path: queuePath}
)

// QueueCreateParams is a new queue.
type QueueCreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"required,max=64"` // of which the account has one
	MaxSize      int    `form:"MaxSize"`                              // callers, 1 to 5,000; 0 leaves it to Twilio, which uses 1,000

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// largestQueue is the most callers who can wait in one queue.
const largestQueue = 5000

// Validate refuses a queue that is too long.
func (p *QueueCreateParams) Validate(problems *twilio.Problems) { validateMaxSize(p.MaxSize, problems) }

func validateMaxSize(size int, problems *twilio.Problems) {
	if size > largestQueue {
		problems.Add("MaxSize", "is more than 5,000", "give 1 to 5,000, and use several queues for more callers")
	}
}

// Create makes a queue. A name that is taken is refused with code 22003. A name can be
// given once, so that Create is repeated after failures that may pass: when the name is
// taken then, the queue of that name and size is the one that was asked for.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/queue-resource#create-a-queue-resource
func (s *Queues) Create(ctx context.Context, params QueueCreateParams, opts ...twilio.CallOption) (*Queue, error) {
	return twilio.InvokeConverging(ctx, s.c, queueCreate.With(&params),
		func() (*Queue, error) { return s.named(ctx, params.FriendlyName, opts) },
		func(q *Queue) bool {
			return q.FriendlyName == params.FriendlyName && (params.MaxSize == 0 || int(q.MaxSize) == params.MaxSize)
		}, opts...)
}

// named returns the queue of a name, and an empty one when there is none.
func (s *Queues) named(ctx context.Context, name string, opts []twilio.CallOption) (*Queue, error) {
	for queue, err := range s.All(ctx, QueueListParams{PageSize: 1000}, opts...) {
		if err != nil || queue.FriendlyName == name {
			return queue, err
		}
	}
	return &Queue{}, nil
}

// Get returns a queue as it stands now. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/queue-resource#fetch-a-queue-resource
func (s *Queues) Get(ctx context.Context, sid string, opts ...twilio.CallOption) (*Queue, error) {
	return twilio.Invoke[Queue](ctx, s.c, queueGet.On(sid), opts...)
}

// QueueListParams pages through queues; its zero value lists all of them.
type QueueListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the queues of the account, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/queue-resource#read-multiple-queue-resources
func (s *Queues) List(ctx context.Context, params QueueListParams, opts ...twilio.CallOption) (*twilio.Page[Queue], error) {
	return twilio.InvokePage[Queue](ctx, s.c, queueList.With(&params), opts...)
}

// All ranges over the queues of the account. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/queue-resource#read-multiple-queue-resources
func (s *Queues) All(ctx context.Context, params QueueListParams, opts ...twilio.CallOption) iter.Seq2[*Queue, error] {
	return twilio.InvokeAll[Queue](ctx, s.c, queueList.With(&params), opts...)
}

// QueueUpdateParams changes a queue. A field that is zero stays as it is.
type QueueUpdateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`
	MaxSize      int    `form:"MaxSize"` // callers, 1 to 5,000

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Validate refuses a queue that is too long.
func (p *QueueUpdateParams) Validate(problems *twilio.Problems) { validateMaxSize(p.MaxSize, problems) }

// Update renames a queue, or lets more or fewer callers wait in it. An update converges,
// so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/queue-resource#update-a-queue-resource
func (s *Queues) Update(ctx context.Context, sid string, params QueueUpdateParams, opts ...twilio.CallOption) (*Queue, error) {
	return twilio.Invoke[Queue](ctx, s.c, queueUpdate.On(sid).With(&params), opts...)
}

// Delete deletes a queue in which nobody waits. Another one is refused.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/queue-resource#delete-a-queue-resource
func (s *Queues) Delete(ctx context.Context, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, queueDelete.On(sid), opts...)
}
