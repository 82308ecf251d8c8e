// Package numbers is Twilio's phone numbers: regulatory compliance, hosted numbers and
// porting.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers
package numbers
