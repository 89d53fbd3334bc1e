extension StoredTable {
    /// Which tickets must not be erased.
    static let holds = StoredTable(
        "holds",
        key: [.integer("ticket")],
        [.text("staff"), .text("reason"), .integer("at")]
    )

    /// Who saw what.
    static let reads = StoredTable(
        "reads",
        key: [.integer("id")],
        [
            .integer("at"), .integer("until"), .integer("times"), .text("staff"), .text("what"),
            .integer("ticket"), .text("details"),
        ]
    )

    /// Rows that are in no seal yet.
    static let unsealed = StoredTable(
        "unsealed",
        key: [.integer("source"), .integer("record")],
        []
    )

    /// The chain.
    static let seals = StoredTable(
        "seals",
        key: [.integer("id")],
        [.integer("at"), .blob("records"), .blob("previous"), .blob("digest")],
        pageRows: 50
    )
}
