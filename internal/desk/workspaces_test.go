package desk_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
	"github.com/seed15d99369/twilio/internal/desk"
)

// team is a made-up account of a workspace.
func team(n int) (sid, token string) { return fmt.Sprintf("AC%032x", n), fmt.Sprintf("%032d", n) }

func clientOf(t *testing.T, d *desk.Desk, sid string, credential twilio.Credential) *twilio.Client {
	t.Helper()
	client, err := twilio.New(sid, credential, twilio.WithBaseURL(d.URL()))
	require.NoError(t, err)
	return client
}

// listed are the texts of the messages that a client sees.
func listed(t *testing.T, client *twilio.Client) (texts []string) {
	t.Helper()
	for message, err := range client.Messages.All(t.Context(), twilio.MessageListParams{}) {
		require.NoError(t, err)
		texts = append(texts, message.Body)
	}
	return texts
}

// TestTeams do not see each other's messages, over a restart neither, and a key belongs to
// the one that made it.
func TestTeams(t *testing.T) {
	t.Parallel()
	config := desk.Config{Workspaces: true, StateFile: filepath.Join(t.TempDir(), "state")}
	var key *iam.NewKey
	use := func(d *desk.Desk, again bool) {
		for n := range 2 {
			sid, token := team(n)
			client := clientOf(t, d, sid, twilio.AuthToken(token))
			if !again {
				_, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: fmt.Sprint("From team ", n)})
				require.NoError(t, err)
			}
			assert.Equal(t, []string{fmt.Sprint("From team ", n)}, listed(t, client))
		}
		sid, token := team(1)
		if !again {
			var err error
			key, err = iam.New(clientOf(t, d, sid, twilio.AuthToken(token))).Keys.Create(t.Context(), iam.KeyCreateParams{AccountSID: sid})
			require.NoError(t, err)
		}
		assert.Equal(t, []string{"From team 1"}, listed(t, clientOf(t, d, sid, twilio.APIKey(key.SID, key.Secret.Reveal()))))
		other, _ := team(0)
		_, err := clientOf(t, d, other, twilio.APIKey(key.SID, key.Secret.Reveal())).Messages.List(t.Context(), twilio.MessageListParams{})
		assert.ErrorIs(t, err, twilio.CodeNotAuthenticated)
		_, err = clientOf(t, d, sid, twilio.AuthToken(strings.Repeat("0", 32))).Messages.List(t.Context(), twilio.MessageListParams{})
		assert.ErrorIs(t, err, twilio.CodeNotAuthenticated)
	}
	once(t, config, func(d *desk.Desk) { use(d, false) })
	once(t, config, func(d *desk.Desk) {
		client := clientOf(t, d, "AC"+strings.Repeat("9", 32), twilio.APIKey(key.SID, key.Secret.Reveal()))
		_, err := client.Messages.List(t.Context(), twilio.MessageListParams{})
		assert.ErrorIs(t, err, twilio.CodeNotAuthenticated, "a key makes no workspace")
		use(d, true)
	})
	for _, name := range []string{"", "." + first(team(0)), "." + first(team(1))} {
		info, err := os.Stat(config.StateFile + name)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), name)
	}
	entries, err := os.ReadDir(filepath.Dir(config.StateFile))
	require.NoError(t, err)
	assert.Len(t, entries, 3)
}

func first(sid, _ string) string { return sid }

// TestWorkspaceOfPeople: under /_sim/ a browser asks for the account, and a wrong token is no
// way to look at another team's messages.
func TestWorkspaceOfPeople(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{Workspaces: true})
	sid, token := team(1)
	client := clientOf(t, d, sid, twilio.AuthToken(token))
	_, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "A secret of team 1"})
	require.NoError(t, err)
	other, otherToken := team(2)
	tests := []struct {
		name, authorization string
		status              int
		sees                bool
	}{
		{"nobody", "", http.StatusUnauthorized, false},
		{"the team", basic(sid, token), http.StatusOK, true},
		{"a wrong token", basic(sid, otherToken), http.StatusUnauthorized, false},
		{"no token", basic(sid, ""), http.StatusUnauthorized, false},
		{"another team", basic(other, otherToken), http.StatusOK, false},
		{"a bearer", "Bearer " + token, http.StatusUnauthorized, false},
	}
	for _, tt := range tests {
		for _, path := range []string{"/_sim/v1/messages", "/_sim/phones/+14155551234"} {
			resp, body := send(t, d, "GET "+path+" HTTP/1.1\nHost: localhost:PORT\nAuthorization: "+tt.authorization)
			assert.Equal(t, tt.status == http.StatusUnauthorized, resp.StatusCode == http.StatusUnauthorized, tt.name+path)
			assert.Equal(t, tt.sees, strings.Contains(body, "A secret"), tt.name+path)
			assert.Equal(t, tt.status == http.StatusUnauthorized, resp.Header.Get("WWW-Authenticate") != "", tt.name+path)
		}
	}
}

// TestMediaOfWorkspaces: a redirect to a file leads into the workspace, without credentials.
func TestMediaOfWorkspaces(t *testing.T) {
	t.Parallel()
	d := serve(t, desk.Config{Workspaces: true})
	sid, token := team(1)
	for _, opt := range []twilio.Option{twilio.WithBaseURL(d.URL()), twilio.WithHTTPClient(through(t, d))} {
		client, err := twilio.New(sid, twilio.AuthToken(token), opt)
		require.NoError(t, err)
		message, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, MediaURL: []string{"https://example.com/cat.png"}})
		require.NoError(t, err)
		for media, err := range client.Media.All(t.Context(), message.SID, twilio.MediaListParams{}) {
			require.NoError(t, err)
			file, err := client.Media.Download(t.Context(), message.SID, media.SID)
			require.NoError(t, err)
			_, err = io.ReadAll(file)
			require.NoError(t, errors.Join(err, file.Close()))
		}
	}
}

// TestMixedFiles: a file of one kind of server is not taken for one of the other.
func TestMixedFiles(t *testing.T) {
	t.Parallel()
	for _, first := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "state")
		once(t, desk.Config{StateFile: path, Workspaces: first}, func(d *desk.Desk) {
			sid, token := team(1)
			if !first {
				sid, token = d.Example().AccountSID(), d.Example().AuthToken()
			}
			_, err := clientOf(t, d, sid, twilio.AuthToken(token)).Messages.List(t.Context(), twilio.MessageListParams{})
			require.NoError(t, err)
		})
		_, err := desk.New(desk.Config{StateFile: path, Workspaces: !first})
		var field *desk.FieldError
		assert.ErrorAs(t, err, &field, "workspaces first: %v", first)
	}
}
