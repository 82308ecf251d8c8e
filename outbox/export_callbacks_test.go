package outbox

import "context"

// What tests of deliveries need of the inside.

func FetchDue[TTx any](ctx context.Context, o *Outbox[TTx]) error { return o.fetchDue(ctx) }

func Erase[TTx any](ctx context.Context, o *Outbox[TTx]) error { return o.erase(ctx) }
