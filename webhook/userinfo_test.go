package webhook_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/webhook"
)

// TestUserOfTheAddress: the Authorization header has it without its escapes. Twilio
// may have signed it with them, as it was written, or not at all.
func TestUserOfTheAddress(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, password, signed, refused string }{
		{name: "user", password: "pass", signed: ",user:pass@", refused: "user@,user:@,:pass@,pass@"},
		{name: "user", signed: ",user:@,user@", refused: "@,user"},
		{name: "us er", signed: ",us%20er:@,us%20er@", refused: "us er@,us er:@"},
		{name: "user", password: "it's:1", signed: ",user:it's:1@,user:it%27s%3A1@", refused: "user@"},
		{name: "us%er", signed: ",us%er@,us%er:@,us%25er@,us%25er:@"},
		{name: "user", password: "p/w", signed: ",user:p%2Fw@", refused: "user:p/w@"},
		{name: "user", password: "p?w", signed: ",user:p%3Fw@", refused: "user:p?w@"},
		{name: "user", password: "p#w", signed: ",user:p%23w@", refused: "user:p"},
		{name: "user", password: "p@w", signed: ",user:p%40w@", refused: "user:p@w@"},
		{name: "user", password: "p\\w", signed: ",user:p%5Cw@", refused: "user:p\\w@"},
		{name: "user", password: "p w", signed: ",user:p%20w@", refused: "user:p w@"},
		{name: "user", password: "p\tw", signed: ",user:p%09w@", refused: "user:p\tw@"},
		{name: "user", password: "p\nw", signed: ",user:p%0Aw@", refused: "user:p\nw@"},
		{name: "user", password: "p\rw", signed: ",user:p%0Dw@", refused: "user:p\rw@"},
		{name: "hooks.example.com/sms", signed: ",hooks.example.com%2Fsms:@,hooks.example.com%2Fsms@", refused: "hooks.example.com/sms@,hooks.example.com/sms:@"},
	}
	verify := func(name, password, userinfo string) error {
		r := post("http://hooks.example.com/sms", nil)
		r.SetBasicAuth(name, password)
		r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, "http://"+userinfo+"hooks.example.com/sms", nil))
		return verifier(t, ownToken).Verify(r)
	}
	for _, tt := range tests {
		for userinfo := range strings.SplitSeq(tt.signed, ",") {
			require.NoError(t, verify(tt.name, tt.password, userinfo), userinfo)
		}
		if tt.refused == "" {
			continue
		}
		for userinfo := range strings.SplitSeq(tt.refused, ",") {
			require.ErrorIs(t, verify(tt.name, tt.password, userinfo), webhook.ErrWrongSignature, userinfo)
		}
	}
}

// TestErrorsShowNoUsers: whatever a password holds that ends it in an address.
func TestErrorsShowNoUsers(t *testing.T) {
	t.Parallel()
	for _, password := range []string{"hunter/2secret", "hunter?2secret", "hunter#2secret", "hunter@2secret", "hunter:2secret", "hunter2secret", "/hunter2secret", "hunter2secret@"} {
		written := "http://us3r:" + password + "@hooks.example.com/sms?q=2secret"
		plain := "http://hooks.example.com/sms?q=2secret"
		told, untold := post(plain, nil), post(plain, nil)
		untold.SetBasicAuth("us3r", password)
		for _, r := range []*http.Request{told, untold} {
			r.Header.Set("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
		}
		public := "http://" + url.UserPassword("us3r", password).String() + "@hooks.example.com"
		for _, err := range []error{
			verifier(t, ownToken).Verify(untold),
			verifier(t, ownToken, webhook.PublicURL(public)).Verify(told),
			verifier(t, ownToken).VerifyForm(written, nil, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
		} {
			require.ErrorIs(t, err, webhook.ErrWrongSignature)
			for _, hidden := range []string{"us3r", "hunter", "2secret"} {
				assert.NotContains(t, err.Error(), hidden, password)
			}
			assert.Contains(t, err.Error(), "see PublicURL")
		}
		var wrong *webhook.SignatureError
		require.ErrorAs(t, verifier(t, ownToken).Verify(untold), &wrong)
		assert.Equal(t, []string{"http://hooks.example.com/sms?…", "http://hooks.example.com:80/sms?…"}, wrong.Tried)
	}
}

// TestTriedOnce: addresses that differ only in hidden parts are shown once.
func TestTriedOnce(t *testing.T) {
	t.Parallel()
	r := post("http://hooks.example.com:80/sms?q=it's", nil)
	r.Header.Set("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
	var wrong *webhook.SignatureError
	require.ErrorAs(t, verifier(t, ownToken).Verify(r), &wrong)
	assert.Equal(t, []string{"http://hooks.example.com:80/sms?…", "http://hooks.example.com/sms?…"}, wrong.Tried)
}

// TestForwardedHostWithOtherParts: a forwarded host with a delimiter is not trusted, because
// it would change the address that is verified.
func TestForwardedHostWithOtherParts(t *testing.T) {
	t.Parallel()
	for _, mark := range []string{"/", "?", "#", "@", "\\", " ", "\t"} {
		forwarded := "hooks.example.com" + mark + "x"
		r := post("http://hooks.example.com/sms", nil)
		r.Header.Set("X-Forwarded-Host", forwarded)
		v := verifier(t, ownToken, webhook.TrustForwardedHeaders())
		signed, _, _ := strings.Cut("http://"+forwarded+"/sms", "#")
		r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, signed, nil))
		require.ErrorIs(t, v.Verify(r), webhook.ErrWrongSignature, mark)
		r.Header.Set("X-Twilio-Signature", webhook.Sign(ownToken, "http://hooks.example.com/sms", nil))
		require.NoError(t, v.Verify(r), mark)
	}
}

// TestZeroErrors can be printed.
func TestZeroErrors(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "webhook: the request was refused", new(webhook.SignatureError).Error())
	require.NotErrorIs(t, new(webhook.SignatureError), webhook.ErrNoSignature)
	var config *webhook.ConfigError
	assert.NotErrorAs(t, new(webhook.SignatureError), &config)
	assert.NotEmpty(t, new(webhook.PayloadError).Error())
	assert.NotEmpty(t, new(webhook.ConfigError).Error())
}
