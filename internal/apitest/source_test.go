package apitest

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/apitest/fake"
)

func TestSaysMore(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, doc string
		want      bool
	}{
		{"Limit", "Limit is the most that a service sends in a time.", true},
		{"Limit", "", false},
		{"Limit", "Limit is a limit.", false},
		{"Limits.Create", "Create creates a limit.", false},
		{"Limits.Create", "Create makes a limit. When the name is taken it fails with code 60200.", true},
		{"Limits.Get", "Get gets the limits.\n\nTwilio docs: https://www.twilio.com/docs/verify/api/service-rate-limits", false},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, saysMore(tt.name, tt.doc), "%s: %q", tt.name, tt.doc)
	}
}

const someSource = `package some

// Channel is how a code reaches a person.
type Channel string

// The ways.
const (
	ChannelSMS  Channel = "sms"
	ChannelCall Channel = "call"
)

const Silent = 1

type Codes struct{}

// Send sends a code by a channel.
//
// Twilio docs: https://www.twilio.com/docs/verify
func (c *Codes) Send() {}

func (c Codes) Stop() {}

type hidden struct{}

func (hidden) Shown() {}
`

func TestSource(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "some.go"), []byte(someSource), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "some_test.go"), []byte("not Go"), 0o600))
	s, err := readSource(folder)
	require.NoError(t, err)
	assert.Equal(t, map[string]bool{"sms": true, "call": true}, s.constants["Channel"])
	assert.Equal(t, []string{"Channel", "Codes", "Codes.Send", "Codes.Stop"}, sortedKeys(s.exported))
	assert.Equal(t, []string{"ChannelCall", "ChannelSMS", "Silent"}, sortedKeys(s.values))
	assert.Equal(t, "The ways.\n", s.docs["ChannelSMS"])
	assert.Len(t, docLink.FindAllString(s.docs["Codes.Send"], -1), 1)

	r := &recorder{}
	suite := &suite{Product: Product{Name: "some"}, sources: &sources{read: map[string]*source{"some": s}}}
	suite.checkComments(r, "some")
	require.Len(t, r.failures, 3)
	assert.Contains(t, r.failures[0], "Silent has no comment")
	assert.Contains(t, r.failures[1], "the comment of Codes says no more than its name")
	assert.Contains(t, r.failures[2], "the comment of Codes.Stop")
}

func TestLinksOfMethods(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{"Get returns it.", "Get.\n\nTwilio docs: https://www.twilio.com/docs/a\nTwilio docs: https://www.twilio.com/docs/b"} {
		p := fakeProduct(func(*fake.Operations) {})
		r := &recorder{}
		s := newSuite(r, p, &sources{})
		src, err := s.sources.of(s.operations[0].pkgPath)
		require.NoError(t, err)
		i := slices.IndexFunc(s.operations, func(o *operation) bool { return o.key == "Limits.Get" })
		src.docs["Limits.Get"] = doc
		(&check{operation: s.operations[i], t: r}).checkDoc()
		require.Len(t, r.failures, 1)
		assert.Contains(t, r.failures[0], "fake.Limits.Get")
		assert.Contains(t, r.failures[0], "Twilio docs: https://www.twilio.com/docs/…")
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
