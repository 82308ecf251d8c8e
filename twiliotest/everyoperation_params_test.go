package twiliotest_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/testcall"
)

// form sets every parameter. Operations with behaviour of their own want parameters
// that go together.
func (d *driver) form(op *contract.Operation) url.Values {
	switch op.Spec + " " + op.ID {
	case "api_v2010 CreateMessage":
		return url.Values{"To": {ada}, "From": {clinic}, "Body": {"See you at 9"}, "MediaUrl": {"https://example.com/a.png"}}
	case "api_v2010 UpdateMessage":
		return url.Values{"Body": {""}}
	case "api_v2010 CreateCall":
		return url.Values{"To": {ada}, "From": {clinic}, "Twiml": {"<Response><Hangup/></Response>"}}
	case "api_v2010 UpdateCall":
		return url.Values{"Status": {"completed"}}
	case "oauth_v1 CreateToken":
		id, secret := d.sim.OAuthApp()
		return url.Values{"GrantType": {"client_credentials"}, "ClientId": {id}, "ClientSecret": {secret}}
	case "oauth_v2 CreateOauth2Token", "iam_v1 CreateToken", "iam_organizations CreateToken":
		id, secret := d.sim.OAuthApp()
		return url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}}
	}
	if form := d.numbersForm(op); form != nil {
		return form
	}
	form := url.Values{}
	for _, p := range op.Params {
		if p.In == contract.Form {
			form.Set(p.Name, d.text(p))
		}
	}
	d.fitting(op, form)
	return form
}

// fitting replaces the parameters that must name something that exists, or that have a
// form of which the published API does not tell.
func (d *driver) fitting(op *contract.Operation, form url.Values) {
	switch op.Spec + " " + op.ID {
	case "messaging_v1 CreateService", "messaging_v1 UpdateService":
		form.Set("Usecase", "marketing")
	case "messaging_v1 CreatePhoneNumber":
		form.Set("PhoneNumberSid", d.sim.Number(fmt.Sprintf("+447700900%03d", d.serial%1000)).SID())
	case "messaging_v1 CreateShortCode":
		form.Set("ShortCodeSid", d.sim.Number(fmt.Sprintf("8%04d", d.serial)).SID())
	case "messaging_v1 CreateDestinationAlphaSender":
		form.Set("IsoCountryCode", "GB")
	case "messaging_v1 CreateChannelSender":
		form.Set("Sid", d.channelSender(fmt.Sprintf("whatsapp:+447700900%03d", d.serial%1000)))
	case "messaging_v1 UpdateDomainCertV4":
		form.Set("TlsCert", tlsCertificate(d.T))
	case "messaging_v2 CreateTypingIndicator":
		form.Set("messageId", d.inbound())
	case "messaging_v1 CreateBrandVetting", "messaging_v1 CreateUsAppToPerson", "messaging_v1 UpdateUsAppToPerson",
		"messaging_v1 CreateExternalCampaign", "messaging_v1 CreateTollfreeVerification":
		d.registering(op, form)
	case "iam_v1 CreateNewKey", "iam_v1 UpdateKey":
		form.Set("AccountSid", d.sim.AccountSID())
		form.Set("Policy", `{"allow":["/twilio/messaging/messages/create"]}`)
		if op.ID == "UpdateKey" {
			form.Del("AccountSid")
		}
	case "accounts_v1 CreateCredentialAws", "accounts_v1 CreateCredentialPublicKey":
		fitCredential(d.T, d.sim, form)
	case "accounts_v1 CreateSafelist":
		d.safe++
		form.Set("PhoneNumber", safe+strconv.Itoa(d.safe))
	}
}

// safe begins the numbers that are put on the global safe list.
const safe = "+44770090010"

// linkDomains is the collection of the domains for short links.
const linkDomains = "/v1/LinkShortening/Domains"

// channelSender makes a sender of WhatsApp and returns its SID.
func (d *driver) channelSender(address string) string {
	d.Helper()
	var made struct{ SID string }
	require.NoError(d, testcall.Do(d.Context(), d.sim.Client(), testcall.Request{
		Method: "POST", Host: "messaging", Path: "/v2/Channels/Senders", JSON: map[string]any{"sender_id": address},
	}, &made))
	return made.SID
}

// inbound returns the SID of a message from somebody who uses WhatsApp.
func (d *driver) inbound() string {
	d.sim.Phone(ada).SendWhatsApp(clinic, "Hello")
	messages := d.sim.Messages()
	return messages[len(messages)-1].SID
}

// tlsCertificate is a certificate with its private key, in PEM.
func tlsCertificate(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed})) +
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
}

// text is a valid value of a parameter, another one each time.
func (d *driver) text(p contract.Param) string {
	d.serial++
	switch {
	case len(p.Enum) > 0:
		return p.Enum[0]
	case p.SIDKinds() != nil:
		return fmt.Sprintf("%s%032x", p.SIDKinds()[0], d.serial)
	case strings.Contains(p.Pattern, "{32}"):
		return fmt.Sprintf("AB%032x", d.serial)
	case p.Type == "integer" && p.Min != nil:
		return strconv.FormatInt(*p.Min, 10)
	case p.Type == "integer", p.Type == "number":
		return "1"
	case p.Type == "boolean":
		return "true"
	case p.Type == "object", p.Type == "any":
		return `{"key":"value"}`
	case p.Format == "phone-number":
		return fmt.Sprintf("+447700900%03d", d.serial%1000)
	case p.Name == "CountryCode" && p.In == contract.Path && p.Format == "iso-country-code":
		return "GB" // which has numbers of every kind, see inventory
	case p.Format == "date-time":
		return "2026-04-14T09:30:00Z"
	case p.Format == "date":
		return "2026-04-14"
	case p.Format == "uri":
		return "https://example.com/" + strconv.Itoa(d.serial)
	case p.Format == "http-method":
		return "POST"
	}
	return "text" + strconv.Itoa(d.serial)
}

// object makes the JSON object at a path of a body.
func (d *driver) object(op *contract.Operation, path string) map[string]any {
	if op.ID == "CreateV3TypingIndicator" {
		return map[string]any{"channel": "WHATSAPP", "messageId": d.inbound()}
	}
	if object := d.accessObject(op, path); object != nil {
		return object
	}
	object := map[string]any{}
	for _, p := range op.Params {
		parent, name := "", p.Name
		if i := strings.LastIndex(p.Name, "."); i >= 0 {
			parent, name = p.Name[:i], p.Name[i+1:]
		}
		if p.In != contract.JSON || parent != path {
			continue
		}
		object[strings.Replace(name, "*", "key", 1)] = d.value(op, p)
	}
	return object
}

func (d *driver) value(op *contract.Operation, p contract.Param) any {
	var value any
	switch p.Type {
	case "object":
		value = d.object(op, p.Name)
	case "string":
		value = d.text(p)
	case "any":
		value = map[string]any{"key": "value"}
	default:
		value = json.RawMessage(d.text(p))
	}
	if p.Array {
		return []any{value}
	}
	return value
}
