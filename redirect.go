package twilio

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"github.com/seed15d99369/twilio/internal/form"
)

// maxMediaRedirects bounds the way to the storage.
const maxMediaRedirects = 3

// followMedia follows a redirect to the storage without credentials, and only to
// where nobody on the way can read along.
func (c *Client) followMedia(ctx context.Context, resp *http.Response) (*http.Response, error) {
	for range maxMediaRedirects {
		from, target := resp.Request.URL, resp.Header.Get("Location")
		location, err := from.Parse(target)
		closeErr := resp.Body.Close()
		if err != nil || closeErr != nil || target == "" || location.Host == "" {
			return nil, redirectError("the redirect to the file cannot be followed")
		}
		if err := c.checkRedirect(from, location); err != nil {
			return nil, err
		}
		if resp, err = c.roundTrip(storageRequest(c.guardDial(ctx, location), location)); err != nil {
			return nil, err
		}
		if !isRedirect(resp.StatusCode) {
			return resp, nil
		}
	}
	_ = resp.Body.Close()
	return nil, redirectError("the file is behind too many redirects")
}

// checkRedirect refuses a redirect to where somebody on the way can read along, and
// to a neighbour of this program.
func (c *Client) checkRedirect(from, location *url.URL) error {
	host := location.Hostname()
	switch {
	case location.User != nil || !form.IsPort(location.Port()):
		return redirectError("the redirect to the file does not lead to https")
	case location.Scheme == "https":
	case location.Scheme != from.Scheme || !isLoopback(host) && !c.config.base.isHost(host):
		return redirectError("the redirect to the file does not lead to https")
	}
	if c.config.base.isHost(host) {
		return nil
	}
	return c.config.base.checkArea(areaOfHost(host))
}

// checkArea refuses a neighbour, unless the base URL is a neighbour of the same kind.
func (b *baseURL) checkArea(area netArea) error {
	if area == internet || area != unusualForm && b.url != nil && area == areaOfHost(b.url.Hostname()) {
		return nil
	}
	return redirectError("the redirect to the file leads to " + string(area))
}

// isHost reports the host of the base URL.
func (b *baseURL) isHost(host string) bool {
	return b.url != nil && canonicalHost(host) == canonicalHost(b.url.Hostname())
}

// dialGuard travels in the context of a redirected request. Our own transport looks
// at the addresses that the host resolves to, of which the redirect says nothing.
type dialGuard struct {
	address string // host and port, as net/http dials them
	base    *baseURL
}

type dialGuardKey struct{}

func (c *Client) guardDial(ctx context.Context, location *url.URL) context.Context {
	if c.config.base.isHost(location.Hostname()) {
		return ctx
	}
	return context.WithValue(ctx, dialGuardKey{}, dialGuard{net.JoinHostPort(location.Hostname(), portOf(location)), &c.config.base})
}

// guardedDial makes connections, and none to a neighbour that a redirect led to.
// Another address than the redirect's is a proxy's, which the program has chosen.
func guardedDial(dialer *net.Dialer) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		guard, guarded := ctx.Value(dialGuardKey{}).(dialGuard)
		if !guarded || !strings.EqualFold(address, guard.address) {
			return dialer.DialContext(ctx, network, address)
		}
		careful := *dialer
		careful.Control = guard.control
		conn, err := careful.DialContext(ctx, network, address)
		var refused redirectError
		if errors.As(err, &refused) {
			return nil, refused // without the address, which the dialer's error shows
		}
		return conn, err
	}
}

// control runs once the address is known and before anything is sent to it.
func (g dialGuard) control(_, address string, _ syscall.RawConn) error {
	resolved, err := netip.ParseAddrPort(address)
	if err != nil {
		return redirectError("the redirect to the file cannot be followed")
	}
	return g.base.checkArea(areaOf(resolved.Addr()))
}

// redirectError is a redirect that is not followed, now or at a second try.
type redirectError string

func (e redirectError) Error() string { return string(e) }

func storageRequest(ctx context.Context, location *url.URL) *http.Request {
	req := &http.Request{
		Method: http.MethodGet, URL: location, Host: location.Host, Header: http.Header{"Accept": {"*/*"}},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	return req.WithContext(ctx)
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
