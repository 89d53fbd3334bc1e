import Foundation
import Glibc
import Synchronization

/// A mail server behind `openssl s_server`, with a certificate for 127.0.0.1 that it made itself.
struct TLSServer {
    struct Failed: Error {}

    let port: Int
    let certificate: String
    private let folder: URL
    private let process: Process
    private let conversation: Thread
    private let heard: Heard

    /// The lines that came through, those of the message among them.
    private final class Heard: Sendable {
        let lines = Mutex<[String]>([])
    }

    var lines: [String] { heard.lines.withLock { $0 } }
    var url: String { "smtps://127.0.0.1:\(port)" }

    /// Runs `body` against a fresh server and ends it.
    static func with(_ body: (TLSServer) throws -> Void) throws {
        let server = try TLSServer()
        defer { server.end() }
        try body(server)
    }

    private init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appendingPathComponent("certificate.pem").path
        let key = folder.appendingPathComponent("key.pem").path
        try Self.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", key, "-out", certificate,
        ])
        port = try LoopbackPort.free()
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "s_server", "-quiet", "-accept", "127.0.0.1:\(port)", "-cert", certificate,
            "-key", key,
        ]
        let input = Pipe()
        let output = Pipe()
        heard = Heard()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        conversation = Self.converse(
            from: output.fileHandleForReading.fileDescriptor,
            to: input.fileHandleForWriting.fileDescriptor,
            keeping: (input, output),
            noting: heard
        )
        let deadline = ContinuousClock.now + .seconds(60)
        while try !LoopbackPort.isListening(port) {
            guard process.isRunning, ContinuousClock.now < deadline else { throw Failed() }
            usleep(10_000)
        }
    }

    private func end() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // The folder is the test's own; what stays behind in /tmp is no failure.
        try? FileManager.default.removeItem(at: folder)
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
    }

    /// Greets at once and says yes to everything, as far as TLS lets anything through.
    private static func converse(
        from source: Int32,
        to target: Int32,
        keeping pipes: (Pipe, Pipe),
        noting heard: Heard
    ) -> Thread {
        let thread = Thread {
            withExtendedLifetime(pipes) {
                say("220 tls", to: target)
                var rest: [UInt8] = []
                var isMessage = false
                var chunk = [UInt8](repeating: 0, count: 4096)
                while true {
                    let count = read(source, &chunk, chunk.count)
                    guard count > 0 else { return }
                    rest += chunk[..<count]
                    while let end = rest.firstIndex(of: 0x0A) {
                        let line = String(decoding: rest[..<end], as: UTF8.self).trimmingCharacters(
                            in: .whitespacesAndNewlines
                        )
                        rest.removeSubrange(...end)
                        heard.lines.withLock { $0.append(line) }
                        answer(line, &isMessage, to: target)
                    }
                }
            }
        }
        thread.start()
        return thread
    }

    private static func answer(_ line: String, _ isMessage: inout Bool, to target: Int32) {
        if isMessage {
            guard line == "." else { return }
            isMessage = false
        }
        isMessage = line == "DATA"
        say(isMessage ? "354 go on" : "250 2.0.0 ok", to: target)
    }

    private static func say(_ text: String, to target: Int32) {
        let octets = Array("\(text)\r\n".utf8)
        _ = write(target, octets, octets.count)
    }
}
