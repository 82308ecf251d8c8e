package desk

import (
	"net"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// pipes is a listener that accepts whatever is put into it.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	if conn, open := <-p; open {
		return conn, nil
	}
	return nil, net.ErrClosed
}

func (p pipes) Close() error {
	close(p)
	return nil
}

func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// TestLimit: further connections wait until one is closed, and a second close frees no
// second place.
func TestLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		waiting := make(pipes, 4)
		l := limit(waiting, 2)
		var accepted []net.Conn
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				accepted = append(accepted, conn)
			}
		}()
		for range 4 {
			conn, _ := net.Pipe()
			waiting <- conn
		}
		synctest.Wait()
		require.Len(t, accepted, 2)
		require.NoError(t, accepted[0].Close())
		synctest.Wait()
		require.Len(t, accepted, 3)
		_ = accepted[0].Close()
		synctest.Wait()
		require.Len(t, accepted, 3)
		require.NoError(t, l.Close())
	})
}
