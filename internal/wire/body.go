package wire

import (
	"bytes"
	"errors"
	"sync/atomic"
)

// sealableBody is a body of which it can be proved that nobody has read it, by
// making sure that nobody ever will.
type sealableBody struct {
	reader *bytes.Reader
	state  atomic.Int32
	gate   Gate
}

const (
	bodyUnread int32 = iota
	bodyRead
	bodySealed
)

var errBodySealed = errors.New("the attempt is over")

func (b *sealableBody) Read(p []byte) (int, error) {
	if err := b.gate.err(); err != nil {
		b.seal()
		return 0, err
	}
	if b.state.CompareAndSwap(bodyUnread, bodyRead) || b.state.Load() == bodyRead {
		return b.reader.Read(p)
	}
	return 0, errBodySealed
}

// Close does nothing: a transport may close a body that it has not read.
func (b *sealableBody) Close() error { return nil }

// seal reports that not a byte was read, and keeps it so.
func (b *sealableBody) seal() bool {
	return b.state.CompareAndSwap(bodyUnread, bodySealed) || b.state.Load() == bodySealed
}

func (b *sealableBody) untouched() bool { return b.state.Load() != bodyRead }
