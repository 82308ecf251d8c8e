package goname

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"sid": "SID", "webhook_url": "WebhookURL", "psd2_enabled": "PSD2Enabled", "StartTime>": "StartTimeAfter", "DateSent<": "DateSentBefore",
		"call_sids": "CallSIDs", "whatsapp": "WhatsApp", "2fa": "N2fa", "twilio/call-to-action": "TwilioCallToAction", "*": "All", "_": "None", "": "",
	} {
		assert.Equal(t, want, Of(name), name)
	}
	assert.Equal(t, []string{"SIP", "Domain", "URLs"}, Words("SIPDomain_URLs"))
}
