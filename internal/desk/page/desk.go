package page

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// view finds in a simulator what a request asks to see.
type view struct {
	sim     *twiliotest.Sim
	request *http.Request
	query   url.Values
	zone    *time.Location
	phone   string // whose conversation is shown, "" for none
	marked  string // the SID of the message or call, or the name of the line of the wire, that the address names
}

// start is the page without a conversation.
func (v *view) start() *answer { return v.page("phones", "Twilio on the desk") }

func (v *view) phonePage() *answer {
	v.phone = v.request.PathValue("number")
	state, found := v.phoneState()
	if !found {
		return v.missing("There is no phone with the number " + v.phone + ".")
	}
	return v.page("conversation", cmp.Or(state.Name, state.Number))
}

func (v *view) messagePage() *answer {
	m, found := v.sim.MessageOf(v.request.PathValue("sid"))
	if !found {
		return v.missing("This message is not kept, or never was.")
	}
	v.phone, v.marked = m.Person(), m.SID
	return v.page("conversation", "Message of "+v.phone)
}

func (v *view) callPage() *answer {
	c, found := v.sim.CallOf(v.request.PathValue("sid"))
	if !found {
		return v.missing("This call is not kept, or never was.")
	}
	v.phone, v.marked = c.Person(), c.SID
	return v.page("conversation", "Call of "+v.phone)
}

func (v *view) wirePage() *answer {
	kind := strings.TrimSuffix(v.request.PathValue("kind"), "s")
	v.marked = kind + "-" + v.request.PathValue("id")
	detail := v.detail(kind, v.request.PathValue("id"))
	if detail == nil {
		return v.missing("This line of the wire is not kept, or never was.")
	}
	return v.page("wire", "The wire")
}

func (v *view) searchPage() *answer {
	desk := v.desk("conversation", "Search")
	desk.Search = v.search(v.query.Get("q"))
	return &answer{http.StatusOK, "desk", desk}
}

func (v *view) page(pane, title string) *answer {
	return &answer{http.StatusOK, "desk", v.desk(pane, title)}
}

// missing is the page with a sentence that says why it does not show what was asked for.
func (v *view) missing(why string) *answer {
	v.phone, v.marked = "", ""
	desk := v.desk("conversation", "Not found")
	desk.Conversation.Missing = why
	return &answer{http.StatusNotFound, "desk", desk}
}

func (v *view) desk(pane, title string) deskView {
	if asked := v.query.Get("pane"); asked == "phones" || asked == "conversation" || asked == "wire" {
		pane = asked
	}
	return deskView{
		Serial: v.sim.EventSerial(), // before the rest is read, so that nothing is missed
		Title:  title, Pane: pane, Workspace: v.sim.AccountSID(),
		Bar: v.bar(), Phones: v.phones(), Conversation: v.conversation(), Wire: v.wire(), Faults: v.faults(),
	}
}

// fragment is one part of the page.
func (v *view) fragment() *answer {
	v.phone, v.marked = v.query.Get("phone"), v.query.Get("around")
	part := func(name string, shows any) *answer { return &answer{http.StatusOK, name, shows} }
	switch name := v.request.PathValue("pane"); name {
	case "bar", "ringing":
		return part(name, v.bar())
	case "phones":
		return part(name, v.phones())
	case "conversation":
		return part(name, v.conversation())
	case "wire":
		return part(name, v.wire())
	case "faults":
		return part(name, v.faults())
	}
	return nil
}

// source is the address of a fragment.
func source(name string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	address := "/_sim/fragments/" + name
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

func (v *view) bar() barView {
	bar := barView{
		Source: source("ringing", "phone", v.phone), Query: v.query.Get("q"), Now: v.sim.Clock.Now(), Speed: v.sim.Clock.Speed(),
		Faults: len(v.sim.Faults()), Clear: clearView{Phone: v.phone},
	}
	for _, c := range v.sim.Calls() {
		if c.Status == twilio.CallStatusRinging && c.Direction != twilio.CallDirectionInbound {
			ringing := callOf(&c)
			ringing.Here = ringing.Phone == v.phone
			bar.Ringing = append(bar.Ringing, ringing)
		}
	}
	return bar
}

// startOf is how a program reaches the simulator. Whoever has signed in knows the token.
func (v *view) startOf() startView {
	scheme := "http"
	if v.request.TLS != nil {
		scheme = "https"
	}
	start := startView{BaseURL: scheme + "://" + v.request.Host, AccountSID: v.sim.AccountSID(), AuthToken: v.sim.AuthToken(), From: "+14155556789", To: "+14155551234"}
	if _, _, signedIn := v.request.BasicAuth(); signedIn {
		start.AuthToken = "$TWILIO_AUTH_TOKEN"
	}
	if numbers := v.sim.Numbers(); len(numbers) > 0 {
		start.From = numbers[0].Number
	}
	if v.phone != "" {
		start.To = v.phone
	}
	return start
}
