package twimlcheck

import "strings"

func (r rules) dialing() {
	switch r.n.Name {
	case "Dial":
		r.dial()
	case "Number", "WhatsApp":
		r.element(!hasDigit(r.n.leadingText()), 13223, "there is no number", "give it one in E.164, as in +14155551234")
		r.keys("sendDigits", 13222)
	case "Client":
		r.noTextBesideChildren("Identity")
		r.element(r.n.isEmpty(), codeSchema, "there is nobody to call", "give it the identity of a client")
	case "Application":
		r.noTextBesideChildren("ApplicationSid")
		r.element(r.n.isEmpty(), codeSchema, "there is no application", "give it the SID of one")
	case "Sim":
		r.element(r.n.isEmpty(), codeSchema, "there is no SIM", "give it the SID of one")
	case "Sip":
		if r.parent.Name != "Refer" { // whose own rules look at it
			r.sip()
		}
	case "Uri":
		address := r.n.leadingText()
		r.element(!isSIP(address) && !lacksScheme(address), 13243, "there is no SIP address", "give it one, as in sip:alice@example.com")
		r.sipScheme(address)
	case "Conference":
		r.conference()
	case "Refer":
		r.refer()
	}
}

func (r rules) dial() {
	number := r.n.leadingText()
	if IsBlank(number) {
		number = ""
	}
	nouns := 0
	for _, child := range r.n.Children {
		if Contains(Parents(child.Name), "Dial") {
			nouns++
		}
	}
	conference := r.n.count("Conference") > 0
	r.element(conference && (nouns > 1 || number != ""), 13000, "a Conference stands beside somebody else", "dial the Conference alone")
	r.element(!conference && number != "" && nouns > 0, codeSchema, "there is text beside the nouns", "move the number into a <Number>")
	r.element(number != "" && !hasDigit(number), 13223, "the number is "+Quote(number), "write it in E.164, as in +14155551234")
	r.element(r.n.isEmpty(), codeSchema, "there is nobody to dial", "give it a number, or a noun such as <Number> or <Client>")
	r.attribute("callReason", longerThan(r.n.attr("callReason"), 50), codeSchema, "callReason is longer than 50 characters", "shorten it")
}

func (r rules) sip() {
	address := r.n.leadingText()
	if IsBlank(address) {
		address = ""
	}
	r.noTextBesideChildren("Uri")
	r.element(r.n.isEmpty(), 13243, "there is no address", "give it one, as in sip:alice@example.com")
	r.sipAddress(address)
}

func (r rules) conference() {
	r.element(IsBlank(r.n.leadingText()), 13237, "the room has no name", "write its name between the tags")
	coach, label := r.n.attr("coach"), r.n.attr("participantLabel")
	r.attribute("coach", coach != "" && !isCallSID(coach), 13240, "coach is "+Quote(coach)+", not the SID of a call", "give it one: CA and 32 digits or letters")
	r.attribute("participantLabel", longerThan(label, 128) || strings.Contains(label, "/") || isCallSID(label), 16023,
		"participantLabel is longer than 128 characters, holds a slash or looks like the SID of a call", "give it another one")
}

func isCallSID(s string) bool {
	const length = 34
	return len(s) == length && strings.HasPrefix(s, "CA") && only(s[len("CA"):], "0123456789abcdefABCDEF")
}

// refer looks at the one <Sip> of a <Refer>.
func (r rules) refer() {
	var sip *Node
	for _, child := range r.n.Children {
		switch {
		case child.Name != "Sip":
		case sip == nil:
			sip = child
		default:
			r.d.lose(r.n, child.place(), codeSchema, "there is more than one <Sip>", "keep one")
		}
	}
	if sip == nil {
		r.element(true, codeSchema, "there is no <Sip>", "give it one")
		return
	}
	if IsBlank(sip.leadingText()) { // which package twiml would write as if it were not there
		r.d.lose(r.n, r.n.place(), codeSchema, "the <Sip> is empty", "give it an address")
	}
	r.sipAddress(sip.leadingText())
}

// sipAddress reports an address that cannot be one of SIP.
func (r rules) sipAddress(address string) {
	r.element(!IsBlank(address) && !isSIP(address) && !lacksScheme(address), 13243,
		"the address is "+Quote(address)+", not one of SIP", "write it as in sip:alice@example.com")
	r.sipScheme(address)
}

// sipScheme reports an address without its scheme, which some of Twilio's samples leave
// out.
func (r rules) sipScheme(address string) {
	r.element(lacksScheme(address), 0, "the address is "+Quote(address)+", without its scheme", "write it as in sip:alice@example.com")
}

// isSIP reports whether text can be a SIP address.
func isSIP(text string) bool {
	text = strings.ToLower(trim(text))
	return strings.HasPrefix(text, "sip:") || strings.HasPrefix(text, "sips:")
}

// lacksScheme reports whether text is a SIP address but for its scheme, as in
// alice@example.com.
func lacksScheme(text string) bool {
	text = trim(text)
	user, host, whole := strings.Cut(text, "@")
	return whole && user != "" && host != "" && !strings.Contains(user, ":") && !strings.ContainsAny(text, Blanks)
}

// hasDigit reports whether text can be a number at all: Twilio takes more forms
// than E.164.
func hasDigit(text string) bool { return strings.ContainsAny(text, digits) }
