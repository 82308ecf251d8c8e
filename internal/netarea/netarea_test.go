package netarea

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostAreas are hosts in every form and where they are.
var hostAreas = map[string]Area{
	"storage.example.com":       Internet,
	"s3.amazonaws.com":          Internet,
	"mms.twiliocdn.com.":        Internet,
	"localhost.example.com":     Internet,
	"127.0.0.1.example.com":     Internet,
	"internal.example.com":      Internet,
	"8.8.8.8":                   Internet,
	"172.32.0.1":                Internet,
	"100.128.0.1":               Internet,
	"169.253.1.1":               Internet,
	"192.169.1.1":               Internet,
	"2606:4700::1111":           Internet,
	"::ffff:8.8.8.8":            Internet,
	"64:ff9b::808:808":          Internet,
	"127.0.0.1":                 ThisMachine,
	"127.8.9.10":                ThisMachine,
	"127.0.0.1.":                ThisMachine,
	"::1":                       ThisMachine,
	"0:0:0:0:0:0:0:1":           ThisMachine,
	"::ffff:127.0.0.1":          ThisMachine,
	"::ffff:7f00:1":             ThisMachine,
	"64:ff9b::127.0.0.1":        ThisMachine,
	"localhost":                 ThisMachine,
	"LocalHost":                 ThisMachine,
	"localhost.":                ThisMachine,
	"localhost..":               ThisMachine,
	"a.b.localhost":             ThisMachine,
	"10.0.0.1":                  PrivateNetwork,
	"172.16.0.1":                PrivateNetwork,
	"172.31.255.255":            PrivateNetwork,
	"192.168.1.1":               PrivateNetwork,
	"100.64.0.1":                PrivateNetwork,
	"100.100.100.200":           PrivateNetwork,
	"fd00::1":                   PrivateNetwork,
	"fd00:ec2::254":             PrivateNetwork,
	"fc00::1":                   PrivateNetwork,
	"fec0::1":                   PrivateNetwork,
	"::ffff:10.0.0.1":           PrivateNetwork,
	"64:ff9b::a00:1":            PrivateNetwork,
	"64:ff9b:1::1":              PrivateNetwork,
	"mock":                      PrivateNetwork,
	"metadata":                  PrivateNetwork,
	"metadata.google.internal":  PrivateNetwork,
	"METADATA.google.internal.": PrivateNetwork,
	"host.docker.internal":      PrivateNetwork,
	"printer.local":             PrivateNetwork,
	"nas.home.arpa":             PrivateNetwork,
	"localhost.localdomain":     PrivateNetwork,
	"169.254.169.254":           LocalLink,
	"169.254.0.1.":              LocalLink,
	"::ffff:169.254.169.254":    LocalLink,
	"fe80::1":                   LocalLink,
	"fe80::1%eth0":              LocalLink,
	"168.63.129.16":             LocalLink,
	"0.0.0.0":                   ReservedRange,
	"0.1.2.3":                   ReservedRange,
	"192.0.0.192":               ReservedRange,
	"198.18.0.1":                ReservedRange,
	"224.0.0.1":                 ReservedRange,
	"239.255.255.250":           ReservedRange,
	"240.0.0.1":                 ReservedRange,
	"255.255.255.255":           ReservedRange,
	"::":                        ReservedRange,
	"::127.0.0.1":               ReservedRange,
	"::ffff:0.0.0.0":            ReservedRange,
	"ff02::1":                   ReservedRange,
	"ff0e::1%eth0":              ReservedRange,
	"2002:7f00:1::":             ReservedRange,
	"2001::1":                   ReservedRange,
	"100::1":                    ReservedRange,
	"192.0.2.1":                 ReservedRange,
	"192.31.196.1":              ReservedRange,
	"192.52.193.1":              ReservedRange,
	"192.88.99.1":               ReservedRange,
	"192.175.48.1":              ReservedRange,
	"198.51.100.1":              ReservedRange,
	"203.0.113.1":               ReservedRange,
	"64:ff9b::192.88.99.1":      ReservedRange,
	"::ffff:0:127.0.0.1":        ReservedRange, // of RFC 7915, which is not ::ffff:127.0.0.1
	"::ffff:0:8.8.8.8":          ReservedRange,
	"5f00::1":                   ReservedRange,
	"100:0:0:1::1":              ReservedRange,
	"2001:2::1":                 ReservedRange,
	"2001:20::1":                ReservedRange,
	"2001:db8::1":               ReservedRange,
	"2620:4f:8000::1":           ReservedRange,
	"3fff::1":                   ReservedRange,
	"4000::1":                   ReservedRange,
	"1::1":                      ReservedRange,
	"2001:4860:4860::8888":      Internet,
	"2a00::1":                   Internet,
	"router.lan":                PrivateNetwork,
	"NAS.Home":                  PrivateNetwork,
	"intranet.corp.":            PrivateNetwork,
	"exchange.mail":             PrivateNetwork,
	"a.internal":                PrivateNetwork,
	"home.arpa":                 PrivateNetwork,
	"a.b.home.arpa.":            PrivateNetwork,
	"wiki.intranet":             PrivateNetwork,
	"db.private":                PrivateNetwork,
	"app.test":                  PrivateNetwork,
	"nothing.invalid":           PrivateNetwork,
	"lan.example.com":           Internet,
	"homearpa.example":          Internet,
	"nothome.arpa":              Internet,
	"2130706433":                UnusualForm,
	"2130706433.":               UnusualForm,
	"0x7f000001":                UnusualForm,
	"0x7F.1":                    UnusualForm,
	"0x7f.0x0.0x0.0x1":          UnusualForm,
	"017700000001":              UnusualForm,
	"0177.0.0.1":                UnusualForm,
	"127.1":                     UnusualForm,
	"127.0.1":                   UnusualForm,
	"127.0.0.01":                UnusualForm,
	"169.254.43518":             UnusualForm,
	"1.2.3.4.5":                 UnusualForm,
	"example.0":                 UnusualForm,
	"0x":                        UnusualForm,
	"":                          UnusualForm,
	".A":                        UnusualForm,
	"a..example.com":            UnusualForm,
	".":                         UnusualForm,
	"１２７.0.0.1":                 UnusualForm,
	"ⓛocalhost":                 UnusualForm,
	"127。0。0。1":                 UnusualForm,
	"loc\u00adalhost":           UnusualForm,
}

func TestOfHost(t *testing.T) {
	t.Parallel()
	for host, want := range hostAreas {
		assert.Equal(t, want, OfHost(host), "%q", host)
	}
}

// TestTheZeroAddress is nobody's: it stands for an address that cannot be read.
func TestTheZeroAddress(t *testing.T) {
	t.Parallel()
	assert.Equal(t, UnusualForm, Of(netip.Addr{}))
}

func TestAreasAreRanges(t *testing.T) {
	t.Parallel()
	for _, known := range areas {
		prefix, err := netip.ParsePrefix(known.prefix)
		require.NoError(t, err)
		assert.Equal(t, prefix.Masked(), prefix, "an address within a range")
		assert.Equal(t, known.area, Of(prefix.Addr()), known.prefix)
		assert.NotEqual(t, Internet, known.area)
	}
	_, err := netip.ParsePrefix(translated)
	require.NoError(t, err)
}

// FuzzOfHost holds that a host of the internet is a name with a dot, or an
// address that is none of ours in any of its forms.
func FuzzOfHost(f *testing.F) {
	for host := range hostAreas {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if OfHost(host) != Internet {
			return
		}
		require.NotEqual(t, Internet, OfHost("a."+host+".localhost"))
		if ip, err := netip.ParseAddr(CanonicalHost(host)); err == nil { // a resolver drops the dot at the end
			require.True(t, ip.Unmap().IsGlobalUnicast() && !ip.Unmap().IsPrivate(), host)
			return
		}
		require.Regexp(t, `^[!-~]+\.[!-~]*[^0-9.][!-~]*$`, host)
	})
}
