// Package messaging is Twilio Messaging beyond single messages: the senders of an account
// and their registration with the carriers of the United States and Canada.
//
// # Texting the United States
//
// A US long code sends to the United States once it is a sender of a Messaging Service
// that has a campaign, and the campaign belongs to a brand. Twilio and the carriers
// review both. [Brands.Create], [Campaigns.Create] and [TollFreeVerifications.Create]
// submit for review. A later Get tells how the review went: the status has Final, and
// the resource has Err, whose *[ReviewError] holds the codes of the reviewers.
//
// [Client.CheckUSSender] reads all of that for one number and says whether its messages
// to the United States will arrive, and what to do if they will not.
//
// Twilio docs: https://www.twilio.com/docs/messaging
package messaging
