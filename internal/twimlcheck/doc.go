// Package twimlcheck reads TwiML documents and finds their faults. Package twiml puts
// its types on top of this package; the client checks the instructions of a call with
// it before it sends them, without the cost of compiling those types.
//
// A document goes through three steps: [Read] scans the text into a tree of [Node],
// and compares each element with the table of elements and with the rules of its own;
// [Check] and [CheckInline] look at the order of the verbs after that.
//
// Every program that sends compiles this package. A function that is called in many
// places is therefore marked as not to be inlined: that takes a third off the code, and
// with it off the time to compile it.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml and
// https://www.twilio.com/docs/messaging/twiml
package twimlcheck
