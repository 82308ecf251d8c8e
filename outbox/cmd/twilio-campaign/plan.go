package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// plan is a campaign that was read and counted, and of which nothing was sent.
type plan struct {
	*mailing

	opts     *options
	source   string // the file in words
	count    *count
	prices   *prices
	fileHash string // of the whole file
	textHash string // of everything that a message has beside its line
	client   *twilio.Client
	noClient error // why there is no client
	target   target

	closeFile func()
}

// newPlan reads the file twice as far as its first line and once to its end, and writes the
// rejects.
func (c *command) newPlan(ctx context.Context, opts *options) (p *plan, err error) {
	p = &plan{opts: opts, source: opts.file, count: newCount(), closeFile: func() {}}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if p.client, p.noClient = c.newClient(); p.noClient == nil {
		if p.target, err = targetOf(p.client); err != nil {
			return p, err
		}
	}
	if err := p.checkTarget(c.getenv); err != nil {
		return p, usageError{err}
	}
	if err := p.open(c.stdin); err != nil {
		return p, usageError{err}
	}
	if err := p.countAll(ctx); err != nil {
		return p, err
	}
	p.prices = p.askPrices(ctx)
	return p, nil
}

func (p *plan) close() { p.closeFile() }

// open opens the file, and checks the text against its columns.
func (p *plan) open(stdin io.Reader) error {
	file, err := p.openFile(stdin)
	if err != nil {
		return err
	}
	t, err := openTable(file, p.opts.delimiter, p.opts.to)
	if err != nil {
		return fmt.Errorf("%s: %w", p.source, err)
	}
	source := p.opts.text
	if p.opts.template != "" {
		if source, err = readTemplate(p.opts.template); err != nil {
			return err
		}
	}
	checked, err := parseText(source, t.columns)
	if err != nil {
		return err
	}
	p.mailing = &mailing{t, checked, p.opts.country, p.opts.allowEmpty}
	p.textHash = hashOf(source, strconv.FormatBool(p.opts.smart))
	return nil
}

// readTemplate reads a text from a file. Its lines end as Unix has it, and the break at the end of
// the last one is the editor's.
func readTemplate(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("-template: %w", err)
	}
	lines := strings.ReplaceAll(strings.TrimPrefix(string(content), "\ufeff"), "\r\n", "\n")
	return strings.TrimSuffix(lines, "\n"), nil
}

// openFile opens the file to be read again and again. Standard input, and whatever else cannot be
// read twice, is kept in a file of its own, which nobody else can read.
func (p *plan) openFile(stdin io.Reader) (io.ReadSeeker, error) {
	if p.opts.file == "-" {
		p.source = "standard input"
		return p.spool(stdin)
	}
	file, err := os.Open(p.opts.file)
	if err != nil {
		return nil, err
	}
	state, err := file.Stat()
	switch {
	case err == nil && state.IsDir():
		err = fmt.Errorf("%s is a folder: name a CSV file", p.opts.file)
	case err == nil && !state.Mode().IsRegular():
		defer func() { _ = file.Close() }()
		return p.spool(file)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	p.closeFile = func() { _ = file.Close() }
	return file, nil
}

func (p *plan) spool(from io.Reader) (io.ReadSeeker, error) {
	file, err := os.CreateTemp("", "twilio-campaign-*.csv")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(file.Name()) // so that it ends with the process, where the system allows that
	p.closeFile = func() {
		_ = file.Close()
		_ = os.Remove(file.Name())
	}
	if _, err := io.Copy(file, from); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", p.source, err)
	}
	return file, nil
}

// countAll reads the whole file, counts, and writes the rejects.
func (p *plan) countAll(ctx context.Context) error {
	sum := sha256.New()
	rejects := &lazyCSV{file: p.opts.rejects, head: []string{"line", "number", "reason"}}
	defer rejects.abandon()
	for to, err := range p.recipients(sum) {
		switch {
		case err != nil:
			return usageError{fmt.Errorf("%s: %w", p.source, err)}
		case ctx.Err() != nil:
			return errStopped
		}
		p.count.add(&to, p.opts.smart)
		if to.reject != nil {
			if err := rejects.write(strconv.Itoa(to.line), to.reject.number, to.reject.reason); err != nil {
				return fmt.Errorf("the rejects cannot be written: %w", err)
			}
		}
	}
	p.fileHash = hex.EncodeToString(sum.Sum(nil))
	if err := rejects.finish(); err != nil {
		return fmt.Errorf("the rejects cannot be written: %w", err)
	}
	return nil
}

// errStopped says that somebody has interrupted the program before it has sent anything.
var errStopped = errors.New("it was interrupted, and has sent nothing")

// hashOf is the same for the same texts in the same order.
func hashOf(texts ...string) string {
	sum := sha256.New()
	for _, text := range texts {
		_, _ = fmt.Fprintf(sum, "%d:%s", len(text), text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// target is where a client sends.
type target struct {
	name     string // as the outbox calls it: one that was made by another program knows who has opted out
	host     string
	loopback bool
}

func targetOf(client *twilio.Client) (target, error) {
	address, err := client.URL(twilio.Operation{Name: "Campaign.Target", Method: "GET", Host: "api", Path: "/2010-04-01/Accounts.json"}.On())
	if err != nil {
		return target{}, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return target{}, err
	}
	host, name := u.Hostname(), u.Scheme+"://"+u.Host
	if host == "twilio.com" || strings.HasSuffix(host, ".twilio.com") {
		name = "twilio.com"
	}
	ip := net.ParseIP(host)
	return target{name, u.Host, host == "localhost" || ip != nil && ip.IsLoopback()}, nil
}

// checkTarget refuses to send where the caller may not have meant it.
func (p *plan) checkTarget(getenv func(string) string) error {
	switch {
	case !p.opts.send:
		return nil
	case p.noClient != nil:
		return p.noClient
	case p.opts.live && p.target.loopback:
		return errors.New("-live is for Twilio, and TWILIO_BASE_URL leads to this machine: unset it, or leave -live out")
	case !p.opts.live && !p.target.loopback && getenv("TWILIO_BASE_URL") == "":
		return errors.New("-send alone is for a simulator, and TWILIO_BASE_URL is empty: start one (go run github.com/seed15d99369/twilio/cmd/twilio-sim) and set the variables that it prints, or send to Twilio by -send -live")
	case !p.opts.live && !p.target.loopback:
		return fmt.Errorf("-send alone is for a simulator on this machine, and TWILIO_BASE_URL leads to %s: send there by -send -live", p.target.host)
	case p.opts.listen != "" && getenv("TWILIO_AUTH_TOKEN") == "":
		return errors.New("-listen needs TWILIO_AUTH_TOKEN, with which Twilio signs its callbacks")
	}
	return nil
}
