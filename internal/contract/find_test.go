package contract

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	account = "AC00000000000000000000000000000001"
	message = "SM00000000000000000000000000000002"
)

func TestFind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, host, path string
		want               string // "" for none
		values             map[string]string
	}{
		{"POST", "api", "/2010-04-01/Accounts/" + account + "/Messages.json", "api_v2010 CreateMessage", map[string]string{"AccountSid": account}},
		{"GET", "api", "/2010-04-01/Accounts/" + account + "/Messages.json", "api_v2010 ListMessage", map[string]string{"AccountSid": account}},
		{"GET", "api", "/2010-04-01/Accounts/" + account + "/Messages/" + message + ".json", "api_v2010 FetchMessage", map[string]string{"AccountSid": account, "Sid": message}},
		{"GET", "api", "/2010-04-01/Accounts/" + account + ".json", "api_v2010 FetchAccount", map[string]string{"Sid": account}},
		{"GET", "api", "/2010-04-01/Accounts.json", "api_v2010 ListAccount", map[string]string{}},
		{"GET", "lookups", "/v2/PhoneNumbers/+14155551234", "lookups_v2 FetchPhoneNumber", map[string]string{"PhoneNumber": "+14155551234"}},
		{"GET", "lookups", "/v2/PhoneNumbers/%2B14155551234", "lookups_v2 FetchPhoneNumber", map[string]string{"PhoneNumber": "+14155551234"}},
		{"GET", "lookups", "/v1/PhoneNumbers/+14155551234", "lookups_v1 FetchPhoneNumber", map[string]string{"PhoneNumber": "+14155551234"}},
		{"GET", "conversations", "/v1/Conversations/a%2Fb", "conversations_v1 FetchConversation", map[string]string{"Sid": "a/b"}},

		// fixed text wins over a placeholder
		{"GET", "conversations", "/v1/Configuration/Webhooks", "conversations_v1 FetchConfigurationWebhook", map[string]string{}},
		{"GET", "numbers", "/v2/RegulatoryCompliance/Bundles/BU1/Evaluations", "numbers_v2 ListEvaluation", map[string]string{"BundleSid": "BU1"}},

		// a template finds itself
		{"POST", "api", "/2010-04-01/Accounts/{AccountSid}/Messages.json", "api_v2010 CreateMessage", map[string]string{"AccountSid": "{AccountSid}"}},

		{"PUT", "api", "/2010-04-01/Accounts/" + account + "/Messages.json", "", nil},
		{"POST", "verify", "/2010-04-01/Accounts/" + account + "/Messages.json", "", nil},
		{"POST", "telegraph", "/2010-04-01/Accounts/" + account + "/Messages.json", "", nil},
		{"POST", "api", "/2010-04-01/Accounts/" + account + "/Messages.json/", "", nil},
		{"POST", "api", "/2010-04-01/Accounts//Messages.json", "", nil},
		{"POST", "api", "/2010-04-01/Accounts/%zz/Messages.json", "", nil},
		{"GET", "api", "/2010-04-01/Accounts/.json", "", nil},
		{"GET", "api", "", "", nil},
		{"GET", "api", "/", "", nil},
		{"GET", "api", "2010-04-01/Accounts.json", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.host+" "+tt.path, func(t *testing.T) {
			t.Parallel()
			op, values, ok := Find(tt.method, tt.host, tt.path)
			assert.Equal(t, tt.want != "", ok)
			assert.Equal(t, tt.values, values)
			if !ok {
				assert.Nil(t, op)
				return
			}
			assert.Equal(t, tt.want, op.Spec+" "+op.ID)
		})
	}
}

func TestMoreLiteral(t *testing.T) {
	t.Parallel()
	tests := []struct {
		a, b string
		want bool
	}{
		{"/v1/Things/Default", "/v1/Things/{Sid}", true},
		{"/v1/Things/{Sid}", "/v1/Things/Default", false},
		{"/v1/Things/{Sid}/Parts", "/v1/{Kind}/All/Parts", true}, // the first difference decides
		{"/v1/Things/{Sid}", "/v1/Things/{Sid}", false},
	}
	for _, tt := range tests {
		a, err := newTemplate(tt.a)
		require.NoError(t, err)
		b, err := newTemplate(tt.b)
		require.NoError(t, err)
		assert.Equal(t, tt.want, moreLiteral(a, b), "%s, %s", tt.a, tt.b)
	}
}

// The better template wins wherever it stands in the file.
func TestFindPrefersLiterals(t *testing.T) {
	t.Parallel()
	spec, err := parse("things_v1", "op\tList\tGET\t/v1/Things/{A}/Parts\t200\nop\tDefault\tGET\t/v1/Things/{Z}/{Y}\t200\n"+
		"op\tAny\tGET\t/v1/{A}/x/Parts\t200\n")
	require.NoError(t, err)
	assert.Equal(t, "List", spec.find("GET", []string{"v1", "Things", "x", "Parts"}).ID)
	assert.Equal(t, "Default", spec.find("GET", []string{"v1", "Things", "x", "y"}).ID)
	assert.Equal(t, "Any", spec.find("GET", []string{"v1", "Others", "x", "Parts"}).ID)
}

// Every operation is found by its own template: none hides another.
func TestEveryOperationIsFound(t *testing.T) {
	t.Parallel()
	for _, spec := range loadAll(t) {
		for i := range spec.Operations {
			want := &spec.Operations[i]
			got, _, ok := Find(want.Method, want.Host, want.Path)
			require.True(t, ok, "%s %s", spec.Name, want.ID)
			assert.Same(t, want, got, "%s %s", spec.Name, want.ID)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("GET", "api", "/2010-04-01/Accounts/"+account+"/Messages/"+message+".json")
	f.Add("GET", "lookups", "/v2/PhoneNumbers/%2B14155551234")
	f.Add("GET", "conversations", "/v1/Conversations/a%2Fb")
	f.Add("POST", "verify", "/v2/Services/%/Verifications")
	f.Fuzz(func(t *testing.T, method, host, path string) {
		op, values, ok := Find(method, host, path)
		if !ok {
			return
		}
		// The template with the values in it is the path, but for its escapes.
		rebuilt := op.Path
		for _, p := range op.Params {
			if p.In == Path {
				require.NotEmpty(t, values[p.Name])
			}
		}
		unescaped, err := url.PathUnescape(path)
		require.NoError(t, err)
		pairs := []string{}
		for name, value := range values {
			pairs = append(pairs, "{"+name+"}", value)
		}
		require.Equal(t, unescaped, strings.NewReplacer(pairs...).Replace(rebuilt))
	})
}

func BenchmarkFind(b *testing.B) {
	path := "/2010-04-01/Accounts/" + account + "/Messages/" + message + ".json"
	b.ReportAllocs()
	for b.Loop() {
		if _, _, ok := Find("GET", "api", path); !ok {
			b.Fatal("not found")
		}
	}
}
