package twilio

import (
	"net/http"
	"strings"
)

// Operation is one thing that Twilio's API can do. It is written once, beside the
// method that calls it, and bound to IDs and parameters at each call:
//
//	var queueList = twilio.Operation{
//		Name: "Queues.List", Method: http.MethodGet, Host: "api",
//		Path: "/2010-04-01/Accounts/{AccountSid}/Queues.json", Items: "queues",
//	}
//
//	for queue, err := range twilio.InvokeAll[Queue](ctx, client, queueList.On()) { … }
//
// All operations of this module are values of this type, and a program's own
// operations get the same typing, retries, errors, pages and files.
//
// An operation is safe by default. A POST whose Class is not written is a create: it is
// not repeated without proof that nothing was done, and an answer that does not show
// what was made leaves its outcome unknown.
type Operation struct {
	// Name stands in logs and errors: "Messages.Create".
	Name string

	// Method is GET, POST, PUT, PATCH or DELETE.
	Method string

	// Host is Twilio's host without .twilio.com: "api", "verify", "mcs.us1".
	Host string

	// Path is escaped. Its placeholders are filled by IDs, in their order, and by
	// parameters with a path tag. {AccountSid} is the account of the call. A
	// placeholder may name the kinds of its SID: {ServiceSid:VA}, {Sid:SM|MM}. One that
	// takes a name with blanks besides an SID is {ConferenceSid:name}.
	Path string

	// Class says what happens when the operation is carried out twice. Write it only
	// where it does not follow from the method, see [ClassByMethod].
	Class Class

	// Body is how parameters are encoded: as a form unless it says otherwise.
	Body Body

	// Auth says which credential a request carries: the client's, unless it says otherwise.
	Auth Auth

	// Items is the key of a list's items in the answer: "messages".
	Items string

	// Proof says how an answer proves a create. Its zero value is an SID under the key "sid".
	Proof Proof

	// Mints are the kinds of the SIDs of a create that makes something new at every
	// call: "SM|MM". There an SID that an earlier call was given is the answer of that
	// call, and proves nothing. "" means that two calls may have the same SID.
	Mints string

	// ReconciledBy is the name of the reconciliation that finds the resource of a create:
	// "Messages.Reconcile". "" means that there is none.
	ReconciledBy string
}

// Auth is which credential the requests of an operation carry.
type Auth uint8

// The credentials of an operation.
const (
	AuthClient Auth = iota // the client's, of whatever kind
	AuthNone               // none: the parameters prove who is calling, as those of a request for a token do
	AuthOAuth              // the token of an OAuth app; a client with another credential is refused before anything is sent
)

// Body is how the parameters of an operation with a body are encoded.
type Body uint8

// The encodings. GET and DELETE have no body: their parameters are the query.
const (
	BodyForm      Body = iota // application/x-www-form-urlencoded, by form tags
	BodyJSON                  // application/json, by json tags
	BodyMultipart             // multipart/form-data, by form tags; a field of type [Upload] is a file
)

// Proof says which part of an answer proves that a create was carried out.
type Proof struct {
	kind   proofKind
	key    string
	within string // the key of an item
}

type proofKind uint8

const (
	proofSID proofKind = iota
	proofKey
	proofItems
	proofStatus
)

// ProofKey is the proof of a create whose answer names the new resource under another key
// than "sid": ProofKey("call_sid").
func ProofKey(key string) Proof { return Proof{kind: proofKey, key: key} }

// ProofItems is the proof of a create whose answer is a list of new resources: each
// item has a text under a key, and there is at least one: ProofItems("items", "sid").
// The list's key is "" when the answer itself is the list.
func ProofItems(list, key string) Proof { return Proof{kind: proofItems, key: list, within: key} }

// ProofStatus is the proof of a create whose answer names nothing that was made, or is
// empty: its 2xx is enough. The reason is for the reader of the operation.
func ProofStatus(reason string) Proof { return Proof{kind: proofStatus, key: reason} }

// BoundOperation is an [Operation] with the IDs and parameters of one call. It is
// used by Invoke and its relatives.
type BoundOperation struct {
	op      Operation
	ids     []string // fill the placeholders other than the account, in order
	params  any
	link    string // the query of a next page, instead of params
	answer  answerKind
	settles bool // an unknown outcome has a reconciliation, which Settle and WithRecord go with
}

// answerKind is how an answer is read.
type answerKind uint8

const (
	answerJSON answerKind = iota
	answerPage
	answerFile // the attempt ends at its header
)

// On binds an operation to the IDs that fill the placeholders of its path, in their
// order and without the account.
func (o Operation) On(ids ...string) BoundOperation { return BoundOperation{op: o, ids: ids} }

// With binds an operation to parameters: a struct or a pointer to one, or url.Values.
// The tags of a struct name the parameters, and the rules that refuse them before
// anything is sent:
//
//	type QueueCreateParams struct {
//		FriendlyName string `form:"FriendlyName" check:"required"` // in the body, or in the query of a GET or DELETE
//		MaxSize      int    `form:"MaxSize"`
//		DryRun       bool   `query:"DryRun"`               // in the query
//		Token        string `header:"X-Twilio-Token"`      // in the header
//		Region       string `path:"Region"`                // in the placeholder {Region}
//		Cursor       string `form:"-"`                     // of a list: where to go on
//		Extra        url.Values `form:"-"`                 // parameters beside the fields
//	}
//
// A zero value is not sent, and a pointer is sent unless it is nil. The rules of the
// tag check are those of docs/operations.md. A struct whose pointer is a [Validator]
// says besides what several fields decide together.
func (o Operation) With(params any) BoundOperation { return BoundOperation{op: o, params: params} }

// With is [Operation.With] for an operation that has its IDs.
func (b BoundOperation) With(params any) BoundOperation { b.params = params; return b }

const (
	hostAPI          = "api"
	accountParam     = "AccountSid"
	phoneNumberParam = "PhoneNumber"
	accountPrefix    = "/2010-04-01/Accounts/{AccountSid}"
)

func (o *Operation) hasBody() bool {
	return o.Method != http.MethodGet && o.Method != http.MethodDelete
}

func (o *Operation) hasAccount() bool { return o.hasPlaceholder(accountParam) }

// hasPlaceholder reports a placeholder of a name, with or without the kinds of its SID.
func (o *Operation) hasPlaceholder(name string) bool {
	return strings.Contains(o.Path, "{"+name+"}") || strings.Contains(o.Path, "{"+name+":")
}

// check refuses an operation that cannot be sent as it is written.
func (o *Operation) check(problems *Problems) {
	if o.Name == "" {
		problems.Add("Operation.Name", "is empty", `give a name for logs and errors, such as "Queues.List"`)
	}
	switch o.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		problems.Add("Operation.Method", "is not one that Twilio's API has", "use GET, POST, PUT, PATCH or DELETE")
	}
	if !isHost(o.Host) {
		problems.Add("Operation.Host", "is not a host of Twilio's", `use the name before .twilio.com, such as "api" or "mcs.us1"`)
	}
	if problem := templateProblem(o.Path); problem != "" {
		problems.Add("Operation.Path", problem, `give an escaped path such as "/2010-04-01/Accounts/{AccountSid}/Queues.json"`)
	}
}

// checkAnswer refuses an operation whose answer cannot be read as the kind that is asked
// for. The proof of a create is looked for neither in a page nor in a file.
func (p *prepared) checkAnswer(kind answerKind) {
	if kind == answerPage && p.op.Items == "" {
		p.problems.Add("Operation.Items", "is empty", "give the key of the list's items in the answer")
	}
	if kind != answerJSON && p.class == ClassCreate && p.op.Proof.kind != proofStatus {
		p.problems.Add("Operation.Class", "is a create, whose proof a page or a file does not show",
			"write ClassSafe when the operation only reads, or ProofStatus when its 2xx is enough")
	}
}

// isHost takes one label of a host or several, and no name of a whole domain.
func isHost(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		if !isHostLabel(label) || label == "com" {
			return false
		}
	}
	return true
}
