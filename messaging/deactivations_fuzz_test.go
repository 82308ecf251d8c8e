package messaging_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/messaging"
)

// FuzzNumbersOf: whatever a report holds, each number is one of the US in E.164, and an
// error is the last thing that comes.
func FuzzNumbersOf(f *testing.F) {
	for _, seed := range []string{"", "14155550101\n", "+14155550101\r\n4155550102", "\ufeff1\n", "a,b\n", strings.Repeat("9", 300)} {
		f.Add(seed)
	}
	const maxReport = 4 << 10 // bytes
	f.Fuzz(func(t *testing.T, report string) {
		if len(report) > maxReport {
			return
		}
		failed := false
		for number, err := range messaging.NumbersOf(strings.NewReader(report)) {
			require.False(t, failed, "it goes on after an error")
			if failed = err != nil; failed {
				require.Empty(t, number)
				continue
			}
			require.Regexp(t, `^\+1[0-9]{10}$`, number)
		}
	})
}
