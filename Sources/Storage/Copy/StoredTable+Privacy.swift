extension StoredTable {
    /// Which tickets must not be erased.
    static let holds = StoredTable(
        "holds",
        key: [.integer("ticket")],
        [.text("staff"), .text("reason"), .integer("at")]
    )

    /// Whom the next ticket is to be hidden for, though all of theirs were erased.
    static let protectedPeople = StoredTable("protected_people", key: [.blob("digest")], [])

    /// Words of staff in a ticket's history that may tell of a citizen.
    static let eventWords = StoredTable(
        "event_words",
        key: [.integer("ticket"), .blob("digest")],
        [.text("words")]
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
