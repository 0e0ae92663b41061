package comtrade

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// nothing is a sink that keeps no row, so that reading alone is measured.
type nothing struct{}

func (nothing) Begin(context.Context, trade.Import) (trade.Batch, error) { return nothingBatch{}, nil }

func (nothing) Commit(_ context.Context, b []trade.Batch, _ [][]trade.Tally) ([]trade.Account, error) {
	return make([]trade.Account, len(b)), nil
}

func (nothing) Keep(context.Context, trade.List, []trade.FileAccount) (trade.Account, error) {
	return trade.Account{}, nil
}

type nothingBatch struct{}

func (nothingBatch) Identify(int, string) error                             { return nil }
func (nothingBatch) Append(context.Context, int, []trade.Observation) error { return nil }
func (nothingBatch) Copy(context.Context, int, *trade.Bulk) error           { return nil }
func (nothingBatch) SetAside(int, trade.Rejection) error                    { return nil }
func (nothingBatch) Abort() error                                           { return nil }
func (nothingBatch) Commit(context.Context, []trade.Tally) (trade.Account, error) {
	return trade.Account{}, nil
}

const columnsOfAPI = "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc," +
	"partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,classificationSearchCode," +
	"isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode," +
	"qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt," +
	"isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag,isReported,isAggregate\n"

// BenchmarkTable reads 400,000 rows of 47 columns, each of a key of its own.
func BenchmarkTable(b *testing.B) {
	const rows = 400_000
	var text strings.Builder
	text.WriteString(columnsOfAPI)
	partners := []string{"643,RUS,Russian Federation", "156,CHN,China", "276,DEU,Germany", "398,KAZ,Kazakhstan", "792,TUR,Türkiye"}
	for i := range rows {
		fmt.Fprintf(&text, "C,A,20210101,2021,52,2021,112,BLR,Belarus,M,Import,%s,0,W00,World,H5,HS,true,%06d,\"Cheese; fresh, unripened\",6,true,"+
			"C00,TOTAL CPC,0,0,TOTAL MOT,8,kg,%d,false,-1,N/A,0,false,%d,true,0,false,%d.25,,%d.25,0,false,true\n",
			partners[i%len(partners)], 10000+i/len(partners), i, i, i, i)
	}
	path := filepath.Join(b.TempDir(), "table.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		loads, err := describe(context.Background(), source.Request{Paths: []string{path}, Progress: func(source.Step) {}})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := loads[0].Read(context.Background(), nothing{}, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
