package webhook

// SetMost bounds a store to fewer bytes, so that a test need not fill 64 MiB.
func (s *MemoryStore) SetMost(bytes int) { s.most = bytes }
