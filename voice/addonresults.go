package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// AddOnResult is what an add-on of the Marketplace made of a recording, such as a
// transcription by another company. Its payloads hold the data.
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
type AddOnResult struct {
	SID                   string            `json:"sid"` // XR…
	AccountSID            string            `json:"account_sid"`
	AddOnSID              string            `json:"add_on_sid"`               // XB…
	AddOnConfigurationSID string            `json:"add_on_configuration_sid"` // XE…
	ReferenceSID          string            `json:"reference_sid"`            // RE…, of the recording
	Status                AddOnResultStatus `json:"status"`
	DateCompleted         twilio.Time       `json:"date_completed"` // zero until then
	DateCreated           twilio.Time       `json:"date_created"`
	DateUpdated           twilio.Time       `json:"date_updated"`
	SubresourceURIs       map[string]string `json:"subresource_uris"` // of its payloads
}

// Err returns a *[FailedError] when the add-on has failed or was canceled, and nil
// otherwise. Twilio gives no code for it.
func (r *AddOnResult) Err() error {
	if r.Status != AddOnResultFailed && r.Status != AddOnResultCanceled {
		return nil
	}
	return &FailedError{Kind: "add-on result", SID: r.SID, Status: string(r.Status), Remedy: "ask the company that offers the add-on"}
}

// AddOnResultStatus is how far an add-on has come with a recording.
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
type AddOnResultStatus string

// The statuses of add-on results.
const (
	AddOnResultInit       AddOnResultStatus = "init"
	AddOnResultQueued     AddOnResultStatus = "queued"
	AddOnResultProcessing AddOnResultStatus = "processing"
	AddOnResultInProgress AddOnResultStatus = "in-progress"
	AddOnResultCompleted  AddOnResultStatus = "completed"
	AddOnResultFailed     AddOnResultStatus = "failed"
	AddOnResultCanceled   AddOnResultStatus = "canceled"
	AddOnResultDeleted    AddOnResultStatus = "deleted"
)

// Final reports whether the add-on has ended its work.
func (s AddOnResultStatus) Final() bool {
	switch s {
	case AddOnResultCompleted, AddOnResultFailed, AddOnResultCanceled, AddOnResultDeleted:
		return true
	default:
		return false
	}
}

// AddOnResults reads and deletes the results of add-ons for a recording.
type AddOnResults struct{ c *twilio.Client }

const (
	addOnResultsPath  = accountPrefix + "/Recordings/{ReferenceSid:RE}/AddOnResults.json"
	addOnResultPath   = accountPrefix + "/Recordings/{ReferenceSid:RE}/AddOnResults/{Sid:XR}.json"
	addOnResultPrefix = accountPrefix + "/Recordings/{ReferenceSid:RE}/AddOnResults/{AddOnResultSid:XR}"
)

var (
	addOnResultGet    = twilio.Operation{Name: "voice.AddOnResults.Get", Method: http.MethodGet, Host: hostAPI, Path: addOnResultPath}
	addOnResultList   = twilio.Operation{Name: "voice.AddOnResults.List", Method: http.MethodGet, Host: hostAPI, Path: addOnResultsPath, Items: "add_on_results"}
	addOnResultDelete = twilio.Operation{Name: "voice.AddOnResults.Delete", Method: http.MethodDelete, Host: hostAPI, Path: addOnResultPath}
)

// Get returns the result of an add-on for a recording. One that does not exist matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
func (s *AddOnResults) Get(ctx context.Context, recordingSID, sid string, opts ...twilio.CallOption) (*AddOnResult, error) {
	return twilio.Invoke[AddOnResult](ctx, s.c, addOnResultGet.On(recordingSID, sid), opts...)
}

// AddOnResultListParams pages through results of add-ons; its zero value lists all of them.
type AddOnResultListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the results of add-ons for a recording, or the one that
// Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
func (s *AddOnResults) List(ctx context.Context, recordingSID string, params AddOnResultListParams, opts ...twilio.CallOption) (*twilio.Page[AddOnResult], error) {
	return twilio.InvokePage[AddOnResult](ctx, s.c, addOnResultList.On(recordingSID).With(&params), opts...)
}

// All ranges over the results of add-ons for a recording. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
func (s *AddOnResults) All(ctx context.Context, recordingSID string, params AddOnResultListParams, opts ...twilio.CallOption) iter.Seq2[*AddOnResult, error] {
	return twilio.InvokeAll[AddOnResult](ctx, s.c, addOnResultList.On(recordingSID).With(&params), opts...)
}

// Delete deletes the result of an add-on and its payloads for good.
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
func (s *AddOnResults) Delete(ctx context.Context, recordingSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, addOnResultDelete.On(recordingSID, sid), opts...)
}
