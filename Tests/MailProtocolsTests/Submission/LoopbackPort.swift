import Foundation
import Glibc

/// Ports on 127.0.0.1 that the kernel chose.
enum LoopbackPort {
    struct Failed: Error {}

    /// A server that another test starts must not inherit the socket and keep it open.
    private static let streamType = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)

    /// A listening socket and its port.
    static func listen() throws -> (socket: Int32, port: Int) {
        let (socket, port) = try bound()
        guard Glibc.listen(socket, 8) == 0 else { throw Failed() }
        return (socket, port)
    }

    /// A port that nobody listened on a moment ago.
    static func free() throws -> Int {
        let (socket, port) = try bound()
        close(socket)
        return port
    }

    /// True when somebody listens there; asked of the kernel, since a connection would be served.
    static func isListening(_ port: Int) throws -> Bool {
        let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
        let address = String(format: "0100007F:%04X", port)
        return table.split(separator: "\n").contains { line in
            let columns = line.split(separator: " ")
            // 0A is LISTEN.
            return columns.count > 3 && columns[1] == address && columns[3] == "0A"
        }
    }

    private static func bound() throws -> (socket: Int32, port: Int) {
        let listener = socket(AF_INET, streamType, 0)
        guard listener >= 0 else { throw Failed() }
        var address = Self.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw Failed() }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}
