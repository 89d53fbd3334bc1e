public import Foundation

/// One line of the record of who changed what is no ticket's: a ticket's own history says the rest.
///
/// It names things by number and says which of their parts changed, never a citizen's words.
public struct ChangeRecord: Sendable, Equatable {
    /// When.
    public var at: Date
    /// Who: a user name or the name of a token, `operator:` and the user of the machine who gave a
    /// command, or ``program``.
    public var staff: String
    /// What was done.
    public var act: Act
    /// What it was done to: the id of a webhook or of a held mail, the number of an incident or
    /// of maintenance, the name of an article; of what was erased, how much.
    public var subject: String
    /// More about it, such as what changed and to what.
    public var details: [String: String]

    /// What was done.
    public enum Act: String, Sendable, CaseIterable {
        /// A webhook was made; the details say where it goes and what it is told.
        case webhookCreated = "webhook_created"
        /// It goes elsewhere, or is told something else.
        case webhookChanged = "webhook_changed"
        /// It was switched on.
        case webhookEnabled = "webhook_enabled"
        /// It was switched off by somebody.
        case webhookDisabled = "webhook_disabled"
        /// It signs with a new secret.
        case webhookSecretRotated = "webhook_secret_rotated"
        /// It and its deliveries are gone.
        case webhookDeleted = "webhook_deleted"
        /// An incident was opened by hand.
        case incidentOpened = "incident_opened"
        /// An incident was confirmed, ended, dismissed, or its words changed.
        case incidentChanged = "incident_changed"
        /// A window of maintenance was planned; the details say when, of what, and what receipts say.
        case maintenancePlanned = "maintenance_planned"
        /// It lies elsewhere, or receipts say something else.
        case maintenanceChanged = "maintenance_changed"
        /// It was called off, or ended before its time.
        case maintenanceCancelled = "maintenance_cancelled"
        /// What an article was taught was taken back.
        case evidenceForgotten = "evidence_forgotten"
        /// A held mail was let through, into the ticket of the details.
        case mailReleased = "mail_released"
        /// A held mail was thrown away; the details have its digest, or, where nobody decided on it in
        /// time, that.
        case mailDiscarded = "mail_discarded"
        /// Calls, call-backs and held mails of somebody, on no ticket, were erased; the subject is how
        /// many, the details have how many of each kind.
        case tracesErased = "traces_erased"
    }

    /// Who did what came due by itself.
    static let program = "helpdeskd"

    /// Names every member.
    public init(
        at moment: Date,
        staff: String,
        act: Act,
        subject: String,
        details: [String: String] = [:]
    ) {
        at = moment
        self.staff = staff
        self.act = act
        self.subject = subject
        self.details = details
    }
}

extension DeskTransaction {
    /// Writes into the record of changes what somebody did, and to what.
    func record(
        _ act: ChangeRecord.Act,
        of subject: some CustomStringConvertible,
        _ details: [String: String] = [:],
        by staff: StaffIdentity,
        at moment: Date
    ) throws(DeskError) {
        try record(
            ChangeRecord(
                at: moment,
                staff: staff.id,
                act: act,
                subject: subject.description,
                details: details
            )
        )
    }
}

/// A line as it stands in the record.
public struct ChangeEntry: Sendable, Equatable {
    /// Greater than every one before it.
    public var id: Int64
    /// What it says.
    public var record: ChangeRecord

    /// Names both members.
    public init(id: Int64, record: ChangeRecord) {
        self.id = id
        self.record = record
    }
}

extension Desk {
    /// At most `limit` lines of the record of changes before `before`, newest first, and whether
    /// there are more.
    ///
    /// - Throws: ``DeskError/notPermitted`` unless the one who asks may read the audit.
    public func changeRecords(
        by person: String?,
        before: Int64?,
        limit: Int,
        as staff: StaffIdentity
    ) async throws(DeskError) -> (entries: [ChangeEntry], hasMore: Bool) {
        guard staff.may(.readAudit) else { throw .notPermitted }
        let found = try await store.read { reading throws(DeskError) in
            try reading.changeRecords(by: person, before: before, limit: limit + 1)
        }
        return (Array(found.prefix(limit)), found.count > limit)
    }
}
