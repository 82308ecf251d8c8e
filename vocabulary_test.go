package twilio_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// vocabulary is a type of texts with fixed values.
type vocabulary struct {
	name   string // "twiml.CallEvent"
	doc    string
	values map[string]string // of the constants, by their names
}

func (v *vocabulary) typeName() string { return v.name[strings.IndexByte(v.name, '.')+1:] }

// words are the values in order.
func (v *vocabulary) words() string {
	var words []string
	for _, value := range v.values {
		words = append(words, value)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// folders are the packages that have words for the same things. Each keeps types of
// its own, because twiml imports nothing of this module.
var folders = map[string]string{"twilio": ".", "twiml": "twiml", "webhook": "webhook"}

// withOtherWords are twins that have to differ.
var withOtherWords = map[string]bool{
	"ConferenceEvent": true, // a document asks for "start", and the callback says "conference-start"
}

// TestTwins: a thing that two packages have words for has one name, one name for each value,
// and documentation that leads from one to the other.
func TestTwins(t *testing.T) {
	t.Parallel()
	var all []*vocabulary
	for name, folder := range folders {
		all = append(all, vocabularies(t, name, folder)...)
	}
	twins := 0
	for _, a := range all {
		for _, b := range all {
			if a.name[:strings.IndexByte(a.name, '.')] == b.name[:strings.IndexByte(b.name, '.')] {
				continue
			}
			sameName, sameWords := a.typeName() == b.typeName(), a.words() == b.words()
			if !sameName && !sameWords {
				continue
			}
			twins++
			assert.True(t, sameName, "%s and %s have the same values", a.name, b.name)
			if !withOtherWords[a.typeName()] {
				assert.Equal(t, a.values, b.values, "%s and %s", a.name, b.name)
			}
			assert.Contains(t, a.doc, b.name, "the documentation of %s", a.name)
		}
	}
	assert.GreaterOrEqual(t, twins, 2*8)
}

// vocabularies are the exported types of a package that have constants of texts.
func vocabularies(t *testing.T, name, folder string) []*vocabulary {
	t.Helper()
	byType := map[string]*vocabulary{}
	eachFile(t, folder, func(file *ast.File) {
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				if typ, ok := spec.(*ast.TypeSpec); ok && isIdent(typ.Type, "string") && typ.Name.IsExported() {
					byType[typ.Name.Name] = &vocabulary{name: name + "." + typ.Name.Name, doc: strings.Join(strings.Fields(general.Doc.Text()), " "), values: map[string]string{}}
				}
			}
		}
	})
	eachFile(t, folder, func(file *ast.File) {
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok {
				addConstant(byType, spec)
			}
			return true
		})
	})
	var all []*vocabulary
	for _, v := range byType {
		if len(v.values) > 0 {
			all = append(all, v)
		}
	}
	return all
}

// addConstant takes a constant such as CallEventRinging CallEvent = "ringing".
func addConstant(byType map[string]*vocabulary, spec *ast.ValueSpec) {
	typ, ok := spec.Type.(*ast.Ident)
	if !ok || byType[typ.Name] == nil || !spec.Names[0].IsExported() || len(spec.Values) != 1 {
		return
	}
	if literal, ok := spec.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
		byType[typ.Name].values[spec.Names[0].Name], _ = strconv.Unquote(literal.Value)
	}
}

var (
	aboutTime = regexp.MustCompile(`(Timeout|TimeLimit|Threshold|MaxLength|MaxSpeechTime|^Length|^ValidityPeriod|Duration)$`)
	withUnit  = regexp.MustCompile(`\b(milliseconds|seconds)\b`)
)

// TestTimesHaveOneUnit: a field that is a length of time is a time.Duration, or in a
// document a whole number whose comment has the unit.
func TestTimesHaveOneUnit(t *testing.T) {
	t.Parallel()
	counted := map[string]int{}
	for name, folder := range folders {
		eachFile(t, folder, func(file *ast.File) {
			eachField(file, func(owner string, field *ast.Field) {
				if len(field.Names) == 0 || !field.Names[0].IsExported() || !aboutTime.MatchString(field.Names[0].Name) {
					return
				}
				at := name + "." + owner + "." + field.Names[0].Name
				counted[name]++
				switch {
				case at == "twilio.File.Length": // bytes
				case name == "twiml" && isIdent(field.Type, "string"): // "auto" as well
				case name == "twiml":
					assert.True(t, isIdent(field.Type, "int") && withUnit.MatchString(field.Comment.Text()), "%s has no unit", at)
				default:
					assert.Regexp(t, `^(time\.)?Duration$`, typeText(field.Type), at)
				}
			})
		})
	}
	for name := range folders {
		assert.NotZero(t, counted[name], name)
	}
}

// eachField visits the fields of the exported structs of a file.
func eachField(file *ast.File, visit func(owner string, field *ast.Field)) {
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.TypeSpec)
		if !ok || !spec.Name.IsExported() {
			return true
		}
		if structure, ok := spec.Type.(*ast.StructType); ok {
			for _, field := range structure.Fields.List {
				visit(spec.Name.Name, field)
			}
		}
		return true
	})
}

func eachFile(t *testing.T, folder string, visit func(*ast.File)) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		require.NoError(t, err)
		visit(file)
	}
}

func isIdent(expr ast.Expr, name string) bool {
	ident, ok := expr.(*ast.Ident)
	return ok && ident.Name == name
}

func typeText(expr ast.Expr) string {
	switch typ := expr.(type) {
	case *ast.Ident:
		return typ.Name
	case *ast.SelectorExpr:
		return typeText(typ.X) + "." + typ.Sel.Name
	}
	return ""
}
