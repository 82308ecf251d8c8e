package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const pool = "MG00000000000000000000000000000001"

func TestFlags(t *testing.T) {
	t.Parallel()
	opts, err := readOptions([]string{"-text", "Hi", filepath.Join("dir", "My people.csv"), "-from", "(415) 555-6789", "-country", "US", "-wait", "5m"})
	require.NoError(t, err)
	assert.Equal(t, []string{"My people", clinic, "Hi"}, []string{opts.campaign, opts.from, opts.text})
	assert.Equal(t, []string{"My people-rejects.csv", "My people-report.csv", "My people.db"}, []string{filepath.Base(opts.rejects), filepath.Base(opts.report), filepath.Base(opts.database)})
	assert.Equal(t, "dir", filepath.Dir(opts.report))
	assert.Equal(t, 5*time.Minute, opts.wait)
	assert.False(t, opts.send || opts.live || opts.add || opts.smart, "nothing is sent by itself")
	assert.Equal(t, "+", opts.sender()[:1])
	opts, err = readOptions([]string{"-text", "Hi", "-service", pool, "-", "-campaign", "x", "-database", "postgres://h/db"})
	require.NoError(t, err)
	assert.Equal(t, []string{"x-rejects.csv", "x-report.csv"}, []string{opts.rejects, opts.report})
	assert.True(t, opts.isPostgres())
}

// TestMistakes: each names the flag and what to do, and the status says that it is one.
func TestMistakes(t *testing.T) {
	t.Parallel()
	good := []string{"-text", "Hi", "-from", clinic}
	folder := filepath.Join(t.TempDir(), "folder")
	require.NoError(t, os.Mkdir(folder, 0o700))
	with := func(more ...string) []string { return append(append([]string{}, good...), more...) }
	tests := []struct {
		args []string
		want string
	}{
		{good, "the file is missing"},
		{with("a.csv", "b.csv"), `"b.csv" is one argument too many`},
		{with("-colour", "a.csv"), "-colour"},
		{[]string{"-from", clinic, "a.csv"}, "give -text or -template"},
		{with("-template", "x", "a.csv"), "leave one out"},
		{[]string{"-text", "Hi", "a.csv"}, "give -from or -service"},
		{with("-service", pool, "a.csv"), "leave one out"},
		{[]string{"-text", "Hi", "-service", "MG1", "a.csv"}, "-service"},
		{[]string{"-text", "Hi", "-from", "whatsapp:+14155556789", "a.csv"}, "a campaign sends texts"},
		{[]string{"-text", "Hi", "-from", "4155556789", "a.csv"}, "-from"},
		{with("-country", "XX", "a.csv"), "-country"},
		{with("-delimiter", "::", "a.csv"), "-delimiter"},
		{with("-price", "cheap", "a.csv"), "-price"},
		{with("-price", "-1", "a.csv"), "-price"},
		{with("-rate", "fast", "a.csv"), "-rate"},
		{with("-rate", "0", "a.csv"), "-rate"},
		{with("-rate", "NaN", "a.csv"), "-rate"},
		{with("-live", "a.csv"), "-live needs -send"},
		{with("-wait", "-1s", "a.csv"), "-wait"},
		{with("-wait", "long", "a.csv"), "-wait"},
		{with("-callback-url", "https://x.example", "a.csv"), "belong together"},
		{with("-listen", ":8080", "a.csv"), "belong together"},
		{with("-listen", ":8080", "-callback-url", "x", "a.csv"), "-callback-url"},
		{with("-"), "-campaign is missing"},
		{with("-campaign", "a/b", "a.csv"), "cannot be the name"},
		{with("-campaign", "*", "a.csv"), "cannot be the name"},
		{with("-campaign", strings.Repeat("x", 101), "a.csv"), "cannot be the name"},
		{with("-report", "a.csv", "a.csv"), "is the file that is read"},
		{with("no-such-file.csv"), "no-such-file.csv"},
		{with("."), "cannot be the name"},
		{with(".."), "cannot be the name"},
		{with(folder), "is a folder"},
	}
	for _, tt := range tests {
		d := newDesk(t)
		assert.Equal(t, exitUsage, d.run(tt.args...), tt.want)
		assert.Contains(t, d.stderr.String(), tt.want)
		assert.Empty(t, d.stdout.String())
		assert.NotContains(t, d.stderr.String(), "4155556789", "no number is shown")
	}
}

// TestHelp: each flag stands in one group, and no line leaves a terminal of 80 columns.
func TestHelp(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	assert.Equal(t, exitGood, d.run("-help"))
	grouped := map[string]int{}
	for _, g := range groups {
		for _, name := range g.names {
			grouped[name]++
		}
	}
	define(new(options)).VisitAll(func(f *flag.Flag) {
		assert.Equal(t, 1, grouped[f.Name], f.Name)
		assert.Contains(t, d.stderr.String(), "\n  -"+f.Name)
	})
	for line := range strings.Lines(d.stderr.String()) {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), usualWidth+1, line)
	}
	assert.Equal(t, exitGood, d.run("-version"))
	assert.Contains(t, d.stdout.String(), "twilio-campaign ")
}

func TestSpeeds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		from, rate string
		perSecond  float64
		class      string
	}{
		{clinic, "", 1, "long-code"},
		{"+18005550100", "", 3, "toll-free"},
		{"72345", "", 100, "short-code"},
		{"Owl Clinic", "", 10, "sender-name"},
		{"", "", 1, "long-code"},
		{clinic, "toll-free", 3, "toll-free"},
		{clinic, "0.5", 0.5, ""},
		{clinic, "250", 250, ""},
	}
	for _, tt := range tests {
		args := []string{"-text", "Hi", "-from", tt.from, "-rate", tt.rate, "a.csv"}
		if tt.from == "" {
			args = []string{"-text", "Hi", "-service", pool, "-rate", tt.rate, "a.csv"}
		}
		opts, err := readOptions(args)
		require.NoError(t, err)
		assert.Equal(t, []any{tt.perSecond, tt.class}, []any{opts.speed.perSecond, opts.speed.class}, "%+v", tt)
	}
	s, _ := speedOf("long-code")
	assert.Equal(t, 1000*time.Second, s.time(1000))
	assert.Equal(t, 500*time.Second, s.queue(1000, 1500), "Twilio counts segments")
	assert.Zero(t, speed{perSecond: 5}.queue(10, 30), "nothing is known of a rate in numbers")
	assert.Positive(t, speed{perSecond: 0.01}.time(1<<40))
}

// TestWrapping: words stay whole, and the lines behind the first begin where it does.
func TestWrapping(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "  one two\n  three\n", wrapped("  one two three\n", 10))
	assert.Equal(t, "one\nabcdefghijklmnop\ntwo", wrapped("one abcdefghijklmnop two", 10))
	assert.Equal(t, "short\n", wrapped("short\n", 10))
	assert.Equal(t, "country   recipients\n", wrapped("country   recipients\n", 20), "tables stay")
	var b bytes.Buffer
	n, err := (&wrapper{&b, 10}).Write([]byte("one two three\nfour\n"))
	require.NoError(t, err)
	assert.Equal(t, 19, n)
	assert.Equal(t, "one two\nthree\nfour\n", b.String())
	assert.Equal(t, &b, wrapping(&b), "no terminal")
}

func TestPrices(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	file := d.file("people.csv", "to,name", "+14155550101,A", "+14155550102,"+strings.Repeat("b", 200))
	require.Equal(t, exitGood, d.run(usual("-price", "0.0079", file)...), d.stderr)
	assert.Contains(t, d.stdout.String(), "all      2           3         0.0237\nThe price is at 0.0079 a segment.")
	assert.Contains(t, d.stdout.String(), "The texts have 1 to 2 segments. The longest is that of line 3.")
	d.env["TWILIO_BASE_URL"] = ""
	file = d.people("many.csv", 100, 200)
	require.Equal(t, exitGood, d.run(usual(file)...), d.stderr)
	assert.Contains(t, d.stdout.String(), "US       200         200       1.58 USD")
}

// TestWrittenFilesAreOthers: nothing that is read is written over, whatever its name is written like.
func TestWrittenFilesAreOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rejects, link, template := filepath.Join(dir, "people-rejects.csv"), filepath.Join(dir, "link.csv"), filepath.Join(dir, "text.txt")
	require.NoError(t, os.WriteFile(rejects, []byte("to\n+14155550101\n"), 0o600))
	require.NoError(t, os.WriteFile(template, []byte("Hello"), 0o600))
	require.NoError(t, os.Symlink(rejects, link))
	usual := []string{"-from", "+14155556789", "-text", "Hello"}
	for name, args := range map[string][]string{
		"another way to write it": append(usual, "-campaign", "people", dir+"/./people-rejects.csv"),
		"a link":                  append(usual, "-rejects", link, rejects),
		"the template":            {"-from", "+14155556789", "-template", template, "-report", dir + "/x/../text.txt", rejects},
		"both outputs":            append(usual, "-report", dir+"/out.csv", "-rejects", dir+"/./out.csv", rejects),
	} {
		_, err := readOptions(args)
		assert.ErrorContains(t, err, "give another name", name)
	}
	_, err := readOptions(append(usual, rejects))
	assert.NoError(t, err)
}
