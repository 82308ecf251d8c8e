//go:build !race

package twilio_test

const raceFactor = 1
