import Desk
import Foundation
import Testing

@Suite("The words that the API's bodies say they may hold")
struct BodyWordTests {
    @Test(
        "are those that the desk has",
        arguments: [
            ("MailBodies", "MailVerdictBody", "step", MailStep.allCases.map(\.rawValue)),
            ("MailBodies", "HeldMailBody", "reason", HoldReason.allCases.map(\.rawValue)),
            ("RecordBodies", "ReadBody", "what", ReadRecord.What.allCases.map(\.rawValue)),
            ("SessionBodies", "StaffBody", "roles", Role.allCases.map(\.rawValue)),
            (
                "HandoffBodies", "HandoffOutcomeForm", "outcome",
                Handoff.State.allCases.filter(\.isFinal).map(\.rawValue)
            ),
        ]
    )
    func words(file: String, body: String, member: String, known: [String]) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appending(path: "Sources/DeskAPI/\(file).swift"),
            encoding: .utf8
        )
        let start = try #require(text.range(of: "struct \(body):")).upperBound
        let rest = text[start...]
        let end = try #require(rest.range(of: "public var \(member):")).lowerBound
        let comment = rest[..<end].split(separator: "\n").reversed()
            .drop { $0.allSatisfy(\.isWhitespace) }.prefix { $0.contains("///") }
            .reversed().joined()
        let said = comment.matches(of: /`([a-z_-]+)`/).map { String($0.1) }
        #expect(said == known)
    }
}
