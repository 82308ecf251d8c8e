//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package twilio

import "syscall"

// peekUnread returns how many bytes, one at most, lie in the kernel for a socket
// that nobody has read yet. It takes none of them.
func peekUnread(socket uintptr, b []byte) int {
	n, _, err := syscall.Recvfrom(int(socket), b, syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	if err != nil {
		return 0 // whoever reads next gets to know
	}
	return n
}
