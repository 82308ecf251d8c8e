package contract

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestPackage counts the operations of each package, and looks at the borders of the
// files that several packages have.
func TestPackage(t *testing.T) {
	t.Parallel()
	counts := map[string]int{}
	for _, spec := range loadAll(t) {
		for i := range spec.Operations {
			counts[spec.Operations[i].Package()]++
		}
	}
	all := 0
	for _, n := range counts {
		all += n
	}
	assert.Equal(t, 1125, all)
	assert.NotContains(t, counts, "")
	assert.NotContains(t, counts, "api")
	assert.NotContains(t, counts, "accounts")
	assert.Equal(t, 57, counts["verify"])
	assert.Equal(t, 11, counts["content"])

	for _, tt := range []struct{ file, operation, want string }{
		{"api_v2010", "CreateMessage", "twilio"},
		{"api_v2010", "CreateCall", "twilio"},
		{"api_v2010", "DeleteCall", "twilio"},
		{"api_v2010", "CreateCallRecording", "voice"},
		{"api_v2010", "ListRecording", "voice"},
		{"api_v2010", "CreateIncomingPhoneNumberLocal", "numbers"},
		{"api_v2010", "ListDependentPhoneNumber", "numbers"},
		{"api_v2010", "ListShortCode", "messaging"},
		{"api_v2010", "CreateSipIpAddress", "sip"},
		{"api_v2010", "FetchAccount", "iam"},
		{"api_v2010", "CreateToken", "iam"},
		{"accounts_v1", "CreateSafelist", "messaging"},
		{"accounts_v1", "ListCredentialAws", "iam"},
		{"voice_v1", "ListByocTrunk", "sip"},
		{"voice_v1", "DeleteArchivedCall", "voice"},
		{"routes_v2", "FetchTrunks", "numbers"},
		{"lookups_v2", "CreateBulkLookup", "twilio"},
		{"sync_v1", "CreateDocument", "syncstate"},
	} {
		assert.Equal(t, tt.want, operation(t, tt.file, tt.operation).Package(), tt.operation)
	}
}
