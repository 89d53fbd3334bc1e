import Desk
import DeskAPI
import HTTPTypes

private let one = "/v1/incidents/:number"
private let window = "/v1/maintenance/:number"

extension Operation {
    /// What many citizens meet at once, and what is planned.
    static let incidents: [Operation] = [
        Operation(
            (.get, "/v1/incidents"),
            "listIncidents",
            "Incidents, newest first.",
            query: [.word("state", "Only those that stand there.", Incident.State.self)]
                + QueryParameter.page,
            .page(IncidentBody.self)
        ),
        Operation(
            (.post, "/v1/incidents"),
            "openIncident",
            "Open an incident; new tickets of its symptom are linked to it at once.",
            fields: [.idempotencyKey],
            body: .form(
                IncidentForm.self,
                example: .of(IncidentForm(title: "BankID", symptom: "eid=bankid"))
            ),
            conflicts: true,
            .json(IncidentBody.self, .created, headers: ["Location"])
        ),
        Operation(
            (.get, one),
            "showIncident",
            "One incident, why the desk suspects it, and what its citizens were answered.",
            .json(IncidentBody.self, headers: ["ETag"])
        ),
        Operation(
            (.patch, one),
            "changeIncident",
            "Confirm, resolve or dismiss an incident, or change its words.",
            fields: [.mayMatchEdition],
            body: .form(
                IncidentPatchForm.self,
                mediaTypes: RequestBody.patchTypes,
                example: .of(IncidentPatchForm(state: "confirmed"))
            ),
            conflicts: true,
            .json(IncidentBody.self, headers: ["ETag"])
        ),
        Operation(
            (.get, "\(one)/tickets"),
            "listIncidentTickets",
            "The tickets of an incident that the caller may see, in order.",
            query: QueryParameter.page,
            .page(TicketBody.self)
        ),
        Operation(
            (.post, "\(one)/answers"),
            "answerIncident",
            "Answer all citizens of an incident, once each; the letters leave little by little.",
            fields: [.idempotencyKey],
            body: .form(
                IncidentAnswerForm.self,
                example: .of(IncidentAnswerForm(text: NoticeForm(sv: "Nu fungerar det igen.")))
            ),
            conflicts: true,
            .json(IncidentBody.self, .accepted, headers: ["Location"])
        ),
        Operation(
            (.put, "/v1/tickets/:number/incident"),
            "linkIncident",
            "Say that a ticket is of an incident.",
            fields: [.ifMatch],
            body: .form(IncidentLinkForm.self, example: .of(IncidentLinkForm(incident: 1))),
            conflicts: true,
            .ticket
        ),
        Operation(
            (.delete, "/v1/tickets/:number/incident"),
            "unlinkIncident",
            "Say that a ticket is of no incident.",
            fields: [.ifMatch],
            conflicts: true,
            .ticket
        ),
        Operation(
            (.get, "/v1/maintenance"),
            "listMaintenance",
            "Planned maintenance that is on or ahead, the first to begin first.",
            .json(Page<MaintenanceBody>.self)
        ),
        Operation(
            (.post, "/v1/maintenance"),
            "planMaintenance",
            "Plan an interruption of e-services, which receipts then tell of.",
            fields: [.idempotencyKey],
            body: .form(MaintenanceForm.self),
            conflicts: true,
            .json(MaintenanceBody.self, .created, headers: ["Location"])
        ),
        Operation(
            (.get, window),
            "showMaintenance",
            "One planned interruption, also one that is over or was called off.",
            .json(MaintenanceBody.self, headers: ["ETag"])
        ),
        Operation(
            (.patch, window),
            "changeMaintenance",
            "Change a planned interruption that is not over.",
            fields: [.mayMatchEdition],
            body: .form(MaintenancePatchForm.self, mediaTypes: RequestBody.patchTypes),
            conflicts: true,
            .json(MaintenanceBody.self, headers: ["ETag"])
        ),
        Operation(
            (.delete, window),
            "cancelMaintenance",
            "Call a planned interruption off, or end it.",
            .nothing
        ),
    ]
}

private let lineMax = 200
private let noticeMax = 10_000

extension NoticeBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["sv": .filled(noticeMax), "en": .filled(noticeMax)]
}

extension NoticeForm: SchemaNoted {
    static let notes = NoticeBody.notes
}

extension LookBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["minutes": .count, "citizens": .count]
}

extension IncidentAnswerBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "id": .format("uuid"), "waiting": .count, "written": .count, "left": .count,
        "other_language": .count,
    ]
}

extension IncidentBody: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "number": .number, "state": .word(Incident.State.self), "tickets": .count,
    ]
}

extension IncidentForm: SchemaNoted {
    static let notes: [String: SchemaNote] = [
        "title": .filledLine(lineMax), "service": .filledLine(lineMax),
        "symptom": .pattern(#"^(eid|code|step)=[^\s\u0000-\u001f\u007f-\u009f]{1,190}$"#),
    ]
}

extension IncidentPatchForm: FixedSchema {
    static let schema: JSONValue = {
        func text(_ note: SchemaNote) -> JSONValue { note.applied(to: ["type": "string"]) }
        return [
            "type": "object", "additionalProperties": false,
            "properties": [
                "state": text(.word(Incident.State.self)), "title": text(.filledLine(lineMax)),
                "notice":
                    ([
                        "type": "object", "required": ["sv"], "additionalProperties": false,
                        "properties": [
                            "sv": text(.filled(noticeMax)), "en": text(.filled(noticeMax)).orNull,
                        ],
                    ] as JSONValue).orNull,
            ],
        ]
    }()
}

extension IncidentLinkForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["incident": .number]
}

extension MaintenanceBody: SchemaNoted {
    static let notes: [String: SchemaNote] = ["number": .number]
}

extension MaintenanceForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["services": .texts(1...200)]
}

extension MaintenancePatchForm: SchemaNoted {
    static let notes: [String: SchemaNote] = ["services": .texts(1...200)]
}
