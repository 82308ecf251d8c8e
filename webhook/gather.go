package webhook

import (
	"net/http"
	"strconv"
)

// Gather holds the digits or the speech of a caller, sent to the Action of a Gather. Without
// any input there is no request, unless ActionOnEmptyResult is set.
//
// A Gather has no DedupeKey, because a caller may give the same answer to the same menu
// twice. Twilio's header identifies a repeat.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/gather
type Gather struct {
	Params
	CallInfo

	Digits        string  `form:"Digits"`        // without the key that finished
	FinishedOnKey string  `form:"FinishedOnKey"` // the name is not confirmed by Twilio's pages
	SpeechResult  string  `form:"SpeechResult"`
	Confidence    float64 `form:"Confidence"` // of the speech, 0 to 1; 0 when it is not said
}

// ParseGather reads the answer to a Gather. It fails with a [*PayloadError] when
// the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/gather
func ParseGather(r *http.Request) (*Gather, error) { return parse[Gather](r, "Gather") }

// PartialGather is speech that is still being heard.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/gather#partialresultcallback
type PartialGather struct {
	Params
	CallInfo

	StableSpeechResult   string  `form:"StableSpeechResult"`
	UnstableSpeechResult string  `form:"UnstableSpeechResult"`
	Stability            float64 `form:"Stability"` // of the unstable part; the name is not confirmed by Twilio's pages
	SequenceNumber       int     `form:"SequenceNumber"`
}

// ParsePartialGather reads a partial result. It fails with a [*PayloadError] when
// the request is not one.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/gather#partialresultcallback
func ParsePartialGather(r *http.Request) (*PartialGather, error) {
	return parse[PartialGather](r, "PartialGather")
}

// DedupeKey is the same for every request about the same result: "gather/AC…/CA…/2",
// with the sequence number.
func (g *PartialGather) DedupeKey() string {
	return dedupeKey("gather", g.AccountSID, g.CallSID, strconv.Itoa(g.SequenceNumber))
}

// Supersedes reports whether the result is later than prev, which may be nil.
func (g *PartialGather) Supersedes(prev *PartialGather) bool {
	return prev == nil || g.SequenceNumber > prev.SequenceNumber
}
