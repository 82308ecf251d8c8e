package twiml

import (
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// childTypes says what each element with children holds, as the compiler sees it.
var childTypes = map[string]reflect.Type{
	"Response": reflect.TypeFor[Verb](), "Say": reflect.TypeFor[SayChild](), "Gather": reflect.TypeFor[GatherChild](),
	"Dial": reflect.TypeFor[DialChild](), "Client": reflect.TypeFor[ClientChild](), "Application": reflect.TypeFor[ApplicationChild](),
	"Sip": reflect.TypeFor[SipChild](), "Headers": reflect.TypeFor[Header](), "Hangup": reflect.TypeFor[Parameter](),
	"Reject": reflect.TypeFor[Parameter](), "Message": reflect.TypeFor[MessageChild](), "emphasis": reflect.TypeFor[EmphasisChild](),
	"lang": reflect.TypeFor[LangChild](), "p": reflect.TypeFor[PChild](), "prosody": reflect.TypeFor[ProsodyChild](),
	"s": reflect.TypeFor[SChild](), "w": reflect.TypeFor[WChild](),
	"Connect": reflect.TypeFor[ConnectChild](), "VirtualAgent": reflect.TypeFor[VirtualAgentChild](), "ConversationRelay": reflect.TypeFor[RelayChild](),
	"Assistant": reflect.TypeFor[RelayChild](), "Start": reflect.TypeFor[StartChild](), "Stop": reflect.TypeFor[StopChild](),
	"Stream": reflect.TypeFor[Parameter](), "Siprec": reflect.TypeFor[Parameter](), "Transcription": reflect.TypeFor[TranscriptionChild](),
	"Pay": reflect.TypeFor[PayChild](), "Prompt": reflect.TypeFor[PromptChild](), "Enqueue": reflect.TypeFor[Task](),
}

// modelled returns an empty value of each element that has a type.
func modelled() map[string]any {
	all := map[string]any{}
	for _, element := range nesting {
		c := cursor{doc: &document{}, node: &node{name: element.name}}
		if v := c.element(); v != nil {
			all[element.name] = v
		}
	}
	return all
}

// attributesOf returns what fields of an element visits.
func attributesOf(v any) []wanted {
	c := cursor{doc: &document{}, node: &node{}}
	p := reflect.New(reflect.TypeOf(v))
	if e, ok := p.Interface().(interface{ fields(*codec) }); ok {
		e.fields(&codec{in: &c})
	}
	return c.wanted
}

// table is Twilio's own description of the elements.
func table(t *testing.T) (attributes map[string]wanted, parents map[string]string) {
	t.Helper()
	text, err := os.ReadFile("testdata/elements.tsv")
	require.NoError(t, err)
	attributes, parents = map[string]wanted{}, map[string]string{}
	for line := range strings.Lines(string(text)) {
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		require.Len(t, row, 5, line)
		if row[0] == "element" {
			continue
		}
		parents[row[0]] = row[4]
		if row[1] != "-" {
			attributes[row[0]+"."+row[1]] = wanted{row[1], attrKind(row[2]), strings.TrimPrefix(row[3], "-")}
		}
	}
	return attributes, parents
}

func TestAttributesAreTwilios(t *testing.T) {
	t.Parallel()
	want, _ := table(t)
	seen := map[string]bool{}
	spoken := map[string]bool{}
	for name, v := range modelled() {
		for _, got := range attributesOf(v) {
			key := name + "." + got.name
			seen[key] = true
			if got.values == string(languages) { // one list for all: see below
				for language := range strings.SplitSeq(want[key].values, " ") {
					assert.True(t, contains(got.values, language), "%s lacks %s", key, language)
					spoken[language] = true
				}
				assert.Equal(t, kindEnum, want[key].kind, key)
				continue
			}
			assert.Equal(t, want[key], got, key)
		}
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(seen)))
	assert.ElementsMatch(t, strings.Split(string(languages), " "), slices.Collect(maps.Keys(spoken)))
}

func TestNestingIsTwilios(t *testing.T) {
	t.Parallel()
	_, want := table(t)
	all := modelled()
	assert.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(all)))
	for name, v := range all {
		parents, _ := parentsOf(name)
		assert.ElementsMatch(t, strings.Fields(want[name]), strings.Fields(parents), name)
		for parent, child := range childTypes {
			assert.Equal(t, contains(want[name], parent), assignable(reflect.TypeOf(v), child), "%s in %s", name, parent)
		}
	}
}

func TestVerbsAreOfTheirKind(t *testing.T) {
	t.Parallel()
	for name, v := range modelled() {
		_, voice := v.(VoiceVerb)
		_, messaging := v.(MessagingVerb)
		parents, _ := parentsOf(name)
		assert.Equal(t, contains(parents, "Response") && name != "Message", voice, name)
		assert.Equal(t, name == "Message" || name == "Redirect", messaging, name)
	}
}

func TestTextStandsInSpeechOnly(t *testing.T) {
	t.Parallel()
	for parent, child := range childTypes {
		mixed := contains("Say emphasis lang p prosody s w", parent)
		assert.Equal(t, mixed, assignable(reflect.TypeFor[Text](), child), parent)
	}
}

func assignable(v, child reflect.Type) bool { return v.AssignableTo(child) }

// Every field of every element comes back from XML: none is forgotten in its
// method fields, and no two share an attribute.
func TestEveryFieldIsVisited(t *testing.T) {
	t.Parallel()
	for name, empty := range modelled() {
		want := reflect.New(reflect.TypeOf(empty)).Elem()
		for i := range want.NumField() {
			fillAlone(want.Field(i), i)
		}
		var c codec
		c.element(want.Interface())
		d := document{}
		root := d.readTree(c.out.String())
		require.NotNil(t, root, "%s: %v", c.out.String(), d.problems)
		in := cursor{doc: &d, node: root}
		assert.Equal(t, want.Interface(), in.element(), c.out.String())
		assert.Empty(t, d.rejected, name)
	}
}

// A pointer works like its value, and a nil pointer like nothing.
func TestPointers(t *testing.T) {
	t.Parallel()
	text := Text("x")
	all := modelled()
	all["Text"] = text
	for name, v := range all {
		pointer := reflect.New(reflect.TypeOf(v))
		pointer.Elem().Set(reflect.ValueOf(v))
		var byValue, byPointer, byNil codec
		byValue.element(v)
		byPointer.element(pointer.Interface())
		byNil.element(reflect.Zero(pointer.Type()).Interface())
		assert.NotEmpty(t, byValue.out.String(), name)
		assert.Equal(t, byValue.out.String(), byPointer.out.String(), name)
		assert.Empty(t, byNil.out.String(), name)
	}
}

// fillAlone gives a field a value that is unlike its zero value and unlike the
// values of its neighbours, unless it holds elements.
func fillAlone(field reflect.Value, i int) {
	switch field.Kind() {
	case reflect.String:
		field.SetString("https://example.com/" + strconv.Itoa(i))
	case reflect.Int:
		field.SetInt(int64(7 + i))
	case reflect.Int8:
		field.SetInt(int64(False))
	case reflect.Slice:
		switch element := field.Type().Elem(); element.Kind() {
		case reflect.Int:
			field.Set(reflect.ValueOf([]int{i, 3}))
		case reflect.String:
			field.Set(reflect.Append(field, reflect.ValueOf("a"+strconv.Itoa(i)).Convert(element), reflect.ValueOf("b").Convert(element)))
		}
	}
}

// TestEveryElementHasAType: Twilio's 65 elements have 62 names, because Response
// and Redirect are for calls and for messages, and Sip is in Dial and in Refer.
func TestEveryElementHasAType(t *testing.T) {
	t.Parallel()
	const names, twice = 62, 3
	all := modelled()
	assert.Len(t, nesting, names)
	for _, element := range nesting {
		if element.name != "Response" { // the document itself
			assert.Contains(t, all, element.name)
		}
	}
	for _, doc := range []string{"<Response><Redirect/></Response>", "<Response><Message>a</Message><Redirect/></Response>", "<Response><Refer><Sip>sip:a@example.com</Sip></Refer></Response>"} {
		_, err := Parse(doc)
		require.NoError(t, err)
	}
	t.Logf("%d of 65 elements", len(all)+1+twice)
	assert.Equal(t, 65, len(all)+1+twice)
}
