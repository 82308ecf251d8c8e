package twilio_test

import (
	"cmp"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const modulePath = "github.com/seed15d99369/twilio"

// mayImport lists the packages that each package may import beside the standard library, by its
// folder; "..." stands for everything of this module. Only tests may import more. The
// package of a product is not in the table, see isProduct.
var mayImport = map[string][]string{
	"e164":                          {"github.com/nyaruka/phonenumbers"},
	"twiml":                         {"internal/twimlcheck"},
	"token":                         {"internal/ascii", "internal/credential", "internal/sid"},
	"segment":                       {},
	"webhook":                       {".", "internal/credential", "internal/scalar", "internal/sid", "twiml"},
	".":                             {"github.com/hashicorp/go-retryablehttp", "internal/address", "internal/ascii", "internal/codes/catalogue", "internal/credential", "internal/errorbody", "internal/form", "internal/netarea", "internal/redact", "internal/scalar", "internal/sid", "internal/twimlcheck", "internal/wire"},
	"internal/address":              {},
	"internal/ascii":                {},
	"internal/credential":           {"internal/ascii", "internal/sid"},
	"internal/errorbody":            {"internal/scalar", "internal/xmltext"},
	"internal/form":                 {"internal/ascii", "internal/sid"},
	"internal/codes":                {},
	"internal/codes/catalogue":      {},
	"internal/codes/gen":            {"internal/codes"},
	"internal/contract":             {},
	"internal/contract/gen":         {"internal/contract"},
	"internal/contract/scaffold":    {"internal/contract", "internal/goname", "internal/typo"},
	"internal/testcall":             {"."},   // tests only
	"internal/apitest":              {"..."}, // tests only
	"internal/apitest/coverage":     {"internal/contract"},
	"internal/apitest/fake":         {"."}, // tests only
	"internal/memnet":               {},
	"internal/journal":              {},
	"internal/netarea":              {"internal/ascii"},
	"internal/pgserver":             {},
	"internal/redisserver":          {},
	"internal/redact":               {"internal/ascii", "internal/sid"},
	"internal/scalar":               {"internal/ascii"},
	"internal/simapi":               {},
	"internal/sid":                  {"internal/ascii"},
	"internal/goname":               {},
	"internal/typo":                 {},
	"internal/twimlcheck":           {"internal/typo"},
	"internal/twimlcheck/gen":       {},
	"internal/wire":                 {},
	"internal/xmltext":              {},
	"limiter":                       {"."},
	"limiter/internal/storetest":    {"limiter"}, // tests only
	"limiter/internal/with":         {"internal/pgserver", "internal/redisserver"},
	"twiliotest":                    {"..."},
	"cmd/twiml-check":               {"twiml"},
	"cmd/segments":                  {"segment"},
	"cmd/twilio-sim":                {"internal/desk"},
	"internal/desk":                 {"internal/desk/control", "internal/desk/faulttext", "internal/desk/page", "internal/journal", "internal/simapi", "twiliotest"},
	"internal/desk/faulttext":       {"internal/simapi", "twiliotest"},
	"internal/desk/control":         {".", "internal/simapi", "twiliotest"},
	"internal/desk/page":            {".", "internal/desk/control", "internal/simapi", "twiliotest"},
	"examples/internal/demo":        {"..."},
	"examples/lookup":               {"..."},
	"examples/buy-number":           {"..."},
	"examples/campaign":             {"..."},
	"examples/conference":           {"..."},
	"examples/usage-report":         {"..."},
	"examples/access-token":         {"..."},
	"examples/make-call":            {"..."},
	"examples/sip-domain":           {"..."},
	"examples/rotate-keys":          {"..."},
	"examples/sms-reply":            {"..."},
	"examples/status-callback":      {"..."},
	"examples/verify-login":         {"..."},
	"examples/video-room":           {"..."},
	"examples/voice-menu":           {"..."},
	"examples/ivr-voicemail":        {"..."},
	"examples/whatsapp":             {"..."},
	"examples/delivery-report":      {"..."},
	"examples/never-twice":          {"..."},
	"examples/normalize":            {"..."},
	"examples/quickstart":           {"..."},
	"examples/schedule":             {"..."},
	"examples/send-sms":             {"..."},
	"examples/test-with-httpmock":   {"..."},
	"examples/test-with-twiliotest": {"..."},
}

// testsMayImport lists the packages of others that tests use.
var testsMayImport = []string{"github.com/jarcoal/httpmock", "github.com/stretchr/testify/assert", "github.com/stretchr/testify/require"}

func TestImportTable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	require.NoError(t, filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || isModule(path)):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go"):
			return nil
		}
		seen[filepath.ToSlash(filepath.Dir(path))] = true
		checkImports(t, path)
		return nil
	}))
	for folder := range mayImport {
		assert.True(t, seen[folder], "%s is in the table, but not in the module", folder)
	}
}

// isModule reports a folder that is a module of its own.
func isModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

func checkImports(t *testing.T, path string) {
	t.Helper()
	folder := filepath.ToSlash(filepath.Dir(path))
	allowed, known := mayImport[folder]
	if !known && isProduct(folder) {
		allowed, known = []string{"."}, true
	}
	assert.True(t, known, "%s is missing from the table", folder)
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	require.NoError(t, err)
	isTest := strings.HasSuffix(path, "_test.go")
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		require.NoError(t, err)
		if !isAllowed(imported, allowed, isTest) {
			t.Errorf("%s must not import %s", path, imported)
		}
	}
}

// isProduct reports a package of operations, which may import package twilio and nothing
// else: its tests hand it to the harness in operations_test.go.
func isProduct(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "operations_test.go"))
	return err == nil && !strings.Contains(folder, "/")
}

func isAllowed(imported string, allowed []string, isTest bool) bool {
	first, _, _ := strings.Cut(imported, "/")
	switch inside, ours := strings.CutPrefix(imported, modulePath); {
	case !strings.Contains(first, "."):
		return true // the standard library
	case ours:
		return isTest || slices.Contains(allowed, "...") || slices.Contains(allowed, cmp.Or(strings.TrimPrefix(inside, "/"), "."))
	}
	return slices.Contains(allowed, imported) || isTest && slices.Contains(testsMayImport, imported)
}
