package page

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/twiliotest"
)

func (v *view) detailFragment() *answer {
	detail := v.detail(strings.TrimSuffix(v.request.PathValue("kind"), "s"), v.request.PathValue("id"))
	if detail == nil {
		return nil
	}
	return &answer{http.StatusOK, "detailbox", detail}
}

// detail is all that is known of a line of the wire, nil when it is not kept.
func (v *view) detail(kind, digits string) *wireDetail {
	id, err := strconv.Atoi(digits)
	if err != nil {
		return nil
	}
	var d *wireDetail
	switch kind {
	case "request":
		d = v.requestDetail(id)
	case "callback":
		d = v.callbackDetail(id)
	case "alert":
		d = v.alertDetail(id)
	}
	if d == nil {
		return nil
	}
	d.Kind, d.ID = kind, kind+"-"+strconv.Itoa(id)
	d.Link, d.API = "/_sim/wire/"+kind+"s/"+strconv.Itoa(id), apiOf(kind+"s", strconv.Itoa(id))
	d.AboutLink = linkTo(d.About)
	return d
}

func (v *view) requestDetail(id int) *wireDetail {
	r, found := v.sim.RequestOf(id)
	if !found {
		return nil
	}
	d := &wireDetail{
		URL: "https://" + r.Host + ".twilio.com" + r.Path, By: r.By, SID: r.SID, Took: r.Took, JSON: indented(r.JSON), Fault: r.Fault,
		Params: append(params(r.Query), params(r.Form)...), Answer: indented([]byte(r.Answer)), Problem: problemOf(r.Code),
	}
	return d
}

func (v *view) callbackDetail(id int) *wireDetail {
	c, found := v.sim.CallbackOf(id)
	if !found {
		return nil
	}
	d := &wireDetail{
		URL: c.URL, About: c.About, Took: c.Took, Limit: twiliotest.CallbackLimit, Params: params(c.Form),
		SignedURL: c.SignedURL, Signature: c.Signature, Answer: c.Body, Type: c.Type,
	}
	if c.Method == http.MethodPost {
		d.Signed = d.Params
	}
	if c.Err != nil {
		d.Err = c.Err.Error()
	}
	for _, a := range v.sim.Alerts() {
		if a.CallbackID == id {
			d.Alerts = append(d.Alerts, v.rowOf(signal{at: a.At, kind: "alert", id: a.ID, alert: &a}))
		}
	}
	return d
}

func (v *view) alertDetail(id int) *wireDetail {
	for _, a := range v.sim.Alerts() {
		if a.ID != id {
			continue
		}
		d := &wireDetail{URL: a.URL, About: a.About, Message: a.Message, Problem: problemOf(a.Code)}
		if a.CallbackID != 0 {
			d.Callback = "/_sim/wire/callbacks/" + strconv.Itoa(a.CallbackID)
		}
		return d
	}
	return nil
}

// params are parameters in the order of their names, which is the order in which they are
// signed. https://www.twilio.com/docs/usage/security#validating-requests
func params(form url.Values) []param {
	var all []param
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			all = append(all, param{name, value})
		}
	}
	return all
}

// indented is JSON as people read it, and any other text as it is.
func indented(text []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, text, "", "  ") != nil {
		return string(text)
	}
	return b.String()
}

// linkTo is the page of a message or a call, "" for anything else.
func linkTo(sid string) string {
	switch {
	case strings.HasPrefix(sid, "SM"), strings.HasPrefix(sid, "MM"):
		return "/_sim/messages/" + url.PathEscape(sid)
	case strings.HasPrefix(sid, "CA"):
		return "/_sim/calls/" + url.PathEscape(sid)
	}
	return ""
}
