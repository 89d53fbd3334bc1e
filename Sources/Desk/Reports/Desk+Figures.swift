/// What somebody asks of a report.
public struct ReportRequest: Sendable, Equatable {
    /// Which one.
    public var name: ReportName
    /// The first day; nil for four weeks before the last.
    public var from: CivilDay?
    /// The last day; nil for today.
    public var to: CivilDay?
    /// nil for the report's own.
    public var grouping: ReportGrouping?
    /// Where the span begins that a volume is compared with; nil for 364 days before, so that weekdays
    /// meet the same weekdays.
    public var base: CivilDay?

    /// The last four weeks.
    public init(
        _ name: ReportName,
        from: CivilDay? = nil,
        to: CivilDay? = nil,
        by grouping: ReportGrouping? = nil,
        base: CivilDay? = nil
    ) {
        self.name = name
        self.from = from
        self.to = to
        self.grouping = grouping
        self.base = base
    }
}

/// Which queues' figures somebody sees.
struct ReportSight: Sendable, Equatable {
    /// Only these; nil for all but ``hiddenQueues``.
    var queues: [String]?
    /// Never these.
    var hiddenQueues: [String]

    /// Nil for somebody who sees none.
    init?(_ staff: StaffIdentity) {
        let table = RightsTable.house
        let sees = { table.allows(.readReports, to: staff.roles, in: $0) }
        guard sees(.own) else { return nil }
        let isBounded = !sees(.foreign) && !staff.queues.isEmpty
        queues = isBounded ? staff.queues : nil
        hiddenQueues = isBounded || sees(.confidential) ? [] : staff.closedQueues.sorted()
    }

    /// True for whoever does not see the whole desk.
    var isBounded: Bool { queues != nil || !hiddenQueues.isEmpty }

    func shows(_ queue: String) -> Bool {
        queues.map { $0.contains(queue) } ?? !hiddenQueues.contains(queue)
    }
}

extension Desk {
    /// Figures of the queues that this person leads or examines.
    ///
    /// Agents see none: in a small team the figures of a queue are those of a colleague. People with
    /// protected identity are in the sums and never told apart. Of confidential queues nothing is told
    /// that is about fewer than ``ReportSettings/smallGroupMin``.
    ///
    /// - Throws: ``DeskError/invalid(_:)`` for a span that is none, or too long.
    public func report(
        _ query: ReportRequest,
        as staff: StaffIdentity
    ) async throws(DeskError) -> Report {
        guard let sight = ReportSight(staff) else { throw .notPermitted }
        let frame = try frame(of: query, seenBy: sight)
        let tables: [ReportTable]
        switch query.name {
        case .fcr: tables = try await firstContacts(frame)
        case .volume: tables = try await volume(frame)
        case .clocks: tables = try await promises(frame)
        case .handoffs: tables = try await handoffs(frame)
        case .articles: tables = try await articles(frame)
        case .complaints: tables = try await complaints(frame)
        case .satisfaction: tables = try await satisfaction(frame)
        case .cost: tables = try await cost(frame)
        }
        return Report(
            name: query.name,
            days: frame.days,
            grouping: frame.grouping,
            tables: tables
        )
    }

    private func frame(
        of query: ReportRequest,
        seenBy sight: ReportSight
    ) throws(DeskError) -> ReportFrame {
        let today = settings.clocks.time.day(of: now())
        let last = query.to ?? today
        let first = query.from ?? last - 27
        let grouping = query.grouping ?? query.name.groupings[0]
        var checks = FieldChecks()
        if !query.name.groupings.contains(grouping) {
            let known = query.name.groupings.map(\.rawValue).joined(separator: ", ")
            checks.note("/by", "must be one of \(known)")
        }
        if query.base != nil, query.name != .volume { checks.note("/base", "is for volume only") }
        if first > last {
            checks.note("/from", "must not be after to")
        } else if last.number - first.number >= ReportSettings.daysMax {
            checks.note("/from", "must be less than \(ReportSettings.daysMax) days before to")
        } else if grouping == .day, last.number - first.number >= ReportSettings.rowsMax {
            checks.note("/by", "day takes at most \(ReportSettings.rowsMax) days")
        }
        try checks.finish()
        return ReportFrame(
            days: first...last,
            today: today,
            base: query.base ?? first - 364,
            namesBase: query.base != nil,
            grouping: grouping,
            sight: sight,
            settings: settings.reports,
            confidentialQueues: settings.confidentialQueues,
            time: settings.clocks.time
        )
    }

    /// Counts of one fact, in one consistent picture.
    func counts(
        _ fact: DayCount.Fact,
        by columns: Set<DayCountQuery.Column>,
        _ frame: ReportFrame,
        over days: ClosedRange<CivilDay>? = nil
    ) async throws(DeskError) -> [(DayCount, count: Int)] {
        let query = DayCountQuery(fact, days ?? frame.days, by: columns, seenBy: frame.sight)
        return try await store.read { reading throws(DeskError) in try reading.counts(query) }
    }
}
