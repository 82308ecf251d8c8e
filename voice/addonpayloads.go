package voice

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// AddOnPayload is a piece of the data in the result of an add-on. [AddOnPayloads.Download]
// returns the data itself.
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
type AddOnPayload struct {
	SID                   string            `json:"sid"` // XH…
	AccountSID            string            `json:"account_sid"`
	AddOnResultSID        string            `json:"add_on_result_sid"`        // XR…
	AddOnSID              string            `json:"add_on_sid"`               // XB…
	AddOnConfigurationSID string            `json:"add_on_configuration_sid"` // XE…
	ReferenceSID          string            `json:"reference_sid"`            // RE…, of the recording
	ContentType           string            `json:"content_type"`             // "application/json"
	Label                 string            `json:"label"`                    // what it is in the words of the add-on
	DateCreated           twilio.Time       `json:"date_created"`
	DateUpdated           twilio.Time       `json:"date_updated"`
	SubresourceURIs       map[string]string `json:"subresource_uris"` // of the data
}

// AddOnPayloads reads, downloads and deletes the data in the result of an add-on.
type AddOnPayloads struct{ c *twilio.Client }

const (
	addOnPayloadsPath    = addOnResultPrefix + "/Payloads.json"
	addOnPayloadPath     = addOnResultPrefix + "/Payloads/{Sid:XH}.json"
	addOnPayloadDataPath = addOnResultPrefix + "/Payloads/{PayloadSid:XH}/Data.json"
)

var (
	addOnPayloadGet      = twilio.Operation{Name: "voice.AddOnPayloads.Get", Method: http.MethodGet, Host: hostAPI, Path: addOnPayloadPath}
	addOnPayloadList     = twilio.Operation{Name: "voice.AddOnPayloads.List", Method: http.MethodGet, Host: hostAPI, Path: addOnPayloadsPath, Items: "payloads"}
	addOnPayloadDelete   = twilio.Operation{Name: "voice.AddOnPayloads.Delete", Method: http.MethodDelete, Host: hostAPI, Path: addOnPayloadPath}
	addOnPayloadDownload = twilio.Operation{Name: "voice.AddOnPayloads.Download", Method: http.MethodGet, Host: hostAPI, Path: addOnPayloadDataPath}
)

// Get returns the record of a payload; Download returns its data. One that does not exist
// matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
func (s *AddOnPayloads) Get(ctx context.Context, recordingSID, resultSID, sid string, opts ...twilio.CallOption) (*AddOnPayload, error) {
	return twilio.Invoke[AddOnPayload](ctx, s.c, addOnPayloadGet.On(recordingSID, resultSID, sid), opts...)
}

// AddOnPayloadListParams pages through payloads; its zero value lists all of them.
type AddOnPayloadListParams struct {
	PageSize int `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page
	Extra  url.Values `form:"-"` // parameters that this package does not model
}

// List returns the first page of the payloads of a result, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
func (s *AddOnPayloads) List(ctx context.Context, recordingSID, resultSID string, params AddOnPayloadListParams, opts ...twilio.CallOption) (*twilio.Page[AddOnPayload], error) {
	return twilio.InvokePage[AddOnPayload](ctx, s.c, addOnPayloadList.On(recordingSID, resultSID).With(&params), opts...)
}

// All ranges over the payloads of a result. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
func (s *AddOnPayloads) All(ctx context.Context, recordingSID, resultSID string, params AddOnPayloadListParams, opts ...twilio.CallOption) iter.Seq2[*AddOnPayload, error] {
	return twilio.InvokeAll[AddOnPayload](ctx, s.c, addOnPayloadList.On(recordingSID, resultSID).With(&params), opts...)
}

// Delete deletes a payload and its data for good.
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
func (s *AddOnPayloads) Delete(ctx context.Context, recordingSID, resultSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, addOnPayloadDelete.On(recordingSID, resultSID, sid), opts...)
}

// Download returns the data of a payload with its type and length; close it. Twilio keeps
// the data in a storage elsewhere, to which the redirect is followed without credentials:
// see [twilio.InvokeFile].
//
// Twilio docs: https://www.twilio.com/docs/marketplace/api/recording-add-on-results
func (s *AddOnPayloads) Download(ctx context.Context, recordingSID, resultSID, sid string, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, addOnPayloadDownload.On(recordingSID, resultSID, sid), opts...)
}
