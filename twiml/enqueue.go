package twiml

// Enqueue puts the caller into a queue, from which a [Dial] to a [Queue] takes them.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue
type Enqueue struct {
	Action        string // asked when the caller has left the queue
	MaxQueueSize  int    // callers
	Method        Method
	WaitURL       string // the sound that a waiting caller hears; Twilio's music by default
	WaitURLMethod Method
	WorkflowSID   string // of TaskRouter; a Task then describes the work
	Name          string
	Tasks         []Task

	bare bare
}

func (e *Enqueue) fields(c *codec) {
	c.open("Enqueue", e.bare)
	c.str("action", &e.Action)
	c.num("maxQueueSize", &e.MaxQueueSize)
	enum(c, "method", &e.Method)
	c.str("waitUrl", &e.WaitURL)
	enum(c, "waitUrlMethod", &e.WaitURLMethod)
	c.str("workflowSid", &e.WorkflowSID)
	c.plain(&e.Name)
	children(c, &e.Tasks)
	c.close("Enqueue", &e.bare)
}

// Task describes to TaskRouter the wish of a caller in a queue, in JSON.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/enqueue
type Task struct {
	Priority   int // from 0
	Timeout    int // seconds
	Attributes string
}

func (t *Task) fields(c *codec) {
	c.open("Task", "")
	c.num("priority", &t.Priority)
	c.num("timeout", &t.Timeout)
	c.text(&t.Attributes)
	c.close("Task", nil)
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
