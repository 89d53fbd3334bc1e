extension StoredTable {
    static let dayCounts = StoredTable(
        "day_counts",
        key: [
            .text("fact"), .integer("day"), .text("queue"), .text("channel"), .text("kind"),
            .text("category"), .text("subject"), .text("outcome"), .integer("amount"),
            .integer("writer"),
        ],
        [.integer("times")]
    )

    static let missedQuestions = StoredTable(
        "missed_questions",
        key: [.integer("ticket")],
        [.integer("at")]
    )
}
