package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// What a product may add to the processor time of a program that imports it. The goal is
// a fifth of the plain program and 7 ms for each operation. Verify and numbers are near
// it; content has more types than operations. The bounds leave room for noisy machines.
const (
	perProduct   = 2 // of the plain program's processor time
	perOperation = 14 * time.Millisecond
)

// importer is a program that has a product of this module and calls nothing.
const importer = `package main

import (
	"fmt"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/NAME"
)

func main() {
	client, err := twilio.NewFromEnv()
	fmt.Println(NAME.New(client) != nil, err)
}
`

// neighbour is the same program without the product.
const neighbour = `package main

import (
	"fmt"

	"github.com/seed15d99369/twilio"
)

func main() {
	client, err := twilio.NewFromEnv()
	fmt.Println(client != nil, err)
}
`

// product is a package of this module that has operations of Twilio's.
type product struct {
	name       string
	operations int // methods that send
}

// products finds the packages that hand their operations to the test harness.
func products() ([]product, error) {
	tests, err := filepath.Glob("*/operations_test.go")
	if err != nil {
		return nil, err
	}
	var found []product
	for _, test := range tests {
		p := product{name: filepath.Dir(test)}
		sources, err := filepath.Glob(filepath.Join(p.name, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, source := range sources {
			text, err := os.ReadFile(source)
			if err != nil {
				return nil, err
			}
			if !strings.HasSuffix(source, "_test.go") {
				p.operations += strings.Count(string(text), "twilio.Operation{")
			}
		}
		found = append(found, p)
	}
	return found, nil
}

// checkProducts builds a program with and without each product. The standard library and
// the package at the top are built before, so that the difference is the product's.
func checkProducts(dir, cache string, plain int64) error {
	found, err := products()
	if err != nil {
		return err
	}
	if err := writeMain(filepath.Join(dir, "neighbour"), neighbour); err != nil {
		return err
	}
	if err := command(filepath.Join(cache, "std"), "go", "build", "-trimpath", ".").Run(); err != nil {
		return err
	}
	var problems []error
	for _, p := range found {
		if err := writeMain(filepath.Join(dir, p.name), strings.ReplaceAll(importer, "NAME", p.name)); err != nil {
			return err
		}
		problems = append(problems, checkProduct(dir, cache, p, plain))
	}
	return errors.Join(problems...)
}

func checkProduct(dir, cache string, p product, plain int64) error {
	costs, err := buildByTurns(dir, cache, "neighbour", p.name)
	if err != nil {
		return err
	}
	without, with := costs["neighbour"], costs[p.name]
	added := func(figure func(cost) int64) float64 { return float64(median(with, figure) - median(without, figure)) }
	budget := perProduct*float64(plain) + float64(perOperation)*float64(p.operations)
	fmt.Printf("importing %s (%d operations) adds %.2f s, %.2f s of processor time (budget %.2f s), %.2f MB\n",
		p.name, p.operations, added(wall)/1e9, added(processor)/1e9, budget/1e9, added(size)/1e6)
	if added(processor) > budget {
		return fmt.Errorf("importing %s adds %.2f s of processor time", p.name, added(processor)/1e9)
	}
	return nil
}
