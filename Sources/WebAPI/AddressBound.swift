import Desk
public import NIOCore
import Synchronization

/// The connections that each address has open.
public final class AddressCount: Sendable {
    private let max: Int
    private let exempt: TrustedProxies
    private let open = Mutex<[String: Int]>([:])

    /// - Parameters:
    ///   - max: connections of one address, 1...; an IPv6 network of /64 counts as one.
    ///   - exempt: whoever speaks for many.
    public init(max: Int, exempt: TrustedProxies) {
        precondition(max > 0, "a door that lets nobody in")
        self.max = max
        self.exempt = exempt
    }

    /// Counts one more; false when it is one too many.
    func enter(_ key: String) -> Bool {
        open.withLock { open in
            let count = open[key] ?? 0
            guard count < max else { return false }
            open[key] = count + 1
            return true
        }
    }

    func leave(_ key: String) {
        open.withLock { open in
            let count = (open[key] ?? 0) - 1
            open[key] = count > 0 ? count : nil
        }
    }

    /// What a peer is counted under; nil for one that is not.
    func key(of peer: SocketAddress?) -> String? {
        guard let address = peer.flatMap(IPAddress.init) else { return nil }
        return exempt.contains(address) ? nil : address.origin.address
    }
}

/// Closes a connection that is one too many of its address, before anything is done for it.
///
/// Without an answer: whoever opens a thousand should cost us as little as can be.
public final class AddressBound: ChannelInboundHandler, RemovableChannelHandler {
    /// Whatever comes.
    public typealias InboundIn = NIOAny

    private let addresses: AddressCount
    private var key: String?

    /// - Parameter addresses: those of the door.
    public init(_ addresses: AddressCount) { self.addresses = addresses }

    /// Counts a connection that is there already.
    public func handlerAdded(context: ChannelHandlerContext) {
        guard let key = addresses.key(of: context.remoteAddress) else { return }
        guard addresses.enter(key) else { return context.close(promise: nil) }
        self.key = key
    }

    /// Counts it no longer.
    public func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    /// Counts it no longer, however it came to its end.
    public func handlerRemoved(context: ChannelHandlerContext) { leave() }

    private func leave() {
        if let key { addresses.leave(key) }
        key = nil
    }
}
