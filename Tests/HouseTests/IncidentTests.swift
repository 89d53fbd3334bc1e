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

        private static let paceKey = "HELPDESK_INCIDENTS_ANSWERS_PER_MINUTE_MAX"

        private static func open(_ index: Int, _ api: HouseAPI) async throws {
            let form = TicketForm(
                subject: "Skolval \(index)",
                body: "Det går inte.",
                channel: "web",
                citizen: CitizenForm(email: "citizen\(index)@example.com"),
                service: "skolval"
            )
            #expect(try await api.post("/v1/tickets", form).status == 201)
        }

        private static func incident(_ api: HouseAPI) async throws -> IncidentBody {
            try await api.get("/v1/incidents/1").decoded(as: IncidentBody.self)
        }
    }
}
