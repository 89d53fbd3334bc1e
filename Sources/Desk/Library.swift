public import KnowledgeBase
import Synchronization

/// Holds the knowledge base that is in force; a reload and new evidence replace it as a whole.
///
/// Whoever matches takes the snapshot once and keeps it, so no question is ever answered from a
/// half-built index.
public final class Library: Sendable {
    private let held: Mutex<KnowledgeBase>
    /// What the one in force has learnt; held while the next one is made, so that a reload and new
    /// evidence that meet do not undo each other.
    private let lessons = Mutex<[Evidence]>([])
    /// Made when it is first asked for: reading all articles takes longer than answering a request.
    private let written = Mutex<WrittenTexts?>(nil)

    /// Starts with `knowledgeBase`.
    public init(_ knowledgeBase: KnowledgeBase) { held = Mutex(knowledgeBase) }

    /// The knowledge base in force.
    public var current: KnowledgeBase { held.withLock { $0 } }

    /// What is ours in a text that somebody writes: the articles, and what we say where a life is in
    /// danger.
    var writtenTexts: WrittenTexts {
        written.withLock { written in
            if let written { return written }
            var texts = WrittenTexts()
            for article in current.articles { texts.add(article) }
            for language in LetterTemplates.languages {
                texts.add(LetterTemplates.warning(in: language))
            }
            written = texts
            return texts
        }
    }

    /// Puts others in the place of the articles, taught as those were.
    ///
    /// With much evidence this takes a second or more: it belongs on a thread that may block.
    public func replace(with knowledgeBase: KnowledgeBase) {
        lessons.withLock { lessons in
            // Without evidence the index would only be made twice.
            let next =
                lessons.isEmpty ? knowledgeBase : knowledgeBase.learning(from: lessons)
            held.withLock { $0 = next }
            written.withLock { $0 = nil }
        }
    }

    /// Teaches the articles `evidence`, oldest first, in place of what they were taught before; as
    /// slow as ``replace(with:)``.
    ///
    /// - Returns: false when they know just that.
    @discardableResult
    public func learn(from evidence: [Evidence]) -> Bool {
        lessons.withLock { lessons in
            guard lessons != evidence else { return false }
            let next = current.learning(from: evidence)
            held.withLock { $0 = next }
            lessons = evidence
            return true
        }
    }
}
