package twilio

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func messageSID(n int) string { return fmt.Sprintf("SM%032d", n) }

func claiming(sid string, since time.Time, mayMake ...bool) claimRequest {
	unknown := &OutcomeUnknownError{Started: since, Ended: since, create: "another"}
	return claimRequest{unknown: unknown, sid: sid, now: since.Add(time.Second), mayMake: func(sentCreate) bool { return len(mayMake) > 0 && mayMake[0] }}
}

// pretended is a create that is not sent.
type pretended struct {
	link         createLink
	reconciledBy string // "" for Messages.Reconcile
	account      string
	form         url.Values
	ended        time.Time
}

func (p *pretended) destination() (reconciledBy, account string) {
	return cmp.Or(p.reconciledBy, messageCreate.ReconciledBy), p.account
}

func (p *pretended) sentForm() url.Values { return p.form }

func ended(at time.Time) *pretended { return &pretended{ended: at} }

func (c *claims) beginPretended(p *pretended) { c.begin(&p.link, p) }

func (c *claims) endPretended(p *pretended, sid string) { c.end(&p.link, sid, p.ended, nil) }

func (c *claims) failPretended(p *pretended, unknown *OutcomeUnknownError) {
	c.end(&p.link, unknown.SID, p.ended, &claim{create: unknown.create, started: unknown.Started, ended: unknown.Ended, kept: true})
}

// TestClaimsAreTakenOnce, whoever was first: a create, or a reconciliation.
func TestClaimsAreTakenOnce(t *testing.T) {
	t.Parallel()
	c, now := newClaims(10), time.Now()
	returned, named := ended(now), ended(now)
	c.beginPretended(returned)
	c.beginPretended(named)
	c.endPretended(returned, messageSID(1))
	c.endPretended(returned, messageSID(9)) // only the first call counts
	c.failPretended(named, &OutcomeUnknownError{SID: messageSID(2), create: "its own"})
	assert.True(t, c.has(messageSID(1)))
	assert.True(t, c.has(messageSID(2)))
	assert.False(t, c.has(messageSID(9)))
	assert.Equal(t, ownerOther, c.take(claiming(messageSID(1), now)))
	assert.Equal(t, ownerOther, c.take(claiming(messageSID(2), now)), "it is kept for another one")
	assert.Equal(t, ownerNone, c.take(claiming(messageSID(3), now)))
	assert.Equal(t, ownerNone, c.take(claiming(messageSID(3), now)), "the same create made it")
	own := claiming(messageSID(2), now)
	own.unknown.SID, own.unknown.create = messageSID(2), "its own"
	assert.Equal(t, ownerNone, c.take(own), "it was kept for this one")
	own.unknown = &OutcomeUnknownError{create: "a third one", SID: messageSID(2)}
	assert.Equal(t, ownerOther, c.take(own), "it is kept no longer")
	assert.Equal(t, messageSID(2), c.madeBy("its own"))
}

// TestClaimsOfCreatesUnderWay: they are linked with each other, and may end in any
// order.
func TestClaimsOfCreatesUnderWay(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		c := newClaims(10)
		creates := []*pretended{ended(now), ended(now), ended(now)}
		for _, x := range creates {
			c.beginPretended(x)
		}
		for left, i := range order {
			assert.Equal(t, ownerBusy, c.take(claiming(messageSID(1), now, true)))
			assert.True(t, c.isBusy(func(x sentCreate) bool { return x == creates[i] }))
			c.endPretended(creates[i], "")
			assert.False(t, c.isBusy(func(x sentCreate) bool { return x == creates[i] }))
			found := 0
			c.isBusy(func(sentCreate) bool { found++; return false })
			assert.Equal(t, 2-left, found)
		}
		assert.Nil(t, c.underWay)
		assert.Equal(t, ownerNone, c.take(claiming(messageSID(1), now, true)))
	}
	client := testClient(t, play())
	(&exchange{client: client, prepared: prepared{op: messageGet}}).beginClaim()
	assert.Nil(t, client.claims.underWay, "only a create with a reconciliation counts")
}

// TestClaimsAreBounded: a forgotten resource makes ambiguous, if it can be in the
// window.
func TestClaimsAreBounded(t *testing.T) {
	t.Parallel()
	const limit = 100
	c, began := newClaims(limit), time.Now()
	at := func(n int) time.Time { return began.Add(time.Duration(n) * time.Second) }
	for n := range 10 * limit {
		x := ended(at(n))
		c.beginPretended(x)
		c.endPretended(x, messageSID(n))
		for back := range min(n, limit) {
			require.True(t, c.has(messageSID(n-back)), "the last %d are remembered", limit)
		}
		assert.LessOrEqual(t, len(c.recent.claimed)+len(c.older.claimed), 2*limit)
	}
	newest := 8*limit - 1
	assert.False(t, c.has(messageSID(newest)))
	assert.Equal(t, ownerUnsure, c.take(claiming(messageSID(newest), at(newest))))
	assert.Equal(t, ownerUnsure, c.take(claiming(messageSID(-1), time.Time{})), "a create of which nothing is known but the SID")
	assert.Equal(t, ownerNone, c.take(claiming("SM of a later create", at(newest).Add(dateSlack+time.Second))))
}

// TestClaimsNeverLoseSight: at no instant is a create neither under way nor its
// message claimed.
func TestClaimsNeverLoseSight(t *testing.T) {
	t.Parallel()
	c, now := newClaims(10_000), time.Now()
	var taken atomic.Int64
	var wg sync.WaitGroup
	for n := range 2000 {
		x := ended(now)
		c.beginPretended(x)
		begun := make(chan struct{})
		wg.Go(func() {
			<-begun
			if n%2 == 0 {
				c.endPretended(x, messageSID(n))
			} else {
				c.failPretended(x, &OutcomeUnknownError{SID: messageSID(n)})
			}
		})
		wg.Go(func() {
			close(begun)
			other := claiming(messageSID(n), now)
			other.mayMake = func(y sentCreate) bool { return x == y }
			for seen := ownerBusy; seen == ownerBusy; { // until it has ended
				if seen = c.take(other); seen == ownerNone {
					taken.Add(1)
				}
			}
		})
	}
	wg.Wait()
	assert.Zero(t, taken.Load())
}

// listing loses creates and shows a list.
type listing struct{ items []string }

func (l *listing) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodGet {
		return reply(http.StatusOK, `{"messages":[`+strings.Join(l.items, ",")+`],"next_page_uri":null}`)(req)
	}
	return reply(http.StatusCreated, l.items[len(l.items)-1])(req)
}

func (l *listing) add(t *testing.T, n int, created time.Time) {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"sid": messageSID(n), "to": "+14155551234", "from": "+14155556789", "body": "Hello", "direction": "outbound-api", "date_created": created.UTC().Format(time.RFC1123Z),
	})
	require.NoError(t, err)
	l.items = append(l.items, string(text))
}

// TestReconcileAfterForgetting: as long as a client remembers the messages of its creates
// they are nobody else's. Forgotten ones may be.
func TestReconcileAfterForgetting(t *testing.T) {
	t.Parallel()
	for _, creates := range []int{0, 1, 2, 3, 4, 5, 9} {
		clock, list := newFakeClock(), &listing{}
		client := testClient(t, list, WithClock(clock))
		client.claims = newClaims(2)
		unknown := &OutcomeUnknownError{Op: "Messages.Create", AccountSID: testAccount, Started: clock.Now(), Ended: clock.Now()}
		for n := range creates {
			list.add(t, n, clock.Now())
			require.NoError(t, createMessage(t.Context(), client))
		}
		_, err := client.Messages.Reconcile(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}, unknown)
		if creates <= 4 { // two generations
			require.ErrorIs(t, err, ErrNotSeen, "%d creates", creates)
			continue
		}
		var ambiguous *AmbiguousError
		require.ErrorAs(t, err, &ambiguous, "%d creates", creates)
		assert.NotContains(t, ambiguous.Candidates, messageSID(creates-1), "it is remembered")
	}
}

// TestReconcileWhileACreateEnds: a create ends while a list is being looked through, so
// that its message was not yet claimed when it was come upon. The other one is found.
func TestReconcileWhileACreateEnds(t *testing.T) {
	t.Parallel()
	clock, list := newFakeClock(), &listing{}
	client := testClient(t, list, WithClock(clock))
	list.add(t, 1, clock.Now())
	list.add(t, 2, clock.Now())
	sent := url.Values{"To": {"+14155551234"}, "From": {"+14155556789"}, "Body": {"Hello"}}
	other := &pretended{account: testAccount, form: sent, ended: clock.Now()}
	client.claims.beginPretended(other)
	of := Reconciler[Message]{Create: messageCreate.With(sent), List: listMessagesLike, Get: fetchMessage}
	of.Compare = func(sent url.Values, m *Message, c *Comparison) {
		if m.SID == messageSID(2) { // the first one has been looked at
			client.claims.endPretended(other, messageSID(1))
		}
		compareMessage(sent, m, c)
	}
	r := reconciliation{kind: of.kind(), client: client, account: testAccount, sent: sent}
	r.unknown = &OutcomeUnknownError{Started: clock.Now(), Ended: clock.Now()}
	found, err := r.look(t.Context())
	require.NoError(t, err)
	message, _ := found.(*Message)
	require.NotNil(t, message)
	assert.Equal(t, messageSID(2), message.SID)
}

// fetchMessage fetches one message for a reconciliation.
func fetchMessage(sid string) BoundOperation { return messageGet.On(sid) }

// TestMayMake: a create under way may have made each message that it does not rule out.
func TestMayMake(t *testing.T) {
	t.Parallel()
	const to, from, other = "+14155551234", "+14155556789", "AC00000000000000000000000000000077"
	tests := []struct {
		name   string
		create pretended
		want   bool
	}{
		{name: "the same parameters", create: pretended{form: url.Values{"To": {to}, "From": {from}, "Body": {"Hello"}}}, want: true},
		{name: "the same account", create: pretended{account: testAccount, form: url.Values{"To": {to}, "From": {from}, "Body": {"Hello"}}}, want: true},
		{name: "a sender out of a pool", create: pretended{form: url.Values{"To": {to}, "MessagingServiceSid": {"MG00000000000000000000000000000001"}, "Body": {"Hello"}}}, want: true},
		{name: "parameters that are no form", create: pretended{}, want: true},
		{name: "another recipient", create: pretended{form: url.Values{"To": {from}, "From": {from}, "Body": {"Hello"}}}},
		{name: "another text", create: pretended{form: url.Values{"To": {to}, "From": {from}, "Body": {"Goodbye"}}}},
		{name: "no parameters", create: pretended{form: url.Values{}}},
		{name: "another account", create: pretended{account: other}},
		{name: "another kind of create", create: pretended{reconciledBy: "Calls.Reconcile"}},
	}
	of := Reconciler[Message]{Create: messageCreate.With(url.Values{}), List: listMessagesLike, Get: fetchMessage, Compare: compareMessage}
	r := reconciliation{kind: of.kind(), account: testAccount}
	message := &Message{To: to, From: from, Body: "Hello", Direction: MessageDirectionOutboundAPI}
	for _, tt := range tests {
		assert.Equal(t, tt.want, r.mayMake(&tt.create, message), tt.name)
	}
}

// TestSentForm: only a form can be compared.
func TestSentForm(t *testing.T) {
	t.Parallel()
	form := url.Values{"To": {"+14155551234"}, "MediaUrl": {"https://example.com/a.png", "https://example.com/b.png"}}
	for name, tt := range map[string]struct {
		encoding Body
		body     []byte
		want     url.Values
	}{
		"a form":        {encoding: BodyForm, body: []byte(form.Encode()), want: form},
		"an empty form": {encoding: BodyForm, body: []byte{}, want: url.Values{}},
		"JSON":          {encoding: BodyJSON, body: []byte(`{"To":"+14155551234"}`)},
		"nothing":       {},
	} {
		x := &exchange{prepared: prepared{op: Operation{Body: tt.encoding}, body: tt.body}}
		assert.Equal(t, tt.want, x.sentForm(), name)
	}
}

// TestReconcileAfterForgettingOne: one that stands alone is not found any more.
func TestReconcileAfterForgettingOne(t *testing.T) {
	t.Parallel()
	clock, list := newFakeClock(), &listing{}
	client := testClient(t, list, WithClock(clock))
	client.claims = newClaims(1)
	params := MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hello"}
	evidence := func() *OutcomeUnknownError {
		return &OutcomeUnknownError{Op: "Messages.Create", AccountSID: testAccount, Started: clock.Now(), Ended: clock.Now()}
	}
	before := evidence()
	for n := range 3 {
		list.add(t, n, clock.Now())
		require.NoError(t, createMessage(t.Context(), client))
	}
	var ambiguous *AmbiguousError
	_, err := client.Messages.Reconcile(t.Context(), params, before)
	require.ErrorAs(t, err, &ambiguous)
	assert.Equal(t, []string{messageSID(0)}, ambiguous.Candidates)

	clock.advance(time.Hour) // the forgotten messages are older than this one
	after := evidence()
	list.items = nil
	list.add(t, 7, clock.Now())
	msg, err := client.Messages.Reconcile(t.Context(), params, after)
	require.NoError(t, err)
	assert.Equal(t, messageSID(7), msg.SID)
}

// TestOnlyCreatesClaim: the resource of an update was made before, perhaps by the very
// create that is looked for.
func TestOnlyCreatesClaim(t *testing.T) {
	t.Parallel()
	client := testClient(t, play(reply(http.StatusOK, `{"sid":"`+testCall+`","status":"in-progress"}`)))
	_, err := client.Calls.Redirect(t.Context(), testCall, CallRedirectParams{URL: "https://example.com/voice"})
	require.NoError(t, err)
	assert.False(t, client.claims.has(testCall))
}

// TestNothingStaysUnderWay, however a create ends: with an answer, an error or a panic
// of the caller's own code.
func TestNothingStaysUnderWay(t *testing.T) {
	t.Parallel()
	for name, meets := range map[string]answer{
		"created": reply(http.StatusCreated, messageJSON), "without SID": reply(http.StatusCreated, `{}`), "in HTML": reply(http.StatusCreated, "<html>"),
		"refused": reply(http.StatusBadRequest, `{"code":21211}`), "throttled": reply(http.StatusTooManyRequests, ""), "lost": broken(errCable),
		"panic": func(*http.Request) (*http.Response, error) { panic(errCable) },
	} {
		client := testClient(t, play(meets), WithClock(impatientClock{}))
		func() {
			defer func() { _ = recover() }()
			_ = createMessage(t.Context(), client)
		}()
		assert.Nil(t, client.claims.underWay, name)
	}
}
