package twilio

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// binding is one of our operations with the params of its method.
type binding struct {
	op     *Operation
	params any  // the params struct, nil when there is none
	inner  bool // no method asks for it: oauth_test.go holds its request and its answer
}

// operations holds every operation of the package.
var operations = [...]binding{
	{op: &balanceGet},
	{op: &callCancel},
	{op: &callCreate, params: CallCreateParams{}},
	{op: &callDelete},
	{op: &callGet},
	{op: &callHangup},
	{op: &callList, params: CallListParams{}},
	{op: &callRedirect, params: CallRedirectParams{}},
	{op: &callUpdate, params: CallUpdateParams{}},
	{op: &lookupGet, params: LookupGetParams{}},
	{op: &lookupGetV1, params: LookupGetV1Params{}},
	{op: &mediaDelete},
	{op: &mediaDownload},
	{op: &mediaGet},
	{op: &mediaList, params: MediaListParams{}},
	{op: &messageCancel},
	{op: &messageCreate, params: MessageCreateParams{}},
	{op: &messageCreateFeedback, params: MessageCreateFeedbackParams{}},
	{op: &messageDelete},
	{op: &messageGet},
	{op: &messageList, params: MessageListParams{}},
	{op: &messageRedact},
	{op: &messageUpdate, params: MessageUpdateParams{}},
	{op: &tokenCreate, params: tokenParams{}, inner: true},
	{op: &whatsAppSend, params: WhatsAppSendParams{}},
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

// TestOperationsNameTheirReconciliation: a declared reconciliation is found by its
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
