module github.com/seed15d99369/twilio/tools/node

go 1.25.0
