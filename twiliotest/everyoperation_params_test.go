package twiliotest_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
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
	case "oauth_v2 CreateOauth2Token":
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
	return form
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
