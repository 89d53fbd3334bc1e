public import Foundation
public import KnowledgeBase

/// Where every request is decided, whichever door it came by.
///
/// Each method loads, asks the rule, saves and posts in one transaction, and returns when that is
/// on disk. Effects on the world are rows in the outbox.
public struct Desk: Sendable {
    let store: any DeskStore
    let library: Library
    let directory: any StaffDirectory
    let switchboard: (any SwitchboardPort)?
    let proof: TicketProof
    let settings: DeskSettings
    let sessions: SessionCache
    let now: @Sendable () -> Date

    /// Puts the desk together.
    ///
    /// The clock comes from outside so that tests need not wait.
    public init(
        store: any DeskStore,
        library: Library,
        directory: any StaffDirectory,
        switchboard: (any SwitchboardPort)?,
        proof: TicketProof,
        settings: DeskSettings,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.library = library
        self.directory = directory
        self.switchboard = switchboard
        self.proof = proof
        self.settings = settings
        self.sessions = SessionCache()
        self.now = now
    }

    /// The knowledge base in force.
    public var knowledgeBase: KnowledgeBase { library.current }
}
