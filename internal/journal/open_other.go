//go:build !unix || solaris || aix

package journal

import "os"

// Here no flag keeps a link from being followed that is made after the check of the path, and
// no mode tells who may read a file.
const (
	openFlags  = 0
	modesCount = false
)

// lock does nothing: two processes must not be given the same file here.
func lock(*os.File) error { return nil }
