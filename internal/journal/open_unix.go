//go:build unix && !solaris && !aix

package journal

import (
	"os"
	"syscall"
)

// openFlags keep a symbolic link from being followed, and a named pipe from being waited for.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// modesCount says that the mode of a file tells who may read it.
const modesCount = true

// lock locks a file for this process, until it is closed.
func lock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
