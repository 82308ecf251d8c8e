package voice_test

import (
	"context"
	"fmt"
	"log"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/voice"
)

// The United Kingdom gets calls, and its premium numbers still do not.
func ExampleDialingPermissions_Update() {
	sim, err := twiliotest.Start(twiliotest.OnlyCallCountries("US"))
	if err != nil {
		log.Fatal(err)
	}
	client, ctx := sim.Client(), context.Background()
	permissions := voice.New(client).DialingPermissions
	updated, err := permissions.Update(ctx, voice.DialingPermissionUpdateParams{Changes: []voice.DialingPermissionChange{
		{ISOCode: "GB", LowRiskNumbers: voice.PermissionEnabled},
	}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("countries changed:", updated.UpdateCount)
	for country, err := range permissions.All(ctx, voice.DialingPermissionListParams{LowRiskNumbersEnabled: twilio.Ptr(true)}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(country.ISOCode, country.HighRiskSpecialNumbersEnabled)
	}
	_ = sim.Close()
	// Output:
	// countries changed: 1
	// GB false
	// US false
}
