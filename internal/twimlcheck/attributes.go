package twimlcheck

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
)

// checkElement compares an element with its description.
func (d *Document) checkElement(e *element, n, parent *Node) {
	for i := range n.Attributes {
		d.checkAttribute(e, n, parent, &n.Attributes[i])
	}
	for i := range e.attributes {
		if name := e.attributes[i].Name; e.attributes[i].required && !n.has(name) {
			d.report(n.place(), codeSchema, "there is no "+name, "give it "+name+`="…"`)
		}
	}
	for i, child := range n.Children {
		switch {
		case child.Name != "":
			d.checkChild(e, n, child)
		case e.text != mixedText && (e.text != leadingText || i > 0) && !IsBlank(child.Text):
			d.strayText(e, n, child)
		}
	}
	d.checkRules(n, parent)
}

// strayText reports text where none may stand.
func (d *Document) strayText(e *element, n, text *Node) {
	message, remedy := "holds text where none belongs: ", "remove it, or move it into an element that takes text"
	switch {
	case e.text == leadingText:
		message, remedy = "holds text behind an element: ", "move it before the element, or into one"
	case n.Name == "Refer":
		remedy = "move it into <Sip>"
	}
	d.lose(n, place{n.Name, text.Offset}, codeSchema, "<"+n.Name+"> "+message+Quote(strings.Trim(text.Text, Blanks)), remedy)
}

// referredSip describes the <Sip> of a <Refer>, which is nothing but an address.
var referredSip = element{name: "Sip", parents: "Refer", text: leadingText}

// checkChild compares a child with its description, if it may stand in its parent.
func (d *Document) checkChild(e *element, n, child *Node) {
	described := elementOf(child.Name)
	if child.Name == "Sip" && n.Name == "Refer" {
		described = &referredSip
	}
	switch {
	case described == nil:
		d.lose(child, child.place(), codeSchema, "<"+short(child.Name)+"> is not a TwiML element",
			d.remedy(func() string { return suggestElement(child.Name, n.Name) }))
	case !Contains(described.parents, n.Name):
		d.lose(child, child.place(), cmp.Or(e.childCode, codeSchema), "<"+child.Name+"> must not stand in <"+n.Name+">", allowedIn(described.parents))
	case e == &referredSip:
		d.lose(n, child.place(), codeSchema, "<"+child.Name+"> must not stand in the <Sip> of a <Refer>", "remove it")
	default:
		d.checkElement(described, child, n)
	}
}

// lose rejects an element that the types of package twiml cannot hold as it is.
func (d *Document) lose(n *Node, at place, code int, message, remedy string) {
	n.Unfit = true
	d.reject(at, code, message, remedy)
}

// attributeCheck is an attribute that is being checked, with its element.
type attributeCheck struct {
	*Attribute
	d     *Document
	node  *Node
	value string
	at    place
	code  int
}

// checkAttribute compares an attribute with its description.
func (d *Document) checkAttribute(e *element, n, parent *Node, attr *NodeAttribute) {
	described := e.attribute(attr.Name)
	if described == nil {
		d.unknownAttribute(e, n, attr)
		return
	}
	a := attributeCheck{Attribute: described, d: d, node: n, value: attr.Value, at: place{n.Name, attr.Offset}, code: codeOf(described, n, parent)}
	switch a.Kind {
	case String, Socket: // the rules of the element look at them
	case URL:
		d.checkURL(a.at, a.Name, a.value, a.code)
	case Int:
		a.checkInt()
	case Ints:
		a.checkInts()
	case Bool:
		if a.value != "true" && a.value != "false" {
			a.lose(a.isWrong("neither true nor false"), "write true or false, in lower case")
		}
	case Method, Enum:
		if !isOldLanguage(n, attr.Name) {
			a.checkEnum(a.value)
		}
	case Open:
		a.checkOpen()
	case Provider:
		a.checkProvider()
	case List:
		a.checkList()
	}
}

// codeOf returns Twilio's code for a wrong value of an attribute.
func codeOf(described *Attribute, n, parent *Node) int {
	if n.Name == "Say" && parent.Name == "Gather" {
		switch described.Name {
		case "voice":
			return 13321
		case "loop":
			return 13322
		}
	}
	return cmp.Or(described.code, codeSchema)
}

// unknownAttribute reports an attribute that the element does not have.
func (d *Document) unknownAttribute(e *element, n *Node, attr *NodeAttribute) {
	if attr.IsXMLs() {
		return
	}
	code := codeSchema
	if n.Name == "Response" && attr.Name == "version" {
		code = codeVersion
	}
	d.lose(n, place{n.Name, attr.Offset}, code, "<"+n.Name+"> has no attribute "+short(attr.Name),
		d.remedy(func() string { return suggestAttr(attr.Name, e) }))
}

func (a *attributeCheck) report(message, remedy string) { a.d.report(a.at, a.code, message, remedy) }

func (a *attributeCheck) lose(message, remedy string) {
	a.d.lose(a.node, a.at, a.code, message, remedy)
}

// isWrong begins a message with the attribute and its value.
func (a *attributeCheck) isWrong(why string) string {
	return a.Name + " is " + Quote(a.value) + ", " + why
}

func (a *attributeCheck) checkInt() {
	number, err := strconv.Atoi(a.value)
	switch {
	case err != nil || number == -1 || strings.HasPrefix(a.value, "+"): // package twiml has -1 for Forever
		a.lose(a.isWrong("not a whole number from "+bounds(a.low, a.high)), "use digits only")
	case number < a.low || a.high > 0 && number > a.high:
		a.report(a.isWrong("out of range"), "use a whole number from "+bounds(a.low, a.high))
	}
}

func (a *attributeCheck) checkInts() {
	if IsBlank(a.value) {
		a.report(a.Name+" is empty", "leave it out, or give whole numbers from "+bounds(a.low, 0))
	}
	for word := range Words(a.value) {
		number, err := strconv.Atoi(word)
		if err != nil {
			a.lose(a.isWrong("not a list of whole numbers"), `separate them by one space, as in "1 2"`)
			return
		}
		if number < a.low {
			a.report(a.Name+" holds "+Quote(word)+", out of range", "use whole numbers from "+bounds(a.low, 0))
		}
	}
}

func bounds(low, high int) string {
	if high == 0 {
		return strconv.Itoa(low) + " up"
	}
	return strconv.Itoa(low) + " to " + strconv.Itoa(high)
}

func (a *attributeCheck) checkList() {
	switch {
	case IsBlank(a.value):
		a.report(a.Name+" is empty", "leave it out, or name a value: "+a.Values)
	case strings.Contains(a.value, ","):
		a.report(a.isWrong("with commas"), "separate the values by one space")
	default:
		for word := range Words(a.value) {
			a.checkEnum(word)
		}
	}
}

// checkEnum reports a value that is none of an enumeration.
func (a *attributeCheck) checkEnum(value string) {
	if a.d.hasRoom() && !Contains(a.Values, value) {
		a.report(a.Name+" is "+Quote(value)+", not one of its values", suggestValue(value, a.Values))
	}
}

// checkOpen reports a value that is nearly one of an enumeration to which Twilio adds.
func (a *attributeCheck) checkOpen() {
	if !a.d.hasRoom() {
		return
	}
	if slip := slipOf(a.value, strings.Split(a.Values, " ")); slip != "" {
		a.report(a.isWrong("not one of its values"), "did you mean "+strconv.Quote(slip)+"?")
	}
}

// checkProvider looks at the name of a provider. Twilio's page writes it with a
// capital, and programs that run write it without.
func (a *attributeCheck) checkProvider() {
	for value := range strings.SplitSeq(a.Values, " ") {
		if strings.EqualFold(value, a.value) {
			if value != a.value {
				a.d.report(a.at, 0, a.isWrong("which Twilio's page writes "+Quote(value)), "write it so")
			}
			return
		}
	}
	a.checkOpen()
}

// checkURL looks at an address in an attribute, or in the text when name is "".
func (d *Document) checkURL(at place, name, value string, code int) {
	if value == "" {
		return
	}
	name = cmp.Or(name, "the address")
	switch u, err := url.Parse(value); {
	case err != nil || strings.ContainsAny(value, Blanks) || u.Scheme != "" && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https"):
		d.report(at, code, name+" is "+Quote(value)+", not a web address", "use https, or an address relative to that of the document")
	case u.Scheme == "" && d.inline:
		d.report(at, codeRelative, name+" is "+Quote(value)+", a relative address", "write it in full: TwiML inside a request has no address of its own")
	}
}
