package twimlcheck

import (
	"net/url"
	"strings"
)

func (r rules) connecting() {
	const relay = "use <ConversationRelay>"
	empty := !r.n.hasElements()
	switch r.n.Name {
	case "Connect":
		r.element(empty, codeSchema, "there is nothing to connect with", "give it a <Stream>, or another service")
	case "Start":
		r.element(empty, codeSchema, "there is nothing to start", "give it a <Stream>, or another service")
	case "Stop":
		r.element(empty, codeSchema, "there is nothing to stop", "give it what was started, with its name")
	case "Room":
		r.element(r.n.isEmpty(), codeSchema, "there is no room", "name it")
	case "Autopilot":
		r.element(true, 0, "Twilio has ended Autopilot, which <Autopilot> is a part of", relay)
	case "Assistant":
		r.element(true, 0, "Twilio has ended AI Assistants, which <Assistant> is a part of", relay)
	case "ConversationRelay":
		r.relay()
	case "Stream":
		r.stream()
	}
}

func (r rules) relay() {
	r.webSocket("url", 64101, 64101)
	for _, spelling := range [...]struct{ lower, mixed string }{
		{"backgroundnoisereduction", "backgroundNoiseReduction"}, {"speechtimeout", "speechTimeout"},
		{"deepgramsmartformat", "deepgramSmartFormat"}, {"ignorebackchannel", "ignoreBackchannel"},
	} {
		if r.n.has(spelling.lower) && r.n.has(spelling.mixed) {
			r.d.lose(r.n, r.n.placeOf(spelling.mixed), codeSchema, spelling.mixed+" stands beside "+spelling.lower+", which is the same", "keep one of them")
		}
	}
	r.element(!r.n.has("url"), 64101, "there is no url", "give it the wss:// address of your server")
}

func (r rules) stream() {
	r.webSocket("url", 31922, 31923)
	r.attribute("url", strings.Contains(r.n.attr("url"), "?"), codeSchema, "url has a query, which a Stream cannot", "use Parameter elements")
	r.attribute("track", r.parent.Name == "Connect" && Contains("outbound_track both_tracks", r.n.attr("track")), 31941,
		"a <Stream> in a <Connect> hears the caller only", "use inbound_track, or put it into <Start>")
	r.element(!r.n.has("url") && r.n.attr("connectorName") == "" && r.parent.Name != "Stop", 31923, "there is no url", "give it the wss:// address of your server")
}

// webSocket looks at the address of a WebSocket server.
func (r rules) webSocket(name string, schemeCode, code int) {
	if !r.n.has(name) {
		return
	}
	value := r.n.attr(name)
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Host == "" || strings.ContainsAny(value, Blanks):
		r.attribute(name, true, code, name+" is "+Quote(value)+", not the address of a WebSocket", "give the address of your server, as in wss://example.com/audio")
	case u.Scheme != "wss":
		r.attribute(name, true, schemeCode, name+" is "+Quote(value)+", not the address of a WebSocket", "use wss://")
	}
}
