package twiml

import (
	"cmp"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// row is a line of testdata/elements.tsv: an attribute of an element, or an element
// without attributes, as Twilio's libraries and pages describe it. Elements that
// share a name are told apart as in Sip(refer). code is what Twilio's error
// dictionary has for a wrong value, "-" for nothing of its own.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml,
// https://www.twilio.com/docs/messaging/twiml and https://www.twilio.com/docs/api/errors
type row struct{ element, content, parents, attribute, kind, values, code string }

func table(t *testing.T) (rows []row) {
	t.Helper()
	text, err := os.ReadFile("testdata/elements.tsv")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		require.Len(t, cells, 7, line)
		rows = append(rows, row{cells[0], cells[1], cells[2], cells[3], cells[4], strings.TrimPrefix(cells[5], "-"), cells[6]})
	}
	require.Equal(t, "element", rows[0].element)
	return rows[1:]
}

// tag is the name of an element in a document.
func tag(element string) string {
	name, _, _ := strings.Cut(element, "(")
	return name
}

// samples has each of Twilio's elements in the smallest document that is right;
// {} is where its attributes go.
var samples = map[string]string{
	"Response(voice)":          `<Response{}><Echo/></Response>`,
	"Response(messaging)":      `<Response{}><Message>a</Message></Response>`,
	"AiSession":                `<Response><Connect><AiSession{}/></Connect></Response>`,
	"Application":              `<Response><Dial><Application{}>AP1</Application></Dial></Response>`,
	"ApplicationSid":           `<Response><Dial><Application><ApplicationSid{}>AP1</ApplicationSid></Application></Dial></Response>`,
	"Assistant":                `<Response><Connect><Assistant{}/></Connect></Response>`,
	"Autopilot":                `<Response><Connect><Autopilot{}>UA1</Autopilot></Connect></Response>`,
	"Body":                     `<Response><Message><Body{}>a</Body></Message></Response>`,
	"Client":                   `<Response><Dial><Client{}>alice</Client></Dial></Response>`,
	"Conference":               `<Response><Dial><Conference{}>a</Conference></Dial></Response>`,
	"Config":                   `<Response><Connect><VirtualAgent><Config{}/></VirtualAgent></Connect></Response>`,
	"Connect":                  `<Response><Connect{}><Room>a</Room></Connect></Response>`,
	"Conversation":             `<Response><Connect><Conversation{}/></Connect></Response>`,
	"ConversationRelay":        `<Response><Connect><ConversationRelay{}/></Connect></Response>`,
	"ConversationRelaySession": `<Response><Connect><ConversationRelaySession{}/></Connect></Response>`,
	"Dial":                     `<Response><Dial{}>+14155551234</Dial></Response>`,
	"Echo":                     `<Response><Echo{}/></Response>`,
	"Enqueue":                  `<Response><Enqueue{}>a</Enqueue></Response>`,
	"Gather":                   `<Response><Gather{}/><Hangup/></Response>`,
	"Hangup":                   `<Response><Hangup{}/></Response>`,
	"Header":                   `<Response><Dial><Sip><Uri>sip:a@example.com</Uri><Headers><Header{}/></Headers></Sip></Dial></Response>`,
	"Headers":                  `<Response><Dial><Sip><Uri>sip:a@example.com</Uri><Headers{}/></Sip></Dial></Response>`,
	"Identity":                 `<Response><Dial><Client><Identity{}>alice</Identity></Client></Dial></Response>`,
	"Language":                 `<Response><Connect><ConversationRelay url="wss://example.com/"><Language{}/></ConversationRelay></Connect></Response>`,
	"Leave":                    `<Response><Leave{}/></Response>`,
	"Media":                    `<Response><Message><Media{}>https://example.com/a.jpg</Media></Message></Response>`,
	"Message":                  `<Response><Message{}>a</Message></Response>`,
	"Number":                   `<Response><Dial><Number{}>+14155551234</Number></Dial></Response>`,
	"Parameter":                `<Response><Hangup><Parameter{}/></Hangup></Response>`,
	"Pause":                    `<Response><Pause{}/></Response>`,
	"Pay":                      `<Response><Pay{}/></Response>`,
	"Play":                     `<Response><Play{}>/a.mp3</Play></Response>`,
	"Prompt":                   `<Response><Prompt{}/></Response>`,
	"Queue":                    `<Response><Dial><Queue{}>a</Queue></Dial></Response>`,
	"Record":                   `<Response><Record{}/></Response>`,
	"Recording":                `<Response><Start><Recording{}/></Start><Pause/></Response>`,
	"Redirect":                 `<Response><Pause/><Redirect{}>/a</Redirect></Response>`,
	"Redirect(messaging)":      `<Response><Message>a</Message><Redirect{}>/a</Redirect></Response>`,
	"Refer":                    `<Response><Refer{}><Sip>sip:a@example.com</Sip></Refer></Response>`,
	"Reject":                   `<Response><Reject{}/></Response>`,
	"Room":                     `<Response><Connect><Room{}>a</Room></Connect></Response>`,
	"Say":                      `<Response><Say{}>a</Say></Response>`,
	"Sim":                      `<Response><Dial><Sim{}>DE1</Sim></Dial></Response>`,
	"Sip":                      `<Response><Dial><Sip{}>sip:a@example.com</Sip></Dial></Response>`,
	"Sip(refer)":               `<Response><Refer><Sip{}>sip:a@example.com</Sip></Refer></Response>`,
	"Siprec":                   `<Response><Start><Siprec{}/></Start><Pause/></Response>`,
	"Sms":                      `<Response><Sms{}>a</Sms></Response>`,
	"Start":                    `<Response><Start{}><Siprec/></Start><Pause/></Response>`,
	"Stop":                     `<Response><Stop{}><Siprec/></Stop></Response>`,
	"Stream":                   `<Response><Start><Stream{}/></Start><Pause/></Response>`,
	"Task":                     `<Response><Enqueue workflowSid="WW1"><Task{}>{"a":1}</Task></Enqueue></Response>`,
	"Transcription":            `<Response><Start><Transcription{}/></Start><Pause/></Response>`,
	"Uri":                      `<Response><Dial><Sip><Uri{}>sip:a@example.com</Uri></Sip></Dial></Response>`,
	"VirtualAgent":             `<Response><Connect><VirtualAgent{}/></Connect></Response>`,
	"WhatsApp":                 `<Response><Dial><WhatsApp{}>+14155551234</WhatsApp></Dial></Response>`,
	"break":                    `<Response><Say>a<break{}/></Say></Response>`,
	"emphasis":                 `<Response><Say><emphasis{}>a</emphasis></Say></Response>`,
	"lang":                     `<Response><Say><lang{}>a</lang></Say></Response>`,
	"p":                        `<Response><Say><p{}>a</p></Say></Response>`,
	"phoneme":                  `<Response><Say><phoneme{}>a</phoneme></Say></Response>`,
	"prosody":                  `<Response><Say><prosody{}>a</prosody></Say></Response>`,
	"s":                        `<Response><Say><s{}>a</s></Say></Response>`,
	"say-as":                   `<Response><Say><say-as{}>a</say-as></Say></Response>`,
	"sub":                      `<Response><Say><sub{}>a</sub></Say></Response>`,
	"w":                        `<Response><Say><w{}>a</w></Say></Response>`,
}

// needed are the attributes without which an element is wrong.
var needed = map[string]string{
	"Config": ` name="a" value="b"`, "Header": ` name="a" value="b"`, "Parameter": ` name="a" value="b"`, "ConversationRelay": ` url="wss://example.com/"`,
	"Stream": ` url="wss://example.com/"`, "Record": ` action="/a"`, "lang": ` xml:lang="fr-FR"`, "phoneme": ` ph="a"`, "say-as": ` interpret-as="date"`, "sub": ` alias="a"`,
}

// sample is the smallest document with an element, and where its start tag begins.
// An attribute that it needs is left out when it is among those that are given.
func sample(element, attributes string) (doc string, at int) {
	all := ""
	for pair := range strings.FieldsSeq(needed[element]) {
		if name, _, _ := strings.Cut(pair, "="); !strings.Contains(attributes, " "+name+"=") {
			all += " " + pair
		}
	}
	before, after, _ := strings.Cut(samples[element], "{}")
	return before + all + attributes + after, len(before) - len("<"+tag(element))
}

// TestSixtyFiveElements: each of Twilio's elements is read, found in order, and
// written as it was.
func TestSixtyFiveElements(t *testing.T) {
	t.Parallel()
	elements := map[string]bool{}
	for _, row := range table(t) {
		elements[row.element] = true
	}
	require.Len(t, elements, 65)
	assert.ElementsMatch(t, slices.Collect(maps.Keys(elements)), slices.Collect(maps.Keys(samples)))
	for element := range elements {
		doc, at := sample(element, "")
		require.True(t, strings.HasPrefix(doc[at:], "<"+tag(element)), doc)
		problems := Check(doc)
		if twimlcheck.Contains("Assistant Autopilot", element) {
			assert.Len(t, problems, 1, "Twilio has ended %s", element)
			problems = alive(problems)
		}
		assert.Empty(t, problems, doc)
		parsed, err := Parse(doc)
		require.NoError(t, err, doc)
		assert.Equal(t, prologText+doc, parsed.String(), element)
	}
	t.Logf("%d of 65 elements", len(elements))
}

// alive leaves out what is said of elements whose products Twilio has ended.
func alive(problems []Problem) []Problem {
	return slices.DeleteFunc(problems, func(p Problem) bool {
		return p.Severity == SeverityHint && strings.HasPrefix(p.Message, "Twilio has ended ")
	})
}

const prologText = `<?xml version="1.0" encoding="UTF-8"?>`

// kinds are the types of the table here. Where they differ there is a reason.
func (r *row) wantedKind() (kind twimlcheck.Kind, values string) {
	switch r.element + "." + r.attribute {
	case "Say.voice":
		return twimlcheck.Open, "man woman alice" // Twilio adds voices all the time
	case "Dial.record":
		return twimlcheck.Enum, r.values + " true false" // which Twilio still takes
	case "ConversationRelay.reportInputDuringAgentSpeech":
		return twimlcheck.Enum, r.values + " true false" // a switch in Twilio's libraries, these values on its pages
	case "ConversationRelay.interruptSensitivity":
		return twimlcheck.Enum, r.values // the libraries leave it open, the page does not
	}
	switch {
	case r.kind == "enum list", r.kind == "string list":
		return twimlcheck.List, r.values
	case r.kind == "int list":
		return twimlcheck.Ints, ""
	case r.kind == "string" && r.values != "":
		return twimlcheck.Open, r.values
	}
	return twimlcheck.Kind(r.kind), r.values
}

// modelled returns an empty value of each element that has a type, by its tag.
func modelled() map[string]any {
	all := map[string]any{}
	for _, name := range twimlcheck.Elements() {
		r := reader{node: &twimlcheck.Node{Name: name}}
		if v := r.element(); v != nil {
			all[name] = v
		}
	}
	return all
}

// TestAttributesAreTwilios: names, kinds and values, in both directions.
func TestAttributesAreTwilios(t *testing.T) {
	t.Parallel()
	want, got := map[string][]string{}, map[string][]string{}
	for _, row := range table(t) {
		key := tag(row.element) + "." + row.attribute
		if row.attribute == "-" || row.element == "Redirect(messaging)" { // one type for both, tested below
			continue
		}
		kind, values := row.wantedKind()
		want[key] = append([]string{string(kind)}, slices.Sorted(strings.FieldsSeq(values))...)
	}
	plain := map[twimlcheck.Kind]twimlcheck.Kind{twimlcheck.Socket: twimlcheck.URL, twimlcheck.Provider: twimlcheck.Open} // which the table does not tell apart
	for _, name := range twimlcheck.Elements() {
		for _, a := range twimlcheck.Attributes(name) {
			got[name+"."+a.Name] = append([]string{string(cmp.Or(plain[a.Kind], a.Kind))}, slices.Sorted(strings.FieldsSeq(a.Values))...)
		}
	}
	assert.Equal(t, want, got)
}

// TestRightValues: whatever the table has passes, every single value.
func TestRightValues(t *testing.T) {
	t.Parallel()
	some := map[string]string{"string": "a", "int": "1", "bool": "true false", "url": "https://example.com/a /a"}
	own := map[string]string{
		"ConversationRelay.url": "wss://example.com/a", "Stream.url": "wss://example.com/a", "Gather.finishOnKey": "# 1", "Gather.speechTimeout": "auto 3",
		"Play.digits": "1w2", "Number.sendDigits": "ww1", "Record.finishOnKey": "1# *", "Conference.coach": "CA0123456789abcdef0123456789abcdef",
		"Pay.chargeAmount": "9.99 10", "Enqueue.workflowSid": "WW1",
	}
	count := 0
	for _, row := range table(t) {
		values, has := own[row.element+"."+row.attribute]
		switch {
		case row.attribute == "-":
			continue
		case row.values != "":
			values = row.values
		case row.kind == "int list":
			doc, _ := sample(row.element, " "+row.attribute+`="1 2"`)
			assert.Empty(t, Check(doc), doc)
			values = "1"
		case !has:
			values = some[row.kind]
		}
		for value := range strings.FieldsSeq(values) {
			doc, _ := sample(row.element, " "+row.attribute+`="`+value+`"`)
			if row.attribute == "actionOnEmptyResult" && value == "true" {
				doc = strings.Replace(doc, "<Hangup/>", "", 1) // which would never be reached
			}
			assert.Empty(t, alive(Check(doc)), doc)
			count++
		}
	}
	assert.Greater(t, count, 1750)
}

// TestWrongValues: a wrong value of any attribute is found where it stands, with
// Twilio's code if there is one.
func TestWrongValues(t *testing.T) {
	t.Parallel()
	wrong := map[twimlcheck.Kind]string{twimlcheck.Method: "PUT", twimlcheck.Enum: "wrong", twimlcheck.List: "wrong", twimlcheck.Int: "x", twimlcheck.Ints: "x", twimlcheck.Bool: "maybe", twimlcheck.URL: "ftp://example.com/"}
	own := map[string]string{
		"Gather.finishOnKey": "12", "Gather.speechTimeout": "soon", "Record.finishOnKey": "x", "Play.digits": "?", "Number.sendDigits": "?", "Conference.coach": "CA1",
		"Conference.participantLabel": "a/b", "Pay.chargeAmount": "ten", "Enqueue.workflowSid": "WK1", "Say.voice": "Alice",
		"ConversationRelay.ttsProvider": "Gogle", "ConversationRelay.transcriptionProvider": "Gogle", "ConversationRelay.elevenlabsTextNormalization": "Auto",
	}
	for _, row := range table(t) {
		kind, _ := row.wantedKind()
		value, ok := own[row.element+"."+row.attribute]
		if !ok {
			value = wrong[kind]
		}
		if value == "" {
			assert.Equal(t, "-", row.code, "%v is not tested", row)
			continue
		}
		code := 12200
		if row.code != "-" {
			code, _ = strconv.Atoi(row.code)
		}
		doc, at := sample(row.element, " "+row.attribute+`="`+value+`"`)
		problems := alive(Check(doc))
		if assert.Len(t, problems, 1, "%s: %v", doc, problems) {
			column := at + strings.Index(doc[at:], " "+row.attribute+"=") + len(" ") + 1
			assert.Equal(t, []any{1, column, tag(row.element), code}, []any{problems[0].Line, problems[0].Column, problems[0].Element, problems[0].Code}, doc)
			assert.Contains(t, problems[0].Message, row.attribute)
			assert.NotEmpty(t, problems[0].Remedy)
		}
	}
}

// TestTextStandsWhereItMay: what takes none is reported with any.
func TestTextStandsWhereItMay(t *testing.T) {
	t.Parallel()
	for _, row := range table(t) {
		doc, at := sample(row.element, "")
		end := at + strings.IndexByte(doc[at:], '>')
		if doc[end-1] == '/' {
			doc = doc[:end-1] + ">text</" + tag(row.element) + ">" + doc[end+1:]
		} else {
			doc = doc[:end+1] + "text" + doc[end+1:]
		}
		_, err := Parse(doc)
		if strings.Contains(row.content, "text") {
			assert.NoError(t, err, doc)
		} else {
			assert.ErrorContains(t, err, "text", doc)
		}
	}
}

// childTypes says what each element with children holds, as the compiler sees it.
var childTypes = map[string]reflect.Type{
	"Response(voice)": reflect.TypeFor[VoiceVerb](), "Response(messaging)": reflect.TypeFor[MessagingVerb](),
	"Say": reflect.TypeFor[SayChild](), "Gather": reflect.TypeFor[GatherChild](),
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

// TestNestingIsTwilios: the compiler, the list that the reader goes by, and the
// reader itself agree with the table about every element in every other.
func TestNestingIsTwilios(t *testing.T) {
	t.Parallel()
	parentsOfElement := map[string][]string{}
	for _, row := range table(t) {
		parents := strings.Fields(strings.TrimPrefix(row.parents, "-"))
		if known, again := parentsOfElement[row.element]; again {
			require.Equal(t, known, parents, row.element)
		}
		parentsOfElement[row.element] = parents
	}
	all := modelled()
	byTag := map[string][]string{} // the tags of the parents
	for element, parents := range parentsOfElement {
		for _, parent := range parents {
			if !slices.Contains(byTag[tag(element)], tag(parent)) {
				byTag[tag(element)] = append(byTag[tag(element)], tag(parent))
			}
		}
	}
	for element, parents := range parentsOfElement {
		listed := twimlcheck.Parents(tag(element))
		assert.ElementsMatch(t, byTag[tag(element)], strings.Fields(listed), element)
		for parent := range samples {
			allowed := slices.Contains(parents, parent)
			if child, ok := childTypes[parent]; ok && element != "Sip(refer)" && tag(element) != "Response" {
				twin := element == "Redirect" && parent == "Response(messaging)" || element == "Redirect(messaging)" && parent == "Response(voice)"
				assert.Equal(t, allowed || twin, assignable(reflect.TypeOf(all[tag(element)]), child), "%s in %s", element, parent)
			}
			assert.Equal(t, slices.Contains(byTag[tag(element)], tag(parent)) && !inReferredSip(element, parent), accepted(element, parent), "%s in %s", element, parent)
		}
	}
	assert.Len(t, byTag, 61, "62 names, and Response stands in nothing")
	assert.Len(t, twimlcheck.Elements(), 62)
}

// inReferredSip: the Sip of a Refer holds nothing, that of a Dial does.
func inReferredSip(element, parent string) bool {
	return parent == "Sip(refer)" && (element == "Uri" || element == "Headers")
}

// accepted reports whether the reader takes an element in another.
func accepted(element, parent string) bool {
	inner, at := sample(element, "")
	inner = inner[at:]
	if end := "</" + tag(element) + ">"; strings.Contains(inner, end) {
		inner = inner[:strings.LastIndex(inner, end)+len(end)]
	} else {
		inner = inner[:strings.Index(inner, "/>")+len("/>")]
	}
	doc, at := sample(parent, "")
	end := at + strings.IndexByte(doc[at:], '>')
	if doc[end-1] == '/' {
		doc = doc[:end-1] + ">" + inner + "</" + tag(parent) + ">" + doc[end+1:]
	} else {
		doc = doc[:end+1] + inner + doc[end+1:]
	}
	for _, p := range Check(doc) {
		if strings.Contains(p.Message, "must not stand in") {
			return false
		}
	}
	return true
}

func TestVerbsAreOfTheirKind(t *testing.T) {
	t.Parallel()
	for name, v := range modelled() {
		_, voice := v.(VoiceVerb)
		_, messaging := v.(MessagingVerb)
		_, verb := v.(Verb)
		assert.Equal(t, voice || messaging, verb, name)
	}
}

func TestTextStandsInSpeechOnly(t *testing.T) {
	t.Parallel()
	for parent, child := range childTypes {
		mixed := twimlcheck.Contains("Say emphasis lang p prosody s w", parent)
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
			if want.Field(i).CanSet() {
				fillAlone(want.Field(i), i)
			}
		}
		var c codec
		c.element(want.Interface())
		in := reader{node: alone(t, c.out.String())}
		assert.Equal(t, want.Interface(), in.element(), c.out.String())
		assert.False(t, in.lost, name)
		var described []string
		for _, attribute := range twimlcheck.Attributes(name) {
			if !mixedSpelling(name, attribute.Name) {
				described = append(described, attribute.Name)
			}
		}
		var visited []string
		for _, attribute := range in.node.Attributes {
			visited = append(visited, attribute.Name)
		}
		assert.Equal(t, described, visited, "%s: the fields are those of the description, in its order", name)
	}
}

// alone reads an element that need not be a document.
func alone(t *testing.T, text string) *twimlcheck.Node {
	t.Helper()
	root := twimlcheck.Read("<Response>" + text + "</Response>").Root
	require.NotNil(t, root, text)
	require.Len(t, root.Children, 1, text)
	return root.Children[0]
}

// mixedSpelling: an attribute of a ConversationRelay that is read, and not written.
func mixedSpelling(element, attribute string) bool {
	return element == "ConversationRelay" && twimlcheck.Contains("backgroundNoiseReduction speechTimeout deepgramSmartFormat ignoreBackchannel", attribute)
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
