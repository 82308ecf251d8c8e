package twiml

import (
	"strings"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// Raw is an element as XML, for elements and attributes that this package does not know
// yet. A Raw may stand anywhere that another element may. Its XML is written as it is,
// without a check: if the XML is malformed, so is the document, and [Parse] reads the
// document only if the XML is TwiML.
type Raw struct {
	XML string // one element, as in "<Shout>Hello</Shout>"
}

func (r Raw) write(c *codec) {
	if r.XML == "" {
		return
	}
	c.endTag()
	c.out.WriteString(r.XML)
}

// rawOf returns an element as it would be written here.
func rawOf(n *twimlcheck.Node) Raw {
	var b strings.Builder
	writeNode(&b, n)
	return Raw{XML: b.String()}
}

func writeNode(b *strings.Builder, n *twimlcheck.Node) {
	if n.Name == "" {
		writeEscaped(b, n.Text, false)
		return
	}
	b.WriteString("<" + n.Name)
	for _, attr := range n.Attributes {
		b.WriteString(" " + attr.Name + `="`)
		writeEscaped(b, attr.Value, true)
		b.WriteByte('"')
	}
	if len(n.Children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	for _, child := range n.Children {
		writeNode(b, child)
	}
	b.WriteString("</" + n.Name + ">")
}

func (Raw) verb()               {}
func (Raw) voiceVerb()          {}
func (Raw) messagingVerb()      {}
func (Raw) gatherChild()        {}
func (Raw) dialChild()          {}
func (Raw) clientChild()        {}
func (Raw) applicationChild()   {}
func (Raw) sipChild()           {}
func (Raw) messageChild()       {}
func (Raw) sayChild()           {}
func (Raw) emphasisChild()      {}
func (Raw) langChild()          {}
func (Raw) pChild()             {}
func (Raw) prosodyChild()       {}
func (Raw) sChild()             {}
func (Raw) wChild()             {}
func (Raw) connectChild()       {}
func (Raw) virtualAgentChild()  {}
func (Raw) relayChild()         {}
func (Raw) startChild()         {}
func (Raw) stopChild()          {}
func (Raw) transcriptionChild() {}
func (Raw) payChild()           {}
func (Raw) promptChild()        {}
