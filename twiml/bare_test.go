package twiml

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// TestEmptyAttributesSurvive: an attribute that was written without a value is read
// as an empty field, and written again.
func TestEmptyAttributesSurvive(t *testing.T) {
	t.Parallel()
	count := 0
	for _, row := range table(t) {
		kind, _ := row.wantedKind()
		if row.attribute == "-" || kind == twimlcheck.Int || kind == twimlcheck.Bool { // without a value it is no number and no switch
			continue
		}
		doc, _ := sample(row.element, " "+row.attribute+`=""`)
		parsed, err := Parse(doc)
		require.NoError(t, err, doc)
		text := parsed.String()
		if lower := strings.ToLower(row.attribute); !strings.Contains(text, " "+row.attribute+`=""`) {
			assert.Contains(t, text, " "+lower+`=""`, "%s: an attribute with two spellings is written in lower case", doc)
			assert.Equal(t, "ConversationRelay", row.element)
		}
		again, err := Parse(text)
		require.NoError(t, err)
		assert.Equal(t, parsed, again)
		lenient, _, err := ParseLenient(doc)
		require.NoError(t, err)
		assert.Equal(t, parsed, lenient)
		count++
	}
	assert.Greater(t, count, 200)
}

func TestEmptyAttributesStayInTheirPlaces(t *testing.T) {
	t.Parallel()
	const doc = `<Response><Gather input="" action="" method="" timeout="3" finishOnKey="" numDigits="1" hints=""><Say voice="" language="">a</Say></Gather>` +
		`<Dial action="" callerId="" recordingStatusCallbackEvent=""><Conference waitUrl="" statusCallback="">a</Conference></Dial>` +
		`<Enqueue action="" waitUrl="" waitUrlMethod="GET">a</Enqueue><Pay><Prompt for="" attempt=""/><Parameter name="" value=""/></Pay></Response>`
	parsed, err := Parse(doc)
	require.NoError(t, err)
	assert.Equal(t, prologText+doc, parsed.String())
	gather, ok := parsed.Verbs[0].(Gather)
	require.True(t, ok)
	assert.Empty(t, gather.Action, "its field is empty")
	assert.Empty(t, gather.Input)
	assert.Equal(t, NoKey, gather.FinishOnKey, "what is empty on purpose has a name")

	gather.Action, gather.Input = "/a", []GatherInput{InputSpeech}
	assert.Contains(t, Voice(gather).String(), `<Gather input="speech" action="/a" method="" timeout="3" finishOnKey="" numDigits="1" hints="">`,
		"an attribute that has got a value is written once")
}

// TestZeroValueIsNotWritten: a builder that says nothing about an attribute leaves
// it out.
func TestZeroValueIsNotWritten(t *testing.T) {
	t.Parallel()
	for name, empty := range modelled() {
		var c codec
		c.element(reflect.Zero(reflect.TypeOf(empty)).Interface())
		if !twimlcheck.Contains("Parameter Config Header sub say-as phoneme lang", name) { // these need their attributes
			assert.NotContains(t, c.out.String(), "=", name)
		}
	}
}

// TestBlankLists: a list of nothing but blanks is a list without a value.
func TestBlankLists(t *testing.T) {
	t.Parallel()
	parsed, err := Parse(`<Response><Pay><Prompt errorType=" " attempt="&#10;"/></Pay></Response>`)
	require.NoError(t, err)
	assert.Equal(t, prologText+`<Response><Pay><Prompt errorType="" attempt=""/></Pay></Response>`, parsed.String())
}
