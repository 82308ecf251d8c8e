package desk_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/desk"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestWebhookOfFlag: the first number answers at the address of the configuration.
func TestWebhookOfFlag(t *testing.T) {
	t.Parallel()
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte("<Response><Message>Thank you</Message></Response>"))
	}))
	t.Cleanup(app.Close)
	d := serve(t, desk.Config{SMSURL: app.URL, ClockSpeed: 1000})
	phone := d.Example().Phone(ada)
	answer, err := phone.TrySMS(t.Context(), clinic, "Hi")
	require.NoError(t, err)
	require.NoError(t, answer.Err)
	reply, err := phone.WaitSMS(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "Thank you", reply.Body)
}

// TestWebhookToTheDesk: no spelling of its own address leads a webhook back, whatever hosts are
// allowed.
func TestWebhookToTheDesk(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:0", "0.0.0.0:0", "[::]:0"} {
		d := serve(t, desk.Config{Address: address, ClockSpeed: 1000, WebhookHosts: []string{"*", "0.0.0.0/8"}})
		for _, host := range []string{"127.0.0.1", "localhost", "desk.localhost", "[::ffff:127.0.0.1]", "0.0.0.0"} {
			before := len(d.Example().Requests())
			answer := hook(t, d, "http://"+host+":"+port(d)+"/api/2010-04-01/Accounts.json")
			assert.Contains(t, answer, "the simulator itself", address+" "+host)
			assert.Len(t, d.Example().Requests(), before)
		}
	}
}

// hook sends a webhook to an address, and returns why it has failed.
func hook(t *testing.T, d *desk.Desk, address string) string {
	t.Helper()
	d.Example().Number(clinic, twiliotest.SMSURL(address))
	answer, err := d.Example().Phone(ada).TrySMS(t.Context(), clinic, "Hi")
	require.NoError(t, err)
	if answer.Err == nil {
		return ""
	}
	return answer.Err.Error()
}
