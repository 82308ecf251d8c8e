package twiliotest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
)

// RemotePhone is a telephone of a [RemoteSim]. Its methods wait only for messages, codes and
// calls that come after the ones that it has returned before, and after [Remote].
type RemotePhone struct {
	remote *RemoteSim
	number string

	texts *lookout // for messages and codes
	calls *lookout
}

// Phone returns the telephone with a number in E.164: the same one for the same number.
func (r *RemoteSim) Phone(number string) *RemotePhone {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.phones[number] == nil {
		r.phones[number] = &RemotePhone{remote: r, number: number, texts: newLookout("", r.began), calls: newLookout("", r.began)}
	}
	return r.phones[number]
}

// Number returns the phone's number.
func (p *RemotePhone) Number() string { return p.number }

func (p *RemotePhone) path(rest string) string { return "phones/" + url.PathEscape(p.number) + rest }

// wait asks for what comes since the last look. When the last thing that was seen is not kept
// any more, its time says what is new.
func (p *RemotePhone) wait(ctx context.Context, from *lookout, path string, into any, seen func() (sid string, at time.Time)) error {
	return from.look(ctx, func() error {
		since := from.at.Format(time.RFC3339Nano)
		err := p.remote.await(ctx, p.path(path), url.Values{"after": {cmp.Or(from.place, since)}}, into)
		if isGone(err) {
			err = p.remote.await(ctx, p.path(path), url.Values{"after": {since}}, into)
		}
		if err == nil {
			from.place, from.at = seen()
		}
		return err
	})
}

func isGone(err error) bool {
	var refused *RemoteError
	return errors.As(err, &refused) && refused.Status == http.StatusGone
}

// WaitSMS returns the first message that has come to the phone since its last look, on any
// channel, and waits until there is one or ctx ends.
func (p *RemotePhone) WaitSMS(ctx context.Context) (*SMS, error) {
	var got simapi.Message
	if err := p.wait(ctx, p.texts, "/messages/next", &got, func() (string, time.Time) { return got.SID, got.DateSent }); err != nil {
		return new(SMS), fmt.Errorf("twiliotest: the phone received no message: %w", err)
	}
	m := remoteMessage(&got)
	return &SMS{
		SID: m.SID, From: m.From, To: m.To, Body: m.Body, MediaURLs: m.MediaURLs, ContentSID: m.ContentSID,
		ContentVariables: m.ContentVariables, Content: m.Content, At: m.Sent,
	}, nil
}

// WaitCode returns the newest one-time code that has come to the phone since its last look, in
// a message or by a voice, and waits until there is one or ctx ends. The messages before it
// count as looked at.
func (p *RemotePhone) WaitCode(ctx context.Context) (string, error) {
	var got simapi.Code
	if err := p.wait(ctx, p.texts, "/code", &got, func() (string, time.Time) { return got.SID, got.At }); err != nil {
		return "", fmt.Errorf("twiliotest: the phone received no code: %w", err)
	}
	return got.Code, nil
}

// WaitCall returns the first call to the phone since its last look that rings or has rung, and
// waits until there is one or ctx ends.
func (p *RemotePhone) WaitCall(ctx context.Context) (*RemoteCall, error) {
	var got simapi.Call
	if err := p.wait(ctx, p.calls, "/calls/next", &got, func() (string, time.Time) { return got.SID, got.DateCreated }); err != nil {
		return new(RemoteCall), fmt.Errorf("twiliotest: the phone received no call: %w", err)
	}
	return p.remote.callOf(&got), nil
}

// SendSMS sends a text from the phone to one of the account's numbers, and returns the answer
// of the application, as [Phone.SendSMS] does.
func (p *RemotePhone) SendSMS(ctx context.Context, to, body string, opts ...InboundOption) (*Callback, error) {
	return p.sendMessage(ctx, simapi.Inbound{To: to, Body: body}, opts)
}

// SendWhatsApp is SendSMS for WhatsApp.
func (p *RemotePhone) SendWhatsApp(ctx context.Context, to, body string, opts ...InboundOption) (*Callback, error) {
	return p.sendMessage(ctx, simapi.Inbound{To: to, Body: body, Channel: "whatsapp"}, opts)
}

var errOnlyLocal = errors.New("twiliotest: WithoutFrom is for a simulator of this process: leave it out")

func (p *RemotePhone) sendMessage(ctx context.Context, in simapi.Inbound, opts []InboundOption) (*Callback, error) {
	added := newInbound(opts)
	if added.withoutFrom {
		return new(Callback), errOnlyLocal
	}
	in.Media, in.Params = added.files, added.remoteParams()
	var answer simapi.InboundAnswer
	if err := p.remote.send(ctx, http.MethodPost, p.path("/messages"), in, &answer); err != nil || answer.Callback == nil {
		return new(Callback), err
	}
	return remoteCallback(answer.Callback), nil
}

func (in *inbound) remoteParams() map[string]string {
	params := map[string]string{}
	for name := range in.params {
		params[name] = in.params.Get(name)
	}
	return params
}

// Call calls one of the account's numbers from the phone, as [Phone.Call] does.
func (p *RemotePhone) Call(ctx context.Context, number string, opts ...InboundOption) (*RemoteCall, error) {
	added := newInbound(opts)
	if added.withoutFrom || len(added.files) > 0 {
		return new(RemoteCall), errors.New("twiliotest: a call takes Param alone: leave out Attach and WithoutFrom")
	}
	var got simapi.Call
	if err := p.remote.send(ctx, http.MethodPost, p.path("/calls"), simapi.Dial{To: number, Params: added.remoteParams()}, &got); err != nil {
		return new(RemoteCall), err
	}
	return p.remote.callOf(&got), nil
}

// State returns how the phone is set. It fails for one that nobody has used or set.
func (p *RemotePhone) State(ctx context.Context) (PhoneState, error) {
	var got simapi.Phone
	err := p.remote.get(ctx, p.path(""), nil, &got)
	return PhoneState{
		Number: got.Number, Name: got.Name, Habit: Habit(got.Habit), AnswerAfter: time.Duration(got.AnswerAfter),
		AnsweredBy: twilio.AnsweredBy(got.AnsweredBy), Unreachable: twilio.ErrorCode(got.Unreachable), OptedOut: got.OptedOut,
	}, err
}

func (p *RemotePhone) change(ctx context.Context, change simapi.PhoneChange) error {
	return p.remote.send(ctx, http.MethodPut, p.path(""), change, new(simapi.Phone))
}

// SetName names the person whose phone it is.
func (p *RemotePhone) SetName(ctx context.Context, name string) error {
	return p.change(ctx, simapi.PhoneChange{Name: &name})
}

// SetHabit says how the phone reacts when it is called. With [HabitNoAnswer] it rings until
// [RemoteCall.Answer] or [RemoteCall.Decline].
func (p *RemotePhone) SetHabit(ctx context.Context, habit Habit) error {
	name := string(habit)
	return p.change(ctx, simapi.PhoneChange{Habit: &name})
}

// AnswerAfter says how long the phone rings before it answers.
func (p *RemotePhone) AnswerAfter(ctx context.Context, rings time.Duration) error {
	return p.change(ctx, simapi.PhoneChange{AnswerAfter: (*simapi.Duration)(&rings)})
}

// Unreachable makes messages to the phone fail with a code; see [Phone.Unreachable].
func (p *RemotePhone) Unreachable(ctx context.Context, code twilio.ErrorCode) error {
	n := int(code)
	return p.change(ctx, simapi.PhoneChange{Unreachable: &n})
}

// remoteMessage is a message that a server shows.
func remoteMessage(m *simapi.Message) Message {
	shown := Message{
		SID: m.SID, Account: m.AccountSID, From: m.From, To: m.To, Body: m.Body, ContentSID: m.ContentSID, ContentVariables: maps.Clone(m.ContentVariables),
		MessagingServiceSID: m.MessagingServiceSID, Direction: twilio.MessageDirection(m.Direction), Status: twilio.MessageStatus(m.Status),
		ErrorCode: twilio.ErrorCode(m.ErrorCode), Created: m.DateCreated, SendAt: m.SendAt, Sent: m.DateSent, Segments: m.NumSegments, Price: m.Price,
	}
	for _, file := range m.Media {
		shown.MediaURLs = append(shown.MediaURLs, file.URL)
		shown.Media = append(shown.Media, Media{SID: file.SID, URL: file.URL, ContentType: file.ContentType})
	}
	if c := m.Content; c != nil {
		shown.Content = Content{Type: c.Type, Buttons: remoteButtons(c.Buttons)}
		for _, item := range c.Items {
			shown.Content.Items = append(shown.Content.Items, ListItem(item))
		}
		for _, card := range c.Cards {
			shown.Content.Cards = append(shown.Content.Cards, Card{Title: card.Title, Body: card.Body, MediaURL: card.MediaURL, Buttons: remoteButtons(card.Buttons)})
		}
	}
	return shown
}

func remoteButtons(buttons []simapi.Button) []Button {
	shown := make([]Button, 0, len(buttons))
	for _, b := range buttons {
		shown = append(shown, Button(b))
	}
	return slices.Clip(shown)
}

func remoteCallback(c *simapi.Callback) *Callback {
	shown := &Callback{
		ID: c.ID, At: c.At, About: c.About, Method: c.Method, URL: c.URL, Form: c.Form, Status: c.Status, Type: c.ContentType, Body: c.Body,
		Took: time.Duration(c.Took), SignedURL: c.SignedURL, Signature: c.Signature,
	}
	if c.Error != "" {
		shown.Err = errors.New(c.Error)
	}
	return shown
}
