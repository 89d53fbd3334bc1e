import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("An answer to all citizens of an incident, by the real daemon")
    struct IncidentTests {
        @Test(
            "is written once on each ticket, though the daemon is killed in the middle",
            arguments: StoreKind.available
        )
        func killedInTheMiddle(on kind: StoreKind) async throws {
            var settings = try HouseSettings.on(kind)
            settings.logLevel = "info"
            settings.environment["HELPDESK_MAIL_AUTOMATIC_ALL_PER_HOUR_MAX"] = "100000"
            // Each life may go so far within a minute, so that it is killed before the end on the
            // fastest machine too.
            let paces = [100, 200, 10_000]
            settings.environment[Self.paceKey] = "\(paces[0])"
            try await withHouse(settings) { house in
                let count = 300
                var api = try await house.api.signedIn("anna", "annas lösenord")
                let draft = IncidentForm(title: "Skolval", service: "skolval")
                #expect(try await api.post("/v1/incidents", draft).status == 201)
                for index in 0..<count { try await Self.open(index, api) }
                #expect(try await Self.incident(api).tickets == count)
                let answer = IncidentAnswerForm(text: NoticeForm(sv: "Öppet igen."), resolve: true)
                #expect(try await api.post("/v1/incidents/1/answers", answer).status == 202)
                var killedAt: [Int] = []
                for life in paces.indices {
                    try await eventually("life \(life) has written some", within: .seconds(60)) {
                        try await Self.incident(api).answers[0].written >= (2 * life + 1) * 50
                    }
                    try house.kill()
                    if life + 1 < paces.count {
                        try house.change { $0.environment[Self.paceKey] = "\(paces[life + 1])" }
                    }
                    try await house.start()
                    api = try await house.api.signedIn("anna", "annas lösenord")
                    killedAt.append(try await Self.incident(api).answers[0].written)
                }
                print("killed after \(killedAt) of \(count) letters")
                #expect(killedAt[0] < count)
                try await eventually("all are written", within: .seconds(60)) {
                    try await Self.incident(api).answers[0].waiting == 0
                }
                #expect(try await Self.incident(api).answers[0].written == count)
                for ticket in try await api.tickets() {
                    #expect(ticket.state == "resolved", "\(ticket.number)")
                    let replies = try await api.messages(ticket.number).filter {
                        $0.kind == "reply"
                    }
                    #expect(replies.map(\.body) == ["Öppet igen."], "\(ticket.number)")
                }
            }
        }

        @Test(
            "is one on two daemons, written once each though either is killed in the middle",
            .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
        )
        func twoDaemons() async throws {
            let count = 60
            let environment = [
                "HELPDESK_MAIL_AUTOMATIC_ALL_PER_HOUR_MAX": "100000", Self.paceKey: "20",
            ]
            try await withTwo(environment: environment) { one, other in
                let houses = [one, other]
                let api = try await one.api.signedIn("anna", "annas lösenord")
                let apis = houses.map { house in
                    var twin = house.api
                    twin.token = api.token
                    return twin
                }
                try await withThrowingTaskGroup { group in
                    for (place, api) in apis.enumerated() {
                        group.addTask {
                            for index in stride(from: place, to: count, by: 2) {
                                try await Self.open(index, api)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await eventually("the incident has them all", within: .seconds(60)) {
                    try await Self.incidents(apis[1]).first?.tickets == count
                }
                // Whoever asks both because the first answer was lost gets one answer written.
                let answer = IncidentAnswerForm(text: NoticeForm(sv: "Öppet igen."), resolve: true)
                for api in apis {
                    let path = "/v1/incidents/1/answers"
                    #expect(try await api.post(path, answer, key: "answer").status == 202)
                }
                // Each life may go so far within a minute, so that each kill falls before the end.
                for (place, pace) in ["40", "10000"].enumerated() {
                    let (dead, living) = (houses[place], apis[1 - place])
                    let killAt = 10 + 20 * place
                    try await eventually("\(killAt) are written", within: .seconds(60)) {
                        try await Self.incident(living).answers[0].written >= killAt
                    }
                    try dead.kill()
                    #expect(try await Self.incident(living).answers[0].written < count)
                    try dead.change { $0.environment[Self.paceKey] = pace }
                    try await dead.start()
                }
                try await eventually("all are written", within: .seconds(60)) {
                    try await Self.incident(apis[0]).answers[0].waiting == 0
                }
                let shown = try await [Self.incidents(apis[0]), Self.incidents(apis[1])]
                #expect(shown[0] == shown[1])
                #expect(shown[0].map(\.tickets) == [count])
                #expect(shown[0][0].answers.map(\.written) == [count])
                for ticket in try await apis[0].tickets() {
                    let replies = try await apis[1].messages(ticket.number).filter {
                        $0.kind == "reply"
                    }
                    #expect(replies.map(\.body) == ["Öppet igen."], "\(ticket.number)")
                }
            }
        }

        private static let paceKey = "HELPDESK_INCIDENTS_ANSWERS_PER_MINUTE_MAX"

        private static func open(_ index: Int, _ api: HouseAPI) async throws {
            let form = TicketForm(
                subject: "Skolval \(index)",
                body: "Det går inte, det står RFA8.",
                channel: "web",
                citizen: CitizenForm(email: citizen(index)),
                service: "skolval"
            )
            #expect(try await api.post("/v1/tickets", form).status == 201)
        }

        private static func citizen(_ index: Int) -> String { "citizen\(index)@example.com" }

        private static func incidents(_ api: HouseAPI) async throws -> [IncidentBody] {
            try await api.get("/v1/incidents").decoded(as: Page<IncidentBody>.self).items
        }

        private static func incident(_ api: HouseAPI) async throws -> IncidentBody {
            try await api.get("/v1/incidents/1").decoded(as: IncidentBody.self)
        }
    }
}
