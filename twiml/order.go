package twiml

// checkOrder reports what the order of the verbs makes of them: the first one that
// never runs, a Reject that comes after the call was answered, and a document that
// ends in the middle of something.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml and the pages of the verbs
func (d *document) checkOrder(root *node) {
	var last *node
	for _, verb := range root.kids {
		if verb.name == "" {
			continue
		}
		if last != nil {
			if end := last.ending(); end != nil {
				d.report(verb.spot(), 0, "<"+verb.name+"> is never reached"+end.unless, end.remedy)
				return
			}
			if verb.name == "Reject" {
				d.report(verb.spot(), 0, "<Reject> comes after another verb, which answers the call", "begin with it, or end the call with <Hangup>")
			}
		}
		last = verb
	}
	if last != nil {
		d.checkLast(last)
	}
}

// checkLast reports a verb after which the call should not end.
func (d *document) checkLast(last *node) {
	switch {
	case last.name == "Gather" && last.attr("actionOnEmptyResult") != "true":
		d.report(last.spot(), 0, "nothing follows the <Gather>: the call ends when nobody answers it", "add a verb after it, or actionOnEmptyResult")
	case last.name == "Start" && last.hasElements():
		d.report(last.spot(), 0, "nothing follows the <Start>: the call ends at once, and so does what was started", "add the verb that goes on with the call, such as <Dial> or <Pause>")
	}
}

// ending says why no verb after another one runs.
type ending struct {
	unless string // the exception, "" for none
	remedy string
}

// ending returns nil for a verb after which the next one runs. For what has an action,
// Twilio goes on with the answer to it.
func (n *node) ending() *ending {
	const handOver = "Dial Enqueue Connect Pay Refer" // to an action, if there is one
	switch {
	case contains("Hangup Redirect Reject Leave", n.name):
		return &ending{remedy: "move it before <" + n.name + ">, after which nothing runs"}
	case n.name == "Record" && n.attr("action") != "": // without one it is reported itself
		return &ending{unless: ", unless the recording is empty", remedy: "put it into the document that the action of <Record> answers"}
	case contains(handOver, n.name) && n.has("action"):
		return &ending{remedy: "put it into the document that the action of <" + n.name + "> answers"}
	case n.name == "Gather" && n.attr("actionOnEmptyResult") == "true":
		return &ending{remedy: "remove it, or actionOnEmptyResult, with which <Gather> always asks its action"}
	case contains("Say Play", n.name) && n.attr("loop") == "0":
		return &ending{remedy: "move it before <" + n.name + ">, which repeats until the caller hangs up"}
	}
	return nil
}
