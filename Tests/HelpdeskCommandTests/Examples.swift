import DeskAPI
import Foundation

extension Timestamp {
    /// Reads RFC 3339 in UTC without fractions.
    static func at(_ text: String) throws -> Timestamp {
        Timestamp(try Date.ISO8601FormatStyle().parse(text))
    }
}

/// Bodies of the API as a desk would answer them.
enum Example {
    static func ticket(
        _ number: Int64 = 1_042,
        subject: String = "Kan inte logga in"
    ) throws
        -> TicketBody
    {
        TicketBody(
            number: number,
            subject: subject,
            state: "open",
            kind: "question",
            category: "e-id",
            priority: "normal",
            channel: "email",
            queue: "e-service",
            language: "sv",
            citizen: CitizenBody(name: "Åsa Öberg", email: "asa@example.org"),
            symptom: SymptomBody(eId: "bankid", codes: ["RFA8"], device: "ios", step: "login"),
            createdAt: try .at("2026-11-23T08:05:00Z"),
            updatedAt: try .at("2026-11-23T13:05:00Z"),
            due: DueBody(firstReplyAt: try .at("2026-11-24T09:00:00Z"), overdue: false),
            contacts: 1,
            suggestions: [
                SuggestionBody(
                    article: "bankid-svarar-inte",
                    title: "BankID svarar inte",
                    confidence: 0.91
                )
            ]
        )
    }

    static let matches = MatchesBody(
        matches: [
            MatchBody(
                article: "bankid-svarar-inte",
                title: "BankID svarar inte",
                language: "sv",
                score: 3,
                confidence: 0.91,
                reasons: ["felkod RFA8"]
            )
        ],
        answerable: true
    )

    static func message(_ body: String = "Hej!\n\nDet går inte.") throws -> MessageBody {
        MessageBody(
            id: "m1",
            ticket: 1_042,
            kind: "inbound",
            author: AuthorBody(kind: "citizen", name: "Åsa Öberg"),
            body: body,
            articles: [],
            attachments: [
                AttachmentBody(id: "a1", name: "skärm.png", mediaType: "image/png", size: 34_567)
            ],
            createdAt: try .at("2026-11-23T08:05:00Z")
        )
    }

    static func handoff(
        _ states: [String],
        instruction: String? = nil
    ) throws -> HandoffBody {
        let moment = try Timestamp.at("2026-11-23T13:30:00Z")
        return HandoffBody(
            id: "h1",
            ticket: 1_042,
            destination: DestinationBody(
                id: "vaxeln",
                name: "Växeln",
                kind: "unit",
                number: "+4685080000",
                topics: ["allt"]
            ),
            mode: "attended",
            state: states.last ?? "requested",
            instruction: instruction,
            requestedBy: "anna",
            requestedAt: moment,
            updatedAt: moment,
            steps: states.map { HandoffStepBody(state: $0, at: moment) }
        )
    }

    static let staff = StaffBody(id: "anna", name: "Anna Ek", roles: ["agent"], queues: [])

    static func session() throws -> SessionBody {
        SessionBody(expiresAt: try .at("2026-11-23T21:30:00Z"), staff: staff)
    }

    static func newSession() throws -> NewSessionBody {
        NewSessionBody(
            token: "fresh.token",
            expiresAt: try .at("2026-11-23T21:30:00Z"),
            staff: staff
        )
    }

    /// The body as the API would write it.
    static func json(_ body: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(body), as: UTF8.self)
    }
}
