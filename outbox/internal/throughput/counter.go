package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The account that the server knows.
const (
	accountSID = "AC00000000000000000000000000000001"
	authToken  = "00000000000000000000000000000000"
)

// counter is the process that counts.
type counter struct {
	url     string
	command *exec.Cmd
	in      io.WriteCloser
	client  *http.Client
}

// tally is what the server has counted.
type tally struct{ Messages, Bodies, Twice int }

func startCounter(ctx context.Context) (*counter, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &counter{command: exec.CommandContext(ctx, self, "-server"), client: &http.Client{Timeout: 10 * time.Second}}
	c.command.Stderr = os.Stderr
	out, err := c.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if c.in, err = c.command.StdinPipe(); err != nil {
		return nil, err
	}
	if err := c.command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	c.url = strings.TrimSpace(line)
	return c, err
}

func (c *counter) stop() {
	_ = c.in.Close()
	_ = c.command.Wait()
}

func (c *counter) tally(ctx context.Context) (t tally, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+"/tally", http.NoBody)
	if err != nil {
		return t, err
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return t, err
	}
	defer func() { _ = resp.Body.Close() }()
	err = json.NewDecoder(resp.Body).Decode(&t)
	return t, err
}

// waitFor waits until so many messages were sent, and returns the largest heap that it has seen.
func (c *counter) waitFor(ctx context.Context, messages int) (peak uint64, err error) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		peak = max(peak, heap())
		t, err := c.tally(ctx)
		if err != nil || t.Messages >= messages {
			return peak, err
		}
		select {
		case <-ctx.Done():
			return peak, ctx.Err()
		case <-ticker.C:
		}
	}
}

// check fails unless each message was sent once.
func (c *counter) check(messages int) error {
	t, err := c.tally(context.Background())
	if err != nil {
		return err
	}
	if t != (tally{messages, messages, 0}) {
		return fmt.Errorf("the server has %d messages of %d kinds, %d of them twice: wanted %d", t.Messages, t.Bodies, t.Twice, messages)
	}
	return nil
}

// serve answers as Twilio does, with a message of about 900 bytes.
func serve(ctx context.Context, in io.Reader, out io.Writer) error {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "http://%s\n", l.Addr()); err != nil {
		return err
	}
	s := &counting{bodies: map[string]struct{}{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/2010-04-01/Accounts/"+accountSID+"/Messages.json", s.create)
	mux.HandleFunc("GET /tally", s.show)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		_, _ = io.Copy(io.Discard, in)
		_ = server.Close()
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// counting knows what was sent, by a body that is of one message alone.
type counting struct {
	mu     sync.Mutex
	bodies map[string]struct{}
	tally  tally
}

const answer = `{"account_sid":"` + accountSID + `","api_version":"2010-04-01","body":%s,"date_created":"Sun, 29 Nov 2026 10:00:00 +0000","date_sent":null,` +
	`"date_updated":"Sun, 29 Nov 2026 10:00:00 +0000","direction":"outbound-api","error_code":null,"error_message":null,"from":"+14155556789","messaging_service_sid":null,` +
	`"num_media":"0","num_segments":"1","price":null,"price_unit":"USD","sid":"SM%032x","status":"queued","subresource_uris":{"media":"/2010-04-01/Media.json"},"to":"%s",` +
	`"uri":"/2010-04-01/Accounts/` + accountSID + `/Messages.json"}`

func (s *counting) create(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	body := r.PostFormValue("Body")
	s.mu.Lock()
	s.tally.Messages++
	if _, known := s.bodies[body]; known {
		s.tally.Twice++
	}
	s.bodies[body] = struct{}{}
	number := s.tally.Messages
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_, _ = fmt.Fprintf(w, answer, strconv.Quote(body), number, r.PostFormValue("To")) //nolint:gosec // it is no page
}

func (s *counting) show(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tally.Bodies = len(s.bodies)
	_ = json.NewEncoder(w).Encode(s.tally)
}
