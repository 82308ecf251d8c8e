package video

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// RoomRecordings finds, downloads and deletes the recordings of one room.
type RoomRecordings struct{ c *twilio.Client }

const (
	roomRecordingsPath = roomsPath + "/{RoomSid:RM}/Recordings"
	roomRecordingPath  = roomRecordingsPath + "/{Sid:RT}"
)

var (
	roomRecordingGet  = twilio.Operation{Name: "video.RoomRecordings.Get", Method: http.MethodGet, Host: host, Path: roomRecordingPath}
	roomRecordingList = twilio.Operation{
		Name: "video.RoomRecordings.List", Method: http.MethodGet, Host: host, Path: roomRecordingsPath, Items: "recordings",
	}
	roomRecordingDelete   = twilio.Operation{Name: "video.RoomRecordings.Delete", Method: http.MethodDelete, Host: host, Path: roomRecordingPath}
	roomRecordingDownload = twilio.Operation{
		Name: "video.RoomRecordings.Download", Method: http.MethodGet, Host: host, Path: roomRecordingPath + "/Media",
	}
)

// Get returns a recording of a room as it stands now. One of another room matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource
func (s *RoomRecordings) Get(ctx context.Context, roomSID, sid string, opts ...twilio.CallOption) (*Recording, error) {
	return twilio.Invoke[Recording](ctx, s.c, roomRecordingGet.On(roomSID, sid), opts...)
}

// RoomRecordingListParams narrows [RoomRecordings.List] and [RoomRecordings.All]; its zero
// value lists all recordings of the room.
type RoomRecordingListParams struct {
	Status        RecordingStatus `form:"Status"`
	SourceSID     string          `form:"SourceSid" check:"sid"` // of the track
	CreatedAfter  time.Time       `form:"DateCreatedAfter"`
	CreatedBefore time.Time       `form:"DateCreatedBefore"`
	PageSize      int             `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50

	Cursor string     `form:"-"` // of an earlier page, instead of the filters
	Extra  url.Values `form:"-"`
}

// List returns the first page of a room's recordings, or the one that Cursor names.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource
func (s *RoomRecordings) List(ctx context.Context, roomSID string, params RoomRecordingListParams, opts ...twilio.CallOption) (*twilio.Page[Recording], error) {
	return twilio.InvokePage[Recording](ctx, s.c, roomRecordingList.On(roomSID).With(&params), opts...)
}

// All ranges over the recordings of a room, page by page as the loop gets to them. It
// stops after yielding an error.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource
func (s *RoomRecordings) All(ctx context.Context, roomSID string, params RoomRecordingListParams, opts ...twilio.CallOption) iter.Seq2[*Recording, error] {
	return twilio.InvokeAll[Recording](ctx, s.c, roomRecordingList.On(roomSID).With(&params), opts...)
}

// Delete removes the media of a recording of a room, as [Recordings.Delete] does.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource#delete-recording
func (s *RoomRecordings) Delete(ctx context.Context, roomSID, sid string, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, roomRecordingDelete.On(roomSID, sid), opts...)
}

// Download returns the file of a recording of a room, as [Recordings.Download] does; close
// it.
//
// Twilio docs: https://www.twilio.com/docs/video/api/recordings-resource#get-media-subresource
func (s *RoomRecordings) Download(ctx context.Context, roomSID, sid string, params MediaDownloadParams, opts ...twilio.CallOption) (*twilio.File, error) {
	return twilio.InvokeFile(ctx, s.c, roomRecordingDownload.On(roomSID, sid).With(&params), opts...)
}
