// Package redisserver starts a Redis server of its own for tests: on a free port of the loopback,
// with a folder that goes with it. It needs the program redis-server, on Debian of the package of
// that name.
package redisserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// Server is a Redis server.
type Server struct {
	Address string // host and port

	folder  string
	process *exec.Cmd
}

// ErrNotInstalled says that the machine has no Redis server.
var ErrNotInstalled = errors.New("a Redis server is not installed: on Debian it is the package redis-server")

// Start starts a server whose files stand in dir. It keeps nothing on the disk, so that a restart
// forgets everything.
func Start(ctx context.Context, dir string) (*Server, error) {
	if _, err := exec.LookPath("redis-server"); err != nil {
		return nil, ErrNotInstalled
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	s := &Server{folder: dir, Address: net.JoinHostPort("127.0.0.1", strconv.Itoa(port))}
	err = s.Restart(ctx)
	return s, err
}

// Restart starts the server again after Stop, on the same port.
func (s *Server) Restart(ctx context.Context) error {
	_, port, _ := net.SplitHostPort(s.Address)
	c := exec.CommandContext(context.WithoutCancel(ctx), "redis-server", "--port", port, "--bind", "127.0.0.1",
		"--save", "", "--appendonly", "no", "--dir", s.folder, "--logfile", filepath.Join(s.folder, "redis.log"))
	// In a group of its own, so that an interrupt of the terminal does not reach it.
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	if err := c.Start(); err != nil {
		return err
	}
	s.process = c
	return s.waitUntilReady(ctx)
}

func (s *Server) waitUntilReady(ctx context.Context) error {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for !s.answers(ctx) {
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(s.folder, "redis.log"))
			return fmt.Errorf("the server does not get ready: %w: %s", ctx.Err(), log)
		case <-ticker.C:
		}
	}
	return nil
}

func (s *Server) answers(ctx context.Context) bool {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", s.Address)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	answer := make([]byte, len("+PONG"))
	_, err = conn.Write([]byte("PING\r\n"))
	if err == nil {
		_, err = conn.Read(answer)
	}
	return err == nil && string(answer) == "+PONG"
}

// Stop ends the server and its connections.
func (s *Server) Stop() error {
	if s.process == nil {
		return nil
	}
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	err := s.process.Wait()
	s.process = nil
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return nil
	}
	return err
}

func freePort(ctx context.Context) (int, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil //nolint:forcetypeassert,errcheck // it listens on TCP
}
