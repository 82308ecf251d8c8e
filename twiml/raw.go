package twiml

import "strings"

// Raw is an element as XML, for what this package has no type for yet. It may stand
// anywhere that another element may, and is written as it is, without a check: the document is as well-formed
// as it is, and [Parse] reads it only if it is TwiML.
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

// raw returns the element as it would be written here.
func (n *node) raw() Raw {
	var b strings.Builder
	n.write(&b)
	return Raw{XML: b.String()}
}

func (n *node) write(b *strings.Builder) {
	if n.name == "" {
		writeEscaped(b, n.text, false)
		return
	}
	b.WriteString("<" + n.name)
	for _, attr := range n.attrs {
		b.WriteString(" " + attr.name + `="`)
		writeEscaped(b, attr.value, true)
		b.WriteByte('"')
	}
	if len(n.kids) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	for _, kid := range n.kids {
		kid.write(b)
	}
	b.WriteString("</" + n.name + ">")
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
