import Foundation

/// A TCP port on 127.0.0.1 that nobody has, and that nobody else is given for a long while.
///
/// A server that was killed finds its port again: the ports go round, over all test runs of one user
/// that are under way, below those that the system gives to callers by itself (RFC 6335 §6 calls them
/// dynamic; Linux begins at 32768). A program that is none of ours may still take one.
public func freePort() throws(LoopbackError) -> UInt16 {
    let path = "/tmp/helpdesk-ports-\(getuid())"
    let counter = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard counter >= 0 else { throw .noPort }
    defer { close(counter) }
    guard flock(counter, LOCK_EX) == 0 else { throw .noPort }
    var place = UInt16(0)
    pread(counter, &place, 2, 0)
    for _ in portsGiven {
        place = portsGiven.contains(place) ? place + 1 : portsGiven.lowerBound
        guard portsGiven.contains(place), let bound = try? boundSocket(place) else { continue }
        close(bound.descriptor)
        guard pwrite(counter, &place, 2, 0) == 2 else { throw .noPort }
        return place
    }
    throw .noPort
}

/// What ``freePort()`` gives; browsers refuse 10080.
private let portsGiven = UInt16(10_100)..<32_768

/// True when something accepts connections on 127.0.0.1 at this port.
public func answers(_ port: UInt16) -> Bool { answers(address: "127.0.0.1", port: port) }

/// True when something accepts connections there.
func answers(address name: String, port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = loopbackAddress(port)
    guard inet_pton(AF_INET, name, &address.sin_addr) == 1 else { return false }
    return withSocketAddress(&address) { connect(descriptor, $0, $1) } == 0
}

/// A server on 127.0.0.1 that takes connections and never says a word.
///
/// It stands for a machine that hangs, and, because it counts who called, for a server that must
/// not have been called at all.
public final class SilentListener: Sendable {
    /// Where it listens.
    public let port: UInt16
    private let descriptor: Int32

    /// Listens at once.
    ///
    /// - Parameter wanted: a port that a server just left; nil takes a free one.
    /// - Throws: ``LoopbackError/noPort``.
    public init(port wanted: UInt16? = nil) throws(LoopbackError) {
        (descriptor, port) = try boundSocket(wanted ?? 0)
        guard listen(descriptor, 64) == 0 else {
            close(descriptor)
            throw .noPort
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// How many have called since the last time somebody asked; their connections are closed.
    public func takeCallers() -> Int {
        var callers = 0
        while true {
            let caller = accept(descriptor, nil, nil)
            guard caller >= 0 else { return callers }
            close(caller)
            callers += 1
        }
    }
}

func boundSocket(
    _ wanted: UInt16
) throws(LoopbackError) -> (descriptor: Int32, port: UInt16) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { throw .noPort }
    // The connections of whoever was there before may still be waiting for their last packets.
    var yes = Int32(1)
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = loopbackAddress(wanted)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withSocketAddress(&address) { bind(descriptor, $0, $1) }
    let named = withSocketAddress(&address) { pointer, _ in
        getsockname(descriptor, pointer, &length)
    }
    guard bound == 0, named == 0 else {
        close(descriptor)
        throw .noPort
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
}

func loopbackAddress(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}

func withSocketAddress(
    _ address: inout sockaddr_in,
    _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
