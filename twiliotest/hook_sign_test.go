package twiliotest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestSharedKey: every request is signed with it, whoever's account it is about, and no
// request is signed with a token as well.
func TestSharedKey(t *testing.T) {
	t.Parallel()
	const name, secret = "webhooks_sharedkey_1", "a key that both have"
	sim := twiliotest.New(t, twiliotest.SharedKey(name, secret))
	asked := 0
	sim.Handle(hooks, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		assert.NoError(t, r.ParseForm())
		text := "https://" + r.Host + r.RequestURI
		for _, name := range slices.Sorted(slices.Values(names(r.PostForm))) {
			text += name + r.PostForm.Get(name)
		}
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(text))
		assert.Equal(t, []string{base64.StdEncoding.EncodeToString(mac.Sum(nil))}, r.Header.Values("X-Twilio-Signature"))
		assert.Equal(t, []string{"key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}, r.Header.Values("X-Twilio-Webhooks-Signature-Settings"))
		w.WriteHeader(http.StatusNoContent)
	}))
	sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms?a=1"))
	sim.Phone(ada).SendSMS(clinic, "Hi & welcome")
	sim.Number(clinic, twiliotest.WebhookMethod(http.MethodGet))
	sim.Phone(ada).SendSMS(clinic, "Hi & welcome")
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks}, twilio.OnAccount(sim.Subaccount()))
	require.NoError(t, err)
	sim.Phone(ada).ExpectSMS("Hi")
	assert.Equal(t, 5, asked)
}

func TestSharedKeysThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, key := range [][2]string{{"", "secret"}, {"name", ""}, {"a,b", "secret"}, {"a b", "secret"}, {"a=b", "secret"}, {"a\r\nb", "secret"}} {
		_, err := twiliotest.Start(twiliotest.SharedKey(key[0], key[1]))
		require.ErrorContains(t, err, "SharedKey: give the name")
		require.NotContains(t, err.Error(), "secret")
	}
}
