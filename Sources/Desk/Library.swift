public import KnowledgeBase
import Synchronization

/// Holds the knowledge base that is in force; a reload replaces it as a whole.
///
/// Whoever matches takes the snapshot once and keeps it, so no question is ever answered from a
/// half-built index.
public final class Library: Sendable {
    private let held: Mutex<KnowledgeBase>

    /// Starts with `knowledgeBase`.
    public init(_ knowledgeBase: KnowledgeBase) { held = Mutex(knowledgeBase) }

    /// The knowledge base in force.
    public var current: KnowledgeBase { held.withLock { $0 } }

    /// Puts another in its place.
    public func replace(with knowledgeBase: KnowledgeBase) {
        held.withLock { $0 = knowledgeBase }
    }
}
