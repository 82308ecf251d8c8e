package twilio

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Frames of HTTP/2, as far as a server of one request needs them.
// https://www.rfc-editor.org/rfc/rfc9113#section-6
const (
	frameData      = 0
	frameHeaders   = 1
	frameReset     = 3
	frameSettings  = 4
	flagAck        = 1
	flagEndStream  = 1
	flagEndHeaders = 4
	protocolError  = 1
)

// http2Peer carries requests out and resets the stream of the first with
// PROTOCOL_ERROR; the others it answers.
type http2Peer struct{ creates atomic.Int64 }

func writeFrame(w io.Writer, kind, flags byte, stream uint32, payload []byte) {
	frame := append([]byte{byte(len(payload) >> 16), byte(len(payload) >> 8), byte(len(payload)), kind, flags}, binary.BigEndian.AppendUint32(nil, stream)...)
	_, _ = w.Write(append(frame, payload...))
}

func (p *http2Peer) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	preface := make([]byte, len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
	if _, err := io.ReadFull(conn, preface); err != nil {
		return
	}
	writeFrame(conn, frameSettings, 0, 0, nil)
	for {
		var head [9]byte
		if _, err := io.ReadFull(conn, head[:]); err != nil {
			return
		}
		length := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
		if _, err := io.CopyN(io.Discard, conn, length); err != nil {
			return
		}
		kind, flags, stream := head[3], head[4], binary.BigEndian.Uint32(head[5:])
		switch {
		case kind == frameSettings && flags&flagAck == 0:
			writeFrame(conn, frameSettings, flagAck, 0, nil)
		case (kind == frameData || kind == frameHeaders) && flags&flagEndStream != 0:
			p.carryOut(conn, stream)
		}
	}
}

func (p *http2Peer) carryOut(conn net.Conn, stream uint32) {
	if p.creates.Add(1) == 1 {
		writeFrame(conn, frameReset, 0, stream, binary.BigEndian.AppendUint32(nil, protocolError))
		return
	}
	status201 := []byte("\x08\x03201") // a literal with the name of the eighth entry of the static table, :status
	writeFrame(conn, frameHeaders, flagEndHeaders, stream, status201)
	writeFrame(conn, frameData, flagEndStream, stream, []byte(goldenMessage))
}

// listen returns the address of a new peer and a transport that speaks HTTP/2 to
// it.
func listenHTTP2(t *testing.T) (*http2Peer, string, *http.Transport) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	p := new(http2Peer)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(conn)
		}
	}()
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetUnencryptedHTTP2(true)
	t.Cleanup(transport.CloseIdleConnections)
	return p, "http://" + listener.Addr().String(), transport
}

// TestHTTP2ProtocolErrorAfterCommit: net/http replays a POST whose body it can get
// again after a PROTOCOL_ERROR, and says nothing of it.
func TestHTTP2ProtocolErrorAfterCommit(t *testing.T) {
	t.Parallel()
	p, address, transport := listenHTTP2(t)
	client, err := New(testAccount, AuthToken(testToken), WithBaseURL(address), WithHTTPClient(&http.Client{Transport: transport}), WithClock(impatientClock{}))
	require.NoError(t, err)
	_, err = client.Messages.Create(t.Context(), MessageCreateParams{To: "+14155551234", From: "+14155556789", Body: "Hi"})
	require.ErrorIs(t, err, ErrOutcomeUnknown)
	assert.Equal(t, int64(1), p.creates.Load())

	p, address, transport = listenHTTP2(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, bytes.NewReader([]byte("Body=Hi")))
	require.NoError(t, err)
	resp, err := transport.RoundTrip(req)
	require.NoError(t, err, "the control experiment: replayed in silence")
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.True(t, strings.HasPrefix(string(body), "{"))
	assert.Equal(t, int64(2), p.creates.Load(), "the control experiment: two commits")
}
