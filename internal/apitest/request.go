package apitest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// doWithin calls the operation with a wire in Twilio's place.
func (c *check) doWithin(ctx context.Context, w *wire, args arguments) result {
	client, err := c.client(w)
	if err != nil {
		return result{err: err}
	}
	return c.call(ctx, c.New(client), args, 0)
}

// requests looks at the request with every parameter set. It is not ok when there is
// none, without which there is nothing more to look at.
func (c *check) requests() (ok bool) {
	c.t.Helper()
	c.checkFixed()
	for _, keep := range c.variations() {
		fl, err := c.fill(keep)
		if err != nil {
			c.fault("%v", err)
			return false
		}
		w := always(c.full())
		r := c.do(w, c.args(fl.params))
		if len(w.sent) == 0 {
			c.refusedSample(r.err)
			return false
		}
		c.checkRequest(w.sent[0], fl)
		if r.err == nil && len(w.sent) > 1 && c.result != resultFile {
			c.fault("it sends %d requests and not one", len(w.sent))
		}
	}
	c.checkExtra()
	return true
}

// refusedSample says how to let the harness know which values go together.
func (c *check) refusedSample(err error) {
	c.t.Helper()
	c.fault("it refuses a call with every parameter set: %v\n\tWrite into its row Apart: []string{…} for parameters that must not be set together, Values: map[string]string{…} for a parameter that needs another value, or IDs for a placeholder that does", err)
}

// checkFixed holds the parameters of a verb against Twilio's file.
func (c *check) checkFixed() {
	c.t.Helper()
	for name, values := range c.fixed() {
		p := c.official.Param(c.bodyPlace(), name)
		switch {
		case p == nil:
			c.fault("its row has %s among Fixed, which is no parameter of Twilio's operation", name)
		case len(p.Enum) > 0 && !slices.Contains(p.Enum, values[0]):
			c.fault("its row has %s=%s among Fixed; Twilio's file has %s", name, values[0], strings.Join(p.Enum, ", "))
		}
	}
}

// bodyPlace is where parameters go that have a form tag.
func (o *operation) bodyPlace() contract.In {
	if o.official.Method == http.MethodGet || o.official.Method == http.MethodDelete {
		return contract.Query
	}
	if o.official.BodyType == contract.JSONBody {
		return contract.JSON
	}
	return contract.Form
}

func (c *check) checkRequest(req *request, fl *filling) {
	c.t.Helper()
	if req.Method != c.official.Method {
		c.fault("it sends %s; Twilio's operation is a %s: write Method: http.Method%s%s", req.Method, c.official.Method, c.official.Method[:1], strings.ToLower(c.official.Method[1:]))
		return
	}
	if host := c.official.Host + ".twilio.com"; req.URL.Host != host {
		c.fault("it goes to %s and not to %s: write Host: %q", req.URL.Host, host, c.official.Host)
	}
	if want := c.path(fl); req.URL.EscapedPath() != want {
		c.fault("it goes to %s and not to %s: Twilio's path is %s", req.URL.EscapedPath(), want, c.official.Path)
	}
	c.checkValues(contract.Query, req.URL.Query(), c.wanted(fl, contract.Query))
	c.checkHeader(req.Header, fl.want[contract.Header])
	c.checkBody(req, fl)
	if c.official.IsListed() {
		c.checkContract(req)
	}
}

// path is the path of the request, escaped.
func (c *check) path(fl *filling) string {
	values := map[string]string{accountParam: account}
	for _, id := range c.ids {
		values[id.name] = id.value
	}
	for name, w := range fl.want[contract.Path] {
		values[name] = w.texts[0]
	}
	path := c.official.Path
	for _, name := range placeholders(path) {
		path = strings.Replace(path, "{"+name+"}", url.QueryEscape(values[name]), 1)
	}
	return path
}

// wanted are the parameters of a place, with those that a verb sends by itself.
func (c *check) wanted(fl *filling, place contract.In) map[string]wanted {
	want := maps.Clone(fl.want[place])
	if want == nil {
		want = map[string]wanted{}
	}
	if place == c.bodyPlace() {
		for name, values := range c.fixed() {
			want[name] = wanted{texts: values}
		}
	}
	return want
}

// wantedBody is the body in JSON, with the members that a verb sends by itself.
func (c *check) wantedBody(fl *filling) map[string]any {
	want := maps.Clone(fl.body)
	for name, values := range c.fixed() {
		if want == nil {
			want = map[string]any{}
		}
		value, err := decodeTree([]byte(values[0]))
		if err != nil {
			value = values[0] // a text, which the row has without its quotes
		}
		want[name] = value
	}
	return want
}

// checkValues holds the parameters that arrived against those that were set.
func (c *check) checkValues(place contract.In, got url.Values, want map[string]wanted) {
	c.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		w := want[name]
		switch texts, sent := got[name]; {
		case !sent:
			c.fault("the parameter %s is set and does not arrive in the %s; there are %s", name, place, strings.Join(slices.Sorted(maps.Keys(got)), ", "))
		case w.trees != nil && !slices.EqualFunc(texts, w.trees, equalJSON):
			c.fault("the parameter %s arrives in the %s as %q and not as the JSON %s", name, place, texts, render(w.trees))
		case w.trees == nil && !slices.Equal(texts, w.texts):
			c.fault("the parameter %s arrives in the %s as %q and not as %q", name, place, texts, w.texts)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, known := want[name]; !known {
			c.fault("it sends %s=%s in the %s, which nobody has set: a verb's own parameters stand in its row as Fixed", name, got.Get(name), place)
		}
	}
}

// ownHeaders are those of every request.
var ownHeaders = []string{"Accept", "Authorization", "Content-Type", "User-Agent"}

func (c *check) checkHeader(got http.Header, want map[string]wanted) {
	c.t.Helper()
	for name, w := range want {
		if got.Get(name) != w.texts[0] {
			c.fault("the header %s arrives as %q and not as %q", name, got.Get(name), w.texts[0])
		}
	}
	for name := range got {
		isOurs := slices.Contains(ownHeaders, name) || slices.ContainsFunc(slices.Collect(maps.Keys(want)), func(known string) bool { return strings.EqualFold(known, name) })
		if !isOurs {
			c.fault("it sends the header %s, which nobody has set", name)
		}
	}
}

// checkBody holds the body against the parameters, by the content type that the
// request names.
func (c *check) checkBody(req *request, fl *filling) {
	c.t.Helper()
	mediaType, attributes, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	want := c.wanted(fl, contract.Form)
	switch mediaType {
	case "":
		if len(req.body) > 0 || len(want) > 0 {
			c.fault("its request has no Content-Type")
		}
	case contract.JSONBody:
		c.checkJSON(req.body, c.wantedBody(fl))
	case "multipart/form-data":
		c.checkValues(contract.Form, parts(req.body, attributes["boundary"]), want)
	default:
		values, err := url.ParseQuery(string(req.body))
		if err != nil {
			c.fault("its body is not a form: %v", err)
		}
		c.checkValues(contract.Form, values, want)
	}
	isForm := mediaType == contract.FormBody || mediaType == "multipart/form-data"
	if c.official.BodyType == contract.JSONBody && mediaType != contract.JSONBody {
		c.fault("its body is %q; Twilio takes JSON: write Body: twilio.BodyJSON, and json tags", mediaType)
	} else if c.official.BodyType == contract.FormBody && !isForm {
		c.fault("its body is %q; Twilio takes a form: leave out Body, and write form tags", mediaType)
	}
}

// parts reads the parts of a multipart body by their names.
func parts(body []byte, boundary string) url.Values {
	values := url.Values{}
	for reader := multipart.NewReader(bytes.NewReader(body), boundary); ; {
		part, err := reader.NextPart()
		if err != nil {
			return values
		}
		content, _ := io.ReadAll(part)
		values.Add(part.FormName(), string(content))
	}
}

func (c *check) checkJSON(body []byte, want map[string]any) {
	c.t.Helper()
	got, err := decodeTree(body)
	if err != nil {
		c.fault("its body is not JSON: %v", err)
		return
	}
	for _, d := range diffTrees("", got, want) {
		c.fault("the member %s of its body %s", d.path, d.text)
	}
}

// checkContract holds the request against Twilio's file as the simulator does: types,
// enums, patterns, bounds.
func (c *check) checkContract(req *request) {
	c.t.Helper()
	values, ok := c.official.Match(req.Method, c.official.Host, req.URL.EscapedPath())
	if !ok {
		return // the path is wrong, which was reported
	}
	found := append(c.official.CheckPath(values), c.official.CheckHeader(req.Header)...)
	if c.official.BodyType == contract.JSONBody {
		found = append(append(found, c.official.Check(req.URL.Query(), nil)...), c.official.CheckJSON(req.body)...)
	} else if !strings.HasPrefix(req.Header.Get("Content-Type"), "multipart/") {
		body, _ := url.ParseQuery(string(req.body))
		found = append(found, c.official.Check(req.URL.Query(), body)...)
	}
	for _, violation := range found {
		if violation.Rule == contract.Missing && (c.row.Partial || len(c.fixed()) > 0) {
			continue
		}
		c.fault("Twilio would refuse its request: %s", violation)
	}
}

// checkExtra sends a parameter that no field has.
func (c *check) checkExtra() {
	c.t.Helper()
	if c.params == nil {
		return
	}
	const name = "NotModelled"
	fl, err := c.fill(c.variations()[0])
	if err != nil {
		return // reported
	}
	w := always(c.full())
	switch extra := fl.params.FieldByName("Extra"); {
	case !extra.IsValid():
		return // code reports it
	case extra.Type() == reflect.TypeFor[url.Values]():
		extra.Set(reflect.ValueOf(url.Values{name: {"x"}}))
	case extra.Type() == reflect.TypeFor[map[string]json.RawMessage]():
		extra.Set(reflect.ValueOf(map[string]json.RawMessage{name: json.RawMessage(`"x"`)}))
	}
	r := c.do(w, c.args(fl.params))
	if len(w.sent) == 0 {
		c.fault("it does not send with a parameter in Extra: %v", r.err)
		return
	}
	if sent := w.sent[0]; !strings.Contains(sent.URL.RawQuery+string(sent.body), name) {
		c.fault("a parameter in Extra does not arrive: bind the operation with the params as a whole, With(&params)")
	}
}

// isParamError reports that a call was refused before it was sent, and the fields
// that it was refused for.
func isParamError(err error) (fields []string, ok bool) {
	var refused *twilio.ParamError
	if !errors.As(err, &refused) {
		return nil, false
	}
	for _, p := range refused.Problems {
		fields = append(fields, p.Field)
	}
	return fields, true
}
