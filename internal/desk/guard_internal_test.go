package desk

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestShownHost: a text repeats a host that has the form of one, and nothing else.
func TestShownHost(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"twilio": "twilio", "192.0.2.1": "192.0.2.1", "2001:db8::1": "2001:db8::1", "": "NAME", "<script>": "NAME", "a b": "NAME", "a\x1b[31m": "NAME",
		"fe80::1%<b>": "NAME", "x.example.com": "x.example.com", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com": "NAME",
	} {
		assert.Equal(t, want, shownHost(host), host)
	}
}
