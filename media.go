package twilio

import (
	"context"
	"io"
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
	mediaGet      = operation{name: "Media.Get", method: http.MethodGet, host: hostAPI, path: mediaPath, class: ClassSafe}
	mediaList     = operation{name: "Media.List", method: http.MethodGet, host: hostAPI, path: mediaListPath, class: ClassSafe, list: "media_list"}
	mediaDelete   = operation{name: "Media.Delete", method: http.MethodDelete, host: hostAPI, path: mediaPath, class: ClassIdempotent}
	mediaDownload = operation{name: "Media.Download", method: http.MethodGet, host: hostAPI, path: mediaFilePath, class: ClassSafe, stream: true}
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
	CreatedOn     time.Time `form:"DateCreated,date"` // that day, UTC
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

// Download returns the file itself; close it. The time-out of the attempt ends
// with the answer's header, ctx bounds the body, and MaxBytes its length: beyond
// it Read fails with a *[TooLargeError]. Twilio keeps files in a storage
// elsewhere, to which the credentials are not sent.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/media-resource#fetch-a-media-resource
func (s *MediaService) Download(ctx context.Context, messageSID, sid string, opts ...CallOption) (io.ReadCloser, error) {
	x, err := s.c.send(ctx, mediaDownload.on(messageSID, sid), opts)
	if err != nil {
		return nil, err
	}
	return x.last.stream, nil
}

// maxMediaRedirects bounds the way to the storage.
const maxMediaRedirects = 3

// followMedia follows a redirect to the storage without credentials, and only to
// where nobody on the way can read along.
func (c *Client) followMedia(ctx context.Context, resp *http.Response) (*http.Response, error) {
	for range maxMediaRedirects {
		from, target := resp.Request.URL, resp.Header.Get("Location")
		location, err := from.Parse(target)
		closeErr := resp.Body.Close()
		switch {
		case err != nil || closeErr != nil || target == "" || location.Host == "":
			return nil, redirectError("the redirect to the file cannot be followed")
		case location.User != nil || location.Scheme != "https" && (location.Scheme != from.Scheme || !isLoopback(location.Hostname())):
			return nil, redirectError("the redirect to the file does not lead to https")
		}
		if resp, err = c.roundTrip(storageRequest(ctx, location)); err != nil {
			return nil, err
		}
		if !isRedirect(resp.StatusCode) {
			return resp, nil
		}
	}
	_ = resp.Body.Close()
	return nil, redirectError("the file is behind too many redirects")
}

// redirectError is a redirect that is not followed, now or at a second try.
type redirectError string

func (e redirectError) Error() string { return string(e) }

func storageRequest(ctx context.Context, location *url.URL) *http.Request {
	req := &http.Request{
		Method: http.MethodGet, URL: location, Host: location.Host, Header: http.Header{"Accept": {"*/*"}},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	return req.WithContext(ctx)
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// streamBody is the body of a download: bounded, and the end of its attempt.
type streamBody struct {
	io.ReadCloser
	left    int64 // bytes that may still be read; -1 for any number
	limit   int64
	release func()

	tooLarge bool // for good
}

func newStreamBody(body io.ReadCloser, limit int64, release func()) *streamBody {
	return &streamBody{ReadCloser: body, left: limit, limit: limit, release: release}
}

// Read fails with a *TooLargeError as soon as there is a byte too many.
func (s *streamBody) Read(p []byte) (int, error) {
	if s.tooLarge {
		return 0, &TooLargeError{Limit: s.limit}
	}
	if s.left < 0 || len(p) == 0 {
		return s.ReadCloser.Read(p)
	}
	if int64(len(p))-1 > s.left {
		p = p[:s.left+1]
	}
	n, err := s.ReadCloser.Read(p)
	if int64(n) > s.left {
		s.tooLarge = true
		return int(s.left), &TooLargeError{Limit: s.limit}
	}
	s.left -= int64(n)
	return n, err
}

// Close ends the attempt.
func (s *streamBody) Close() error {
	defer s.release()
	return s.ReadCloser.Close()
}
