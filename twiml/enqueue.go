package twiml

import (
	"encoding/json"
	"strings"
)

// Enqueue puts the caller into a queue, from which a [Dial] to a [Queue] takes them.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue
type Enqueue struct {
	Action        string // asked when the caller has left the queue
	MaxQueueSize  int    // callers
	Method        Method
	WaitURL       string // what a waiting caller hears; Twilio's music by default
	WaitURLMethod Method
	WorkflowSID   string // of TaskRouter; a Task then says what is to be done
	Name          string
	Tasks         []Task

	bare bare
}

func (e *Enqueue) fields(c *codec) {
	c.open("Enqueue", e.bare)
	c.url("action", &e.Action, 14203)
	c.num("maxQueueSize", &e.MaxQueueSize, 0, 0, 0)
	c.method("method", &e.Method, 14201)
	c.url("waitUrl", &e.WaitURL, 14202)
	c.method("waitUrlMethod", &e.WaitURLMethod, 14206)
	c.str("workflowSid", &e.WorkflowSID)
	c.plain(&e.Name)
	children(c, &e.Tasks, 0)
	e.rules(c)
	c.close("Enqueue", &e.bare)
}

func (e *Enqueue) rules(c *codec) {
	if c.in == nil {
		return
	}
	c.rule(e.Name == "" && e.WorkflowSID == "" && len(e.Tasks) == 0, 14204, "there is no queue", "name one, or give it a workflowSid")
	c.rule(longerThan(e.Name, maxQueueName), 14205, "the name of the queue is longer than 64 characters", "shorten it")
	c.rule(e.Name != "" && e.WorkflowSID != "" && len(e.Tasks) > 0, codeSchema, "there is a name beside the <Task>", "keep one of them")
	c.rule(e.WorkflowSID == "" && len(e.Tasks) > 0, 14220, "there is a <Task> and no workflowSid", "give it the SID of a workflow")
	c.ruleOf("workflowSid", e.WorkflowSID != "" && !strings.HasPrefix(e.WorkflowSID, "WW"), 14220, "workflowSid is "+quote(e.WorkflowSID)+", not the SID of a workflow", "give it one that begins with WW")
}

// maxQueueName is how long the name of a queue may be, in characters (14205).
const maxQueueName = 64

// Task describes to TaskRouter what a caller in a queue wants, in JSON.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue
type Task struct {
	Priority   int // from 0
	Timeout    int // seconds
	Attributes string
}

func (t *Task) fields(c *codec) {
	c.open("Task", "")
	c.num("priority", &t.Priority, 0, 0, 0)
	c.num("timeout", &t.Timeout, 0, 0, 0)
	c.text(&t.Attributes)
	c.rule(c.in != nil && !isBlank(t.Attributes) && !isObject(t.Attributes), 14221, "the attributes are not a JSON object", "give it one object, as in {\"language\":\"en\"}")
	c.close("Task", nil)
}

func isObject(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(text, xmlBlanks), "{") && json.Valid([]byte(text))
}

// Leave takes the caller out of the queue; the verb after the [Enqueue] runs then.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/leave
type Leave struct{}

func (*Leave) fields(c *codec) {
	c.open("Leave", "")
	c.close("Leave", nil)
}

func (Enqueue) verb()      {}
func (Enqueue) voiceVerb() {}
func (Leave) verb()        {}
func (Leave) voiceVerb()   {}
