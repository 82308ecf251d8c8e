package twiliotest

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiml"
)

// What a Record does unless it says otherwise.
// https://www.twilio.com/docs/voice/twiml/record#attributes
const (
	usualSilence   = 5 * time.Second
	usualMaxLength = time.Hour
	allKeys        = "1234567890*#"
	hungUp         = "hangup" // in place of the key that ended a recording
)

// taping is a Record that listens.
type taping struct {
	*runner

	v     twiml.Record
	rec   *recording
	began time.Time
	first time.Time // when somebody spoke first, zero for never
	last  time.Time // when the last words end
	words []string
	timer appointment // that ends it for silence
}

// record records the person until silence, a key, the longest time or a hangup ends it.
func (r *runner) record(v twiml.Record) (through bool) {
	t := &taping{runner: r, v: v, began: r.sim.Clock.Now()}
	if v.PlayBeep != twiml.False {
		r.heard(Line{Kind: LineBeep})
	}
	t.rec = r.sim.startRecording(r.call, r.recordingOrder(recordingOrder{source: twilio.RecordingSourceRecordVerb, channels: 1, track: "both"},
		v.RecordingStatusCallback, v.RecordingStatusCallbackMethod, v.RecordingStatusCallbackEvent))
	r.begin(&activity{key: t.key, speech: t.speech, stop: t.stopped})
	t.silence(0)
	r.after(t.maxLength(), func() { t.finish("") })
	return false
}

// recordingOrder adds to an order who is told of it.
func (r *runner) recordingOrder(order recordingOrder, callback string, method twiml.Method, events []twiml.RecordingEvent) recordingOrder {
	order.events = []string{string(twilio.RecordingStatusCompleted)}
	if len(events) > 0 {
		order.events = nil
	}
	for _, event := range events {
		order.events = append(order.events, string(event))
	}
	if callback != "" {
		order.callback = hook{url: r.address(callback), method: string(method), voice: true, status: true, failure: recordingHookFailed}
	}
	return order
}

func (t *taping) maxLength() time.Duration {
	if t.v.MaxLength > 0 {
		return seconds(t.v.MaxLength)
	}
	return usualMaxLength
}

// silence ends the recording when nobody speaks for the time that the verb says, counted
// from the end of the words that are being said.
func (t *taping) silence(said time.Duration) {
	t.timer.cancel()
	switch t.v.Timeout {
	case twiml.Forever:
	case 0:
		t.timer = t.after(said+usualSilence, func() { t.finish("") })
	default:
		t.timer = t.after(said+seconds(t.v.Timeout), func() { t.finish("") })
	}
}

func (t *taping) key(key string) {
	ends := t.v.FinishOnKey
	if ends == "" {
		ends = allKeys
	}
	if ends != twiml.NoKey && strings.Contains(ends, key) {
		t.finish(key)
	}
}

func (t *taping) speech(said utterance) {
	now := t.sim.Clock.Now()
	if t.first.IsZero() {
		t.first = now
	}
	t.last = now.Add(said.lasts)
	t.words = append(t.words, said.words)
	t.silence(said.lasts)
}

// length is how long the recording is, without the silence at both ends unless the verb
// keeps it.
func (t *taping) length(now time.Time) time.Duration {
	last := t.last
	if last.After(now) {
		last = now
	}
	if t.v.Trim == twiml.RecordingTrimNothing {
		return now.Sub(t.began)
	}
	return last.Sub(t.first)
}

// finish ends the recording and hands it to the action. The call goes on with the next verb
// when nobody has spoken.
func (t *taping) finish(key string) {
	t.clear()
	if !t.keep() || t.goTo(t.v.Action, string(t.v.Method), t.form(key)) {
		t.step()
	}
}

// stopped ends the recording with the call, or because the call gets other instructions.
func (t *taping) stopped(why ending) {
	if t.keep() && why == byHangup {
		t.report(t.v.Action, string(t.v.Method), t.form(hungUp))
	}
}

// keep ends the recording, and says whether there is any.
func (t *taping) keep() bool {
	if t.first.IsZero() {
		t.rec.since, t.rec.recorded = time.Time{}, 0
		t.sim.stopRecording(t.rec)
		return false
	}
	t.rec.since, t.rec.recorded = time.Time{}, t.length(t.sim.Clock.Now())
	t.rec.words = strings.Join(t.words, " ")
	if t.v.Transcribe == twiml.True || t.v.TranscribeCallback != "" {
		t.rec.completed = t.transcribe
	}
	t.sim.stopRecording(t.rec)
	return true
}

func (t *taping) form(key string) url.Values {
	return url.Values{
		"RecordingSid": {t.rec.sid}, "RecordingUrl": {t.rec.mediaURL(apiOrigin)},
		"RecordingDuration": {strconv.Itoa(t.rec.seconds())}, "Digits": {key},
	}
}
