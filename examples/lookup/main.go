// Lookup prints the facts that Twilio knows about some phone numbers:
//
//	go run ./examples/lookup
//
// With -live it looks up -to, for which Twilio charges.
package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
)

func main() { demo.Run(lookup) }

func lookup(ctx context.Context, d *demo.Demo) error {
	numbers := []string{d.To}
	if d.Sim != nil {
		numbers = append(numbers, "+447700900123", "+1415")
		d.Sim.Lookup("+447700900123", twilio.LookupResult{
			Valid: true, CountryCode: "GB", NationalFormat: "07700 900123",
			LineTypeIntelligence: twilio.LookupLineTypeIntelligence{Type: "landline", CarrierName: "Example Telecom"},
		})
	}
	for _, number := range numbers {
		info, err := d.Client.Lookup.Get(ctx, number, twilio.LookupGetParams{
			Fields: []twilio.LookupField{twilio.LookupFieldLineTypeIntelligence, twilio.LookupFieldCallerName},
		})
		if err != nil {
			return err
		}
		report(info)
	}
	return nil
}

func report(info *twilio.LookupResult) {
	if !info.Valid {
		fmt.Printf("%s is no phone number: %s.\n", info.PhoneNumber, reasons(info.ValidationErrors))
		return
	}
	line := info.LineTypeIntelligence
	fmt.Printf("%s is a %s number of %s. In its country (%s) people write it %s.\n",
		info.PhoneNumber, line.Type, line.CarrierName, info.CountryCode, info.NationalFormat)
	if line.Type == "landline" {
		fmt.Println("  Call it: a text would not arrive.")
	}
	// A package can fail although the lookup succeeds.
	switch code := info.CallerName.ErrorCode; {
	case code != 0:
		fmt.Printf("  Twilio does not know whose it is: code %d, %s.\n", int(code), code.Title())
	case info.CallerName.CallerName != "":
		fmt.Printf("  It belongs to %s.\n", info.CallerName.CallerName)
	}
}

// reasons says in words why a number is not valid.
func reasons(errors []twilio.LookupValidationError) string {
	words := map[twilio.LookupValidationError]string{
		twilio.LookupTooShort: "it has too few digits", twilio.LookupTooLong: "it has too many digits",
		twilio.LookupInvalidLength: "no number of its country has so many digits", twilio.LookupInvalidCountryCode: "its country code does not exist",
		twilio.LookupInvalidButPossible: "its country has not given it out", twilio.LookupNotANumber: "it is something else",
	}
	said := make([]string, len(errors))
	for i, reason := range errors {
		said[i] = cmp.Or(words[reason], string(reason))
	}
	return strings.Join(said, ", ")
}
