package twiml_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hollow imports every package as one without content, so that the types of this
// package are checked without those of the standard library.
type hollow struct{ twiml *types.Package }

func (h hollow) Import(name string) (*types.Package, error) {
	if name == "twiml" && h.twiml != nil {
		return h.twiml, nil
	}
	pkg := types.NewPackage(name, path.Base(name))
	pkg.MarkComplete()
	return pkg, nil
}

func loadTypes(t *testing.T) *types.Package {
	t.Helper()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	var files []*ast.File
	fset := token.NewFileSet()
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(fset, name, nil, 0)
			require.NoError(t, err)
			files = append(files, file)
		}
	}
	config := types.Config{Importer: hollow{}, Error: func(error) {}, IgnoreFuncBodies: true}
	pkg, err := config.Check("twiml", fset, files, nil)
	require.True(t, err == nil || pkg != nil, err)
	pkg.MarkComplete()
	return pkg
}

func TestCompilerDecidesNesting(t *testing.T) {
	t.Parallel()
	pkg := loadTypes(t)
	tests := []struct {
		expression string
		refused    string // part of the compiler's message; "" when it compiles
	}{
		{`twiml.Voice(twiml.Say{Text: "a"}, &twiml.Hangup{}, nil)`, ""},
		{`twiml.Say{Children: []twiml.SayChild{twiml.Text("a"), twiml.Break{}}}`, ""},
		{`twiml.Dial{Children: []twiml.DialChild{twiml.Number{}, &twiml.Client{}}}`, ""},
		{`twiml.Messaging(twiml.Message{}, twiml.Redirect{})`, ""},
		{`twiml.Say{Children: []twiml.SayChild{twiml.Dial{}}}`, "missing method sayChild"},
		{`twiml.Gather{Children: []twiml.GatherChild{twiml.Dial{}}}`, "missing method gatherChild"},
		{`twiml.Gather{Children: []twiml.GatherChild{twiml.Text("a")}}`, "missing method gatherChild"},
		{`twiml.Dial{Children: []twiml.DialChild{twiml.Say{}}}`, "missing method dialChild"},
		{`twiml.S{Children: []twiml.SChild{twiml.P{}}}`, "missing method sChild"},
		{`twiml.W{Children: []twiml.WChild{twiml.Lang{}}}`, "missing method wChild"},
		{`twiml.Voice(twiml.Message{})`, "missing method voiceVerb"},
		{`twiml.Voice(twiml.Number{})`, "twiml.VoiceVerb"},
		{`twiml.Messaging(twiml.Say{})`, "missing method messagingVerb"},
		{`twiml.Reject{Reason: twiml.RecordingTrimSilence}`, "twiml.RejectReason"},
	}
	for _, test := range tests {
		err := compile(t, pkg, "package p\n\nimport \"twiml\"\n\nvar _ = "+test.expression+"\n")
		if test.refused == "" {
			assert.NoError(t, err, test.expression)
			continue
		}
		var refusal types.Error
		if assert.ErrorAs(t, err, &refusal, "%s compiles", test.expression) {
			assert.Contains(t, refusal.Msg, test.refused, test.expression)
		}
	}
}

func compile(t *testing.T, pkg *types.Package, source string) error {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, 0)
	require.NoError(t, err)
	config := types.Config{Importer: hollow{pkg}}
	_, err = config.Check("p", fset, []*ast.File{file}, nil)
	return err
}
