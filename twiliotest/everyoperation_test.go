package twiliotest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestEveryOperation asks for each operation that Twilio has published, with every
// parameter set, and holds the status and the answer against what is published. The
// items of a collection are created, listed page by page, fetched, updated and deleted.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	t.Run("products", func(t *testing.T) {
		t.Parallel()
		for _, name := range contract.Names() {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				spec, err := contract.Load(name)
				require.NoError(t, err)
				switch { // they behave: see TestVerifyOperations, TestContentOperations, TestNumbersOperations, TestVideoOperations
				case name == "verify_v2", name == "video_v1", strings.HasPrefix(name, "content_"), strings.HasPrefix(name, "numbers_"):
					asked.Add(int64(len(spec.Operations)))
					return
				}
				asked.Add(driveProduct(t, spec))
			})
		}
	})
	t.Cleanup(func() { assert.EqualValues(t, 1125, asked.Load(), "operations") })
}

// driver asks for the operations of one product.
type driver struct {
	*testing.T
	sim    *twiliotest.Sim
	serial int                 // makes every value another one
	safe   int                 // of the numbers on the global safe list
	made   map[string][]string // the items that were created, by the path of their collection
	taken  map[string]string   // the items of other collections that were taken to exist
	usual  []string            // the calls, while another one takes their place; nil otherwise
}

// driveProduct asks for each operation once, those that create first and those that
// delete last, and returns how many there were.
func driveProduct(t *testing.T, spec *contract.Spec) int64 {
	t.Helper()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.AllowAlerts(), everyKind(), twiliotest.Balance("1000000", "USD")) // its calls go on for an hour
	sim.Number(clinic)
	sim.Number("72345")
	d := &driver{T: t, sim: sim, made: map[string][]string{}, taken: map[string]string{}}
	if spec.Name == "monitor_v1" {
		d.provoke()
	}
	d.made[linkDomains] = []string{sim.LinkDomain("go.example.com")}
	d.made["/2010-04-01/Accounts/"+sim.AccountSID()+"/ConnectApps"] = []string{sim.ConnectApp("mine")}
	d.made[authorizedApps] = []string{sim.AuthorizedConnectApp("theirs")}
	operations := slices.Clone(spec.Operations)
	slices.SortStableFunc(operations, func(a, b contract.Operation) int {
		depth := strings.Count(a.Path, "/") - strings.Count(b.Path, "/")
		if phase := phaseOf(&a) - phaseOf(&b); phase != 0 || phaseOf(&a) < deletes {
			return phase*1000 + depth
		}
		return -depth
	})
	for i := range operations {
		if operations[i].ID == "UpdateMessage" {
			sim.Clock.Advance(time.Hour) // it has to be delivered
		}
		d.decideBefore(&operations[i])
		undo := d.callPartBefore(&operations[i])
		d.drive(&operations[i])
		undo()
	}
	return int64(len(operations))
}

// The phases in which operations are asked for.
const (
	creates = iota
	reads
	updates
	deletes
)

func phaseOf(op *contract.Operation) int {
	switch {
	case op.Method == http.MethodDelete:
		return deletes
	case op.Method == http.MethodGet:
		return reads
	case op.Method == http.MethodPost && !strings.HasPrefix(op.ID, "Update"):
		return creates
	}
	return updates
}

func (d *driver) drive(op *contract.Operation) {
	d.Helper()
	switch {
	case op.IsList():
		d.list(op)
	case op.ID == "CreateValidationRequest":
		d.validate(op)
	case op.Method == http.MethodDelete:
		d.delete(op)
	case phaseOf(op) == creates:
		for range creationsOf(op) {
			d.create(op)
		}
	default:
		path := d.path(op)
		_, body := d.ask(op, path)
		d.compare(op, body)
	}
}

// create asks for a POST and remembers what stands for the new item in an address.
func (d *driver) create(op *contract.Operation) {
	d.Helper()
	path := d.path(op)
	if collection, id, isItem := cutItem(op, path); isItem { // it says itself what it is called
		id += strconv.Itoa(len(d.made[collection]))
		if kinds := lastParam(op).SIDKinds(); kinds != nil {
			id = d.text(lastParam(op))
		}
		if op.ID == "CreateLinkshorteningMessagingService" { // of a service that exists
			id = d.made["/v1/Services"][0]
		}
		d.made[collection] = append(d.made[collection], id)
		_, body := d.ask(op, collection+"/"+id)
		d.compare(op, body)
		return
	}
	sent, body := d.ask(op, path)
	object := d.compare(op, body)
	d.isKept(op, sent, object)
	collection := shelf(strings.TrimSuffix(path, ".json"))
	for _, candidate := range []string{lastParam(itemOperation(op, collection)).Name, "sid", "id"} {
		for key, value := range object {
			if folded(key) == folded(candidate) && value != nil {
				d.made[collection] = append(d.made[collection], fmt.Sprint(value))
				return
			}
		}
	}
}

// cutItem divides the path of an operation on an item.
func cutItem(op *contract.Operation, path string) (collection, id string, ok bool) {
	if !strings.HasSuffix(op.Path, "}") {
		return "", "", false
	}
	i := strings.LastIndex(path, "/")
	return path[:i], path[i+1:], true
}

func lastParam(op *contract.Operation) (last contract.Param) {
	if op == nil {
		return last
	}
	for _, p := range op.Params {
		if p.In == contract.Path {
			last = p
		}
	}
	return last
}

func shelf(collection string) string {
	for _, kind := range []string{"/Local", "/Mobile", "/TollFree"} {
		if strings.HasSuffix(collection, "IncomingPhoneNumbers"+kind) {
			return strings.TrimSuffix(collection, kind)
		}
	}
	return strings.Replace(collection, "/ConversationWithParticipants", "/Conversations", 1)
}

// itemOperation finds an operation on the items of a collection.
func itemOperation(op *contract.Operation, collection string) *contract.Operation {
	extension := ""
	if strings.HasSuffix(op.Path, ".json") {
		extension = ".json"
	}
	for _, method := range []string{"GET", "POST", "DELETE", "PUT"} {
		item, _, found := contract.Find(method, op.Host, collection+"/-"+extension)
		if found && strings.HasSuffix(strings.TrimSuffix(item.Path, ".json"), "}") {
			return item
		}
	}
	return nil
}

func folded(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// list follows the pages of a list and counts the items.
func (d *driver) list(op *contract.Operation) {
	d.Helper()
	path := d.path(op)
	query := d.query(op)
	if op.Param(contract.Query, "PageSize") != nil {
		query.Set("PageSize", "2")
	}
	if strings.HasPrefix(op.ID, "ListAvailable") || op.ID == "ListDialingPermissionsCountry" || op.Host == "pricing" { // there are many
		query.Set("PageSize", "100")
	}
	address, items, sids := path+"?"+query.Encode(), 0, []string(nil)
	for pages := 0; address != ""; pages++ {
		require.Less(d, pages, 20, "%s: its pages have no end", op.ID)
		_, body := d.send(op, address, nil, "")
		var page map[string]any
		require.NoError(d, json.Unmarshal(body, &page), op.ID)
		listed, isArray := page[op.ListKey].([]any)
		require.True(d, isArray, "%s: %s is no array in %s", op.ID, op.ListKey, body)
		items += len(listed)
		for _, item := range listed {
			d.compareObject(op, "", item)
			if object, _ := item.(map[string]any); object["sid"] != nil {
				sids = append(sids, fmt.Sprint(object["sid"]))
			}
		}
		address = ""
		switch op.Paging {
		case contract.PagingURI:
			address, _ = page["next_page_uri"].(string)
		case contract.PagingNone:
			if op.Param(contract.Query, "Page") != nil && len(listed) == 2 {
				query.Set("Page", strconv.Itoa(pages+1))
				address = path + "?" + query.Encode()
			}
		case contract.PagingMeta:
			meta, _ := page["meta"].(map[string]any)
			assert.Equal(d, op.ListKey, meta["key"], op.ID)
			next, _ := meta["next_page_url"].(string)
			address = strings.TrimPrefix(next, "https://"+op.Host+".twilio.com")
		}
	}
	collection := strings.TrimSuffix(path, ".json")
	if made := d.made[shelf(collection)]; shelf(collection) == collection {
		assert.GreaterOrEqual(d, items, len(made), "%s: items of %s", op.ID, collection)
	}
	if len(d.made[collection]) == 0 { // media come with their message
		d.made[collection] = sids
	}
}

// delete asks twice: what is deleted does not exist any more.
func (d *driver) delete(op *contract.Operation) {
	d.Helper()
	path := d.path(op)
	d.ask(op, path)
	resp := d.request(op, path+"?"+d.query(op).Encode(), nil, "")
	_ = resp.Body.Close()
	assert.Equal(d, http.StatusNotFound, resp.StatusCode, "%s: a second time", op.ID)
	collection := strings.TrimSuffix(path, ".json")
	collection = collection[:strings.LastIndex(collection, "/")]
	if made := d.made[collection]; len(made) > 0 {
		d.made[collection] = made[1:]
	}
}

// path fills a template with the items that were created.
func (d *driver) path(op *contract.Operation) string {
	d.Helper()
	path := ""
	for part := range strings.SplitSeq(strings.TrimPrefix(op.Path, "/"), "/") {
		name, isID := strings.CutPrefix(part, "{")
		if !isID {
			path += "/" + part
			continue
		}
		name, extension, _ := strings.Cut(name, "}")
		path += "/" + url.PathEscape(d.item(op, path, name)) + extension
	}
	return path
}

func (d *driver) item(op *contract.Operation, collection, name string) string {
	if name == "AccountSid" {
		return d.sim.AccountSID()
	}
	switch { // addresses in which nothing is created
	case name == "OrganizationSid":
		return d.sim.OrganizationSID()
	case name == "ConnectAppSid":
		collection = authorizedApps
	case strings.HasPrefix(collection, "/v1/LinkShortening/MessagingService"):
		collection = "/v1/Services"
	case strings.HasSuffix(collection, "/LinkShortening/Domains"):
		collection = linkDomains
	}
	if made := d.made[shelf(collection)]; len(made) > 0 {
		return made[0]
	}
	if name == "PhoneNumber" {
		return ada
	}
	if d.taken[collection] == "" {
		d.taken[collection] = d.text(d.pathParam(op, collection, name))
	}
	return d.taken[collection]
}

// pathParam returns what stands for the items of a collection, of the operation or, when
// that has no kind of SID for it, of another one.
func (d *driver) pathParam(op *contract.Operation, collection, name string) contract.Param {
	own := *op.Param(contract.Path, name)
	for _, extension := range []string{"", ".json"} {
		for _, method := range []string{"GET", "POST"} {
			other, _, found := contract.Find(method, op.Host, collection+"/-"+extension)
			if found && own.SIDKinds() == nil && lastParam(other).SIDKinds() != nil {
				own = lastParam(other)
			}
		}
	}
	return own
}

// ask sends a request with every parameter set and returns the parameters of the body.
func (d *driver) ask(op *contract.Operation, path string) (sent map[string]any, body []byte) {
	d.Helper()
	sent = map[string]any{}
	var payload []byte
	switch op.BodyType {
	case contract.JSONBody:
		sent = d.object(op, "")
		text, err := json.Marshal(sent)
		require.NoError(d, err)
		payload = text
	case contract.FormBody:
		form := d.form(op)
		for name := range form {
			sent[name] = form.Get(name)
		}
		payload = []byte(form.Encode())
	}
	_, body = d.send(op, path+"?"+d.query(op).Encode(), payload, op.BodyType)
	return sent, body
}

// query sets the parameters of the query that are required.
func (d *driver) query(op *contract.Operation) url.Values {
	query := url.Values{}
	if op.ID == "FetchSafelist" || op.ID == "DeleteSafelist" {
		query.Set("PhoneNumber", safe+"1")
	}
	for _, p := range op.Params {
		if p.In == contract.Query && p.Required {
			query.Set(p.Name, "fixed")
			if p.Name == "AccountSid" {
				query.Set(p.Name, d.sim.AccountSID())
				continue
			}
			if p.Type != "string" || p.Format != "" || p.Pattern != "" || len(p.Enum) > 0 {
				query.Set(p.Name, d.text(p))
			}
		}
	}
	return query
}

// send sends a request and holds the status against those that are published.
func (d *driver) send(op *contract.Operation, address string, payload []byte, contentType string) (status int, body []byte) {
	d.Helper()
	resp := d.request(op, address, payload, contentType)
	body, err := io.ReadAll(resp.Body)
	require.NoError(d, err)
	require.NoError(d, resp.Body.Close())
	published := op.AnswerOf(resp.StatusCode)
	require.NotNil(d, published, "%s %s %s: status %d, published are %v: %s", op.ID, op.Method, address, resp.StatusCode, op.Answers, body)
	if phaseOf(op) == creates && op.AnswerOf(http.StatusCreated) != nil {
		assert.Equal(d, http.StatusCreated, resp.StatusCode, op.ID)
	}
	switch published.Kind {
	case contract.NoAnswer:
		assert.Empty(d, body, op.ID)
	case contract.RedirectAnswer:
		assert.NotEmpty(d, resp.Header.Get("Location"), op.ID)
	}
	return resp.StatusCode, body
}

func (d *driver) request(op *contract.Operation, address string, payload []byte, contentType string) *http.Response {
	d.Helper()
	req, err := http.NewRequestWithContext(d.Context(), op.Method, "https://"+op.Host+".twilio.com"+address, bytes.NewReader(payload))
	require.NoError(d, err, op.ID)
	authorize(d, d.sim, req)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	for _, p := range op.Params {
		if p.In == contract.Header && p.Name != "Authorization" && p.Name != "If-Match" { // credentials, and a version
			req.Header.Set(p.Name, d.text(p))
		}
	}
	resp, err := d.sim.Transport().RoundTrip(req)
	require.NoError(d, err, op.ID)
	return resp
}
