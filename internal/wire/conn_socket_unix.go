//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package wire

import "syscall"

// canReadSocket says that readSocket works on this system.
const canReadSocket = true

// readSocket reads the bytes that have come, without waiting. It is not ready when none
// have.
func readSocket(socket uintptr, b []byte) (n int, ready bool, err error) {
	for {
		n, err = syscall.Read(int(socket), b)
		switch err {
		case syscall.EINTR:
			continue
		case syscall.EAGAIN:
			return 0, false, nil
		}
		return max(n, 0), true, err
	}
}

// peekUnread returns how many bytes, one at most, lie in the kernel for a socket
// that nobody has read yet. It takes none of them.
func peekUnread(socket uintptr, b []byte) int {
	n, _, err := syscall.Recvfrom(int(socket), b, syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	if err != nil {
		return 0 // the next read returns the error
	}
	return n
}
