package outbox

import "context"

// rowParameter names the row in the address of a callback.
const rowParameter = "row"

func (o *Outbox[TTx]) fetchDue(context.Context) error { return nil }
func (o *Outbox[TTx]) erase(context.Context) error    { return nil }
