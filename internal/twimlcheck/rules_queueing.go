package twimlcheck

import (
	"encoding/json"
	"strings"
)

// maxQueueName is how long the name of a queue may be, in characters (14205).
const maxQueueName = 64

func (r rules) queueing() {
	text := r.n.leadingText()
	switch r.n.Name {
	case "Enqueue":
		r.enqueue()
	case "Task":
		r.element(!IsBlank(text) && !isObject(text), 14221, "the attributes are not a JSON object", `give it one object, as in {"language":"en"}`)
	case "Queue":
		r.element(r.n.isEmpty() && r.n.attr("reservationSid") == "", 14212, "there is no queue", "name one, or give it a reservationSid")
		r.element(longerThan(text, maxQueueName), 14213, "the name of the queue is longer than 64 characters", "shorten it")
	}
}

func (r rules) enqueue() {
	named := !IsBlank(r.n.leadingText())
	hasTask := r.n.count("Task") > 0
	workflow := r.n.attr("workflowSid")
	r.element(!named && workflow == "" && !hasTask, 14204, "there is no queue", "name one, or give it a workflowSid")
	r.element(named && longerThan(r.n.leadingText(), maxQueueName), 14205, "the name of the queue is longer than 64 characters", "shorten it")
	r.element(named && workflow != "" && hasTask, codeSchema, "there is a name beside the <Task>", "keep one of them")
	r.element(workflow == "" && hasTask, 14220, "there is a <Task> and no workflowSid", "give it the SID of a workflow")
	r.attribute("workflowSid", workflow != "" && !strings.HasPrefix(workflow, "WW"), 14220,
		"workflowSid is "+Quote(workflow)+", not the SID of a workflow", "give it one that begins with WW")
}

func isObject(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, Blanks), "{") && json.Valid([]byte(text))
}
