package db

import (
	"fmt"
	"strings"
	"time"
)

// Dialect is the SQL of a database.
type Dialect int

// The dialects.
const (
	Postgres Dialect = iota + 1
	SQLite
)

// String is the name of the folder of the dialect's migrations.
func (d Dialect) String() string {
	if d == SQLite {
		return "sqlite"
	}
	return "postgres"
}

// SkipLocked ends a SELECT that takes rows of which other transactions may take some at the
// same time. A SELECT from several tables names the one whose rows it takes. SQLite has one
// writer at a time.
func (d Dialect) SkipLocked(of ...string) string {
	switch {
	case d == SQLite:
		return ""
	case len(of) > 0:
		return " FOR UPDATE OF " + strings.Join(of, ", ") + " SKIP LOCKED"
	}
	return " FOR UPDATE SKIP LOCKED"
}

// Durable is an expression, a text, whose reading makes the commit of the transaction wait for the
// disk, as SET LOCAL synchronous_commit = on does. AndDurable puts it into a statement.
func (d Dialect) Durable() string {
	if d == SQLite {
		return "''" // every commit waits by synchronous=FULL, which Check sees to
	}
	return "set_config('synchronous_commit', 'on', true)"
}

// AndDurable is a condition that always holds, and which makes the commit of a statement that changes a
// row wait for the disk.
func (d Dialect) AndDurable() string {
	if d == SQLite {
		return ""
	}
	return " AND " + d.Durable() + " = 'on'"
}

// AnalyzeNew is the statement that makes statistics of a table of which there are none, "" where the
// plans need none.
func (d Dialect) AnalyzeNew(table string) string {
	if d == SQLite {
		return ""
	}
	return "DO $$ BEGIN IF (SELECT reltuples <= 0 FROM pg_class WHERE oid = '" + table + "'::regclass) THEN ANALYZE " + table + "; END IF; END $$"
}

// Now is an expression for the time on the clock of the database's machine, NULL where that is the
// clock of the process.
func (d Dialect) Now() string {
	if d == SQLite {
		return "NULL"
	}
	return "clock_timestamp()"
}

// Column is a column of a list of records.
type Column struct {
	Name string
	Type string // of PostgreSQL
}

// Records reads a parameter, the JSON of a list of objects, as a table: it stands behind FROM.
// Its times are numbers, see Micros.
func (d Dialect) Records(parameter, as string, columns ...Column) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		if d == SQLite {
			list[i] = fmt.Sprintf("object ->> '$.%s' AS %s", c.Name, c.Name)
		} else {
			list[i] = c.Name + " " + c.Type
		}
	}
	names := strings.Join(list, ", ")
	if d == SQLite {
		// The LIMIT keeps SQLite from writing out each object again for each of its columns.
		return fmt.Sprintf("(SELECT place, %s FROM (SELECT key AS place, value AS object FROM json_each(%s) LIMIT -1)) AS %s", names, parameter, as)
	}
	return fmt.Sprintf("jsonb_to_recordset(%s::jsonb) AS %s(%s)", parameter, as, names)
}

// Time is an expression that makes a time of a number of microseconds since 1970.
func (d Dialect) Time(expression string) string {
	if d == SQLite {
		return expression
	}
	return fmt.Sprintf("to_timestamp(%s / 1000000.0)", expression)
}

// Elements reads a parameter, the JSON of a list of texts, as a table with the column value.
func (d Dialect) Elements(parameter string) string {
	if d == SQLite {
		return fmt.Sprintf("json_each(%s)", parameter)
	}
	return fmt.Sprintf("jsonb_array_elements_text(%s::jsonb) AS value", parameter)
}

// RiverTime is a time as River keeps it, in a parameter: River's SQLite driver writes texts.
func (d Dialect) RiverTime(t time.Time) any {
	if d == SQLite {
		return t.UTC().Round(time.Millisecond).Format("2006-01-02 15:04:05.000")
	}
	return t
}
