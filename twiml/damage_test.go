package twiml

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// damages are what may be wrong with an element of a document that was right.
var damages = []func(g *generator, n *twimlcheck.Node){
	func(_ *generator, n *twimlcheck.Node) { n.Children = nil },
	func(_ *generator, n *twimlcheck.Node) { n.Attributes = nil },
	func(_ *generator, n *twimlcheck.Node) {
		if n.Find("mood") == nil {
			n.Attributes = append(n.Attributes, twimlcheck.NodeAttribute{Name: "mood", Value: "calm"})
		}
	},
	func(g *generator, n *twimlcheck.Node) {
		insert(g, n, &twimlcheck.Node{Name: "Shout", Attributes: []twimlcheck.NodeAttribute{{Name: "loud", Value: "very"}}})
	},
	func(g *generator, n *twimlcheck.Node) { insert(g, n, &twimlcheck.Node{Text: "stray"}) },
	func(g *generator, n *twimlcheck.Node) {
		insert(g, n, &twimlcheck.Node{Name: g.names[g.pick(len(g.names))]})
	},
	func(g *generator, n *twimlcheck.Node) {
		if len(n.Children) > 0 {
			insert(g, n, n.Children[g.pick(len(n.Children))])
		}
	},
	func(g *generator, n *twimlcheck.Node) {
		if len(n.Attributes) > 0 {
			n.Attributes[g.pick(len(n.Attributes))].Value = "neither"
		}
	},
	func(g *generator, n *twimlcheck.Node) {
		if len(n.Attributes) > 0 {
			n.Attributes[g.pick(len(n.Attributes))].Value = ""
		}
	},
	func(_ *generator, n *twimlcheck.Node) {
		for i := range n.Attributes {
			n.Attributes[i].Value = ""
		}
	},
	func(g *generator, n *twimlcheck.Node) {
		if n.Name != "Response" {
			n.Name = g.names[g.pick(len(g.names))]
		}
	},
}

func insert(g *generator, n, child *twimlcheck.Node) {
	n.Children = slices.Insert(n.Children, g.pick(len(n.Children)+1), child)
}

// elements returns an element and all elements inside, in the order of the text.
func elementsOf(n *twimlcheck.Node) []*twimlcheck.Node {
	all := []*twimlcheck.Node{n}
	for _, child := range n.Children {
		if child.Name != "" {
			all = append(all, elementsOf(child)...)
		}
	}
	return all
}

// damaged returns a generated document with some damage to some of its elements.
func (g *generator) damaged() string {
	text := g.response().String()
	root := twimlcheck.Read(text).Root
	if root == nil {
		return text // it is longer than a document that is read
	}
	for range 1 + g.pick(3) {
		all := elementsOf(root)
		damages[g.pick(len(damages))](g, all[g.pick(len(all))])
	}
	return rawOf(root).XML
}

// inventory counts what the Response of a document holds: elements, their
// attributes and their texts. A blank text is none.
func inventory(doc string) map[string]int {
	count := map[string]int{}
	root := twimlcheck.Read(doc).Root
	if root == nil {
		return count
	}
	for _, n := range elementsOf(root)[1:] { // text beside the verbs is dropped
		count["element "+n.Name]++
		for _, attr := range n.Attributes {
			count["attribute "+attr.Name+" "+attr.Value]++
		}
		for _, child := range n.Children {
			if text := strings.Trim(child.Text, twimlcheck.Blanks); text != "" {
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
		if len(doc) > maxOutput>>4 {
			t.Skip()
		}
		requireKept(t, doc)
	})
}
