package twiliotest_test

import (
	"context"
	"io"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// newLinks is a service whose links a domain shortens.
func newLinks(t *testing.T, sim *twiliotest.Sim, opts ...twiliotest.LinkDomainOption) (p pool, domain string) {
	t.Helper()
	p = newPool(t, sim, nil, clinic)
	domain = "messaging/v1/LinkShortening/Domains/" + sim.LinkDomain("go.example.com", opts...)
	p.must(201, "POST", domain+"/MessagingServices/"+p.sid, url.Values{})
	return p, domain
}

// withLink is a message with links that are to be shortened.
var withLink = url.Values{"ShortenUrls": {"true"}, "Body": {"See https://example.com/a?b=c, or https://example.com/d."}}

func TestShortLinks(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	app := newApp().answer("/clicks", status(200))
	sim.Handle("https://hooks.example.com", app)
	p, domain := newLinks(t, sim)
	p.must(201, "POST", domain+"/Config", url.Values{"CallbackUrl": {"https://hooks.example.com/clicks"}})
	p.send(ada, withLink)
	phone := sim.Phone(ada)
	sms := phone.ExpectSMS("See")
	assert.Regexp(t, `^See https://go\.example\.com/[0-9a-f]{10}, or https://go\.example\.com/[0-9a-f]{10}\.$`, sms.Body)
	links := regexp.MustCompile(`https://go\.example\.com/\w+`).FindAllString(sms.Body, -1)
	assert.Equal(t, "https://example.com/a?b=c", phone.OpenLink(links[0]))
	assert.Equal(t, "https://example.com/d", phone.OpenLink(links[1]))
	forms := app.forms()
	require.Len(t, forms, 2)
	assert.Equal(t, []string{"click", sms.SID, p.sid, clinic, ada, "https://example.com/a?b=c", sim.AccountSID()}, []string{
		forms[0].Get("event_type"), forms[0].Get("sms_sid"), forms[0].Get("messaging_service_sid"), forms[0].Get("from"), forms[0].Get("to"),
		forms[0].Get("link"), forms[0].Get("account_sid"),
	})

	p.must(201, "POST", domain+"/Config", url.Values{"DisableHttps": {"true"}})
	p.send(ada, withLink)
	sms = phone.ExpectSMS("See")
	assert.Regexp(t, `^See go\.example\.com/[0-9a-f]{10}, `, sms.Body)
	assert.Equal(t, "https://example.com/a?b=c", phone.OpenLink(sms.Body[4:29]), "without a scheme")
	p.send(ada, url.Values{"Body": withLink["Body"]})
	assert.Equal(t, withLink.Get("Body"), phone.ExpectSMS("See").Body, "nobody asked for short links")
}

// TestOldLinks lead to the fallback of the domain after 90 days.
func TestOldLinks(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	p, domain := newLinks(t, sim)
	p.send(ada, withLink)
	phone := sim.Phone(ada)
	link := phone.ExpectSMS("See").Body[4:37]
	sim.Clock.Advance(89 * 24 * time.Hour)
	assert.Equal(t, "https://example.com/a?b=c", phone.OpenLink(link))
	sim.Clock.Advance(48 * time.Hour)
	assert.Empty(t, phone.OpenLink(link))
	sim.ExpectAlert(30105)
	p.must(201, "POST", domain+"/Config", url.Values{"FallbackUrl": {"https://example.com/old"}})
	assert.Equal(t, "https://example.com/old", phone.OpenLink(link))
	sim.ExpectAlert(30104)
}

// TestLinksThatAreNotShort: why a message fails, or is sent with its long links.
func TestLinksThatAreNotShort(t *testing.T) {
	t.Parallel()
	long := withLink.Get("Body")
	tests := []struct {
		name   string
		setUp  func(t *testing.T, sim *twiliotest.Sim) pool
		want   twilio.MessageStatus
		code   twilio.ErrorCode
		isLong bool
	}{
		{"no domain", func(t *testing.T, sim *twiliotest.Sim) pool {
			t.Helper()
			return newPool(t, sim, nil, clinic)
		}, twilio.MessageStatusFailed, 30106, true},
		{"no certificate", func(t *testing.T, sim *twiliotest.Sim) pool {
			t.Helper()
			p, _ := newLinks(t, sim, twiliotest.WithoutCertificate())
			return p
		}, twilio.MessageStatusFailed, 30107, true},
		{"a certificate that has expired", func(t *testing.T, sim *twiliotest.Sim) pool {
			t.Helper()
			p, _ := newLinks(t, sim)
			sim.Clock.Advance(366 * 24 * time.Hour)
			return p
		}, twilio.MessageStatusFailed, 30102, true},
		{"no certificate, and long links will do", func(t *testing.T, sim *twiliotest.Sim) pool {
			t.Helper()
			p, domain := newLinks(t, sim, twiliotest.WithoutCertificate())
			p.must(201, "POST", domain+"/Config", url.Values{"ContinueOnFailure": {"true"}})
			return p
		}, twilio.MessageStatusDelivered, 0, true},
		{"a certificate that Twilio has got", func(t *testing.T, sim *twiliotest.Sim) pool {
			t.Helper()
			p, domain := newLinks(t, sim, twiliotest.WithoutCertificate())
			asked := p.must(201, "POST", domain+"/RequestManagedCert", url.Values{})
			assert.Equal(t, []any{true, true, nil}, []any{asked["managed"], asked["requesting"], asked["certificate_sid"]})
			sim.Clock.Advance(10 * time.Minute)
			return p
		}, twilio.MessageStatusDelivered, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sim := twiliotest.New(t, twiliotest.AllowUnexpected())
			m := tt.setUp(t, sim).send(ada, withLink)
			assert.Equal(t, []any{tt.want, tt.code, tt.isLong}, []any{m.Status, m.ErrorCode, m.Body == long})
		})
	}
	sim := twiliotest.New(t)
	sim.Number(clinic)
	_, err := anything(t, sim.Client(), url.Values{"To": {ada}, "From": {clinic}, "Body": {"Hi"}, "ShortenUrls": {"true"}})
	require.ErrorIs(t, err, twilio.ErrorCode(30124))
}

// TestLinkDomains: what the API shows of a domain, and what it refuses.
func TestLinkDomains(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	p, domain := newLinks(t, sim)
	association := "messaging/v1/LinkShortening/MessagingServices/" + p.sid + "/Domain"
	config := "messaging/v1/LinkShortening/MessagingService/" + p.sid + "/DomainConfig"
	sid := field(p.must(200, "GET", association, nil), "domain_sid")
	assert.Equal(t, true, p.must(200, "GET", domain+"/ValidateDns", nil)["is_valid"])
	assert.Equal(t, sid, p.must(200, "GET", config, nil)["domain_sid"])
	p.refused(400, 30109, "POST", domain+"/Config", url.Values{"CallbackUrl": {"ftp://example.com"}})

	other := "messaging/v1/LinkShortening/Domains/" + sim.LinkDomain("link.example.com", twiliotest.WithoutDNS())
	dns := p.must(200, "GET", other+"/ValidateDns", nil)
	assert.Equal(t, false, dns["is_valid"])
	assert.Contains(t, dns["reason"], "link.example.com")
	p.refused(400, 30101, "POST", other+"/MessagingServices/"+p.sid, url.Values{})
	third := "messaging/v1/LinkShortening/Domains/" + sim.LinkDomain("third.example.com")
	p.refused(400, 30130, "POST", third+"/MessagingServices/"+p.sid, url.Values{})
	p.refused(400, 30127, "POST", third+"/MessagingServices/MG"+nobodys, url.Values{})
	p.refused(404, 20404, "DELETE", third+"/MessagingServices/"+p.sid, nil)
	p.refused(404, 20404, "GET", "messaging/v1/LinkShortening/Domains/DN"+nobodys+"/Config", nil)

	p.must(204, "DELETE", domain+"/MessagingServices/"+p.sid, nil)
	p.refused(404, 20404, "GET", association, nil)
	p.refused(404, 20404, "GET", config, nil)
	p.must(201, "POST", third+"/MessagingServices/"+p.sid, url.Values{})
}

// TestCertificates are looked at for a while, and the newest counts.
func TestCertificates(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)
	sim := twiliotest.New(t, twiliotest.StartAt(start))
	p, domain := newLinks(t, sim, twiliotest.WithoutCertificate())
	certificate := domain + "/Certificate"
	p.refused(404, 20404, "GET", certificate, nil)
	p.refused(400, 20001, "POST", certificate, url.Values{"TlsCert": {"certificate"}})
	uploaded := p.must(201, "POST", certificate, url.Values{"TlsCert": {tlsCertificate(t)}})
	assert.Equal(t, []any{nil, nil, "pending"}, []any{uploaded["certificate_sid"], uploaded["date_expires"], statusOf(uploaded)})
	sim.Clock.Advance(9 * time.Minute)
	p.must(201, "POST", certificate, url.Values{"TlsCert": {tlsCertificate(t)}})
	sim.Clock.Advance(9 * time.Minute)
	assert.Equal(t, "pending", statusOf(p.must(200, "GET", certificate, nil)), "the second one is looked at")
	sim.Clock.Advance(time.Minute)
	valid := p.must(200, "GET", certificate, nil)
	assert.Nil(t, valid["cert_in_validation"])
	assert.Equal(t, "2027-04-14T09:49:00Z", valid["date_expires"])
	assert.Equal(t, false, p.must(200, "GET", "messaging/v2"+domain[len("messaging/v1"):]+"/Certificate", nil)["managed"])
	p.must(204, "DELETE", certificate, nil)
	p.refused(404, 20404, "DELETE", certificate, nil)
}

func statusOf(certificate map[string]any) any {
	validation, _ := certificate["cert_in_validation"].(map[string]any)
	return validation["status"]
}

// TestDeactivations: the file of a day has the numbers that carriers have taken away.
func TestDeactivations(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	sim.Number(clinic)
	sim.Phone(ada).Deactivate()
	sim.Clock.Advance(24 * time.Hour)
	sim.Phone(newYorkers).Deactivate()
	get := twilio.Operation{Name: "Deactivations.Get", Method: "GET", Host: "messaging", Path: "/v1/Deactivations"}
	for day, want := range map[string]string{"": newYorkers + "\n", "2026-04-15": newYorkers + "\n", "2026-04-14": ada + "\n", "2026-04-13": ""} {
		file, err := twilio.InvokeFile(context.Background(), sim.Client(), get.With(url.Values{"Date": {day}}))
		require.NoError(t, err)
		numbers, err := io.ReadAll(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())
		assert.Equal(t, want, string(numbers), day)
	}
	api{t, sim}.refused(400, 20001, "GET", "messaging/v1/Deactivations?Date=2026-04-16", nil)
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	require.NoError(t, err)
	sim.Clock.Advance(time.Minute)
	assert.Equal(t, twilio.ErrorCode(30005), sim.Messages()[0].ErrorCode)
}

// TestShortCodesOfTheAccount are listed and get their webhooks from the API.
func TestShortCodesOfTheAccount(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t)
	a := api{t, sim}
	app := newApp().answer("/sms", status(204)).answer("/fallback", status(200))
	sim.Handle("https://hooks.example.com", app)
	short := sim.Number("72345")
	sim.Number("72346")
	sim.Number(clinic)
	list := "api/2010-04-01/Accounts/" + sim.AccountSID() + "/SMS/ShortCodes"
	codes, _ := a.must(200, "GET", list+".json", nil)["short_codes"].([]any)
	assert.Len(t, codes, 2)
	codes, _ = a.must(200, "GET", list+".json?ShortCode=72345", nil)["short_codes"].([]any)
	require.Len(t, codes, 1)
	sid := short.SID()
	changed := a.must(200, "POST", list+"/"+sid+".json", url.Values{
		"SmsUrl": {"https://hooks.example.com/sms"}, "SmsMethod": {"GET"}, "FriendlyName": {"Clinic"},
		"SmsFallbackUrl": {"https://hooks.example.com/fallback"}, "SmsFallbackMethod": {"GET"},
	})
	assert.Equal(t, []any{sid, "72345", "https://hooks.example.com/sms", "GET", "https://hooks.example.com/fallback", "GET", "Clinic"}, []any{
		changed["sid"], changed["short_code"], changed["sms_url"], changed["sms_method"], changed["sms_fallback_url"],
		changed["sms_fallback_method"], changed["friendly_name"],
	})
	assert.Equal(t, changed, a.must(200, "GET", list+"/"+sid+".json", nil))
	sim.Phone(ada).SendSMS("72345", "Hi")
	require.Len(t, sim.Callbacks(), 1)
	assert.Equal(t, "GET", sim.Callbacks()[0].Method)
	assert.Equal(t, "72345", app.forms()[0].Get("To"))
	a.refused(404, 20404, "GET", list+"/SC"+nobodys+".json", nil)
}
