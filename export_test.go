package twilio

import (
	"context"
	"net"
)

// DialWith lets a client's own transport make its connections elsewhere, for tests
// in a synctest bubble.
func DialWith(client *Client, dial func(ctx context.Context, network, address string) (net.Conn, error)) {
	transport := newTransport()
	transport.DialContext = countDial(dial)
	client.transport = transport
}
