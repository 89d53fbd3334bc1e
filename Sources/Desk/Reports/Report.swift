/// Which report.
public enum ReportName: String, Sendable, Hashable, CaseIterable {
    /// Solved at first contact.
    case fcr
    /// How many got in touch.
    case volume
    /// Promises kept and broken.
    case clocks
    /// Calls that were handed on.
    case handoffs
    /// What articles did, and which are missing.
    case articles
    /// What is registered: complaints, opinions and praise.
    case complaints
    /// How citizens say it was.
    case satisfaction
    /// What a contact costs.
    case cost

    /// What its figures can be told apart by; the first is the default.
    public var groupings: [ReportGrouping] {
        switch self {
        case .fcr: [.channel, .category, .article, .week]
        case .volume: [.channel, .category, .kind, .queue, .board, .day, .week, .month]
        case .clocks: [.queue, .board, .kind, .channel, .day, .week, .month]
        case .handoffs: [.destination, .mode, .queue, .board, .day, .week, .month]
        case .articles: [.article]
        case .complaints: [.unit, .queue, .board, .kind, .week, .month]
        case .satisfaction: [.channel, .category, .queue, .board, .week, .month]
        case .cost: [.month, .week]
        }
    }
}

/// What figures are told apart by.
public enum ReportGrouping: String, Sendable, Hashable, CaseIterable {
    case channel
    case category
    case kind
    case queue
    /// Whose queue it is (nämnd), by the configuration.
    case board
    /// The unit that answers.
    case unit
    case article
    case destination
    /// Of a hand-off.
    case mode
    case day
    /// ISO 8601.
    case week
    case month

    /// True for stretches of time, of which each is named even when nothing happened.
    public var isTime: Bool { self == .day || self == .week || self == .month }
}

/// Figures of a span of days.
public struct Report: Sendable, Equatable {
    /// Which one.
    public var name: ReportName
    /// The first and the last day, as the city counts them.
    public var days: ClosedRange<CivilDay>
    /// What the rows are told apart by.
    public var grouping: ReportGrouping
    /// The first is what the report is named for.
    public var tables: [ReportTable]
}

/// One table of a report.
public struct ReportTable: Sendable, Equatable {
    /// For programs; one word.
    public var name: String
    /// At least one.
    public var columns: [ReportColumn]
    /// As many values as columns each.
    public var rows: [ReportRow]
    /// Of all rows; nil where there is none that would say anything.
    public var total: ReportRow?
    /// What is to be reached.
    public var goal: ReportGoal?
    /// The column that is drawn.
    public var charted: String

    init(
        _ name: String,
        _ columns: [ReportColumn],
        rows: [ReportRow],
        total: ReportRow? = nil,
        goal: ReportGoal? = nil,
        charted: String
    ) {
        precondition(columns.contains { $0.name == charted }, "a column of the table")
        precondition(rows.allSatisfy { $0.values.count == columns.count }, "a value a column")
        self.name = name
        self.columns = columns
        self.rows = rows
        self.total = total
        self.goal = goal
        self.charted = charted
    }
}

/// A column of a table.
public struct ReportColumn: Sendable, Equatable {
    /// What its values are.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        case text
        case count
        /// 1 is all of it.
        case share
        /// Of open time.
        case minutes
        case seconds
        case money
        case grade
    }

    /// In snake_case, the same in JSON and CSV.
    public var name: String
    /// What its values are.
    public var unit: Unit

    init(_ name: String, _ unit: Unit) {
        self.name = name
        self.unit = unit
    }
}

/// A row of a table.
public struct ReportRow: Sendable, Equatable {
    /// In the order of the columns.
    public var values: [ReportValue]
    /// True when its figures are left out because they are about too few people.
    public var isHidden = false

    init(_ values: [ReportValue], isHidden: Bool = false) {
        self.values = values
        self.isHidden = isHidden
    }

    /// The same without its figures.
    var hidden: ReportRow {
        let kept = values.map { if case .text = $0 { $0 } else { ReportValue.none } }
        return ReportRow(kept, isHidden: true)
    }
}

/// What stands in a cell.
public enum ReportValue: Sendable, Equatable {
    case text(String)
    case count(Int)
    /// Rounded to four decimals, so that both databases and every program write the same.
    case number(Double)
    /// Nothing to say.
    case none

    /// A part of a whole; nothing of nothing.
    static func share(_ part: Int, of whole: Int) -> Self {
        whole == 0 ? .none : rounded(Double(part) / Double(whole))
    }

    static func rounded(_ value: Double) -> Self {
        .number((value * 10_000).rounded() / 10_000)
    }

    static func optional(_ count: Int?) -> Self { count.map { .count($0) } ?? .none }
}

/// What a column is to reach.
public struct ReportGoal: Sendable, Equatable {
    /// The column's name.
    public var column: String
    /// What it is to be.
    public var value: Double
    /// True when more is better.
    public var isLeast: Bool
    /// Of the whole; nil where there is nothing to say.
    public var isReached: Bool?

    /// `part` of `whole` is what it comes to, which is judged as it is and not as it is rounded.
    init(_ column: String, _ value: Double, isLeast: Bool, _ part: Int, of whole: Int) {
        self.column = column
        self.value = value
        self.isLeast = isLeast
        guard whole != 0 else { return }
        let found = Double(part) / Double(whole)
        isReached = isLeast ? found >= value : found <= value
    }
}
