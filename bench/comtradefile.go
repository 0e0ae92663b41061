package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/oborot/oborot/internal/reference"
	"github.com/oborot/oborot/trade"
)

// comtradeColumns are the columns of UN Comtrade's API in their order.
const comtradeColumns = "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc," +
	"partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,classificationSearchCode," +
	"isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode," +
	"qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt," +
	"isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag,isReported,isAggregate\n"

// comtradeArea is an economy as UN Comtrade writes it: code, letters and name with
// commas between them.
type comtradeArea struct{ text string }

// comtradeGood is a good likewise: code, name, level and whether it has no parts.
type comtradeGood struct{ text string }

// writeComtrade makes a table in the layout of UN Comtrade's API: so many rows of
// invented annual trade, from 2021 backwards, in the order of reporter, flow, good
// and partner. Goods are chapters, headings and subheadings; a row of each good in
// twelve has the world as its partner, one in fifty is a part by second partner or
// mode of transport. No two rows share a key. The same number of rows makes the same
// file.
func writeComtrade(path string, rows int) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := bufio.NewWriterSize(file, 1<<20)
	m := &comtradeMaker{
		Writer: w, random: rand.New(rand.NewPCG(2021, uint64(rows))), left: rows, areas: comtradeAreas(), goods: comtradeGoods(),
	}
	fmt.Fprint(w, comtradeColumns)
	for year := 2021; m.left > 0; year-- {
		m.year(year)
	}
	return w.Flush()
}

// comtradeMaker writes rows until none is left to write.
type comtradeMaker struct {
	io.Writer
	random *rand.Rand
	left   int
	areas  []comtradeArea
	goods  []comtradeGood
}

// year writes the reports of one year.
func (m *comtradeMaker) year(year int) {
	for reporter := range m.areas {
		for _, flow := range []string{"M,Import", "X,Export"} {
			for _, g := range m.goods {
				m.partners(year, reporter, flow, g)
			}
		}
	}
}

// partners writes a few partners of one good: each step goes on in the list, so that
// none comes twice.
func (m *comtradeMaker) partners(year, reporter int, flow string, g comtradeGood) {
	if m.random.IntN(12) == 0 {
		m.row(year, reporter, flow, g, "0,W00,World")
	}
	for partner := m.random.IntN(len(m.areas)); partner < len(m.areas); partner += 1 + m.random.IntN(len(m.areas)/2) {
		if partner != reporter {
			m.row(year, reporter, flow, g, m.areas[partner].text)
		}
	}
}

func (m *comtradeMaker) row(year, reporter int, flow string, g comtradeGood, partner string) {
	if m.left == 0 {
		return
	}
	m.left--
	second, transport := "0,W00,World", "0,TOTAL MOT"
	switch m.random.IntN(100) {
	case 0:
		second = "528,NLD,Netherlands"
	case 1:
		transport = "2100,Sea"
	}
	value := 1 + int64(m.random.ExpFloat64()*m.random.ExpFloat64()*900_000_000) // thousandths
	kilograms := value / int64(1000+m.random.IntN(20_000))
	guess, border := "false", fmt.Sprintf(",%s", thousandths(value))
	if m.random.IntN(4) == 0 {
		guess = "true"
	}
	if flow[0] == 'M' {
		border = thousandths(value) + ","
	}
	fmt.Fprintf(m, "C,A,%d0101,%d,52,%d,%s,%s,%s,%s,H5,HS,true,%s,C00,TOTAL CPC,0,%s,8,kg,%d,%s,-1,N/A,0,false,%d,%s,0,false,%s,%s,0,false,true\n",
		year, year, year, m.areas[reporter].text, flow, partner, second, g.text, transport, kilograms, guess, kilograms, guess, border, thousandths(value))
}

func thousandths(n int64) string { return fmt.Sprintf("%d.%03d", n/1000, n%1000) }

// comtradeAreas lists the economies of today under UN Comtrade's own codes, which
// are larger than those of ISO where they differ.
func comtradeAreas() []comtradeArea {
	codes := map[trade.Economy]int{}
	for code := range 1000 {
		if e, ok := reference.Numeric(code); ok {
			codes[e] = code
		}
	}
	var areas []comtradeArea
	for _, e := range reference.Economies() {
		if code, ok := codes[e]; ok {
			areas = append(areas, comtradeArea{fmt.Sprintf("%d,%s,%s", code, e, quoted(reference.EconomyName(e).English))})
		}
	}
	return areas
}

// comtradeGoods lists chapters, headings, and four subheadings of each heading.
func comtradeGoods() []comtradeGood {
	var goods []comtradeGood
	add := func(p trade.Product) {
		name := quoted(reference.ProductName(p, trade.HS2017).English + ", " + string(p))
		goods = append(goods, comtradeGood{fmt.Sprintf("%s,%s,%d,%t", p, name, p.Level(), p.Level() == 6)})
	}
	for _, p := range reference.Chapters() {
		add(p)
	}
	for _, p := range reference.Headings() {
		add(p)
		for _, end := range []trade.Product{"10", "20", "30", "90"} {
			add(p + end)
		}
	}
	return goods
}

// quoted puts a text in quotation marks where it needs them.
func quoted(text string) string {
	if strings.ContainsAny(text, `,"`) {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}
