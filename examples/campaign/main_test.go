package main

// The program needs no account and prints the same every time.
func Example() {
	main()
	// Output:
	// number      +14155550100 bought
	// service     Appointment reminders with +14155550100
	// brand       APPROVED after 10 minutes
	// campaign    VERIFIED after 3 days
	// template    approved after 10 minutes
	// text        accepted → queued → sending → sent → delivered from +14155550100
	//             "Hello Grace, we will see you on Friday at 10 at Owl Clinic."
	// WhatsApp    queued → sending → sent → delivered from whatsapp:+14155550100
	//             "Hello Grace, we will see you on Friday at 10 at Owl Clinic."
	//
	// From +14155556789, which has no campaign:
	// check       blocked
	//             the number is a sender of no Messaging Service. Add the number to the senders of a Messaging Service that has a verified campaign.
	// text        queued → sending → sent → undelivered from +14155556789
	//             "Owl Clinic: see you tomorrow at 9."
	// error       30034: US 10DLC: number not registered to a campaign
	//             Add the number to the senders of a Messaging Service whose A2P campaign is verified. A number without one cannot send to the United States.
}
