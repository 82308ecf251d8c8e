package twiliotest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// How texts are split is tested in package segment; here, which messages are.
func TestSegmentsOfAMessage(t *testing.T) {
	t.Parallel()
	long, hands := strings.Repeat("a", 161), strings.Repeat("👋🏽", 33)
	tests := []struct {
		name, to, body string
		files, want    int
	}{
		{"empty", "+14155551234", "", 0, 1},
		{"SMS", "+14155551234", long, 0, 2},
		{"SMS of emoji at a seam", "+14155551234", hands, 0, 3},
		{"MMS", "+14155551234", long, 1, 1},
		{"WhatsApp", "whatsapp:+14155551234", long, 0, 1},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, segmentsOf(tt.to, tt.body, tt.files), tt.name)
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"20": "20.00000", "0.0079": "0.00790", "-1.5": "-1.50000", "0.": "0.00000"} {
		m, ok := parseMoney(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, m.String())
	}
	for _, text := range []string{"", ".5", "1.000001", "x", "1e5", "--1", "12345678901", "1.-5"} {
		_, ok := parseMoney(text)
		assert.False(t, ok, text)
	}
}

func FuzzMoney(f *testing.F) {
	f.Add("20.00")
	f.Add("-0.00001")
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := parseMoney(text)
		if !ok {
			return
		}
		again, ok := parseMoney(m.String())
		assert.True(t, ok)
		assert.Equal(t, m, again)
	})
}
