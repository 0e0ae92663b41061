package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/oborot/oborot/internal/output"
	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// settings are what a person need not say again at each call. A flag wins over
// the environment, the environment over the file.
type settings struct {
	Lake   string `json:"lake"`
	Lang   string `json:"lang"`
	Format string `json:"format"`
	Groups string `json:"groups"` // a file of the person's own groups of economies
}

// configPath is where the file of settings is looked for; empty where the
// person has no home.
func (s streams) configPath() string {
	if dir := s.userDir("XDG_CONFIG_HOME", ".config"); dir != "" {
		return filepath.Join(dir, "oborot", "config.json")
	}
	return ""
}

// userDir is a directory of the person by the XDG rules.
func (s streams) userDir(variable, underHome string) string {
	if dir := s.env(variable); filepath.IsAbs(dir) {
		return dir
	}
	home := cmp.Or(s.env("HOME"), s.env("USERPROFILE"))
	if home == "" {
		return ""
	}
	return filepath.Join(home, underHome)
}

// readSettings reads the file of settings; a missing one is empty.
func readSettings(path string) (settings, error) {
	var s settings
	if path == "" {
		return s, nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.DisallowUnknownFields()
		err = decoder.Decode(&s)
	}
	if err != nil {
		return s, trade.Errorf(trade.Usage, "the settings cannot be read: %w", err).At(path, 0).
			WithHint(`write {"lake": "DIR", "lang": "en", "format": "table", "groups": "FILE"} with the keys you need, or remove the file`)
	}
	return s, nil
}

// settle fills what the flags left open and checks all of it.
func (p *program) settle() error {
	file, err := readSettings(p.configPath())
	if err != nil {
		return err
	}
	format, err := output.ParseFormat(cmp.Or(p.flags.format, formatOfFile(p.flags.output), p.env("OBOROT_FORMAT"), file.Format, string(output.Table)))
	if err != nil {
		return err
	}
	p.format = format
	if p.language, err = p.findLanguage(cmp.Or(p.flags.language, p.env("OBOROT_LANG"), file.Lang)); err != nil {
		return err
	}
	p.groupsFile = cmp.Or(p.flags.groups, p.env("OBOROT_GROUPS"), file.Groups)
	p.lakeDir = cmp.Or(p.flags.lake, p.env("OBOROT_LAKE"), file.Lake)
	if data := p.userDir("XDG_DATA_HOME", filepath.Join(".local", "share")); p.lakeDir == "" && data != "" {
		p.lakeDir = filepath.Join(data, "oborot", "lake")
	}
	return nil
}

// ownGroups reads the person's own groups of economies; none where no file is named.
func (p *program) ownGroups() ([]reference.Side, error) {
	if p.groupsFile == "" {
		return nil, nil
	}
	file, err := os.Open(p.groupsFile)
	if err != nil {
		return nil, trade.Errorf(trade.Usage, "the groups cannot be read: %w", err).At(p.groupsFile, 0).
			WithHint("name a file with --groups, OBOROT_GROUPS or the key groups of the settings")
	}
	defer file.Close()
	return reference.ReadGroups(p.groupsFile, file)
}

// formatOfFile returns the format that the ending of a file names, if it does.
func formatOfFile(path string) string {
	format, err := output.ParseFormat(strings.TrimPrefix(filepath.Ext(path), "."))
	if err != nil {
		return ""
	}
	return string(format)
}

// findLanguage takes the person's word, else the locale's.
func (p *program) findLanguage(word string) (trade.Language, error) {
	switch trade.Language(strings.ToLower(word)) {
	case trade.English:
		return trade.English, nil
	case trade.Russian:
		return trade.Russian, nil
	case "":
		if strings.HasPrefix(strings.ToLower(p.locale()), "ru") {
			return trade.Russian, nil
		}
		return trade.English, nil
	}
	return "", trade.Errorf(trade.Usage, "%q is not a language oborot speaks", word).WithHint("use --lang en or --lang ru")
}

// locale is what the environment says about language, by the rules of POSIX.
func (s streams) locale() string {
	return cmp.Or(s.env("LC_ALL"), s.env("LC_MESSAGES"), s.env("LANG"))
}
