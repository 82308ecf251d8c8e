package twiliotest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/twiml"
)

// usualGatherTimeout is how long a Gather waits for the next input.
// https://www.twilio.com/docs/voice/twiml/gather#attributes
const usualGatherTimeout = 5 * time.Second

// confidence is how sure Twilio is of words.
const confidence = "0.9"

// speechEnds is how long a pause ends speech by itself, when speechTimeout is auto.
const speechEnds = time.Second

// gathering is a Gather that waits for input.
type gathering struct {
	*runner

	v       twiml.Gather
	digits  string
	words   []string
	partial int // how many partial results were told
	doing   *activity
	timer   appointment // that ends it for want of input
}

// gather plays the prompts and collects keys, or words, or either. Keys cut the prompts off.
func (r *runner) gather(v twiml.Gather) (through bool) {
	g := &gathering{runner: r, v: v, doing: &activity{}}
	if g.takes(twiml.InputDTMF) {
		g.doing.key = g.key
	}
	if g.takes(twiml.InputSpeech) && v.BargeIn != twiml.False {
		g.doing.speech = g.speech
	}
	r.begin(g.doing)
	prompts := make([]twiml.Verb, 0, len(v.Children))
	for _, child := range v.Children {
		if verb, ok := child.(twiml.Verb); ok {
			prompts = append(prompts, verb)
		}
	}
	r.within(g.doing, inGather, prompts, g.prompted)
	return false
}

// prompted waits for input once the prompts are through. Without bargeIn no words are
// listened to before.
func (g *gathering) prompted() {
	if g.takes(twiml.InputSpeech) {
		g.doing.speech = g.speech
	}
	g.await(g.timeout())
}

func (g *gathering) takes(input twiml.GatherInput) bool {
	if len(g.v.Input) == 0 {
		return input == twiml.InputDTMF
	}
	return slices.Contains(g.v.Input, input)
}

// timeout is how long the Gather waits for the first key, and after each key.
func (g *gathering) timeout() time.Duration {
	switch g.v.Timeout {
	case 0:
		return usualGatherTimeout
	case twiml.Forever:
		return 0
	}
	return seconds(g.v.Timeout)
}

// speechTimeout is how long a pause ends speech.
func (g *gathering) speechTimeout() time.Duration {
	if n, err := strconv.Atoi(g.v.SpeechTimeout); err == nil {
		return seconds(n)
	}
	if g.v.SpeechTimeout == "" {
		return g.timeout()
	}
	return speechEnds
}

// await ends the Gather when no further input comes in a time.
func (g *gathering) await(d time.Duration) {
	g.timer.cancel()
	g.timer = g.after(d, g.finish)
}

// key takes a key that the person presses.
func (g *gathering) key(key string) {
	g.doing.hush()
	if ends := g.finishOnKey(); ends != "" && strings.Contains(ends, key) {
		g.finish()
		return
	}
	g.digits += key
	if g.v.NumDigits > 0 && len(g.digits) >= g.v.NumDigits {
		g.finish()
		return
	}
	g.await(g.timeout())
}

func (g *gathering) finishOnKey() string {
	switch g.v.FinishOnKey {
	case "":
		return "#"
	case twiml.NoKey:
		return ""
	}
	return g.v.FinishOnKey
}

// speech takes words. Words after the first key do not count.
func (g *gathering) speech(said utterance) {
	if g.digits != "" {
		return
	}
	g.doing.hush()
	lasts := said.lasts
	if longest := seconds(g.v.MaxSpeechTime); longest > 0 && lasts > longest {
		lasts = longest
	}
	g.words = append(g.words, said.words)
	g.tellPartial()
	g.await(lasts + g.speechTimeout())
}

// tellPartial tells of the words so far, if the application asks for that.
// https://www.twilio.com/docs/voice/twiml/gather#partialresultcallback
func (g *gathering) tellPartial() {
	if g.v.PartialResultCallback == "" {
		return
	}
	stable := strings.Join(g.words[:len(g.words)-1], " ")
	g.report(g.v.PartialResultCallback, string(g.v.PartialResultCallbackMethod), url.Values{
		"StableSpeechResult": {stable}, "UnstableSpeechResult": {g.words[len(g.words)-1]}, "SequenceNumber": {strconv.Itoa(g.partial)},
	})
	g.partial++
}

// finish hands the input to the action. Without input the call goes on with the next verb,
// unless actionOnEmptyResult asks for the action all the same.
func (g *gathering) finish() {
	form := url.Values{}
	switch {
	case g.digits != "":
		form.Set("Digits", g.digits)
	case len(g.words) > 0:
		form.Set("SpeechResult", strings.Join(g.words, " "))
		form.Set("Confidence", confidence)
	case g.v.ActionOnEmptyResult == twiml.True:
		form.Set("Digits", "")
	default:
		g.proceed()
		return
	}
	g.clear()
	if g.goTo(g.v.Action, string(g.v.Method), form) {
		g.step()
	}
}
