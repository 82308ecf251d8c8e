package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/seed15d99369/twilio/internal/desk"
)

// greeting says where the server is, and how a program gets there.
func greeting(d *desk.Desk) string {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	line("twilio-sim answers at %s until you press Ctrl+C.", d.URL())
	line("Open %s/_sim/ in a browser. The page shows the phones, their messages and calls, and every request.", d.URL())
	line("")
	writeCredentials(line, d)
	line("A program with this module for Go needs one variable more:")
	line("")
	line("  export TWILIO_BASE_URL=%s", d.URL())
	line("")
	line("A program in another language goes to Twilio's own addresses, and gets here through the proxy:")
	line("")
	writeProxy(line, d)
	return text.String()
}

func writeCredentials(line func(string, ...any), d *desk.Desk) {
	sid, token := "AC00000000000000000000000000000001", "0123456789abcdef0123456789abcdef"
	if sim := d.Example(); sim != nil {
		sid, token = sim.AccountSID(), sim.AuthToken()
		line("The account is made up, and has these credentials:")
	} else {
		line("Every account SID gets an account of its own. Its first use pins the token, such as:")
	}
	line("")
	line("  export TWILIO_ACCOUNT_SID=%s", sid)
	line("  export TWILIO_AUTH_TOKEN=%s", token)
	line("")
}

// writeProxy names the variables that the clients of Twilio read, directly or through their
// libraries. Node's client reads HTTP_PROXY alone; the others read HTTPS_PROXY.
// https://github.com/twilio/twilio-node https://nodejs.org/api/cli.html#node_extra_ca_certsfile
// https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification
// https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.defaultproxy
// https://docs.oracle.com/en/java/javase/21/core/java-networking.html
func writeProxy(line func(string, ...any), d *desk.Desk) {
	ca := "ca.pem"
	if d.CAFile() != "" {
		ca = quoted(d.CAFile())
	} else {
		line("  curl -so ca.pem %s/ca.pem   # the certificate, which is in no file", d.URL())
	}
	line("  export HTTPS_PROXY=%s NO_PROXY=localhost,127.0.0.1", d.URL())
	line("  export HTTP_PROXY=%s NODE_EXTRA_CA_CERTS=%s NODE_USE_ENV_PROXY=1   # Node; Twilio's client reads HTTP_PROXY", d.URL(), ca)
	line("  export REQUESTS_CA_BUNDLE=%s   # Python", ca)
	line("  export SSL_CERT_FILE=%s   # Ruby, .NET on Linux, Go", ca)
	line("  export CURL_CA_BUNDLE=%s   # curl", ca)
	line("  php -d curl.cainfo=%s …", ca)
	if at, err := url.Parse(d.URL()); err == nil {
		line("  java -Dhttps.proxyHost=%s -Dhttps.proxyPort=%s -Djavax.net.ssl.trustStore=twilio-sim.p12 -Djavax.net.ssl.trustStorePassword=changeit …", at.Hostname(), at.Port())
	}
	line("    keytool -importcert -noprompt -alias twilio-sim -file %s -keystore twilio-sim.p12 -storepass changeit   # once before", ca)
	line("")
	line("The proxy stands for *.twilio.com, and refuses every other host: name those in NO_PROXY. Set the variables for the program alone, because they replace the certificates that it trusts.")
}

// quoted is a path as a shell takes it.
func quoted(path string) string {
	if strings.Trim(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-") == "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
