package desk

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"github.com/seed15d99369/twilio/internal/desk/control"
	"github.com/seed15d99369/twilio/internal/desk/page"
	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

// Desk is a server that listens, and that [Desk.Serve] lets answer.
type Desk struct {
	config    Config
	listener  *limited
	hosts     hosts
	accounts  accounts
	authority *authority
	cert      certFile
	proxy     *proxy
	server    *http.Server
	readiness readiness
	people    http.Handler // what is under /_sim/
}

// New opens the socket of a desk and makes what it needs; [Desk.Serve] answers, and
// [Desk.Close] ends it. It fails with a *[FieldError] for a part of the configuration that
// cannot be used.
func New(config Config) (*Desk, error) {
	config.Logger = cmp.Or(config.Logger, slog.Default())
	if err := config.check(); err != nil {
		return nil, err
	}
	socket, err := new(net.ListenConfig).Listen(context.Background(), "tcp", cmp.Or(config.Address, "127.0.0.1:0"))
	if err != nil {
		return nil, &FieldError{"Address", err}
	}
	d := &Desk{
		config: config, listener: limit(socket, maxConnections),
		readiness: readiness{ready: make(chan struct{}), ending: make(chan struct{})},
	}
	for _, host := range config.Hosts {
		d.hosts = append(d.hosts, strings.ToLower(host))
	}
	if err := d.make(); err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	return d, nil
}

// make makes what stands behind the socket.
func (d *Desk) make() (err error) {
	if d.authority, err = newAuthority(); err != nil {
		return err
	}
	if d.accounts, err = d.newAccounts(); err != nil {
		return err
	}
	d.cert, err = d.authority.save(d.config.CAFile)
	switch {
	case err != nil && d.config.CAFile != "":
		return errors.Join(&FieldError{"CAFile", err}, d.accounts.close())
	case err != nil: // there is no folder for temporary files in an empty container
		d.config.Logger.Warn("the certificate of the proxy is in no file: get it from /ca.pem, or name a file with -ca-file", "problem", err)
		d.cert = certFile{}
	}
	d.proxy = newProxy(d.authority, http.HandlerFunc(d.serveAPI))
	d.people = d.newPeople()
	d.server = newServer(http.HandlerFunc(d.serveHTTP))
	return nil
}

func (d *Desk) newAccounts() (accounts, error) {
	if d.config.Workspaces {
		return d.newWorkspaces()
	}
	sim, err := d.newSim(nil)
	return oneAccount{sim}, err
}

// newPeople mounts the control API and the page.
func (d *Desk) newPeople() http.Handler {
	find := func(r *http.Request) *twiliotest.Sim {
		sim, _ := r.Context().Value(simKey{}).(*twiliotest.Sim)
		return sim
	}
	mux := http.NewServeMux()
	mux.Handle(simapi.Prefix, control.Handler(find))
	mux.Handle(simPath, page.Handler(find))
	return mux
}

// URL is the address of the desk, for clients that can be given one.
func (d *Desk) URL() string {
	at, ok := d.listener.Addr().(*net.TCPAddr)
	if ok && at.IP.IsUnspecified() {
		at = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: at.Port}
		return "http://" + at.String()
	}
	return "http://" + d.listener.Addr().String()
}

// CAFile is where the certificate of the desk's authority stands, "" when it is in no file.
func (d *Desk) CAFile() string { return d.cert.path }

// IsExposed reports that other machines can reach the desk.
func (d *Desk) IsExposed() bool {
	at, ok := d.listener.Addr().(*net.TCPAddr)
	return !ok || !at.IP.IsLoopback()
}

// Example is the account that a desk without workspaces has, nil with workspaces.
func (d *Desk) Example() *twiliotest.Sim {
	one, _ := d.accounts.(oneAccount)
	return one.sim
}

// Serve answers until ctx ends. Requests that are under way have five seconds then.
func (d *Desk) Serve(ctx context.Context) error {
	failed := make(chan error, 2)
	go func() { failed <- d.server.Serve(d.listener) }()
	go func() { failed <- d.proxy.server.Serve(d.proxy.tunnels) }()
	close(d.readiness.ready)
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	close(d.readiness.ending)
	return errors.Join(err, d.Close())
}

// Close ends the desk, and removes the file of its certificate.
func (d *Desk) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	d.shutDown(ctx, d.server)
	d.shutDown(ctx, d.proxy.server)
	d.authority.remove(d.cert)
	_ = d.listener.Close() // when it has not been served
	return d.accounts.close()
}

// shutDown lets requests end, and then ends them: streams of events go on for ever.
func (d *Desk) shutDown(ctx context.Context, server *http.Server) {
	if server.Shutdown(ctx) != nil {
		_ = server.Close()
	}
}
