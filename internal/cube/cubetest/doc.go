// Package cubetest holds what every engine is tested by: a suite of questions and
// answers in files, and random questions compared with the reference engine.
//
// A file of the suite has a block of rows and any number of questions over them:
//
//	rows
//	period exporter importer product value_usd
//	2021   BLR      RUS      870410  10.5
//
//	case the exports of a pair
//	by exporter year
//	measure value_usd rows
//	where exporter=BLR importer=RUS,KAZ
//	answer
//	exporter year value_usd rows
//	BLR      2021 10.5      1
//
// Lines that begin with # are comments; a case ends at an empty line. Fields have
// spaces between them, "-" stands for an empty text or an absent amount. Columns
// of rows that are not named take the values of defaultRow. The other lines of a
// question are: dataset, periods, digits, totals, and fold, as in
//
//	fold exporter as exporter other=rest digits=2 RU-PRI=RUS RU-KDA=RUS
//
// An amount in an answer is a number or the word of its state; "+2?" behind it
// says that two rows have no amount. The measure rows is a plain count.
package cubetest
