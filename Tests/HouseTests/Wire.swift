import Foundation

/// One connection with every octet in the test's own hand.
///
/// It blocks, a few seconds at most.
final class Wire: Sendable {
    enum Place: Sendable {
        case port(UInt16)
        case address(String, UInt16)
        case socket(String)
    }

    struct Broken: Error {}

    private let descriptor: Int32

    init(_ place: Place) throws {
        switch place {
        case .port(let port):
            descriptor = try Self.connection(to: "127.0.0.1", port)
        case .address(let host, let port):
            descriptor = try Self.connection(to: host, port)
        case .socket(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = unixAddress(path)
            guard connected(descriptor, to: &address) else { throw Broken() }
        }
        limitWaiting(of: descriptor)
    }

    deinit { close(descriptor) }

    private static func connection(to host: String, _ port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr(host)
        guard connected(descriptor, to: &address) else {
            close(descriptor)
            throw Broken()
        }
        return descriptor
    }

    /// What has come so far; it does not wait.
    func available() -> [UInt8] {
        var octets: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return octets }
            octets += buffer[..<count]
        }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    func write(_ octets: [UInt8]) throws {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Broken() }
            rest = rest.dropFirst(count)
        }
    }

    /// The last line of a reply; empty when the other side hung up.
    func reply() throws -> String {
        while true {
            let line = try line()
            if line.dropFirst(3).first != "-" { return line }
        }
    }

    /// Says a line and answers the reply.
    func say(_ line: String) throws -> String {
        try write("\(line)\r\n")
        return try reply()
    }

    /// The status of a whole answer of HTTP, so that the next one on this connection can be read;
    /// empty when the other side hung up.
    func status() throws -> Substring {
        let status = try line().dropFirst(9).prefix(3)
        var length = 0
        while case let field = try line(), !field.isEmpty {
            let parts = field.lowercased().split(separator: ": ", maxSplits: 1)
            if parts.first == "content-length" { length = parts.last.flatMap { Int($0) } ?? 0 }
        }
        var octet = UInt8(0)
        for _ in 0..<length {
            guard recv(descriptor, &octet, 1, 0) == 1 else { throw Broken() }
        }
        return status
    }

    /// Everything that comes until the other side hangs up.
    func whole() throws -> String {
        var octets: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Broken() }
            guard count > 0 else { return String(decoding: octets, as: UTF8.self) }
            octets += buffer[..<count]
        }
    }

    /// True when the other side has hung up, or has a last word to say before it does.
    var isEnded: Bool {
        var octet = UInt8(0)
        let flags = Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)
        let count = recv(descriptor, &octet, 1, flags)
        return count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)
    }

    private func line() throws -> String {
        var line: [UInt8] = []
        var octet = UInt8(0)
        while octet != 10 {
            let count = recv(descriptor, &octet, 1, 0)
            guard count >= 0 else { throw Broken() }
            guard count > 0 else { return "" }
            line.append(octet)
        }
        return String(decoding: line.dropLast(2), as: UTF8.self)
    }
}

/// Where a daemon under systemd reports its state: a datagram socket (sd_notify(3)).
final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = unixAddress(path)
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size)
            }
        }
        guard result == 0 else { throw Wire.Broken() }
        limitWaiting(of: descriptor)
    }

    deinit { close(descriptor) }

    /// The next report, its lines apart.
    func next() throws -> [String] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw Wire.Broken() }
        return String(decoding: buffer[..<count], as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    /// The next report that is no sign of life.
    func nextChange() throws -> [String] {
        while true {
            let report = try next()
            let isSignOfLife =
                report == ["WATCHDOG=1"]
                || report.allSatisfy { $0.hasPrefix("EXTEND_TIMEOUT_USEC=") }
            if !isSignOfLife { return report }
        }
    }
}

private func unixAddress(_ path: String) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    return address
}

private func connected<Address>(_ descriptor: Int32, to address: inout Address) -> Bool {
    let size = socklen_t(MemoryLayout<Address>.size)
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, size) == 0
        }
    }
}

private func limitWaiting(of descriptor: Int32) {
    var limit = timeval(tv_sec: 15, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
}
