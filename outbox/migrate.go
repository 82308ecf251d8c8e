package outbox

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/riverqueue/river/rivermigrate"

	"github.com/seed15d99369/twilio/outbox/internal/db"
)

//go:embed migrations
var migrationFiles embed.FS

// migration is one step of the tables. Steps go forward only, and a step that was published does
// not change.
type migration struct {
	version int
	text    string
}

func migrationsOf(dialect db.Dialect) ([]migration, error) {
	folder := path.Join("migrations", dialect.String())
	files, err := fs.ReadDir(migrationFiles, folder)
	if err != nil {
		return nil, err
	}
	steps := make([]migration, len(files))
	for i, file := range files {
		text, err := fs.ReadFile(migrationFiles, path.Join(folder, file.Name()))
		if err != nil {
			return nil, err
		}
		number, _, _ := strings.Cut(file.Name(), "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("the migration %s is out of order", file.Name())
		}
		steps[i] = migration{version, string(text)}
	}
	return steps, nil
}

// Migrate brings the tables of the outbox, all of whose names begin with twilio_outbox, and those
// of River up to date. It may be called at every start, and by several processes at a time.
//
// Steps go forward only. Each of them leaves the tables usable for programs of the version before,
// so that those may go on while a newer one starts. Tables that are newer than the program are
// left as they are.
func Migrate[TTx any](ctx context.Context, driver Driver[TTx]) error {
	if err := checkDriver(driver, "outbox.Migrate"); err != nil {
		return err
	}
	if err := migrateRiver(ctx, driver); err != nil {
		return fmt.Errorf("outbox: River's tables: %w", err)
	}
	steps, err := migrationsOf(driver.Dialect())
	if err != nil {
		return err
	}
	return migrateTo(ctx, driver, steps)
}

// migrateRiver makes one step of River's in one transaction, until there are none: some of them
// need what an earlier one has committed. River itself has no lock against another process that
// migrates at the same time.
func migrateRiver[TTx any](ctx context.Context, driver Driver[TTx]) error {
	migrator, err := rivermigrate.New(driver.River(), nil)
	if err != nil {
		return err
	}
	for done := false; !done && err == nil; {
		err = db.InTx(ctx, driver, func(tx TTx, c db.Conn) error {
			if err := lockMigrations(ctx, driver.Dialect(), c); err != nil {
				return err
			}
			//nolint:staticcheck // it is deprecated for who makes several steps in one transaction
			result, err := migrator.MigrateTx(ctx, tx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{MaxSteps: 1})
			done = err == nil && len(result.Versions) == 0
			return err
		})
	}
	return err
}

// lockMigrations waits until no other process migrates, until the end of the transaction. SQLite
// has one writer at a time anyway.
func lockMigrations(ctx context.Context, dialect db.Dialect, c db.Conn) error {
	if dialect == db.SQLite {
		return nil
	}
	_, err := c.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext('twilio_outbox_migrations'))")
	return err
}

func migrateTo[TTx any](ctx context.Context, driver Driver[TTx], steps []migration) error {
	const create = "CREATE TABLE IF NOT EXISTS twilio_outbox_migrations (version integer PRIMARY KEY)"
	err := db.InTx(ctx, driver, func(_ TTx, c db.Conn) error {
		if err := lockMigrations(ctx, driver.Dialect(), c); err != nil {
			return err
		}
		if _, err := c.Exec(ctx, create); err != nil {
			return err
		}
		at, err := versionOf(ctx, c)
		if err != nil {
			return err
		}
		for _, step := range steps {
			if step.version <= at {
				continue
			}
			if err := migrateStep(ctx, c, step); err != nil {
				return fmt.Errorf("version %d: %w", step.version, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("outbox: the tables cannot be migrated: %w", err)
	}
	return nil
}

// migrateStep runs the statements of a step one by one: they end with a semicolon at the end of a
// line.
func migrateStep(ctx context.Context, c db.Conn, step migration) error {
	for statement := range strings.SplitSeq(step.text, ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := c.Exec(ctx, statement); err != nil {
			return err
		}
	}
	_, err := c.Exec(ctx, "INSERT INTO twilio_outbox_migrations (version) VALUES ($1)", step.version)
	return err
}

func versionOf(ctx context.Context, c db.Conn) (version int, err error) {
	_, err = db.One(ctx, c, []any{&version}, "SELECT max(version) FROM twilio_outbox_migrations")
	return version, err
}

// checkTables says what to do when the tables are not those of this program.
func (o *Outbox[TTx]) checkTables(ctx context.Context) error {
	steps, err := migrationsOf(o.driver.Dialect())
	if err != nil {
		return err
	}
	at, err := versionOf(ctx, o.driver.Pool())
	switch {
	case err != nil:
		return fmt.Errorf("outbox: the version of the tables cannot be read: call outbox.Migrate first: %w", err)
	case at < len(steps):
		return fmt.Errorf("outbox: the tables have version %d, and this program needs version %d: call outbox.Migrate first", at, len(steps))
	}
	return nil
}
