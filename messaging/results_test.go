package messaging_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
)

// TestSenderStatus: only what waits for nobody and nothing is final.
func TestSenderStatus(t *testing.T) {
	t.Parallel()
	final := map[messaging.SenderStatus]bool{
		messaging.SenderCreating: false, messaging.SenderDraft: false, messaging.SenderStubbed: false,
		messaging.SenderPendingVerification: false, messaging.SenderVerifying: false, messaging.SenderTwilioReview: false,
		messaging.SenderOnline: true, messaging.SenderOnlineUpdating: false, messaging.SenderOffline: true, "NEW": false,
	}
	for status, want := range final {
		assert.Equal(t, want, status.Final(), status)
	}
}

func TestPendingDisplayNameStatus(t *testing.T) {
	t.Parallel()
	final := map[messaging.PendingDisplayNameStatus]bool{
		messaging.PendingDisplayNamePendingReview: false, messaging.PendingDisplayNameApproved: false, "": false,
		messaging.PendingDisplayNameDeclined: true, messaging.PendingDisplayNamePINMismatch: true,
		messaging.PendingDisplayNameRegistrationFailed: true, messaging.PendingDisplayNameExpired: true, messaging.PendingDisplayNameCompleted: true,
	}
	for status, want := range final {
		assert.Equal(t, want, status.Final(), status)
	}
}

func TestSenderCarrierStatus(t *testing.T) {
	t.Parallel()
	final := map[messaging.SenderCarrierStatus]bool{
		messaging.SenderCarrierUnknown: false, messaging.SenderCarrierUnlaunched: false, messaging.SenderCarrierReview: false,
		messaging.SenderCarrierApproved: true, messaging.SenderCarrierRejected: true, messaging.SenderCarrierSuspended: true,
	}
	for status, want := range final {
		assert.Equal(t, want, status.Final(), status)
	}
}

// TestSenderErr: an offline sender says why, by code and in words, and no other sender
// has an error.
func TestSenderErr(t *testing.T) {
	t.Parallel()
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		return reply(r, http.StatusOK, `{"sid":"XE00000000000000000000000000000001","status":"OFFLINE","offline_reasons":[`+
			`{"code":"63020","message":"The business has not accepted the invitation","more_info":"https://www.twilio.com/docs/errors/63020"},`+
			`{"code":null,"message":"The number is blocked","more_info":null}]}`)
	})
	sender, err := m.Senders.Get(t.Context(), xeSID)
	require.NoError(t, err)
	require.ErrorIs(t, sender.Err(), twilio.ErrorCode(63020))
	require.ErrorContains(t, sender.Err(), "The business has not accepted the invitation")
	require.ErrorContains(t, sender.Err(), "The number is blocked")

	sender.OfflineReasons = nil
	require.EqualError(t, sender.Err(), "messaging: the sender is offline")
	sender.Status = messaging.SenderOnline
	require.NoError(t, sender.Err())
}

// TestGeoPermissionErr: Twilio answers with status 200 although a country was not
// changed.
func TestGeoPermissionErr(t *testing.T) {
	t.Parallel()
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		return reply(r, http.StatusOK, `{"permissions":[{"country_code":"IN","type":"country","enabled":false,"error_code":0,"error_messages":[]},`+
			`{"country_code":"PK","type":"country","enabled":true,"error_code":30649,"error_messages":["High risk country permission cannot be updated"]}]}`)
	})
	list, err := m.GeoPermissions.Update(t.Context(), messaging.GeoPermissionUpdateParams{Permissions: []messaging.GeoPermissionChange{{CountryCode: "IN"}, {CountryCode: "PK"}}})
	require.NoError(t, err)
	require.ErrorIs(t, list.Err(), twilio.ErrorCode(30649))
	require.ErrorContains(t, list.Err(), "messaging: the permission of PK: High risk country permission cannot be updated: ")
	require.NoError(t, list.Permissions[0].Err())
	list.Permissions = list.Permissions[:1]
	require.NoError(t, list.Err())
}

// TestGeoPermissionChange: the type is written for the caller, whose own slice stays as
// it is, and what is forbidden is written too.
func TestGeoPermissionChange(t *testing.T) {
	t.Parallel()
	var sent []string
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		assert.Equal(t, http.MethodPatch, r.Method)
		sent = formOf(t, r.Body)["Permissions"]
		return reply(r, http.StatusOK, `{"permissions":[]}`)
	})
	changes := []messaging.GeoPermissionChange{{CountryCode: "GB", Enabled: true}, {CountryCode: "IN"}}
	_, err := m.GeoPermissions.Update(t.Context(), messaging.GeoPermissionUpdateParams{Permissions: changes})
	require.NoError(t, err)
	assert.Equal(t, []string{
		`{"country_code":"GB","type":"country","enabled":true}`, `{"country_code":"IN","type":"country","enabled":false}`,
	}, sent)
	assert.Empty(t, changes[0].Type)
}

// TestBulkErr: each item that Twilio did not take is named.
func TestBulkErr(t *testing.T) {
	t.Parallel()
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		return reply(r, http.StatusCreated, `{"items":[{"correlation_id":"ad388b5a46b33b874b0d41f7226db2ef","error_code":0,"error_messages":[]},`+
			`{"correlation_id":"02520cfa6c432f0e3ec3a38c122d428d","error_code":30646,"error_messages":["INVALID_CONTACT_ID","INVALID_DATE_OF_CONSENT"]},`+
			`{"correlation_id":"12520cfa6c432f0e3ec3a38c122d428d","error_code":30647,"error_messages":null}]}`)
	})
	result, err := m.Contacts.Upsert(t.Context(), messaging.ContactUpsertParams{Items: []messaging.Contact{{ContactID: ada, CorrelationID: correlation, ZIPCode: "94105"}}})
	require.NoError(t, err)
	require.NoError(t, result.Items[0].Err())
	require.ErrorContains(t, result.Err(), "messaging: the item 02520cfa6c432f0e3ec3a38c122d428d: INVALID_CONTACT_ID, INVALID_DATE_OF_CONSENT: ")
	require.ErrorIs(t, result.Err(), twilio.ErrorCode(30646))
	require.ErrorIs(t, result.Err(), twilio.ErrorCode(30647))
	result.Items = result.Items[:1]
	require.NoError(t, result.Err())
}

// TestConsentsAsTheyAreSent: a date that nobody knows is left out.
func TestConsentsAsTheyAreSent(t *testing.T) {
	t.Parallel()
	var sent []string
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		sent = formOf(t, r.Body)["Items"]
		return reply(r, http.StatusCreated, `{"items":[]}`)
	})
	consent := messaging.Consent{ContactID: ada, CorrelationID: correlation, SenderID: mgSID, Status: messaging.ConsentOptIn, Source: messaging.ConsentSourceWebsite}
	dated := consent
	dated.CorrelationID, dated.DateOfConsent = "b"+correlation[1:], day.In(time.FixedZone("", 3600))
	_, err := m.Consents.Upsert(t.Context(), messaging.ConsentUpsertParams{Items: []messaging.Consent{consent, dated}})
	require.NoError(t, err)
	assert.Equal(t, []string{
		`{"contact_id":"+14155551234","correlation_id":"` + correlation + `","sender_id":"` + mgSID + `","status":"opt-in","source":"website"}`,
		`{"contact_id":"+14155551234","correlation_id":"b` + correlation[1:] + `","sender_id":"` + mgSID + `","status":"opt-in","source":"website","date_of_consent":"2026-04-13T01:00:00+01:00"}`,
	}, sent)
}

func TestDomainDNSErr(t *testing.T) {
	t.Parallel()
	v := messaging.DomainDNSValidation{Reason: "no CNAME record"}
	require.EqualError(t, v.Err(), "messaging: the DNS of the domain does not lead to Twilio: no CNAME record")
	v.IsValid = true
	require.NoError(t, v.Err())
}

// TestAccountTypeIsRemoved: a pointer to "" removes the type of an account, and nil leaves
// it.
func TestAccountTypeIsRemoved(t *testing.T) {
	t.Parallel()
	var sent string
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		sent = string(body)
		return reply(r, http.StatusAccepted, `{"sid":"XE00000000000000000000000000000001"}`)
	})
	var none messaging.SenderAccountType
	_, err := m.Senders.Update(t.Context(), xeSID, messaging.SenderUpdateParams{Configuration: messaging.SenderConfigurationUpdate{AccountType: &none}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"configuration":{"account_type":""}}`, sent)
	_, err = m.Senders.Update(t.Context(), xeSID, messaging.SenderUpdateParams{Profile: messaging.SenderProfile{Name: "Owl Bank"}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"profile":{"name":"Owl Bank"}}`, sent)
}

// TestVerificationIsNotRepeated: a wrong code counts.
func TestVerificationIsNotRepeated(t *testing.T) {
	t.Parallel()
	requests := 0
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		requests++
		return reply(r, http.StatusBadGateway, "<html>")
	})
	_, err := m.Senders.Verify(t.Context(), xeSID, messaging.SenderVerifyParams{Configuration: messaging.SenderVerification{VerificationCode: "123456"}})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Equal(t, 1, requests)
}

// TestCostEstimate: the operation is newer than Twilio's files, so that a stub of the
// simulator's could not compare the parameters.
func TestCostEstimate(t *testing.T) {
	t.Parallel()
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		assert.Equal(t, "https://messaging.twilio.com/v3/MessageCostEstimate?country=BR&lookbackWindow=L7D", r.URL.String())
		return reply(r, http.StatusOK, `{"currency":"USD","country":"BR","lookbackWindow":"L7D","estimates":[{"bidAmount":6250,"targetedUsers":1000,`+
			`"estimatedDeliveries":{"lower":810,"upper":870},"estimatedCost":{"lower":5600.5,"upper":null}}],"disclaimer":"Estimates are informational."}`)
	})
	estimate, err := m.CostEstimates.Get(t.Context(), messaging.CostEstimateGetParams{Country: "BR", LookbackWindow: messaging.LookbackWeek})
	require.NoError(t, err)
	assert.Equal(t, &messaging.CostEstimate{
		Currency: "USD", Country: "BR", LookbackWindow: messaging.LookbackWeek, Disclaimer: "Estimates are informational.",
		Estimates: []messaging.BidEstimate{{
			BidAmount: "6250", TargetedUsers: 1000,
			EstimatedDeliveries: messaging.EstimateRange{Lower: "810", Upper: "870"},
			EstimatedCost:       messaging.EstimateRange{Lower: "5600.5"},
		}},
	}, estimate)
}

// TestSafeListTakes what Twilio takes: numbers, and the beginnings of a thousand.
func TestSafeListTakes(t *testing.T) {
	t.Parallel()
	for _, number := range []string{ada, "+14155551xxx", "+290123xxx", "+123456789012xxx", "+2902345"} {
		m := answering(t, func(r *http.Request) (*http.Response, error) {
			assert.Equal(t, number, r.URL.Query().Get("PhoneNumber"))
			return reply(r, http.StatusOK, `{"sid":"GN00000000000000000000000000000001","phone_number":"`+number+`"}`)
		})
		_, err := m.SafeList.Get(t.Context(), messaging.SafeListGetParams{PhoneNumber: number})
		require.NoError(t, err, number)
	}
}

// TestAnswerOfAnotherKind: an answer whose SID is that of another resource proves
// nothing, because Twilio makes a service and a sender with an SID of their own.
func TestAnswerOfAnotherKind(t *testing.T) {
	t.Parallel()
	m := answering(t, func(r *http.Request) (*http.Response, error) {
		return reply(r, http.StatusCreated, `{"sid":"`+pnSID+`"}`)
	})
	_, err := m.Services.Create(t.Context(), messaging.ServiceCreateParams{FriendlyName: "Owl Bank"})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	_, err = m.Senders.Create(t.Context(), messaging.SenderCreateParams{SenderID: "whatsapp:" + owl, Profile: messaging.SenderProfile{Name: "Owl Bank"}})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
}
