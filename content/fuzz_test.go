package content_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/content"
)

// FuzzTypes: whatever an answer holds is read without an error, is written as JSON, and is
// the same when it is read and written again. What can be written is checked without a
// panic.
func FuzzTypes(f *testing.F) {
	for _, row := range typesInJSON {
		f.Add([]byte(row.json))
	}
	f.Add([]byte(`{"twilio/card":{"actions":[1,null,{"type":"URL","webview_size":"x","title":{}}],"Title":"a","title":"b"}}`))
	f.Add([]byte(`{"twilio/text":[],"":{},"twilio/flows":{"pages":[{"layout":[null,{}]}]},"twilio/location":{"latitude":1e400}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 4096 || !json.Valid(text) {
			t.Skip()
		}
		var types content.Types
		if err := json.Unmarshal(text, &types); err != nil {
			t.Fatalf("%s is not read: %v", text, err)
		}
		var problems twilio.Problems
		(&content.TemplateCreateParams{Types: types}).Validate(&problems)
		once, err := json.Marshal(types)
		if err != nil {
			t.Fatalf("%s is not written: %v", text, err)
		}
		var again content.Types
		if err := json.Unmarshal(once, &again); err != nil {
			t.Fatal(err)
		}
		twice, err := json.Marshal(again)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%s is written again as %s: %v", once, twice, err)
		}
		template := content.TemplateContent{SID: templateSID, Types: again}
		values := map[string]string{}
		for _, name := range again.Placeholders() {
			values[name] = "x"
		}
		for _, channel := range []content.Channel{content.ChannelSMS, content.ChannelRCS, content.ChannelWhatsApp, content.ChannelMessenger} {
			_, _ = template.Render(channel, values)
		}
	})
}
