// Lookup finds out what is known of some phone numbers:
//
//	go run ./examples/lookup
//
// With -live it looks up -to, for which Twilio charges.
package main

import (
	"context"
	"fmt"

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
		fmt.Printf("%s is no phone number: %v\n", info.PhoneNumber, info.ValidationErrors)
		return
	}
	line := info.LineTypeIntelligence
	fmt.Printf("%s (%s, %s) is a %s of %s\n", info.PhoneNumber, info.CountryCode, info.NationalFormat, line.Type, line.CarrierName)
	if line.Type == "landline" {
		fmt.Println("  call it: texts do not arrive there")
	}
	// A package can fail although the lookup succeeds.
	if err := info.CallerName.ErrorCode; err != 0 {
		fmt.Printf("  no caller name: %v\n", err)
	}
}
