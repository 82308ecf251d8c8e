package twiliotest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestRequestMakesItsSIDsAgain gives the SIDs of the file to a request that would make
// other ones today, and its own when it makes other things than it did.
func TestRequestMakesItsSIDsAgain(t *testing.T) {
	t.Parallel()
	const sid, other, secret, otherSecret = "SK00000000000000000000000000000001", "SK00000000000000000000000000000002", "00000000000000000000000000000003", "00000000000000000000000000000004"
	f := &stateFile{restoring: true, made: []string{sid, secret}}
	assert.Equal(t, sid, f.give(other))
	assert.Equal(t, secret, f.give(otherSecret))
	assert.Equal(t, other, f.give(other), "there are no more")
	f.made = []string{sid, secret}
	assert.Equal(t, "MG00000000000000000000000000000002", f.give("MG00000000000000000000000000000002"))
	assert.Equal(t, other, f.give(other), "the rest fits no more, either")
	assert.Equal(t, other, (*stateFile)(nil).give(other))
}

// TestConfigurationIsToldFromWhatHappens holds which requests are carried out again.
func TestConfigurationIsToldFromWhatHappens(t *testing.T) {
	t.Parallel()
	const account = "/2010-04-01/Accounts/AC00000000000000000000000000000001"
	for _, tt := range []struct {
		method, host, path string
		status             int
		want               bool
	}{
		{"POST", "api", account + "/Keys.json", 201, true},
		{"POST", "api", account + ".json", 200, true},
		{"POST", "api", "/2010-04-01/Accounts.json", 201, true},
		{"DELETE", "api", account + "/Queues/QU1.json", 204, true},
		{"POST", "messaging", "/v1/Services", 201, true},
		{"PATCH", "video", "/v1/Recordings/RT1", 200, true},
		{"GET", "api", account + "/Keys.json", 200, false},
		{"POST", "api", account + "/Keys.json", 400, false},
		{"POST", "api", account + "/Keys.json", 0, false}, // a stub answers
		{"POST", "api", account + "/Messages.json", 201, false},
		{"POST", "api", account + "/Calls/CA1/Recordings.json", 201, false},
		{"DELETE", "api", account + "/Recordings/RE1.json", 204, false},
		{"POST", "api", account + "/Queues/QU1/Members/CA1.json", 200, false},
	} {
		assert.Equal(t, tt.want, isConfiguration(tt.method, tt.host, tt.path, tt.status), "%s %s %s %d", tt.method, tt.host, tt.path, tt.status)
	}
}
