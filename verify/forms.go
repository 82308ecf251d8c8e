package verify

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/seed15d99369/twilio"
)

// Form describes the fields of push factors and challenges, for applications that build
// their requests from it.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/forms
type Form struct {
	FormType FormType                   `json:"form_type"`
	Forms    map[string]json.RawMessage `json:"forms"`     // JSON Schema, by name: "create_factor"
	FormMeta json.RawMessage            `json:"form_meta"` // of a shape that Twilio does not describe
	URL      string                     `json:"url"`
}

// FormType is a kind of form.
type FormType string

// FormTypePush are the forms of push factors.
const FormTypePush FormType = "form-push"

// Forms reads forms.
type Forms struct{ c *twilio.Client }

var formGet = twilio.Operation{Name: "verify.Forms.Get", Method: http.MethodGet, Host: host, Path: "/v2/Forms/{FormType}"}

// Get returns the forms of a type.
//
// Twilio docs: https://www.twilio.com/docs/verify/api/forms
func (s *Forms) Get(ctx context.Context, formType FormType, opts ...twilio.CallOption) (*Form, error) {
	return twilio.Invoke[Form](ctx, s.c, formGet.On(string(formType)), opts...)
}
