package twiliotest_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	ada    = "+14155551234"
	clinic = "+14155556789"
)

// send sends a text that the simulator must accept.
func send(t *testing.T, sim *twiliotest.Sim, body string) *twilio.Message {
	t.Helper()
	sim.Number(clinic)
	msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: body})
	require.NoError(t, err)
	return msg
}

// quiet keeps a program's alerts out of the log of the tests.
func quiet() twiliotest.Option { return twiliotest.Logger(slog.New(slog.DiscardHandler)) }

// recorder is a T that keeps its errors.
type recorder struct {
	ctx context.Context

	mu       sync.Mutex
	said     []string
	cleanups []func()
}

func record(t *testing.T) *recorder {
	t.Helper()
	return &recorder{ctx: t.Context()}
}

func (r *recorder) Helper()                  {}
func (r *recorder) Context() context.Context { return r.ctx }
func (r *recorder) Cleanup(f func())         { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Logf(string, ...any)      {}
func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, fmt.Sprintf(format, args...))
}
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...) }

// finish runs the cleanups and returns the errors.
func (r *recorder) finish() string {
	for _, f := range r.cleanups {
		f()
	}
	return strings.Join(r.said, "\n")
}

func TestTextIsDelivered(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	msg := send(t, sim, "See you at 9")
	assert.Equal(t, twilio.MessageStatusQueued, msg.Status)
	assert.Empty(t, msg.Price)
	assert.True(t, msg.DateSent.IsZero())

	sms := sim.Phone(ada).ExpectSMS("at 9")
	assert.Equal(t, []string{msg.SID, clinic, ada, "See you at 9"}, []string{sms.SID, sms.From, sms.To, sms.Body})
	assert.Empty(t, sms.MediaURLs)

	msg, err := sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusDelivered, msg.Status)
	assert.Equal(t, twilio.Decimal("-0.00790"), msg.Price)
	assert.False(t, msg.DateSent.IsZero())
	require.NoError(t, msg.Err())
	bal, err := sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, twilio.Balance{AccountSID: sim.AccountSID(), Amount: "19.99210", Currency: "USD"}, *bal)
}

func TestStatusesFollowTheClock(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	msg := send(t, sim, "tick")
	seen := []twilio.MessageStatus{msg.Status}
	for range 30 {
		require.NoError(t, sim.Clock.Sleep(t.Context(), 100*time.Millisecond))
		msg, err := sim.Client().Messages.Get(t.Context(), msg.SID)
		require.NoError(t, err)
		if msg.Status != seen[len(seen)-1] {
			seen = append(seen, msg.Status)
		}
	}
	assert.Equal(t, []twilio.MessageStatus{"queued", "sending", "sent", "delivered"}, seen)
	sim.Phone(ada).ExpectSMS("tick")
}

func TestUnexpectedMessageFailsTheTest(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec)
	send(t, sim, "surprise")
	assert.Contains(t, rec.finish(), `nobody expected message SM`)
	assert.Contains(t, strings.Join(rec.said, ""), `"surprise"`)

	rec = record(t)
	sim = twiliotest.New(rec, twiliotest.AllowUnexpected())
	send(t, sim, "surprise")
	assert.Empty(t, rec.finish())
}

func TestExpectSaysWhatArrivedInstead(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec, twiliotest.AllowUnexpected())
	sim.Phone(ada).ExpectSMS("anything")
	assert.Contains(t, strings.Join(rec.said, ""), "Nothing was sent to it")
	rec.said = nil
	send(t, sim, "See you at 9")
	sim.Phone(ada).ExpectSMS("at 10")
	assert.Contains(t, strings.Join(rec.said, ""), `no message with "at 10"`)
	assert.Contains(t, strings.Join(rec.said, ""), `delivered from +14155556789 to +14155551234: "See you at 9"`)
	rec.said = nil
	sim.Phone(ada).ExpectSMS("at 9")
	assert.Empty(t, rec.finish())
}

func TestUnreachablePhone(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Phone(ada).Unreachable(twilio.CodeHandsetUnreachable)
	msg := send(t, sim, "anybody there?")
	sim.Clock.Advance(time.Minute)
	msg, err := sim.Client().Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusUndelivered, msg.Status)
	require.ErrorIs(t, msg.Err(), twilio.CodeHandsetUnreachable)
	require.ErrorIs(t, msg.Err(), twilio.ErrUnreachable)
	assert.NotEmpty(t, msg.ErrorMessage)
}

func TestOptOut(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	phone := sim.Phone(ada)
	phone.OptOut()
	sim.Number(clinic)
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "x"})
	require.ErrorIs(t, err, twilio.ErrOptedOut)
	assert.Empty(t, sim.Messages())
	phone.OptIn()
	send(t, sim, "welcome back")
	phone.ExpectSMS("welcome back")
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	keySID, secret := sim.APIKey()
	wrong := "ffffffffffffffffffffffffffffffff"
	tests := []struct {
		name       string
		account    string
		credential twilio.Credential
		want       error
	}{
		{"token", sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), nil},
		{"API key", sim.AccountSID(), twilio.APIKey(keySID, secret), nil},
		{"wrong token", sim.AccountSID(), twilio.AuthToken(wrong), twilio.ErrAuthentication},
		{"wrong secret", sim.AccountSID(), twilio.APIKey(keySID, wrong), twilio.ErrAuthentication},
		{"somebody else's account", "ACffffffffffffffffffffffffffffffff", twilio.APIKey(keySID, secret), twilio.ErrAuthentication},
		{"test credentials", sim.TestAccountSID(), twilio.AuthToken(sim.TestAuthToken()), twilio.CodeNotWithTestCredentials},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, err := twilio.New(tt.account, tt.credential, sim.Options()...)
			require.NoError(t, err)
			_, err = client.Balance.Get(t.Context())
			if tt.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tt.want)
		})
	}
}

func TestBalanceRunsOut(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.Balance("0.01", "EUR"))
	send(t, sim, "one")
	sim.Phone(ada).ExpectSMS("one")
	send(t, sim, "two") // on credit of the last cent
	sim.Phone(ada).ExpectSMS("two")
	bal, err := sim.Client().Balance.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, twilio.Decimal("-0.00580"), bal.Amount)
	assert.Equal(t, "EUR", bal.Currency)
	_, err = sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "three"})
	require.ErrorIs(t, err, twilio.ErrInsufficientFunds)
	require.ErrorIs(t, err, twilio.CodeAccountNotActive)
}

func TestURLSpeaksToOthers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	client, err := twilio.New(sim.AccountSID(), twilio.AuthToken(sim.AuthToken()), twilio.WithBaseURL(sim.URL()))
	require.NoError(t, err)
	defer client.CloseIdleConnections()
	msg, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada, From: clinic, Body: "with a picture", MediaURL: []string{"https://example.com/cat.png"},
	})
	require.NoError(t, err)
	sim.Phone(ada).ExpectSMS("picture")
	var n int
	for media, err := range client.Media.All(t.Context(), msg.SID, twilio.MediaListParams{}) {
		require.NoError(t, err)
		body, err := client.Media.Download(t.Context(), msg.SID, media.SID)
		require.NoError(t, err)
		content, err := io.ReadAll(body)
		require.NoError(t, err)
		require.NoError(t, body.Close())
		assert.Equal(t, "https://example.com/cat.png", string(content))
		n++
	}
	assert.Equal(t, 1, n)
	assert.True(t, strings.HasPrefix(sim.URL(), "http://127.0.0.1:"))
}

func TestURLAfterClose(t *testing.T) {
	t.Parallel()
	sim, err := twiliotest.Start(quiet())
	require.NoError(t, err)
	require.NoError(t, sim.Close())
	assert.Empty(t, sim.URL())
	_, err = sim.Client().Balance.Get(t.Context())
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	_, err = sim.Phone(ada).WaitSMS(t.Context())
	require.Error(t, err)
}

func TestOptionsThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]twiliotest.Option{
		"two clocks":         {twiliotest.WallTime(), twiliotest.StartAt(time.Unix(0, 0))},
		"two clocks, turned": {twiliotest.StartAt(time.Unix(0, 0)), twiliotest.WallTime()},
		"no amount":          {twiliotest.Balance("", "USD")},
		"words":              {twiliotest.Balance("ten", "USD")},
		"six decimals":       {twiliotest.Balance("0.000001", "USD")},
		"no currency":        {twiliotest.Balance("1", "")},
	} {
		_, err := twiliotest.Start(opts...)
		require.Error(t, err, name)
		rec := record(t)
		assert.Nil(t, twiliotest.New(rec, opts...), name)
		assert.Contains(t, rec.finish(), "twiliotest: ", name)
	}
}

func TestInBubbleWithWallTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.WallTime())
		began := time.Now()
		send(t, sim, "in a bubble")
		sms, err := sim.Phone(ada).WaitSMS(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "in a bubble", sms.Body)
		assert.Equal(t, 1400*time.Millisecond, time.Since(began))
		send(t, sim, "expected")
		sim.Phone(ada).ExpectSMS("expected")

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = sim.Phone(ada).WaitSMS(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NoError(t, sim.Clock.Sleep(t.Context(), time.Hour))
		require.ErrorIs(t, sim.Clock.Sleep(ctx, time.Hour), context.DeadlineExceeded)
	})
}

func TestInBubbleWithVirtualTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t)
		began := time.Now()
		send(t, sim, "no time at all")
		sim.Phone(ada).ExpectSMS("no time")
		assert.Zero(t, time.Since(began))
	})
}

func TestWaitForATextThatIsYetToCome(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	received := make(chan string)
	go func() {
		sms, err := sim.Phone(ada).WaitSMS(t.Context())
		assert.NoError(t, err)
		received <- sms.Body
	}()
	send(t, sim, "late")
	assert.Equal(t, "late", <-received)
}

func TestClock(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)
	sim := twiliotest.New(t, twiliotest.StartAt(start))
	assert.Equal(t, start, sim.Clock.Now())
	sim.Clock.Advance(time.Hour)
	require.NoError(t, sim.Clock.Sleep(t.Context(), time.Minute))
	assert.Equal(t, start.Add(61*time.Minute), sim.Clock.Now())
	sim.Clock.Advance(-time.Hour)
	assert.Equal(t, start.Add(61*time.Minute), sim.Clock.Now(), "time never goes back")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, sim.Clock.Sleep(ctx, time.Minute), context.Canceled)
	assert.Equal(t, start.Add(61*time.Minute), sim.Clock.Now())
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: fmt.Sprintf("n%02d", i)})
			assert.NoError(t, err)
			_ = sim.Clock.Sleep(t.Context(), time.Second)
		})
	}
	wg.Wait()
	for i := range 20 {
		sim.Phone(ada).ExpectSMS(fmt.Sprintf("n%02d", i))
	}
}

// get asks the simulator in plain HTTP.
func get(t *testing.T, sim *twiliotest.Sim, method, path, user, secret string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, sim.URL()+path, http.NoBody)
	require.NoError(t, err)
	if user != "" {
		req.SetBasicAuth(user, secret)
	}
	hc := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := hc.Do(req)
	require.NoError(t, err)
	defer func() { require.NoError(t, resp.Body.Close()) }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(body)
}

func TestErrorsOnTheWire(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	account := "/api/2010-04-01/Accounts/" + sim.AccountSID()
	tests := []struct {
		name, method, path string
		anonymous          bool
		status             int
		body               string
	}{
		{"no credentials", "GET", account + "/Balance.json", true, 401, `{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}`},
		{"no such message", "GET", account + "/Messages/SM00000000000000000000000000000001.json", false, 404, `"code":20404`},
		{"not a SID", "GET", account + "/Messages/SM1.json", false, 404, `"code":20404`},
		{"no such path", "GET", "/api/2010-04-01/Nothing.json", false, 404, `"code":20404`},
		{"no such product", "GET", "/nothing/v1/Nothing", false, 404, `"code":20404`},
		{"method", "PUT", account + "/Messages.json", false, 405, `"code":20004`},
		{"a parent that is not there", "GET", account + "/Queues/QU00000000000000000000000000000001/Members.json", false, 404, `"code":20404,"message":"The requested resource /2010-04-01/Accounts/` + sim.AccountSID() + `/Queues/QU00000000000000000000000000000001/Members.json was not found"`},
		{"a parent that is not there and was never kept", "GET", "/sync/v1/Services/IS00000000000000000000000000000001/Documents", false, 404, `"code":20404,"message":"The requested resource /v1/Services/IS00000000000000000000000000000001 was not found"`},
		{"unknown parameter", "GET", account + "/Messages.json?Colour=red", false, 400, `Colour is not a query parameter of ListMessage`},
		{"page size", "GET", account + "/Messages.json?PageSize=1001", false, 400, `"code":20007`},
		{"page token", "GET", account + "/Messages.json?PageToken=PASM1", false, 400, `"code":21481`},
		{"nothing stored", "GET", "/storage/x/MEx", true, 404, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			user := sim.AccountSID()
			if tt.anonymous {
				user = ""
			}
			resp, body := get(t, sim, tt.method, tt.path, user, sim.AuthToken())
			assert.Equal(t, tt.status, resp.StatusCode)
			assert.Contains(t, body, tt.body)
			if !strings.HasPrefix(tt.path, "/storage") {
				assert.Regexp(t, `^RQ[0-9a-f]{32}$`, resp.Header.Get("Twilio-Request-Id"))
				assert.Regexp(t, `^[1-9]\d*$`, resp.Header.Get("Twilio-Concurrent-Requests"))
				assert.Equal(t, "application/json;charset=utf-8", resp.Header.Get("Content-Type"))
			}
		})
	}
}

func TestCredentialsWhereTheyDoNotBelong(t *testing.T) {
	t.Parallel()
	rec := record(t)
	sim := twiliotest.New(rec)
	resp, _ := get(t, sim, "GET", "/storage/x/MEx", sim.AccountSID(), sim.AuthToken())
	assert.Equal(t, 400, resp.StatusCode)
	assert.Contains(t, rec.finish(), "credentials were sent to the storage")
}

func TestLedgerKeepsRequests(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	msg := send(t, sim, "kept")
	sim.Phone(ada).ExpectSMS("kept")
	_, err := sim.Client().Messages.Get(t.Context(), "SM00000000000000000000000000000009")
	require.ErrorIs(t, err, twilio.ErrNotFound)
	requests := sim.Requests()
	require.Len(t, requests, 2)
	assert.Equal(t, "POST", requests[0].Method)
	assert.Equal(t, "api", requests[0].Host)
	assert.Equal(t, "/2010-04-01/Accounts/"+sim.AccountSID()+"/Messages.json", requests[0].Path)
	assert.Equal(t, map[string][]string{"To": {ada}, "From": {clinic}, "Body": {"kept"}}, map[string][]string(requests[0].Form))
	assert.Equal(t, 201, requests[0].Status)
	assert.Equal(t, twilio.CodeNotFound, requests[1].Code)
	messages := sim.Messages()
	require.Len(t, messages, 1)
	assert.Equal(t, msg.SID, messages[0].SID)
	assert.Equal(t, twilio.MessageStatusDelivered, messages[0].Status)
}

func TestNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // a goroutine that is left behind fails the bubble
		sim, err := twiliotest.Start(twiliotest.WallTime())
		require.NoError(t, err)
		send(t, sim, "never delivered")
		require.NoError(t, sim.Close())
		_, err = sim.Client().Balance.Get(t.Context())
		require.Error(t, err)
		assert.NotErrorIs(t, err, context.DeadlineExceeded)
	})
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		sim, err := twiliotest.Start()
		if err != nil {
			b.Fatal(err)
		}
		if err := sim.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
