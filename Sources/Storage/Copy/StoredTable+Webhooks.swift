extension StoredTable {
    /// Where other systems are told what happens.
    static let webhooks = StoredTable(
        "webhooks",
        key: [.blob("id")],
        [
            .text("url"), .text("kinds"), .text("queues"), .integer("tells_subject"),
            .blob("secret"), .blob("previous_secret"), .integer("previous_until"),
            .text("created_by"), .integer("created_at"), .integer("seal"),
            .integer("seal_index"), .integer("failing_since"), .integer("disabled_at"),
        ]
    )

    /// What was told, and what waits to be.
    static let webhookDeliveries = StoredTable(
        "webhook_deliveries",
        key: [.blob("id")],
        [
            .blob("webhook"), .integer("event"), .integer("seal"), .integer("seal_index"),
            .integer("ticket"), .text("kind"), .text("state"), .integer("attempts"),
            .integer("due_at"), .integer("leased_until"), .integer("last_status"),
            .text("last_error"), .integer("created_at"),
        ]
    )
}
