package twiliotest

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// start begins services that run beside the verbs that follow.
// https://www.twilio.com/docs/voice/twiml/stream, https://www.twilio.com/docs/voice/twiml/recording
func (r *runner) start(v twiml.Start) (through bool) {
	if v.Action != "" {
		r.notSimulated("the action of <Start> is not asked, because Twilio has not published when it is")
	}
	for _, child := range v.Children {
		noun := twiml.Start{Children: []twiml.StartChild{child}}
		switch n := child.(type) {
		case twiml.Stream:
			r.beginSession(SessionStream, noun)
		case twiml.Siprec:
			r.beginSession(SessionSiprec, noun)
		case twiml.Transcription:
			r.beginSession(SessionTranscription, noun)
		case twiml.Recording:
			r.startRecording(n)
		}
	}
	return true
}

// beginSession begins the session of a Pay, or of a verb that has one noun.
func (r *runner) beginSession(kind SessionKind, verb twiml.Verb) *callSession {
	session := r.sim.newSession(r.call, kind, sessionParams(kind, verb))
	if session.hook.url != "" {
		session.hook.url = r.address(session.hook.url)
	}
	if missing := kind.notSimulated(); missing != "" {
		r.notSimulated("%s", missing)
	}
	r.sim.tellSession(session, "started")
	return session
}

// startRecording records the call from here on, until its end.
func (r *runner) startRecording(v twiml.Recording) {
	order := recordingOrder{source: twilio.RecordingSourceStartCallRecordingAPI, channels: 1, track: "both"}
	if v.Channels == twiml.RecordingChannelsDual {
		order.channels = 2
	}
	if v.Track != "" {
		order.track = string(v.Track)
	}
	r.sim.startRecording(r.call, r.recordingOrder(order, v.RecordingStatusCallback, v.RecordingStatusCallbackMethod, v.RecordingStatusCallbackEvent))
}

// stopSessions ends services by their names, whether a Start or the API has begun them.
func (r *runner) stopSessions(v twiml.Stop) (through bool) {
	for _, child := range v.Children {
		switch n := child.(type) {
		case twiml.Stream:
			r.stopNamed(SessionStream, n.Name)
		case twiml.Siprec:
			r.stopNamed(SessionSiprec, n.Name)
		case twiml.Transcription:
			r.stopNamed(SessionTranscription, n.Name)
		}
	}
	return true
}

func (r *runner) stopNamed(kind SessionKind, name string) {
	if session := r.sim.sessionNamed(kind, r.call, name); name != "" && session != nil {
		r.sim.endSession(session, sessionStopped)
	}
}

// sessionParams returns the attributes and the parameters of the one noun of a verb, or of
// a Pay itself, under the names that the API has for them: Url, StatusCallback,
// Parameter1.Name. The text of the noun is its Name.
func sessionParams(kind SessionKind, verb twiml.Verb) url.Values {
	nounDepth := 3 // in <Response> and the verb
	if kind == SessionPayment {
		nounDepth = 2
	}
	params := url.Values{}
	document := xml.NewDecoder(strings.NewReader((&twiml.Response{Verbs: []twiml.Verb{verb}}).String()))
	for depth, parameters := 0, 0; ; {
		token, err := document.Token()
		if err != nil {
			return params
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			switch {
			case depth == nounDepth:
				setAttributes(params, "", t.Attr)
			case depth == nounDepth+1 && t.Name.Local == "Parameter":
				parameters++
				setAttributes(params, fmt.Sprintf("Parameter%d.", parameters), t.Attr)
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if name := strings.TrimSpace(string(t)); depth == nounDepth && name != "" {
				params.Set("Name", name)
			}
		}
	}
}

func setAttributes(params url.Values, prefix string, attributes []xml.Attr) {
	for _, a := range attributes {
		name := []rune(a.Name.Local)
		name[0] = unicode.ToUpper(name[0])
		params.Set(prefix+string(name), a.Value)
	}
}
