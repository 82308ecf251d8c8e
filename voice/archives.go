package voice

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/seed15d99369/twilio"
)

// ArchivedCalls deletes calls from the archive of Bulk Export.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/archived-calls
type ArchivedCalls struct{ c *twilio.Client }

var archivedCallDelete = twilio.Operation{
	Name: "voice.ArchivedCalls.Delete", Method: http.MethodDelete, Host: hostVoice, Path: "/v1/Archives/{Date}/Calls/{Sid:CA}",
}

// ArchivedCallDeleteParams names the day whose archive has the call.
type ArchivedCallDeleteParams struct {
	Day time.Time `path:"Date,date" check:"required"` // any time of the day in UTC, such as the call's DateCreated

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Delete deletes a call from the archive of a day. The call itself stays until
// Calls.Delete of package twilio deletes it. A call that is not in the archive of that day matches
// [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/voice/api/archived-calls
func (s *ArchivedCalls) Delete(ctx context.Context, sid string, params ArchivedCallDeleteParams, opts ...twilio.CallOption) error {
	return twilio.InvokeNone(ctx, s.c, archivedCallDelete.On(sid).With(&params), opts...)
}
