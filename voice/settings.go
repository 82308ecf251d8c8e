package voice

import (
	"context"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Setting says where the account has its dialling permissions from.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-settings-resource
type Setting struct {
	DialingPermissionsInheritance bool   `json:"dialing_permissions_inheritance"` // of a subaccount: it has its parent's permissions
	URL                           string `json:"url"`
}

// Settings manages where a subaccount has its dialling permissions from.
type Settings struct{ c *twilio.Client }

const settingsPath = "/v1/Settings"

var (
	settingGet = twilio.Operation{Name: "voice.Settings.Get", Method: http.MethodGet, Host: hostVoice, Path: settingsPath}

	// An account has one setting, and a value that is set twice is set.
	settingUpdate = twilio.Operation{Name: "voice.Settings.Update", Method: http.MethodPost, Host: hostVoice, Path: settingsPath, Class: twilio.ClassIdempotent}
)

// Get returns the settings of the account whose credentials the client has.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-settings-resource#fetch-a-settings-resource
func (s *Settings) Get(ctx context.Context, opts ...twilio.CallOption) (*Setting, error) {
	return twilio.Invoke[Setting](ctx, s.c, settingGet.On(), opts...)
}

// SettingUpdateParams changes the settings. A field that is nil stays as it is.
type SettingUpdateParams struct {
	DialingPermissionsInheritance *bool `form:"DialingPermissionsInheritance"` // of a subaccount: it has its parent's permissions

	Extra url.Values `form:"-"` // parameters that this package does not model
}

// Update changes the settings and returns them as they are afterwards. A subaccount whose
// inheritance ends has permissions of its own from then on: see [DialingPermissions]. An
// update converges, so that it is repeated after failures that may pass.
//
// Twilio docs: https://www.twilio.com/docs/voice/api/dialingpermissions-settings-resource#update-a-settings-resource
func (s *Settings) Update(ctx context.Context, params SettingUpdateParams, opts ...twilio.CallOption) (*Setting, error) {
	return twilio.Invoke[Setting](ctx, s.c, settingUpdate.With(&params), opts...)
}
