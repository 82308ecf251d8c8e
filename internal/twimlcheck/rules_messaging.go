package twimlcheck

const (
	maxMessageBody = 1600 // characters of a message (14103)
	maxMedia       = 10   // media of a message (21623)
)

func (r rules) messaging() {
	switch r.n.Name {
	case "Message":
		r.noTextBesideChildren("Body")
		r.element(r.isEmptyMessage(), 14103, "the message is empty", "give it a body or a media URL")
		r.element(r.n.count("Media") > maxMedia, codeManyMedia, "there are more than 10 media in one message", "send the others with a second <Message>")
		r.element(longerThan(r.n.leadingText(), maxMessageBody), 14103, "the body is longer than 1600 characters", "shorten it")
	case "Body":
		r.textLimit(maxMessageBody, 14103)
	case "Media":
		r.linkText()
		r.element(r.n.isEmpty(), codeSchema, "there is no file", "give it the address of one")
	}
}

// isEmptyMessage reports a message of nothing but empty bodies. An element that is
// unknown may well be the content of the message.
func (r rules) isEmptyMessage() bool {
	for _, child := range r.n.Children {
		if child.Name != "" && (child.Name != "Body" || !IsBlank(child.leadingText())) {
			return false
		}
	}
	return IsBlank(r.n.leadingText())
}
