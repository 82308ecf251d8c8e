package twiliotest

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// mainAccount is the account that a simulator has from the start, with its credentials. They
// are of no use anywhere else.
type mainAccount struct {
	sid, token                                     string
	testSID, testToken                             string
	keySID, keySecret                              string
	clientID, clientSecret                         string // of an OAuth app
	organizationSID                                string
	organizationClientID, organizationClientSecret string // of an OAuth app of the organization
}

// usualAccount has the same credentials in every simulator without [Account] and [Seed].
func usualAccount() mainAccount {
	return mainAccount{
		sid: "AC5a1d0000000000000000000000000001", token: "5a1d00000000000000000000000000a1",
		testSID: "AC5a1d00000000000000000000000000ff", testToken: "5a1d00000000000000000000000000b1",
		keySID: "SK5a1d0000000000000000000000000001", keySecret: "5a1dSimulatedKeySecret0000000001",
		clientID: "OQ5a1d0000000000000000000000000001", clientSecret: "5a1dSimulatedClientSecret0000001",
		organizationSID:      "OR5a1d0000000000000000000000000001",
		organizationClientID: "OQ5a1d0000000000000000000000000002", organizationClientSecret: "5a1dSimulatedClientSecret0000002",
	}
}

// newMainAccount is the usual account, or one whose credentials come of a salt and, when an SID
// is given, that SID and its token.
func newMainAccount(cfg config) mainAccount {
	salt := cfg.salt()
	if salt == "" {
		return usualAccount()
	}
	made := func(prefix, kind string) string { return prefix + digest(salt+kind, 0) }
	m := mainAccount{
		sid: made("AC", "account"), token: made("", "token of the account"),
		testSID: made("AC", "test account"), testToken: made("", "token of the test account"),
		keySID: made("SK", "key"), keySecret: made("", "secret of the key"),
		clientID: made("OQ", "app"), clientSecret: made("", "secret of the app"),
		organizationSID:      made("OR", "organization"),
		organizationClientID: made("OQ", "app of the organization"), organizationClientSecret: made("", "secret of the app of the organization"),
	}
	if cfg.accountSID != "" {
		m.sid, m.token = cfg.accountSID, cfg.accountToken
	}
	return m
}

// salt is what SIDs and secrets differ by between simulators, "" for the usual ones. None is
// the beginning of another one.
func (c *config) salt() string {
	if c.seed == 0 && c.accountSID == "" {
		return ""
	}
	return "seed " + strconv.FormatUint(c.seed, 10) + " of " + c.accountSID + ": "
}

// digest returns 32 hexadecimal digits that look random, which differ by the seed, the
// kind and the serial, and are the same in every run.
func (s *Sim) digest(kind string, serial int) string { return digest(s.salt+kind, serial) }

var (
	accountShape = regexp.MustCompile(`^AC[0-9a-f]{32}$`)
	tokenShape   = regexp.MustCompile(`^[[:graph:]]{32}$`)
)

// Account gives the simulated account an SID and an auth token, in place of those that are
// the same in every simulator. Its test credentials, its API key and its OAuth apps are
// others as well, and so are the SIDs of all that is made, so that simulators beside each
// other have nothing in common. The SID is AC and 32 lowercase hexadecimal digits; the token
// is 32 characters of ASCII without a space. The error for others does not show the token.
func Account(sid, token string) Option {
	return func(c *config) error {
		switch {
		case !accountShape.MatchString(sid):
			return errors.New("Account: the SID is not AC and 32 lowercase hexadecimal digits: give one such as AC" + strings.Repeat("0", 31) + "1")
		case !tokenShape.MatchString(token):
			return fmt.Errorf("Account: the token of %s is not 32 characters of ASCII without a space: make one with openssl rand -hex 16", sid)
		}
		c.accountSID, c.accountToken = sid, token
		return nil
	}
}

// Seed lets a simulator make other SIDs and secrets, the credentials of its account
// included, unless [Account] gives those, and take other chances where chance decides, as in [Match.Rate] and
// [Shuffled]. Two simulators with the same seed and the same requests in the same order make
// the same SIDs. 0 is the seed of a simulator without this option.
func Seed(n uint64) Option {
	return func(c *config) error {
		c.seed = n
		return nil
	}
}
