public import Foundation
public import KnowledgeBase

/// What one ticket taught about one article, as the store keeps it.
///
/// It belongs to its ticket and goes with it: the text is a citizen's question, and although what
/// tells who asked was taken out before it came here, nobody can promise that nothing was missed. So
/// of an erased ticket nothing is kept, not even this, and tickets of people with protected identity
/// and in confidential queues teach nothing.
public struct KeptEvidence: Sendable, Equatable {
    /// Who says so.
    public enum Origin: String, Sendable, CaseIterable {
        /// How the ticket ended; taken back when it is reopened.
        case resolution
        /// A clerk's verdict on a suggestion; stays until it is taken back.
        case verdict
    }

    /// Later ones are greater.
    public var id: UUIDv7
    /// Who says so.
    public var origin: Origin
    /// When it was said.
    public var learntAt: Date
    /// What was said.
    public var evidence: Evidence

    /// Names every member.
    public init(id: UUIDv7, origin: Origin, learntAt: Date, evidence: Evidence) {
        self.id = id
        self.origin = origin
        self.learntAt = learntAt
        self.evidence = evidence
    }
}

/// How much an article was taught.
public struct EvidenceCount: Sendable, Equatable {
    /// Its id; nil for the questions that no article answered.
    public var article: String?
    /// Questions that it answered.
    public var answered: Int
    /// Questions that staff say it does not answer.
    public var rejected: Int
    /// Questions that no article answered.
    public var unanswered: Int
    /// When it was last taught something.
    public var newestAt: Date

    /// Names every member.
    public init(
        article: String?,
        answered: Int,
        rejected: Int,
        unanswered: Int,
        newestAt: Date
    ) {
        self.article = article
        self.answered = answered
        self.rejected = rejected
        self.unanswered = unanswered
        self.newestAt = newestAt
    }
}

/// Where the evidence stands: it has changed since when this is another.
public struct EvidenceMark: Sendable, Equatable {
    /// How much there is.
    public var count: Int
    /// The newest; nil without any.
    public var newest: UUIDv7?

    /// Names both members.
    public init(count: Int, newest: UUIDv7?) {
        self.count = count
        self.newest = newest
    }
}

/// What an operator decides about learning.
///
/// - Configuration keys:
///   - `learning.enabled` (bool, default true): false keeps no evidence and uses none.
///   - `learning.per-article-max` (int, default 200, 1…200): evidence kept of one article.
public struct LearningSettings: Sendable, Equatable {
    /// Whether tickets and verdicts are kept as evidence.
    public var isEnabled: Bool
    /// Of an article with more than this the oldest goes.
    public var perArticleMax: Int

    /// Names every setting, with its default.
    public init(isEnabled: Bool = true, perArticleMax: Int = Learning.perArticleMax) {
        self.isEnabled = isEnabled
        self.perArticleMax = perArticleMax
    }

    /// How much evidence of one article, or of none, is kept.
    func countMax(of article: String?) -> Int {
        article == nil ? Learning.unansweredMax : perArticleMax
    }
}
