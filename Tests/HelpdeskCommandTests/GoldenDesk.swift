import DeskAPI

/// A desk with one of everything, for the golden files.
enum GoldenDesk {
    static func script() throws -> FakeScript {
        let answers = try answers()
        return FakeScript { request in
            let line = "\(request.method) \(request.path)"
            if request.target.contains("queue=e-servise") {
                return .json("{\"items\":[],\"next\":null}")
            }
            if request.body.contains("vaxlen") { return .problem(404) }
            if request.target.contains("state=suspected") {
                return .json("{\"items\":[],\"next\":null}")
            }
            if let answer = answers["\(request.method) \(request.target)"] ?? answers[line] {
                return .json(answer, tag: "\"1042-1\"")
            }
            if request.method == "DELETE" || request.method == "PUT" {
                return .answer(204, body: "")
            }
            return .problem(404)
        }
    }

    /// What it answers, by method and path.
    static func answers() throws -> [String: String] {
        var answers = try people()
        let parts = try [
            tickets(), mails(), knowledge(), telephones(), incidents(), webhooks(), reports(),
        ]
        for part in parts {
            answers.merge(part) { first, _ in first }
        }
        return answers
    }

    private static func page(_ item: String) -> String { "{\"items\":[\(item)],\"next\":null}" }

    private static func incidents() throws -> [String: String] {
        let answer = IncidentAnswerBody(
            id: "a1",
            text: NoticeBody(sv: "Det fungerar igen.", en: "It works again."),
            resolve: true,
            staff: "lena",
            writtenAt: try .at("2026-11-23T13:00:00Z"),
            waiting: 2,
            written: 31,
            left: 1
        )
        let incident = try Example.json(
            IncidentBody(
                number: 3,
                state: "confirmed",
                title: "bankid · skolval",
                service: "skolval",
                symptom: "eid=bankid",
                openedAt: try .at("2026-11-23T12:05:00Z"),
                look: LookBody(minutes: 10, citizens: 9, expected: 0.4, probability: 0.000_002),
                notice: NoticeBody(sv: "BankID ligger nere."),
                confirmedAt: try .at("2026-11-23T12:10:00Z"),
                quietSince: try .at("2026-11-23T13:00:00Z"),
                quiet: true,
                tickets: 34,
                answers: [answer]
            )
        )
        let window = try Example.json(
            MaintenanceBody(
                number: 2,
                startsAt: try .at("2026-11-24T20:00:00Z"),
                endsAt: try .at("2026-11-24T22:00:00Z"),
                services: ["skolval", "bygglov"],
                notice: NoticeBody(sv: "Skolvalet är stängt."),
                createdBy: "lena"
            )
        )
        let ticket = try Example.json(try Example.ticket())
        let one = "/v1/incidents/3"
        return [
            "GET /v1/incidents": page(incident), "POST /v1/incidents": incident,
            "GET \(one)": incident, "PATCH \(one)": incident,
            "GET \(one)/tickets": page(ticket), "POST \(one)/answers": incident,
            "PUT /v1/tickets/1042/incident": ticket, "DELETE /v1/tickets/1042/incident": ticket,
            "GET /v1/maintenance": page(window), "POST /v1/maintenance": window,
            "PATCH /v1/maintenance/2": window,
        ]
    }

    private static func people() throws -> [String: String] {
        let token = """
            {"id":"t1","name":"web-form","scopes":["tickets:create"],"queues":[],
             "created_by":"cecilia","created_at":"2026-11-01T08:00:00Z",
             "expires_at":"2027-11-01T08:00:00Z","used_at":"2026-11-23T13:20:00Z"}
            """
        return [
            "POST /v1/sessions": try Example.json(try Example.newSession()),
            "GET /v1/session": try Example.json(try Example.session()),
            "GET /v1/sessions": page(
                """
                {"id":"s1","created_at":"2026-11-23T07:30:00Z","used_at":"2026-11-23T13:29:30Z",
                 "expires_at":"2026-11-23T21:30:00Z","address":"192.0.2.7","current":true}
                """
            ),
            "DELETE /v1/sessions": "{\"ended\":2}",
            "POST /v1/tokens": "{\"token\":\"hdt_secret\",\"made\":\(token)}",
            "GET /v1/tokens": page(token),
            "GET /v1/access-records": page(
                """
                {"id":7,"at":"2026-11-22T06:58:00Z","staff":"erik","address":"192.0.2.9",
                 "means":"directory","outcome":"refused"}
                """
            ),
            "GET /v1/change-records": page(
                """
                {"id":3,"at":"2026-11-22T06:58:00Z","staff":"adam","act":"webhook_deleted",
                 "subject":"w1","details":{"host":"https://example.org"}}
                """
            ),
            "GET /v1/rights": page("{\"right\":\"read\",\"reach\":{\"agent\":[\"own\",\"open\"]}}"),
        ]
    }

    private static func webhooks() -> [String: String] {
        let webhook = """
            {"id":"w1","url":"https://example.org/hook","types":["ticket.opened"],"queues":[],
             "subject":false,"enabled":true,"created_by":"cecilia",
             "created_at":"2026-11-01T08:00:00Z","failing_since":"2026-11-23T12:00:00Z",
             "disabled_at":null}
            """
        let off = webhook.replacing("\"enabled\":true", with: "\"enabled\":false")
        let delivery = """
            {"id":"d1","type":"ticket.opened","ticket":1042,"state":"queued","attempts":2,
             "next_at":"2026-11-23T13:45:00Z","status":503,"detail":"answered 503",
             "created_at":"2026-11-23T12:00:00Z"}
            """
        let secret = "{\"secret\":\"whsec_hemligt\",\"webhook\":\(webhook)}"
        return [
            "GET /v1/webhooks": page(webhook), "POST /v1/webhooks": secret,
            "PUT /v1/webhooks/w1/activation": webhook,
            "DELETE /v1/webhooks/w1/activation": off, "POST /v1/webhooks/w1/secret": secret,
            "GET /v1/webhooks/w1/deliveries": page(delivery),
            "POST /v1/webhooks/w1/deliveries/d1/retry": delivery,
        ]
    }

    private static func tickets() throws -> [String: String] {
        var urgent = try Example.ticket(1_043, subject: "Ansökan stänger i kväll")
        urgent.priority = "urgent"
        urgent.due.overdue = true
        urgent.assignee = "erik"
        urgent.incident = 3
        urgent.updatedAt = try .at("2026-11-22T13:05:00Z")
        let both = try [urgent, Example.ticket()].map { try Example.json($0) }
        let ticket = both[1]
        var answered = try Example.message("Starta om telefonen.")
        answered.kind = "reply"
        answered.attachments = []
        answered.delivery = DeliveryBody(state: "queued", attempts: 0)
        let event = """
            {"id":"h7","at":"2026-11-23T13:05:00Z","actor":{"kind":"staff","id":"grace","name":"Grace Ask"},
             "kind":"assigned","details":{"assignee":"grace"}}
            """
        let one = "/v1/tickets/1042"
        return [
            "GET /v1/tickets": page(both.joined(separator: ",")), "POST /v1/tickets": ticket,
            "GET \(one)": ticket, "PATCH \(one)": try corrected(), "PUT \(one)/assignment": ticket,
            "PUT \(one)/resolution": ticket, "DELETE \(one)/resolution": ticket,
            "PUT \(one)/presence": page(""), "PUT \(one)/unit": ticket,
            "PUT \(one)/merger": ticket,
            "DELETE \(one)/merger": ticket,
            "PUT \(one)/snooze": try snoozed(), "PUT \(one)/follow-up": try followedUp(),
            "PUT \(one)/protection": ticket,
            "GET \(one)/messages": page(try Example.json(try Example.message())),
            "POST \(one)/messages": try Example.json(answered),
            "GET \(one)/draft": """
            {"body":"Hej Åsa!\\n\\n\\nVänliga hälsningar\\nAnna","article":null,"title":null,
             "language":"sv"}
            """,
            "GET \(one)/draft?article=bankid-svarar-inte": """
            {"body":"Hej Åsa!\\n\\nStarta om telefonen.","article":"bankid-svarar-inte",
             "title":"BankID svarar inte","language":"sv"}
            """,
            "POST \(one)/messages/m1/split": ticket,
            "GET \(one)/history": page(event),
            "GET \(one)/links": page(
                "{\"ticket\":7,\"relation\":\"parent\",\"state\":\"open\",\"subject\":\"Allt\",\"staff\":\"anna\",\"at\":\"2026-11-23T13:05:00Z\"}"
            ),
            "GET \(one)/duplicates": page(
                """
                {"ticket":8,"reasons":["same_code"],"state":"open","subject":"RFA8 igen",
                 "created_at":"2026-11-22T13:05:00Z","likeness":0.8,"score":0.8}
                """
            ),
            "POST \(one)/disclosures": "{}",
            "GET /v1/watched-events":
                "{\"items\":[{\"ticket\":1042,\"event\":\(event)}],\"next\":\"c\",\"more\":false}",
        ]
    }

    private static func snoozed() throws -> String {
        var ticket = try Example.ticket()
        ticket.snoozedUntil = try .at("2026-11-26T07:00:00Z")
        return try Example.json(ticket)
    }

    private static func followedUp() throws -> String {
        var ticket = try Example.ticket()
        ticket.followUpAt = try .at("2026-12-01T07:00:00Z")
        return try Example.json(ticket)
    }

    private static func corrected() throws -> String {
        var ticket = try Example.ticket()
        ticket.citizen.phone = "070-123 45 67"
        return try Example.json(ticket)
    }

    private static func mails() throws -> [String: String] {
        let mail = """
            {"id":"q1","reason":"foreign_ticket","claims":1042,
             "from":{"name":"Bo Ek","email":"bo@example.org"},"subject":"Re: Kan inte logga in",
             "size":2048,"verdicts":[{"step":"sender","outcome":"passed"}],"text":"Samma här.",
             "received_at":"2026-11-23T12:00:00Z"}
            """
        let brake = """
            {"holds":true,"pulled_at":"2026-11-23T13:20:00Z","pulled_by":"cecilia",
             "letters":{"hour":12,"day":240},"max":{"hour":100,"day":1000}}
            """
        return [
            "GET /v1/quarantine": page(mail), "GET /v1/quarantine/q1": mail,
            "PUT /v1/quarantine/q1/release": try Example.json(try Example.ticket()),
            "GET /v1/mail/brake": brake, "PUT /v1/mail/brake": brake,
            "DELETE /v1/mail/brake": brake.replacing("\"holds\":true", with: "\"holds\":false"),
            "GET /v1/attachments/a1": "bytes\n",
            "GET /v1/reports/volume": try Example.json(ReportVerbTests.volume),
        ]
    }

    private static func reports() throws -> [String: String] {
        try GoldenReports.all.reduce(into: [:]) { answers, report in
            answers["GET /v1/reports/\(report.report)"] = try Example.json(report)
        }
    }

    private static func knowledge() throws -> [String: String] {
        let article = """
            {"id":"bankid-svarar-inte","language":"sv","title":"BankID svarar inte",
             "category":"e-id","audience":"citizen","owner":"servicenämnden",
             "reviewed":"2026-11-01","codes":["RFA8"],"services":[],"keywords":[],"questions":[],
             "languages":["sv"],
             "markdown":"# Gör så här\\n\\nStarta om telefonen.\\n","html":"<p>Starta om</p>"}
            """
        return [
            "POST /v1/matches": try Example.json(Example.matches),
            "GET /v1/tickets/1042/suggestions": try Example.json(Example.matches),
            "PUT /v1/tickets/1042/suggestions/bankid-svarar-inte/verdict": """
            {"ticket":1042,"article":"bankid-svarar-inte","verdict":"right","staff":"anna",
             "at":"2026-11-23T13:30:00Z"}
            """,
            "GET /v1/articles": page(article), "GET /v1/articles/bankid-svarar-inte": article,
        ]
    }

    private static func telephones() throws -> [String: String] {
        let caller = """
            {"name":"Åsa Öberg","articles":["bankid-svarar-inte"],
             "open_tickets":[{"number":1042,"subject":"Kan inte logga in","state":"open"}]}
            """
        let call = """
            {"id":"c1","call_id":"x","source":"sip","direction":"in","from":"+46701234567",
             "to":"+468508000","state":"talking","clerk":"anna","ticket":1042,
             "started_at":"2026-11-23T13:25:00Z","caller":\(caller)}
            """
        let duty = """
            {"staff":"anna","name":"Anna Ek","telephone":"1001","since":"2026-11-23T07:00:00Z"}
            """
        let task = """
            {"id":"b1","number":"+46701234567","reason":"abandoned","call":"c1","ticket":1042,
             "created_at":"2026-11-23T12:55:00Z","caller":\(caller)}
            """
        let asked = """
            {"id":"b2","number":"+46701234567","reason":"asked","call":null,"ticket":1042,
             "created_at":"2026-11-23T12:55:00Z","not_before":"2026-12-01T13:30:00Z",
             "caller":\(caller)}
            """
        let listed = """
            {"id":"vaxeln","name":"Växeln","kind":"unit","number":"+4685080000","topics":["allt"],
             "availability":{"takes_calls":true,"goes_to":"vaxeln","days":[]}}
            """
        let handoff = try Example.json(try Example.handoff(["requested", "completed"]))
        return [
            "GET /v1/calls": page(call), "GET /v1/calls/c1": call, "PUT /v1/calls/c1/ticket": call,
            "GET /v1/duty": page(duty), "PUT /v1/duty": duty,
            "GET /v1/callbacks": page(task), "PUT /v1/callbacks/b1/completion": task,
            "PUT /v1/tickets/1042/callback": asked,
            "GET /v1/destinations": page(listed),
            "POST /v1/tickets/1042/handoffs": handoff,
            "GET /v1/tickets/1042/handoffs": page(handoff), "GET /v1/handoffs/h1": handoff,
            "PUT /v1/handoffs/h1/outcome": handoff,
        ]
    }
}
