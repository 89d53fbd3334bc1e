import DeskAPI
import Foundation

/// Who reads what is shown: all that a rendering depends on besides the bodies of the API.
struct Reader: Sendable {
    var language: Language
    /// What "today" is measured from.
    var now: Date
    var timeZone: TimeZone
    /// Columns of the terminal; nil when nothing has to be cut.
    var width: Int?
    /// False for a file or a pipe, where "yesterday" would soon be wrong.
    var isOnScreen = true

    func say(_ swedish: String, _ english: String) -> String {
        Phrase(swedish, english).text(in: language)
    }

    /// So many of something, by their word for one and for several.
    func count(_ number: Int, _ one: Phrase, _ several: Phrase) -> String {
        "\(number) " + (number == 1 ? one : several).text(in: language)
    }

    /// So many tickets.
    func tickets(_ number: Int) -> String {
        count(number, Phrase("ärende", "ticket"), Phrase("ärenden", "tickets"))
    }

    /// The word for one of the API's codes; a code that is newer than this program stands as it is.
    func word(_ words: [String: Phrase], _ code: String) -> String {
        words[code]?.text(in: language) ?? code
    }
}

extension Reader {
    /// How much of a moment is said.
    enum MomentLength: Sendable {
        /// For a table: the hour only today.
        case short
        /// Always with the hour.
        case full
    }

    /// A moment as people say it: för 5 min sedan, i dag 14:05, i går 14:05, 12 nov, 12 nov 2024;
    /// off the screen as 2026-11-12 14:05.
    func moment(_ timestamp: Timestamp, _ length: MomentLength) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute],
            from: timestamp.date
        )
        guard let year = parts.year, let month = parts.month, let day = parts.day,
            let hour = parts.hour, let minute = parts.minute
        else { return timestamp.description }
        let clock = " " + Self.twoDigits(hour) + ":" + Self.twoDigits(minute)
        guard isOnScreen else {
            return "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))" + clock
        }
        if let near = distance(to: timestamp.date) { return near }
        let days = calendar.dateComponents(
            [.day],
            from: calendar.startOfDay(for: now),
            to: calendar.startOfDay(for: timestamp.date)
        )
        switch days.day {
        case 0: return say("i dag", "today") + clock
        case -1: return say("i går", "yesterday") + clock
        case 1: return say("i morgon", "tomorrow") + clock
        default:
            let isThisYear = year == calendar.component(.year, from: now)
            let end = length == .full ? clock : ""
            return "\(day) \(name(ofMonth: month))" + (isThisYear ? "" : " \(year)") + end
        }
    }

    /// What lies within the hour is told by how far it is.
    private func distance(to moment: Date) -> String? {
        let minutes = Int((abs(moment.timeIntervalSince(now)) / 60).rounded(.down))
        guard minutes < 60 else { return nil }
        guard minutes > 0 else { return say("nyss", "now") }
        return moment < now
            ? say("för \(minutes) min sedan", "\(minutes) min ago")
            : say("om \(minutes) min", "in \(minutes) min")
    }

    private func name(ofMonth month: Int) -> String {
        let names =
            switch language {
            case .swedish:
                [
                    "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov",
                    "dec",
                ]
            case .english:
                [
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec",
                ]
            }
        return names[month - 1]
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// 0…1 as whole percent.
    func percent(_ share: Double) -> String {
        guard share.isFinite else { return "–" }
        return "\(Int((min(max(share, 0), 1) * 100).rounded())) %"
    }

    /// Octets as people say them.
    func size(_ octets: Int) -> String {
        switch octets {
        case ..<1_000: "\(octets) B"
        case ..<1_000_000: "\((octets + 500) / 1_000) kB"
        default: decimal(octets / 100_000) + " MB"
        }
    }

    private func decimal(_ tenths: Int) -> String {
        "\(tenths / 10)" + say(",", ".") + "\(tenths % 10)"
    }

    /// A text of several lines, moved in, and broken between words where the terminal is narrower.
    func prose(_ text: String, indent: Int = 2) -> [Line] {
        let margin = String(repeating: " ", count: indent)
        return SafeText.lines(text).flatMap { line in
            let parts = width.map { DisplayWidth.wrapped(line, to: max(20, $0 - indent)) } ?? [line]
            return parts.map { $0.isEmpty ? Line.empty : Line(margin + $0) }
        }
    }
}
