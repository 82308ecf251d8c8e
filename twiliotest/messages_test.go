package twiliotest_test

import (
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/testcall"
	"github.com/seed15d99369/twilio/twiliotest"
)

// anything posts a form as it stands, past the checks of the client.
func anything(t *testing.T, client *twilio.Client, form url.Values) (*twilio.Message, error) {
	t.Helper()
	msg := new(twilio.Message)
	err := testcall.Do(t.Context(), client, testcall.Request{
		Name: "Messages.Create", Method: "POST", Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Messages.json", Form: form,
	}, msg)
	return msg, err
}

func TestRefusedMessages(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)
	sim := twiliotest.New(t, twiliotest.StartAt(start))
	sim.Number(clinic)
	service, empty := sim.MessagingService(sim.Number(clinic)), sim.MessagingService()
	const (
		otherService = "MGffffffffffffffffffffffffffffffff"
		template     = "HXffffffffffffffffffffffffffffffff"
	)
	tests := []struct {
		name string
		form url.Values // changes a message that would be accepted; no value removes the key
		code twilio.ErrorCode
	}{
		{"no recipient", url.Values{"To": nil}, 21604},
		{"empty recipient", url.Values{"To": {""}}, 21604},
		{"no sender", url.Values{"From": nil}, 21603},
		{"nothing to say", url.Values{"Body": nil}, 21619},
		{"too long", url.Values{"Body": {strings.Repeat("ä", 1601)}}, 21617},
		{"eleven pictures", url.Values{"MediaUrl": slice("https://example.com/a.png", 11)}, 21623},
		{"media that is no URL", url.Values{"MediaUrl": {"cat.png"}}, 21620},
		{"variables without a template", url.Values{"ContentVariables": {`{"1":"x"}`}}, 21654},
		{"variables that are no JSON", url.Values{"ContentSid": {template}, "ContentVariables": {"{"}}, 21656},
		{"template that is none", url.Values{"ContentSid": {"HX1"}}, 21655},
		{"validity 0", url.Values{"ValidityPeriod": {"0"}}, 21624},
		{"validity over 10 h", url.Values{"ValidityPeriod": {"36001"}}, 21624},
		{"validity in words", url.Values{"ValidityPeriod": {"long"}}, 21624},
		{"recipient without +", url.Values{"To": {"14155551234"}}, 21211},
		{"recipient in brackets", url.Values{"To": {"(415) 555-1234"}}, 21211},
		{"to itself", url.Values{"To": {clinic}}, 21266},
		{"sender misshapen", url.Values{"From": {"+1 415?"}}, 21212},
		{"sender of somebody else", url.Values{"From": {"+14155550199"}}, 21606},
		{"fallback beside From", url.Values{"FallbackFrom": {clinic}}, 21664},
		{"fallback without service", url.Values{"From": nil, "FallbackFrom": {clinic}}, 21603},
		{"service that is none", url.Values{"MessagingServiceSid": {"MG1"}}, 21705},
		{"service that does not exist", url.Values{"MessagingServiceSid": {otherService}}, 21701},
		{"service without senders", url.Values{"From": nil, "MessagingServiceSid": {empty}}, 21704},
		{"callback that is no URL", url.Values{"StatusCallback": {"callback"}}, 21609},
		{"price in words", url.Values{"MaxPrice": {"cheap"}}, 21627},
		{"retention", url.Values{"ContentRetention": {"burn"}}, 30029},
		{"address retention", url.Values{"AddressRetention": {"burn"}}, 30030},
		{"risk check", url.Values{"RiskCheck": {"maybe"}}, 20001},
		{"unknown parameter", url.Values{"Colour": {"red"}}, 20001},
		{"spelling", url.Values{"body": {"x"}}, 20001},
		{"twice", url.Values{"Body": {"a", "b"}}, 20001},
		{"boolean", url.Values{"SmartEncoded": {"perhaps"}}, 20001},
		{"schedule without time", url.Values{"ScheduleType": {"fixed"}, "MessagingServiceSid": {service}}, 35111},
		{"time without schedule", url.Values{"SendAt": {at(start, time.Hour)}, "MessagingServiceSid": {service}}, 20001},
		{"schedule without service", url.Values{"ScheduleType": {"fixed"}, "SendAt": {at(start, time.Hour)}}, 35118},
		{"too soon", url.Values{"ScheduleType": {"fixed"}, "SendAt": {at(start, 899*time.Second)}, "MessagingServiceSid": {service}}, 35114},
		{"too late", url.Values{"ScheduleType": {"fixed"}, "SendAt": {at(start, 3024001*time.Second)}, "MessagingServiceSid": {service}}, 35114},
		{"time in words", url.Values{"ScheduleType": {"fixed"}, "SendAt": {"tomorrow"}, "MessagingServiceSid": {service}}, 35114},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			form := url.Values{"To": {ada}, "From": {clinic}, "Body": {"x"}}
			for key, values := range tt.form {
				form[key] = values
			}
			_, err := anything(t, sim.Client(), form)
			var apiErr *twilio.Error
			require.ErrorAs(t, err, &apiErr)
			assert.Equal(t, 400, apiErr.Status)
			assert.Equal(t, tt.code, apiErr.Code, apiErr.Message)
			assert.NotEmpty(t, apiErr.Message)
		})
	}
	t.Cleanup(func() { assert.Empty(t, sim.Messages()) })
}

func slice(s string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = s
	}
	return all
}

func at(start time.Time, d time.Duration) string { return start.Add(d).Format(time.RFC3339) }

func TestEdgesOfAScheduleAreInside(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)
	sim := twiliotest.New(t, twiliotest.StartAt(start))
	service := sim.MessagingService(sim.Number(clinic), sim.Number("+14155550142"))
	recipients := []string{ada, "+14155550143"}
	for i, ahead := range []time.Duration{15 * time.Minute, 35 * 24 * time.Hour} {
		msg, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{
			To: recipients[i], MessagingServiceSID: service, Body: "later", SendAt: start.Add(ahead),
		})
		require.NoError(t, err)
		assert.Equal(t, twilio.MessageStatusScheduled, msg.Status)
		assert.Empty(t, msg.From)
		assert.Zero(t, msg.NumSegments)
		assert.Equal(t, start.Add(ahead), sim.Messages()[i].SendAt)
	}
	first := sim.Phone(ada).ExpectSMS("later")
	assert.Equal(t, start.Add(15*time.Minute+500*time.Millisecond), first.At)
	second := sim.Phone(recipients[1]).ExpectSMS("later")
	assert.Equal(t, []string{clinic, "+14155550142"}, []string{first.From, second.From}, "senders take turns")
	assert.Equal(t, start.Add(35*24*time.Hour+500*time.Millisecond), second.At)
}

func TestCancel(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	service := sim.MessagingService(sim.Number(clinic))
	client := sim.Client()
	params := twilio.MessageCreateParams{To: ada, MessagingServiceSID: service, Body: "x", SendAt: sim.Clock.Now().Add(time.Hour)}
	msg, err := client.Messages.Create(t.Context(), params)
	require.NoError(t, err)
	msg, err = client.Messages.Cancel(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusCanceled, msg.Status)
	sim.Clock.Advance(2 * time.Hour)
	msg, err = client.Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusCanceled, msg.Status, "it stays so")
	_, err = client.Messages.Cancel(t.Context(), msg.SID)
	require.ErrorIs(t, err, twilio.CodeNotCancelable)

	params.SendAt = time.Time{}
	msg, err = client.Messages.Create(t.Context(), params)
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageStatusAccepted, msg.Status)
	sim.Phone(ada).ExpectSMS("x")
	_, err = client.Messages.Cancel(t.Context(), msg.SID)
	require.ErrorIs(t, err, twilio.CodeNotCancelable)
}

func TestRedactAndDelete(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	msg := send(t, sim, "secret")
	client := sim.Client()
	_, err := client.Messages.Redact(t.Context(), msg.SID)
	require.ErrorIs(t, err, twilio.CodeNotFinished)
	require.ErrorIs(t, client.Messages.Delete(t.Context(), msg.SID), twilio.CodeNotFinished)
	_, err = client.Messages.Update(t.Context(), msg.SID, twilio.MessageUpdateParams{Body: "other"})
	require.ErrorIs(t, err, twilio.CodeBadRequest)
	_, err = client.Messages.Update(t.Context(), msg.SID, twilio.MessageUpdateParams{Status: "sent"})
	require.ErrorIs(t, err, twilio.CodeBadRequest)

	sim.Phone(ada).ExpectSMS("secret")
	msg, err = client.Messages.Redact(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Empty(t, msg.Body)
	require.NoError(t, client.Messages.Delete(t.Context(), msg.SID))
	_, err = client.Messages.Get(t.Context(), msg.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	assert.Len(t, sim.Messages(), 1, "the ledger forgets nothing")
}

func TestFeedback(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	client := sim.Client()
	msg, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "code 1", ProvideFeedback: true})
	require.NoError(t, err)
	assert.Contains(t, msg.SubresourceURIs.Feedback, "/Feedback.json")
	sim.Phone(ada).ExpectSMS("code")
	feedback, err := client.Messages.CreateFeedback(t.Context(), msg.SID, twilio.MessageCreateFeedbackParams{})
	require.NoError(t, err)
	assert.Equal(t, twilio.MessageFeedbackConfirmed, feedback.Outcome)
	assert.Equal(t, msg.SID, feedback.MessageSID)
	_, err = client.Messages.CreateFeedback(t.Context(), "SM00000000000000000000000000000009", twilio.MessageCreateFeedbackParams{Outcome: twilio.MessageFeedbackUnconfirmed})
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

func TestMedia(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	sim.File("https://example.com/menu?lang=en", "application/pdf", []byte("%PDF"))
	client := sim.Client()
	msg, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{
		To: ada, From: clinic, MediaURL: []string{"https://example.com/menu?lang=en", "https://example.com/a.JPG?x=1"},
	})
	require.NoError(t, err)
	assert.Equal(t, twilio.Int(2), msg.NumMedia)
	assert.True(t, strings.HasPrefix(msg.SID, "MM"))
	sms := sim.Phone(ada).ExpectSMS("")
	assert.Len(t, sms.MediaURLs, 2)
	msg, err = client.Messages.Get(t.Context(), msg.SID)
	require.NoError(t, err)
	assert.Equal(t, twilio.Decimal("-0.02000"), msg.Price)

	page, err := client.Media.List(t.Context(), msg.SID, twilio.MediaListParams{PageSize: 1})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	require.True(t, page.HasNext())
	pdf := page.Items[0]
	assert.Equal(t, "application/pdf", pdf.ContentType)
	page, err = page.Next(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "image/jpeg", page.Items[0].ContentType)
	assert.False(t, page.HasNext())

	body, err := client.Media.Download(t.Context(), msg.SID, pdf.SID)
	require.NoError(t, err)
	content, err := io.ReadAll(body)
	require.NoError(t, err)
	require.NoError(t, body.Close())
	assert.Equal(t, "%PDF", string(content))

	got, err := client.Media.Get(t.Context(), msg.SID, pdf.SID)
	require.NoError(t, err)
	assert.Equal(t, msg.SID, got.ParentSID)
	require.NoError(t, client.Media.Delete(t.Context(), msg.SID, pdf.SID))
	_, err = client.Media.Get(t.Context(), msg.SID, pdf.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	require.ErrorIs(t, client.Media.Delete(t.Context(), msg.SID, pdf.SID), twilio.ErrNotFound)
	_, err = client.Media.Download(t.Context(), msg.SID, pdf.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
	_, err = client.Media.List(t.Context(), "MM00000000000000000000000000000009", twilio.MediaListParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

func TestLists(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 23, 59, 0, 0, time.UTC)
	sim := twiliotest.New(t, twiliotest.StartAt(start), twiliotest.AllowUnexpected())
	sim.Number(clinic)
	client := sim.Client()
	var sids []string
	for range 7 {
		sids = append([]string{send(t, sim, "n").SID}, sids...)
		sim.Clock.Advance(30 * time.Second)
	}
	unsent, err := client.Messages.Create(t.Context(), twilio.MessageCreateParams{To: "+14155550123", From: clinic, Body: "unsent"})
	require.NoError(t, err)

	list := func(params twilio.MessageListParams) (got []string) {
		for msg, err := range client.Messages.All(t.Context(), params) {
			require.NoError(t, err)
			got = append(got, msg.SID)
		}
		return got
	}
	midnight := time.Date(2026, 4, 15, 0, 0, 0, 0, time.UTC)
	assert.Equal(t, append([]string{unsent.SID}, sids...), list(twilio.MessageListParams{}), "newest first")
	assert.Equal(t, sids, list(twilio.MessageListParams{To: ada, PageSize: 2}), "page by page")
	assert.Equal(t, sids[:5], list(twilio.MessageListParams{SentAfter: midnight}))
	assert.Equal(t, sids[5:], list(twilio.MessageListParams{SentBefore: midnight}))
	assert.Equal(t, sids[5:], list(twilio.MessageListParams{SentOn: start}))
	assert.Empty(t, list(twilio.MessageListParams{From: "+14155550199"}))

	page, err := client.Messages.List(t.Context(), twilio.MessageListParams{To: ada, PageSize: 3})
	require.NoError(t, err)
	send(t, sim, "meanwhile")
	next, err := client.Messages.List(t.Context(), twilio.MessageListParams{Cursor: page.Cursor})
	require.NoError(t, err)
	require.Len(t, next.Items, 3)
	assert.Equal(t, sids[3], next.Items[0].SID, "what came in meanwhile moves nothing")
}

func TestMagicNumbers(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	sim.Number(clinic)
	tests := []struct {
		from, to string
		code     twilio.ErrorCode
	}{
		{"+15005550001", ada, 21212}, {"+15005550007", ada, 21606}, {"+15005550008", ada, 21611}, {clinic, ada, 21606},
		{"+15005550006", "+15005550001", 21211}, {"+15005550006", "+15005550002", 21612}, {"+15005550006", "+15005550003", 21408},
		{"+15005550006", "+15005550004", 21610}, {"+15005550006", "+15005550009", 21614}, {"+15005550006", "33", 21211},
		{"+15005550006", ada, 0}, {"+15005550006", "+15005550005", 0},
	}
	for _, tt := range tests {
		msg, err := anything(t, sim.TestClient(), url.Values{"To": {tt.to}, "From": {tt.from}, "Body": {"x"}})
		if tt.code != 0 {
			require.ErrorIs(t, err, tt.code, "%s to %s", tt.from, tt.to)
			continue
		}
		require.NoError(t, err, "%s to %s", tt.from, tt.to)
		assert.Equal(t, twilio.MessageStatusQueued, msg.Status)
		assert.Equal(t, sim.TestAccountSID(), msg.AccountSID)
	}
	assert.Empty(t, sim.Messages(), "nothing is kept")
	_, err := sim.TestClient().Messages.List(t.Context(), twilio.MessageListParams{})
	require.ErrorIs(t, err, twilio.CodeNotWithTestCredentials)
	_, err = anything(t, sim.TestClient(), url.Values{"To": {ada}, "From": {"+15005550006"}})
	require.ErrorIs(t, err, twilio.CodeContentMissing)
}
