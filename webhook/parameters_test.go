package webhook_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

// parameter is a line of testdata/parameters.tsv: a parameter that Twilio sends, and its
// field, "-" for none. It is written from Twilio's pages, and not from the
// structs. Lines of CallInfo are about every payload that embeds it.
type parameter struct{ payload, name, field string }

func parameters(t *testing.T) []parameter {
	t.Helper()
	text, err := os.ReadFile("testdata/parameters.tsv")
	require.NoError(t, err)
	var all []parameter
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		columns := strings.Split(line, "\t")
		require.Len(t, columns, 4, line)
		all = append(all, parameter{payload: columns[0], name: columns[1], field: columns[2]})
	}
	require.GreaterOrEqual(t, len(all), 300)
	return all
}

// unread are the parameters without a field of their own.
var unread = []string{
	"ApiVersion",                           // always 2010-04-01
	"SmsSid", "SmsMessageSid", "SmsStatus", // of a message: its SID again, and "received"
	"NumMedia", "MediaUrlN", "MediaContentTypeN", // together they are Media
	"SipHeader_NAME", "DialSipHeader_NAME", // read by SIPHeader
	"Caller", "CallerCity", "CallerState", "CallerZip", "CallerCountry", // From again
	"Called", "CalledCity", "CalledState", "CalledZip", "CalledCountry", // To again
}

// TestParametersFillTheirFields: each parameter fills the field that it should, no
// other, by POST and by GET.
func TestParametersFillTheirFields(t *testing.T) {
	t.Parallel()
	all := parameters(t)
	var without []string
	for _, param := range all {
		if param.field == "-" {
			without = append(without, param.name)
		}
	}
	slices.Sort(without)
	assert.ElementsMatch(t, unread, slices.Compact(without))
	for _, tt := range payloads {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, hasCallInfo := payloadType(t, tt.parse, tt.required).FieldByName("CallInfo")
			for _, param := range all {
				if param.field != "-" && (param.payload == tt.name || hasCallInfo && param.payload == "CallInfo") {
					assertFills(t, tt.parse, tt.required, param, all)
				}
			}
		})
	}
}

func assertFills(t *testing.T, parse func(*http.Request) (any, error), required []string, param parameter, all []parameter) {
	t.Helper()
	form := url.Values{}
	for _, name := range required {
		if !slices.Contains(all, parameter{payload: param.payload, name: name, field: param.field}) { // not by its other name
			form.Set(name, "x")
		}
	}
	typ := fieldOf(reflect.ValueOf(mustParse(t, parse, required)).Elem(), param.field).Type()
	text, want := sample(typ, param.name)
	form.Set(param.name, text)
	byGet := httptest.NewRequest(http.MethodGet, "http://h/?"+form.Encode(), http.NoBody)
	for _, r := range []*http.Request{post("http://h/", form), byGet} {
		got, err := parse(r)
		require.NoError(t, err, param.name)
		filled, base := reflect.ValueOf(got).Elem(), reflect.ValueOf(mustParse(t, parse, required)).Elem()
		assert.EqualValues(t, want, fieldOf(filled, param.field).Interface(), "%s.%s of %s", param.payload, param.field, param.name)
		for _, v := range []reflect.Value{filled, base} {
			fieldOf(v, param.field).SetZero()
			v.FieldByName("Raw").SetZero()
		}
		assert.Equal(t, base.Interface(), filled.Interface(), "%s fills %s alone", param.name, param.field)
	}
}

// fieldOf follows a path such as FromPlace.City.
func fieldOf(v reflect.Value, path string) reflect.Value {
	for name := range strings.SplitSeq(path, ".") {
		v = v.FieldByName(name)
	}
	return v
}

// sample returns a value of a parameter, and the value that the field then has.
func sample(typ reflect.Type, name string) (text string, want any) {
	switch {
	case name == "RawDlrDoneDate":
		return "2601020304", time.Date(2026, 1, 2, 3, 4, 0, 0, time.UTC)
	case typ == reflect.TypeFor[time.Time]():
		return "2026-01-02T03:04:05Z", time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	case typ == reflect.TypeFor[time.Duration]() && (name == "MachineDetectionDuration" || name == "OffsetFromTwilioVideoEpoch"):
		return "7", 7 * time.Millisecond
	case typ == reflect.TypeFor[time.Duration]():
		return "7", 7 * time.Second
	case typ.Kind() == reflect.Bool:
		return "true", true
	case typ == reflect.TypeFor[[]string]():
		return name, []string{name}
	case typ.Kind() == reflect.Slice:
		return `{"a":1}`, json.RawMessage(`{"a":1}`)
	case typ.Kind() == reflect.Float64:
		return "0.5", 0.5
	case typ.Kind() == reflect.String:
		return name, name
	}
	return "7", 7
}

// TestEveryTagIsAParameter that Twilio sends.
func TestEveryTagIsAParameter(t *testing.T) {
	t.Parallel()
	all := parameters(t)
	types := map[string]reflect.Type{"CallInfo": reflect.TypeFor[webhook.CallInfo]()}
	for _, tt := range payloads {
		types[tt.name] = payloadType(t, tt.parse, tt.required)
	}
	for name, typ := range types {
		for _, tag := range tags(typ, "") {
			assert.True(t, slices.ContainsFunc(all, func(p parameter) bool {
				return p.payload == name && p.name == tag && p.field != "-"
			}), "%s %s", name, tag)
		}
	}
	for _, param := range all {
		assert.Contains(t, types, param.payload)
	}
}

// tags are the names of a struct's parameters, without those of a CallInfo in it.
func tags(typ reflect.Type, prefix string) (names []string) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("form"), ",")
		if inner, isPrefix := strings.CutSuffix(name, "*"); isPrefix {
			names = append(names, tags(f.Type, inner)...)
		} else if name != "" {
			for alias := range strings.SplitSeq(name, "|") {
				names = append(names, prefix+alias)
			}
		}
	}
	return names
}

func payloadType(t *testing.T, parse func(*http.Request) (any, error), required []string) reflect.Type {
	t.Helper()
	return reflect.TypeOf(mustParse(t, parse, required)).Elem()
}

func TestSIPHeaders(t *testing.T) {
	t.Parallel()
	call, err := webhook.ParseCall(hook("CallSid", callSID, "SipHeader_X-Account", "7"))
	require.NoError(t, err)
	assert.Equal(t, "7", call.SIPHeader("X-Account"))
	assert.Empty(t, call.SIPHeader("X-Other"))
	dial, err := webhook.ParseDial(hook("CallSid", callSID, "DialCallStatus", "completed", "SipHeader_X-Account", "7", "DialSipHeader_X-Account", "8"))
	require.NoError(t, err)
	assert.Equal(t, "8", dial.SIPHeader("X-Account"))
}

func TestOlderMessageStatus(t *testing.T) {
	t.Parallel()
	s, err := webhook.ParseMessageStatus(hook("SmsSid", messageSID, "SmsStatus", "sent"))
	require.NoError(t, err)
	assert.Equal(t, "message-status//"+messageSID+"/sent", s.DedupeKey())
	both, err := webhook.ParseMessageStatus(hook("SmsSid", "SM1", "MessageSid", messageSID, "MessageStatus", "sent", "SmsStatus", "queued"))
	require.NoError(t, err)
	assert.Equal(t, s.DedupeKey(), both.DedupeKey(), "the newer name counts")
}
