package twilio

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostAreas are hosts in every form and where they are.
var hostAreas = map[string]netArea{
	"storage.example.com":       internet,
	"s3.amazonaws.com":          internet,
	"mms.twiliocdn.com.":        internet,
	"localhost.example.com":     internet,
	"127.0.0.1.example.com":     internet,
	"internal.example.com":      internet,
	"8.8.8.8":                   internet,
	"172.32.0.1":                internet,
	"100.128.0.1":               internet,
	"169.253.1.1":               internet,
	"192.169.1.1":               internet,
	"2606:4700::1111":           internet,
	"::ffff:8.8.8.8":            internet,
	"64:ff9b::808:808":          internet,
	"127.0.0.1":                 thisMachine,
	"127.8.9.10":                thisMachine,
	"127.0.0.1.":                thisMachine,
	"::1":                       thisMachine,
	"0:0:0:0:0:0:0:1":           thisMachine,
	"::ffff:127.0.0.1":          thisMachine,
	"::ffff:7f00:1":             thisMachine,
	"64:ff9b::127.0.0.1":        thisMachine,
	"localhost":                 thisMachine,
	"LocalHost":                 thisMachine,
	"localhost.":                thisMachine,
	"localhost..":               thisMachine,
	"a.b.localhost":             thisMachine,
	"10.0.0.1":                  privateNet,
	"172.16.0.1":                privateNet,
	"172.31.255.255":            privateNet,
	"192.168.1.1":               privateNet,
	"100.64.0.1":                privateNet,
	"100.100.100.200":           privateNet,
	"fd00::1":                   privateNet,
	"fd00:ec2::254":             privateNet,
	"fc00::1":                   privateNet,
	"fec0::1":                   privateNet,
	"::ffff:10.0.0.1":           privateNet,
	"64:ff9b::a00:1":            privateNet,
	"64:ff9b:1::1":              privateNet,
	"mock":                      privateNet,
	"metadata":                  privateNet,
	"metadata.google.internal":  privateNet,
	"METADATA.google.internal.": privateNet,
	"host.docker.internal":      privateNet,
	"printer.local":             privateNet,
	"nas.home.arpa":             privateNet,
	"localhost.localdomain":     privateNet,
	"169.254.169.254":           linkLocal,
	"169.254.0.1.":              linkLocal,
	"::ffff:169.254.169.254":    linkLocal,
	"fe80::1":                   linkLocal,
	"fe80::1%eth0":              linkLocal,
	"168.63.129.16":             linkLocal,
	"0.0.0.0":                   reservedNet,
	"0.1.2.3":                   reservedNet,
	"192.0.0.192":               reservedNet,
	"198.18.0.1":                reservedNet,
	"224.0.0.1":                 reservedNet,
	"239.255.255.250":           reservedNet,
	"240.0.0.1":                 reservedNet,
	"255.255.255.255":           reservedNet,
	"::":                        reservedNet,
	"::127.0.0.1":               reservedNet,
	"::ffff:0.0.0.0":            reservedNet,
	"ff02::1":                   reservedNet,
	"ff0e::1%eth0":              reservedNet,
	"2002:7f00:1::":             reservedNet,
	"2001::1":                   reservedNet,
	"100::1":                    reservedNet,
	"192.0.2.1":                 reservedNet,
	"192.31.196.1":              reservedNet,
	"192.52.193.1":              reservedNet,
	"192.88.99.1":               reservedNet,
	"192.175.48.1":              reservedNet,
	"198.51.100.1":              reservedNet,
	"203.0.113.1":               reservedNet,
	"64:ff9b::192.88.99.1":      reservedNet,
	"::ffff:0:127.0.0.1":        reservedNet, // of RFC 7915, which is not ::ffff:127.0.0.1
	"::ffff:0:8.8.8.8":          reservedNet,
	"5f00::1":                   reservedNet,
	"100:0:0:1::1":              reservedNet,
	"2001:2::1":                 reservedNet,
	"2001:20::1":                reservedNet,
	"2001:db8::1":               reservedNet,
	"2620:4f:8000::1":           reservedNet,
	"3fff::1":                   reservedNet,
	"4000::1":                   reservedNet,
	"1::1":                      reservedNet,
	"2001:4860:4860::8888":      internet,
	"2a00::1":                   internet,
	"router.lan":                privateNet,
	"NAS.Home":                  privateNet,
	"intranet.corp.":            privateNet,
	"exchange.mail":             privateNet,
	"a.internal":                privateNet,
	"home.arpa":                 privateNet,
	"a.b.home.arpa.":            privateNet,
	"wiki.intranet":             privateNet,
	"db.private":                privateNet,
	"app.test":                  privateNet,
	"nothing.invalid":           privateNet,
	"lan.example.com":           internet,
	"homearpa.example":          internet,
	"nothome.arpa":              internet,
	"2130706433":                unusualForm,
	"2130706433.":               unusualForm,
	"0x7f000001":                unusualForm,
	"0x7F.1":                    unusualForm,
	"0x7f.0x0.0x0.0x1":          unusualForm,
	"017700000001":              unusualForm,
	"0177.0.0.1":                unusualForm,
	"127.1":                     unusualForm,
	"127.0.1":                   unusualForm,
	"127.0.0.01":                unusualForm,
	"169.254.43518":             unusualForm,
	"1.2.3.4.5":                 unusualForm,
	"example.0":                 unusualForm,
	"0x":                        unusualForm,
	"":                          unusualForm,
	".A":                        unusualForm,
	"a..example.com":            unusualForm,
	".":                         unusualForm,
	"１２７.0.0.1":                 unusualForm,
	"ⓛocalhost":                 unusualForm,
	"127。0。0。1":                 unusualForm,
	"loc\u00adalhost":           unusualForm,
}

func TestAreasOfHosts(t *testing.T) {
	t.Parallel()
	for host, want := range hostAreas {
		assert.Equal(t, want, areaOfHost(host), "%q", host)
	}
}

func TestAreasAreRanges(t *testing.T) {
	t.Parallel()
	for _, known := range areas {
		prefix, err := netip.ParsePrefix(known.prefix)
		require.NoError(t, err)
		assert.Equal(t, prefix.Masked(), prefix, "an address within a range")
		assert.Equal(t, known.area, areaOf(prefix.Addr()), known.prefix)
		assert.NotEqual(t, internet, known.area)
	}
	_, err := netip.ParsePrefix(translated)
	require.NoError(t, err)
}

// FuzzAreaOfHost holds that a host of the internet is a name with a dot, or an
// address that is none of ours in any of its forms.
func FuzzAreaOfHost(f *testing.F) {
	for host := range hostAreas {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if areaOfHost(host) != internet {
			return
		}
		require.NotEqual(t, internet, areaOfHost("a."+host+".localhost"))
		if ip, err := netip.ParseAddr(canonicalHost(host)); err == nil { // a resolver drops the dot at the end
			require.True(t, ip.Unmap().IsGlobalUnicast() && !ip.Unmap().IsPrivate(), host)
			return
		}
		require.Regexp(t, `^[!-~]+\.[!-~]*[^0-9.][!-~]*$`, host)
	})
}
