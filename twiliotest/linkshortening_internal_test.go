package twiliotest

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzShortLinks: the long links in the place of the short ones make the text that was
// sent.
func FuzzShortLinks(f *testing.F) {
	for _, seed := range [...]string{
		"", "See you at 9", "https://example.com", "https://example.com/a?b=c, (http://example.com/d)!", "https://https://x", "https://go.example.com/0123456789",
		"http://", "https://é.example/\x00\xff", "<https://example.com/a>\nhttps://example.com/a",
	} {
		f.Add(seed)
	}
	short := regexp.MustCompile(`https://go\.example\.com/[0-9a-f]{10}`)
	s := New(f)
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > maxBody || short.MatchString(body) {
			t.Skip()
		}
		d := &linkDomain{name: "go.example.com"}
		d.certify(s.Clock.Now())
		m := &message{Message: Message{SID: "SM1", Body: body}}
		s.shortenLinks(m, &messagingService{domain: d})
		restored := short.ReplaceAllStringFunc(m.Body, func(link string) string {
			return s.messaging.links[link[len("https://"):]].to
		})
		assert.Equal(t, body, restored)
	})
}
