/// Figures of a span of days.
public struct ReportBody: Codable, Sendable, Equatable {
    /// Its name, as in the address.
    public var report: String
    /// The first day, such as `2026-11-01`.
    public var from: String
    /// The last day.
    public var to: String
    /// By whose clocks the days are.
    public var timeZone: String
    /// What the rows are told apart by.
    public var by: String
    /// The first is what the report is named for.
    public var tables: [ReportTableBody]

    /// Names every member.
    public init(
        report: String,
        from: String,
        to: String,
        timeZone: String,
        by: String,
        tables: [ReportTableBody]
    ) {
        self.report = report
        self.from = from
        self.to = to
        self.timeZone = timeZone
        self.by = by
        self.tables = tables
    }

    private enum CodingKeys: String, CodingKey {
        case report
        case from
        case to
        case timeZone = "time_zone"
        case by
        case tables
    }
}

/// One table of a report.
public struct ReportTableBody: Codable, Sendable, Equatable {
    /// One word.
    public var name: String
    /// In the order in which they are to be read.
    public var columns: [ReportColumnBody]
    /// By the columns' names.
    public var rows: [ReportRowBody]
    /// Of all rows; null where there is none that would say anything.
    public var total: ReportRowBody?
    /// What is to be reached; null where nothing is.
    public var goal: ReportGoalBody?
    /// The name of the column to draw.
    public var charted: String

    /// Names every member.
    public init(
        name: String,
        columns: [ReportColumnBody],
        rows: [ReportRowBody],
        total: ReportRowBody?,
        goal: ReportGoalBody?,
        charted: String
    ) {
        self.name = name
        self.columns = columns
        self.rows = rows
        self.total = total
        self.goal = goal
        self.charted = charted
    }
}

/// A column of a report.
public struct ReportColumnBody: Codable, Sendable, Equatable {
    /// Its name, in snake_case.
    public var name: String
    /// `text`, `count`, `share` (1 is all), `minutes` (of open time), `seconds`, `money` or `grade`.
    public var unit: String

    /// Names both members.
    public init(name: String, unit: String) {
        self.name = name
        self.unit = unit
    }
}

/// A row of a report.
public struct ReportRowBody: Codable, Sendable, Equatable {
    /// By the columns' names; null where there is nothing to say.
    public var values: [String: ReportCell]
    /// True when the figures are left out because they are about too few people.
    public var isSuppressed: Bool

    /// Names both members.
    public init(values: [String: ReportCell], isSuppressed: Bool) {
        self.values = values
        self.isSuppressed = isSuppressed
    }

    private enum CodingKeys: String, CodingKey {
        case values
        case isSuppressed = "suppressed"
    }
}

/// What is to be reached.
public struct ReportGoalBody: Codable, Sendable, Equatable {
    /// The column's name.
    public var column: String
    /// What it is to be.
    public var value: Double
    /// True when that is the least, false when it is the most.
    public var isLeast: Bool
    /// Whether the whole reaches it; null where there is nothing to say.
    public var isReached: Bool?

    /// Names every member.
    public init(column: String, value: Double, isLeast: Bool, isReached: Bool?) {
        self.column = column
        self.value = value
        self.isLeast = isLeast
        self.isReached = isReached
    }

    private enum CodingKeys: String, CodingKey {
        case column
        case value
        case isLeast = "at_least"
        case isReached = "reached"
    }
}

/// What stands in a cell of a report: a text, a number or nothing.
public enum ReportCell: Codable, Sendable, Equatable {
    case text(String)
    case count(Int)
    case number(Double)
    case none

    /// Reads whichever it is.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .none
        } else if let text = try? container.decode(String.self) {
            // Which of the three it is only trying tells.
            self = .text(text)
        } else if let count = try? container.decode(Int.self) {
            self = .count(count)
        } else {
            self = .number(try container.decode(Double.self))
        }
    }

    /// Writes the text, the number or null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .count(let count): try container.encode(count)
        case .number(let number): try container.encode(number)
        case .none: try container.encodeNil()
        }
    }
}
