package twiml

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// damages are what may be wrong with an element of a document that was right.
var damages = []func(g *generator, n *node){
	func(_ *generator, n *node) { n.kids = nil },
	func(_ *generator, n *node) { n.attrs = nil },
	func(_ *generator, n *node) {
		if !n.has("mood") {
			n.attrs = append(n.attrs, attribute{name: "mood", value: "calm"})
		}
	},
	func(g *generator, n *node) {
		n.insert(g, &node{name: "Shout", attrs: []attribute{{name: "loud", value: "very"}}})
	},
	func(g *generator, n *node) { n.insert(g, &node{text: "stray"}) },
	func(g *generator, n *node) { n.insert(g, &node{name: g.names[g.pick(len(g.names))]}) },
	func(g *generator, n *node) {
		if len(n.kids) > 0 {
			n.insert(g, n.kids[g.pick(len(n.kids))])
		}
	},
	func(g *generator, n *node) {
		if len(n.attrs) > 0 {
			n.attrs[g.pick(len(n.attrs))].value = "neither"
		}
	},
	func(g *generator, n *node) {
		if len(n.attrs) > 0 {
			n.attrs[g.pick(len(n.attrs))].value = ""
		}
	},
	func(_ *generator, n *node) {
		for i := range n.attrs {
			n.attrs[i].value = ""
		}
	},
	func(g *generator, n *node) {
		if n.name != "Response" {
			n.name = g.names[g.pick(len(g.names))]
		}
	},
}

func (n *node) insert(g *generator, kid *node) {
	n.kids = slices.Insert(n.kids, g.pick(len(n.kids)+1), kid)
}

// elements returns an element and all elements inside, in the order of the text.
func (n *node) elements() []*node {
	all := []*node{n}
	for _, kid := range n.kids {
		if kid.name != "" {
			all = append(all, kid.elements()...)
		}
	}
	return all
}

// damaged returns a generated document with some damage to some of its elements.
func (g *generator) damaged() string {
	d := document{text: g.response().String()}
	root := d.readTree()
	if root == nil {
		return d.text // it is beyond what is read
	}
	for range 1 + g.pick(3) {
		all := root.elements()
		damages[g.pick(len(damages))](g, all[g.pick(len(all))])
	}
	return root.raw().XML
}

// inventory counts what the Response of a document holds: elements, their
// attributes and their texts. A blank text is none.
func inventory(doc string) map[string]int {
	count := map[string]int{}
	d := document{text: doc}
	root := d.readTree()
	if root == nil {
		return count
	}
	for _, n := range root.elements()[1:] { // text beside the verbs is dropped
		count["element "+n.name]++
		for _, attr := range n.attrs {
			count["attribute "+attr.name+" "+attr.value]++
		}
		for _, kid := range n.kids {
			if text := strings.Trim(kid.text, xmlBlanks); text != "" {
				count["text "+text]++
			}
		}
	}
	return count
}

// requireKept: a document read leniently holds all that it held before, and is
// the same when it is read again.
func requireKept(t *testing.T, doc string) {
	t.Helper()
	parsed, problems, err := ParseLenient(doc)
	require.NoError(t, err, "%q", doc)
	text := parsed.String()
	kept := inventory(text)
	for item, count := range inventory(doc) {
		require.GreaterOrEqual(t, kept[item], count, "%s: %q became %q", item, doc, text)
	}
	again, _, err := ParseLenient(text)
	require.NoError(t, err, "%q", text)
	require.Equal(t, text, again.String())

	strict, err := Parse(doc)
	if err != nil {
		require.NotEmpty(t, problems, "what Parse refuses is reported: %q", doc)
		require.NotEmpty(t, Check(doc), "and found by Check: %q", doc)
		return
	}
	require.Equal(t, text, strict.String(), "what Parse takes, both read alike")
}

// TestDamagedDocumentsAreKept: whatever is wrong with an element, reading it
// leniently loses nothing.
func TestDamagedDocumentsAreKept(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4)) // the same documents every time
	seed := make([]byte, 400)
	refused, seen := 0, map[string]int{}
	for range 3000 {
		for i := range seed {
			seed[i] = byte(random.Uint32())
		}
		doc := newGenerator(seed, false).damaged()
		requireKept(t, doc)
		maps.Copy(seen, inventory(doc))
		if _, err := Parse(doc); err != nil {
			refused++
		}
	}
	assert.Greater(t, refused, 600, "some of the damage matters")
	for _, row := range table(t) {
		if name := tag(row.element); name != "Response" {
			assert.Positive(t, seen["element "+name], name)
		}
	}
}

// FuzzDamagedDocuments: reading leniently loses nothing.
func FuzzDamagedDocuments(f *testing.F) {
	addSeeds(f)
	f.Add([]byte("0011000291a191")) // one attribute is added, emptied and added again
	f.Fuzz(func(t *testing.T, seed []byte) {
		doc := newGenerator(seed, false).damaged()
		if len(doc) > maxInput {
			t.Skip()
		}
		requireKept(t, doc)
	})
}
