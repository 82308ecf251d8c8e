package e164_test

import (
	"errors"
	"fmt"

	"github.com/seed15d99369/twilio/e164"
)

func ExampleParse() {
	for _, text := range []string{"(415) 555-2671", "+44 7700 900123", "0044 7700 900123"} {
		number, err := e164.Parse(text, "US")
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(number, number.Assigned())
	}
	// Output:
	// +14155552671 true
	// +447700900123 false
	// e164: 0044…23 is not a number of US or one dialled from there ("00"); write + in place of the international prefix
}

func ExampleError() {
	_, err := e164.Parse("415-555-0123 x5", "US")
	var bad *e164.Error
	if errors.As(err, &bad) {
		fmt.Println(bad.Problem, "|", bad.Part, "|", bad.Remedy)
	}
	fmt.Println(errors.Is(err, e164.ErrExtension))
	fmt.Println(err)
	// Output:
	// has an extension | x5 | take it off and dial it after the call is answered
	// true
	// e164: 4155…35 has an extension ("x5"); take it off and dial it after the call is answered
}

func ExampleParseAddress() {
	for _, text := range []string{"WhatsApp: (415) 555-2671", "client:ada", "72345", "ACME", "tel:+14155552671"} {
		address, err := e164.ParseAddress(text, "US")
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(address, address.Channel, address.IsShortCode(), address.IsSenderName())
	}
	// Output:
	// whatsapp:+14155552671 whatsapp false false
	// client:ada client false false
	// 72345 sms true false
	// ACME sms false true
	// e164: +1415…71 has a prefix of no channel ("tel:"); use whatsapp:, messenger:, rcs:, client: or sip:, or none for texts and calls
}

func ExampleNumber() {
	number := e164.Number("+14155552671")
	fmt.Println(number.Country(), number.Type(), number.Assigned())
	fmt.Println(number.National())
	fmt.Println(number.International())
	fmt.Println(number.WhatsApp())
	// Output:
	// US fixed_line_or_mobile true
	// (415) 555-2671
	// +1 415-555-2671
	// whatsapp:+14155552671
}

func ExampleValid() {
	fmt.Println(e164.Valid("+14155552671"), e164.Valid("(415) 555-2671"))
	// Output: true false
}
