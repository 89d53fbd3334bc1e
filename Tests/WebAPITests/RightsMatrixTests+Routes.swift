extension RightsMatrixTests {
    /// What a route wants of whoever asks.
    enum Need {
        /// Nothing but a log-in, or not even that.
        case nothing
        /// To see the ticket that it names.
        case read
        /// To work the ticket that it names.
        case work
        case hold
        /// To see the ticket; nothing is learnt from what is confidential or protected.
        case readTaught
        /// One of these people, whatever the ticket.
        case oneOf(Set<String>)
        /// Has a test of its own, by this name.
        case elsewhere(String)
    }

    /// Every route; one that is not here fails the test.
    static let needs: [String: Need] = [
        "GET /healthz": .nothing, "GET /readyz": .nothing, "GET /openapi.json": .nothing,
        "POST /v1/sessions": .elsewhere("The API's sessions"), "GET /v1/session": .nothing,
        "GET /v1/sessions": .nothing, "DELETE /v1/sessions": .elsewhere("The API's sessions"),
        "DELETE /v1/sessions/:id": .elsewhere("The API's sessions"),
        "POST /v1/tokens": .oneOf(["adam"]), "GET /v1/tokens": .oneOf(["adam"]),
        "DELETE /v1/tokens/:id": .elsewhere("service tokens"),
        "GET /v1/access-records": .oneOf(["rut"]), "GET /v1/change-records": .oneOf(["rut"]),
        "DELETE /v1/session": .elsewhere("The API's sessions"),
        "POST /v1/tickets": .elsewhere("opening"),
        "GET /v1/tickets": .elsewhere("lists"),
        "GET /v1/tickets/:number": .read, "PATCH /v1/tickets/:number": .work,
        "PUT /v1/tickets/:number/assignment": .work,
        "DELETE /v1/tickets/:number/assignment": .work,
        "PUT /v1/tickets/:number/unit": .work, "DELETE /v1/tickets/:number/unit": .work,
        "PUT /v1/tickets/:number/resolution": .work,
        "DELETE /v1/tickets/:number/resolution": .work,
        "GET /v1/tickets/:number/messages": .read, "POST /v1/tickets/:number/messages": .work,
        "GET /v1/tickets/:number/history": .read,
        "GET /v1/tickets/:number/suggestions": .read,
        "GET /v1/tickets/:number/draft": .elsewhere("Replies to begin with"),
        "GET /v1/tickets/:number/service-request": .elsewhere("Open311's requests"),
        "GET /open311/v2/discovery": .elsewhere("Open311's services"),
        "GET /open311/v2/discovery.xml": .elsewhere("Open311's services"),
        "GET /open311/v2/discovery.json": .elsewhere("Open311's services"),
        "GET /open311/v2/services": .elsewhere("Open311's services"),
        "GET /open311/v2/services.xml": .elsewhere("Open311's services"),
        "GET /open311/v2/services.json": .elsewhere("Open311's services"),
        "GET /open311/v2/services/:code": .elsewhere("Open311's services"),
        "POST /open311/v2/requests": .elsewhere("Filing by Open311"),
        "POST /open311/v2/requests.xml": .elsewhere("Filing by Open311"),
        "POST /open311/v2/requests.json": .elsewhere("Filing by Open311"),
        "GET /open311/v2/requests": .elsewhere("Open311's requests"),
        "GET /open311/v2/requests.xml": .elsewhere("Open311's requests"),
        "GET /open311/v2/requests.json": .elsewhere("Open311's requests"),
        "GET /open311/v2/requests/:id": .elsewhere("Open311's requests"),
        "GET /open311/v2/tokens/:token": .elsewhere("Open311's requests"),
        "GET /v1/attachments/:id": .read,
        "POST /v1/matches": .nothing, "GET /v1/articles": .nothing,
        "GET /v1/articles/:article": .nothing, "GET /v1/destinations": .nothing,
        "POST /v1/tickets/:number/handoffs": .work, "GET /v1/handoffs/:id": .read,
        "GET /v1/tickets/:number/handoffs": .read, "PUT /v1/handoffs/:id/outcome": .work,
        "GET /v1/handoffs": .elsewhere("lists"),
        "PUT /v1/tickets/:number/protection": .work,
        "DELETE /v1/tickets/:number/protection": .work,
        "PUT /v1/tickets/:number/hold": .hold, "DELETE /v1/tickets/:number/hold": .hold,
        "GET /v1/reads": .oneOf(["rut"]),
        "POST /v1/register-extracts": .oneOf(["adam"]), "POST /v1/erasures": .oneOf(["adam"]),
        "GET /v1/rights": .nothing,
        "GET /v1/tickets/:number/suggestions/:article/verdict": .readTaught,
        "PUT /v1/tickets/:number/suggestions/:article/verdict": .work,
        "DELETE /v1/tickets/:number/suggestions/:article/verdict": .work,
        "GET /v1/articles/:article/evidence": .oneOf(["adam"]),
        "DELETE /v1/articles/:article/evidence": .oneOf(["adam"]),
        "GET /v1/calls": .elsewhere("calls"), "GET /v1/calls/:name": .read,
        "PUT /v1/calls/:name/ticket": .work, "GET /v1/callbacks": .elsewhere("calls"),
        "POST /v1/calls/events": .oneOf(Self.takers),
        "GET /v1/duty": .oneOf(Self.takers.union(["rut"])), "PUT /v1/duty": .oneOf(Self.takers),
        "DELETE /v1/duty": .oneOf(Self.takers),
        "DELETE /v1/duty/:name": .oneOf(["adam", "sara"]),
        "PUT /v1/callbacks/:id/completion": .work, "PUT /v1/tickets/:number/callback": .work,
        "GET /v1/tickets/:number/messages/:id/html": .read,
        "PUT /v1/tickets/:number/merger": .work, "DELETE /v1/tickets/:number/merger": .work,
        "POST /v1/tickets/:number/messages/:id/split": .work,
        "GET /v1/tickets/:number/links": .read, "PUT /v1/tickets/:number/links/:other": .work,
        "DELETE /v1/tickets/:number/links/:other": .work,
        "GET /v1/tickets/:number/duplicates": .read,
        "POST /v1/tickets/:number/disclosures": .work,
        "PUT /v1/tickets/:number/snooze": .work, "DELETE /v1/tickets/:number/snooze": .work,
        "PUT /v1/tickets/:number/follow-up": .work, "DELETE /v1/tickets/:number/follow-up": .work,
        "PUT /v1/tickets/:number/watch": .read, "DELETE /v1/tickets/:number/watch": .nothing,
        "GET /v1/watched-events": .nothing, "GET /v1/events": .elsewhere("Streams of events"),
        "POST /v1/webhooks": .oneOf(["adam"]), "GET /v1/webhooks": .oneOf(["adam"]),
        "GET /v1/webhooks/:id": .elsewhere("Webhooks"),
        "PUT /v1/webhooks/:id": .elsewhere("Webhooks"),
        "DELETE /v1/webhooks/:id": .elsewhere("Webhooks"),
        "PUT /v1/webhooks/:id/activation": .elsewhere("Webhooks"),
        "DELETE /v1/webhooks/:id/activation": .elsewhere("Webhooks"),
        "POST /v1/webhooks/:id/secret": .elsewhere("Webhooks"),
        "GET /v1/webhooks/:id/deliveries": .elsewhere("Webhooks"),
        "POST /v1/webhooks/:id/deliveries/:delivery/retry": .elsewhere("Webhooks"),
        "PUT /v1/tickets/:number/presence": .work,
        "GET /v1/tickets/:number/presence": .read, "DELETE /v1/tickets/:number/presence": .read,
        "GET /v1/quarantine": .elsewhere("The quarantine"), "GET /v1/quarantine/:id": .read,
        "DELETE /v1/quarantine/:id": .work, "PUT /v1/quarantine/:id/release": .work,
        "GET /v1/mail/brake": .oneOf(["adam", "sara"]),
        "PUT /v1/mail/brake": .oneOf(["adam", "sara"]),
        "DELETE /v1/mail/brake": .oneOf(["adam", "sara"]),
        "GET /v1/reports/:name": .oneOf(["adam", "rut", "sara"]),
        "GET /v1/incidents": .oneOf(Self.seers), "POST /v1/incidents": .oneOf(["adam", "sara"]),
        "GET /v1/incidents/:number": .elsewhere("incidents"),
        "PATCH /v1/incidents/:number": .elsewhere("incidents"),
        "GET /v1/incidents/:number/tickets": .elsewhere("incidents"),
        "POST /v1/incidents/:number/answers": .elsewhere("incidents"),
        "PUT /v1/tickets/:number/incident": .work, "DELETE /v1/tickets/:number/incident": .work,
        "GET /v1/maintenance": .oneOf(Self.seers),
        "POST /v1/maintenance": .oneOf(["adam", "sara"]),
        "GET /v1/maintenance/:number": .elsewhere("incidents"),
        "PATCH /v1/maintenance/:number": .elsewhere("incidents"),
        "DELETE /v1/maintenance/:number": .elsewhere("incidents"),
        "GET /l/:token": .elsewhere("Links in letters"),
        "POST /l/:token": .elsewhere("Links in letters"),
        "GET /l/articles/:article": .elsewhere("Links in letters"),
        "GET /l/": .elsewhere("Links in letters"),
        "GET /l/articles/": .elsewhere("Links in letters"),
    ]

    /// Who sees incidents.
    static let seers: Set = ["ada", "stig", "sara", "soley", "rut", "adam", "petra"]

    /// Who takes calls.
    static let takers: Set = ["ada", "stig", "sara", "soley", "adam", "petra"]

    /// The bodies that routes want.
    static let bodies: [String: String] = [
        "POST /v1/tokens": #"{"name":"form","scopes":["tickets:create"],"days":1}"#,
        "PATCH /v1/tickets/:number": #"{"priority":"high"}"#,
        "PUT /v1/tickets/:number/unit": #"{"unit":"bygglov"}"#,
        "POST /v1/webhooks": #"{"url":"https://example.org/hook"}"#,
        "PUT /v1/tickets/:number/resolution": #"{"outcome":"answered"}"#,
        "POST /v1/tickets/:number/messages": #"{"kind":"note","body":"Hej"}"#,
        "POST /v1/matches": #"{"text":"lösenord"}"#,
        "POST /v1/tickets/:number/handoffs": #"{"destination":"bygglov","mode":"blind"}"#,
        "PUT /v1/handoffs/:id/outcome": #"{"outcome":"completed"}"#,
        "PUT /v1/tickets/:number/hold": #"{"reason":"dnr 1"}"#,
        "PUT /v1/tickets/:number/callback": #"{"number":"070-174 06 05"}"#,
        "PUT /v1/tickets/:number/suggestions/:article/verdict": #"{"verdict":"right"}"#,
        "POST /v1/calls/events":
            #"{"event":"newCall","from":"1","to":"2","direction":"in","callId":"c"}"#,
        "PUT /v1/quarantine/:id/release": #"{"ticket":null}"#,
        "PUT /v1/tickets/:number/merger": #"{"into":NUMBER}"#,
        "POST /v1/tickets/:number/messages/:id/split": "{}",
        "POST /v1/tickets/:number/disclosures": #"{"outcome":"released"}"#,
        "PUT /v1/tickets/:number/links/:other": #"{"relation":"related"}"#,
        "PUT /v1/tickets/:number/snooze": #"{"until":"2026-11-10T08:00:00.000Z"}"#,
        "PUT /v1/tickets/:number/follow-up": #"{"at":"2026-11-10T08:00:00.000Z"}"#,
        "PUT /v1/tickets/:number/presence": #"{"doing":"writing"}"#,
        "PUT /v1/calls/:name/ticket": #"{"number":NUMBER}"#,
        "POST /v1/incidents": #"{"title":"x"}"#,
        "PUT /v1/tickets/:number/incident": #"{"incident":1}"#,
        "POST /v1/maintenance":
            #"{"starts_at":"2026-11-10T08:00:00.000Z","ends_at":"2026-11-10T09:00:00.000Z","services":["x"],"notice":{"sv":"y"}}"#,
        "POST /v1/register-extracts": #"{"email":"nobody@example.com"}"#,
        "POST /v1/erasures": #"{"email":"nobody@example.com","dry_run":true}"#,
    ]
}
