import DeskTesting
import Foundation

/// Systemd's end of sd_notify(3): hears when a program says that it is ready.
struct NotifySocket: ~Copyable {
    let path: String
    private let descriptor: Int32

    /// How long a program may take.
    private static let patience: Duration = .seconds(60)

    init(path: String) throws {
        self.path = path
        let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, kind, 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let octets = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        precondition(octets.count < room, "a path in our own temporary folder is short")
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: octets) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let descriptor = descriptor
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0
            }
        }
        // Wakes now and then, to see whether the program is still there.
        var pause = timeval(tv_sec: 0, tv_usec: 100_000)
        let length = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &pause, length)
        guard isBound else { throw BenchmarkError.missing(path) }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// - Throws: ``LoopbackError`` when the program ends first or stays silent.
    func waitUntilReady(_ process: LoopbackProcess) throws {
        let deadline = ContinuousClock.now + Self.patience
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while ContinuousClock.now < deadline {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            let said = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
            if said.split(separator: "\n").contains("READY=1") { return }
            if let status = process.exitStatus {
                throw LoopbackError.ended(program: "helpdeskd", status: status, log: process.log)
            }
        }
        throw LoopbackError.silent(program: "helpdeskd", log: process.log)
    }
}
