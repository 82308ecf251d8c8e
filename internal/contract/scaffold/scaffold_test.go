package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/goname"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryOperation prints all resources of all products: gofmt refuses a file that does
// not parse. Nobody could take a file without a TODO for finished.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	for _, name := range contract.Names() {
		spec, err := contract.Load(name)
		require.NoError(t, err)
		for resource, ops := range resources(spec) {
			s := newSource("product", docsLink, "", ops)
			for _, print := range []func() ([]byte, error){s.print, s.client} {
				text, err := print()
				require.NoError(t, err, "%s of %s", resource, name)
				assert.Contains(t, string(text), "\n// TODO: ", "%s of %s", resource, name)
			}
			_, err := s.test()
			require.NoError(t, err, "%s of %s", resource, name)
			rows := s.rows()
			for _, op := range ops {
				assert.Contains(t, rows, `Operation: "`+op.ID+`"`)
			}
		}
	}
}

// resources groups the operations of a file by the resource in their names.
func resources(spec *contract.Spec) map[string][]*contract.Operation {
	groups := map[string][]*contract.Operation{}
	for i := range spec.Operations {
		_, of := split(spec.Operations[i].ID)
		groups[of] = append(groups[of], &spec.Operations[i])
	}
	return groups
}

// printed runs the scaffold and returns what it writes to each output.
func printed(t *testing.T, args ...string) (file, notes string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	require.NoError(t, run(args, &stdout, &stderr))
	return stdout.String(), stderr.String()
}

var queueArguments = []string{
	"-package", "voice", "-docs", "https://www.twilio.com/docs/voice/api/queue-resource",
	"api_v2010", "CreateQueue", "FetchQueue", "ListQueue", "UpdateQueue",
}

// TestGolden holds the file of one resource, and the lines for other files.
func TestGolden(t *testing.T) {
	t.Parallel()
	file, notes := printed(t, queueArguments...)
	for name, text := range map[string]string{"queues.golden": file, "notes.golden": notes} {
		want, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
		assert.Equal(t, string(want), text, "if the new text is right, write it into testdata/%s: go run . %s", name, strings.Join(queueArguments, " "))
	}
}

// TestLongLink: the link stands behind its label, where the harness looks for it.
func TestLongLink(t *testing.T) {
	t.Parallel()
	const link = "https://www.twilio.com/docs/voice/bring-your-own-carrier-byoc/api/connectionpolicytarget-resource"
	file, _ := printed(t, "-package", "sip", "-docs", link, "voice_v1", "FetchConnectionPolicyTarget")
	assert.Equal(t, 2, strings.Count(file, "\n// Twilio docs: "+link+"\n"))
}

// TestPrintedLines holds what is printed for facts of each kind.
func TestPrintedLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		want []string // parts of the file or of the notes, with one blank between words
	}{
		{name: "a list that is narrowed to a day", args: []string{"api_v2010", "ListCall"}, want: []string{
			"StartTime time.Time `form:\"StartTime,date\"`", "StartTimeBefore time.Time `form:\"StartTime<\"`", "StartTimeAfter time.Time `form:\"StartTime>\"`",
			"Price twilio.Decimal `json:\"price\"`", "CallStatus = \"in-progress\"", "CallListParams narrows [Calls.List] and [Calls.All]",
		}},
		{name: "a body in JSON", args: []string{"messaging_v2", "CreateChannelsSender"}, want: []string{
			"Body: twilio.BodyJSON", "SenderID string `json:\"sender_id\" check:\"required\"`", "Extra map[string]json.RawMessage `json:\"-\"`",
			"Webhook ChannelsSenderCreateWebhookParams `json:\"webhook\"`", "OfflineReasons []ChannelsSenderOfflineReason `json:\"offline_reasons\"`",
		}},
		{name: "a group of parameters with a dot", args: []string{"verify", "CreateService"}, want: []string{
			"TOTP ServiceCreateTOTPParams `form:\"Totp\"`", "APNCredentialSID string `form:\"ApnCredentialSid\" check:\"sid=CR\"`", "DefaultTemplateSID string `form:\"DefaultTemplateSid\" check:\"sid=HJ\"`",
		}},
		{name: "a name of a person's own", args: []string{"-resource", "Check", "verify", "CreateVerificationCheck"}, want: []string{
			"type Check struct {", "type Checks struct{ c *twilio.Client }", `Name: "verify.Checks.Create"`, `"Checks.Create": {Operation: "CreateVerificationCheck"}`,
		}},
		{name: "a proof under another key", args: []string{"api_v2010", "CreateMessageFeedback"}, want: []string{
			`Proof: twilio.ProofKey("message_sid")`, "// TODO: Say why message_sid proves the create", `{Operation: "CreateMessageFeedback", Proof: "message_sid"}`,
		}},
		{name: "a create without an answer to read", args: []string{"messaging_v2", "CreateTypingIndicator"}, want: []string{
			`Proof: twilio.ProofStatus("")`, "// TODO: Give ProofStatus the reason", `Proof: apitest.ProofByStatus, Why: ""}, // TODO: `,
		}},
		{name: "an update", args: []string{"verify", "UpdateService"}, want: []string{
			"Class: twilio.ClassIdempotent", "// TODO: Say why an update may be carried out twice", "LookupEnabled *bool `form:\"LookupEnabled\"`", `Class: twilio.ClassIdempotent, Why: ""}, // TODO: `,
		}},
		{name: "an address that may be another one than of a web server", args: []string{"trunking", "CreateOriginationUrl", "UpdateOriginationUrl"}, want: []string{
			"originationURLsPath = ", "Enabled *bool `form:\"Enabled\" check:\"required\"`", "Weight *int `form:\"Weight\"`", "check:\"required,url\"` // TODO: Say which schemes",
		}},
		{name: "addresses by name", args: []string{"verify", "FetchService"}, want: []string{"Links map[string]string `json:\"links\"` // addresses of what belongs to it, by name"}},
		{name: "a resource that is called new", args: []string{"api_v2010", "CreateNewSigningKey"}, want: []string{"NewSigningKeyCreateParams are the parameters of [NewSigningKeys.Create]."}},
		{name: "a file behind a redirect", args: []string{"bulkexports", "FetchDay"}, want: []string{"(*twilio.File, error)", "twilio.InvokeFile(ctx, s.c, dayGet.On(resourceType, day), opts...)"}},
		{name: "a list that comes at once", args: []string{"api_v2010", "ListAvailablePhoneNumberCountry"}, want: []string{"Countries []AvailablePhoneNumberCountry `json:\"countries\"`", "(*AvailablePhoneNumberCountryList, error)"}},
		{name: "a parameter in the header", args: []string{"sync", "UpdateDocument"}, want: []string{"IfMatch string `header:\"If-Match\"`", "Data json.RawMessage `form:\"Data,json\"`"}},
		{name: "an error code and an enum that two fields have", args: []string{"api_v2010", "FetchMessage", "CreateMessage"}, want: []string{"ErrorCode twilio.ErrorCode `json:\"error_code\"`", "To string `form:\"To\" check:\"required,recipient\"`"}},
		{name: "an answer of another kind than the resource", args: []string{"verify", "CreateNewFactor", "FetchFactor", "ListFactor"}, want: []string{"type NewFactor struct {", "type Factor struct {", "NotificationPlatformNone", "(s *Factors) CreateNewFactor("}},
		{name: "a file that two versions have", args: []string{"lookups_v1", "FetchPhoneNumber"}, want: []string{`{Operation: "FetchPhoneNumber", File: "lookups_v1"}`}},
		{name: "operations that were not asked for", args: []string{"verify", "FetchWebhook"}, want: []string{"Twilio has more operations on a webhook: ListWebhook, CreateWebhook, DeleteWebhook, UpdateWebhook"}},
	}
	for _, tt := range tests {
		file, notes := printed(t, tt.args...)
		text := strings.Join(strings.Fields(file+notes), " ")
		for _, want := range tt.want {
			assert.Contains(t, text, want, tt.name)
		}
	}
}

func TestRefusedArguments(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		want []string // of the error
	}{
		{name: "no product", want: []string{"give a product and operations"}},
		{name: "an unknown product", args: []string{"vrify", "X"}, want: []string{`no product "vrify"`, "verify_v2"}},
		{name: "no operation", args: []string{"bulkexports"}, want: []string{"no operation is named", "FetchExportConfiguration"}},
		{name: "an unknown operation", args: []string{"verify", "CreateVerificatoin"}, want: []string{`no operation "CreateVerificatoin" in verify_v2`, "the nearest are CreateVerification,"}},
		{name: "an unknown flag", args: []string{"-x"}, want: []string{"-x"}},
	}
	for _, tt := range tests {
		err := run(tt.args, io.Discard, io.Discard)
		for _, want := range tt.want {
			assert.ErrorContains(t, err, want, tt.name)
		}
	}
}

// TestEnums merges enums of one name and enums of the same values.
func TestEnums(t *testing.T) {
	t.Parallel()
	s := &source{names: map[string]bool{"RoomKind": true}}
	for _, tt := range []struct {
		name   string
		values []string
		want   string
	}{
		{name: "RoomStatus", values: []string{"open", "closed"}, want: "RoomStatus"},
		{name: "RoomStatus", values: []string{"closed", "failed"}, want: "RoomStatus"},
		{name: "RoomState", values: []string{"failed", "open", "closed"}, want: "RoomStatus"},
		{name: "RoomKind", values: []string{"small", "large"}, want: "RoomKindValue"},
		{name: "RoomMethod", values: []string{"GET", "POST"}, want: "twilio.Method"},
	} {
		assert.Equal(t, tt.want, s.enum(tt.name, tt.values), "%s %s", tt.name, tt.values)
	}
	assert.Equal(t, []string{"open", "closed", "failed"}, s.enums[0].values)
}

func TestNames(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, exported, local string }{
		{"sid", "SID", "sid"},
		{"ServiceSid", "ServiceSID", "serviceSID"},
		{"webhook_url", "WebhookURL", "webhookURL"},
		{"StartTime>", "StartTimeAfter", "startTime"},
		{"SkipSmsToLandlines", "SkipSMSToLandlines", "skipSMSToLandlines"},
		{"call_sids", "CallSIDs", "callSIDs"},
		{"Psd2Enabled", "PSD2Enabled", "psd2Enabled"},
		{"X-Twilio-Webhook-Enabled", "XTwilioWebhookEnabled", "xTwilioWebhookEnabled"},
		{"twilio/call-to-action", "TwilioCallToAction", "twilioCallToAction"},
		{"Type", "Type", "typeValue"},
		{"2fa", "N2fa", "2fa"},
		{"OriginationURLs", "OriginationURLs", "originationURLs"},
		{"HTTPMethod", "HTTPMethod", "httpMethod"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.exported, goname.Of(tt.name), tt.name)
		assert.Equal(t, tt.local, localName(tt.name), tt.name)
	}
	for one, several := range map[string]string{"Queue": "Queues", "Entity": "Entities", "Day": "Days", "Bus": "Buses", "Address": "Addresses", "Setting": "Settings"} {
		assert.Equal(t, several, plural(one))
		if one != "Bus" {
			assert.Equal(t, one, singular(several))
		}
	}
}

// TestNewPackage writes the files of a package that does not exist yet, and leaves files
// alone that do.
func TestNewPackage(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "voice")
	args := append([]string{"-o", folder}, queueArguments...)
	require.NoError(t, run(args, io.Discard, io.Discard))
	for _, name := range []string{"queues.go", "voice.go", "operations_test.go"} {
		assert.FileExists(t, filepath.Join(folder, name))
	}
	assert.ErrorIs(t, run(args, io.Discard, io.Discard), os.ErrExist)
	var notes bytes.Buffer
	require.NoError(t, run([]string{"-o", folder, "api_v2010", "ListMember"}, io.Discard, &notes))
	assert.FileExists(t, filepath.Join(folder, "members.go"))
	assert.Contains(t, notes.String(), "Members: &Members{c},")
}

// TestBuilds compiles a new package, which the build sees in the module although it is
// not there.
func TestBuilds(t *testing.T) {
	t.Parallel()
	folder, root := t.TempDir(), moduleRoot(t)
	require.NoError(t, run([]string{"-o", folder, "-package", "printed", "studio", "FetchExecution", "ListExecution", "CreateExecution", "UpdateExecution"}, io.Discard, io.Discard))
	require.NoError(t, run([]string{"-o", folder, "-package", "printed", "numbers", "FetchShortCodeApplication", "CreateShortCodeApplication"}, io.Discard, io.Discard))
	client, err := os.ReadFile(filepath.Join(folder, "printed.go"))
	require.NoError(t, err)
	require.Regexp(t, `Executions:? +[*&]Executions`, string(client))
	replace := map[string]string{}
	for _, name := range []string{"executions.go", "shortcodeapplications.go", "printed.go"} {
		replace[filepath.Join(root, "printed", name)] = filepath.Join(folder, name)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(file, overlay, 0o600))
	build := exec.CommandContext(t.Context(), "go", "build", "-overlay", file, "./printed")
	build.Dir = root
	output, err := build.CombinedOutput()
	assert.NoError(t, err, string(output))
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", "..", ".."))
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(root, "go.mod"))
	return root
}
