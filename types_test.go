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
		// The zone without its colon, with nothing but hours, or missing.
		`"2019-05-24T17:44:46+0000"`: want, `"2019-05-24T13:44:46-0400"`: want, `"2019-05-24T19:44:46+02"`: want, `"2019-05-24T17:44:46"`: want,
		`"2019-05-24T17:44:46.5+0000"`: want.Add(500 * time.Millisecond), `"2019-05-24T17:44:46,5"`: want.Add(500 * time.Millisecond),
		`"2019-05-24T17:44:46.000000001"`: want.Add(1),
		// A blank instead of the T, and before the zone.
		`"2019-05-24 17:44:46"`: want, `"2019-05-24 17:44:46Z"`: want, `"2019-05-24 17:44:46 UTC"`: want, `"2019-05-24 17:44:46 GMT"`: want,
		`"2019-05-24 19:44:46 +0200"`: want, `"2019-05-24 19:44:46+02:00"`: want, `"2019-05-24 17:44:46.0"`: want,
		`"2019-05-24t17:44:46z"`: want, `"2019-05-24T17:44Z"`: want.Truncate(time.Minute), `"2019-05-24T17:44"`: want.Truncate(time.Minute), `"2019-05-24T19:44+0200"`: want.Truncate(time.Minute),
		// Blanks around, and a zone that says its name behind its offset, as Go prints times.
		`" 2019-05-24T17:44:46Z "`: want, `"\n2019-05-24T17:44:46Z\t"`: want, `"\u00a02019-05-24 17:44:46"`: want, `" Fri, 24 May 2019 17:44:46 +0000\r\n"`: want, `"   "`: {},
		`"2019-05-24 17:44:46 +0000 UTC"`: want, `"2019-05-24 17:44:46.5 +0000 UTC"`: want.Add(500 * time.Millisecond), `"Fri, 24 May 2019 17:44:46 +0000 (UTC)"`: want, `"Fri, 24 May 2019 17:44:46 (GMT)"`: want,
		`"2019-05-24  17:44:46 +0000 UTC"`: want, `"2019-05-24 17:44:46 -0700 UTC"`: {}, `"2019-05-24 17:44:46 -0700 PDT"`: {},
		// A day, with its zone.
		`"2019-05-24Z"`: want.Truncate(24 * time.Hour), `" 2019-05-24 "`: want.Truncate(24 * time.Hour), `"2019-05-24 UTC"`: want.Truncate(24 * time.Hour), `"2019-05-24+00:00"`: want.Truncate(24 * time.Hour),
		`"2019-05-24+02:00"`: want.Truncate(24 * time.Hour).Add(-2 * time.Hour), `"2019-05-24X"`: {}, `"2019-05-2"`: {},
		// RFC 2822 without a day of the week, and without a zone.
		`"24 May 2019 17:44:46 +0000"`: want, `"Fri, 24 May 2019 17:44:46"`: want, `"Fri, 24 May 2019 17:44:46 UTC"`: want, `"Fri, 24 May 2019 17:44:46 Z"`: want,
		`"24 May 2019 17:44:46 GMT"`: want,
		// A zone that has a name alone may be anywhere; a year beyond 9999 cannot be written.
		`"Fri, 24 May 2019 17:44:46 PST"`: {}, `"2019-05-24 17:44:46 CEST"`: {}, `"9999-12-31T23:59:59-01:00"`: {}, `"0000-01-01T00:00:00+01:00"`: {},
		`"2019-02-30"`: {}, `"2019-05-24T25:00:00"`: {}, `"1558719886"`: {}, `1558719886.5`: {}, `"24/05/2019"`: {}, `"+0000"`: {}, `"2019-05-24T"`: {},
		`null`: {}, `""`: {}, `"soon"`: {}, `1558719886`: {}, `true`: {}, `{}`: {}, `[]`: {}, `"2019-13-01"`: {},
	}
	for text, want := range tests {
		got := Time{Time: time.Unix(1, 0)}
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want, got.Time, text)
	}
	text, err := json.Marshal([]Time{{}, {Time: want}})
	require.NoError(t, err)
	assert.Equal(t, `[null,"2019-05-24T17:44:46Z"]`, string(text))
	assert.Empty(t, Time{}.LogValue().String())
	assert.Equal(t, slog.KindTime, Time{Time: want}.LogValue().Kind())
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	tests := map[string]Decimal{
		`"-0.00750"`: "-0.00750", `1.50`: "1.50", `"20"`: "20", `"+1.5"`: "+1.5", `".5"`: ".5", `"5."`: "5.",
		`"1e5"`: "1e5", `1e5`: "1e5", `"0E-8"`: "0E-8", `1e-5`: "1e-5", `"1.0E-4"`: "1.0E-4", `-1.5E+3`: "-1.5E+3", `".5e1"`: ".5e1", `"5.e-1"`: "5.e-1",
		`"1e200"`: "1e200", `"1e-200"`: "1e-200", `"1e005"`: "1e005",
		`"1e201"`: "", `"1e-201"`: "", `1e999999999`: "", `"1e-999999999"`: "", `"1e99999999999999999999"`: "", `"1e"`: "", `"e5"`: "", `"1e5e5"`: "", `"1e1.5"`: "", `"1e+-5"`: "", `"1e 5"`: "", `".e1"`: "",
		`"0x1"`: "", `"0x1p4"`: "", `"1_0"`: "", `"1/2"`: "", `"Inf"`: "",
		`" 1"`: "1", `" 1.5 "`: "1.5", `"1.5\n"`: "1.5", `"\u00a0-1.5e-3\t"`: "-1.5e-3", `"  "`: "", `"1 5"`: "", `"- 1"`: "",
		`null`: "", `"null"`: "", `""`: "", `"1,5"`: "", `"--1"`: "", `"."`: "", `"-"`: "", `"NaN"`: "", `true`: "", `{}`: "", `[1]`: "",
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
	for text, want := range map[Decimal]*big.Rat{
		"0E-8": new(big.Rat), "1e-5": big.NewRat(1, 100_000), "1.0E-4": big.NewRat(1, 10_000), "-1.5E+3": big.NewRat(-1500, 1), "1e005": big.NewRat(100_000, 1),
	} {
		rat, ok := text.Rat()
		assert.True(t, ok, text)
		assert.Zero(t, rat.Cmp(want), text)
		exact, _ := want.Float64()
		f, ok := text.Float64()
		assert.True(t, ok, text)
		assert.Equal(t, exact, f, text)
	}
	for _, none := range []Decimal{"", "x", "1e99999999", "1e999999999"} {
		_, ok = none.Rat()
		assert.False(t, ok, none)
		_, ok = none.Float64()
		assert.False(t, ok, none)
	}
}

func TestIntAndDuration(t *testing.T) {
	t.Parallel()
	tests := map[string]int64{
		`3`: 3, `"3"`: 3, `-1`: -1, `"-1"`: -1, `""`: 0, `null`: 0, `"x"`: 0, `3.5`: 0, `"3.5"`: 0, `3.0`: 3, `"3.0"`: 3, `3e2`: 300, `"-3.00e2"`: -300, `30e-1`: 3, `35e-1`: 0, `" 3 "`: 3, `"3 4"`: 0, `1e19`: 0, `1e999999999`: 0, `"0x3"`: 0, `true`: 0, `{}`: 0, `[]`: 0, `99999999999999999999`: 0, `"+3"`: 3,
		`"3\n"`: 3, `"\u00a03"`: 3, `" 3e1 "`: 30, `" "`: 0, `"null"`: 0, `"true"`: 0, `"\"3\""`: 0, `"- 3"`: 0,
	}
	for text, want := range tests {
		number, duration := Int(7), Duration{Duration: 7}
		require.NoError(t, json.Unmarshal([]byte(text), &number), text)
		require.NoError(t, json.Unmarshal([]byte(text), &duration), text)
		assert.Equal(t, Int(want), number, text)
		assert.Equal(t, time.Duration(want)*time.Second, duration.Duration, text)
	}
	var far Duration
	require.NoError(t, json.Unmarshal([]byte(`9223372036854775807`), &far))
	assert.Zero(t, far, "more than a duration holds")
	text, err := json.Marshal(Duration{Duration: 65 * time.Second})
	require.NoError(t, err)
	assert.Equal(t, "65", string(text))
}

func TestPtr(t *testing.T) {
	t.Parallel()
	assert.False(t, *Ptr(false))
	assert.Equal(t, "x", *Ptr("x"))
}

// FuzzTypes: a value that Twilio may write never makes a type fail, and a value that a type has
// read it reads again from its own text.
func FuzzTypes(f *testing.F) {
	for _, seed := range []string{`"Fri, 24 May 2019 17:44:46 +0000"`, `"-0.00750"`, `3`, `"3"`, `null`, `{"a":[]}`, `"\ud800"`, `1e400`, `3.0`, `"0E-8"`, `"2019-05-24 17:44:46 UTC"`, `"2019-05-24T17:44:46+0000"`, `"9999-12-31T23:59:59-0100"`, `" 2019-05-24Z "`, `"2019-05-24 17:44:46 +0000 UTC"`, `" 1.5\n"`} {
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
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(written, &twice))
	assert.Equal(t, once, twice, "%s", written)
}

// FuzzDecimal: a text that was read as a number is one, and is kept as it was written but for
// blanks around it.
func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{"-0.00750", "1.50", ".5", "5.", "+", "-+1", "e5", "1e5", "0E-8", "1.0E-4", "1e200", "1e-201", "1e999999999", "9.e+05", "0x1", "1_0", strings.Repeat("9", 65)} {
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
		require.Equal(t, strings.TrimSpace(text), string(d))
		exact, _ := rat.Float64()
		require.Equal(t, exact, nearest, "both are the nearest")
	})
}
