import Foundation

/// Why a mail server did not take a mail.
public enum PostfixRefusal: Error, Sendable, Equatable {
    /// It said so; the whole reply, for example `554 5.7.1 <x@y>: Relay access denied`.
    case refused(command: String, reply: String)
    /// The connection broke or the server was silent for too long.
    case lost
}

extension PostfixServer {
    /// Hands a mail to Postfix by SMTP, as a citizen's own server would.
    ///
    /// Line ends are made CRLF and dots at their beginning doubled; else the octets go as they are.
    ///
    /// - Parameters:
    ///   - message: header and body.
    ///   - sender: the envelope's; empty for a bounce.
    ///   - recipients: the envelope's; if one is refused, nobody gets the mail.
    ///   - saysInternational: false for a program that writes addresses outside ASCII and does not say so.
    /// - Throws: ``PostfixRefusal``.
    public func send(
        _ message: [UInt8],
        from sender: String,
        to recipients: [String],
        saysInternational: Bool = true
    ) throws(PostfixRefusal) {
        let dialogue = try SubmissionDialogue(port: port)
        try dialogue.expect("220", after: nil)
        try dialogue.expect("250", after: "EHLO citizen.\(Self.citizenDomain)")
        let isInternational =
            ([sender] + recipients).contains { !$0.utf8.allSatisfy { $0 < 128 } }
            || Self.hasInternationalHeader(message)
        let isSaid = isInternational && saysInternational
        let extensions = " BODY=8BITMIME" + (isSaid ? " SMTPUTF8" : "")
        try dialogue.expect("250", after: "MAIL FROM:<\(sender)>" + extensions)
        for recipient in recipients { try dialogue.expect("250", after: "RCPT TO:<\(recipient)>") }
        try dialogue.expect("354", after: "DATA")
        try dialogue.write(Self.stuffed(message))
        try dialogue.expect("250", after: ".")
        try dialogue.expect("221", after: "QUIT")
    }

    /// The mail that a citizen received, oldest first, with the header lines that delivery added.
    public func mailbox(_ address: String) throws -> [[UInt8]] {
        let inbox = folder.url.appendingPathComponent("mail/all/new", isDirectory: true)
        // The folder is not there before the first mail, and nobody has any then.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: inbox.path)) ?? []
        let wanted = Array("\nDelivered-To: \(address)\n".lowercased().utf8)
        return try names.sorted(by: Self.arrivedBefore).compactMap { name in
            let mail = [UInt8](try Data(contentsOf: inbox.appendingPathComponent(name)))
            let start = String(decoding: mail.prefix(2000), as: UTF8.self).lowercased()
            return Array(start.utf8).firstRange(of: wanted) == nil ? nil : mail
        }
    }

    /// Waits until a citizen has received so many mails, and answers them all.
    ///
    /// - Throws: ``LoopbackError/silent(program:log:)`` with the end of Postfix's log when they do
    ///   not come in time.
    public func waitForMail(
        to address: String,
        count: Int = 1,
        within limit: Duration = .seconds(20)
    ) async throws -> [[UInt8]] {
        try await poll(within: limit) {
            let mails = try self.mailbox(address)
            return mails.count >= count ? mails : nil
        }
    }

    /// Waits until every message was delivered or returned.
    public func waitUntilQueueIsEmpty(within limit: Duration = .seconds(20)) async throws {
        try await poll(within: limit) { try self.queueIsEmpty() ? () : nil }
    }

    private func poll<Value>(
        within limit: Duration,
        _ look: () throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + limit
        while true {
            if let found = try look() { return found }
            guard ContinuousClock.now < deadline else {
                let lines = log.split(separator: "\n").suffix(20).joined(separator: "\n")
                throw LoopbackError.silent(program: "postfix", log: lines)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Maildir names: seconds, then `M` and microseconds (virtual(8)).
    private static func arrivedBefore(_ one: String, _ other: String) -> Bool {
        func moment(_ name: String) -> [Int] {
            let parts = name.split(separator: ".")
            let micros = parts.dropFirst().first?.split(separator: "M").last.flatMap { Int($0) }
            return [parts.first.flatMap { Int($0) } ?? 0, micros ?? 0]
        }
        return moment(one).lexicographicallyPrecedes(moment(other))
    }

    private static func hasInternationalHeader(_ message: [UInt8]) -> Bool {
        var previous = UInt8(0)
        for octet in message where octet != 13 {
            if octet == 10, previous == 10 { return false }
            if octet >= 128 { return true }
            previous = octet
        }
        return false
    }

    private static func stuffed(_ message: [UInt8]) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(message.count + message.count / 32 + 2)
        var previous = UInt8(10)
        for octet in message {
            if octet == 10, previous != 13 { octets.append(13) }
            if octet == UInt8(ascii: "."), previous == 10 { octets.append(octet) }
            octets.append(octet)
            previous = octet
        }
        if previous != 10 { octets += [13, 10] }
        return octets
    }
}

/// One SMTP connection, a command and its reply at a time.
private final class SubmissionDialogue {
    private let descriptor: Int32
    private var pending: [UInt8] = []

    init(port: UInt16) throws(PostfixRefusal) {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw .lost }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        guard connectLoopback(descriptor, port) else { throw .lost }
    }

    deinit { close(descriptor) }

    /// Sends a line, unless there is none to send, and wants a reply that begins with `code`.
    func expect(_ code: String, after command: String?) throws(PostfixRefusal) {
        if let command { try write(Array("\(command)\r\n".utf8)) }
        var reply: [String] = []
        repeat { reply.append(try readLine()) } while reply.last?.dropFirst(3).first == "-"
        guard reply.last?.hasPrefix(code) == true else {
            throw .refused(command: command ?? "", reply: reply.joined(separator: "\n"))
        }
    }

    func write(_ octets: [UInt8]) throws(PostfixRefusal) {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .lost }
            rest = rest.dropFirst(count)
        }
    }

    private func readLine() throws(PostfixRefusal) -> String {
        while true {
            if let end = pending.firstIndex(of: 10) {
                let line = pending[..<end].filter { $0 != 13 }
                pending.removeSubrange(...end)
                return String(decoding: line, as: UTF8.self)
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0, pending.count < 65_536 else { throw .lost }
            pending += buffer[..<count]
        }
    }
}

private func connectLoopback(_ descriptor: Int32, _ port: UInt16) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, size) == 0
        }
    }
}
