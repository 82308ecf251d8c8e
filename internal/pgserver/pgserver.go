// Package pgserver starts a PostgreSQL server of its own for tests: on a free port of the
// loopback, with a data folder that goes with it. It needs the server's programs, on Debian the
// package postgresql.
package pgserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Server is a PostgreSQL server.
type Server struct {
	Address string // host and port
	DSN     string // of its database

	folder     string
	programs   string
	credential *syscall.Credential // nil to run as the current user
	process    *exec.Cmd
}

// ErrNotInstalled says that the machine has no PostgreSQL server.
var ErrNotInstalled = errors.New("PostgreSQL is not installed: on Debian it is the package postgresql")

// Start makes a data folder below dir and starts a server on it. Settings are those of
// postgresql.conf, such as "max_connections=200".
func Start(ctx context.Context, dir string, settings ...string) (*Server, error) {
	programs, err := findPrograms()
	if err != nil {
		return nil, err
	}
	s := &Server{folder: filepath.Join(dir, "data"), programs: programs}
	if err := s.chooseUser(dir); err != nil {
		return nil, err
	}
	initdb := s.command(ctx, "initdb", "--pgdata="+s.folder, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	s.Address = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	s.DSN = "postgres://postgres@" + s.Address + "/postgres?sslmode=disable"
	settings = append(settings, fmt.Sprint("port = ", port), "listen_addresses = '127.0.0.1'", "unix_socket_directories = ''")
	if err := appendTo(filepath.Join(s.folder, "postgresql.conf"), "\n"+strings.Join(settings, "\n")+"\n"); err != nil {
		return nil, err
	}
	err = s.Restart(ctx)
	return s, err
}

// Restart starts the server again after Stop or Kill, on the same port and data.
func (s *Server) Restart(ctx context.Context) error {
	s.process = s.command(context.WithoutCancel(ctx), "postgres", "-D", s.folder)
	log, err := os.OpenFile(s.folder+".log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	s.process.Stdout, s.process.Stderr = log, log
	if err := s.process.Start(); err != nil {
		return err
	}
	return s.waitUntilReady(ctx)
}

func (s *Server) waitUntilReady(ctx context.Context) error {
	_, port, _ := net.SplitHostPort(s.Address)
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		if s.command(ctx, "pg_isready", "--quiet", "--host=127.0.0.1", "--port="+port).Run() == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(s.folder + ".log")
			return fmt.Errorf("the server does not get ready: %w: %s", ctx.Err(), log)
		case <-ticker.C:
		}
	}
}

// Stop ends the server and its connections at once, in good order.
func (s *Server) Stop() error { return s.end(syscall.SIGINT) }

// Kill ends the server as a crash does: with all of its processes, and without a word to the
// disk.
func (s *Server) Kill() error { return s.end(syscall.SIGKILL) }

func (s *Server) end(signal syscall.Signal) error {
	if s.process == nil || s.process.Process == nil {
		return nil
	}
	target := s.process.Process.Pid
	if signal == syscall.SIGKILL {
		target = -target // the whole group
	}
	if err := syscall.Kill(target, signal); err != nil {
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

// command runs a program of PostgreSQL in a group of its own, so that an interrupt of the terminal
// does not reach it.
func (s *Server) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, filepath.Join(s.programs, name), args...) //nolint:gosec // programs of PostgreSQL
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: s.credential, Pdeathsig: syscall.SIGINT}
	c.Dir = filepath.Dir(s.folder)
	return c
}

// chooseUser leaves root, as whom PostgreSQL does not run, for the package's own user.
func (s *Server) chooseUser(dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres: %w", err)
	}
	uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(uidErr, gidErr); err != nil {
		return err
	}
	s.credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	for parent := dir; parent != filepath.Dir(parent) && parent != os.TempDir(); parent = filepath.Dir(parent) {
		if err := os.Chmod(parent, 0o755); err != nil { //nolint:gosec // folders of a test
			return err
		}
	}
	return os.Chown(dir, int(uid), int(gid))
}

// findPrograms returns the folder of the newest server.
func findPrograms() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		path, err = filepath.EvalSymlinks(path)
		return filepath.Dir(path), err
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", ErrNotInstalled
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
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

func appendTo(file, text string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
