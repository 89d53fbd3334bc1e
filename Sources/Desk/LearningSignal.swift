/// Tells whoever keeps the knowledge base in force that there may be new evidence.
///
/// However often it is raised before somebody looks, they look once.
public final class LearningSignal: Sendable {
    /// For one listener, who looks at the evidence once for each element.
    public let raised: AsyncStream<Void>
    private let sender: AsyncStream<Void>.Continuation

    init() {
        (raised, sender) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that there may be new evidence.
    public func raise() { sender.yield() }
}
