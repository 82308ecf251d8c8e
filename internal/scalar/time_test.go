package scalar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMoment: a day and a minute are no moments.
func TestMoment(t *testing.T) {
	t.Parallel()
	want := time.Date(2019, 5, 24, 17, 44, 46, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"Fri, 24 May 2019 17:44:46 +0000": want, "2019-05-24T17:44:46Z": want, " 2019-05-24 17:44:46 +0000 UTC ": want, "2019-05-24T17:44:46": want,
		"2019-05-24": {}, "2019-05-24Z": {}, " 2019-05-24 UTC": {}, "2019-05-24+02:00": {}, "2019-05-24T17:44Z": {}, "2019-05-24T17:44": {}, "2019-05-24 17:44 +0000": {}, "2019-05-24T17:44+0000": {},
		"2019-05-24T17": {}, "2019-05": {}, "20190524": {}, "24 May 2019": {}, "Fri, 24 May 2019 17:44 +0000": {}, "": {}, " ": {},
	} {
		assert.Equal(t, want, Moment(text), text)
	}
}

// FuzzTime: a moment is read as a Time is, and a time that has no moment has no second.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{"Fri, 24 May 2019 17:44:46 +0000", "2019-05-24", " 2019-05-24Z", "2019-05-24 17:44:46 +0000 UTC", "2019-05-24T17:44", "2019-05-24  1", "0000-", "2019-    ", "2019-05-24     "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		whole, moment := Time(text), Moment(text)
		require.Equal(t, whole, Time(" "+text+"\n"))
		if !moment.IsZero() {
			require.Equal(t, whole, moment)
			return
		}
		require.Zero(t, whole.Second())
		require.Zero(t, whole.Nanosecond())
	})
}
