package control

import (
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// each converts a list, which is never null in JSON.
func each[From, To any](all []From, convert func(*From) To) []To {
	list := make([]To, len(all))
	for i := range all {
		list[i] = convert(&all[i])
	}
	return list
}

func phoneOf(p *twiliotest.PhoneState) simapi.Phone {
	return simapi.Phone{
		Number: p.Number, Name: p.Name, Habit: string(p.Habit), AnswerAfter: simapi.Duration(p.AnswerAfter), AnsweredBy: string(p.AnsweredBy),
		Unreachable: int(p.Unreachable), OptedOut: p.OptedOut,
	}
}

func messageOf(m *twiliotest.Message) simapi.Message {
	return simapi.Message{
		SID: m.SID, AccountSID: m.Account, From: m.From, To: m.To, Body: m.Body, Direction: string(m.Direction), Status: string(m.Status),
		ErrorCode: int(m.ErrorCode), DateCreated: m.Created, SendAt: m.SendAt, DateSent: m.Sent, NumSegments: m.Segments, Price: m.Price,
		MessagingServiceSID: m.MessagingServiceSID, ContentSID: m.ContentSID, ContentVariables: m.ContentVariables, Content: contentOf(&m.Content),
		Media: each(m.Media, mediaOf),
	}
}

func mediaOf(m *twiliotest.Media) simapi.Media {
	return simapi.Media{SID: m.SID, ContentType: m.ContentType, URL: m.URL, Size: len(m.Content)}
}

func contentOf(c *twiliotest.Content) *simapi.Content {
	if c.Type == "" {
		return nil
	}
	return &simapi.Content{
		Type: c.Type, Buttons: each(c.Buttons, buttonOf),
		Items: each(c.Items, func(i *twiliotest.ListItem) simapi.ListItem {
			return simapi.ListItem{ID: i.ID, Title: i.Title, Description: i.Description}
		}),
		Cards: each(c.Cards, func(one *twiliotest.Card) simapi.Card {
			return simapi.Card{Title: one.Title, Body: one.Body, MediaURL: one.MediaURL, Buttons: each(one.Buttons, buttonOf)}
		}),
	}
}

func buttonOf(b *twiliotest.Button) simapi.Button {
	return simapi.Button{Type: b.Type, Title: b.Title, ID: b.ID, URL: b.URL, Phone: b.Phone, Code: b.Code}
}

// callOf is a call without its transcript.
func callOf(c *twiliotest.Call) simapi.Call {
	keys, words := c.Listens()
	return simapi.Call{
		SID: c.SID, ParentCallSID: c.ParentCallSID, From: c.From, To: c.To, Direction: string(c.Direction), Status: string(c.Status),
		AnsweredBy: string(c.AnsweredBy), URL: c.URL, TwiML: c.TwiML, DateCreated: c.Created, StartTime: c.Started, EndTime: c.Ended,
		Listens: simapi.Listens{Keys: keys, Words: words},
	}
}

// wholeCall is a call with its transcript.
func wholeCall(c *twiliotest.Call) simapi.Call {
	shown := callOf(c)
	for i, line := range c.Transcript() {
		shown.Transcript = append(shown.Transcript, lineOf(i, &line))
	}
	return shown
}

// lineOf is a line of a transcript; the first one has the index 1.
func lineOf(i int, l *twiliotest.Line) simapi.Line {
	return simapi.Line{
		Index: i + 1, At: l.At, Kind: string(l.Kind), Text: l.Text, Lasts: simapi.Duration(l.Lasts), From: l.From,
		Voice: string(l.Voice), Language: string(l.Language),
	}
}

func requestOf(r *twiliotest.Request) simapi.Request {
	return simapi.Request{
		ID: r.ID, SID: r.SID, At: r.At, AccountSID: r.Account, By: r.By, Method: r.Method, Host: r.Host, Path: r.Path, Query: r.Query, Form: r.Form,
		JSON: r.JSON, Status: r.Status, Code: int(r.Code), Fault: r.Fault, Took: simapi.Duration(r.Took), Answer: r.Answer,
	}
}

func callbackOf(c *twiliotest.Callback) simapi.Callback {
	shown := simapi.Callback{
		ID: c.ID, At: c.At, About: c.About, Method: c.Method, URL: c.URL, Form: c.Form, Status: c.Status, ContentType: c.Type, Body: c.Body,
		Took: simapi.Duration(c.Took), Limit: simapi.Duration(twiliotest.CallbackLimit), SignedURL: c.SignedURL, Signature: c.Signature,
	}
	if c.Err != nil {
		shown.Error = c.Err.Error()
	}
	return shown
}

func alertOf(a *twiliotest.Alert) simapi.Alert {
	return simapi.Alert{
		ID: a.ID, At: a.At, Kind: string(a.Kind), Code: int(a.Code), URL: a.URL, Message: a.Message, About: a.About, CallbackID: a.CallbackID,
	}
}

func faultOf(f *twiliotest.FaultState) simapi.FaultState {
	return simapi.FaultState{
		ID: f.ID, Name: f.Name, Method: f.Method, Path: f.Path, To: f.To, Nth: f.Nth, Times: f.Times, Rate: f.Rate, Seen: f.Seen, Struck: f.Struck,
	}
}

func numberOf(n *twiliotest.NumberState) simapi.Number {
	return simapi.Number{Number: n.Number, SID: n.SID, AccountSID: n.Account, SMSURL: n.SMSURL, VoiceURL: n.VoiceURL}
}

func conferenceOf(v *twiliotest.Conference) simapi.Conference {
	return simapi.Conference{
		SID: v.SID, FriendlyName: v.Name, Status: v.Status, DateCreated: v.Created,
		Participants: each(v.Participants, func(p *twiliotest.Participant) simapi.Participant {
			return simapi.Participant{CallSID: p.CallSID, Number: p.Number, Label: p.Label, Joined: p.Joined, Muted: p.Muted, Hold: p.Hold, Coaching: p.Coaching}
		}),
	}
}

func queueOf(q *twiliotest.Queue) simapi.Queue {
	return simapi.Queue{
		SID: q.SID, FriendlyName: q.Name, MaxSize: q.Max,
		Members: each(q.Members, func(m *twiliotest.QueueMember) simapi.QueueMember {
			return simapi.QueueMember{CallSID: m.CallSID, Number: m.Number, Since: m.Since}
		}),
	}
}

func recordingOf(r *twiliotest.Recording) simapi.Recording {
	return simapi.Recording{
		SID: r.SID, CallSID: r.CallSID, ConferenceSID: r.ConferenceSID, Status: string(r.Status), StartTime: r.Started,
		Lasts: simapi.Duration(r.Lasts), Words: r.Words,
	}
}
