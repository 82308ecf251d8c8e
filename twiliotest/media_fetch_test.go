package twiliotest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// pictureOf answers with a PNG of some length.
func pictureOf(length int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		user, password, _ := r.BasicAuth()
		_, _ = w.Write([]byte(strings.Repeat("x", length) + user + password + r.Header.Get("X-Twilio-Signature")))
	})
}

// sendFiles lets the program send files, and returns them as the simulator keeps them.
func sendFiles(t *testing.T, sim *twiliotest.Sim, addresses ...string) []twiliotest.Media {
	t.Helper()
	sent, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, MediaURL: addresses})
	require.NoError(t, err)
	sim.Clock.Advance(5 * time.Second)
	m, ok := sim.MessageOf(sent.SID)
	require.True(t, ok)
	return m.Media
}

func TestFilesAreFetched(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(pictureOf(3))
	t.Cleanup(server.Close)
	elsewhere := httptest.NewServer(http.RedirectHandler(server.URL+"/moved.png", http.StatusFound))
	t.Cleanup(elsewhere.Close)
	sim := twiliotest.New(t, twiliotest.FetchMedia(), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sim.Handle(hooks, pictureOf(2))
	sim.File("https://example.com/known.pdf", "application/pdf", []byte("known"))
	withUser := strings.Replace(server.URL, "http://", "http://user:secret@", 1)
	got := sendFiles(t, sim, hooks+"/a", server.URL+"/b", elsewhere.URL, withUser, "https://example.com/known.pdf")
	require.Len(t, got, 5)
	for i, want := range []string{"xx", "xxx", "xxx", "xxxusersecret", "known"} {
		assert.Equal(t, want, string(got[i].Content), i)
	}
	assert.Equal(t, []string{"image/png", "application/pdf"}, []string{got[0].ContentType, got[4].ContentType})
	sim.Number(clinic, twiliotest.SMSWebhook(text("text/xml", "<Response/>")))
	sim.Phone(ada).SendSMS(clinic, "Look", twiliotest.Attach(hooks+"/mine"))
	sim.Clock.Advance(time.Second)
	assert.Equal(t, "xx", string(sim.Messages()[1].Media[0].Content), "of a phone")
}

func TestFilesThatCannotBeFetched(t *testing.T) {
	t.Parallel()
	broken := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(broken.Close)
	round := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) }))
	t.Cleanup(round.Close)
	large := httptest.NewServer(pictureOf(5<<20 + 1))
	t.Cleanup(large.Close)
	for address, code := range map[string]twilio.ErrorCode{
		"https://nobody.example.com/a.png": 11205,
		"http://169.254.169.254/latest":    11205,
		broken.URL:                         11205,
		round.URL:                          11215,
		large.URL:                          11751,
	} {
		sim := twiliotest.New(t, twiliotest.FetchMedia(), twiliotest.AllowUnexpected())
		sim.Number(clinic)
		got := sendFiles(t, sim, address)
		assert.Equal(t, address, string(got[0].Content))
		alert := sim.ExpectAlert(code)
		assert.Equal(t, sim.Messages()[0].SID, alert.About)
		assert.Contains(t, alert.Message, alert.About)
		assert.Equal(t, twilio.MessageStatusDelivered, sim.Messages()[0].Status)
	}
}

// TestFetchedFilesAreBounded: the oldest files make room for new ones.
func TestFetchedFilesAreBounded(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(pictureOf(4 << 20))
	t.Cleanup(server.Close)
	sim := twiliotest.New(t, twiliotest.FetchMedia(), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	for range 2 {
		sendFiles(t, sim, server.URL, server.URL, server.URL, server.URL, server.URL, server.URL, server.URL, server.URL, server.URL, server.URL)
	}
	total := 0
	for _, m := range sim.Messages() {
		for _, file := range m.Media {
			total += len(file.Content)
		}
	}
	assert.LessOrEqual(t, total, 65<<20)
	assert.Equal(t, server.URL, string(sim.Messages()[0].Media[0].Content))
	assert.Len(t, sim.Messages()[1].Media[9].Content, 4<<20)
}

// TestFetchedFilesAreReleased: a file that goes with its message, or alone, makes room.
func TestFetchedFilesAreReleased(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(pictureOf(1 << 10))
	t.Cleanup(server.Close)
	for name, release := range map[string]func(*twiliotest.Sim){
		"its message is forgotten": func(sim *twiliotest.Sim) {
			for range 2 {
				_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
				require.NoError(t, err)
				sim.Clock.Advance(time.Minute)
			}
		},
		"all is cleared": func(sim *twiliotest.Sim) { sim.Clear(twiliotest.Clearing{Messages: true}) },
		"it is deleted": func(sim *twiliotest.Sim) {
			m := sim.Messages()[0]
			for _, file := range m.Media {
				require.NoError(t, sim.Client().Media.Delete(t.Context(), m.SID, file.SID))
			}
		},
	} {
		sim := twiliotest.New(t, twiliotest.FetchMedia(), twiliotest.AllowUnexpected(), twiliotest.History(1))
		sim.Number(clinic)
		sendFiles(t, sim, server.URL+"/a", server.URL+"/b")
		require.Equal(t, 2<<10, sim.FetchedBytes(), name)
		release(sim)
		sim.Clock.Advance(time.Minute)
		assert.Zero(t, sim.FetchedBytes(), name)
	}
}

// TestADeletedFileDoesNotShiftTheOthers: a file keeps its address when the one before it
// is deleted.
func TestADeletedFileDoesNotShiftTheOthers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected())
	sim.Number(clinic)
	sendFiles(t, sim, "https://example.com/a.png", "https://example.com/b.png")
	m := sim.Messages()[0]
	require.NoError(t, sim.Client().Media.Delete(t.Context(), m.SID, m.Media[0].SID))
	left := sim.Messages()[0].Media
	require.Len(t, left, 1)
	assert.Equal(t, "https://example.com/b.png", left[0].URL)
}
