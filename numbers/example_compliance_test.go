package numbers_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
)

// exampleNumbers are the phone numbers of a simulator, in place of an account's.
func exampleNumbers(opts ...twiliotest.Option) (*numbers.Client, *twiliotest.Sim) {
	sim, err := twiliotest.Start(append(opts, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))...)
	if err != nil {
		log.Fatal(err)
	}
	return numbers.New(sim.Client()), sim
}

// A bundle for a British mobile number of a person: what the country asks for, the bundle,
// its items, the evaluation and the review.
func ExampleBundles_Submit() {
	n, sim := exampleNumbers()
	ctx := context.Background()

	bundle, err := n.Bundles.Create(ctx, numbers.BundleCreateParams{
		FriendlyName: "Support in London", Email: "ada@example.com", StatusCallback: "https://app.example.com/bundles",
		ISOCountry: "GB", NumberType: numbers.RegulatedMobile, EndUserType: numbers.EndUserIndividual,
	})
	if err != nil {
		log.Fatal(err)
	}
	names := numbers.Attributes{}.With("first_name", "Ada").With("last_name", "Byron")
	endUser, err := n.EndUsers.Create(ctx, numbers.EndUserCreateParams{FriendlyName: "Ada", Type: numbers.EndUserIndividual, Attributes: names})
	if err != nil {
		log.Fatal(err)
	}
	picture := []byte("the bytes of the file")
	passport, err := n.SupportingDocuments.Upload(ctx, numbers.SupportingDocumentUploadParams{
		FriendlyName: "Ada's passport", Type: "passport", Attributes: names,
		File: twilio.Upload{Name: "passport.png", ContentType: "image/png", Content: picture},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, sid := range []string{endUser.SID, passport.SID} {
		if _, err = n.ItemAssignments.Create(ctx, bundle.SID, numbers.ItemAssignmentCreateParams{ObjectSID: sid}); err != nil {
			log.Fatal(err)
		}
	}
	evaluation, err := n.Evaluations.Create(ctx, bundle.SID)
	if err != nil {
		log.Fatal(err)
	}
	for _, requirement := range evaluation.Missing() {
		fmt.Println(requirement.RequirementFriendlyName, requirement.FailureReason)
	}
	bundle, err = n.Bundles.Submit(ctx, bundle.SID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("The bundle is", bundle.Status)

	sim.Clock.Advance(72 * time.Hour)
	bundle, err = n.Bundles.Get(ctx, bundle.SID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("Three days later it is", bundle.Status)
	_ = sim.Close()
	// Output:
	// The bundle is pending-review
	// Three days later it is twilio-approved
}

// What a country asks for.
func ExampleRegulations_All() {
	n, sim := exampleNumbers()
	ctx := context.Background()

	params := numbers.RegulationListParams{ISOCountry: "GB", NumberType: numbers.RegulatedMobile, EndUserType: numbers.EndUserIndividual}
	for regulation, err := range n.Regulations.All(ctx, params) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("The end user needs", regulation.Requirements.EndUser[0].Fields)
		for _, alternatives := range regulation.Requirements.SupportingDocument {
			for _, requirement := range alternatives {
				fmt.Println(requirement.Name, "is proven by a", requirement.AcceptedDocuments[0].Name)
			}
		}
	}
	_ = sim.Close()
	// Output:
	// The end user needs [first_name last_name]
	// Identity is proven by a Passport
}

// A rejected bundle is an error with a remedy, and can be handed in again.
func ExampleBundle_Err() {
	bundle := &numbers.Bundle{SID: "BU00000000000000000000000000000001", Status: numbers.BundleRejected}
	var rejected *numbers.RejectedError
	if errors.As(bundle.Err(), &rejected) {
		fmt.Println(rejected.Remedy)
	}
	// Output:
	// read the reason in the email or in the status callback, mend the items and submit the bundle again
}

// A number that stays with its carrier for calls, and whose texts Twilio carries.
func ExampleHostedNumberOrders_Create() {
	n, sim := exampleNumbers()
	ctx, addressSID := context.Background(), exampleAddress(sim)

	check, err := n.Eligibilities.Create(ctx, numbers.EligibilityCreateParams{
		PhoneNumbers: []numbers.EligibilityNumber{{PhoneNumber: "+14155550123"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	if err = check.Results[0].Err(); err != nil {
		log.Fatal(err)
	}
	order, err := n.HostedNumberOrders.Create(ctx, numbers.HostedNumberOrderCreateParams{
		PhoneNumber: "+14155550123", ContactPhoneNumber: "+14155551234", AddressSID: addressSID, Email: "ada@example.com",
	})
	if err != nil {
		log.Fatal(err)
	}
	order, err = n.HostedNumberOrders.Verify(ctx, order.SID, numbers.HostedNumberOrderVerifyParams{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("Whoever answers enters a code of", len(order.VerificationCode), "digits")

	sim.Clock.Advance(time.Minute)
	letter, err := n.AuthorizationDocuments.Create(ctx, numbers.AuthorizationDocumentCreateParams{
		HostedNumberOrderSIDs: []string{order.SID}, AddressSID: addressSID, Email: "ada@example.com", ContactPhoneNumber: "+14155551234",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("The letter is", letter.Status)
	_ = sim.Close()
	// Output:
	// Whoever answers enters a code of 6 digits
	// The letter is opened
}

// A number that moves from another carrier to Twilio.
func ExamplePortIns_Create() {
	n, sim := exampleNumbers()
	ctx, accountSID := context.Background(), sim.AccountSID()

	portability, err := n.Portabilities.Get(ctx, "+14155550123", numbers.PortabilityGetParams{})
	if err != nil {
		log.Fatal(err)
	}
	if err = portability.Err(); err != nil {
		log.Fatal(err)
	}
	april := []byte("the bytes of the file")
	bill, err := n.PortingDocuments.Upload(ctx, numbers.PortingDocumentUploadParams{
		DocumentType: numbers.UtilityBill, File: twilio.Upload{Name: "april.pdf", ContentType: "application/pdf", Content: april},
	})
	if err != nil {
		log.Fatal(err)
	}
	port, err := n.PortIns.Create(ctx, numbers.PortInCreateParams{
		AccountSID: accountSID, Documents: []string{bill.SID},
		PhoneNumbers: []numbers.PortInNumberParams{{PhoneNumber: "+14155550123"}},
		LosingCarrierInformation: numbers.LosingCarrier{
			CustomerType: numbers.CustomerBusiness, CustomerName: "Owl Bank", AuthorizedRepresentative: "Ada Byron", AuthorizedRepresentativeEmail: "ada@example.com",
			Address: numbers.CarrierAddress{Street: "1 Main St", City: "Springfield", State: "OR", ZIP: "97477", Country: "US"},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("The port is", port.PortInRequestStatus)

	sim.ReviewPortIn(port.PortInRequestSID, "The account number is wrong.")
	port, err = n.PortIns.Get(ctx, port.PortInRequestSID)
	if err != nil {
		log.Fatal(err)
	}
	var rejected *numbers.RejectedError
	if errors.As(port.Err(), &rejected) {
		fmt.Println("The carrier says:", rejected.Reason)
	}
	_ = sim.Close()
	// Output:
	// The port is In review
	// The carrier says: The account number is wrong.
}

// exampleAddress makes an address of the account.
func exampleAddress(sim *twiliotest.Sim) string {
	made, err := numbers.New(sim.Client()).Addresses.Create(context.Background(), numbers.AddressCreateParams{
		CustomerName: "Ada", Street: "1 Main St", City: "Springfield", Region: "OR", PostalCode: "97477", ISOCountry: "US",
	})
	if err != nil {
		log.Fatal(err)
	}
	return made.SID
}
