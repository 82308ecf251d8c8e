package twilio

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// binding ties one of our operations to what Twilio publishes.
type binding struct {
	op     *Operation
	id     string     // Twilio's operationId; "" when there is none
	spec   string     // the published file: "api_v2010"
	params any        // the params struct, nil when there is none
	result any        // the struct of the answer, or of a list's item; nil when there is none
	fixed  url.Values // what a verb sends instead of params
	part   bool       // it has some of the parameters only; another operation has all
	why    string     // there is no operationId
	inner  bool       // no method asks for it: oauth_test.go holds its request and its answer
}

// operations holds every operation of the package.
var operations = [...]binding{
	{op: &balanceGet, spec: "api_v2010", id: "FetchBalance", result: Balance{}},
	{op: &callCancel, spec: "api_v2010", id: "UpdateCall", result: Call{}, fixed: url.Values{"Status": {"canceled"}}},
	{op: &callCreate, spec: "api_v2010", id: "CreateCall", params: CallCreateParams{}, result: Call{}},
	{op: &callDelete, spec: "api_v2010", id: "DeleteCall"},
	{op: &callGet, spec: "api_v2010", id: "FetchCall", result: Call{}},
	{op: &callHangup, spec: "api_v2010", id: "UpdateCall", result: Call{}, fixed: url.Values{"Status": {"completed"}}},
	{op: &callList, spec: "api_v2010", id: "ListCall", params: CallListParams{}, result: Call{}},
	{op: &callRedirect, spec: "api_v2010", id: "UpdateCall", params: CallRedirectParams{}, result: Call{}, part: true},
	{op: &callUpdate, spec: "api_v2010", id: "UpdateCall", params: CallUpdateParams{}, result: Call{}},
	{op: &lookupGet, spec: "lookups_v2", id: "FetchPhoneNumber", params: LookupGetParams{}, result: LookupResult{}},
	{op: &lookupGetV1, spec: "lookups_v1", id: "FetchPhoneNumber", params: LookupGetV1Params{}, result: LookupV1Result{}},
	{op: &mediaDelete, spec: "api_v2010", id: "DeleteMedia"},
	{op: &mediaDownload, why: "the published files leave out the address of the file itself"},
	{op: &mediaGet, spec: "api_v2010", id: "FetchMedia", result: Media{}},
	{op: &mediaList, spec: "api_v2010", id: "ListMedia", params: MediaListParams{}, result: Media{}},
	{op: &messageCancel, spec: "api_v2010", id: "UpdateMessage", result: Message{}, fixed: url.Values{"Status": {"canceled"}}},
	{op: &messageCreate, spec: "api_v2010", id: "CreateMessage", params: MessageCreateParams{}, result: Message{}},
	{op: &messageCreateFeedback, spec: "api_v2010", id: "CreateMessageFeedback", params: MessageCreateFeedbackParams{}, result: MessageFeedback{}},
	{op: &messageDelete, spec: "api_v2010", id: "DeleteMessage"},
	{op: &messageGet, spec: "api_v2010", id: "FetchMessage", result: Message{}},
	{op: &messageList, spec: "api_v2010", id: "ListMessage", params: MessageListParams{}, result: Message{}},
	{op: &messageRedact, spec: "api_v2010", id: "UpdateMessage", result: Message{}, fixed: url.Values{"Body": {""}}},
	{op: &messageUpdate, spec: "api_v2010", id: "UpdateMessage", params: MessageUpdateParams{}, result: Message{}},
	{op: &tokenCreate, spec: "oauth_v2", id: "CreateOauth2Token", params: tokenParams{}, result: tokenAnswer{}, inner: true},
	{op: &whatsAppSend, spec: "api_v2010", id: "CreateMessage", params: WhatsAppSendParams{}, result: Message{}},
}

// sources parses the package's own files, without tests.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	files := map[string]*ast.File{}
	fset := token.NewFileSet()
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			files[name], err = parser.ParseFile(fset, name, nil, 0)
			require.NoError(t, err)
		}
	}
	return files
}

// operationLiterals returns the name that each operation is given, by variable.
func operationLiterals(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, file := range sources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			literal, ok := spec.Values[0].(*ast.CompositeLit)
			if !ok {
				return true
			}
			if ident, ok := literal.Type.(*ast.Ident); ok && ident.Name == "Operation" {
				found[spec.Names[0].Name] = field(literal, "Name")
			}
			return true
		})
	}
	return found
}

func field(literal *ast.CompositeLit, name string) string {
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := pair.Key.(*ast.Ident); ok && key.Name == name {
			if value, ok := pair.Value.(*ast.BasicLit); ok {
				text, _ := strconv.Unquote(value.Value)
				return text
			}
		}
	}
	return ""
}

func TestOperationsAreAllListed(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, b := range operations {
		assert.False(t, listed[b.op.Name], "%s is listed twice", b.op.Name)
		listed[b.op.Name] = true
	}
	literals := operationLiterals(t)
	require.NotEmpty(t, literals)
	for variable, name := range literals {
		assert.True(t, listed[name], "%s (%s) is missing from operations", variable, name)
	}
	assert.Len(t, operations, len(literals))
}

// classExceptions are the operations whose class does not follow from method and
// path, with the reason.
var classExceptions = map[string]string{
	"Messages.Update": "what an update sets stays set",
	"Messages.Redact": "an empty body stays empty",
	"Messages.Cancel": "what is canceled stays canceled",
	"Calls.Hangup":    "what is over stays over",
	"Calls.Cancel":    "what is canceled stays canceled",

	"OAuth.CreateToken": "a token more changes nothing",
}

func TestOperationsHaveTheClassOfTheirMethod(t *testing.T) {
	t.Parallel()
	for _, b := range operations {
		want := ClassCreate
		switch b.op.Method {
		case http.MethodGet:
			want = ClassSafe
		case http.MethodDelete:
			want = ClassIdempotent
		}
		if reason, excepted := classExceptions[b.op.Name]; excepted {
			assert.NotEmpty(t, reason)
			assert.Equal(t, ClassIdempotent, b.op.Class, b.op.Name)
			assert.NotEqual(t, want, b.op.Class, "%s needs no exception", b.op.Name)
			continue
		}
		assert.Equal(t, ClassByMethod, b.op.Class, "%s needs no class of its own", b.op.Name)
		assert.Equal(t, want, b.op.Class.of(b.op.Method), b.op.Name)
	}
}

func TestOperationsAreNamedAfterTheirService(t *testing.T) {
	t.Parallel()
	for _, b := range operations {
		assert.Regexp(t, `^[A-Z][A-Za-z]+\.[A-Z][A-Za-z0-9]+$`, b.op.Name)
		assert.NotEmpty(t, b.op.Host, b.op.Name)
		assert.True(t, strings.HasPrefix(b.op.Path, "/"), b.op.Name)
	}
}

// TestOperationsNameTheirReconciliation: what an operation declares is found by its
// name, which is all that an error knows of it.
func TestOperationsNameTheirReconciliation(t *testing.T) {
	t.Parallel()
	settled := map[string]string{}
	for _, b := range operations {
		assert.Equal(t, b.op.ReconciledBy, reconciliationOf(b.op.Name), b.op.Name)
		if b.op.ReconciledBy != "" {
			assert.Equal(t, ClassCreate, b.op.Class.of(b.op.Method), b.op.Name)
			settled[b.op.Name] = b.op.ReconciledBy
		}
	}
	assert.Equal(t, map[string]string{
		"Messages.Create": "Messages.Reconcile", "WhatsApp.Send": "Messages.Reconcile", "Calls.Create": "Calls.Reconcile",
	}, settled)
}
