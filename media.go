package twilio

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Media is a picture or another file of a message.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource
type Media struct {
	SID         string `json:"sid"` // ME…
	AccountSID  string `json:"account_sid"`
	ParentSID   string `json:"parent_sid"`   // of the message
	ContentType string `json:"content_type"` // "image/jpeg"
	DateCreated Time   `json:"date_created"`
	DateUpdated Time   `json:"date_updated"`
	URI         string `json:"uri"`
}

// MediaFiles reads and removes the media of messages.
type MediaFiles struct{ c *Client }

const (
	mediaListPath = accountPrefix + "/Messages/{MessageSid:SM|MM}/Media.json"
	mediaPath     = accountPrefix + "/Messages/{MessageSid:SM|MM}/Media/{Sid:ME}.json"
	mediaFilePath = accountPrefix + "/Messages/{MessageSid:SM|MM}/Media/{Sid:ME}"
)

var (
	mediaGet      = Operation{Name: "Media.Get", Method: http.MethodGet, Host: hostAPI, Path: mediaPath}
	mediaList     = Operation{Name: "Media.List", Method: http.MethodGet, Host: hostAPI, Path: mediaListPath, Items: "media_list"}
	mediaDelete   = Operation{Name: "Media.Delete", Method: http.MethodDelete, Host: hostAPI, Path: mediaPath}
	mediaDownload = Operation{Name: "Media.Download", Method: http.MethodGet, Host: hostAPI, Path: mediaFilePath}
)

// Get returns the record of a message's file; Download returns the file.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource#fetch-a-media-resource
func (s *MediaFiles) Get(ctx context.Context, messageSID, sid string, opts ...CallOption) (*Media, error) {
	return Invoke[Media](ctx, s.c, mediaGet.On(messageSID, sid), opts...)
}

// MediaListParams narrows [MediaFiles.List] and [MediaFiles.All]; its zero
// value lists every file of the message.
type MediaListParams struct {
	CreatedOn     time.Time `form:"DateCreated,date"` // the day in UTC on which this moment falls
	CreatedBefore time.Time `form:"DateCreated<"`
	CreatedAfter  time.Time `form:"DateCreated>"`
	PageSize      int       `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of a message's files, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource#read-multiple-media-resources
func (s *MediaFiles) List(ctx context.Context, messageSID string, params MediaListParams, opts ...CallOption) (*Page[Media], error) {
	return InvokePage[Media](ctx, s.c, mediaList.On(messageSID).With(&params), opts...)
}

// All ranges over all files of a message. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource#read-multiple-media-resources
func (s *MediaFiles) All(ctx context.Context, messageSID string, params MediaListParams, opts ...CallOption) iter.Seq2[*Media, error] {
	return InvokeAll[Media](ctx, s.c, mediaList.On(messageSID).With(&params), opts...)
}

// Delete removes a file from a message.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource#delete-a-media-resource
func (s *MediaFiles) Delete(ctx context.Context, messageSID, sid string, opts ...CallOption) error {
	return InvokeNone(ctx, s.c, mediaDelete.On(messageSID, sid), opts...)
}

// Download returns the file itself with its type and length; close it. The
// time-out of the attempt ends with the answer's header, ctx bounds the body, and
// MaxBytes its length: beyond it Read fails with a *[TooLargeError].
//
// Twilio keeps files in a storage elsewhere, to which the credentials are not
// sent. A redirect to this machine, a private network or the local link is refused,
// unless the base URL is there itself. Addresses that a name resolves to are
// checked when the client connects with its own transport and without a proxy;
// under [WithHTTPClient] and behind a proxy only the address in the redirect is.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource#fetch-a-media-resource
func (s *MediaFiles) Download(ctx context.Context, messageSID, sid string, opts ...CallOption) (*File, error) {
	return InvokeFile(ctx, s.c, mediaDownload.On(messageSID, sid), opts...)
}
