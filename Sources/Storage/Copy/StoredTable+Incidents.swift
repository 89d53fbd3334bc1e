extension StoredTable {
    /// What many citizens meet at once.
    static let incidents = StoredTable(
        "incidents",
        key: [.integer("number")],
        [
            .text("state"), .text("title"), .text("symptom_key"), .integer("opened_at"),
            .text("opened_by"), .text("look"), .text("notice_sv"), .text("notice_en"),
            .integer("confirmed_at"), .integer("ended_at"), .text("ended_by"),
            .integer("quiet_since"), .integer("linked_at"), .integer("linked_ticket"),
        ]
    )

    /// What all of an incident's citizens were answered.
    static let incidentAnswers = StoredTable(
        "incident_answers",
        key: [.blob("id")],
        [
            .integer("incident"), .text("text_sv"), .text("text_en"), .integer("resolves"),
            .text("staff"), .text("staff_name"), .integer("written_at"),
        ]
    )

    /// How far each of those answers has come.
    static let incidentLetters = StoredTable(
        "incident_letters",
        key: [.blob("answer"), .integer("ticket")],
        [.text("state"), .text("reason"), .integer("at")]
    )

    /// Planned interruptions of e-services.
    static let maintenance = StoredTable(
        "maintenance",
        key: [.integer("number")],
        [
            .integer("starts_at"), .integer("ends_at"), .text("services"), .text("notice_sv"),
            .text("notice_en"), .text("created_by"), .integer("cancelled_at"),
        ]
    )

    /// New tickets that were not looked at.
    static let symptomQueue = StoredTable("symptom_queue", key: [.integer("ticket")], [])

    /// Which tickets came lately with which symptoms.
    static let symptomArrivals = StoredTable(
        "symptom_arrivals",
        key: [.text("symptom_key"), .integer("at"), .integer("ticket")],
        []
    )

    /// How often symptoms come.
    static let symptomRates = StoredTable(
        "symptom_rates",
        key: [.text("symptom_key")],
        [.integer("tickets"), .integer("short_tickets"), .integer("hour")]
    )

    /// When tickets come.
    static let arrivalModel = StoredTable(
        "arrival_model",
        key: [.integer("id")],
        [.text("model"), .integer("saved_at")]
    )
}
