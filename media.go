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

// MediaService reads and removes the media of messages.
type MediaService struct{ c *Client }

const (
	mediaListPath = accountPrefix + "/Messages/{MessageSid:SM|MM}/Media.json"
	mediaPath     = accountPrefix + "/Messages/{MessageSid:SM|MM}/Media/{Sid:ME}.json"
	mediaFilePath = accountPrefix + "/Messages/{MessageSid:SM|MM}/Media/{Sid:ME}"
)

var (
	mediaGet      = operation{name: "Media.Get", method: http.MethodGet, host: hostAPI, path: mediaPath}
	mediaList     = operation{name: "Media.List", method: http.MethodGet, host: hostAPI, path: mediaListPath, list: "media_list"}
	mediaDelete   = operation{name: "Media.Delete", method: http.MethodDelete, host: hostAPI, path: mediaPath}
	mediaDownload = operation{name: "Media.Download", method: http.MethodGet, host: hostAPI, path: mediaFilePath, stream: true}
)

// Get returns the record of a message's file; Download returns the file.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource#fetch-a-media-resource
func (s *MediaService) Get(ctx context.Context, messageSID, sid string, opts ...CallOption) (*Media, error) {
	return do[Media](ctx, s.c, mediaGet.on(messageSID, sid), opts)
}

// MediaListParams narrows [MediaService.List] and [MediaService.All]; its zero
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
func (s *MediaService) List(ctx context.Context, messageSID string, params MediaListParams, opts ...CallOption) (*Page[Media], error) {
	return list[Media](ctx, s.c, mediaList.on(messageSID).with(&params), params.Cursor, opts)
}

// All ranges over all files of a message. It stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource#read-multiple-media-resources
func (s *MediaService) All(ctx context.Context, messageSID string, params MediaListParams, opts ...CallOption) iter.Seq2[*Media, error] {
	return all[Media](ctx, s.c, mediaList.on(messageSID).with(&params), params.Cursor, opts)
}

// Delete removes a file from a message.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource#delete-a-media-resource
func (s *MediaService) Delete(ctx context.Context, messageSID, sid string, opts ...CallOption) error {
	return exec(ctx, s.c, mediaDelete.on(messageSID, sid), opts)
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
func (s *MediaService) Download(ctx context.Context, messageSID, sid string, opts ...CallOption) (*File, error) {
	x, err := s.c.send(ctx, mediaDownload.on(messageSID, sid), opts)
	if err != nil {
		return nil, err
	}
	return x.file(), nil
}
