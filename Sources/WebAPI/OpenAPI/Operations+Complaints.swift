import Desk
import DeskAPI
import HTTPTypes

private let one = "/v1/tickets/:number"

extension Operation {
    /// Which unit answers a ticket, and replies to begin with.
    static let complaints: [Operation] = [
        Operation(
            (.put, "\(one)/unit"),
            "giveTicket",
            "Give a ticket to the unit that answers it: a destination.",
            fields: [.ifMatch],
            body: .form(UnitForm.self, example: .of(UnitForm(unit: "bygglov"))),
            conflicts: true,
            .ticket
        ),
        Operation(
            (.delete, "\(one)/unit"),
            "takeTicketBack",
            "Take a ticket back from its unit.",
            fields: [.ifMatch],
            conflicts: true,
            .ticket
        ),
        Operation(
            (.get, "\(one)/draft"),
            "draftReply",
            "A reply to this citizen to begin with, of an article or for one's own words; nothing is kept.",
            query: [.text("article", "Which article; without one, greeting and signature.")],
            conflicts: true,
            .json(DraftBody.self)
        ),
        Operation(
            (.get, "\(one)/service-request"),
            "showServiceRequest",
            "What a ticket has beside its words when it came by Open311.",
            query: [
                .word(
                    "identity_numbers",
                    "Whether personal identity numbers are shown, also what looks like one in "
                        + "`media_url` and `address_id`; that is recorded.",
                    IdentityNumberView.self
                )
            ],
            .json(ServiceRequestBody.self)
        ),
    ]

    /// GeoReport v2, whose answers are that standard's.
    static let open311: [Operation] =
        ["", ".xml", ".json"].flatMap { ending in
            let name = ending.isEmpty ? "" : ending == ".xml" ? "AsXML" : "AsJSON"
            let type = ending == ".json" ? "application/json" : "text/xml"
            let schema: JSONValue = ending == ".json" ? [:] : ["type": "string"]
            let root = ReportRoutes.root
            func answer(_ status: HTTPResponse.Status = .ok) -> AnswerDescription {
                .other(type, status, schema: schema)
            }
            return [
                Operation(
                    (.get, "\(root)/discovery\(ending)"),
                    "discoverReports\(name)",
                    "Where Open311 is served, and in which formats.",
                    query: [jurisdiction],
                    answer()
                ),
                Operation(
                    (.get, "\(root)/services\(ending)"),
                    "listServices\(name)",
                    "What can be asked of the city.",
                    query: [jurisdiction],
                    answer()
                ),
                Operation(
                    (.get, "\(root)/requests\(ending)"),
                    "listRequests\(name)",
                    "What was asked, newest first, as far as everybody may see it.",
                    query: [jurisdiction] + requestFilter,
                    answer()
                ),
                Operation(
                    (.post, "\(root)/requests\(ending)"),
                    "fileRequest\(name)",
                    "Ask something; the same request within minutes is one.",
                    body: BodyDescription(
                        mediaTypes: ["application/x-www-form-urlencoded"],
                        schema: { _ in requestForm },
                        example: ["service_code": "synpunkt", "description": "Fler bänkar, tack."]
                    ),
                    answer(.created)
                ),
            ]
        } + [
            Operation(
                (.get, "\(ReportRoutes.root)/services/:code"),
                "showService",
                "What else a service asks; `.json` at the end for JSON.",
                query: [jurisdiction],
                .other("text/xml")
            ),
            Operation(
                (.get, "\(ReportRoutes.root)/tokens/:token"),
                "showRequestOfToken",
                "The id that a token stands for; `.json` at the end for JSON.",
                query: [jurisdiction],
                .other("text/xml")
            ),
            Operation(
                (.get, "\(ReportRoutes.root)/requests/:id"),
                "showRequest",
                "How it stands with a request; `.json` at the end for JSON.",
                query: [jurisdiction],
                .other("text/xml")
            ),
        ]

    /// True for what answers as GeoReport v2 has it, its refusals too.
    var isReport: Bool { path.hasPrefix(ReportRoutes.root) }

    private static let jurisdiction = QueryParameter.text(
        "jurisdiction_id",
        "Which city; another than this one is not found."
    )

    private static let requestFilter: [QueryParameter] = [
        .text("service_request_id", "Only these, with commas; overrides everything else."),
        .text("service_code", "Only of these services, with commas."),
        .text("start_date", "Not before; ninety days at most are shown."),
        .text("end_date", "Not after."),
        .text("status", "`open`, `closed`, or both with a comma."),
    ]

    private static let requestForm: JSONValue = {
        let texts = [
            "api_key", "jurisdiction_id", "lat", "long", "address_string", "address_id", "email",
            "device_id", "account_id", "first_name", "last_name", "phone", "description",
            "media_url",
        ]
        let text: JSONValue = ["type": "string"]
        let members = Dictionary(uniqueKeysWithValues: texts.map { ($0, text) })
        let code: JSONValue = ["type": "string", "minLength": 1]
        return [
            "type": "object", "required": ["service_code"],
            "properties": JSONValue.object(members).with(["service_code": code]),
        ]
    }()
}
