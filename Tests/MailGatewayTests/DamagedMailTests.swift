import Desk
import Foundation
import MailProtocols
import Testing

@testable import MailGateway

/// Mails cut off at every octet and with every octet changed, through the door and the filters.
///
/// The suite does a share of it, another one for each mail; `HELPDESK_DAMAGE=all swift test --filter
/// DamagedMailTests` does all.
@Suite("A damaged mail")
struct DamagedMailTests {
    private static let isThorough =
        ProcessInfo.processInfo.environment["HELPDESK_DAMAGE"] == "all"

    private static let names = [
        "01-outlook-desktop-inline-image.eml", "04-exchange-winmail-dat.eml",
        "35-exchange-forward-nested.eml", "42-subject-q-latin1.eml", "55-from-group.eml",
        "70-calendar-invitation.eml", "71-smime-signed.eml", "73-delivery-status-report.eml",
        "84-nul-bytes.eml", "95-exchange-mixed-related-alternative.eml",
    ]

    /// Octets of a mail that are damaged; what is behind them is of the same kind.
    private static let octetsMax = 6_000

    private func mail(_ name: String) throws -> [UInt8] {
        Array(try Fixtures.octets(name).prefix(Self.octetsMax))
    }

    /// Each prefix of the octets, then the octets with each one changed; or a share of these.
    private func damaged(_ octets: [UInt8], share: Int) -> [[UInt8]] {
        let step = Self.isThorough ? 1 : max(1, octets.count / share)
        var random = LinearNumbers(seed: octets.count)
        var found = stride(from: 0, to: octets.count, by: step).map { Array(octets[..<$0]) }
        for index in stride(from: step / 2, to: octets.count, by: step) {
            var flipped = octets
            flipped[index] ^= UInt8.random(in: 1...255, using: &random)
            found.append(flipped)
        }
        return found
    }

    @Test("is read, says what each step found, and is kept whole", arguments: names)
    func filters(name: String) throws {
        let settings = try Fixtures.settings
        for octets in damaged(try mail(name), share: 40) {
            let mail = MailPipeline.run(
                RawMail(bytes: octets, reversePath: "m@example.net"),
                settings
            )
            #expect(mail.raw == octets)
            #expect(mail.verdicts.count == MailPipeline.filters.count)
        }
    }

    @Test("makes a page that is safe", arguments: names)
    func pages(name: String) throws {
        for octets in damaged(try mail(name), share: 40) {
            let page = SafeHTML.fragment(of: String(decoding: octets, as: UTF8.self))
            #expect(SafePage.firstFault(in: page) == nil)
        }
    }

    @Test("is one mail at the door or none, and the door stays in its bounds", arguments: names)
    func door(name: String) throws {
        let dialogue =
            Array("LHLO a\r\nMAIL FROM:<m@x.se>\r\nRCPT TO:<support@example.org>\r\nDATA\r\n".utf8)
            + (try mail(name)) + Array("\r\n.\r\nQUIT\r\n".utf8)
        for octets in damaged(dialogue, share: 80) {
            var session = LMTPSession(serverName: "example.org", limits: LMTPLimits()) { _ in true }
            _ = session.greeting()
            var delivered = 0
            var actions = octets.withUnsafeBytes { session.receive($0) }
            while !actions.isEmpty {
                let wanted = actions
                actions = []
                for case .deliver(let envelope, let message) in wanted {
                    delivered += 1
                    #expect(!envelope.recipients.isEmpty)
                    #expect(!hasBareLineFeed(message))
                    actions = session.delivered(envelope.recipients.map { _ in .accepted })
                }
            }
            #expect(delivered <= 1)
            #expect(session.bufferedBytes <= octets.count + 4_096)
        }
    }

    /// What a second mail would be smuggled in with (RFC 5321 §2.3.8).
    private func hasBareLineFeed(_ message: [UInt8]) -> Bool {
        zip([0] + message, message).contains { $0 != 13 && $1 == 10 }
    }
}

/// Knuth's MMIX generator: enough to choose octets with.
struct LinearNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) | 1 }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
