package desk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/twiliotest"
)

// account is a made-up account SID.
func account(n int) string { return fmt.Sprintf("AC%032x", n) }

// one is a token.
const one = "11111111111111111111111111111111"

// statusOf is that of the answer of a simulator.
func statusOf(sim *twiliotest.Sim, r *http.Request) int {
	w := httptest.NewRecorder()
	sim.Handler().ServeHTTP(w, r)
	return w.Code
}

func madeWorkspaces(t *testing.T, most int) *workspaces {
	t.Helper()
	ws := newWorkspaces(func(who identity) (*twiliotest.Sim, error) {
		return twiliotest.Start(twiliotest.Account(who.sid, who.token))
	}, most)
	t.Cleanup(func() { assert.NoError(t, ws.close()) })
	return ws
}

func asking(user, password string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/api/2010-04-01/Accounts.json", http.NoBody)
	r.SetBasicAuth(user, password)
	return r
}

// TestPin: the first use of an account SID pins its token, for the API and for people.
func TestPin(t *testing.T) {
	t.Parallel()
	ws := madeWorkspaces(t, 10)
	first, problem := ws.forAPI(asking(account(1), one))
	require.Nil(t, problem)
	again, problem := ws.forPeople(asking(account(1), one))
	require.Nil(t, problem)
	assert.Same(t, first, again)
	other, problem := ws.forPeople(asking(account(2), one))
	require.Nil(t, problem)
	assert.NotSame(t, first, other)

	tests := []struct{ name, user, password string }{
		{"another token", account(1), strings.Repeat("2", 32)},
		{"no token", account(1), ""},
		{"no token for a new account", account(3), ""},
		{"a longer token", account(1), one + "1"},
		{"no account", "", one},
		{"a key that nobody has made", "SK" + account(1)[2:], one},
		{"a short SID", account(1)[:33], one},
		{"a long SID", account(1) + "0", one},
		{"capitals", strings.Replace(account(1), "1", "A", 1), one},
		{"a path", "AC" + strings.Repeat("../", 10) + "ab", one},
		{"a token that is none, for a new account", account(3), "short"},
		{"no hexadecimal digits", "AC" + strings.Repeat("g", 32), one},
	}
	for _, tt := range tests {
		r := asking(tt.user, tt.password)
		sim, problem := ws.forAPI(r)
		if problem == nil {
			assert.Equal(t, http.StatusUnauthorized, statusOf(sim, r), tt.name) // the simulator refuses it
		} else {
			assert.Equal(t, http.StatusUnauthorized, problem.status, tt.name)
			assert.Contains(t, problem.json, "20003", tt.name)
		}
		_, problem = ws.forPeople(asking(tt.user, tt.password))
		require.NotNil(t, problem, tt.name)
		assert.Equal(t, http.StatusUnauthorized, problem.status, tt.name)
		assert.NotEmpty(t, problem.challenge, tt.name)
	}
	_, problem = ws.forAPI(httptest.NewRequest(http.MethodGet, "/api/2010-04-01/Accounts.json", http.NoBody))
	require.NotNil(t, problem)
	assert.Equal(t, http.StatusUnauthorized, problem.status)
	assert.Len(t, ws.bySID, 2)
}

// TestMostWorkspaces: whoever asks for more is told.
func TestMostWorkspaces(t *testing.T) {
	t.Parallel()
	ws := madeWorkspaces(t, 2)
	for i := range 2 {
		_, problem := ws.forAPI(asking(account(i), one))
		require.Nil(t, problem)
	}
	_, problem := ws.forAPI(asking(account(3), one))
	require.NotNil(t, problem)
	assert.Equal(t, http.StatusServiceUnavailable, problem.status)
	_, problem = ws.forAPI(asking(account(1), one))
	assert.Nil(t, problem, "those that are there stay")
}

// TestFirstUseAtOnce: of several first uses, one pins the token.
func TestFirstUseAtOnce(t *testing.T) {
	t.Parallel()
	ws := madeWorkspaces(t, 10)
	got := make([]int, 8)
	var asked sync.WaitGroup
	for i := range got {
		asked.Go(func() {
			r := asking(account(1), fmt.Sprintf("%032d", i))
			sim, problem := ws.forAPI(r)
			if assert.Nil(t, problem) {
				got[i] = statusOf(sim, r)
			}
		})
	}
	asked.Wait()
	slices.Sort(got)
	assert.Equal(t, []int{200, 401, 401, 401, 401, 401, 401, 401}, got)
}

// TestStoragePath: files of the storage have no credentials; the path says whose they are.
func TestStoragePath(t *testing.T) {
	t.Parallel()
	ws := madeWorkspaces(t, 10)
	sim, problem := ws.forAPI(asking(account(1), one))
	require.Nil(t, problem)
	for address, want := range map[string]int{
		"http://localhost/storage/" + account(1) + "/x":      0,
		"https://storage.twilio.com/" + account(1) + "/x":    0,
		"http://localhost/storage/" + account(2) + "/x":      http.StatusNotFound,
		"http://localhost/storage/x":                         http.StatusNotFound,
		"http://localhost/api/storage/" + account(1):         http.StatusUnauthorized,
		"https://api.twilio.com/storage/" + account(1) + "/": http.StatusUnauthorized,
	} {
		found, problem := ws.forAPI(httptest.NewRequest(http.MethodGet, address, http.NoBody))
		if want == 0 {
			assert.Same(t, sim, found, address)
		} else if assert.NotNil(t, problem, address) {
			assert.Equal(t, want, problem.status, address)
		}
	}
}
