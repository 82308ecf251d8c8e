package twiliotest

import (
	"net/url"

	"github.com/seed15d99369/twilio/twiml"
)

// transcriptionFailed is the status of a transcription that has no text.
const transcriptionFailed = "failed"

// transcribe gives a complete recording the text of the words that were said in it, and
// tells the application. A recording that is too short or too long has none.
// https://www.twilio.com/docs/voice/twiml/record#attributes-transcribe
func (t *taping) transcribe() {
	text := t.rec.words
	if text == "" {
		text = wordless
	}
	tr, err := t.sim.transcribe(t.rec, text)
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

// form returns the parameters of the callback of a transcription.
func (tr *transcription) form() url.Values {
	status := transcriptionCompleted
	if tr.text == "" {
		status = transcriptionFailed
	}
	return url.Values{
		"TranscriptionSid": {tr.sid}, "TranscriptionText": {tr.text}, "TranscriptionStatus": {status},
		"TranscriptionUrl": {apiOrigin + accountPath(tr.account, "/Transcriptions/"+tr.sid)},
		"RecordingSid":     {tr.recording.sid}, "RecordingUrl": {tr.recording.mediaURL(apiOrigin)},
	}
}
