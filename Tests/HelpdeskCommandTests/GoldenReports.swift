import DeskAPI

/// Every report but `volume`, with the columns that a desk gives it.
enum GoldenReports {
    static let all: [ReportBody] = [
        report("fcr", by: "channel", [firstContacts]),
        report("clocks", by: "queue", [promises, promisesByQueue, mail]),
        report("handoffs", by: "destination", [handoffs]),
        report("articles", by: "article", [articles, missing]),
        report("complaints", by: "unit", [complaints]),
        report("satisfaction", by: "channel", [satisfaction]),
        report("cost", by: "month", [cost]),
    ]

    private static func report(
        _ name: String,
        by grouping: String,
        _ tables: [ReportTableBody]
    ) -> ReportBody {
        ReportBody(
            report: name,
            from: "2026-11-01",
            to: "2026-11-28",
            timeZone: "Europe/Stockholm",
            by: grouping,
            tables: tables
        )
    }

    /// The columns are `name:unit`, parted by spaces; without a unit they are counts.
    private static func table(
        _ name: String,
        _ columns: String,
        _ rows: [[ReportCell]],
        total: [ReportCell]?,
        goal: ReportGoalBody? = nil,
        charted: String
    ) -> ReportTableBody {
        let columns = columns.split(separator: " ").map { column in
            let parts = column.split(separator: ":").map(String.init)
            return ReportColumnBody(name: parts[0], unit: parts.count > 1 ? parts[1] : "count")
        }
        let row = { (cells: [ReportCell]) in
            ReportRowBody(
                values: Dictionary(uniqueKeysWithValues: zip(columns.map(\.name), cells)),
                isSuppressed: cells.contains(.none) && cells.filter { $0 != .none }.count <= 2
            )
        }
        return ReportTableBody(
            name: name,
            columns: columns,
            rows: rows.map(row),
            total: total.map(row),
            goal: goal,
            charted: charted
        )
    }

    private static func counts(_ counts: Int...) -> [ReportCell] { counts.map { .count($0) } }

    private static let firstContacts = table(
        "first_contacts",
        "channel:text tickets solved returned handed_off unsolved provisional repeated"
            + " fcr_share:share",
        [
            [.text("phone")] + counts(98_400, 71_832, 8_856, 9_840, 7_872, 11_020, 4_100)
                + [.number(0.73)],
            [.text("email")] + counts(24_600, 15_990, 3_690, 1_230, 3_690, 2_840, 900)
                + [.number(0.65)],
        ],
        total: [.text("total")] + counts(123_000, 87_822, 12_546, 11_070, 11_562, 13_860, 5_000)
            + [.number(0.714)],
        goal: ReportGoalBody(column: "fcr_share", value: 0.7, isLeast: true, isReached: true),
        charted: "fcr_share"
    )

    private static let figures = "stopped kept missed kept_share:share median:minutes p90:minutes"

    private static let promises = table(
        "clocks",
        "clock:text \(figures)",
        [
            [.text("first_reply")] + counts(24_600, 22_140, 2_460) + [.number(0.9)]
                + counts(95, 505),
            [.text("resolution")] + counts(23_900, 23_661, 239) + [.number(0.99)]
                + counts(610, 2_040),
        ],
        total: nil,
        charted: "kept_share"
    )

    private static let promisesByQueue = table(
        "groups",
        "clock:text queue:text \(figures)",
        [
            [.text("first_reply"), .text("e-service")] + counts(20_000, 18_000, 2_000)
                + [.number(0.9)] + counts(90, 500),
            [.text("first_reply"), .text("social"), .none, .none, .none, .none, .none, .none],
        ],
        total: nil,
        charted: "kept_share"
    )

    private static let mail = table(
        "mail",
        "queue:text answered unanswered within_one_working_day within_one_working_day_share:share",
        [[.text("e-service")] + counts(19_000, 1_000, 17_000) + [.number(0.85)]],
        total: [.text("total")] + counts(19_000, 1_000, 17_000) + [.number(0.85)],
        goal: ReportGoalBody(
            column: "within_one_working_day_share",
            value: 0.8,
            isLeast: true,
            isReached: true
        ),
        charted: "within_one_working_day_share"
    )

    private static let handoffs = table(
        "handoffs",
        "destination:text name:text handoffs completed busy no_answer caller_gone other"
            + " completed_share:share median_wait:seconds p90_wait:seconds",
        [
            [.text("bygglov-hagersten"), .text("Bygglov Hägersten-Älvsjö")]
                + counts(410, 328, 31, 27, 14, 10) + [.number(0.8)] + counts(14, 48)
        ],
        total: [.text("total"), .text("")] + counts(410, 328, 31, 27, 14, 10) + [.number(0.8)]
            + counts(14, 48),
        charted: "handoffs"
    )

    private static let articles = table(
        "articles",
        "article:text title:text sent solved failed solved_share:share",
        [
            [.text("bankid-svarar-inte"), .text("BankID svarar inte när jag ska logga in")]
                + counts(1_204, 903, 120) + [.number(0.8827)]
        ],
        total: [.text("total"), .text("")] + counts(1_204, 903, 120) + [.number(0.8827)],
        charted: "solved"
    )

    private static let missing = table(
        "missing",
        "words:text questions people share:share",
        [[.text("parkeringsbiljett zon syns")] + counts(31, 28) + [.number(0.062)]],
        total: [.text("total")] + counts(500, 441) + [.none],
        charted: "questions"
    )

    private static let complaints = table(
        "complaints",
        "unit:text name:text received receipts_in_time receipts_late"
            + " receipts_in_time_share:share answers_in_time answers_late"
            + " answers_in_time_share:share open overdue",
        [
            [.text("skolan"), .text("skolan")] + counts(120, 114, 6) + [.number(0.95)]
                + counts(96, 8) + [.number(0.9231)] + counts(16, 2),
            [.text("e-service"), .text("e-service")] + counts(44, 44, 0) + [.number(1)]
                + counts(40, 1) + [.number(0.9756)] + counts(3, 0),
        ],
        total: [.text("total"), .text("")] + counts(164, 158, 6) + [.number(0.9634)]
            + counts(136, 9) + [.number(0.9379)] + counts(19, 2),
        charted: "received"
    )

    private static let satisfaction = table(
        "satisfaction",
        "channel:text asked answered answered_share:share mean:grade satisfied_share:share"
            + " grade_1 grade_2 grade_3 grade_4 grade_5",
        [
            [.text("email")] + counts(9_000, 2_700) + [.number(0.3), .number(4.12), .number(0.78)]
                + counts(90, 160, 344, 848, 1_258)
        ],
        total: [.text("total")] + counts(9_000, 2_700)
            + [.number(0.3), .number(4.12), .number(0.78)] + counts(90, 160, 344, 848, 1_258),
        charted: "mean"
    )

    private static let cost = table(
        "cost",
        "month:text contacts cost:money cost_per_contact:money currency:text",
        [[.text("2026-11"), .count(11_480), .number(130_666.67), .number(11.38), .text("SEK")]],
        total: [.text("total"), .count(11_480), .number(130_666.67), .number(11.38), .text("SEK")],
        charted: "cost_per_contact"
    )
}
