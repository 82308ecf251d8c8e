package twiliotest_test

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/testcall"
)

// sipFitting replaces the parameters of operations on SIP that have to name something
// that exists, or that have a form of which the published API does not tell.
func (d *driver) sipFitting(op *contract.Operation, form url.Values) {
	if !strings.Contains(op.Path, "/SIP/") && op.Spec != "voice_v1" {
		return
	}
	for name, value := range map[string]func() string{
		"DomainName":             func() string { return fmt.Sprintf("owl-%d.sip.twilio.com", d.serial) },
		"ByocTrunkSid":           func() string { return d.sipSID("voice", "/v1/ByocTrunks", nil) },
		"CredentialListSid":      func() string { return d.sipSID("api", d.sipPath("CredentialLists"), d.named()) },
		"IpAccessControlListSid": func() string { return d.sipSID("api", d.sipPath("IpAccessControlLists"), d.named()) },
		"ConnectionPolicySid":    func() string { return d.sipSID("voice", "/v1/ConnectionPolicies", nil) },
		"FromDomainSid":          d.sipDomain,
		"SipDomainSid":           d.sipDomain,
		"IpRecordSid":            func() string { return d.sipSID("voice", "/v1/IpRecords", url.Values{"IpAddress": {"203.0.113.7"}}) },
		"Password":               func() string { return "Tu-whit-tu-whoo-1" },
		"IpAddress":              func() string { return "203.0.113.7" },
		"Target":                 func() string { return "sip:sbc.example.com:5060" },
	} {
		if form.Has(name) {
			form.Set(name, value())
		}
	}
}

// named has a name that nothing else has.
func (d *driver) named() url.Values {
	d.serial++
	return url.Values{"FriendlyName": {fmt.Sprint("name ", d.serial)}}
}

func (d *driver) sipPath(collection string) string {
	return "/2010-04-01/Accounts/" + d.sim.AccountSID() + "/SIP/" + collection + ".json"
}

// sipDomain makes a domain and returns its SID.
func (d *driver) sipDomain() string {
	d.serial++
	return d.sipSID("api", d.sipPath("Domains"), url.Values{"DomainName": {fmt.Sprintf("barn-%d.sip.twilio.com", d.serial)}})
}

// sipSID makes something and returns its SID.
func (d *driver) sipSID(host, path string, form url.Values) string {
	d.Helper()
	var made struct{ SID string }
	require.NoError(d, testcall.Do(d.Context(), d.sim.Client(), testcall.Request{Method: "POST", Host: host, Path: path, Form: form}, &made))
	return made.SID
}
