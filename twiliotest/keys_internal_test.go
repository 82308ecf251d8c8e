package twiliotest

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
)

// TestKeysThatSignAccessTokens: a restricted key does not, nor does one that is deleted.
func TestKeysThatSignAccessTokens(t *testing.T) {
	t.Parallel()
	s := New(t)
	sid, secret := s.APIKey()
	s.mu.Lock()
	defer s.mu.Unlock()
	assert.Equal(t, secret, s.secretOfKey(sid))
	restricted := s.addKey(s.main.sid, "", restrictedKey)
	assert.Empty(t, s.secretOfKey(restricted.sid))
	assert.Empty(t, s.secretOfKey("SK0123456789abcdef0123456789abcdef"))
	s.access.accounts[0].status = accountSuspended
	assert.Empty(t, s.secretOfKey(sid))
	s.access.accounts[0].status = accountActive
	s.access.keys = nil
	assert.Empty(t, s.secretOfKey(sid))
}

// TestPermissionsOfEveryOperation have the form that policies take.
func TestPermissionsOfEveryOperation(t *testing.T) {
	t.Parallel()
	for _, name := range contract.Names() {
		spec, err := contract.Load(name)
		require.NoError(t, err)
		for i := range spec.Operations {
			permission := permissionFor(&spec.Operations[i])
			assert.Regexp(t, aPermission, permission, "%s %s", name, spec.Operations[i].ID)
			assert.Nil(t, policy{Allow: []string{permission}}.refuse(&spec.Operations[i]), permission)
		}
	}
}

// FuzzPolicy: a policy that can be read allows what it lists and no more, and comes back
// as it was.
func FuzzPolicy(f *testing.F) {
	const longest = 4 << 10 // bytes
	for _, seed := range []string{
		"", "{}", `{"allow":["/twilio/voice/calls/create"]}`, `{"allow":["/twilio/voice/*"]}`, `{"allow":["/twilio/messaging/services.phonenumbers/*"],"deny":["/twilio/voice/calls/list"]}`,
		`{"allow":null}`, `["x"]`, `{"allow":["/twilio/voice/calls/create","/twilio/iam/api:keys/read"]}`, `{"allow":[1]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > longest {
			return
		}
		p, problem := readPolicy(text)
		if problem != nil {
			return
		}
		if len(p.Allow) == 0 || len(p.Allow)+len(p.Deny) > maxPermissions {
			t.Fatalf("%d and %d permissions were let through", len(p.Allow), len(p.Deny))
		}
		for _, permission := range p.Allow {
			if !matchesPermission(p.Allow, permission) {
				t.Fatalf("%s is listed and not allowed", permission)
			}
		}
		if matchesPermission(p.Allow, "/twilio/nothing/at.all/read") {
			t.Fatal("a product is allowed that is in no policy")
		}
		written, err := json.Marshal(p.json())
		if err != nil {
			t.Fatal(err)
		}
		again, problem := readPolicy(string(written))
		if problem != nil || !slices.Equal(again.Allow, p.Allow) || !slices.Equal(again.Deny, p.Deny) {
			t.Fatalf("%s came back as %v", written, again)
		}
	})
}

// FuzzUserFilter: a filter that is taken names a member and a value without quotes.
func FuzzUserFilter(f *testing.F) {
	const longest = 4 << 10 // bytes
	for _, seed := range []string{``, `userName eq "ada"`, ` EXTERNALID  EQ "" `, `userName eq "a" or userName eq "b"`, `userName eq ada`, "userName eq \"\x00\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > longest {
			return
		}
		parts := aFilter.FindStringSubmatch(text)
		if parts == nil {
			return
		}
		member := strings.ToLower(parts[1])
		if member != "username" && member != "externalid" || strings.Contains(parts[2], `"`) {
			t.Fatalf("%q was read as %q", text, parts)
		}
	})
}
