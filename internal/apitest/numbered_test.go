package apitest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio"
)

type siprec struct {
	SID         string      `json:"sid"`
	AccountSID  string      `json:"account_sid"`
	CallSID     string      `json:"call_sid"`
	Name        string      `json:"name"`
	Status      string      `json:"status"`
	DateUpdated twilio.Time `json:"date_updated"`
	URI         string      `json:"uri"`
}

type namedValue struct {
	Name  string `form:"Name" check:"required"`
	Value string `form:"Value"`
}

func siprecProduct[P any]() Product {
	op := twilio.Operation{Method: http.MethodPost, Host: "api", Path: "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid:CA}/Siprec.json"}
	p := posterProduct[P, siprec](op, "CreateSiprec")
	p.Files = []string{"api_v2010"}
	return p
}

// TestNumberedListsThatAreWrong: a numbered list has as many items as Twilio has names.
func TestNumberedListsThatAreWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		product Product
		want    []string
	}{
		{"too few", siprecProduct[struct {
			Parameters []namedValue `form:"Parameter,numbered" check:"max=98"`
			Extra      extraForm    `form:"-"`
		}](), []string{"lacks Twilio's parameter Parameter99.Name"}},
		{"too many", siprecProduct[struct {
			Parameters []namedValue `form:"Parameter,numbered" check:"max=100"`
			Extra      extraForm    `form:"-"`
		}](), []string{"Parameters[99].Value", "has the name Parameter100.Value, and Twilio's operation has no such parameter"}},
		{"any number", siprecProduct[struct {
			Parameters []namedValue `form:"Parameter,numbered"`
			Extra      extraForm    `form:"-"`
		}](), []string{"is a numbered list without an end"}},
		{"a wrong name", siprecProduct[struct {
			Parameters []struct {
				Key   string `form:"Key"`
				Value string `form:"Value"`
			} `form:"Parameter,numbered" check:"max=99"`
			Extra extraForm `form:"-"`
		}](), []string{"Parameter1.Key, and Twilio's operation has no such parameter"}},
		{"a wrong type", siprecProduct[struct {
			Parameters []struct {
				Name  string `form:"Name"`
				Value int    `form:"Value"`
			} `form:"Parameter,numbered" check:"max=99"`
			Extra extraForm `form:"-"`
		}](), []string{"Parameters[0].Value", "another type than Twilio's parameter"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			requireFailure(t, operationFailures(tt.product, "Service.Create"), tt.want...)
		})
	}
	t.Run("right", func(t *testing.T) {
		t.Parallel()
		failures := strings.Join(operationFailures(siprecProduct[struct {
			Parameters []namedValue `form:"Parameter,numbered" check:"max=99"`
			Extra      extraForm    `form:"-"`
		}](), "Service.Create"), "\n")
		assert.NotContains(t, failures, "Parameter1")
		assert.NotContains(t, failures, "Parameter99")
		assert.NotContains(t, failures, "Parameters")
	})
}
