module github.com/seed15d99369/twilio/tools/node

go 1.25.0

require github.com/seed15d99369/twilio v0.0.0

require (
	github.com/hashicorp/go-cleanhttp v0.5.2 // indirect
	github.com/hashicorp/go-retryablehttp v0.7.8 // indirect
)

replace github.com/seed15d99369/twilio => ../..
