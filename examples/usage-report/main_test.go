package main

// The program needs no account and prints the same every time.
func Example() {
	main()
	// Output:
	// Estimate
	//   text to US     0.0079 USD
	//   text to GB     0.0524 USD
	//   minute to US   0.0140 USD
	//   together       0.0743 USD
	//
	// Usage
	//   calls                  0.01400 USD for calls: 1, minutes: 1
	//   calls-outbound         0.01400 USD for calls: 1, minutes: 1
	//   sms                    0.06030 USD for messages: 2, segments: 2
	//   sms-outbound           0.06030 USD for messages: 2, segments: 2
	//   sms-outbound-longcode  0.06030 USD for messages: 2, segments: 2
	//
	// Together 0.0743 USD, as it was estimated.
}
