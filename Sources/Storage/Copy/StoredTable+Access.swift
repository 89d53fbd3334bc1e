extension StoredTable {
    /// What other systems may do.
    static let serviceTokens = StoredTable(
        "service_tokens",
        key: [.blob("id")],
        [
            .blob("token"), .text("name"), .text("scopes"), .text("queues"), .text("created_by"),
            .integer("created_at"), .integer("expires_at"), .integer("used_at"),
            .integer("revoked_at"),
        ]
    )

    /// What was tried too often lately.
    static let signInFailures = StoredTable(
        "sign_in_failures",
        key: [.blob("subject")],
        [.integer("failures"), .integer("last_at"), .integer("blocked_until")]
    )

    /// Who was let in and who was not.
    static let accessRecords = StoredTable(
        "access_records",
        key: [.integer("id")],
        [
            .integer("at"), .text("staff"), .text("staff_key"), .text("address"),
            .text("network"), .text("means"), .text("outcome"), .text("actor"),
            .integer("times"),
        ]
    )

    /// Who changed what is no ticket's.
    static let changeRecords = StoredTable(
        "change_records",
        key: [.integer("id")],
        [
            .integer("at"), .text("staff"), .text("staff_key"), .text("act"), .text("subject"),
            .text("details"),
        ]
    )
}
