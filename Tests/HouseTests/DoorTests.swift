import DeskAPI
import DeskTesting
import Foundation
import MailGateway
import Testing

extension HouseTests {
    @Suite("The mail door of the real daemon")
    struct DoorTests {
        @Test("takes a mail of exactly the limit, and not one octet more")
        func limitOfOneMail() async throws {
            let bytesMax = 100_000
            try await withHouse(HouseSettings(messageBytesMax: bytesMax)) { house in
                let codes = try await LMTPClient.connected(to: house.lmtp) { client in
                    var codes: [Int] = []
                    for size in [bytesMax - 1, bytesMax, bytesMax + 1] {
                        let replies = try await client.deliver(
                            Self.mail(of: size),
                            from: "stor@example.com",
                            to: ["support@example.org"]
                        )
                        codes += replies.map(\.code)
                    }
                    return codes
                }
                #expect(codes == [250, 250, 552])
                let api = try await house.api.signedIn("anna", "annas lösenord")
                #expect(try await api.tickets().count == 2)
            }
        }

        @Test("tells one client too many to come later")
        func limitOfClients() async throws {
            try await withHouse(HouseSettings(connectionsMax: 2)) { house in
                var inside = [try Wire(house.wirePlace), try Wire(house.wirePlace)]
                for wire in inside { #expect(try wire.reply().hasPrefix("220")) }
                #expect(try Wire(house.wirePlace).reply().hasPrefix("421"))
                inside.removeLast()
                try await eventually("the place is free again") {
                    try Wire(house.wirePlace).reply().hasPrefix("220")
                }
            }
        }

        @Test("finishes what it accepted when the daemon is asked to end")
        func termination() async throws {
            try await withHouse(HouseSettings(door: .socket)) { house in
                let idle = try Wire(house.wirePlace)
                #expect(try idle.reply().hasPrefix("220"))
                #expect(try idle.say("LHLO citizen.example.com").hasPrefix("250"))
                let busy = try Wire(house.wirePlace)
                #expect(try busy.reply().hasPrefix("220"))
                #expect(try busy.say("LHLO citizen.example.com").hasPrefix("250"))
                #expect(try busy.say("MAIL FROM:<sen@example.com>").hasPrefix("250"))
                #expect(try busy.say("RCPT TO:<support@example.org>").hasPrefix("250"))
                #expect(try busy.say("DATA").hasPrefix("354"))
                let mail = Self.mail(of: 300_000)
                try busy.write(Array(mail.prefix(200_000)))

                let daemon = try house.running()
                daemon.signal(SIGTERM)
                #expect(try idle.reply().hasPrefix("421"))
                #expect(daemon.isRunning)
                try busy.write(Array(mail.dropFirst(200_000)) + Array(".\r\n".utf8))
                #expect(try busy.reply().hasPrefix("250"))
                #expect(try busy.reply().hasPrefix("421"))
                #expect(daemon.waitUntilEnded(within: .seconds(5)) == 0)

                try await house.start()
                let api = try await house.api.signedIn("anna", "annas lösenord")
                #expect(try await api.tickets().count == 1)
            }
        }

        private static func mail(of size: Int) -> [UInt8] {
            let header = """
                From: Stor <stor@example.com>\r
                Subject: Stor \(size)\r
                Message-ID: <stor-\(size)@example.com>\r
                \r

                """
            var octets = Array(header.utf8)
            let line = Array(repeating: UInt8(ascii: "x"), count: 70) + [13, 10]
            while octets.count + line.count * 2 < size { octets += line }
            octets +=
                Array(repeating: UInt8(ascii: "y"), count: size - octets.count - 2) + [13, 10]
            precondition(octets.count == size, "the last line fills up")
            return octets
        }
    }
}
