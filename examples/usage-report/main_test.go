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
	//   calls                  1 calls, 1 minutes: 0.01400 USD
	//   calls-outbound         1 calls, 1 minutes: 0.01400 USD
	//   sms                    2 messages, 2 segments: 0.06030 USD
	//   sms-outbound           2 messages, 2 segments: 0.06030 USD
	//   sms-outbound-longcode  2 messages, 2 segments: 0.06030 USD
	//
	// Together 0.0743 USD, as it was estimated.
}
