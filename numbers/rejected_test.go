package numbers_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
)

// TestErrOfEachStatus: a true nil where nothing is wrong, and the reason where something
// is.
func TestErrOfEachStatus(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		ok, wrong []error
		reason    string
	}{
		"bundle": {
			[]error{(&numbers.Bundle{}).Err(), (&numbers.Bundle{Status: numbers.BundleApproved}).Err(), (&numbers.BundleCopy{Status: numbers.BundleInReview}).Err()},
			[]error{(&numbers.Bundle{Status: numbers.BundleRejected}).Err(), (&numbers.BundleCopy{Status: numbers.BundleRejected}).Err()}, "",
		},
		"document": {
			[]error{(&numbers.SupportingDocument{Status: numbers.DocumentDraft}).Err(), (&numbers.SupportingDocument{Status: numbers.DocumentProvisionallyApproved, FailureReason: "old"}).Err()},
			[]error{
				(&numbers.SupportingDocument{Status: numbers.DocumentRejected, FailureReason: "unreadable"}).Err(),
				(&numbers.SupportingDocument{Status: numbers.DocumentExpired, Errors: []numbers.DocumentError{{Code: 22217, Message: "unreadable"}}}).Err(),
			}, "unreadable",
		},
		"hosted number order": {
			[]error{(&numbers.HostedNumberOrder{}).Err(), (&numbers.HostedNumberOrderV3{Status: numbers.HostedTesting}).Err()},
			[]error{
				(&numbers.HostedNumberOrder{DependentHostedNumberOrder: numbers.DependentHostedNumberOrder{Status: numbers.HostedFailed, FailureReason: "no such line"}}).Err(),
				(&numbers.HostedNumberOrderV3{Status: numbers.HostedActionRequired, FailureReason: "no such line"}).Err(),
			}, "no such line",
		},
		"port": {
			[]error{(&numbers.PortIn{PortInRequestStatus: "completed"}).Err(), (&numbers.PortInNumber{PortInPhoneNumberStatus: "in-review", RejectionReason: "old"}).Err()},
			[]error{
				(&numbers.PortIn{PortInRequestStatus: "canceled", OrderCancellationReason: "wrong name"}).Err(),
				(&numbers.PortIn{PortInRequestStatus: "ACTION_REQUIRED", PhoneNumbers: []numbers.PortInNumber{{}, {NotPortabilityReason: "wrong name"}}}).Err(),
				(&numbers.PortInNumber{PortInPhoneNumberStatus: "rejected", RejectionReason: "wrong name"}).Err(),
				(&numbers.PortInPhoneNumber{PortInPhoneNumberStatus: "Expired", NotPortabilityReason: "wrong name"}).Err(),
			}, "wrong name",
		},
		"others": {
			[]error{(&numbers.AuthorizationDocument{Status: numbers.AuthorizationSigned}).Err(), (&numbers.ShortCodeApplication{State: numbers.ShortCodeApproved}).Err(), (&numbers.SenderIDRegistration{}).Err()},
			[]error{
				(&numbers.AuthorizationDocument{Status: numbers.AuthorizationFailed}).Err(), (&numbers.ShortCodeApplication{State: numbers.ShortCodeCorrectionsNeeded}).Err(),
				(&numbers.ShortCodeApplication{State: numbers.ShortCodePaymentFailed}).Err(), (&numbers.SenderIDRegistration{Status: numbers.SenderIDRejected}).Err(),
			}, "",
		},
	}
	for name, tt := range tests {
		for i, err := range tt.ok {
			assert.NoError(t, err, "%s %d", name, i)
		}
		for i, err := range tt.wrong {
			var rejected *numbers.RejectedError
			if assert.ErrorAs(t, err, &rejected, "%s %d", name, i) {
				assert.Equal(t, tt.reason, rejected.Reason, "%s %d", name, i)
				assert.NotEmpty(t, rejected.Remedy, "%s %d", name, i)
			}
		}
	}
}

// TestFinalStatuses: nothing more happens by itself.
func TestFinalStatuses(t *testing.T) {
	t.Parallel()
	for status, final := range map[interface{ Final() bool }]bool{
		numbers.BundleApproved: true, numbers.BundleRejected: true, numbers.BundleProvisionallyApproved: false, numbers.BundleStatus(""): false,
		numbers.DocumentExpired: true, numbers.DocumentPendingReview: false, numbers.HostedCompleted: true, numbers.HostedActionRequired: false,
		numbers.AuthorizationSigned: true, numbers.AuthorizationOpened: false, numbers.PortInStatus("COMPLETED"): true, numbers.PortInActionRequired: false,
		numbers.PortInNumberStatus("canceled"): true, numbers.PortInNumberRejected: false, numbers.ShortCodeApproved: true, numbers.ShortCodeDraft: false,
		numbers.SenderIDRejected: true, numbers.SenderIDInReview: false, numbers.BulkProcessed: true, numbers.BulkInProgress: false,
		numbers.EligibilitySuccessful: true, numbers.EligibilityProcessing: false, numbers.EvaluationNoncompliant: true,
	} {
		assert.Equal(t, final, status.Final(), "%v", status)
	}
}

// TestSpellingsOfStatuses are equal, and nothing else is.
func TestSpellingsOfStatuses(t *testing.T) {
	t.Parallel()
	for _, spelling := range []numbers.PortInStatus{"In review", "In Review", "in-review", "IN_REVIEW"} {
		assert.True(t, spelling.Is(numbers.PortInInReview), spelling)
		assert.False(t, spelling.Is(numbers.PortInInProgress), spelling)
	}
}

// TestRejectedErrorHidesNumbers and everything that is not printable.
func TestRejectedErrorHidesNumbers(t *testing.T) {
	t.Parallel()
	err := &numbers.RejectedError{Kind: "port-in request", SID: "KW1", Status: "Canceled", Reason: "+14155551234 is not theirs:\ncode 123456", Code: 22131, Remedy: "ask again"}
	assert.Equal(t, `numbers: the port-in request KW1 has the status "Canceled" with code 22131: +…34 is not theirs: code 123456; ask again`, err.Error())
	require.ErrorIs(t, err, twilio.ErrorCode(22131))
}

// FuzzRejectedError: whatever Twilio says, the text is one line without a phone number.
func FuzzRejectedError(f *testing.F) {
	for _, seed := range []string{"", "+14155551234", "a\nb", "1234567", "\x00\xff", "1 2 3 4 5 6 7 8"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, reason string) {
		text := (&numbers.RejectedError{Kind: "bundle", Status: reason, Reason: reason}).Error()
		run := 0
		for _, c := range text {
			if run++; c < '0' || c > '9' {
				run = 0
			}
			if run > 6 || c == '\n' || c == 0 {
				t.Fatalf("%q", text)
			}
		}
	})
}

// TestAttributes are texts and lists, and do not change under their owner.
func TestAttributes(t *testing.T) {
	t.Parallel()
	one := numbers.Attributes{}.With("first_name", `Ada "B."`)
	two := one.WithList("address_sids", "AD1", "AD2").WithList("none")
	assert.Len(t, one, 1)
	text, err := json.Marshal(two)
	require.NoError(t, err)
	assert.JSONEq(t, `{"first_name":"Ada \"B.\"","address_sids":["AD1","AD2"],"none":[]}`, string(text))
	assert.Equal(t, []any{`Ada "B."`, []string{"AD1", "AD2"}, []string{}}, []any{two.Text("first_name"), two.List("address_sids"), two.List("none")})
	assert.Equal(t, []any{"", []string(nil), ""}, []any{two.Text("address_sids"), two.List("first_name"), two.Text("absent")})
	assert.Equal(t, "x", numbers.Attributes(nil).With("a", "x").Text("a"))
}

// FuzzAttributes: what goes in comes out.
func FuzzAttributes(f *testing.F) {
	f.Add("name", "text")
	f.Add("", "\"\\\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		if want := strings.ToValidUTF8(text, "\ufffd"); (numbers.Attributes{}).With(name, want).Text(name) != want {
			t.Fatalf("%q", text)
		}
	})
}
