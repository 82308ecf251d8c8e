// Package messaging is Twilio Messaging beside the messages themselves.
package messaging
