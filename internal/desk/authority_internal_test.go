package desk

import (
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNameConstraints: whoever trusts the authority trusts it for Twilio's names alone, even
// if somebody else had its key.
func TestNameConstraints(t *testing.T) {
	t.Parallel()
	a, err := newAuthority()
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	for name, good := range map[string]bool{"api.twilio.com": true, "api.dublin.ie1.twilio.com": true, "example.com": false, "twilio.com.example.com": false, "eviltwilio.com": false} {
		leaf, err := a.newLeaf(name)
		require.NoError(t, err)
		cert, err := x509.ParseCertificate(leaf.Certificate[0])
		require.NoError(t, err)
		_, err = cert.Verify(x509.VerifyOptions{Roots: roots, DNSName: name})
		assert.Equal(t, good, err == nil, "%s: %v", name, err)
		assert.False(t, cert.IsCA)
		_, err = a.leaf(name)
		assert.Equal(t, good, err == nil, name)
	}
	other, err := newAuthority()
	require.NoError(t, err)
	assert.False(t, a.key.Equal(other.key))
}

// TestLeaves: certificates are kept, and as many as the bound says.
func TestLeaves(t *testing.T) {
	t.Parallel()
	a, err := newAuthority()
	require.NoError(t, err)
	first, err := a.leaf("api.twilio.com")
	require.NoError(t, err)
	again, err := a.leaf("api.twilio.com")
	require.NoError(t, err)
	assert.Same(t, first, again)
	for i := range maxLeaves + 10 {
		_, err := a.leaf(fmt.Sprintf("n%d.twilio.com", i))
		require.NoError(t, err)
		assert.LessOrEqual(t, len(a.leaves), maxLeaves)
	}
}

// TestCertificateFile: a path of the user's own is not a way to destroy a file.
func TestCertificateFile(t *testing.T) {
	t.Parallel()
	a, err := newAuthority()
	require.NoError(t, err)
	folder := t.TempDir()

	kept := filepath.Join(folder, "secret.pem")
	require.NoError(t, os.WriteFile(kept, []byte("something else"), 0o600))
	_, err = a.save(kept)
	require.ErrorContains(t, err, "name another file")
	content, err := os.ReadFile(kept)
	require.NoError(t, err)
	assert.Equal(t, "something else", string(content))

	link := filepath.Join(folder, "link.pem")
	require.NoError(t, os.Symlink(kept, link))
	_, err = a.save(link)
	require.ErrorContains(t, err, "name another file")

	path := filepath.Join(folder, "ca.pem")
	file, err := a.save(path)
	require.NoError(t, err)
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o644), info.Mode().Perm())

	next, err := newAuthority()
	require.NoError(t, err)
	_, err = next.save(path)
	require.NoError(t, err, "a file of an earlier start is replaced")
	a.remove(file)
	assert.FileExists(t, path, "it belongs to the other one by now")
	next.remove(file)
	assert.NoFileExists(t, path)

	made, err := a.save("")
	require.NoError(t, err)
	info, err = os.Stat(filepath.Dir(made.path))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	a.remove(made)
	assert.NoDirExists(t, filepath.Dir(made.path))
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, entries, 2, "no temporary file stays")
}
