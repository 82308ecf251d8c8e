package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/e164"
	"github.com/seed15d99369/twilio/segment"
)

// options are the values of the flags.
type options struct {
	file string // "-" for standard input

	to, country, delimiter string
	allowEmpty             bool

	text, template string
	smart          bool
	price          string

	from, service, rate string

	campaign, database string
	send, live, now    bool
	add                bool
	wait               time.Duration
	callbackURL        string
	listen             string

	rejects, report string
	version         bool

	speed speed // of rate
}

// groups are the flags by what they are about, in the order of the help.
var groups = []struct {
	title string
	names []string
}{
	{"The file", []string{"to", "country", "delimiter", "allow-empty", "rejects"}},
	{"The text", []string{"text", "template", "smart", "price"}},
	{"The sender", []string{"from", "service", "rate"}},
	{"Sending", []string{"send", "live", "now", "campaign", "database", "add"}},
	{"What became of it", []string{"wait", "callback-url", "listen", "report"}},
	{"Others", []string{"version"}},
}

// define defines the flags.
func define(opts *options) *flag.FlagSet {
	flags := flag.NewFlagSet("twilio-campaign", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&opts.to, "to", "", "the `column` of the phone numbers; found by itself when one is called to, phone, number, mobile or the like")
	flags.StringVar(&opts.country, "country", "", "read numbers without a + as those of this `country`, such as US; without it they are rejected")
	flags.StringVar(&opts.delimiter, "delimiter", "", "the `character` between values: a comma, a semicolon, tab or |; found by itself when the first line has one kind")
	flags.BoolVar(&opts.allowEmpty, "allow-empty", false, "send texts in which a column has no value; without it such a line is rejected")
	flags.StringVar(&opts.rejects, "rejects", "", "write the lines that cannot be sent to this `file`; NAME-rejects.csv beside the CSV file unless it is given")
	flags.StringVar(&opts.text, "text", "", "the `text`; {{.name}} stands for the value of the column name, and {{index . \"First name\"}} for that of a column with blanks")
	flags.StringVar(&opts.template, "template", "", "read the text from this `file`; one line break at its end is left out")
	flags.BoolVar(&opts.smart, "smart", false, "let Twilio replace characters that make texts more expensive, such as curly quotation marks (Smart Encoding)")
	flags.StringVar(&opts.price, "price", "", "the `price` of one segment, such as 0.0079; without it Twilio or the simulator is asked")
	flags.StringVar(&opts.from, "from", "", "send from this `number`, short code or name")
	flags.StringVar(&opts.service, "service", "", "send from the Messaging Service with this `SID`, MG and 32 characters")
	flags.StringVar(&opts.rate, "rate", "", "how many messages a second, over all processes of this sender: a `number`, or "+classNames()+"; without it that of the sender, and 1 when nothing tells")
	flags.BoolVar(&opts.send, "send", false, "send; without it nothing is sent")
	flags.BoolVar(&opts.live, "live", false, "with -send: send to Twilio and not to a simulator, which costs money and reaches people")
	flags.BoolVar(&opts.now, "now", false, "with -live: do not wait five seconds for an interrupt")
	flags.StringVar(&opts.campaign, "campaign", "", "the `name` of the campaign; that of the CSV file unless it is given")
	flags.StringVar(&opts.database, "database", "", "keep the messages in this SQLite `file`, or at this postgres:// address; NAME.db beside the CSV file unless it is given")
	flags.BoolVar(&opts.add, "add", false, "when the file has changed: send the lines that are new, and leave the others as they were")
	flags.DurationVar(&opts.wait, "wait", 0, "wait this `time` for the deliveries, such as 10m, after everything was accepted")
	flags.StringVar(&opts.callbackURL, "callback-url", "", "the `address` that Twilio can call with news of deliveries; it has to lead to -listen")
	flags.StringVar(&opts.listen, "listen", "", "take the news of -callback-url on this `host:port`")
	flags.StringVar(&opts.report, "report", "", "write what became of each line to this `file`; NAME-report.csv beside the CSV file unless it is given")
	flags.BoolVar(&opts.version, "version", false, "print the version and end")
	return flags
}

// readOptions reads the flags, which may stand before and behind the file.
func readOptions(args []string) (*options, error) {
	opts := new(options)
	flags := define(opts)
	if err := flags.Parse(args); err != nil {
		return nil, usageError{err}
	}
	if flags.NArg() > 0 {
		opts.file = flags.Arg(0)
		if err := flags.Parse(flags.Args()[1:]); err != nil {
			return nil, usageError{err}
		}
	}
	switch {
	case opts.version:
		return opts, nil
	case flags.NArg() > 0:
		return nil, usagef("%q is one argument too many: write the file once, and each flag as -name value; -help lists them", flags.Arg(0))
	case opts.file == "":
		return nil, usagef("the file is missing: name a CSV file, or - for standard input; -help lists the flags")
	}
	for _, check := range []func(*options) error{checkText, checkSender, checkSending, nameFiles} {
		if err := check(opts); err != nil {
			return nil, usageError{err}
		}
	}
	return opts, nil
}

func checkText(opts *options) error {
	switch {
	case opts.text == "" && opts.template == "":
		return errors.New("the text is missing: give -text or -template")
	case opts.text != "" && opts.template != "":
		return errors.New("-text and -template are both given: leave one out")
	case len([]rune(opts.delimiter)) > 1 && opts.delimiter != "tab" && opts.delimiter != `\t`:
		return fmt.Errorf("-delimiter: %q is not one character; write tab for a tabulator", opts.delimiter)
	}
	if opts.country != "" {
		if _, err := e164.Parse("1", opts.country); isUnknownRegion(err) {
			return fmt.Errorf("-country: %q is not a country; give two letters of ISO 3166, such as US or GB", opts.country)
		}
	}
	if opts.price != "" {
		if _, err := segment.Analyze("a").Price(opts.price); err != nil || strings.HasPrefix(opts.price, "-") {
			return fmt.Errorf("-price: %q is not a price; give that of one segment, such as 0.0079", opts.price)
		}
	}
	return nil
}

var serviceSID = regexp.MustCompile(`^MG[0-9a-fA-F]{32}$`)

// checkSender brings the sender into the form that Twilio takes, and finds the rate.
func checkSender(opts *options) (err error) {
	switch {
	case opts.from == "" && opts.service == "":
		return errors.New("the sender is missing: give -from or -service")
	case opts.from != "" && opts.service != "":
		return errors.New("-from and -service are both given: leave one out")
	case opts.service != "" && !serviceSID.MatchString(opts.service):
		return errors.New("-service: that is not the SID of a Messaging Service; give MG and 32 hexadecimal digits")
	}
	var from e164.Address
	if opts.from != "" {
		if from, err = e164.ParseAddress(opts.from, opts.country); err != nil {
			return fmt.Errorf("-from: %w", err)
		}
		if from.Channel != e164.ChannelSMS {
			return errors.New("-from: a campaign sends texts, from a number, a short code or a name")
		}
		opts.from = from.String()
	}
	opts.speed, err = readSpeed(opts.rate, from)
	return err
}

func checkSending(opts *options) error {
	switch {
	case opts.live && !opts.send:
		return errors.New("-live needs -send: without it nothing is sent")
	case opts.wait < 0:
		return errors.New("-wait: give a positive time, such as 10m")
	case (opts.callbackURL == "") != (opts.listen == ""):
		return errors.New("-callback-url and -listen belong together: the first is where Twilio calls, the second where this command listens")
	}
	if u, err := url.Parse(opts.callbackURL); opts.callbackURL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return errors.New("-callback-url: give an address that begins with https://")
	}
	return nil
}

var campaignName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} ._-]*$`)

const mostName = 100 // bytes: keys have it in front

// nameFiles names the campaign and the files beside the CSV file.
func nameFiles(opts *options) error {
	folder := filepath.Dir(opts.file)
	if opts.file == "-" {
		folder = "."
		if opts.campaign == "" {
			return errors.New("-campaign is missing: standard input has no name")
		}
	}
	if opts.campaign == "" {
		base := filepath.Base(opts.file)
		opts.campaign = strings.TrimSuffix(base, filepath.Ext(base))
	}
	if !campaignName.MatchString(opts.campaign) || len(opts.campaign) > mostName {
		return fmt.Errorf("-campaign: %q cannot be the name of a campaign; give up to %d letters and digits, with blanks, dots, - and _ between them", opts.campaign, mostName)
	}
	name := filepath.Join(folder, opts.campaign)
	known := map[string]string{"the file that is read": opts.file, "the template": opts.template}
	for _, written := range []struct {
		file         *string
		ending, what string
	}{{&opts.rejects, "-rejects.csv", "where rejects go"}, {&opts.report, "-report.csv", "where the report goes"}, {&opts.database, ".db", "the database"}} {
		if *written.file == "" {
			*written.file = name + written.ending
		}
		for what, other := range known {
			if isSameFile(*written.file, other) {
				return fmt.Errorf("%s is %s: give another name for what is written", *written.file, what)
			}
		}
		known[written.what] = *written.file
	}
	return nil
}

// isSameFile reports that two names lead to one file, also by a link or another way to write it.
func isSameFile(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	one, err := os.Stat(a)
	if other, otherErr := os.Stat(b); err == nil && otherErr == nil {
		return os.SameFile(one, other)
	}
	absoluteA, err := filepath.Abs(a)
	absoluteB, otherErr := filepath.Abs(b)
	return err == nil && otherErr == nil && absoluteA == absoluteB
}

// isPostgres says that the database is not a file.
func (opts *options) isPostgres() bool {
	return strings.HasPrefix(opts.database, "postgres://") || strings.HasPrefix(opts.database, "postgresql://")
}

// sender is who sends.
func (opts *options) sender() string {
	if opts.service != "" {
		return opts.service
	}
	return opts.from
}

const usageText = `usage: twilio-campaign [flags] FILE

Sends a text to everybody in a CSV file, each of them once. Without -send it
only says what would be sent, and what it would cost. FILE may be - for standard
input.

  twilio-campaign -text "Hello {{.name}}" -from +14155556789 people.csv
  twilio-campaign -text "Hello {{.name}}" -from +14155556789 -send people.csv

The second command sends to the simulator of TWILIO_BASE_URL. With -live it
sends to Twilio. The same command again goes on where the last one was stopped.
`

const usageEnd = `
The account comes from TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, or with
TWILIO_API_KEY and TWILIO_API_SECRET.

Exit status:
  0  everything was accepted, or would be sent
  1  it could not go on, or was interrupted
  2  the command, the file or the text cannot be used, and nothing was sent
  3  some lines were rejected, or some messages failed or are uncertain
`

// usage writes the help.
func usage(w io.Writer) {
	flags := define(new(options))
	_, _ = io.WriteString(w, usageText)
	for _, g := range groups {
		_, _ = fmt.Fprintf(w, "\n%s\n", g.title)
		for _, name := range g.names {
			f := flags.Lookup(name)
			value, text := flag.UnquoteUsage(f)
			_, _ = fmt.Fprintf(w, "  %s\n%s", strings.TrimSpace("-"+name+" "+value), wrapped("        "+text+"\n", usualWidth))
		}
	}
	_, _ = io.WriteString(w, usageEnd)
}
