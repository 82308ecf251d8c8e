package twiliotest

import "github.com/seed15d99369/twilio"

// videoSettingsHandler returns the handler of an operation on the settings of recordings
// and compositions, nil for all others.
func videoSettingsHandler(operation string) handler {
	switch operation {
	case "FetchRecordingSettings", "FetchCompositionSettings":
		return (*Sim).fetchVideoSettings
	case "CreateRecordingSettings", "CreateCompositionSettings":
		return (*Sim).updateVideoSettings
	}
	return nil
}

// videoStorage is where an account keeps its recordings, or its compositions.
type videoStorage struct {
	friendlyName  string
	storesAtAWS   bool
	url           string
	credentials   string
	encrypts      bool
	encryptionKey string
}

// storageOf returns the settings that a request is about: the account's own of recordings
// or of compositions.
func (s *Sim) storageOf(r *request) *videoStorage {
	if s.video.settings == nil {
		s.video.settings = map[string]*videoStorage{}
	}
	key := r.account + r.op.Path
	if s.video.settings[key] == nil {
		s.video.settings[key] = &videoStorage{}
	}
	return s.video.settings[key]
}

func (s *Sim) fetchVideoSettings(r *request) (any, *apiError) { return s.storageOf(r).json(r), nil }

func (s *Sim) updateVideoSettings(r *request) (any, *apiError) {
	settings := *s.storageOf(r)
	setText(r.form, "FriendlyName", &settings.friendlyName)
	setText(r.form, "AwsS3Url", &settings.url)
	setText(r.form, "AwsCredentialsSid", &settings.credentials)
	setText(r.form, "EncryptionKeySid", &settings.encryptionKey)
	if r.form.Has("AwsStorageEnabled") {
		settings.storesAtAWS = isTrue(r.form.Get("AwsStorageEnabled"))
	}
	if r.form.Has("EncryptionEnabled") {
		settings.encrypts = isTrue(r.form.Get("EncryptionEnabled"))
	}
	switch {
	case settings.storesAtAWS && (settings.url == "" || settings.credentials == ""):
		return nil, badRequest(twilio.CodeBadRequest, "AwsStorageEnabled needs AwsS3Url and AwsCredentialsSid")
	case settings.encrypts && settings.encryptionKey == "":
		return nil, badRequest(twilio.CodeBadRequest, "EncryptionEnabled needs EncryptionKeySid")
	}
	*s.storageOf(r) = settings
	return settings.json(r), nil
}

type videoStorageJSON struct {
	AccountSID    string  `json:"account_sid"`
	FriendlyName  *string `json:"friendly_name"`
	StoresAtAWS   bool    `json:"aws_storage_enabled"`
	AWSURL        *string `json:"aws_s3_url"`
	Credentials   *string `json:"aws_credentials_sid"`
	Encrypts      bool    `json:"encryption_enabled"`
	EncryptionKey *string `json:"encryption_key_sid"`
	URL           string  `json:"url"`
}

func (v *videoStorage) json(r *request) videoStorageJSON {
	return videoStorageJSON{
		AccountSID: r.account, FriendlyName: orNull(v.friendlyName), StoresAtAWS: v.storesAtAWS, AWSURL: orNull(v.url), Credentials: orNull(v.credentials),
		Encrypts: v.encrypts, EncryptionKey: orNull(v.encryptionKey), URL: r.address(),
	}
}
