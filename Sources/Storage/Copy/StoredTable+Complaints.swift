extension StoredTable {
    /// What came in by Open311.
    static let serviceRequests = StoredTable(
        "service_requests",
        key: [.integer("ticket")],
        [
            .blob("token"), .text("service"), .integer("latitude"), .integer("longitude"),
            .text("address"), .text("address_id"), .text("media_url"), .text("attributes"),
            .text("published"), .blob("digest"), .integer("requested_at"),
        ]
    )
}
