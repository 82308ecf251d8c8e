//go:build race

package twilio_test

// raceFactor makes long tests shorter under the race detector.
const raceFactor = 10
