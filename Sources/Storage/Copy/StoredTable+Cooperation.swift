extension StoredTable {
    /// Which tickets have to do with each other.
    static let links = StoredTable(
        "links",
        key: [.integer("one"), .integer("other")],
        [.text("relation"), .text("staff"), .integer("at")]
    )

    /// Who hears of which tickets.
    static let watchers = StoredTable(
        "watchers",
        key: [.text("staff"), .integer("ticket")],
        [.integer("since"), .integer("since_event")]
    )

    /// Who has which ticket before them.
    static let presences = StoredTable(
        "presences",
        key: [.integer("ticket"), .text("staff")],
        [.text("name"), .text("doing"), .integer("since"), .integer("until")]
    )

    /// How far each year's register has come.
    static let registers = StoredTable(
        "registers",
        key: [.integer("year")],
        [.integer("last")]
    )
}
