package video_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/video"
)

// TestStorageSettings: recordings and compositions have settings of their own, which keep
// what an update does not name.
func TestStorageSettings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const key, bucket = "CR00000000000000000000000000000001", "https://films.s3.amazonaws.com/recordings"
	stored, err := b.RecordingSettings.Update(t.Context(), video.StorageSettingsUpdateParams{
		FriendlyName: "ours", AWSStorageEnabled: twilio.Ptr(true), AWSS3URL: bucket, AWSCredentialsSID: key,
	})
	require.NoError(t, err)
	assert.True(t, stored.AWSStorageEnabled)
	_, err = b.RecordingSettings.Update(t.Context(), video.StorageSettingsUpdateParams{FriendlyName: "encrypted", EncryptionEnabled: twilio.Ptr(true), EncryptionKeySID: key})
	require.NoError(t, err)
	got, err := b.RecordingSettings.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, bucket, got.AWSS3URL)
	assert.True(t, got.EncryptionEnabled)
	assert.Equal(t, "encrypted", got.FriendlyName)

	others, err := b.CompositionSettings.Get(t.Context())
	require.NoError(t, err)
	assert.False(t, others.AWSStorageEnabled)
	for name, params := range map[string]video.StorageSettingsUpdateParams{
		"no bucket": {FriendlyName: "ours", AWSStorageEnabled: twilio.Ptr(true)}, "no key": {FriendlyName: "ours", EncryptionEnabled: twilio.Ptr(true)},
	} {
		_, err = b.CompositionSettings.Update(t.Context(), params)
		assert.Equal(t, twilio.CodeBadRequest, codeOf(err), name)
	}
}
