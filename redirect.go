package twilio

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/seed15d99369/twilio/internal/form"
	"github.com/seed15d99369/twilio/internal/netarea"
	"github.com/seed15d99369/twilio/internal/wire"
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
	case location.Scheme != from.Scheme || !netarea.IsLoopback(host) && !c.config.base.isHost(host):
		return redirectError("the redirect to the file does not lead to https")
	}
	if c.config.base.isHost(host) {
		return nil
	}
	return c.config.base.checkArea(netarea.OfHost(host))
}

// checkArea refuses a neighbour, unless the base URL is a neighbour of the same kind.
func (b *baseURL) checkArea(area netarea.Area) error {
	if area == netarea.Internet || area != netarea.UnusualForm && b.url != nil && area == netarea.OfHost(b.url.Hostname()) {
		return nil
	}
	return redirectError("the redirect to the file leads to " + string(area))
}

// isHost reports the host of the base URL.
func (b *baseURL) isHost(host string) bool {
	return b.url != nil && netarea.CanonicalHost(host) == netarea.CanonicalHost(b.url.Hostname())
}

// guardDial lets our own transport look at the addresses to which the host of a redirect
// resolves, about which the redirect says nothing.
func (c *Client) guardDial(ctx context.Context, location *url.URL) context.Context {
	base := &c.config.base
	if base.isHost(location.Hostname()) {
		return ctx
	}
	return wire.GuardDial(ctx, net.JoinHostPort(location.Hostname(), portOf(location)), func(resolved netip.Addr) error {
		return base.checkArea(netarea.Of(resolved))
	})
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
