package messaging_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestServiceFromItsBeginningToItsEnd: what is set stays set, and what is left out stays
// as it was.
func TestServiceFromItsBeginningToItsEnd(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	service, err := b.Services.Create(ctx, messaging.ServiceCreateParams{
		FriendlyName: "Owl Bank", InboundRequestURL: "https://example.com/sms", InboundMethod: twilio.MethodGet,
		FallbackURL: "https://example.com/fallback", FallbackMethod: twilio.MethodGet, StatusCallback: "https://example.com/status",
		StickySender: twilio.Ptr(true), AreaCodeGeomatch: twilio.Ptr(false), FallbackToLongCode: twilio.Ptr(true), MMSConverter: twilio.Ptr(false),
		SmartEncoding: twilio.Ptr(true), ValidityPeriod: 90 * time.Minute, UseCase: messaging.ServiceUseCaseMarketing,
		ScanMessageContent: messaging.ScanContentDisable, SynchronousValidation: true, UseInboundWebhookOnNumber: true,
	})
	require.NoError(t, err)
	assert.Equal(t, 90*time.Minute, service.ValidityPeriod.Duration)
	assert.Equal(t, messaging.ServiceUseCaseMarketing, service.UseCase)
	assert.Equal(t, messaging.ScanContentDisable, service.ScanMessageContent)
	assert.Equal(t, []bool{true, false, true, false, true, true, true}, []bool{
		service.StickySender, service.AreaCodeGeomatch, service.FallbackToLongCode, service.MMSConverter,
		service.SmartEncoding, service.SynchronousValidation, service.UseInboundWebhookOnNumber,
	})

	changed, err := b.Services.Update(ctx, service.SID, messaging.ServiceUpdateParams{StickySender: twilio.Ptr(false), ValidityPeriod: time.Minute})
	require.NoError(t, err)
	assert.False(t, changed.StickySender)
	assert.Equal(t, time.Minute, changed.ValidityPeriod.Duration)
	assert.Equal(t, "https://example.com/sms", changed.InboundRequestURL, "it was left out")
	assert.True(t, changed.FallbackToLongCode, "it was left out")

	got, err := b.Services.Get(ctx, service.SID)
	require.NoError(t, err)
	assert.Equal(t, changed, got)
	page, err := b.Services.List(ctx, messaging.ServiceListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, service.SID, page.Items[0].SID)

	require.NoError(t, b.Services.Delete(ctx, service.SID))
	_, err = b.Services.Get(ctx, service.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestLostNameIsAddedOnce: the request is repeated, and the name is in the pool once.
func TestLostNameIsAddedOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	service := b.service()
	b.sim.Fault(twiliotest.On(http.MethodPost, "/v1/Services/*/AlphaSenders").Times(1).ReadThenClose())
	name, err := b.AlphaSenders.Create(t.Context(), service.SID, messaging.AlphaSenderCreateParams{AlphaSender: "Owl Shop"})
	require.NoError(t, err)
	assert.Equal(t, "Owl Shop", name.AlphaSender)
	assert.Equal(t, 3, b.requests(http.MethodPost, "/AlphaSenders"), "one of the service's first name, and two of this one")

	var pool []string
	for sender, err := range b.AlphaSenders.All(t.Context(), service.SID, messaging.AlphaSenderListParams{}) {
		require.NoError(t, err)
		pool = append(pool, sender.AlphaSender)
	}
	assert.ElementsMatch(t, []string{"Owl Bank", "Owl Shop"}, pool)
	require.NoError(t, b.AlphaSenders.Delete(t.Context(), service.SID, name.SID))
	_, err = b.AlphaSenders.Get(t.Context(), service.SID, name.SID)
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestLostServiceIsMadeOnce: the name says nothing of the service, so that the create is
// not repeated.
func TestLostServiceIsMadeOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.sim.Fault(twiliotest.On(http.MethodPost, "/v1/Services").CommitThenReset())
	_, err := b.Services.Create(t.Context(), messaging.ServiceCreateParams{FriendlyName: "Owl Bank"})
	require.ErrorIs(t, err, twilio.ErrOutcomeUnknown)
	assert.Equal(t, 1, b.requests(http.MethodPost, "/v1/Services"))
}

// TestPermissionOfACountry: a country that was forbidden reads as forbidden.
func TestPermissionOfACountry(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.GeoPermissions.Update(t.Context(), messaging.GeoPermissionUpdateParams{Permissions: []messaging.GeoPermissionChange{{CountryCode: "IN"}}})
	require.NoError(t, err)
	list, err := b.GeoPermissions.Get(t.Context(), messaging.GeoPermissionGetParams{CountryCodes: []string{"IN"}})
	require.NoError(t, err)
	require.Len(t, list.Permissions, 1)
	assert.Equal(t, "IN", list.Permissions[0].CountryCode)
	assert.Equal(t, messaging.GeoPermissionCountry, list.Permissions[0].Type)
	assert.False(t, list.Permissions[0].Enabled)
}
