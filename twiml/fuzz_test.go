package twiml

import (
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// generator makes documents out of bytes, valid ones or wild ones: with any text
// anywhere, nil pointers and numbers that nobody would write.
type generator struct {
	seed  []byte
	wild  bool
	all   map[string]any
	names []string // of all, in a fixed order
}

func newGenerator(seed []byte, wild bool) *generator {
	g := &generator{seed: seed, wild: wild, all: modelled()}
	for name := range g.all {
		g.names = append(g.names, name)
	}
	slices.Sort(g.names)
	return g
}

// pick returns a number below n, 0 when the bytes have run out.
func (g *generator) pick(n int) int {
	if len(g.seed) == 0 || n <= 0 {
		return 0
	}
	b := int(g.seed[0])
	g.seed = g.seed[1:]
	return b % n
}

// anyText takes a few of the bytes as they are.
func (g *generator) anyText() string {
	n := min(g.pick(12), len(g.seed))
	text := string(g.seed[:n])
	g.seed = g.seed[n:]
	return text
}

func (g *generator) response() *Response {
	kind := reflect.TypeFor[VoiceVerb]()
	if g.pick(4) == 0 {
		kind = reflect.TypeFor[MessagingVerb]()
	}
	r, name := &Response{}, ""
	for range 1 + g.pick(4) {
		name = g.childName(kind)
		if name == "Reject" && len(r.Verbs) > 0 && !g.wild {
			name = "Hangup" // the call is answered already
		}
		verb, ok := g.element(name, 0).(Verb)
		if ok {
			r.Verbs = append(r.Verbs, verb)
		}
		if !g.wild && ends(verb) {
			return r // nothing after it would be reached
		}
	}
	if twimlcheck.Contains("Gather Start", name) && !g.wild {
		r.Verbs = append(r.Verbs, Hangup{}) // otherwise the call ends with it
	}
	return r
}

// ends reports whether no verb after another one runs.
func ends(verb Verb) bool {
	text := (&Response{Verbs: []Verb{verb, Hangup{}}}).String()
	return slices.ContainsFunc(Check(text), func(p Problem) bool { return strings.Contains(p.Message, "is never reached") })
}

// childName picks the name of an element that may stand in a child type.
func (g *generator) childName(child reflect.Type) string {
	fit := slices.DeleteFunc(slices.Clone(g.names), func(name string) bool {
		return !assignable(reflect.TypeOf(g.all[name]), child)
	})
	return fit[g.pick(len(fit))]
}

func (g *generator) element(name string, depth int) any {
	v := reflect.New(reflect.TypeOf(g.all[name]))
	if g.wild && g.pick(16) == 15 {
		return reflect.Zero(v.Type()).Interface() // a nil pointer
	}
	attributes := twimlcheck.Attributes(name)
	for i := range v.Elem().NumField() {
		field := v.Elem().Field(i)
		if !field.CanSet() {
			continue // only Parse fills it in
		}
		var attribute twimlcheck.Attribute
		if i < len(attributes) {
			attribute = attributes[i]
		}
		switch {
		case field.Kind() == reflect.Slice && !twimlcheck.Contains("string int", field.Type().Elem().Kind().String()):
			g.children(name, field, depth)
		case g.wild:
			g.fillWild(field)
		default:
			g.fillValid(name, attribute, field)
		}
	}
	if !g.wild {
		makeConsistent(v.Interface())
	}
	if g.pick(3) == 2 {
		return v.Interface()
	}
	return v.Elem().Interface()
}

// makeConsistent takes away what may not stand beside something else.
func makeConsistent(element any) {
	switch e := element.(type) {
	case *Enqueue:
		if len(e.Tasks) > 0 {
			e.Name, e.WorkflowSID = "", "WW0123456789abcdef0123456789abcdef"
		}
	case *Record:
		e.Action = cmp.Or(e.Action, "/recorded")
	case *Pay:
		if e.PaymentMethod == CreditCard {
			e.BankAccountType = ""
		}
	}
}

func (g *generator) children(parent string, field reflect.Value, depth int) {
	child := field.Type().Elem()
	count := g.pick(3)
	if twimlcheck.Contains("Dial Connect Start Stop", parent) && !g.wild {
		count = 1 // a Conference is alone, and there is always something to connect with
	}
	if depth > 6 {
		count = 0
	}
	for range count {
		var v any
		if assignable(reflect.TypeFor[Text](), child) && g.pick(3) == 0 {
			v = Text(g.anyText())
		} else {
			v = g.element(g.childName(child), depth+1)
		}
		value := reflect.ValueOf(v)
		if value.Kind() == reflect.Pointer && child.Kind() == reflect.Struct {
			continue // a slice of structs takes no pointers
		}
		field.Set(reflect.Append(field, value))
	}
}

func (g *generator) fillWild(field reflect.Value) {
	switch field.Kind() {
	case reflect.String:
		field.SetString(g.anyText())
	case reflect.Int:
		field.SetInt(int64(g.pick(256)) - 3)
	case reflect.Int8:
		field.SetInt(int64(g.pick(5)) - 1)
	case reflect.Slice:
		if numbers, ok := field.Addr().Interface().(*[]int); ok {
			*numbers = []int{g.pick(256) - 3, g.pick(256)}
			return
		}
		for range g.pick(3) {
			field.Set(reflect.Append(field, reflect.ValueOf(g.anyText()).Convert(field.Type().Elem())))
		}
	}
}

// oneOf holds values for attributes and texts that take more than their kind says.
var oneOf = map[string]string{
	"Gather.finishOnKey": "# 1 \x00", "Gather.speechTimeout": "auto 3", "Gather.speechModel": "default", "Record.finishOnKey": "12# \x00",
	"Play.digits": "1w2 #", "Number.sendDigits": "1w2 *", "Number.": "+14155551234", "Conference.": "Room", "Sip.": "sip:alice@example.com",
	"ConversationRelay.url": "wss://example.com/relay", "Stream.url": "wss://example.com/stream", "Refer.": "sip:alice@example.com",
	"Enqueue.": "support", "Enqueue.workflowSid": "WW0123456789abcdef0123456789abcdef", "Task.": `{"language":"en"}`, "Queue.": "support",
	"Uri.": "sip:alice@example.com", "WhatsApp.": "+14155551234", "Pay.chargeAmount": "9.99 10", "Conference.coach": "CA0123456789abcdef0123456789abcdef",
	"Play.": "https://example.com/a.mp3", "Redirect.": "/next", "Media.": "https://example.com/a.jpg", "Message.": "Thanks", "Dial.": "\x01",
}

func (g *generator) fillValid(name string, attribute twimlcheck.Attribute, field reflect.Value) {
	key := name + "." + attribute.Name
	required := attribute.Name == "" || twimlcheck.Contains("say-as.interpret-as lang.xml:lang ConversationRelay.url Stream.url", key)
	if !required && g.pick(3) == 0 {
		return
	}
	values, fixed := oneOf[key]
	switch attribute.Kind {
	case twimlcheck.URL:
		if !fixed {
			values, fixed = "https://example.com/a?b=c&d=e /relative", true
		}
	case twimlcheck.Method, twimlcheck.Enum, twimlcheck.Open, twimlcheck.Provider, twimlcheck.List:
		values, fixed = attribute.Values, true
		if key == "Stream.track" {
			values = string(InboundTrack) // what it may be in a Connect as well
		}
	}
	words := strings.Split(values, " ")
	word := words[g.pick(len(words))]
	switch {
	case field.Kind() == reflect.Int:
		field.SetInt(1 + int64(g.pick(100)))
	case field.Kind() == reflect.Int8:
		field.SetInt(int64(g.pick(3)))
	case attribute.Kind == twimlcheck.Ints:
		field.Set(reflect.ValueOf([]int{1, 1 + g.pick(3)}))
	case field.Kind() == reflect.Slice:
		field.Set(reflect.Append(field, reflect.ValueOf(word).Convert(field.Type().Elem())))
	case word == "\x01": // stays empty
	case fixed:
		field.SetString(word)
	default:
		text := g.anyText()
		if strings.Contains(text, "/") {
			text = "" // participantLabel takes none
		}
		if attribute.Name == "" {
			text = "a" + text // there is something to say
		}
		field.SetString(text)
	}
}

func addSeeds(f *testing.F) {
	f.Helper()
	f.Add([]byte(nil))
	f.Add([]byte("\x01\x03Hello, world! Press 1 for <support> & \"more\"\x00\r\n\t"))
	for i := range 60 {
		seed := make([]byte, 200)
		for j := range seed {
			seed[j] = byte((i + 1) * (j*j + 7*j + i) >> 2)
		}
		f.Add(seed)
	}
}

// TestGeneratorReachesEverything: documents made of random bytes hold every element
// with every attribute, pass Check, and come back as they were.
func TestGeneratorReachesEverything(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2)) // the same documents every time
	seed := make([]byte, 400)
	seen := map[string]bool{}
	for range 3000 {
		for i := range seed {
			seed[i] = byte(random.Uint32())
		}
		valid := newGenerator(seed, false).response().String()
		require.Empty(t, alive(Check(valid)), valid)
		for _, text := range []string{valid, newGenerator(seed, true).response().String()} {
			parsed, err := Parse(text)
			require.NoError(t, err, text)
			require.Equal(t, text, parsed.String())
		}
		note(seen, twimlcheck.Read(valid).Root)
	}
	for _, row := range table(t) {
		assert.True(t, seen[tag(row.element)], row.element)
		spelling := row.element == "ConversationRelay" && twimlcheck.Contains("backgroundNoiseReduction speechTimeout deepgramSmartFormat ignoreBackchannel", row.attribute)
		if row.attribute != "-" && !spelling { // which is read, and not written
			assert.True(t, seen[tag(row.element)+"."+row.attribute], row)
		}
	}
}

// note remembers the elements and attributes below a node.
func note(seen map[string]bool, n *twimlcheck.Node) {
	seen[n.Name] = true
	for _, attr := range n.Attributes {
		seen[n.Name+"."+attr.Name] = true
	}
	for _, child := range n.Children {
		note(seen, child)
	}
}

// What the builder writes from valid values, Check does not complain about.
func FuzzRender(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, seed []byte) {
		text := newGenerator(seed, false).response().String()
		assert.Empty(t, alive(Check(text)), text)
	})
}

// Whatever the builder writes can be read, and comes out the same again.
func FuzzRoundTrip(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, seed []byte) {
		text := newGenerator(seed, true).response().String()
		if len(text) > maxOutput>>4 {
			t.Skip()
		}
		parsed, err := Parse(text)
		require.NoError(t, err, "%q", text)
		require.Equal(t, text, parsed.String())
		again, err := Parse(parsed.String())
		require.NoError(t, err)
		assert.Equal(t, parsed, again, "what was parsed is canonical")
	})
}

// Check and Parse take anything, and agree on what cannot be read.
func FuzzCheck(f *testing.F) {
	for _, doc := range []string{
		"", "<Response/>", "<Response><Say>a &amp; b</Say></Response>", "<Response><Say Voice='x'><break/>a</Say><Dial>1</Dial></Response>",
		"\ufeff<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<Response><![CDATA[x]]></Response>", "</a>", "<a b='1' b='2'/>",
		`<?xml version=\"1.0\"?><Response/>`, "<!DOCTYPE a><Response><!-- \x01 --><?a?></Response>", "<Response><Say>&#xD800;</Say></Response>",
		"<Response xmlns=''><Dial action='' recordingStatusCallbackEvent=' '><Conference waitUrl='' /></Dial><Gather input=''/></Response>",
		"<Response><Gather timeout='9999999999999999999'/><Connect><x/></Connect></Response>", "<Response>\xff\x00</Response>", "<a:b xmlns:a='c'/>",
	} {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		problems := Check(doc)
		assert.LessOrEqual(t, len(problems), twimlcheck.MaxProblems)
		for _, p := range append(problems, CheckInline(doc)...) {
			assert.Positive(t, p.Line)
			assert.Positive(t, p.Column)
			assert.NotEmpty(t, p.Message)
			assert.NotEmpty(t, p.Remedy)
		}
		parsed, err := Parse(doc)
		if err != nil {
			assert.Nil(t, parsed)
			return
		}
		text := parsed.String()
		again, err := Parse(text)
		require.NoError(t, err, "%q became %q", doc, text)
		assert.Equal(t, text, again.String())
		assert.Equal(t, withoutValue(doc), withoutValue(text), "attributes without a value: %q became %q", doc, text)
	})
}

// withoutValue counts the attributes of a document that have no value, those about
// namespaces aside, and a list of blanks among them.
func withoutValue(doc string) (count int) {
	for _, n := range elementsOf(twimlcheck.Read(doc).Root) {
		for _, attr := range n.Attributes {
			list := twimlcheck.Contains("input recordingStatusCallbackEvent statusCallbackEvent errorType cardType attempt validCardTypes debug", attr.Name)
			if !attr.IsXMLs() && (attr.Value == "" || list && twimlcheck.IsBlank(attr.Value)) {
				count++
			}
		}
	}
	return count
}
