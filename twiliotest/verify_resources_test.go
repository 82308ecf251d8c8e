package twiliotest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestVerifyOperations holds that every operation of Verify has behaviour of its own:
// none is answered by default, so that a stub for it is refused.
func TestVerifyOperations(t *testing.T) {
	t.Parallel()
	spec, err := contract.Load("verify_v2")
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(spec.Operations), 57)
	for _, op := range spec.Operations {
		rec := record(t)
		sim := twiliotest.New(rec)
		sim.Stub(op.Method, verifyHost+op.Path, http.NotFound)
		assert.Contains(t, rec.finish(), "use sim.Fault", op.ID)
	}
}

// TestVerifyResources creates, reads, lists, changes and deletes one of each kind.
func TestVerifyResources(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path    string // %s stands for the service
		create  []string
		id      string // the member that names it in a path
		change  []string
		changed map[string]any
		key     string // of the list, "" for none
	}{
		"service": {
			"/v2/Services", []string{"FriendlyName", "Owl Bank"}, "sid", []string{"FriendlyName", "Owl Shop", "CodeLength", "4"},
			map[string]any{"friendly_name": "Owl Shop", "code_length": 4., "lookup_enabled": false}, "services",
		},
		"rate limit": {
			"/v2/Services/%s/RateLimits", []string{"UniqueName", "ip", "Description", "Owls"}, "sid", []string{"Description", "Eagles"},
			map[string]any{"description": "Eagles", "unique_name": "ip"}, "rate_limits",
		},
		"messaging configuration": {
			"/v2/Services/%s/MessagingConfigurations", []string{"Country", "CA", "MessagingServiceSid", "MG0123456789abcdef0123456789abcdef"}, "country",
			[]string{"MessagingServiceSid", "MG0123456789abcdef0123456789abcdee"},
			map[string]any{"country": "CA", "messaging_service_sid": "MG0123456789abcdef0123456789abcdee"}, "messaging_configurations",
		},
		"webhook": {
			"/v2/Services/%s/Webhooks", []string{"FriendlyName", "app", "EventTypes", "*", "WebhookUrl", "https://app.example.com/verify"}, "sid",
			[]string{"Status", "disabled", "EventTypes", "factor.created", "EventTypes", "factor.deleted"},
			map[string]any{"status": "disabled", "event_types": []any{"factor.created", "factor.deleted"}, "version": "v2", "webhook_method": "POST"}, "webhooks",
		},
		"entity":    {"/v2/Services/%s/Entities", []string{"Identity", "user-0001"}, "identity", nil, map[string]any{"identity": "user-0001"}, "entities"},
		"safe list": {"/v2/SafeList/Numbers", []string{"PhoneNumber", ada}, "phone_number", nil, map[string]any{"phone_number": ada}, ""},
	}
	for name, tt := range tests {
		v := newVerify(t)
		path := strings.Replace(tt.path, "%s", v.service, 1)
		created := v.post(path, tt.create...)
		require.Equal(t, http.StatusCreated, created.status, "%s: %v", name, created.body)
		one := path + "/" + url.PathEscape(created.text(tt.id))
		assert.Equal(t, verifyHost+path+"/"+created.text(tt.id), created.text("url"), name)
		assert.Equal(t, created.body, v.get(one).body, name)
		if tt.key != "" {
			listed := v.get(path).items(tt.key)
			assert.Equal(t, created.body, listed[len(listed)-1], name)
		}
		v.sim.Clock.Advance(time.Minute)
		if tt.change != nil {
			changed := v.post(one, tt.change...)
			assert.Equal(t, http.StatusOK, changed.status, "%s: %v", name, changed.body)
			assert.NotEqual(t, created.body["date_updated"], changed.body["date_updated"], name)
			assert.Equal(t, created.body["date_created"], changed.body["date_created"], name)
		}
		now := v.get(one)
		for member, want := range tt.changed {
			assert.Equal(t, want, now.body[member], "%s: %s", name, member)
		}
		assert.Equal(t, http.StatusNoContent, v.delete(one).status, name)
		assert.Equal(t, http.StatusNotFound, v.get(one).status, name)
		assert.Equal(t, http.StatusNotFound, v.delete(one).status, name)
	}
}

// TestBuckets are read, listed, changed and deleted as the rest.
func TestBuckets(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	limit := v.limit("ip", 5, 60)
	listed := v.get(limit + "/Buckets").items("buckets")
	require.Len(t, listed, 1)
	sid, _ := listed[0]["sid"].(string)
	one := limit + "/Buckets/" + sid
	assert.Equal(t, listed[0], v.get(one).body)
	v.refused(v.post(one, "Max", "0"), 400, 60200)
	changed := v.post(one, "Max", "7")
	assert.Equal(t, []any{7., 60.}, []any{changed.body["max"], changed.body["interval"]})
	assert.Equal(t, http.StatusNoContent, v.delete(one).status)
	v.refused(v.get(one), 404, 20404)
}

// TestVerifyServiceDefaults holds the settings of a service that was only given a name.
func TestVerifyServiceDefaults(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	got := v.post("/v2/Services", "FriendlyName", "Owl Bank").body
	for member, want := range map[string]any{
		"code_length": 6., "lookup_enabled": false, "psd2_enabled": false, "skip_sms_to_landlines": false, "dtmf_input_required": false, "tts_name": nil,
		"do_not_share_warning_enabled": false, "custom_code_enabled": false, "default_template_sid": nil, "verify_event_subscription_enabled": false,
		"totp":     map[string]any{"issuer": "Owl Bank", "time_step": 30., "code_length": 6., "skew": 1.},
		"push":     map[string]any{"include_date": false, "apn_credential_sid": nil, "fcm_credential_sid": nil},
		"whatsapp": map[string]any{"msg_service_sid": nil, "from": nil}, "passkeys": nil,
	} {
		assert.Equal(t, want, got[member], member)
	}
	links, _ := got["links"].(map[string]any)
	assert.Len(t, links, 7)
	assert.Equal(t, fmt.Sprint(got["url"], "/VerificationCheck"), links["verification_checks"])
}

// TestVerifyServiceSettings holds that each parameter has its member.
func TestVerifyServiceSettings(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	got := v.post("/v2/Services", "FriendlyName", "Owl Bank", "TtsName", "polly", "Push.IncludeDate", "true", "Push.ApnCredentialSid", "CR0123456789abcdef0123456789abcdef",
		"Totp.Issuer", "Owls", "Totp.TimeStep", "20", "Totp.CodeLength", "8", "Totp.Skew", "2", "Whatsapp.From", "+14155550100",
		"Passkeys.RelyingParty.Id", "example.com", "Passkeys.RelyingParty.Name", "Owls", "Passkeys.RelyingParty.Origins", "example.com,www.example.com",
		"Passkeys.UserVerification", "preferred", "VerifyEventSubscriptionEnabled", "true").body
	for member, want := range map[string]any{
		"tts_name": "polly", "verify_event_subscription_enabled": true,
		"totp":     map[string]any{"issuer": "Owls", "time_step": 20., "code_length": 8., "skew": 2.},
		"push":     map[string]any{"include_date": true, "apn_credential_sid": "CR0123456789abcdef0123456789abcdef", "fcm_credential_sid": nil},
		"whatsapp": map[string]any{"msg_service_sid": nil, "from": "+14155550100"},
		"passkeys": map[string]any{
			"relying_party":            map[string]any{"id": "example.com", "name": "Owls", "origins": []any{"example.com", "www.example.com"}},
			"authenticator_attachment": "", "discoverable_credentials": "", "user_verification": "preferred",
		},
	} {
		assert.Equal(t, want, got[member], member)
	}
}

// TestRefusedResources holds the code of each refusal.
func TestRefusedResources(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.post(v.in("/MessagingConfigurations"), "Country", "CA", "MessagingServiceSid", "MG0123456789abcdef0123456789abcdef")
	v.post(v.in("/Entities"), "Identity", "user-0001")
	v.post("/v2/SafeList/Numbers", "PhoneNumber", ada)
	for name, tt := range map[string]struct {
		path         string
		pairs        []string
		status, code int
	}{
		"service without a name": {"/v2/Services", nil, 400, 60200},
		"service, long name":     {"/v2/Services", []string{"FriendlyName", strings.Repeat("x", 33)}, 400, 60200},
		"service, digits":        {"/v2/Services", []string{"FriendlyName", "Owl 12345"}, 400, 60200},
		"service, short code":    {"/v2/Services", []string{"FriendlyName", "x", "CodeLength", "3"}, 400, 60200},
		"service, long code":     {"/v2/Services", []string{"FriendlyName", "x", "CodeLength", "11"}, 400, 60200},
		"service, no template":   {"/v2/Services", []string{"FriendlyName", "x", "DefaultTemplateSid", "HJ0123456789abcdef0123456789abcdef"}, 400, 60228},
		"service, step":          {"/v2/Services", []string{"FriendlyName", "x", "Totp.TimeStep", "61"}, 400, 60200},
		"service, skew":          {"/v2/Services", []string{"FriendlyName", "x", "Totp.Skew", "3"}, 400, 60200},
		"configuration, country": {v.in("/MessagingConfigurations"), []string{"Country", "Canada", "MessagingServiceSid", "MG0123456789abcdef0123456789abcdef"}, 400, 60200},
		"configuration, second":  {v.in("/MessagingConfigurations"), []string{"Country", "CA", "MessagingServiceSid", "MG0123456789abcdef0123456789abcdef"}, 400, 60213},
		"webhook, event":         {v.in("/Webhooks"), []string{"FriendlyName", "app", "EventTypes", "factor.lost", "WebhookUrl", "https://app.example.com"}, 400, 60200},
		"webhook, address":       {v.in("/Webhooks"), []string{"FriendlyName", "app", "EventTypes", "*", "WebhookUrl", "app"}, 400, 60200},
		"entity, short":          {v.in("/Entities"), []string{"Identity", "user-1"}, 400, 60300},
		"entity, signs":          {v.in("/Entities"), []string{"Identity", "ada@example.com"}, 400, 60300},
		"entity, second":         {v.in("/Entities"), []string{"Identity", "user-0001"}, 409, 60301},
		"safe list, no number":   {"/v2/SafeList/Numbers", []string{"PhoneNumber", "4155551234"}, 400, 60200},
		"safe list, second":      {"/v2/SafeList/Numbers", []string{"PhoneNumber", ada}, 400, 60411},
		"token, life":            {v.in("/AccessTokens"), []string{"Identity", "user-0001", "FactorType", "push", "Ttl", "301"}, 400, 60305},
		"token, type":            {v.in("/AccessTokens"), []string{"Identity", "user-0001", "FactorType", "totp"}, 400, 60305},
		"token, identity":        {v.in("/AccessTokens"), []string{"Identity", "x", "FactorType", "push"}, 400, 60305},
	} {
		v.refused(v.post(tt.path, tt.pairs...), tt.status, tt.code, name)
	}
}

// TestDeletedServiceEndsItsVerifications: they are deleted as well.
func TestDeletedServiceEndsItsVerifications(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	v.start("sms")
	code := v.sim.Phone(ada).ExpectCode()
	v.delete("/v2/Services/" + v.service)
	assert.Equal(t, "deleted", v.sim.Verifications()[0].Status)
	v.refused(v.check(code), 404, 20404)
}

// TestServicesOfOthers are not found.
func TestServicesOfOthers(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	sub := v.sim.Subaccount()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, verifyHost+"/v2/Services/"+v.service, http.NoBody)
	require.NoError(t, err)
	req.SetBasicAuth(sub, v.sim.SubaccountToken(sub))
	resp, err := v.sim.Transport().RoundTrip(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusNotFound, resp.StatusCode)
}

// TestVerifyPages: links are whole addresses, on the host that was asked.
func TestVerifyPages(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	for _, name := range []string{"Owl", "Eagle", "Hawk", "Kite"} {
		v.post("/v2/Services", "FriendlyName", name)
	}
	for _, base := range []string{verifyHost, v.sim.URL() + "/verify"} {
		var names []string
		for next := base + "/v2/Services?PageSize=2"; next != ""; {
			assert.True(t, strings.HasPrefix(next, base+"/v2/Services?"), next)
			resp := v.get(next)
			for _, item := range resp.items("services") {
				names = append(names, fmt.Sprint(item["friendly_name"]))
			}
			meta, _ := resp.body["meta"].(map[string]any)
			assert.Equal(t, []any{"services", 2.}, []any{meta["key"], meta["page_size"]})
			next, _ = meta["next_page_url"].(string)
		}
		assert.Equal(t, []string{"Owl Bank", "Owl", "Eagle", "Hawk", "Kite"}, names)
	}
}

// TestTemplates are those that every account has.
func TestTemplates(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	all := v.get("/v2/Templates").items("templates")
	assert.Len(t, all, 3)
	one := v.get("/v2/Templates", "FriendlyName", "Password change").items("templates")
	require.Len(t, one, 1)
	translations, _ := one[0]["translations"].(map[string]any)
	english, _ := translations["en"].(map[string]any)
	assert.Equal(t, []any{"approved", true}, []any{english["status"], english["is_default_translation"]})
	assert.Contains(t, english["text"], "{{code}}")
}

// TestFormsAndTokens of push factors.
func TestFormsAndTokens(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	form := v.get("/v2/Forms/form-push")
	assert.Equal(t, "form-push", form.text("form_type"))
	forms, _ := form.body["forms"].(map[string]any)
	assert.Contains(t, forms, "create_factor")
	v.refused(v.get("/v2/Forms/form-pull"), 404, 20404)

	made := v.post(v.in("/AccessTokens"), "Identity", "user-0001", "FactorType", "push", "FactorFriendlyName", "Ada's phone")
	assert.Equal(t, []any{"user-0001", "push", "Ada's phone", 60.}, []any{made.body["entity_identity"], made.body["factor_type"], made.body["factor_friendly_name"], made.body["ttl"]})
	assert.Equal(t, 2, strings.Count(made.text("token"), "."))
	assert.Equal(t, made.body, v.get(v.in("/AccessTokens/%s", made.text("sid"))).body)
	v.refused(v.get(v.in("/AccessTokens/YK0123456789abcdef0123456789abcdef")), 404, 20404)
}

// TestAttempts: one for each sending, filtered, priced and converted.
func TestAttempts(t *testing.T) {
	t.Parallel()
	v := newVerify(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 0, 0, 0, time.UTC)))
	v.start("sms")
	v.sim.Phone(ada).ExpectCode()
	v.sim.Clock.Advance(time.Minute)
	v.start("whatsapp")
	code := v.sim.Phone(ada).ExpectCode()
	verification := v.check(code).text("sid")
	v.post(v.in("/Verifications"), "To", "+447700900123", "Channel", "rcs")
	v.sim.Phone("+447700900123").ExpectCode()
	v.post(v.in("/Verifications"), "To", "ada@example.com", "Channel", "email")
	v.sim.Mailbox("ada@example.com").ExpectCode()
	v.post(v.in("/Verifications"), "To", ada, "Channel", "call")
	v.sim.Phone(ada).ExpectCode()
	v.post(v.in("/Verifications"), "To", ada, "Channel", "sna")

	for name, tt := range map[string]struct {
		query []string
		want  []any // channels, the newest first
	}{
		"all":          {nil, []any{"call", "email", "rbm", "whatsapp", "sms"}},
		"channel":      {[]string{"Channel", "rbm"}, []any{"rbm"}},
		"country":      {[]string{"Country", "GB"}, []any{"rbm"}},
		"recipient":    {[]string{"ChannelData.To", ada}, []any{"call", "whatsapp", "sms"}},
		"verification": {[]string{"VerificationSid", verification}, []any{"whatsapp", "sms"}},
		"service":      {[]string{"VerifyServiceSid", "VA0123456789abcdef0123456789abcdef"}, nil},
		"converted":    {[]string{"Status", "converted"}, []any{"whatsapp"}},
		"before":       {[]string{"DateCreatedBefore", "2026-04-14T09:00:30Z"}, []any{"sms"}},
		"after":        {[]string{"DateCreatedAfter", "2026-04-14T09:00:30Z", "Status", "converted"}, []any{"whatsapp"}},
	} {
		got := v.get("/v2/Attempts", tt.query...)
		var channels []any
		for _, item := range got.items("attempts") {
			channels = append(channels, item["channel"])
		}
		assert.Equal(t, tt.want, channels, name)
	}
	for name, tt := range map[string]struct {
		query []string
		want  []any
	}{
		"all":     {nil, []any{5., 1., 4., "20.000000000"}},
		"british": {[]string{"DestinationPrefix", "+44"}, []any{1., 0., 1., "0.000000000"}},
		"nobody":  {[]string{"Country", "FR"}, []any{0., 0., 0., "0"}},
	} {
		got := v.get("/v2/Attempts/Summary", tt.query...).body
		assert.Equal(t, tt.want, []any{got["total_attempts"], got["total_converted"], got["total_unconverted"], got["conversion_rate_percentage"]}, name)
	}
}

// TestAttempt shows how its message and its code fared.
func TestAttempt(t *testing.T) {
	t.Parallel()
	v := newVerify(t)
	attempt, _ := v.start("sms").items("send_code_attempts")[0]["attempt_sid"].(string)
	data := func() []any {
		got := v.get("/v2/Attempts/" + attempt).body
		d, _ := got["channel_data"].(map[string]any)
		return []any{got["conversion_status"], got["price"], d["status"], d["message_status"], d["error_code"], d["country"], d["code_length"]}
	}
	assert.Equal(t, []any{"unconverted", nil, "unconfirmed", "queued", nil, "US", 6.}, data())
	v.sim.Phone(ada).Unreachable(30003)
	v.sim.Clock.Advance(time.Minute)
	price := map[string]any{"value": "0.00790", "currency": "usd"}
	assert.Equal(t, []any{"unconverted", price, "unconfirmed", "undelivered", "30003", "US", 6.}, data())
	v.sim.Clock.Advance(10 * time.Minute)
	assert.Equal(t, []any{"unconverted", price, "expired", "undelivered", "30003", "US", 6.}, data())
	v.refused(v.get("/v2/Attempts/VL0123456789abcdef0123456789abcdef"), 404, 20404)
}
