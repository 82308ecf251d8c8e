package control

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// maxAdvance bounds a jump of the clock.
const maxAdvance = 400 * 24 * time.Hour

func (c *call) clock() (any, *problem) {
	return simapi.Clock{Now: c.sim.Clock.Now(), Speed: c.sim.Clock.Speed()}, nil
}

func (c *call) setClock() (any, *problem) {
	var change simapi.ClockChange
	if problem := c.read(&change); problem != nil {
		return nil, problem
	}
	if change.Advance != nil && (*change.Advance < 0 || time.Duration(*change.Advance) > maxAdvance) {
		return nil, badField("advance", "The clock goes forward only, by at most 400 days at once.", "Give a time span such as 90m.")
	}
	if change.Speed != nil {
		if err := c.sim.Clock.SetSpeed(*change.Speed); err != nil {
			return nil, badField("speed", "The clock cannot run at this speed.", "Give a factor such as 60, with which a minute lasts a second.")
		}
	}
	if change.Advance != nil {
		c.sim.Clock.Advance(time.Duration(*change.Advance))
	}
	return c.clock()
}

func (c *call) faults() (any, *problem) {
	return simapi.FaultList{Faults: each(c.sim.Faults(), faultOf)}, nil
}

func (c *call) addFault() (any, *problem) {
	body, problem := c.body()
	if problem != nil {
		return nil, problem
	}
	if problem := decode(body, new(simapi.Fault)); problem != nil {
		return nil, problem
	}
	var fault twiliotest.Fault
	if err := json.Unmarshal(body, &fault); err != nil {
		return nil, refused("", err)
	}
	if err := c.sim.TryFault(fault); err != nil {
		return nil, refused("effect", err)
	}
	return c.faults()
}

func (c *call) clearFaults() (any, *problem) {
	if problem := c.read(new(simapi.Nothing)); problem != nil {
		return nil, problem
	}
	c.sim.ClearFaults()
	return c.faults()
}

func (c *call) removeFault() (any, *problem) {
	id, problem := c.idOf()
	if problem == nil {
		problem = c.read(new(simapi.Nothing))
	}
	if problem != nil {
		return nil, problem
	}
	if !c.sim.RemoveFault(id) {
		return nil, notFound("id", "There is no such fault.", "GET faults lists those that are set.")
	}
	return c.faults()
}

var whatHistory = []string{"messages", "calls", "wire", "alerts"}

// clear forgets the parts of the history that the query names, all of them without what.
func (c *call) clear() (any, *problem) {
	values, problem := c.query("what", "phone", "before")
	if problem == nil {
		problem = c.read(new(simapi.Nothing))
	}
	if problem != nil {
		return nil, problem
	}
	what := strings.FieldsFunc(strings.Join(values["what"], ","), func(r rune) bool { return r == ',' })
	for _, one := range what {
		if !slices.Contains(whatHistory, one) {
			return nil, badField("what", "There is no such part of the history.", "Give messages, calls, wire and alerts, with commas between them.")
		}
	}
	has := func(one string) bool { return len(what) == 0 || slices.Contains(what, one) }
	clearing := twiliotest.Clearing{Messages: has("messages"), Calls: has("calls"), Wire: has("wire"), Alerts: has("alerts"), Phone: values.Get("phone")}
	if text := values.Get("before"); text != "" {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return nil, badField("before", "The time cannot be read.", "Give a time in RFC 3339, such as 2026-01-31T08:00:00Z.")
		}
		clearing.Before = at
	}
	return simapi.Cleared{Cleared: c.sim.Clear(clearing)}, nil
}

// export streams everything that the simulator shows as one JSON document, a [simapi.Export].
func (c *call) export() (any, *problem) {
	c.done = true
	c.w.Header().Set("Content-Type", "application/json")
	c.w.Header().Set("Content-Disposition", `attachment; filename="twilio-sim.json"`)
	out, s := &exporter{w: c.w, next: "{"}, c.sim
	out.part("status", statusOf(s))
	exportEach(out, "phones", s.Phones(), phoneOf)
	exportEach(out, "numbers", s.Numbers(), numberOf)
	exportEach(out, "messages", s.Messages(), messageOf)
	exportEach(out, "calls", s.Calls(), wholeCall)
	exportEach(out, "conferences", s.Conferences(), conferenceOf)
	exportEach(out, "queues", s.Queues(), queueOf)
	exportEach(out, "recordings", s.Recordings(), recordingOf)
	exportEach(out, "requests", s.Requests(), requestOf)
	exportEach(out, "callbacks", allCallbacks(s), callbackOf)
	exportEach(out, "alerts", s.Alerts(), alertOf)
	exportEach(out, "faults", s.Faults(), faultOf)
	out.write("}\n")
	return nil, nil
}

// exporter writes a JSON object part by part. It writes nothing more once the client has gone.
type exporter struct {
	w    io.Writer
	next string // what stands before the next part
	err  error
}

func (e *exporter) write(text string) {
	if e.err == nil {
		_, e.err = io.WriteString(e.w, text)
	}
}

func (e *exporter) value(value any) {
	text, err := encode(value)
	if e.err == nil {
		e.err = err
	}
	e.write(string(bytes.TrimSpace(text)))
}

func (e *exporter) part(name string, value any) {
	e.write(e.next + `"` + name + `":`)
	e.value(value)
	e.next = ",\n"
}

func exportEach[From, To any](e *exporter, name string, all []From, convert func(*From) To) {
	e.write(e.next + `"` + name + `":[`)
	comma := ""
	for i := range all {
		e.write(comma)
		e.value(convert(&all[i]))
		comma = ",\n"
	}
	e.write("]")
	e.next = ",\n"
}
