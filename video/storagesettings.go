package video

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// StorageSettings say where Twilio keeps the media of the account, and how: those of
// recordings, or those of compositions.
//
// Twilio docs: https://www.twilio.com/docs/video/api/external-s3-recordings
type StorageSettings struct {
	AccountSID        string `json:"account_sid"`
	FriendlyName      string `json:"friendly_name"`
	AWSStorageEnabled bool   `json:"aws_storage_enabled"` // false is Twilio's own storage
	AWSS3URL          string `json:"aws_s3_url"`
	AWSCredentialsSID string `json:"aws_credentials_sid"` // CR…
	EncryptionEnabled bool   `json:"encryption_enabled"`
	EncryptionKeySID  string `json:"encryption_key_sid"` // CR…, of a public key
	URL               string `json:"url"`
}

// StorageSettingsUpdateParams says where the media of the account is kept from now on.
type StorageSettingsUpdateParams struct {
	FriendlyName      string `form:"FriendlyName" check:"required"`
	AWSStorageEnabled *bool  `form:"AwsStorageEnabled"`
	AWSS3URL          string `form:"AwsS3Url" check:"url"` // "https://my-bucket.s3.amazonaws.com/recordings"
	AWSCredentialsSID string `form:"AwsCredentialsSid" check:"sid=CR"`
	EncryptionEnabled *bool  `form:"EncryptionEnabled"`
	EncryptionKeySID  string `form:"EncryptionKeySid" check:"sid=CR"` // of a public key

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// RecordingSettings shows and sets where recordings are kept.
type RecordingSettings struct{ c *twilio.Client }

// CompositionSettings shows and sets where compositions are kept.
type CompositionSettings struct{ c *twilio.Client }

const (
	recordingSettingsPath   = "/v1/RecordingSettings/Default"
	compositionSettingsPath = "/v1/CompositionSettings/Default"
)

// The account has its settings once: a value that is set twice is set.
var (
	recordingSettingsGet    = twilio.Operation{Name: "video.RecordingSettings.Get", Method: http.MethodGet, Host: host, Path: recordingSettingsPath}
	recordingSettingsUpdate = twilio.Operation{
		Name: "video.RecordingSettings.Update", Method: http.MethodPost, Host: host, Path: recordingSettingsPath, Class: twilio.ClassIdempotent,
	}
	compositionSettingsGet    = twilio.Operation{Name: "video.CompositionSettings.Get", Method: http.MethodGet, Host: host, Path: compositionSettingsPath}
	compositionSettingsUpdate = twilio.Operation{
		Name: "video.CompositionSettings.Update", Method: http.MethodPost, Host: host, Path: compositionSettingsPath, Class: twilio.ClassIdempotent,
	}
)

// Get returns where the recordings of the account are kept.
//
// Twilio docs: https://www.twilio.com/docs/video/api/external-s3-recordings
func (s *RecordingSettings) Get(ctx context.Context, opts ...twilio.CallOption) (*StorageSettings, error) {
	return twilio.Invoke[StorageSettings](ctx, s.c, recordingSettingsGet.On(), opts...)
}

// Update sets where the recordings of the account are kept from now on. It is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/video/api/external-s3-recordings
func (s *RecordingSettings) Update(ctx context.Context, params StorageSettingsUpdateParams, opts ...twilio.CallOption) (*StorageSettings, error) {
	return twilio.Invoke[StorageSettings](ctx, s.c, recordingSettingsUpdate.With(&params), opts...)
}

// Get returns where the compositions of the account are kept.
//
// Twilio docs: https://www.twilio.com/docs/video/api/external-s3-compositions
func (s *CompositionSettings) Get(ctx context.Context, opts ...twilio.CallOption) (*StorageSettings, error) {
	return twilio.Invoke[StorageSettings](ctx, s.c, compositionSettingsGet.On(), opts...)
}

// Update sets where the compositions of the account are kept from now on. It is repeated
// after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/video/api/external-s3-compositions
func (s *CompositionSettings) Update(ctx context.Context, params StorageSettingsUpdateParams, opts ...twilio.CallOption) (*StorageSettings, error) {
	return twilio.Invoke[StorageSettings](ctx, s.c, compositionSettingsUpdate.With(&params), opts...)
}
