package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// written puts files into a folder of the test and returns their paths.
func written(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	folder := t.TempDir()
	paths := map[string]string{}
	for name, text := range files {
		paths[name] = filepath.Join(folder, name)
		if err := os.WriteFile(paths[name], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// Files of several publishers in one command are one snapshot, and nothing of any
// is stored when one of them is refused.
func TestSeveralPublishersAtOnce(t *testing.T) {
	t.Parallel()
	paths := written(t, map[string]string{
		"BACI_HS17_Y2021_V202501.csv": "t,i,j,k,v,q\n2021,112,643,40610,32.5,1\n",
		"DATTSVT.csv":                 "napr\tperiod\tnastranapr\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s\n\"ЭК\"\t\"01/2021\"\t\"BY\"\t\"8704210000\"\t\"\"\t\"7,5\"\t\"1\"\t\"\"\t\"05000 - X\"\t\"08-Y\"\n",
		"bad.csv":                     "napr\tperiod\tnastranapr\ttnved\tedizm\tStoim\tNetto\tKol\tRegion\tRegion_s\n\"ЭК\"\t\"13/2021\"\t\"BY\"\t\"8704210000\"\t\"\"\t\"7,5\"\t\"1\"\t\"\"\t\"05000 - X\"\t\"08-Y\"\n",
	})
	lake := filepath.Join(t.TempDir(), "lake")
	code, stdout, stderr := called(t, "--lake", lake, "import", paths["BACI_HS17_Y2021_V202501.csv"], paths["bad.csv"])
	if code != 3 || stdout != "" || !strings.Contains(stderr, "bad.csv, line 2") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	if code, stdout, _ := called(t, "--lake", lake, "datasets"); code != 4 {
		t.Errorf("something is stored: %s", stdout)
	}
	if code, _, stderr := called(t, "--lake", lake, "import", paths["BACI_HS17_Y2021_V202501.csv"], paths["DATTSVT.csv"]); code != 0 {
		t.Fatal(stderr)
	}
	if code, stdout, stderr := called(t, "--lake", lake, "--format", "csv", "snapshots"); code != 0 || strings.Count(stdout, "\n") != 2 {
		t.Errorf("more than one snapshot: %s%s", stdout, stderr)
	}
}

// Two releases of a dataset in one command: the second takes the place of the
// first, and nothing is there twice.
func TestTwoReleasesInOneCommand(t *testing.T) {
	t.Parallel()
	paths := written(t, map[string]string{
		"BACI_HS17_Y2021_V202401.csv": "t,i,j,k,v,q\n2021,112,643,40610,30,1\n",
		"BACI_HS17_Y2021_V202501.csv": "t,i,j,k,v,q\n2021,112,643,40610,32.5,1\n",
	})
	lake := filepath.Join(t.TempDir(), "lake")
	if code, _, stderr := called(t, "--lake", lake, "import", paths["BACI_HS17_Y2021_V202401.csv"], paths["BACI_HS17_Y2021_V202501.csv"]); code != 0 {
		t.Fatal(stderr)
	}
	code, stdout, stderr := called(t, "--lake", lake, "--format", "csv", "flows", "--by", "year")
	if code != 0 || !strings.Contains(stdout, "\n2021,32500") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	if _, stdout, _ := called(t, "--lake", lake, "--format", "csv", "flows", "--by", "year", "--as-of", "baci-hs17@202401"); !strings.Contains(stdout, "\n2021,30000") {
		t.Errorf("the earlier release: %s", stdout)
	}
}

// What a file is taken for is told with the reason; a mapping beside a file is the
// person's word about it.
func TestWhyAFileIsTakenForItsKind(t *testing.T) {
	t.Parallel()
	paths := written(t, map[string]string{
		"BACI_HS17_Y2021_V202501.csv": "t,i,j,k,v,q\n2021,112,643,40610,32.5,1\n",
		"plants.csv":                  "year;country;goods;value\n2021;Беларусь;870421;1,5\n",
		"plants.csv.mapping.yaml": "dataset: plants\nperiod: {column: year}\nreporter: RUS\npartner: {column: country, codes: name}\ndirection: export\n" +
			"product: {column: goods, nomenclature: H5, digits: 6}\nvalue: {column: value, unit: usd}\n",
	})
	lake := filepath.Join(t.TempDir(), "lake")
	code, stdout, stderr := called(t, "--lake", lake, "import", paths["BACI_HS17_Y2021_V202501.csv"])
	if code != 0 || !strings.Contains(stdout+stderr, "taken for baci: ") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	if _, stdout, stderr := called(t, "--lake", lake, "import", "baci", paths["BACI_HS17_Y2021_V202501.csv"]); strings.Contains(stdout+stderr, "taken for") {
		t.Errorf("the kind was named: %s%s", stdout, stderr)
	}
	code, stdout, stderr = called(t, "--lake", lake, "import", paths["plants.csv"])
	if !strings.Contains(stdout+stderr, "plants.csv.mapping.yaml") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	code, _, stderr = called(t, "--lake", lake, "import", paths["plants.csv.mapping.yaml"])
	if code != 3 || !strings.Contains(stderr, "--guess") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

// Rates and the file that needs them come in one command, in any order.
func TestListsComeFirst(t *testing.T) {
	t.Parallel()
	paths := written(t, map[string]string{
		"rates.csv": "currency,period,usd\nEUR,2024-03,1.1\n",
		"full_v2_202403.csv": "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,PRODUCT_SECTION," +
			"FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n" +
			"DE,BY,E,04061030,x,x,x,x,x,01,2,1,NO_SU,202403,1000,1000,10,0\n",
	})
	lake := filepath.Join(t.TempDir(), "lake")
	code, stdout, stderr := called(t, "--lake", lake, "--format", "csv", "import", paths["full_v2_202403.csv"], paths["rates.csv"])
	if code != 0 || !strings.Contains(stdout, "comext-m-cn8") || !strings.Contains(stdout, ",rates,unknown,") {
		t.Fatalf("exit %d: %s%s", code, stdout, stderr)
	}
	if _, stdout, _ := called(t, "--lake", lake, "--format", "csv", "flows", "--by", "product"); !strings.Contains(stdout, "04061030,1100,") {
		t.Errorf("1,000 euros at 1.1: %s", stdout)
	}
}

// An option that would change what is read is not passed over in silence when the
// file is held already.
func TestOptionsOfAHeldFile(t *testing.T) {
	t.Parallel()
	paths := written(t, map[string]string{
		"2021-01.csv": "NAPR,PERIOD,STRANA,TNVED,EDIZM,STOIM,NETTO,KOL\nЭК,2021,BY,8704210000,,7.5,1,\n",
	})
	lake := filepath.Join(t.TempDir(), "lake")
	if code, _, stderr := called(t, "--lake", lake, "import", "ftsrussia", paths["2021-01.csv"]); code != 0 {
		t.Fatal(stderr)
	}
	code, stdout, stderr := called(t, "--lake", lake, "import", "ftsrussia", paths["2021-01.csv"], "--unit", "thousand-usd")
	if code != 0 || !strings.Contains(stdout+stderr, "--unit changes nothing") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
}
