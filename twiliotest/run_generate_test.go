package twiliotest

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// draw makes choices out of bytes. It takes the first choice once the bytes have run out.
type draw struct{ seed []byte }

func (d *draw) pick(n int) int {
	if len(d.seed) == 0 || n <= 0 {
		return 0
	}
	b := int(d.seed[0])
	d.seed = d.seed[1:]
	return b % n
}

func (d *draw) oneOf(values []string) string { return values[d.pick(len(values))] }

// rarely is true for one byte in sixteen.
func (d *draw) rarely() bool { return d.pick(16) == 15 }

// vocabulary holds the elements of TwiML by the element that they may stand in.
type vocabulary struct {
	all      []string
	children map[string][]string
}

func newVocabulary() vocabulary {
	v := vocabulary{all: twimlcheck.Elements(), children: map[string][]string{}}
	for _, name := range v.all {
		for parent := range strings.FieldsSeq(twimlcheck.Parents(name)) {
			v.children[parent] = append(v.children[parent], name)
		}
	}
	return v
}

// maxElements bounds a generated document.
const maxElements = 16

// author writes one document.
type author struct {
	*draw
	vocabulary

	text strings.Builder
	left int // elements that may still be written
}

// document writes a document out of bytes. Most have their elements where these may stand.
func (v vocabulary) document(d *draw) string {
	a := &author{draw: d, vocabulary: v, left: maxElements}
	a.text.WriteString("<Response>")
	for range 1 + a.pick(4) {
		a.element(a.childOf("Response"))
	}
	a.text.WriteString("</Response>")
	text := a.text.String()
	if a.rarely() {
		return text[:a.pick(len(text))]
	}
	return text
}

// childOf names an element that may stand in another one, and rarely one that may not.
func (a *author) childOf(parent string) string {
	fit := a.children[parent]
	if len(fit) == 0 || a.rarely() {
		fit = a.all
	}
	return a.oneOf(fit)
}

func (a *author) element(name string) {
	a.left--
	a.text.WriteString("<" + name)
	for _, attribute := range twimlcheck.Attributes(name) {
		if attribute.Name != "" && a.pick(4) == 3 {
			a.text.WriteString(" " + attribute.Name + `="` + a.value(attribute) + `"`)
		}
	}
	a.text.WriteString(">" + a.words(name))
	if len(a.children[name]) > 0 {
		for range a.pick(3) {
			if a.left > 0 {
				a.element(a.childOf(name))
			}
		}
	}
	a.text.WriteString("</" + name + ">")
}

// value writes an attribute, and rarely one with a value that its kind does not have.
func (a *author) value(attribute twimlcheck.Attribute) string {
	if a.rarely() {
		return a.oneOf([]string{"", "odd", "-1", "99999999999", "&lt;"})
	}
	switch attribute.Kind {
	case twimlcheck.URL:
		return a.oneOf(addresses[:])
	case twimlcheck.Socket:
		return "wss://example.com/socket"
	case twimlcheck.Method:
		return a.oneOf([]string{"POST", "GET"})
	case twimlcheck.Int:
		return a.oneOf([]string{"1", "0", "2", "5", "30", "600", "9999999"})
	case twimlcheck.Bool:
		return a.oneOf([]string{"true", "false"})
	case twimlcheck.Ints:
		return "1 2"
	case twimlcheck.Enum, twimlcheck.Open, twimlcheck.Provider, twimlcheck.List:
		if values := strings.Fields(attribute.Values); len(values) > 0 {
			return a.oneOf(values)
		}
	case twimlcheck.String:
	}
	return a.oneOf([]string{"1", "#", "*", "", "1w2#", "auto", "3s", fuzzBob, "ROOM", "CA0123456789abcdef0123456789abcdef", "WW0123456789abcdef0123456789abcdef"})
}

// words writes the text of an element.
func (a *author) words(name string) string {
	switch name {
	case "Response", "Gather", "Connect", "Start", "Stop", "Pay", "Prompt":
		return ""
	case "Number", "Dial", "WhatsApp":
		return a.oneOf([]string{fuzzBob, fuzzCarol, fuzzDave, fuzzErin, "", "+999"})
	case "Sip", "Uri", "Refer":
		return "sip:alice@example.com"
	case "Client", "Identity":
		return "alice"
	case "Redirect", "Play":
		return a.oneOf(addresses[:])
	case "Conference", "Queue", "Enqueue":
		return a.oneOf([]string{"room", "hall"})
	case "Task":
		return `{"language":"en"}`
	}
	if slices.Contains(strings.Fields("Say Sms Body Message Room emphasis lang p phoneme prosody s say-as sub w"), name) || a.rarely() {
		return a.oneOf([]string{"Hello, this is the clinic.", "", "1"})
	}
	return ""
}

// The people whom documents call: one who answers, and one for each other habit.
const (
	fuzzAda   = "+14155551234"
	fuzzBob   = "+14155550101"
	fuzzCarol = "+14155550102"
	fuzzDave  = "+14155550103"
	fuzzErin  = "+14155550104"
)

// fuzzHost is the address of the application of a round.
const fuzzHost = "https://hooks.example.com"

// addresses are those that documents lead to: the documents of the round, and an application
// that fails in several ways.
var addresses = [...]string{"/0", "/1", "/2", "/3", "/0", "/1", fuzzHost + "/2", "/error", "/slow", "/loop", "/music", "/words", "/nothing", "https://elsewhere.example.com/", "ftp://a", ""}

// randomSeeds are the same byte strings each time.
func randomSeeds(count, length int) [][]byte {
	random, seeds := rand.New(rand.NewPCG(19, 5)), make([][]byte, count)
	for i := range seeds {
		seeds[i] = make([]byte, length)
		for j := range seeds[i] {
			seeds[i][j] = byte(random.Uint32())
		}
	}
	return seeds
}

// TestGeneratedDocumentsHoldEverything fails for an element or an attribute that is never
// generated.
func TestGeneratedDocumentsHoldEverything(t *testing.T) {
	t.Parallel()
	v, seen := newVocabulary(), map[string]bool{}
	for _, seed := range randomSeeds(4000, 400) {
		if root := twimlcheck.Read(v.document(&draw{seed})).Root; root != nil {
			noteNode(seen, root)
		}
	}
	for _, name := range v.all {
		assert.True(t, seen[name], "<%s> is never generated", name)
		for _, attribute := range twimlcheck.Attributes(name) {
			assert.True(t, attribute.Name == "" || seen[name+"."+attribute.Name], "%s of <%s> is never generated", attribute.Name, name)
		}
	}
}

// noteNode remembers the elements and attributes of a node.
func noteNode(seen map[string]bool, n *twimlcheck.Node) {
	seen[n.Name] = true
	for _, attribute := range n.Attributes {
		seen[n.Name+"."+attribute.Name] = true
	}
	for _, child := range n.Children {
		noteNode(seen, child)
	}
}
