// Package apitest puts every operation of a product's package through everything that
// can happen to it. The cases come from Twilio's own files, see package contract, and
// not from the code that they test. A product's test is one line for the package and
// one row for each operation:
//
//	package verify_test
//
//	func TestOperations(t *testing.T) {
//		apitest.Run(t, apitest.Product{
//			Name: "verify", New: func(c *twilio.Client) any { return verify.New(c) },
//			Files: []string{"verify_v2"}, Rows: rows,
//		})
//	}
//
//	var rows = apitest.Rows{
//		"Verifications.Create": {Operation: "CreateVerification"},
//		"Verifications.Cancel": {Operation: "UpdateVerification", Fixed: url.Values{"Status": {"canceled"}},
//			Class: twilio.ClassIdempotent, Why: "a verification that is canceled stays canceled"},
//	}
//
// The rows stand in a file of the package that is called operations_test.go, where the
// generator of the coverage table reads them.
//
// Methods are found by reflection: the exported methods of the services of the product's
// client whose first argument is a context. A method without a row fails, and so does a
// row without a method. All shares the row of List. An operation of Twilio's that belongs
// to the package and has no row fails as well.
//
// The harness calls the methods through the public API, with a RoundTripper of its own
// in place of Twilio. For each operation it looks at
//
//   - the request with every parameter set: method, host, path, and each parameter
//     under Twilio's name, in Twilio's place and of Twilio's type, and nothing else;
//   - the answer with every property set, which has to fill every field, and the same
//     answer with nulls and with values of the wrong types;
//   - answers that are of no use, errors, throttling, and contexts that end;
//   - the class of the operation and the proof of a create;
//   - the pages of a list;
//   - arguments that can never succeed, which are refused before anything is sent;
//   - the Go code: names, types, constants, comments.
package apitest

import (
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed15d99369/twilio"
)

// Product is a package and the operations that it offers.
type Product struct {
	// Name is the name of the package, with which the names of its operations begin:
	// "verify" for "verify.Verifications.Create". It is "" for package twilio, whose
	// operations have the name "Messages.Create".
	Name string

	// New returns the product's client, a pointer to a struct that has an exported
	// field for each service.
	New func(*twilio.Client) any

	// Files are the names of Twilio's files that have the operations: "verify_v2".
	Files []string

	// Rows has a row for each method, by service and method.
	Rows Rows

	// Variants are the implementations of interfaces in params and answers, and structs
	// that write members of their own.
	Variants []Variant

	// Constants are those constants of enums that no file of Twilio's has as a value.
	Constants []Constant

	// Left are the operations that belong to the package and that it does not have, by
	// their operationIds, each with the reason in a whole sentence.
	Left map[string]string
}

// Rows are the rows of a product by service and method: "Verifications.Create".
type Rows map[string]Row

// Row says which operation of Twilio's a method is, and in which ways it departs from
// Twilio's files. A row that has more than Operation, File, Fixed, Values, Apart
// and Most needs a Why.
type Row struct {
	// Operation is Twilio's operationId: "CreateVerification". It is "" for a method
	// that is no operation, such as a reconciliation: Why says so.
	Operation string

	// File is the file of the operation: "verify_v2". It is needed where two files of
	// the product have an operation of that name.
	File string

	// OAuth says that the operation takes the token of an OAuth app and no other
	// credential.
	OAuth bool

	// Unlisted is the method and the address of an operation that Twilio's files leave
	// out: "GET https://api.twilio.com/2010-04-01/Accounts/{AccountSid}/Queues.json". It
	// stands instead of Operation. IDs gives a value for each placeholder.
	Unlisted string

	// Class is the class of the operation where it does not follow from Twilio's file.
	// It does follow for a GET, a DELETE, a PUT, and a POST on a collection.
	Class twilio.Class

	// Proof is the key of the answer that proves a create where it is not "sid":
	// "call_sid", or "items.sid" in each item of a list, or ProofByStatus where the
	// answer names nothing that was made.
	Proof string

	// Fixed are the parameters that a verb sends by itself: Status=canceled.
	Fixed url.Values

	// Partial says that the method has some of the operation's parameters only, because
	// the row of another method has all of them.
	Partial bool

	// IDs are values for placeholders of the path where any value will not do: an SID of
	// a kind that Twilio's file does not tell. A value for AccountSid says that the account
	// is an ID, whose placeholder is {Sid:AC}, and not the account of the call.
	IDs map[string]string

	// Values are values for parameters where the type in Twilio's file does not say
	// enough, by Twilio's names.
	Values map[string]string

	// Repeated says that the method repeats a create of something that can exist once,
	// such as the purchase of one number. When no attempt has an answer, its outcome is
	// unknown all the same.
	Repeated bool

	// Apart are parameters, by Twilio's names, that must not be set together. There is
	// one request for each of them. They may stand within another: "types.whatsapp/card.media".
	Apart []string

	// Most is how many items a list of variants takes, by Twilio's names, where one of
	// each variant is too many.
	Most map[string]int

	// Why is the reason for the departure, in a whole sentence.
	Why string
}

// ProofByStatus is the Proof of a create whose answer names nothing that was made.
const ProofByStatus = "2xx"

// Constant is the value of a constant that Twilio's files do not have.
type Constant struct {
	Type, Value string // "Channel", "auto"
	Why         string // with the page of Twilio's documentation that has it
}

// Run puts every operation of a product through everything.
func Run(t *testing.T, p Product) {
	t.Helper()
	s := newSuite(t, p, &sources{})
	var spent atomic.Int64
	t.Run("operations", func(t *testing.T) {
		for _, o := range s.operations {
			t.Run(o.key, func(t *testing.T) {
				t.Parallel()
				began := time.Now()
				o.test(t)
				spent.Add(int64(time.Since(began)))
			})
		}
	})
	s.finish(t)
	if n := len(s.operations); n > 0 {
		t.Logf("%d methods, %d operations: %s each, on one core", n, s.count(), (time.Duration(spent.Load()) / time.Duration(n)).Round(10*time.Microsecond))
	}
}

// reporter is the part of a *testing.T that the harness needs.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}
