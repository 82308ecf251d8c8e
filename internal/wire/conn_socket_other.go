//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package wire

// canReadSocket says that readSocket does not work on this system.
const canReadSocket = false

func readSocket(uintptr, []byte) (n int, ready bool, err error) { return 0, true, nil }

// peekUnread cannot tell on this system.
func peekUnread(uintptr, []byte) int { return 0 }
