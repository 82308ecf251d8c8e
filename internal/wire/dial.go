package wire

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"syscall"
)

// Dial makes a connection, as [net.Dialer.DialContext] does.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// guard travels in the context of a request.
type guard struct {
	address string
	check   func(netip.Addr) error
}

type guardKey struct{}

// GuardDial returns a context in which a [GuardedDial] of an address, a host and a port as
// net/http dials them, connects only where check lets it. Check gets the address to which
// the host resolves, or the zero address for one that cannot be read, before a byte is sent
// to it. Connections to other addresses, such as that of a proxy, are not checked: the
// program has chosen those.
func GuardDial(ctx context.Context, address string, check func(netip.Addr) error) context.Context {
	return context.WithValue(ctx, guardKey{}, guard{address, check})
}

// GuardedDial returns a function that dials as the dialer does, within the guard of its
// context. A connection that the guard refuses ends with the error of the check alone,
// which does not show the address.
func GuardedDial(dialer *net.Dialer) Dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		g, guarded := ctx.Value(guardKey{}).(guard)
		if !guarded || !strings.EqualFold(address, g.address) {
			return dialer.DialContext(ctx, network, address)
		}
		careful := *dialer
		careful.Control = g.control
		conn, err := careful.DialContext(ctx, network, address)
		var refused *refusedError
		if errors.As(err, &refused) {
			return nil, refused.err
		}
		return conn, err
	}
}

// control runs once the address is known and before anything is sent to it.
func (g guard) control(_, address string, _ syscall.RawConn) error {
	resolved, _ := netip.ParseAddrPort(address) // the zero address when it cannot be read
	if err := g.check(resolved.Addr()); err != nil {
		return &refusedError{err}
	}
	return nil
}

// refusedError carries the refusal of a guard through the errors of a dialer.
type refusedError struct{ err error }

func (e *refusedError) Error() string { return e.err.Error() }

// CountDial returns a function that dials as dial does, and makes the connections count the
// bytes that are written to them, for [Evidence].
func CountDial(dial Dial) Dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return newCountedConn(conn), nil
	}
}
