import Foundation
import MailGateway
import MailProtocols

/// Writes finished mail as files instead of sending it, for the demo and for trying things out.
struct MailFolder: MailCarrier {
    let path: String
    /// A disk has no timeout; nobody else claims these letters.
    let timeMax = Duration.seconds(60)

    /// Makes the folder when it is not there.
    init(path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    func carry(
        _ message: [UInt8],
        from reversePath: String?,
        to recipient: String,
        until _: @escaping @Sendable () -> Bool
    ) throws(SubmissionError) {
        let name = "\(Int(Date.now.timeIntervalSince1970 * 1_000))-\(UUID().uuidString).eml"
        let file = URL(fileURLWithPath: path).appending(path: name)
        do {
            try Data(message).write(to: file, options: .atomic)
        } catch {
            throw .temporary(code: nil, detail: "the mail cannot be written to \(path)")
        }
    }
}
