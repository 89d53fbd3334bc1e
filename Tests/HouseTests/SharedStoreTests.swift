import DeskAPI
import DeskTesting
import Foundation
import MailGateway
import Testing

extension HouseTests {
    @Suite(
        "Several daemons on one PostgreSQL",
        .enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL's server is not installed")
    )
    struct SharedStoreTests {
        /// One session, at both.
        private static func signedIn(
            _ one: HouseServer,
            _ other: HouseServer
        ) async throws -> (api: HouseAPI, twin: HouseAPI) {
            let api = try await one.api.signedIn("anna", "annas lösenord")
            var twin = other.api
            twin.token = api.token
            return (api, twin)
        }

        @Test("take a mail that came in by both doors at once for one mail")
        func oneMailTwoDoors() async throws {
            try await withTwo { one, other in
                let count = 60
                try await withThrowingTaskGroup { group in
                    for house in [one, other] {
                        group.addTask {
                            try await LMTPClient.connected(to: house.lmtp) { client in
                                for index in 0..<count {
                                    let mail = Self.mail("\(index)")
                                    let replies = try await client.deliver(
                                        mail.bytes,
                                        from: mail.sender,
                                        to: [mail.recipient]
                                    )
                                    #expect(replies.allSatisfy { $0.isPositive })
                                }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let subjects = try await one.api.signedIn("anna", "annas lösenord").tickets()
                    .map(\.subject)
                #expect(subjects.sorted() == (0..<count).map { "Fråga \($0)" }.sorted())
            }
        }

        @Test("do once what is asked of both with one idempotency key")
        func oneKeyTwoDoors() async throws {
            try await withTwo { one, other in
                let (api, twin) = try await Self.signedIn(one, other)
                for index in 0..<20 {
                    let form = TicketForm(
                        subject: "Fråga \(index)",
                        body: "Hej",
                        channel: "web",
                        citizen: CitizenForm()
                    )
                    async let first = api.post("/v1/tickets", form, key: "key-\(index)")
                    async let second = twin.post("/v1/tickets", form, key: "key-\(index)")
                    let answers = try await [first, second]
                    #expect(answers.map(\.status) == [201, 201])
                    #expect(answers[0].body.elementsEqual(answers[1].body))
                }
                #expect(try await twin.tickets().count == 20)
            }
        }

        @Test("know at once that a session ended at the other")
        func endedSession() async throws {
            try await withTwo { one, other in
                let (api, twin) = try await Self.signedIn(one, other)
                #expect(try await twin.get("/v1/session").status == 200)
                #expect(try await api.signOut().status == 204)
                // Shorter than a session is remembered without being asked for.
                try await eventually("the other refuses it", within: .seconds(3)) {
                    try await twin.get("/v1/session").status == 401
                }
            }
        }

        @Test("hear what happened at the other as soon as it is sealed")
        func events() async throws {
            // Longer than anybody waits here: what is heard was told, not looked for.
            let environment = ["HELPDESK_HTTP_EVENTS_HEARTBEAT_SECONDS": "3600"]
            try await withTwo(environment: environment) { one, other in
                let (api, twin) = try await Self.signedIn(one, other)
                let form = TicketForm(
                    subject: "Fråga",
                    body: "Hej",
                    channel: "web",
                    citizen: CitizenForm()
                )
                let (near, far) = (EventEar(), EventEar())
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await near.listen(api) }
                    group.addTask { try await far.listen(twin) }
                    try await eventually("both streams are open") {
                        near.text.contains("ready") && far.text.contains("ready")
                    }
                    for number in 1...3 {
                        #expect(try await api.post("/v1/tickets", form).status == 201)
                        try await eventually("both are told", within: .seconds(10)) {
                            [near, far].allSatisfy { $0.text.contains("\"ticket\":\(number)") }
                        }
                    }
                    #expect(try await twin.signOut().status == 204)
                    try await group.waitForAll()
                }
                #expect(near.text.contains("event: ended") && far.text.contains("event: ended"))
            }
        }

        @Test("send each letter once between them, and all of them when one is killed")
        func sharedCouriers() async throws {
            try await withTwo { one, other in
                let postfix = one.surroundings.postfix
                let citizen = "delad@example.com"
                let (api, twin) = try await Self.signedIn(one, other)
                let form = TicketForm(
                    subject: "Fråga",
                    body: "Hej",
                    channel: "web",
                    citizen: CitizenForm(email: citizen)
                )
                let opened = try await api.post("/v1/tickets", form)
                let number = try opened.decoded(as: TicketBody.self).number
                for index in 0..<30 {
                    // The first fifteen by turns, then one daemon is gone.
                    if index == 15 { try one.kill() }
                    let daemon = index < 15 && index.isMultiple(of: 2) ? api : twin
                    let answer = try await daemon.post(
                        "/v1/tickets/\(number)/messages",
                        MessageForm(kind: "reply", body: "Svar \(index).")
                    )
                    #expect(answer.status == 201)
                }
                try await eventually("the letters of the living have come", within: .seconds(30)) {
                    try Self.texts(postfix, citizen).isSuperset(of: (15..<30).map { "Svar \($0)." })
                }
                // What the dead one had in hand waits for its lease; everything else came once.
                let mails = try postfix.mailbox(citizen).map { MailboxMail($0).bare("message-id") }
                #expect(mails.count == Set(mails).count)
                #expect(mails.count >= 15)
                try await one.start()
            }
        }

        private static func texts(
            _ postfix: PostfixServer,
            _ citizen: String
        ) throws -> Set<String> {
            Set(
                try postfix.mailbox(citizen).flatMap { mail in
                    MailboxMail(mail).text.split(separator: "\n").map(String.init)
                }
            )
        }

        private static func mail(_ name: String) -> CitizenMail {
            CitizenMail(
                sender: "\(name)@example.com",
                subject: "Fråga \(name)",
                text: "Jag kan inte logga in med BankID. (\(name))",
                messageID: "\(name).delad@example.com"
            )
        }
    }
}

/// Runs two houses on one PostgreSQL of their own.
func withTwo(
    environment: [String: String] = [:],
    _ body: (HouseServer, HouseServer) async throws -> Void
) async throws {
    var settings = try HouseSettings.on(.postgresql)
    settings.logLevel = "info"
    settings.environment = environment
    try await withHouse(settings) { one in
        try await withHouse(settings) { other in try await body(one, other) }
    }
}
