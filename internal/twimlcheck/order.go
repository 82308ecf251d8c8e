package twimlcheck

// checkKinds reports verbs for a call and for a message in one document. Redirect
// is for both, and so was Sms.
func (d *Document) checkKinds() {
	var first *Node // the first verb that is for a call only, or for a message only
	for _, verb := range d.Root.Children {
		messaging := verb.Name == "Message"
		if elementOf(verb.Name) == nil || verb.Name == "Redirect" || verb.Name == "Sms" {
			continue
		}
		switch {
		case messaging && d.inline:
			d.report(verb.place(), codeSchema, "<Message> cannot run on a call", "use the messages API, or voice verbs")
		case first == nil:
			first = verb
		case messaging != (first.Name == "Message"):
			code := codeSchema
			if !messaging {
				code = codeNotForMessages
			}
			d.report(verb.place(), code, "<"+verb.Name+"> stands beside <"+first.Name+">: one is for calls, the other for messages",
				"answer a call with voice verbs, a message with <Message> and <Redirect>")
		}
	}
}

// checkReplies reports the first message beyond those that Twilio sends.
func (d *Document) checkReplies() {
	const most = 10
	count := 0
	for _, verb := range d.Root.Children {
		if verb.Name == "Message" {
			count++
		}
		if count > most {
			d.report(verb.place(), 14109, "there are more than 10 replies to one message", "send the others through the API")
			return
		}
	}
}

// checkOrder reports the faults of the order of the verbs: the first verb that
// never runs, a Reject that comes after the call was answered, and a document that
// ends in the middle of something.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml and the pages of the verbs
func (d *Document) checkOrder() {
	var last *Node
	for _, verb := range d.Root.Children {
		if verb.Name == "" {
			continue
		}
		if last != nil {
			if end := last.ending(); end != nil {
				d.report(verb.place(), 0, "<"+verb.Name+"> is never reached"+end.unless, end.remedy)
				return
			}
			if verb.Name == "Reject" {
				d.report(verb.place(), 0, "<Reject> comes after another verb, which answers the call", "begin with it, or end the call with <Hangup>")
			}
		}
		last = verb
	}
	if last != nil {
		d.checkLast(last)
	}
}

// checkLast reports a verb after which the call should not end.
func (d *Document) checkLast(last *Node) {
	switch {
	case last.Name == "Gather" && last.attr("actionOnEmptyResult") != "true":
		d.report(last.place(), 0, "nothing follows the <Gather>: the call ends when nobody answers it", "add a verb after it, or actionOnEmptyResult")
	case last.Name == "Start" && last.hasElements():
		d.report(last.place(), 0, "nothing follows the <Start>: the call ends at once, and so does what was started", "add the verb that goes on with the call, such as <Dial> or <Pause>")
	}
}

// ending says why no verb after another one runs.
type ending struct {
	unless string // the exception, "" for none
	remedy string
}

// ending returns nil for a verb after which the next one runs. Where a verb has an
// action, Twilio goes on with the answer of the action.
func (n *Node) ending() *ending {
	const handOver = "Dial Enqueue Connect Pay Refer" // to an action, if there is one
	switch {
	case Contains("Hangup Redirect Reject Leave", n.Name):
		return &ending{remedy: "move it before <" + n.Name + ">, after which nothing runs"}
	case n.Name == "Record" && n.attr("action") != "": // without one it is reported itself
		return &ending{unless: ", unless the recording is empty", remedy: "put it into the document that the action of <Record> answers"}
	case Contains(handOver, n.Name) && n.has("action"):
		return &ending{remedy: "put it into the document that the action of <" + n.Name + "> answers"}
	case n.Name == "Gather" && n.attr("actionOnEmptyResult") == "true":
		return &ending{remedy: "remove it, or actionOnEmptyResult, with which <Gather> always asks its action"}
	case Contains("Say Play", n.Name) && n.attr("loop") == "0":
		return &ending{remedy: "move it before <" + n.Name + ">, which repeats until the caller hangs up"}
	}
	return nil
}
