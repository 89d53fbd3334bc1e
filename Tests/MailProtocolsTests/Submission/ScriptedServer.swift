import Foundation
import Synchronization

/// A mail server for one connection or a few that says what the test wants it to say.
final class ScriptedServer: Sendable {
    /// What the client sent, line by line and without line ends.
    struct Heard: Sendable {
        var commands: [String] = []
        var message: [UInt8] = []
    }

    /// What becomes of a connection instead of an answer, or before it.
    enum Mishap: Sendable {
        case silence
        case hangUp
        /// The answer comes after so many seconds.
        case delay(TimeInterval)
    }

    let port: Int
    private let listener: Int32
    private let heard = Mutex(Heard())
    private let isDone = DispatchSemaphore(value: 0)

    /// Starts listening on a port that the kernel chooses.
    ///
    /// - Parameters:
    ///   - greeting: the first line; nil to say nothing at all.
    ///   - extensions: what the answer to EHLO offers.
    ///   - answers: the answer to a command that begins with the key.
    ///   - mishaps: what happens at a command that begins with the key; `.` is the message's end.
    ///   - connections: how many clients are served, one after the other.
    /// - Throws: when there is no socket to listen on.
    init(
        greeting: String? = "220 scripted",
        extensions: [String] = [],
        answers: [String: String] = [:],
        mishaps: [String: Mishap] = [:],
        connections: Int = 1
    ) throws {
        (listener, port) = try LoopbackPort.listen()
        let thread = Thread { [self] in
            for _ in 0..<connections {
                serve(
                    greeting: greeting,
                    extensions: extensions,
                    answers: answers,
                    mishaps: mishaps
                )
            }
            close(listener)
            isDone.signal()
        }
        thread.start()
    }

    var url: String { "smtp://127.0.0.1:\(port)" }

    /// What was heard once the client is gone.
    func transcript() -> Heard {
        isDone.wait()
        isDone.signal()
        return heard.withLock { $0 }
    }

    private func serve(
        greeting: String?,
        extensions: [String],
        answers: [String: String],
        mishaps: [String: Mishap]
    ) {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        defer {
            // Ends the connection even when a child of another test inherited the socket.
            shutdown(client, Int32(SHUT_RDWR))
            close(client)
        }
        guard let greeting else { return waitForEnd(of: client) }
        say(greeting, to: client)
        var reader = LineReader(client: client)
        while let line = reader.next() {
            heard.withLock { $0.commands.append(line) }
            let mishap = mishaps.first { line.hasPrefix($0.key) }?.value
            guard survives(mishap, client) else { return }
            let answer = answer(to: line, extensions: extensions, answers: answers)
            say(answer, to: client)
            if line.hasPrefix("DATA"), answer.hasPrefix("354") {
                let message = reader.message()
                heard.withLock { $0.message = message }
                guard survives(mishaps["."], client) else { return }
                say(answers["."] ?? "250 2.0.0 taken", to: client)
            }
            if line.hasPrefix("QUIT") { return }
        }
    }

    /// False when the connection is over.
    private func survives(_ mishap: Mishap?, _ client: Int32) -> Bool {
        switch mishap {
        case nil: return true
        case .delay(let seconds):
            Thread.sleep(forTimeInterval: seconds)
            return true
        case .silence: waitForEnd(of: client)
        case .hangUp: break
        }
        return false
    }

    /// Silence until the client has had enough.
    private func waitForEnd(of client: Int32) {
        var octet: UInt8 = 0
        while recv(client, &octet, 1, 0) > 0 {}
    }

    private func answer(
        to line: String,
        extensions: [String],
        answers: [String: String]
    ) -> String {
        if let scripted = answers.first(where: { line.hasPrefix($0.key) }) { return scripted.value }
        if line.hasPrefix("EHLO") {
            let lines = ["scripted"] + extensions
            return lines.enumerated().map { index, text in
                "250\(index == lines.count - 1 ? " " : "-")\(text)"
            }.joined(separator: "\r\n")
        }
        return line.hasPrefix("DATA") ? "354 go on" : "250 2.0.0 ok"
    }

    private func say(_ text: String, to client: Int32) {
        let octets = Array("\(text)\r\n".utf8)
        _ = send(client, octets, octets.count, Int32(MSG_NOSIGNAL))
    }
}

/// Reads a socket line by line.
private struct LineReader {
    let client: Int32
    private var buffer: [UInt8] = []

    init(client: Int32) { self.client = client }

    mutating func next() -> String? {
        guard let line = nextOctets() else { return nil }
        return String(decoding: line.dropLast(2), as: UTF8.self)
    }

    /// The lines up to the lone dot, with their line ends and stuffed dots.
    mutating func message() -> [UInt8] {
        var message: [UInt8] = []
        while let line = nextOctets(), line != Array(".\r\n".utf8) { message += line }
        return message
    }

    private mutating func nextOctets() -> [UInt8]? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeSubrange(...end) }
                return Array(buffer[...end])
            }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = recv(client, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }
}
