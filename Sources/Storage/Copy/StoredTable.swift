/// A table as it is moved between databases: what identifies a row, and what a row holds.
///
/// A test compares this list with the tables of both databases, so that none is forgotten.
struct StoredTable: Sendable {
    /// What a column can hold in both databases.
    enum Kind: Sendable {
        case integer
        case text
        case blob
    }

    struct Column: Sendable {
        let name: String
        let kind: Kind
    }

    let name: String
    /// The columns of the primary key, which stand first in ``columns``.
    let keyCount: Int
    let columns: [Column]
    /// Rows read at a time.
    let pageRows: Int

    var key: [Column] { Array(columns.prefix(keyCount)) }

    init(
        _ name: String,
        key: [Column],
        _ others: [Column],
        pageRows: Int = 1_000
    ) {
        self.name = name
        keyCount = key.count
        columns = key + others
        self.pageRows = pageRows
    }
}

extension StoredTable {
    /// All that a desk keeps, each after what it refers to.
    static let all = [
        tickets, messages, blobs, attachments, mails, events, outbox, handoffs, handoffSteps,
        sessions, answers, proofKeys, evidence, holds, reads, unsealed, seals, calls, duty,
        callBacks, quarantine, parties, refusals,
        serviceTokens, signInFailures, accessRecords, changeRecords,
        links, watchers, presences, inquiries, letterCounts, brakes, registers, serviceRequests,
        dayCounts, missedQuestions,
        incidents, incidentAnswers, incidentLetters, maintenance, symptomQueue, symptomArrivals,
        symptomRates, arrivalModel,
        webhooks, webhookDeliveries, protectedPeople, eventWords,
    ]

    /// What is made anew from the others, or says something about the database itself.
    static let leftOut: Set = ["marks", "pulse", "schema_version", "search", "turnstile"]

    static let tickets = StoredTable(
        "tickets",
        key: [.integer("number")],
        [
            .integer("revision"), .text("subject"), .text("state"), .text("kind"),
            .text("category"), .text("priority"), .text("channel"), .text("queue"),
            .text("assignee"), .text("language"), .text("service"), .text("citizen_name"),
            .text("citizen_email"), .text("citizen_email_key"), .text("citizen_phone"),
            .integer("citizen_verified"), .text("symptom"), .integer("created_at"),
            .integer("updated_at"), .integer("first_reply_at"), .integer("resolved_at"),
            .integer("first_reply_due_at"), .integer("resolution_due_at"), .text("outcome"),
            .text("article"), .integer("contacts"), .text("suggestions"),
            .integer("is_protected"), .integer("erased_at"), .text("citizen_phone_key"),
            .integer("merged_into"), .integer("absorbed"), .integer("snoozed_until"),
            .integer("follow_up_at"), .integer("alarm_at"), .integer("clock_marks"),
            .integer("asked_at"), .integer("next_reply_due_at"), .integer("resolution_since"),
            .integer("resolution_spent"), .integer("first_reply_alarm_at"),
            .integer("next_reply_alarm_at"), .integer("resolution_alarm_at"),
            .integer("next_due_at"), .text("triage_reasons"),
            .integer("register_year"), .integer("register_number"),
            .text("unit"), .text("unit_name"), .text("unit_queue"), .integer("unit_given_at"),
            .integer("unit_answered_at"), .blob("unit_answer"),
            .text("first_contact"),
            .integer("first_solved_at"), .integer("repeats"), .integer("came_back"),
            .integer("incident"), .integer("maintenance"), .text("first_article"),
            .text("solved_queue"), .text("solved_kind"), .text("solved_category"),
            .integer("lent"), .text("set_aside"),
        ]
    )

    static let messages = StoredTable(
        "messages",
        key: [.blob("id")],
        [
            .integer("ticket"), .text("kind"), .text("author_kind"), .text("author"),
            .text("author_name"), .text("body"), .text("articles"), .text("mail_message_id"),
            .text("mail_references"), .integer("created_at"), .blob("packed"), .integer("size"),
            .text("mail_sender"), .text("mail_verdicts"), .text("mail_own"),
            .text("mail_copies"),
        ],
        pageRows: 500
    )

    private static let attachments = StoredTable(
        "attachments",
        key: [.blob("id")],
        [
            .integer("ticket"), .blob("message"), .text("name"), .text("media_type"),
            .integer("size"), .blob("digest"),
        ]
    )

    /// Whole mails and files: a few of them are much.
    private static let blobs = StoredTable(
        "blobs",
        key: [.blob("digest")],
        [.blob("bytes"), .integer("codec"), .integer("size")],
        pageRows: 4
    )

    private static let mails = StoredTable(
        "mails",
        key: [.blob("identity")],
        [
            .blob("content"), .integer("ticket"), .blob("message"), .blob("raw"),
            .integer("received_at"), .text("sender_key"),
        ]
    )

    static let events = StoredTable(
        "events",
        key: [.integer("id")],
        [
            .integer("ticket"), .integer("at"), .text("actor_kind"), .text("actor"),
            .text("actor_name"), .text("kind"), .text("details"),
        ]
    )

    private static let outbox = StoredTable(
        "outbox",
        key: [.blob("id")],
        [
            .integer("ticket"), .blob("message"), .text("payload"), .text("state"),
            .integer("attempts"), .integer("due_at"), .integer("leased_until"),
            .text("last_error"), .integer("automatic"), .integer("deferred_since"),
            .blob("packed"), .integer("size"),
        ]
    )

    private static let handoffs = StoredTable(
        "handoffs",
        key: [.blob("id")],
        [
            .integer("ticket"), .text("destination"), .text("mode"), .text("call"),
            .text("summary"), .text("requested_by"), .text("carrier"), .text("wish"),
            .text("state"), .integer("is_open"),
        ]
    )

    private static let handoffSteps = StoredTable(
        "handoff_steps",
        key: [.blob("handoff"), .integer("place")],
        [.text("state"), .integer("at"), .text("detail"), .integer("status")]
    )

    private static let sessions = StoredTable(
        "sessions",
        key: [.blob("token")],
        [
            .text("staff"), .text("name"), .text("mail"), .text("phone"), .text("roles"),
            .text("queues"), .integer("is_break_glass"), .integer("created_at"),
            .integer("expires_at"), .integer("used_at"), .integer("confirmed_at"),
            .text("address"),
        ]
    )

    private static let answers = StoredTable(
        "answers",
        key: [.text("principal"), .text("target"), .text("key")],
        [
            .blob("request"), .integer("status"), .text("headers"), .blob("body"),
            .integer("created_at"), .integer("ticket"),
        ],
        pageRows: 50
    )

    private static let proofKeys = StoredTable(
        "proof_keys",
        key: [.text("id")],
        [.blob("secret"), .integer("created_at")]
    )

    private static let evidence = StoredTable(
        "evidence",
        key: [.blob("id")],
        [
            .integer("ticket"), .text("article"), .text("origin"), .text("verdict"),
            .text("text"), .integer("learnt_at"),
        ]
    )
}

extension StoredTable {
    private static let calls = StoredTable(
        "calls",
        key: [.blob("id")],
        [
            .text("external_id"), .text("source"), .text("direction"), .text("from_number"),
            .text("to_number"), .text("state"), .text("outcome"), .text("clerk"),
            .text("carrier"), .integer("ticket"), .text("destination"), .integer("started_at"),
            .integer("answered_at"), .integer("ended_at"), .text("cause"), .text("kept"),
            .text("number_key"),
        ]
    )

    private static let duty = StoredTable(
        "duty",
        key: [.text("staff")],
        [.text("name"), .text("telephone"), .integer("since")]
    )

    private static let callBacks = StoredTable(
        "call_backs",
        key: [.blob("id")],
        [
            .blob("call"), .text("number"), .integer("ticket"), .text("reason"),
            .integer("created_at"), .integer("done_at"), .text("done_by"), .text("number_key"),
            .integer("not_before"),
        ]
    )

    /// Whole mails too.
    private static let quarantine = StoredTable(
        "quarantine",
        key: [.blob("id")],
        [
            .blob("identity"), .text("reason"), .integer("claims"), .text("sender"),
            .text("sender_key"), .text("sender_name"), .text("subject"), .text("verdicts"),
            .text("return_path"), .text("reply_token"), .integer("received_at"), .integer("size"),
            .integer("codec"), .blob("bytes"),
        ],
        pageRows: 4
    )

    private static let parties = StoredTable(
        "parties",
        key: [.integer("ticket"), .text("address")],
        []
    )

    private static let refusals = StoredTable(
        "refusals",
        key: [.text("address")],
        [.text("status"), .integer("at")]
    )
}

extension StoredTable.Column {
    static func integer(_ name: String) -> Self { Self(name: name, kind: .integer) }
    static func text(_ name: String) -> Self { Self(name: name, kind: .text) }
    static func blob(_ name: String) -> Self { Self(name: name, kind: .blob) }

    func value(_ row: any SQLRow, _ index: Int) -> SQLValue {
        guard !row.isNull(index) else { return .null }
        return switch kind {
        case .integer: .integer(row.integer(index))
        case .text: .text(row.text(index))
        case .blob: .blob(row.blob(index))
        }
    }
}
