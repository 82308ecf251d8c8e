// Package wire is the transport of a client, and the evidence of an attempt that got no
// answer: how far it came, and whether a byte of it can have reached the other side.
//
// A connection of the transport counts the bytes that it writes, and refuses to write a
// request whose answer would be that of another request. [Evidence] reads those counts. On
// the transport of a caller nothing is proof but a body that nobody can read any more.
//
// No decision looks at the text of an error.
package wire

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// NewTransport returns a transport whose connections are counted, and guarded as
// [GuardDial] says. It speaks HTTP/1.1 only: the HTTP/2 client of net/http can replay a
// POST by itself, and evidence needs connections that carry one request at a time.
func NewTransport() *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            CountDial(GuardedDial(&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second})),
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    10 * time.Second,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    64, // net/http keeps 2
		IdleConnTimeout:        60 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		Protocols:              protocols,
	}
}
