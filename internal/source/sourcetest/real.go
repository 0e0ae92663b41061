// Package sourcetest helps the tests of sources: real files where they are at
// hand, a sink that keeps what it takes and holds a source to the contract, and
// files that no import may accept.
package sourcetest

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

const (
	dataVariable     = "OBOROT_TESTDATA"
	requiredVariable = "OBOROT_TESTDATA_REQUIRED"
)

// said makes the summary line appear once in a process.
var said sync.Once

// RealFile returns the path of a publisher's file below the folder OBOROT_TESTDATA,
// such as baci-afg-zaf/country_codes_V202201.csv. Where the folder is not set or
// lacks the file the test is skipped, and one line on standard error says so;
// under OBOROT_TESTDATA_REQUIRED=1 it fails.
func RealFile(t testing.TB, name string) string {
	t.Helper()
	path, missing := realFile(os.Getenv(dataVariable), name)
	switch {
	case missing == "":
		return path
	case os.Getenv(requiredVariable) == "1":
		t.Fatalf("%s, and %s=1 demands it", missing, requiredVariable)
	}
	said.Do(func() {
		fmt.Fprintf(os.Stderr, "tests with publishers' real files are skipped: %s\n", missing)
	})
	t.Skip(missing)
	return ""
}

func realFile(folder, name string) (path, missing string) {
	if folder == "" {
		return "", dataVariable + " is not set"
	}
	path = filepath.Join(folder, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Sprintf("%s has no %s", folder, name)
	}
	return path, ""
}
