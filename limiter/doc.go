// Package limiter holds one rate for all processes that send through one account: a fleet of
// workers, or one process alone.
//
//	fleet, err := limiter.New(limiter.Config{
//		Store: redislimiter.New(redisClient),
//		Rules: []limiter.Rule{
//			{By: limiter.BySender, Ops: []string{"Messages.Create"}, Rate: limiter.Rate{PerSecond: limiter.TollFree}},
//			{By: limiter.ByAccount, Ops: []string{"Calls.Create"}, Rate: limiter.Rate{PerSecond: limiter.CallsOfAccount}},
//		},
//	})
//	client, err := twilio.New(accountSID, credential, twilio.WithLimiter(fleet))
//
// What the processes share lives in a [Store]: in Redis with package redislimiter, in PostgreSQL
// with package pglimiter, in this process with [NewMemory]. The store decides in one step and on
// its own clock, so that clocks of workers need not agree.
//
// # Turns
//
// A rate is kept by GCRA: each key has turns, one every 1/PerSecond, and a request waits for its
// turn. Turns are booked, because workers that ask again and again until they are lucky lose
// those turns that pass between two questions. But they are booked only a fifth of a second
// ahead, and by one waiter of a process for all of its waiters, in the order in which they came:
//   - a worker that dies wastes the turns of that fifth of a second at most,
//   - a turn whose waiter gives up goes to the next one,
//   - a request that takes turns of two keys, one of them slow, does not hold up the fast one,
//   - a store that has lost its memory must only be left alone for a second or so.
//
// A turn that comes more than 50 ms late, in a process that was stopped or starved, is not used:
// its request waits for another one. So in a window of time no more requests leave than
// PerSecond × (window + 50 ms + the time of the store's fastest answer) + Burst. What the caller does
// between [twilio.Client.Admit] and the request comes on top, and so does the request for a token of
// an OAuth app. One percent of each rate
// is kept free, so that in windows of ten seconds and more PerSecond × window + Burst holds as it
// stands. A request that counts for several keys can leave another fifth of a second late, as one
// of them sees it.
//
// While the store is away, nothing that a rule counts is sent, unless the rule has a Share. Shares are kept by
// each process for itself: when only some of them lose the store, the fleet sends the rate, and the shares of
// those.
//
// # What Twilio asks for
//
// An answer 429 or 503 with a Retry-After holds up all processes that use the same account and
// product. An answer 429 with code 20429 says that the account has too many requests in flight:
// it halves a shared cap on those, which grows again with each request that is answered.
//
// Twilio docs: https://www.twilio.com/docs/usage/rate-limits
package limiter
