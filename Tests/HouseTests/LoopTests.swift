import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests {
    @Suite("Two desks that write to each other")
    struct LoopTests {
        @Test(
            "stop within a handful of mails, also where the way takes their marks off",
            arguments: [false, true]
        )
        func stop(isStripped: Bool) async throws {
            var settings = HouseSettings()
            settings.receipts = true
            // What a careless list or a broken relay between them does.
            let stripping = [
                "header_checks = regexp:{ { /^(Auto-Submitted|X-|Precedence)/ IGNORE } }"
            ]
            var other = settings
            other.address = "support@example.net"
            let (one, two) = (try HouseServer(settings), try HouseServer(other))
            let postfix = try PostfixServer(
                door: try #require(one.postfixDoor),
                settings: isStripped ? stripping : [],
                others: ["support@example.net": try #require(two.postfixDoor)]
            )
            defer { postfix.stop() }
            for house in [one, two] {
                try house.change {
                    $0.submission = ["url: smtp://127.0.0.1:\(postfix.port)", "starttls: none"]
                }
                try await house.start()
            }
            // Somebody writes to the one in the other's name: each thinks that a citizen asks.
            let mail = CitizenMail(
                sender: "support@example.net",
                subject: "Fråga",
                text: "Hej, det står RFA8.",
                messageID: "start@example.net"
            )
            try postfix.send(mail.bytes, from: mail.sender, to: ["support@example.org"])
            let api = try await one.api.signedIn("anna", "annas lösenord")
            try await eventually("the first desk has answered") {
                try await !api.tickets().isEmpty && Self.delivered(postfix) >= 2
            }
            // Whatever they still have to say to each other is said: nothing is on its way, twice.
            for _ in 0..<2 {
                try await postfix.waitUntilQueueIsEmpty()
                try await Task.sleep(for: .seconds(3))
            }
            #expect((2...4).contains(Self.delivered(postfix)), "\(postfix.log.suffix(2_000))")
            let there = try await two.api.signedIn("anna", "annas lösenord")
            #expect(try await api.tickets().count + there.tickets().count <= 4)
            for house in [one, two] { try house.stop() }
        }

        /// Mails that reached one of the desks.
        private static func delivered(_ postfix: PostfixServer) -> Int {
            postfix.log.matches(of: /postfix\/lmtp.*status=sent/).count
        }
    }
}
