import Desk
import DeskAPI
import KnowledgeBase

/// The longest name.
private let lineMax = 200

extension ProblemBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "type": .format("uri-reference"), "status": .range(400...599),
    ]
}

extension HealthBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["status": .words(["ok", "degraded", "unavailable"])]
}

extension StaffBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["roles": .each(Role.self)]
}

extension EndedSessionsBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["ended": .count]
}

extension TokenForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "name": .pattern("^[a-z0-9-]{1,64}$"), "scopes": .each(TokenScope.self, atLeast: 1),
        "days": .range(1...Int64(ServiceTokenDraft.daysMax)), "queues": .queues,
    ]
}

extension TokenBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .format("uuid"), "scopes": .each(TokenScope.self),
    ]
}

extension AccessRecordBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "means": .word(AccessRecord.Means.self), "outcome": .word(AccessRecord.Outcome.self),
        "times": .count,
    ]
}

extension ChangeRecordBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["act": .word(ChangeRecord.Act.self)]
}

extension ReadBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "times": .count, "what": .word(ReadRecord.What.self), "ticket": .number,
    ]
}

extension HoldForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["reason": .filledLine(lineMax)]
}

extension PersonForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["email": .address, "phone": .line(lineMax)]

    static let conditions: [String: JSONValue] = [
        "anyOf": .list(
            ["email", "phone"].map { name in
                ["required": [.text(name)], "properties": .object([name: ["type": "string"]])]
            }
        )
    ]
}

extension ErasureBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "messages_elsewhere": .count, "unfinished": .count, "calls": .count,
        "call_backs": .count, "held_mails": .count, "addresses": .count,
    ]
}

extension RightBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["right": .word(Right.self)]
}

extension ArticleSummaryBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["audience": .word(Audience.self)]
}

extension ArticleBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["audience": .word(Audience.self)]
}

extension MatchForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["text": .filled(20_000), "limit": .range(1...20)]
}

extension MatchBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["verdict": .word(ArticleVerdict.self)]
}

extension VerdictForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["verdict": .word(ArticleVerdict.self)]
}

extension VerdictBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "ticket": .number, "verdict": .word(ArticleVerdict.self),
    ]
}

extension EvidenceBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "ticket": .number, "verdict": .word(Evidence.Verdict.self),
        "origin": .word(KeptEvidence.Origin.self),
    ]
}

extension DestinationBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["kind": .word(Destination.Kind.self)]
}

extension HandoffForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "mode": .word(Handoff.Mode.self), "call": .line(lineMax), "summary": .characters(200_000),
    ]
}

extension HandoffBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .format("uuid"), "ticket": .number, "mode": .word(Handoff.Mode.self),
        "state": .word(Handoff.State.self),
    ]
}

extension HandoffStepBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["state": .word(Handoff.State.self)]
}

extension HandoffOutcomeForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "outcome": .words(Handoff.State.allCases.filter(\.isFinal).map(\.rawValue)),
        "detail": .line(lineMax),
    ]
}

extension CallBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .format("uuid"), "source": .word(Call.Source.self),
        "direction": .word(Call.Direction.self), "state": .word(Call.State.self),
        "outcome": .word(Call.Outcome.self), "ticket": .number,
    ]
}

extension CallTicketForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["number": .number]
}

extension CallBackForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["number": .line(200)]
}

extension CallBackBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .format("uuid"), "reason": .word(CallBack.Reason.self), "ticket": .number,
    ]
}

extension TicketLineBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["number": .number, "state": .word(TicketState.self)]
}

extension BrakeBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "reason": .word(Brake.Reason.self), "ticket": .number,
    ]
}

extension LettersBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["hour": .count, "day": .count]
}
