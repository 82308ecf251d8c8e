package outbox_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox"
)

// Twilio is one target in every region, and a simulator is another one: a key that was tried
// there is sent for real later.
func TestTargets(t *testing.T) {
	t.Parallel()
	tests := []struct {
		opts []twilio.Option
		want string
	}{
		{nil, "twilio.com"},
		{[]twilio.Option{twilio.WithRegion("ie1", "dublin")}, "twilio.com"},
		{[]twilio.Option{twilio.WithBaseURL("http://127.0.0.1:8945")}, "http://127.0.0.1:8945"},
		{[]twilio.Option{twilio.WithBaseURL("https://gateway.example.com/twilio")}, "https://gateway.example.com"},
	}
	for _, tt := range tests {
		c, err := twilio.New("AC00000000000000000000000000000001", twilio.AuthToken("0123456789abcdef0123456789abcdef"), tt.opts...)
		require.NoError(t, err)
		assert.Equal(t, tt.want, outbox.TargetOf(c))
	}
}
