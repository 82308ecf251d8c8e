//go:build unix

package twiliotest_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// stateEnv names the state file of a process that is a server of this test.
const stateEnv = "TWILIOTEST_STATE_SERVER"

// TestStateServer is the server: the test that kills starts this test alone in a process of
// its own. It runs until its standard input ends.
func TestStateServer(t *testing.T) { //nolint:paralleltest // it is alone in its process
	path := os.Getenv(stateEnv)
	if path == "" {
		t.Skip("it is the process of another test")
	}
	sim, err := twiliotest.Start(twiliotest.StateFile(path), twiliotest.ClockSpeed(100), twiliotest.Balance("100000", "USD"))
	require.NoError(t, err)
	_, _ = fmt.Fprintln(os.Stdout, "ready "+sim.URL()+" "+sim.AuthToken())
	_, _ = io.Copy(io.Discard, os.Stdin)
	require.NoError(t, sim.Close())
}

// stateServer is a process with a simulator.
type stateServer struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	url   string
	token string
}

func startServer(t *testing.T, path string) *stateServer {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestStateServer$")
	cmd.Env = append(os.Environ(), stateEnv+"="+path)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	s := &stateServer{cmd: cmd, stdin: stdin}
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if ready, found := strings.CutPrefix(lines.Text(), "ready "); found {
			s.url, s.token, _ = strings.Cut(ready, " ")
			return s
		}
		t.Log(lines.Text())
	}
	require.NoError(t, cmd.Wait())
	require.Fail(t, "the server has not begun")
	return nil
}

// kill ends the process at once.
func (s *stateServer) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

const stateAccount = "AC5a1d0000000000000000000000000001"

func (s *stateServer) client(t *testing.T, credential twilio.Credential) *twilio.Client {
	t.Helper()
	client, err := twilio.New(stateAccount, credential, twilio.WithBaseURL(s.url), twilio.WithRetry(twilio.RetryPolicy{MaxAttempts: 1}))
	require.NoError(t, err)
	return client
}

func (s *stateServer) post(ctx context.Context, path string, form string) (status int, body string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+path, strings.NewReader(form))
	if err != nil {
		return 0, err.Error()
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(stateAccount, s.token)
	resp, err := new(http.Client).Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err.Error()
	}
	return resp.StatusCode, string(text)
}

// promises is what the servers have answered so far, and have to know after their deaths.
type promises struct {
	mu       sync.Mutex
	messages map[string]string // the bodies by the SIDs
	keys     map[string]string // the secrets by the SIDs
	twice    []string          // SIDs that were given to two messages
}

func (p *promises) message(sid, body string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.messages[sid]; known {
		p.twice = append(p.twice, sid)
	}
	p.messages[sid] = body
}

// use makes requests until the server dies.
func (s *stateServer) use(ctx context.Context, client *twilio.Client, p *promises, number, name string) {
	for n := 0; ; n++ {
		body := fmt.Sprint(name, " ", n)
		m, err := client.Messages.Create(ctx, twilio.MessageCreateParams{To: "+14155551234", From: number, Body: body})
		if err != nil {
			return
		}
		p.message(m.SID, body)
	}
}

// TestNothingThatWasAnsweredIsLostByAKill kills servers at random moments while programs
// use them, and lets each next one show what all have promised.
func TestNothingThatWasAnsweredIsLostByAKill(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts many processes")
	}
	t.Parallel()
	const kills = 20
	path := filepath.Join(t.TempDir(), "state")
	p := &promises{messages: map[string]string{}, keys: map[string]string{}}
	random := rand.New(rand.NewPCG(1, 2))
	var service, number string
	for round := range kills + 1 {
		server := startServer(t, path)
		client := server.client(t, twilio.AuthToken(server.token))
		if round == 0 {
			service, number = server.configure(t)
		}
		server.check(t, client, p, service)
		if round == kills {
			_ = server.stdin.Close()
			require.NoError(t, server.cmd.Wait())
			return
		}
		server.addKey(t, p)
		var programs sync.WaitGroup
		for program := range 3 {
			programs.Go(func() { server.use(t.Context(), client, p, number, fmt.Sprint("round ", round, " program ", program)) })
		}
		for began, wait := time.Now(), time.Duration(random.Int64N(int64(60*time.Millisecond))); time.Since(began) < wait; {
			_, _ = server.post(t.Context(), "/api/2010-04-01/Accounts/"+stateAccount+"/Queues.json", "FriendlyName="+fmt.Sprint("q", round, "x", random.Uint64()))
		}
		server.kill()
		programs.Wait()
	}
}

// configure makes the number and the service that all rounds use.
func (s *stateServer) configure(t *testing.T) (service, number string) {
	t.Helper()
	account := "/api/2010-04-01/Accounts/" + stateAccount
	status, body := s.post(t.Context(), account+"/IncomingPhoneNumbers.json", "AreaCode=415")
	require.Equal(t, 201, status, body)
	number = valueIn(body, "phone_number")
	status, body = s.post(t.Context(), "/messaging/v1/Services", "FriendlyName=Reminders")
	require.Equal(t, 201, status, body)
	return valueIn(body, "sid"), number
}

// valueIn is the first text of a name in an answer.
func valueIn(body, name string) string {
	_, rest, _ := strings.Cut(body, `"`+name+`":"`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func (s *stateServer) addKey(t *testing.T, p *promises) {
	t.Helper()
	status, body := s.post(t.Context(), "/api/2010-04-01/Accounts/"+stateAccount+"/Keys.json", "FriendlyName=CI")
	require.Equal(t, 201, status, body)
	p.keys[valueIn(body, "sid")] = valueIn(body, "secret")
}

// check looks for everything that was promised.
func (s *stateServer) check(t *testing.T, client *twilio.Client, p *promises, service string) {
	t.Helper()
	assert.Empty(t, p.twice)
	found := map[string]string{}
	for m, err := range client.Messages.All(t.Context(), twilio.MessageListParams{PageSize: 1000}) {
		require.NoError(t, err)
		found[m.SID] = m.Body
	}
	for sid, body := range p.messages {
		require.Equal(t, body, found[sid], "message %s", sid)
	}
	for sid, secret := range p.keys {
		_, err := s.client(t, twilio.APIKey(sid, secret)).Balance.Get(t.Context())
		require.NoError(t, err, "key %s", sid)
	}
	status, body := s.post(t.Context(), "/messaging/v1/Services/"+service, "FriendlyName=Reminders")
	require.Equal(t, 200, status, body)
}
