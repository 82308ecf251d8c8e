package twiml

import (
	"errors"
	"io"
	"net/http"
)

// Verb is a child of a [Response]: a [VoiceVerb], a [MessagingVerb] or both. Only
// this package's types are verbs: a struct that embeds one is left out as nil is.
type Verb interface{ verb() }

// VoiceVerb is a step of a call, an argument of [Voice]: [Connect], [Dial], [Echo],
// [Enqueue], [Gather], [Hangup], [Leave], [Pause], [Pay], [Play], [Prompt], [Queue],
// [Record], [Redirect], [Refer], [Reject], [Say], [SMS], [Start] and [Stop].
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml
type VoiceVerb interface {
	Verb
	voiceVerb()
}

// MessagingVerb is a step of the reply to a message, an argument of [Messaging]: [Message]
// and [Redirect].
//
// Twilio docs: https://www.twilio.com/docs/messaging/twiml
type MessagingVerb interface {
	Verb
	messagingVerb()
}

// Response is a whole document. It holds nothing but its verbs, from which follows
// whether the document is for a call or for a message. It is safe for
// concurrent use as long as nobody changes it, and serves itself over HTTP.
type Response struct {
	Verbs []Verb
}

// Voice returns the document that runs the verbs on a call, in order; without
// verbs it hangs up.
func Voice(verbs ...VoiceVerb) *Response { return &Response{Verbs: collect(verbs)} }

// Messaging returns the document that answers an incoming message; without verbs
// no reply is sent.
func Messaging(verbs ...MessagingVerb) *Response { return &Response{Verbs: collect(verbs)} }

func collect[T Verb](verbs []T) []Verb {
	if len(verbs) == 0 {
		return nil
	}
	all := make([]Verb, len(verbs))
	for i, verb := range verbs {
		all[i] = verb
	}
	return all
}

// String returns the document, XML declaration included. It cannot fail: characters that
// XML cannot hold (control characters, invalid UTF-8) are written as U+FFFD, and elements
// that nest deeper than 64 levels or begin beyond 1 MiB are left out; Twilio stops at
// 64 kB.
func (r *Response) String() string {
	if r == nil {
		r = &Response{}
	}
	var c codec
	c.out.Grow(512) // bytes; most documents fit, and then nothing else is allocated
	c.out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>`)
	r.fields(&c)
	return c.out.String()
}

// Bytes returns the same document as [Response.String].
func (r *Response) Bytes() []byte { return []byte(r.String()) }

// WriteTo writes the document to w in one call and returns how many bytes w took.
// It fails when w does.
func (r *Response) WriteTo(w io.Writer) (int64, error) {
	if w == nil {
		return 0, errors.New("twiml: WriteTo: the writer is nil")
	}
	n, err := io.WriteString(w, r.String())
	return int64(n), err
}

// ServeHTTP answers any request with the document, as text/xml in UTF-8. Check
// the request's signature before it comes here.
func (r *Response) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	_, _ = r.WriteTo(w) // the caller has gone: there is nobody left to tell
}

func (r *Response) fields(c *codec) {
	c.open("Response", "")
	children(c, &r.Verbs)
	c.close("Response", nil)
}
