package twiliotest

import (
	"cmp"
	"net/url"

	"github.com/seed15d99369/twilio/twiml"
)

// transcribe gives a complete recording the text of the words that were said in it, or the
// one that the test sets, and tells the application. A recording that is too short or too
// long has none.
// https://www.twilio.com/docs/voice/twiml/record#attributes-transcribe
func (t *taping) transcribe() {
	s := t.sim
	answer := s.voice.transcriber
	if answer == nil {
		t.transcribed(cmp.Or(t.rec.words, wordless), true)
		return
	}
	s.later(func() {
		text, ok := answer(t.rec.sid)
		s.mu.Lock()
		defer s.mu.Unlock()
		t.transcribed(text, ok)
	})
}

// transcribed begins the transcription, and tells of it when it has ended.
func (t *taping) transcribed(text string, ok bool) {
	status := transcriptionCompleted
	if !ok {
		text, status = "", transcriptionFailed
	}
	tr, err := t.sim.transcribe(t.rec, text, status)
	if err != nil {
		t.alert(transcriptionImpossible, "%s", err)
		return
	}
	if t.v.TranscribeCallback == "" {
		return
	}
	t.sim.Clock.after(transcriptionTakes, func() {
		t.sim.mu.Lock()
		defer t.sim.mu.Unlock()
		t.report(t.v.TranscribeCallback, string(twiml.MethodPost), tr.form())
	})
}

// wordless is the text of a message of which the test does not say the words.
const wordless = "(speech)"

// transcriptionImpossible is the code of a recording that cannot be transcribed.
// https://www.twilio.com/docs/api/errors/13617
const transcriptionImpossible = 13617

// form returns the parameters of the callback of a transcription that has ended.
func (tr *transcription) form() url.Values {
	return url.Values{
		"TranscriptionSid": {tr.sid}, "TranscriptionText": {tr.text}, "TranscriptionStatus": {tr.status},
		"TranscriptionUrl": {apiOrigin + accountPath(tr.account, "/Transcriptions/"+tr.sid)},
		"RecordingSid":     {tr.recording.sid}, "RecordingUrl": {tr.recording.mediaURL(apiOrigin)},
	}
}
