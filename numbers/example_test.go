package numbers_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

// simulate returns the phone numbers of a simulator.
func simulate() (*twiliotest.Sim, *numbers.Client) {
	sim, err := twiliotest.Start()
	if err != nil {
		panic(err)
	}
	return sim, numbers.New(sim.Client())
}

// The first number of an area code that is still to be had.
func Example() {
	sim, n := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	search := numbers.AvailableListParams{AreaCode: 415, SMSEnabled: twilio.Ptr(true)}
	for available, err := range n.Available.Local.All(ctx, "US", search) {
		if err != nil {
			fmt.Println(err)
			return
		}
		bought, err := n.Incoming.Buy(ctx, numbers.BuyParams{
			PhoneNumber: available.PhoneNumber,
			Settings:    numbers.Settings{SMSURL: "https://example.com/sms"},
		})
		if errors.Is(err, twilio.CodeNumberTaken) {
			continue // somebody else was faster
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("bought", bought.PhoneNumber)
		return
	}
	fmt.Println("There are no numbers in that area code.")
	// Output:
	// bought +14155550100
}

// A purchase whose answers are all lost, and that settles by itself.
func ExampleIncomingNumbers_Buy() {
	sim, n := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()
	sim.Fault(twiliotest.OnBuyNumber().TruncatedJSON())

	bought, err := n.Incoming.Buy(ctx, numbers.BuyParams{PhoneNumber: "+14155550100"}, twilio.Settle(0))
	switch {
	case err == nil:
		fmt.Println("bought", bought.PhoneNumber)
	case errors.Is(err, twilio.ErrNotSeen), errors.Is(err, twilio.ErrNotSent):
		fmt.Println("not bought")
	default:
		fmt.Println(err)
	}
	// Output:
	// bought +14155550100
}

// A number of any kind in an area code.
func ExampleIncomingNumbers_BuyInAreaCode() {
	sim, n := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	bought, err := n.Incoming.BuyInAreaCode(ctx, numbers.BuyInAreaCodeParams{AreaCode: 312})
	switch {
	case errors.Is(err, twilio.ErrOutcomeUnknown):
		fmt.Println("A number may have been bought. Look before you buy another one.")
	case errors.Is(err, twilio.CodeAreaCodeWithoutNumbers):
		fmt.Println("There are no numbers in that area code.")
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println("bought", bought.PhoneNumber)
	}
	// Output:
	// bought +13125550100
}

// A number moves to a subaccount.
func ExampleIncomingNumbers_Transfer() {
	sim, n := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, customer := context.Background(), sim.Subaccount()
	bought, err := n.Incoming.Buy(ctx, numbers.BuyParams{PhoneNumber: "+14155550100"})
	if err != nil {
		fmt.Println(err)
		return
	}

	moved, err := n.Incoming.Transfer(ctx, bought.SID, numbers.TransferParams{ToAccountSID: customer})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(moved.PhoneNumber, "is the customer's:", moved.AccountSID == customer)
	// Output:
	// +14155550100 is the customer's: true
}

// A number of another carrier's is shown by calls once its owner has entered a code.
func ExampleCallerIDs_Validate() {
	sim, n := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, ada := context.Background(), sim.Phone("+14155551234")

	request, err := n.CallerIDs.Validate(ctx, numbers.ValidateParams{PhoneNumber: ada.Number(), FriendlyName: "Ada"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("Your phone rings. Enter %d digits.\n", len(request.ValidationCode)) // show her request.ValidationCode
	call, err := ada.WaitValidationCall(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("accepted:", call.Enter(request.ValidationCode))
	// Output:
	// Your phone rings. Enter 6 digits.
	// accepted: true
}

// A number that needs an address.
func ExampleAddresses_Create() {
	sim, err := twiliotest.Start(twiliotest.Inventory(twiliotest.Stock{PhoneNumber: "+14155550200", AddressRequirements: "local"}))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx, n := context.Background(), numbers.New(sim.Client())

	address, err := n.Addresses.Create(ctx, numbers.AddressCreateParams{
		CustomerName: "Ada's Clinic", Street: "2 Main Street", City: "San Francisco", Region: "CA", PostalCode: "94105", ISOCountry: "US",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	bought, err := n.Incoming.Buy(ctx, numbers.BuyParams{
		PhoneNumber: "+14155550200",
		Settings:    numbers.Settings{AddressSID: address.SID},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("bought", bought.PhoneNumber)
	// Output:
	// bought +14155550200
}
