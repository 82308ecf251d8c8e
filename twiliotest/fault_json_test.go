package twiliotest_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// faultArguments are good arguments of an effect, by their types.
func faultArguments(name string, of reflect.Type) []reflect.Value {
	var values []reflect.Value
	for i := range of.NumIn() {
		switch of.In(i) {
		case reflect.TypeFor[int]():
			values = append(values, reflect.ValueOf(map[bool]int{true: 3, false: 503}[name == "EarlyHints"]))
		case reflect.TypeFor[time.Duration]():
			values = append(values, reflect.ValueOf(3*time.Second))
		case reflect.TypeFor[string]():
			values = append(values, reflect.ValueOf("https://elsewhere.example.com/"))
		case reflect.TypeFor[twilio.ErrorCode]():
			values = append(values, reflect.ValueOf(twilio.ErrorCode(30008)))
		case reflect.TypeFor[twiliotest.MessageStage]():
			values = append(values, reflect.ValueOf(twiliotest.WhileSending))
		}
	}
	return values
}

// Every effect of Match can be written as JSON and read again.
func TestEveryFaultIsJSON(t *testing.T) {
	t.Parallel()
	match := twiliotest.OnCreateMessage().To(ada).Nth(2).Times(3).Rate(0.5, 7)
	effects := 0
	for i := range reflect.TypeOf(match).NumMethod() {
		method := reflect.ValueOf(match).Method(i)
		if method.Type().Out(0) != reflect.TypeFor[twiliotest.Fault]() {
			continue
		}
		name := reflect.TypeOf(match).Method(i).Name
		fault, _ := method.Call(faultArguments(name, method.Type()))[0].Interface().(twiliotest.Fault)
		for _, f := range []twiliotest.Fault{fault, fault.AfterCommit()} {
			text, err := json.Marshal(f)
			require.NoError(t, err, name)
			var read twiliotest.Fault
			require.NoError(t, json.Unmarshal(text, &read), "%s: %s", name, text)
			again, err := json.Marshal(read)
			require.NoError(t, err, name)
			assert.JSONEq(t, string(text), string(again), name)
			assert.Equal(t, stateOf(t, f), stateOf(t, read), name)
		}
		effects++
	}
	assert.Equal(t, 16, effects, "rows of JSON, and methods of Match that return a Fault")
}

func stateOf(t *testing.T, f twiliotest.Fault) twiliotest.FaultState {
	t.Helper()
	sim := twiliotest.New(t)
	require.NoError(t, sim.TryFault(f))
	return sim.Faults()[0]
}

// A fault that was read does what it says.
func TestFaultFromJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		`{"effect":{"kind":"status","status":503}}`:                                             twilio.ErrOutcomeUnknown,
		`{"method":"POST","effect":{"kind":"commit-then-reset"}}`:                               twilio.ErrOutcomeUnknown,
		`{"path":"/2010-04-01/Accounts/*/Messages.json","effect":{"kind":"too-many-requests"}}`: twilio.CodeTooManyConcurrentRequests,
		`{"method":"GET","effect":{"kind":"drop"}}`:                                             nil,
		`{"to":"+447700900123","effect":{"kind":"drop"}}`:                                       nil,
		`{"effect":{"kind":"message-fails","stage":"while-sending","code":30008}}`:              nil,
	} {
		sim := twiliotest.New(t, twiliotest.AllowUnexpected())
		sim.Number(clinic)
		var fault twiliotest.Fault
		require.NoError(t, json.Unmarshal([]byte(text), &fault), text)
		require.NoError(t, sim.TryFault(fault))
		_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
		if want == nil {
			assert.NoError(t, err, text)
		} else {
			assert.ErrorIs(t, err, want, text)
		}
		sim.Clock.Advance(time.Minute)
		if text == `{"effect":{"kind":"message-fails","stage":"while-sending","code":30008}}` {
			assert.EqualValues(t, 30008, sim.Messages()[0].ErrorCode)
		}
	}
}

func TestFaultsThatCannotBeJSON(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]twiliotest.Fault{
		"without an effect":  {},
		"that match nothing": twiliotest.On(http.MethodGet, "nothing").DropBeforeRead(),
	} {
		_, err := json.Marshal(f)
		assert.ErrorContains(t, err, "twiliotest: Fault", name)
		assert.Error(t, twiliotest.New(t).TryFault(f), name)
	}
	var f twiliotest.Fault
	var problem *twilio.ParamError
	require.ErrorAs(t, json.Unmarshal([]byte(`{"effect":{"kind":"late-commit"}}`), &f), &problem)
	assert.Equal(t, "effect.delay", problem.Problems[0].Field)
}
