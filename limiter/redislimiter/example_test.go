package redislimiter_test

import (
	"github.com/redis/go-redis/v9"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/limiter"
	"github.com/seed15d99369/twilio/limiter/redislimiter"
)

// Every process of the fleet makes its client so.
func ExampleNew() {
	_ = func(redisClient *redis.Client) (*twilio.Client, error) {
		fleet, err := limiter.New(limiter.Config{
			Store: redislimiter.New(redisClient),
			Rules: []limiter.Rule{
				{By: limiter.BySender, Ops: []string{"Messages.Create"}, Rate: limiter.Rate{PerSecond: limiter.TollFree}},
				{By: limiter.ByAccount, Ops: []string{"Calls.Create"}, Rate: limiter.Rate{PerSecond: limiter.CallsOfAccount}},
			},
		})
		if err != nil {
			return nil, err
		}
		return twilio.NewFromEnv(twilio.WithLimiter(fleet))
	}
}
