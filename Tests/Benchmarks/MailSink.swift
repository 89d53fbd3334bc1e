import DeskTesting
import Foundation

/// Postfix's smtp-sink, which takes whatever comes and keeps nothing of it.
struct MailSink {
    let process: LoopbackProcess
    let port: UInt16

    static let program = "/usr/sbin/smtp-sink"

    /// Starts it on a port of its own; nil where it is not installed.
    init?(in folder: TemporaryFolder, speaking options: [String] = []) throws {
        guard FileManager.default.isExecutableFile(atPath: Self.program) else { return nil }
        port = try freePort()
        // It refuses to run as root without being told so.
        let user = geteuid() == 0 ? ["-u", "root"] : []
        process = try LoopbackProcess(
            Self.program,
            user + options + ["127.0.0.1:\(port)", "100"],
            logPath: folder.path("smtp-sink-\(port).log")
        )
        try process.waitUntilAnswering(on: [port])
    }
}
