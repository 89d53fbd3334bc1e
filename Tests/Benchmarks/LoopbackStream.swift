import Foundation

/// A blocking TCP connection on 127.0.0.1: the cheapest client there is, one thread each.
struct LoopbackStream: ~Copyable {
    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var start = 0
    private var buffer = [UInt8](repeating: 0, count: 16_384)

    /// Seconds that the other side may be silent.
    private static let silenceMax = 30

    init(port: UInt16) throws(BenchmarkError) {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw .connectionLost }
        var limit = timeval(tv_sec: Self.silenceMax, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var yes = Int32(1)
        let length = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, length)
        guard Self.connectLoopback(descriptor, port) else { throw .connectionLost }
    }

    deinit { close(descriptor) }

    func write(_ octets: [UInt8]) throws(BenchmarkError) {
        var sent = 0
        while sent < octets.count {
            let count = octets.withUnsafeBytes { bytes in
                send(
                    descriptor,
                    bytes.baseAddress?.advanced(by: sent),
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { throw .connectionLost }
            sent += count
        }
    }

    /// The next line without its line end.
    mutating func readLine() throws(BenchmarkError) -> ArraySlice<UInt8> {
        while true {
            if let end = pending[start...].firstIndex(of: 10) {
                let line = pending[start..<end]
                start = end + 1
                return line.last == 13 ? line.dropLast() : line
            }
            pending.removeFirst(start)
            start = 0
            guard try fill(), pending.count < 65_536 else { throw .connectionLost }
        }
    }

    /// So many octets.
    mutating func read(_ count: Int) throws(BenchmarkError) -> [UInt8] {
        while pending.count - start < count {
            guard try fill() else { throw .connectionLost }
        }
        defer { start += count }
        return Array(pending[start..<start + count])
    }

    /// Everything until the other side closes, a megabyte at most.
    mutating func readToEnd() throws(BenchmarkError) -> [UInt8] {
        while pending.count < 1_048_576, try fill() {}
        return Array(pending[start...])
    }

    /// False when the other side has closed.
    private mutating func fill() throws(BenchmarkError) -> Bool {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw .connectionLost }
        pending += buffer[..<count]
        return count > 0
    }

    private static func connectLoopback(_ descriptor: Int32, _ port: UInt16) -> Bool {
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
}

extension LoopbackStream {
    /// Reads one LMTP reply, of as many lines as it has.
    mutating func expect(_ code: String) throws(BenchmarkError) {
        while true {
            let line = try readLine()
            guard line.starts(with: code.utf8) else {
                throw .refused(String(decoding: line, as: UTF8.self))
            }
            // A hyphen says that the reply goes on (RFC 5321 §4.2.1).
            if line.dropFirst(3).first != UInt8(ascii: "-") { return }
        }
    }
}
