public import Foundation

/// Postfix's smtp-sink, a mail server that takes whatever comes and forgets it or keeps it in files.
///
/// It ends when nobody holds it any more.
public final class MailSink: Sendable {
    /// Where the package postfix puts it.
    public static let program = "/usr/sbin/smtp-sink"

    /// False where it is not installed.
    public static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: program)
    }

    /// The port on 127.0.0.1 that it listens on.
    public let port: UInt16
    /// The sink itself.
    public let process: LoopbackProcess
    private let folder: TemporaryFolder

    private static let prefix = "mail."
    /// Connections that may wait to be let in.
    private static let backlog = 100

    /// Starts it on a port of its own and waits until it answers.
    ///
    /// - Parameters:
    ///   - isKeeping: true to keep every mail, for ``mails()``.
    ///   - speaksLMTP: true to speak LMTP (RFC 2033), not SMTP.
    /// - Throws: ``LoopbackError``, or what the system says of its folder.
    public init(keeping isKeeping: Bool = false, speakingLMTP speaksLMTP: Bool = false) throws {
        folder = try TemporaryFolder("sink")
        port = try freePort()
        // It refuses to run as root without being told so.
        let user = geteuid() == 0 ? ["-u", "root"] : []
        let files = isKeeping ? ["-d", folder.path("\(Self.prefix)%M.")] : []
        process = try LoopbackProcess(
            Self.program,
            user + files + (speaksLMTP ? ["-L"] : [])
                + ["127.0.0.1:\(port)", "\(Self.backlog)"],
            logPath: folder.path("log")
        )
        try process.waitUntilAnswering(on: [port])
    }

    /// Every mail that it kept, one that came twice twice: what the sink knows of it in fields of its
    /// own (`X-Mail-Args`, `X-Rcpt-Args`), then the mail, in lines that end with LF.
    public func mails() throws -> [Data] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix(Self.prefix) }
            .map { try Data(contentsOf: folder.url.appending(path: $0)) }
    }
}
