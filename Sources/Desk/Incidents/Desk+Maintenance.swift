public import Foundation

/// What a patch of a window of maintenance names.
public struct MaintenancePatch: Sendable, Equatable {
    /// From then on.
    public var startsAt: Date?
    /// Until then.
    public var endsAt: Date?
    /// The e-services.
    public var services: [String]?
    /// What receipts say.
    public var notice: NoticeText?

    /// Changes nothing.
    public init() {}
}

extension Desk {
    /// The windows of maintenance that are on or ahead, the first to begin first.
    public func maintenances(as staff: StaffIdentity) async throws(DeskError) -> [Maintenance] {
        guard staff.may(.seeIncidents) else { throw .notPermitted }
        let moment = now()
        return try await store.read { reading throws(DeskError) in
            try reading.maintenances(
                endingAfter: moment,
                limit: DeskSettings.maintenanceAheadMax
            )
        }
    }

    /// One window, also one that is over or was called off.
    public func maintenance(
        _ number: Int64,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Maintenance {
        guard staff.may(.seeIncidents) else { throw .notPermitted }
        return try await store.read { reading throws(DeskError) in
            try reading.maintenance(number)
        }
    }

    /// Plans one.
    public func plan(
        _ draft: Maintenance,
        as staff: StaffIdentity,
        once: Once<Maintenance>? = nil
    ) async throws(DeskError) -> Answered<Maintenance> {
        guard staff.may(.leadIncidents) else { throw .notPermitted }
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            try transaction.once(once) { () throws(DeskError) in
                var planned = draft
                planned.createdBy = staff.id
                try self.check(planned, at: moment, in: transaction)
                planned.number = try transaction.insert(planned)
                try transaction.record(
                    .maintenancePlanned,
                    of: planned.number,
                    planned.told,
                    by: staff,
                    at: moment
                )
                return planned
            }
        }
    }

    /// Changes one that is not over.
    public func changeMaintenance(
        _ number: Int64,
        at seen: Edition? = nil,
        by patch: MaintenancePatch,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Maintenance {
        guard staff.may(.leadIncidents) else { throw .notPermitted }
        let moment = now()
        return try await store.write { transaction throws(DeskError) in
            var changed = try transaction.maintenance(number)
            try changed.edition.check(seen)
            try Self.checkHolds(changed, at: moment)
            let told = changed.told
            changed.startsAt = patch.startsAt ?? changed.startsAt
            changed.endsAt = patch.endsAt ?? changed.endsAt
            changed.services = patch.services ?? changed.services
            changed.notice = patch.notice ?? changed.notice
            try self.check(changed, at: moment, in: transaction)
            try transaction.save(changed)
            let news = changed.told.filter { told[$0] != $1 }
            if !news.isEmpty {
                try transaction.record(
                    .maintenanceChanged,
                    of: number,
                    news,
                    by: staff,
                    at: moment
                )
            }
            return changed
        }
    }

    /// Calls one off that is ahead, or ends one that is on; tickets keep their link.
    public func cancelMaintenance(
        _ number: Int64,
        as staff: StaffIdentity
    ) async throws(DeskError) {
        guard staff.may(.leadIncidents) else { throw .notPermitted }
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            var ended = try transaction.maintenance(number)
            guard ended.cancelledAt == nil, moment < ended.endsAt else { return }
            ended.cancelledAt = moment
            try transaction.save(ended)
            try transaction.record(.maintenanceCancelled, of: number, by: staff, at: moment)
        }
    }

    private static func checkHolds(
        _ maintenance: Maintenance,
        at moment: Date
    ) throws(DeskError) {
        guard maintenance.cancelledAt == nil, moment < maintenance.endsAt else {
            throw .wrongState(detail: "The maintenance is over or was called off.")
        }
    }

    private func check(
        _ wanted: Maintenance,
        at moment: Date,
        in reading: any DeskReading
    ) throws(DeskError) {
        var checks = FieldChecks()
        if wanted.endsAt <= wanted.startsAt { checks.note("/ends_at", "must be after starts_at") }
        if wanted.endsAt <= moment { checks.note("/ends_at", "must be ahead") }
        if wanted.endsAt > moment + DeskSettings.alarmAheadMax {
            checks.note("/ends_at", "must be within the next two years")
        }
        if !(1...DeskSettings.maintenanceServicesMax).contains(wanted.services.count) {
            checks.note("/services", "must name 1 to \(DeskSettings.maintenanceServicesMax)")
        }
        for (index, service) in wanted.services.enumerated() {
            checks.filledLine(
                service,
                "/services/\(index)",
                limit: DeskSettings.wordCharactersMax
            )
        }
        wanted.notice.check(&checks, at: "/notice", limit: DeskSettings.noticeCharactersMax)
        try checks.finish()
        let ahead = try reading.maintenances(
            endingAfter: moment,
            limit: DeskSettings.maintenanceAheadMax
        )
        if wanted.number == 0, ahead.count >= DeskSettings.maintenanceAheadMax {
            throw .overLimit(name: "maintenance-ahead", limit: DeskSettings.maintenanceAheadMax)
        }
        if let other = ahead.first(where: { wanted.overlaps($0) }) {
            throw .wrongState(
                detail: "Maintenance \(other.number) interrupts one of these e-services at that "
                    + "time already."
            )
        }
    }
}

extension Maintenance {
    /// Its parts, as the record of changes names them.
    fileprivate var told: [String: String] {
        [
            "starts_at": startsAt.formatted(.iso8601), "ends_at": endsAt.formatted(.iso8601),
            "services": services.joined(separator: ", "),
            "notice_sv": notice.swedish, "notice_en": notice.english ?? "",
        ]
    }
}
