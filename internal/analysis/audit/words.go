package audit

import "github.com/oborot/oborot/trade"

var checkTitles = map[string]trade.Name{
	checkTotals:     {English: "published totals", Russian: "опубликованные итоги"},
	checkMirrors:    {English: "mirror reports", Russian: "зеркальные отчёты"},
	checkPartial:    {English: "partial years", Russian: "неполные годы"},
	checkDuplicates: {English: "duplicates", Russian: "повторы"},
	checkUnitValues: {English: "unit values", Russian: "цены единицы"},
}

// What a check can say that is no finding.
var (
	passed    = finding{code: "none", title: trade.Name{English: "nothing found", Russian: "замечаний нет"}}
	unchecked = finding{code: "unchecked", title: trade.Name{English: "nothing to check", Russian: "нечего проверять"}}

	incomplete = finding{
		code:  "incomplete",
		title: trade.Name{English: "parts incomplete", Russian: "части неполны"},
		advice: trade.Name{
			English: "Parts incomplete: most totals have more than the partners or goods that were loaded, so these were loaded in part; " +
				"import the rest, or take shares against the published total.",
			Russian: "Части неполны: большинство итогов больше суммы загруженных партнёров или товаров, значит, они загружены не все; " +
				"догрузите остальные или считайте доли от опубликованного итога.",
		},
	}
)

// The findings.
var (
	aboveTotal = finding{
		code: "above total", found: true,
		title: trade.Name{English: "parts above the total", Russian: "части больше итога"},
		advice: trade.Name{
			English: "Parts above the total: the sum of the parts is more than the published total; look for a row loaded twice, a unit " +
				"mistaken, or a file of another release, and import that file anew.",
			Russian: "Части больше итога: сумма частей больше опубликованного итога; ищите строку, загруженную дважды, ошибку в единицах или " +
				"файл другого выпуска и загрузите этот файл заново.",
		},
	}
	belowTotal = finding{
		code: "below total", found: true,
		title: trade.Name{English: "parts below the total", Russian: "части меньше итога"},
		advice: trade.Name{
			English: "Parts below the total: the difference is what the publisher hides (account and structure show it as a row of its own), " +
				"or a row that is lost or wrong in the file; compare the cell with the publisher's site.",
			Russian: "Части меньше итога: разница скрыта публикатором (account и structure показывают её отдельной строкой) либо строка в " +
				"файле потеряна или неверна; сверьте ячейку с сайтом публикатора.",
		},
	}
	outOfLine = finding{
		code: "mirror gap", found: true,
		title: trade.Name{English: "reports apart", Russian: "отчёты расходятся"},
		advice: trade.Name{
			English: "Reports apart: the importer's figure is below 0.9 or above 1.25 of the exporter's in flows of a million dollars or more; " +
				"say whose report an answer uses (--reporter a|b).",
			Russian: "Отчёты расходятся: данные импортёра меньше 0,9 или больше 1,25 от данных экспортёра в потоках от миллиона долларов; " +
				"указывайте, по чьему отчёту ответ (--reporter a|b).",
		},
	}
	oneSide = finding{
		code: "one side", found: true,
		title: trade.Name{English: "one side only", Russian: "только одна сторона"},
		advice: trade.Name{
			English: "One side only: both economies report each other, but only one shows this flow; it may be transit, a re-export, or " +
				"attributed to another country by the other side.",
			Russian: "Только одна сторона: обе страны отчитываются друг о друге, но поток показывает лишь одна; это может быть транзит, " +
				"реэкспорт или запись за другой страной.",
		},
	}
	monthsMissing = finding{
		code: "months missing", found: true,
		title: trade.Name{English: "months missing", Russian: "нет части месяцев"},
		advice: trade.Name{
			English: "Months missing: such a year is a part-year; compare it with the same months of other years only (--period " +
				"2026-01..2026-03), never with a full year.",
			Russian: "Нет части месяцев: год неполный; сравнивайте его только с теми же месяцами других лет (--period 2026-01..2026-03), а не " +
				"с полным годом.",
		},
	}
	yearsMissing = finding{
		code: "years missing", found: true,
		title: trade.Name{English: "years missing", Russian: "пропущены годы"},
		advice: trade.Name{
			English: "Years missing: nothing is held between the first and the last year; import them, or growth across the gap has no base.",
			Russian: "Пропущены годы: между первым и последним годом данных нет; загрузите их, иначе у роста через пропуск нет базы.",
		},
	}
	yearSmall = finding{
		code: "year small", found: true,
		title: trade.Name{English: "last year too small", Russian: "последний год слишком мал"},
		advice: trade.Name{
			English: "Last year too small: it has less than 60% of the value or the rows of the year before; it was probably loaded or " +
				"published in part, so do not read it as a fall.",
			Russian: "Последний год слишком мал: стоимость или число строк меньше 60 % прошлогодних; вероятно, год загружен или опубликован " +
				"частично — не считайте это спадом.",
		},
	}
	reportersGone = finding{
		code: "reporters gone", found: true,
		title: trade.Name{English: "reporters missing", Russian: "нет части отчётов"},
		advice: trade.Name{
			English: "Reporters missing: economies that reported a year earlier have no report in the last year; world and group totals of " +
				"that year are too low.",
			Russian: "Нет части отчётов: страны, отчитавшиеся за предыдущий год, за последний год отчёта не имеют; итоги по миру и группам за " +
				"этот год занижены.",
		},
	}
	reportersLate = finding{
		code: "reporters late", found: true,
		title: trade.Name{English: "reports end early", Russian: "отчёты обрываются"},
		advice: trade.Name{
			English: "Reports end early: these economies have no report of the last months that others have; leave them out of sums over those " +
				"months, or use the months that all have.",
			Russian: "Отчёты обрываются: у этих стран нет отчётов за последние месяцы, которые есть у других; не включайте их в суммы за эти " +
				"месяцы или берите общие для всех месяцы.",
		},
	}
	sameKey = finding{
		code: "same key", found: true,
		title: trade.Name{English: "rows of one key", Russian: "строки с одним ключом"},
		advice: trade.Name{
			English: "Rows of one key: they are summed in every answer; import the file anew with --mode merge, or ask the publisher for a " +
				"clean one.",
			Russian: "Строки с одним ключом: они суммируются в каждом ответе; загрузите файл заново с --mode merge или запросите у публикатора " +
				"исправленный.",
		},
	}
	sameFigures = finding{
		code: "same figures", found: true,
		title: trade.Name{English: "figures repeated", Russian: "цифры повторяются"},
		advice: trade.Name{
			English: "Figures repeated: value and mass of a flow equal those of an earlier period to the last digit; one of the two was " +
				"probably carried over.",
			Russian: "Цифры повторяются: стоимость и масса потока до последнего знака равны прежнему периоду; одно из значений, вероятно, " +
				"перенесено.",
		},
	}
	outlier = finding{
		code: "outlier", found: true,
		title: trade.Name{English: "unit values far off", Russian: "цены единицы далеки от обычных"},
		advice: trade.Name{
			English: "Unit values far off: mostly the mass is wrong, seldom the value; do not use tonnes or prices of these flows before you " +
				"have looked at them (--check unit-values --top 20).",
			Russian: "Цены единицы далеки от обычных: чаще ошибка в массе, реже в стоимости; не используйте тонны и цены этих потоков без " +
				"проверки (--check unit-values --top 20).",
		},
	}
)

// Why nothing was compared.
var (
	noTotals = trade.Name{
		English: "no published totals are held (rows of partner World or product TOTAL, or a coarser level of the same series)",
		Russian: "опубликованных итогов нет (строк с партнёром «мир», товаром TOTAL или более крупного уровня того же ряда)",
	}
	noParts = trade.Name{
		English: "there are totals but no flows to compare them with",
		Russian: "есть итоги, но нет потоков для сравнения с ними",
	}
	partsOfOthers = trade.Name{
		English: "the totals and the flows held are of different economies, goods or periods",
		Russian: "итоги и потоки относятся к разным странам, товарам или периодам",
	}
	oneReport = trade.Name{
		English: "no two economies report each other: only one report of each flow is held, or one reconciled figure",
		Russian: "нет двух стран, отчитывающихся друг о друге: по каждому потоку один отчёт или согласованная цифра",
	}
	noMass = trade.Name{
		English: "no flow has a mass or quantity that its publisher did not estimate, among at least seven of the same good",
		Russian: "нет потоков с неоценённой массой или количеством хотя бы среди семи по одному товару",
	}
	nothingHeld = trade.Name{English: "there are no flows, only totals", Russian: "потоков нет, только итоги"}
)

// The sentences that describe a case. Amounts are in the currency named, else in US
// dollars.
var (
	partsText = trade.Name{
		English: "%s to %s, %s, %s: parts %s (rows: %d), total %s %s; rounding explains %s",
		Russian: "%s → %s, %s, %s: части %s (строк: %d), итог %s %s; округление объясняет %s",
	}
	mirrorText = trade.Name{
		English: "%s to %s, %s, %s: exporter %s, importer %s; ratio %.2f, S %.3f (%.0f%%), log gap %+.3f",
		Russian: "%s → %s, %s, %s: экспортёр %s, импортёр %s; отношение %.2f, S %.3f (%.0f %%), логарифм %+.3f",
	}
	oneSideText = trade.Name{
		English: "%s to %s, %s, %s: exporter %s, importer %s",
		Russian: "%s → %s, %s, %s: экспортёр %s, импортёр %s",
	}
	monthsText = trade.Name{English: "%s has %s only, %d of 12 months", Russian: "%s: только %s, месяцев: %d из 12"}
	gapText    = trade.Name{English: "nothing is held of %s", Russian: "нет данных: %s"}
	smallText  = trade.Name{
		English: "%s against %s: %.0f%% of the value, %.0f%% of the rows",
		Russian: "%s к %s: %.0f %% стоимости, %.0f %% строк",
	}
	goneText = trade.Name{
		English: "not in %s: %s; they had %.1f%% of the value of %s",
		Russian: "нет в %s: %s; на них приходилось %.1f %% стоимости (%s)",
	}
	lateText    = trade.Name{English: "%s: %s has %s, others have %s", Russian: "%s: у %s есть %s, у других — %s"}
	sameKeyText = trade.Name{
		English: "%s to %s, %s, %s: rows of one key: %d, together %s",
		Russian: "%s → %s, %s, %s: строк с одним ключом: %d, вместе %s",
	}
	sameFiguresText = trade.Name{
		English: "%s to %s, %s, %s: value %s and mass %s kg as in %s",
		Russian: "%s → %s, %s, %s: стоимость %s и масса %s кг, как и %s",
	}
	outlierText = trade.Name{
		English: "%s to %s, %s, %s: %s USD per %s, the median of like flows is %s (flows: %d); z %+.1f; value %s",
		Russian: "%s → %s, %s, %s: %s долл. за %s, медиана сходных потоков %s (потоков: %d); z %+.1f; стоимость %s",
	}
)
