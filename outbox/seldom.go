package outbox

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// seldomLog writes a line that could come again and again at most once a minute, with the number
// of lines that it has left out.
type seldomLog struct {
	lock sync.Mutex
	last map[string]seldomLine
}

type seldomLine struct {
	at      time.Time
	skipped int
}

const seldomEvery = time.Minute

// log writes a line unless one with the same text was written within the last minute. The texts
// are constants, so that there are few of them.
func (s *seldomLog) log(ctx context.Context, logger *slog.Logger, now time.Time, level slog.Level, text string, attrs ...any) {
	s.lock.Lock()
	line, known := s.last[text]
	if known && now.Sub(line.at).Abs() < seldomEvery {
		line.skipped++
		s.last[text] = line
		s.lock.Unlock()
		return
	}
	if s.last == nil {
		s.last = map[string]seldomLine{}
	}
	s.last[text] = seldomLine{at: now}
	s.lock.Unlock()
	if line.skipped > 0 {
		attrs = append(attrs, "left_out", line.skipped)
	}
	logger.Log(ctx, level, text, attrs...)
}

// warnSeldom logs what may come again with every message or every second.
func (o *Outbox[TTx]) warnSeldom(ctx context.Context, text string, attrs ...any) {
	o.seldom.log(ctx, o.logger, o.now(), slog.LevelWarn, text, attrs...)
}
