package contract

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// loadAll parses every product.
func loadAll(tb testing.TB) []*Spec {
	tb.Helper()
	var specs []*Spec
	for _, name := range Names() {
		spec, err := Load(name)
		require.NoError(tb, err)
		specs = append(specs, spec)
	}
	return specs
}

func operation(tb testing.TB, spec, id string) *Operation {
	tb.Helper()
	s, err := Load(spec)
	require.NoError(tb, err)
	op := s.Operation(id)
	require.NotNil(tb, op, "%s has no operation %s", spec, id)
	return op
}

func TestNamesAreTheDigests(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(digests, "digest/*.tsv")
	require.NoError(t, err)
	for i, file := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(file, "digest/"), ".tsv")
	}
	assert.Equal(t, files, Names())
	assert.True(t, slices.IsSorted(Names()))
}

// What Twilio's files held when the digests were made: a change here is a
// change of the API, and belongs in the changelog.
func TestCounts(t *testing.T) {
	t.Parallel()
	counts := map[string]int{}
	for _, spec := range loadAll(t) {
		counts[spec.Name] = len(spec.Operations)
	}
	assert.Equal(t, map[string]int{
		"accounts_v1": 20, "api_v2010": 197, "bulkexports_v1": 9, "content_v1": 9, "content_v2": 2,
		"conversations_v1": 103, "events_v1": 22, "flex_v1": 73, "flex_v2": 3, "iam_organizations": 13,
		"iam_v1": 10, "insights_v1": 17, "insights_v2": 6, "intelligence_v2": 29, "lookups_v1": 1,
		"lookups_v2": 10, "marketplace_v1": 18, "messaging_v1": 58, "messaging_v2": 7, "messaging_v3": 1,
		"monitor_v1": 4, "monitor_v2": 6, "numbers_v1": 17, "numbers_v2": 47, "numbers_v3": 1,
		"oauth_v1": 2, "oauth_v2": 2, "pricing_v1": 7, "pricing_v2": 6, "routes_v2": 6, "serverless_v1": 39,
		"studio_v2": 19, "supersim_v1": 31, "sync_v1": 48, "taskrouter_v1": 61, "trunking_v1": 24,
		"trusthub_v1": 53, "verify_v2": 57, "video_v1": 39, "voice_v1": 32, "wireless_v1": 16,
	}, counts)
	all := 0
	for _, n := range counts {
		all += n
	}
	assert.Equal(t, 1125, all)
}

func TestSIDKinds(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string][]string{
		"^(SM|MM)[0-9a-fA-F]{32}$":     {"SM", "MM"},
		"^AC[0-9a-fA-F]{32}$":          {"AC"},
		"OR[0-9a-f]{32}":               {"OR"},
		"^[a-zA-Z]{2}[0-9a-fA-F]{32}$": nil,
		"^[A-Z]{2}[0-9a-fA-F]{32}$":    nil,
		"^[0-9a-f]{32}$":               nil,
		"^\\+[1-9]\\d{1,14}$":          nil,
		"":                             nil,
	} {
		assert.Equal(t, want, Param{Pattern: pattern}.SIDKinds(), pattern)
		assert.Equal(t, want, Property{Pattern: pattern}.SIDKinds(), pattern)
	}
}

func TestLoadUnknown(t *testing.T) {
	t.Parallel()
	_, err := Load("telegraph_v1")
	assert.ErrorContains(t, err, `"telegraph_v1"`)
	assert.ErrorContains(t, err, "api_v2010")
}

func TestLoadIsCached(t *testing.T) {
	t.Parallel()
	first, err := Load("lookups_v2")
	require.NoError(t, err)
	second, err := Load("lookups_v2")
	require.NoError(t, err)
	assert.Same(t, first, second)
}

func TestOperationsAreSound(t *testing.T) {
	t.Parallel()
	for _, spec := range loadAll(t) {
		ids := map[string]bool{}
		for i := range spec.Operations {
			op := &spec.Operations[i]
			name := spec.Name + " " + op.ID
			assert.False(t, ids[op.ID], "%s is there twice", name)
			ids[op.ID] = true
			assert.Equal(t, spec.Name, op.Spec, name)
			assert.Equal(t, HostOf(spec.Name), op.Host, name)
			assert.Contains(t, []string{"GET", "POST", "PUT", "PATCH", "DELETE"}, op.Method, name)
			assert.NotEmpty(t, op.Answers, name)
			assert.Contains(t, []string{"", FormBody, JSONBody}, op.BodyType, name)
			checkParams(t, name, op)
			checkProperties(t, name, op)
			checkList(t, name, op)
		}
	}
}

func checkParams(t *testing.T, name string, op *Operation) {
	t.Helper()
	seen := map[string]bool{}
	var placeholders []string
	for _, p := range op.Params {
		key := string(p.In) + " " + p.Name
		assert.False(t, seen[key], "%s: %s is there twice", name, key)
		seen[key] = true
		assert.True(t, isType(p.Type), "%s: %s has type %q", name, key, p.Type)
		assert.Equal(t, p.Pattern != "", p.pattern != nil, "%s: %s", name, key)
		switch p.In {
		case Path:
			placeholders = append(placeholders, p.Name)
			assert.False(t, p.Array, "%s: %s", name, key)
		case Form, JSON:
			assert.NotEmpty(t, op.BodyType, "%s: %s", name, key)
			assert.NotEqual(t, "GET", op.Method, name)
		}
	}
	var want []string
	for _, s := range op.template {
		if s.name != "" {
			want = append(want, s.name)
		}
	}
	assert.Equal(t, want, placeholders, "%s: parameters of the path", name)
}

func checkProperties(t *testing.T, name string, op *Operation) {
	t.Helper()
	assert.Equal(t, op.Schema == "", len(op.Properties) == 0, "%s: schema %q", name, op.Schema)
	seen := map[string]Property{}
	for _, p := range op.Properties {
		_, twice := seen[p.Path]
		assert.False(t, twice, "%s: %s is there twice", name, p.Path)
		seen[p.Path] = p
		assert.NotEmpty(t, p.Path, name)
		assert.True(t, isType(p.Type), "%s: %s has type %q", name, p.Path, p.Type)
		if i := strings.LastIndex(p.Path, "."); i >= 0 {
			parent, ok := seen[p.Path[:i]]
			assert.True(t, ok, "%s: %s has no parent", name, p.Path)
			assert.Equal(t, "object", parent.Type, "%s: parent of %s", name, p.Path)
		}
	}
}

func checkList(t *testing.T, name string, op *Operation) {
	t.Helper()
	assert.False(t, op.Paging != PagingNone && !op.IsList(), "%s has pages, but no list", name)
	if strings.HasPrefix(op.ID, "List") {
		assert.True(t, op.IsList(), "%s has no list key", name)
	}
	if op.IsList() {
		assert.Equal(t, "GET", op.Method, name)
		assert.NotEmpty(t, op.Properties, name)
		assert.Equal(t, isExcepted(NoNextLink, op, op.ListKey), op.Paging == PagingNone, "%s: its next link", name)
	}
}

func TestCreateMessage(t *testing.T) {
	t.Parallel()
	op := operation(t, "api_v2010", "CreateMessage")
	assert.Equal(t, "api", op.Host)
	assert.Equal(t, "POST", op.Method)
	assert.Equal(t, "/2010-04-01/Accounts/{AccountSid}/Messages.json", op.Path)
	assert.Equal(t, []Answer{{201, ObjectAnswer}}, op.Answers)
	assert.Equal(t, "application/x-www-form-urlencoded", op.BodyType)
	assert.False(t, op.IsList())
	assert.Len(t, op.Params, 27)

	tests := []Param{
		{In: Path, Name: "AccountSid", Type: "string", Required: true, Pattern: "^AC[0-9a-fA-F]{32}$"},
		{In: Form, Name: "To", Type: "string", Format: "phone-number", Required: true},
		{In: Form, Name: "MediaUrl", Type: "string", Format: "uri", Array: true},
		{In: Form, Name: "ContentRetention", Type: "string", Enum: []string{"retain", "discard"}},
		{In: Form, Name: "SendAt", Type: "string", Format: "date-time"},
		{In: Form, Name: "SmartEncoded", Type: "boolean"},
		{In: Form, Name: "ValidityPeriod", Type: "integer"},
	}
	for _, want := range tests {
		got := op.Param(want.In, want.Name)
		require.NotNil(t, got, want.Name)
		got = &Param{
			In: got.In, Name: got.Name, Type: got.Type, Format: got.Format, Pattern: got.Pattern,
			Enum: got.Enum, Required: got.Required, Array: got.Array, Min: got.Min, Max: got.Max,
		}
		assert.Equal(t, want, *got)
	}
	assert.Nil(t, op.Param(Query, "To"))
}

func TestLists(t *testing.T) {
	t.Parallel()
	tests := []struct {
		spec, id, key string
		paging        Paging
		property      string
	}{
		{"api_v2010", "ListMessage", "messages", PagingURI, "direction"},
		{"api_v2010", "ListMedia", "media_list", PagingURI, "content_type"},
		{"verify_v2", "ListService", "services", PagingMeta, "friendly_name"},
		{"numbers_v1", "ListPortInRequests", "port_in_requests", PagingNone, "port_in_request_sid"},
	}
	for _, tt := range tests {
		op := operation(t, tt.spec, tt.id)
		assert.Equal(t, tt.key, op.ListKey, tt.id)
		assert.Equal(t, tt.paging, op.Paging, tt.id)
		assert.NotNil(t, op.Property(tt.property), "%s: %s", tt.id, tt.property)
		assert.Nil(t, op.Property(tt.key), tt.id)
	}
	list := operation(t, "api_v2010", "ListMessage")
	for _, name := range []string{"DateSent", "DateSent<", "DateSent>"} {
		assert.NotNil(t, list.Param(Query, name), name)
	}
	size := list.Param(Query, "PageSize")
	require.NotNil(t, size)
	require.NotNil(t, size.Min)
	require.NotNil(t, size.Max)
	assert.EqualValues(t, 1, *size.Min)
	assert.EqualValues(t, 1000, *size.Max)
	fetch := operation(t, "api_v2010", "FetchMessage")
	assert.Equal(t, fetch.Properties, list.Properties, "a list's properties are those of an item")
}

func TestProperties(t *testing.T) {
	t.Parallel()
	tests := []struct {
		spec, id string
		want     Property
	}{
		{"api_v2010", "FetchMessage", Property{Path: "error_code", Type: "integer", Nullable: true}},
		{"api_v2010", "FetchMessage", Property{Path: "date_sent", Type: "string", Format: "date-time-rfc-2822", Nullable: true}},
		{"api_v2010", "FetchMessage", Property{Path: "subresource_uris", Type: "object", Format: "uri-map", Nullable: true}},
		{"api_v2010", "FetchBalance", Property{Path: "balance", Type: "string", Nullable: true}},
		{"lookups_v2", "FetchPhoneNumber", Property{Path: "line_type_intelligence", Type: "object"}},
		{"lookups_v2", "FetchPhoneNumber", Property{Path: "line_type_intelligence.type", Type: "string"}},
		{"lookups_v2", "FetchPhoneNumber", Property{Path: "sim_swap.last_sim_swap.swapped_period", Type: "string"}},
	}
	for _, tt := range tests {
		got := operation(t, tt.spec, tt.id).Property(tt.want.Path)
		if assert.NotNil(t, got, "%s: %s", tt.id, tt.want.Path) {
			assert.Equal(t, tt.want, *got, tt.id)
		}
	}
}

// Both alternatives of a oneOf are there.
func TestAlternatives(t *testing.T) {
	t.Parallel()
	op := operation(t, "messaging_v1", "FetchUsAppToPerson")
	assert.NotNil(t, op.Property("us_app_to_person_usecase"), "in the first alone")
	assert.NotNil(t, op.Property("privacy_policy_url"), "in the second alone")
}

// Operations without a 2xx are those that redirect.
func TestRedirects(t *testing.T) {
	t.Parallel()
	var got []string
	for _, spec := range loadAll(t) {
		for _, op := range spec.Operations {
			if op.Answers[0].Kind == RedirectAnswer {
				got = append(got, op.ID)
			}
		}
	}
	assert.ElementsMatch(t, []string{
		"FetchRecordingAddOnResultPayloadData", "FetchDay", "FetchDeactivation", "FetchAuthorize", "FetchAuthorize", "FetchOauth2Authorize",
	}, got)
}

func TestJSONBody(t *testing.T) {
	t.Parallel()
	op := operation(t, "content_v1", "CreateContent")
	assert.Equal(t, "application/json", op.BodyType)
	body := op.Param(JSON, "types.twilio/text.body")
	require.NotNil(t, body)
	assert.True(t, body.Required, "whenever there is a twilio/text")
	assert.NotNil(t, op.Param(JSON, "variables.*"), "a map")
}

func BenchmarkParse(b *testing.B) {
	text, err := digests.ReadFile("digest/api_v2010.tsv")
	require.NoError(b, err)
	for b.Loop() {
		if _, err := parse("api_v2010", string(text)); err != nil {
			b.Fatal(err)
		}
	}
}
