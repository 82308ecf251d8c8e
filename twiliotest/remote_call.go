package twiliotest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiml"
)

// RemoteCall is a call of a [RemoteSim]. Its methods are those of the person at the phone, as
// those of [Call] are.
type RemoteCall struct {
	SID  string
	From string
	To   string

	remote *RemoteSim // nil for no call
	lines  *lookout   // for lines of the transcript
}

func (r *RemoteSim) callOf(c *simapi.Call) *RemoteCall {
	return &RemoteCall{SID: c.SID, From: c.From, To: c.To, remote: r, lines: newLookout("0", time.Time{})}
}

// WaitSay waits until a voice says something that contains a text, as [Call.WaitSay] does, or
// until ctx ends.
func (c *RemoteCall) WaitSay(ctx context.Context, text string) (Line, error) {
	if c.remote == nil {
		return Line{}, errNoCall
	}
	var line simapi.Line
	err := c.lines.look(ctx, func() error {
		query := url.Values{"kind": {string(LineSay)}, "text": {text}, "after": {c.lines.place}}
		err := c.remote.await(ctx, c.path("/transcript/next"), query, &line)
		if err == nil {
			c.lines.place = strconv.Itoa(line.Index)
		}
		return err
	})
	if err != nil {
		return Line{}, fmt.Errorf("twiliotest: the person did not hear a voice say %q: %w", text, err)
	}
	return remoteLine(line), nil
}

// Press presses keys, as [Call.TryPress] does.
func (c *RemoteCall) Press(ctx context.Context, keys string) error {
	return c.act(ctx, "/keys", simapi.Keys{Keys: keys, Wait: waitFor(ctx)})
}

// Speak says words, as [Call.TrySpeak] does.
func (c *RemoteCall) Speak(ctx context.Context, words string) error {
	return c.act(ctx, "/speech", simapi.Speech{Words: words, Wait: waitFor(ctx)})
}

// LeaveMessage speaks for a time after the beep of a Record, as [Call.TryLeaveMessage] does.
// It takes as long as that is on the simulator's clock.
func (c *RemoteCall) LeaveMessage(ctx context.Context, lasts time.Duration, words ...string) error {
	return c.act(ctx, "/voicemail", simapi.Voicemail{Words: strings.Join(words, " "), Lasts: simapi.Duration(lasts), Wait: waitFor(ctx)})
}

// Answer takes the call while it rings, as [Call.Answer] does.
func (c *RemoteCall) Answer(ctx context.Context) error {
	return c.act(ctx, "/answer", simapi.Nothing{})
}

// Decline refuses the call while it rings, as [Call.Decline] does.
func (c *RemoteCall) Decline(ctx context.Context) error {
	return c.act(ctx, "/decline", simapi.Nothing{})
}

// Hangup ends the call, which may be over already.
func (c *RemoteCall) Hangup(ctx context.Context) error {
	return c.act(ctx, "/hangup", simapi.Nothing{})
}

// Transcript returns what the person at the phone has heard and done so far.
func (c *RemoteCall) Transcript(ctx context.Context) ([]Line, error) {
	got, err := c.fetch(ctx)
	lines := make([]Line, len(got.Transcript))
	for i, line := range got.Transcript {
		lines[i] = remoteLine(line)
	}
	return lines, err
}

// Status returns the status of the call.
func (c *RemoteCall) Status(ctx context.Context) (twilio.CallStatus, error) {
	got, err := c.fetch(ctx)
	return twilio.CallStatus(got.Status), err
}

func (c *RemoteCall) fetch(ctx context.Context) (got simapi.Call, err error) {
	if c.remote == nil {
		return got, errNoCall
	}
	err = c.remote.get(ctx, c.path(""), nil, &got)
	return got, err
}

func (c *RemoteCall) act(ctx context.Context, path string, body any) error {
	if c.remote == nil {
		return errNoCall
	}
	return c.remote.send(ctx, http.MethodPost, c.path(path), body, new(simapi.Call))
}

func (c *RemoteCall) path(rest string) string { return "calls/" + url.PathEscape(c.SID) + rest }

// waitFor is how long the server waits until the call listens.
func waitFor(ctx context.Context) *simapi.Duration {
	if ctx == nil {
		return nil
	}
	wait := simapi.Duration(remoteWait(ctx))
	return &wait
}

func remoteLine(l simapi.Line) Line {
	return Line{
		At: l.At, Kind: LineKind(l.Kind), Text: l.Text, Lasts: time.Duration(l.Lasts), From: l.From,
		Voice: twiml.SayVoice(l.Voice), Language: twiml.Language(l.Language),
	}
}
