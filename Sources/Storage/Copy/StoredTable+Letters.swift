extension StoredTable {
    /// What letters asked citizens.
    static let inquiries = StoredTable(
        "inquiries",
        key: [.blob("letter")],
        [
            .integer("ticket"), .text("kind"), .text("article"), .integer("asked_at"),
            .integer("answer"), .integer("answered_at"), .text("way"), .text("counted_queue"),
            .text("counted_kind"), .text("counted_category"),
        ]
    )

    /// How many letters left lately.
    static let letterCounts = StoredTable(
        "letter_counts",
        key: [.text("scope"), .text("subject"), .integer("slot")],
        [.integer("letters")]
    )

    /// When automatic mail was stopped.
    static let brakes = StoredTable(
        "brakes",
        key: [.blob("id")],
        [
            .integer("pulled_at"), .text("reason"), .text("pulled_by"), .integer("ticket"),
            .integer("released_at"), .text("released_by"),
        ]
    )
}
