package outbox

import (
	"context"

	"github.com/seed15d99369/twilio/outbox/internal/db"
)

const (
	eraseBatch   = 500
	shortDigest  = 2*digestSaltBytes + 4 // the salt and four hexadecimal digits of the hash
	mostErasures = 100                   // batches in one go
)

// erase takes the parameters and the recipient from the messages that ended long enough ago. The
// key stays, and so does enough of the digest to tell most other parameters from the same ones.
//
// A message whose delivery is open is erased as well: the outbox asks for it by its SID. An
// uncertain one is not, because a person may let it be sent again.
func (o *Outbox[TTx]) erase(ctx context.Context) error {
	if o.config.EraseAfter < 0 {
		return nil
	}
	for range mostErasures {
		erased, err := o.eraseSome(ctx)
		if err != nil || erased < eraseBatch {
			return err
		}
	}
	return nil
}

// eraseSome erases a batch. A message stays as it is while the outcome of an equal one is looked
// for, because the search has to know of it: see twinsOf. The states are those of an index, less
// one.
func (o *Outbox[TTx]) eraseSome(ctx context.Context) (erased int64, err error) {
	const over = "state IN ('accepted', 'refused', 'given_up', 'cancelled', 'skipped')"
	now := o.now()
	err = db.InTx(ctx, o.driver, func(_ TTx, c db.Conn) error {
		erased, err = c.Exec(ctx, `WITH old AS MATERIALIZED (
			SELECT id FROM twilio_outbox o WHERE target = $1 AND account = $2 AND params IS NOT NULL AND `+over+` AND settled_at <= $5 AND NOT EXISTS (
				SELECT 1 FROM twilio_outbox t WHERE t.target = $1 AND t.account = $2 AND t.likeness = o.likeness
				AND t.state IN ('sending', 'unknown', 'uncertain') AND t.state <> 'uncertain')
			ORDER BY settled_at LIMIT $6`+o.driver.Dialect().SkipLocked()+`
		) UPDATE twilio_outbox SET params = NULL, recipient = '', likeness = '', digest = substr(digest, 1, $3), erased_at = $4 WHERE id IN (SELECT id FROM old)`,
			o.config.Target, o.config.Account, shortDigest, now, now.Add(-o.config.EraseAfter), eraseBatch)
		return err
	})
	return erased, err
}
