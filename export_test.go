package twilio

import (
	"context"
	"net"

	"github.com/seed15d99369/twilio/internal/wire"
)

// DialWith lets a client's own transport make its connections elsewhere, for tests
// in a synctest bubble.
func DialWith(client *Client, dial func(ctx context.Context, network, address string) (net.Conn, error)) {
	transport := wire.NewTransport()
	transport.DialContext = wire.CountDial(dial)
	client.transport = transport
}
