package twilio

import (
	"encoding/json"
	"log/slog"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTime(t *testing.T) {
	t.Parallel()
	want := time.Date(2019, 5, 24, 17, 44, 46, 0, time.UTC)
	tests := map[string]time.Time{
		`"Fri, 24 May 2019 17:44:46 +0000"`: want,
		`"Fri, 24 May 2019 19:44:46 +0200"`: want,
		`"Fri, 24 May 2019 17:44:46 GMT"`:   want,
		`"2019-05-24T17:44:46Z"`:            want,
		`"2019-05-24T19:44:46+02:00"`:       want,
		`"2019-05-24T17:44:46.5Z"`:          want.Add(500 * time.Millisecond),
		`"Fri, 4 May 2018 01:02:03 +0000"`:  time.Date(2018, 5, 4, 1, 2, 3, 0, time.UTC),
		`"2019-05-24"`:                      time.Date(2019, 5, 24, 0, 0, 0, 0, time.UTC),
		`"2019-05-24T17:44:46\u005a"`:       want,
		`null`:                              {}, `""`: {}, `"soon"`: {}, `1558719886`: {}, `true`: {}, `{}`: {}, `[]`: {}, `"2019-13-01"`: {},
	}
	for text, want := range tests {
		got := Time{time.Unix(1, 0)}
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want, got.Time, text)
	}
	text, err := json.Marshal([]Time{{}, {want}})
	require.NoError(t, err)
	assert.Equal(t, `[null,"2019-05-24T17:44:46Z"]`, string(text))
	assert.Empty(t, Time{}.LogValue().String())
	assert.Equal(t, slog.KindTime, Time{want}.LogValue().Kind())
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	tests := map[string]Decimal{
		`"-0.00750"`: "-0.00750", `1.50`: "1.50", `"20"`: "20", `"+1.5"`: "+1.5", `".5"`: ".5", `"5."`: "5.",
		`null`: "", `""`: "", `"1e5"`: "", `1e5`: "", `" 1"`: "", `"1,5"`: "", `"--1"`: "", `"."`: "", `"-"`: "", `"NaN"`: "", `true`: "", `{}`: "", `[1]`: "",
		`"` + strings.Repeat("9", 65) + `"`: "",
	}
	for text, want := range tests {
		got := Decimal("7")
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want, got, text)
	}
	rat, ok := Decimal("-0.00750").Rat()
	assert.True(t, ok)
	assert.Zero(t, rat.Cmp(big.NewRat(-3, 400)))
	f, ok := Decimal("-0.00750").Float64()
	assert.True(t, ok)
	assert.InDelta(t, -0.0075, f, 1e-12)
	for _, none := range []Decimal{"", "x", "1e99999999"} {
		_, ok = none.Rat()
		assert.False(t, ok, none)
		_, ok = none.Float64()
		assert.False(t, ok, none)
	}
}

func TestIntAndDuration(t *testing.T) {
	t.Parallel()
	tests := map[string]int64{
		`3`: 3, `"3"`: 3, `-1`: -1, `"-1"`: -1, `""`: 0, `null`: 0, `"x"`: 0, `3.5`: 0, `true`: 0, `{}`: 0, `[]`: 0, `99999999999999999999`: 0, `"+3"`: 3,
	}
	for text, want := range tests {
		number, duration := Int(7), Duration{7}
		require.NoError(t, json.Unmarshal([]byte(text), &number), text)
		require.NoError(t, json.Unmarshal([]byte(text), &duration), text)
		assert.Equal(t, Int(want), number, text)
		assert.Equal(t, time.Duration(want)*time.Second, duration.Duration, text)
	}
	var far Duration
	require.NoError(t, json.Unmarshal([]byte(`9223372036854775807`), &far))
	assert.Zero(t, far, "more than a duration holds")
	text, err := json.Marshal(Duration{65 * time.Second})
	require.NoError(t, err)
	assert.Equal(t, "65", string(text))
}

func TestPtr(t *testing.T) {
	t.Parallel()
	assert.False(t, *Ptr(false))
	assert.Equal(t, "x", *Ptr("x"))
}

// FuzzTypes: what Twilio may write never makes a type fail, and what a type has
// read it reads again from its own text.
func FuzzTypes(f *testing.F) {
	for _, seed := range []string{`"Fri, 24 May 2019 17:44:46 +0000"`, `"-0.00750"`, `3`, `"3"`, `null`, `{"a":[]}`, `"\ud800"`, `1e400`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !json.Valid(text) {
			return
		}
		roundTrip[Time](t, text)
		roundTrip[Decimal](t, text)
		roundTrip[Int](t, text)
		roundTrip[Duration](t, text)
		roundTrip[ErrorCode](t, text)
	})
}

func roundTrip[T any](t *testing.T, text []byte) {
	t.Helper()
	var once, twice T
	require.NoError(t, json.Unmarshal(text, &once))
	written, err := json.Marshal(once)
	if err != nil {
		return // a year that ISO 8601 cannot write
	}
	require.NoError(t, json.Unmarshal(written, &twice))
	assert.Equal(t, once, twice, "%s", written)
}

// FuzzDecimal: what was read as a number is one, and is kept as it was written.
func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{"-0.00750", "1.50", ".5", "5.", "+", "-+1", "e5", "1e5", "0x1", "1_0", strings.Repeat("9", 65)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quoted, err := json.Marshal(text)
		require.NoError(t, err)
		var d Decimal
		require.NoError(t, json.Unmarshal(quoted, &d))
		rat, isRat := d.Rat()
		nearest, isFloat := d.Float64()
		require.NotNil(t, rat)
		require.Equal(t, d != "", isRat)
		require.Equal(t, d != "", isFloat)
		if d == "" {
			require.Zero(t, rat.Sign())
			require.Zero(t, nearest)
			return
		}
		require.Equal(t, text, string(d))
		exact, _ := rat.Float64()
		require.Equal(t, exact, nearest, "both are the nearest")
	})
}
