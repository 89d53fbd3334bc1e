import Foundation

/// A server on 127.0.0.1 that answers as a test tells it to, for peers no real program would be.
///
/// It takes one connection after another on a thread of its own. What a client sends in one go
/// arrives in one piece, as long as it is short.
public final class ScriptedServer: Sendable {
    /// Where it listens.
    public let port: UInt16
    private let descriptor: Int32

    /// Listens at once.
    ///
    /// - Parameter answer: what to send for each piece that came; nil closes the connection.
    /// - Throws: ``LoopbackError/noPort``.
    public convenience init(
        _ answer: @escaping @Sendable ([UInt8]) -> [UInt8]?
    ) throws(LoopbackError) {
        try self.init(conversing: { answer })
    }

    /// The same for answers that depend on what came before by the same connection.
    ///
    /// - Parameter begin: called for each connection; what it gives answers there.
    /// - Throws: ``LoopbackError/noPort``.
    public init(
        conversing begin: @escaping @Sendable () -> ([UInt8]) -> [UInt8]?
    ) throws(LoopbackError) {
        let (descriptor, port) = try boundSocket(0)
        guard listen(descriptor, 16) == 0 else {
            close(descriptor)
            throw .noPort
        }
        self.port = port
        self.descriptor = descriptor
        Thread.detachNewThread {
            while true {
                let peer = accept(descriptor, nil, nil)
                guard peer >= 0 else { break }
                Thread.detachNewThread { Self.converse(peer, begin()) }
            }
            close(descriptor)
        }
    }

    deinit {
        // Wakes the thread, which then closes the socket: nobody else may have its number before.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private static func converse(
        _ peer: Int32,
        _ answer: ([UInt8]) -> [UInt8]?
    ) {
        defer { close(peer) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(peer, &buffer, buffer.count, 0)
            guard count > 0, let octets = answer(Array(buffer.prefix(count))) else { return }
            guard octets.isEmpty || sendAll(octets, to: peer) else { return }
        }
    }

    private static func sendAll(_ octets: [UInt8], to peer: Int32) -> Bool {
        send(peer, octets, octets.count, Int32(MSG_NOSIGNAL)) == octets.count
    }
}
