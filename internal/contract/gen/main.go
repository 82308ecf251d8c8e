// Command gen makes the digests of Twilio's API from its OpenAPI files.
//
// The environment variable TWILIO_OAI_DIR names the folder that holds them:
// spec/json in a checkout of https://github.com/twilio/twilio-oai. Run it by
// go generate in internal/contract. The same files always yield the same digests.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed15d99369/twilio/internal/contract"
)

func main() {
	if err := generate(os.Getenv("TWILIO_OAI_DIR"), "digest"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// generate reads the file of every product in the folder from, and writes its
// digest into the folder to. Nothing is written unless all can be.
func generate(from, to string) error {
	if from == "" {
		return errors.New("TWILIO_OAI_DIR is not set; set it to the folder spec/json of " + contract.Source)
	}
	files := map[string][]byte{}
	for _, name := range contract.Names() {
		digest, err := digestOf(name, filepath.Join(from, "twilio_"+name+".json"))
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%w; TWILIO_OAI_DIR should be the folder spec/json of %s", err, contract.Source)
		}
		if err != nil {
			return err
		}
		files[filepath.Join(to, name+".tsv")] = digest
	}
	for file, digest := range files {
		if err := os.WriteFile(file, digest, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func digestOf(name, file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	spec, err := convert(name, text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return contract.Render(spec)
}
