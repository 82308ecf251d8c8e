package fake

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Batches has operations of shapes that none of Twilio's files has.
type Batches struct {
	c   *twilio.Client
	ops Operations
}

// Batch is one of several things that are made at once.
type Batch struct {
	SID  string     `json:"sid"`
	Size twilio.Int `json:"size"`
}

// Batched is a list of them with a count.
type Batched struct {
	Items []Batch    `json:"items"`
	Count twilio.Int `json:"count"`
}

// BatchCreateParams is what to make.
type BatchCreateParams struct {
	Names  []string    `json:"names" check:"required"`
	Sizes  []BatchSize `json:"sizes"`
	Region string      `query:"Region"`

	Extra map[string]json.RawMessage `json:"-"`
}

// BatchSize is how many of a name are made.
type BatchSize struct {
	Name string `json:"name"`
	Size *int   `json:"size"`
}

// Create makes several things, and returns them as an array.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func (s *Batches) Create(ctx context.Context, params BatchCreateParams, opts ...twilio.CallOption) (*[]Batch, error) {
	return twilio.Invoke[[]Batch](ctx, s.c, s.ops.BatchCreate.With(&params), opts...)
}

// Send makes several things, and returns them in an object.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func (s *Batches) Send(ctx context.Context, params BatchCreateParams, opts ...twilio.CallOption) (*Batched, error) {
	return twilio.Invoke[Batched](ctx, s.c, s.ops.BatchSend.With(&params), opts...)
}

// UploadParams is a file with its name.
type UploadParams struct {
	FriendlyName string  `form:"FriendlyName" check:"required"`
	Content      Content `form:"Content" `

	Extra url.Values `form:"-"`
}

// Content is the file.
type Content struct {
	Name, Type string
	Bytes      []byte
}

// FormFile returns the parts of the file.
func (c Content) FormFile() (name, contentType string, content []byte) {
	return c.Name, c.Type, c.Bytes
}

// Upload sends a file, and returns nothing.
//
// Twilio docs: https://www.twilio.com/docs/usage/api
func (s *Batches) Upload(ctx context.Context, params UploadParams, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, s.ops.BatchUpload.With(&params), opts...)
}

func (o *Operations) addUnlisted() {
	o.BatchCreate = twilio.Operation{
		Name: "fake.Batches.Create", Method: http.MethodPost, Host: "verify", Path: "/v2/Batches", Body: twilio.BodyJSON, Proof: twilio.ProofItems("", "sid"),
	}
	o.BatchSend = twilio.Operation{
		Name: "fake.Batches.Send", Method: http.MethodPost, Host: "verify", Path: "/v2/Batches/Send", Body: twilio.BodyJSON, Proof: twilio.ProofItems("items", "sid"),
	}
	o.BatchUpload = twilio.Operation{
		Name: "fake.Batches.Upload", Method: http.MethodPost, Host: "serverless-upload", Path: "/v1/Files", Body: twilio.BodyMultipart,
		Proof: twilio.ProofStatus("the answer is empty"),
	}
}
