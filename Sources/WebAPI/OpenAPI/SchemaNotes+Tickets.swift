import Desk
import DeskAPI
import KnowledgeBase

/// The longest name, queue or service.
private let lineMax = 200
private let subjectMax = 300
private let bodyMax = 200_000

extension TicketBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "number": .number, "state": .word(TicketState.self), "kind": .word(TicketKind.self),
        "category": .word(TicketCategory.self), "priority": .word(TicketPriority.self),
        "channel": .word(TicketChannel.self), "outcome": .word(TicketOutcome.self),
        "contacts": .count, "merged": .count, "merged_into": .number, "incident": .number,
        "maintenance": .number,
    ]
}

extension TicketForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "subject": .filledLine(subjectMax), "body": .filled(bodyMax),
        "channel": .word(TicketChannel.self), "kind": .word(TicketKind.self),
        "category": .word(TicketCategory.self), "priority": .word(TicketPriority.self),
        "service": .filledLine(lineMax), "language": .language, "queue": .filledLine(lineMax),
        "call": .line(lineMax),
    ]
}

extension CitizenForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "name": .line(lineMax), "email": .address, "phone": .telephone(lineMax),
    ]
}

extension TicketPatchForm: FixedSchema {
    static let schema: JSONValue = {
        func text(_ note: SchemaNote) -> JSONValue { note.applied(to: ["type": "string"]) }
        let citizen: [String: JSONValue] = CitizenForm.notes.mapValues { text($0).orNull }
        return [
            "type": "object", "additionalProperties": false,
            "properties": [
                "subject": text(.filledLine(subjectMax)), "queue": text(.filledLine(lineMax)),
                "language": text(.language), "state": text(.word(TicketState.self)),
                "kind": text(.word(TicketKind.self)),
                "category": text(.word(TicketCategory.self)),
                "priority": text(.word(TicketPriority.self)),
                "service": text(.filledLine(lineMax)).orNull,
                "citizen": [
                    "type": "object", "additionalProperties": false,
                    "properties": .object(citizen),
                ],
            ],
        ]
    }()
}

extension AssignmentForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["assignee": .filledLine(lineMax)]
}

extension UnitForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["unit": .filledLine(lineMax)]
}

extension UnitBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["answer": .format("uuid")]
}

extension ResolutionForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["outcome": .word(TicketOutcome.self)]
}

extension MessageBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .format("uuid"), "ticket": .number, "kind": .word(Message.Kind.self),
    ]
}

extension MessageForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "kind": .words(["reply", "note"]), "body": .filled(bodyMax),
    ]
}

extension AuthorBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["kind": .words(["citizen", "staff", "system"])]
}

extension AttachmentBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["id": .format("uuid"), "size": .count]
}

extension DeliveryBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "state": .word(Delivery.State.self), "attempts": .count,
    ]
}

extension MailVerdictBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["step": .word(MailStep.self)]
}

extension HeldMailBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .format("uuid"), "reason": .word(HoldReason.self), "claims": .number,
        "size": .count,
    ]
}

extension ReleaseForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["ticket": .number]
}

extension HistoryBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["kind": .word(TicketEvent.Kind.self)]
}

extension WatchedEventBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["ticket": .number]
}

extension MergerForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["into": .number]
}

extension SplitForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "subject": .filledLine(subjectMax), "queue": .filledLine(lineMax),
    ]
}

extension LinkForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["relation": .word(TicketRelation.self)]
}

extension LinkBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "ticket": .number, "relation": .word(TicketRelation.self),
        "state": .word(TicketState.self),
    ]
}

extension DuplicateBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "ticket": .number, "reasons": .each(DuplicateHint.Reason.self),
        "state": .word(TicketState.self),
    ]
}

extension DisclosureForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "outcome": .word(DisclosureOutcome.self), "ground": .filledLine(lineMax),
    ]

    static let conditions: [String: JSONValue] = [
        "anyOf": [
            ["properties": ["outcome": ["const": .text(DisclosureOutcome.released.rawValue)]]],
            ["required": ["ground"], "properties": ["ground": ["type": "string"]]],
        ]
    ]
}

extension PresenceForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["doing": .word(Presence.Doing.self)]
}

extension PresenceBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["doing": .word(Presence.Doing.self)]
}
