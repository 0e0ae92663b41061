package oborot_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/oborot/oborot/"

// room is a folder that holds Go code, with what it may import.
type room struct {
	may    []string // rooms of this module
	beside []string // modules other than the standard library; "*" is any
	reason string
}

// rooms is the import picture of docs/architecture.md. A sub-package inherits the
// arrows of its room; siblings do not import each other.
var rooms = map[string]room{
	"trade":              {nil, nil, "the words stand on the standard library alone"},
	"indicator":          {nil, []string{"gonum.org/v1/gonum"}, "a formula knows plain numbers only"},
	"internal/reference": {[]string{"trade"}, []string{"golang.org/x/text", "github.com/blevesearch/snowballstem"}, "a code list knows the words only"},
	"internal/source":    {[]string{"trade", "internal/reference"}, []string{"*"}, "a publisher's file does not know where its rows go"},
	"internal/lake":      {[]string{"trade"}, []string{"github.com/apache/iceberg-go", "github.com/apache/arrow-go", "github.com/gofrs/flock", "github.com/google/uuid", "golang.org/x/sys"}, "what is at rest does not know who computes; arrow-go writes the small tables of lists, where no engine is needed"},
	"internal/cube":      {[]string{"trade"}, nil, "the question does not know who answers"},
	"internal/engine":    {[]string{"trade", "internal/cube"}, []string{"*"}, "the only room with cgo knows the question, not the lake"},
	"internal/analysis":  {[]string{"trade", "indicator", "internal/reference", "internal/cube"}, nil, "a question people ask does not know how it is stored or shown"},
	"internal/output":    {[]string{"trade", "internal/reference", "internal/analysis"}, []string{"*"}, "a file to take away is made from a result"},
	"cmd/oborot":         {[]string{"*"}, []string{"*"}, "the binary wires everything"},
	"bench":              {[]string{"*"}, []string{"*"}, "measurements may touch everything"},
}

// shared are sub-packages that their siblings may import: what several formats do
// in the same way.
var shared = []string{"internal/source/tabular"}

// TestLayout reads the imports of every Go file and compares them with the
// picture of rooms.
func TestLayout(t *testing.T) {
	t.Parallel()
	files := 0
	for file, imports := range importsOfTree(t) {
		files++
		for _, fault := range faults(file, imports) {
			t.Error(fault)
		}
	}
	if files < 50 {
		t.Errorf("only %d files were read: the walk is broken", files)
	}
}

// TestLayoutFindsFaults shows that the check can fail.
func TestLayoutFindsFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, imported string }{
		{"trade/a.go", module + "internal/cube"},
		{"trade/a.go", "github.com/google/uuid"},
		{"internal/lake/a.go", module + "internal/engine"},
		{"internal/source/baci/a.go", module + "internal/source/demo"},
		{"internal/engine/a.go", module + "internal/lake"},
		{"internal/analysis/a_test.go", module + "internal/engine"},
		{"internal/helpers/a.go", "fmt"},
		{"a.go", "fmt"},
	} {
		if len(faults(c.file, []string{c.imported})) == 0 {
			t.Errorf("%s may import %s, it must not", c.file, c.imported)
		}
	}
	for _, c := range []struct{ file, imported string }{
		{"internal/source/baci/a.go", module + "internal/source"},
		{"internal/source/comtrade/a.go", module + "internal/source/tabular"},
		{"internal/cube/a_test.go", module + "internal/cube/cubetest"},
		{"internal/engine/a_test.go", module + "internal/cube/cubetest"},
		{"cmd/oborot/a.go", module + "internal/lake"},
	} {
		if f := faults(c.file, []string{c.imported}); len(f) != 0 {
			t.Errorf("%v", f)
		}
	}
}

func importsOfTree(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || path == "layout_test.go" {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		found[path] = nil
		for _, s := range parsed.Imports {
			found[path] = append(found[path], strings.Trim(s.Path.Value, `"`))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func faults(file string, imports []string) []string {
	folder := filepath.ToSlash(filepath.Dir(file))
	home := roomOf(folder)
	if home == "" {
		return []string{fmt.Sprintf("%s: the folder %s is in no room; add it to docs/architecture.md and here, or put the file where it belongs", file, folder)}
	}
	var found []string
	for _, path := range imports {
		if why := refuse(file, folder, home, path); why != "" {
			found = append(found, fmt.Sprintf("%s imports %s: %s", file, path, why))
		}
	}
	return found
}

func refuse(file, folder, home, path string) string {
	isTest := strings.HasSuffix(file, "_test.go")
	inner, ours := strings.CutPrefix(path, module)
	if !ours {
		outside := strings.Contains(strings.Split(path, "/")[0], ".")
		if outside && !isTest && !allowed(rooms[home].beside, path) {
			return rooms[home].reason
		}
		return ""
	}
	target := roomOf(inner)
	switch {
	case target == "":
		return "it is in no room"
	case inner == folder || inner == home || target == home && slices.Contains(shared, inner):
		return ""
	case isTest && strings.HasSuffix(inner, "test"):
		return ""
	case target == home && folder == home:
		return ""
	case target == home:
		return "sub-packages of a room do not import each other"
	case !allowed(rooms[home].may, target):
		return rooms[home].reason
	}
	return ""
}

func allowed(list []string, path string) bool {
	return slices.ContainsFunc(list, func(a string) bool {
		return a == "*" || path == a || strings.HasPrefix(path, a+"/")
	})
}

func roomOf(folder string) string {
	for name := range rooms {
		if folder == name || strings.HasPrefix(folder, name+"/") {
			return name
		}
	}
	return ""
}
