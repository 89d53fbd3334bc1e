/// What is wrong with opening hours as they were written.
public enum OpeningHoursError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no rule at all.
    case empty
    /// More rules, days or times than the limit.
    case overLimit(Int)
    /// Neither a day, a range of days, a date, `PH` nor `HD`.
    case unknownDays(String)
    /// Neither `off` nor `HH:MM-HH:MM`.
    case unknownTimes(String)
    /// Ends before it begins, or overlaps the span before it.
    case unorderedTimes(String)

    /// What an operator is told.
    public var description: String {
        switch self {
        case .empty: "is empty; for example Mo-Fr 08:00-16:30"
        case .overLimit(let limit): "has more than \(limit) rules or times"
        case .unknownDays(let text):
            "«\(text)» must be days such as Mo-Fr, a date such as 2026-12-23, PH or HD"
        case .unknownTimes(let text): "«\(text)» must be off or a time such as 08:00-16:30"
        case .unorderedTimes(let text):
            "«\(text)» must end after it begins, and after the time before it; "
                + "hours past midnight are written as two days"
        }
    }
}

extension OpeningHours {
    /// Most rules of one text, and most times of one rule.
    public static let rulesMax = 200

    /// Reads hours as ``OpeningHours`` shows them.
    public init(_ text: String) throws(OpeningHoursError) {
        self.init()
        let rules = text.split(separator: ";").map { rule in
            rule.split { $0.isWhitespace }.map(String.init)
        }.filter { !$0.isEmpty }
        guard !rules.isEmpty else { throw .empty }
        guard rules.count <= Self.rulesMax else { throw .overLimit(Self.rulesMax) }
        for rule in rules { try read(rule) }
    }

    /// Days, if any, and then times; spaces may stand after a comma.
    private mutating func read(_ words: [String]) throws(OpeningHoursError) {
        if words == ["24/7"] {
            self = .always
            return
        }
        // A rule that names no day is of every day, as in `08:00-20:00; PH off`.
        guard let times = words.firstIndex(where: { $0 == "off" || $0.contains(":") }) else {
            throw .unknownTimes(words[words.endIndex - 1])
        }
        let days = words[..<times].joined()
        let spans = try Self.spans(words[times...].joined())
        if days.isEmpty {
            for weekday in Weekday.allCases { week[weekday.rawValue] = spans }
            return
        }
        for part in days.split(separator: ",", omittingEmptySubsequences: false) {
            try set(String(part), to: spans)
        }
    }

    private mutating func set(_ days: String, to spans: [Span]) throws(OpeningHoursError) {
        switch days {
        case "PH": holiday = spans
        case "HD": halfDay = spans
        default:
            if let day = CivilDay(days) {
                exceptions[day] = spans
            } else {
                for weekday in try Self.weekdays(days) { week[weekday.rawValue] = spans }
            }
        }
    }

    private static func weekdays(_ text: String) throws(OpeningHoursError) -> [Weekday] {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end in
            Weekday.allCases.first { $0.sign == end }
        }
        guard let first = ends[0], let last = ends[ends.count - 1], ends.count <= 2 else {
            throw .unknownDays(text)
        }
        // Sa-Mo goes over the end of the week.
        let length = (last.rawValue - first.rawValue + 7) % 7
        return (0...length).map { Weekday.allCases[(first.rawValue + $0) % 7] }
    }

    private static func spans(_ text: String) throws(OpeningHoursError) -> [Span] {
        if text == "off" { return [] }
        let texts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard texts.count <= rulesMax else { throw .overLimit(rulesMax) }
        var spans: [Span] = []
        for text in texts {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(minutes)
            guard ends.count == 2, let from = ends[0], let to = ends[1] else {
                throw .unknownTimes(String(text))
            }
            guard from < to, from >= spans.last?.to ?? 0 else {
                throw .unorderedTimes(String(text))
            }
            spans.append(Span(from: from, to: to))
        }
        return spans
    }

    /// `HH:MM`, up to 24:00.
    private static func minutes(_ text: some StringProtocol) -> Int? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.map(\.count) == [2, 2], fields.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }),
            let hours = Int(fields[0]), let minutes = Int(fields[1]), minutes < 60
        else { return nil }
        let sum = hours * 60 + minutes
        return sum <= wholeDay.to ? sum : nil
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { "0"..."9" ~= self }
}

extension Weekday {
    /// As OpenStreetMap writes it.
    fileprivate var sign: String {
        switch self {
        case .monday: "Mo"
        case .tuesday: "Tu"
        case .wednesday: "We"
        case .thursday: "Th"
        case .friday: "Fr"
        case .saturday: "Sa"
        case .sunday: "Su"
        }
    }
}
