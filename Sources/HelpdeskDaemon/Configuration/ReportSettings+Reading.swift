import Desk

extension ReportSettings {
    init(_ reader: inout SettingsReader) {
        self.init()
        fcrGoal = Double(reader.number("reports.fcr-goal-percent", default: 70, in: 1...100)) / 100
        volumeGoal =
            Double(reader.number("reports.volume-goal-percent", default: 30, in: 1...99)) / 100
        mailGoal =
            Double(reader.number("reports.mail-goal-percent", default: 80, in: 1...100)) / 100
        let contacts = 0...100_000_000
        baseMailsPerYear = reader.number("reports.base-mails-per-year", default: 0, in: contacts)
        baseCallsPerYear = reader.number("reports.base-calls-per-year", default: 0, in: contacts)
        costPerMonth = reader.number("reports.cost-per-month", default: 0, in: 0...1_000_000_000)
        currency = Self.currency(&reader) ?? currency
        smallGroupMin = reader.number("reports.small-group-min", default: 5, in: 1...100)
        for text in reader.phrases("reports.boards") { read(board: text, &reader) }
    }

    private static func currency(_ reader: inout SettingsReader) -> String? {
        guard let text = reader.text("reports.currency") else { return nil }
        if text.utf8.count == 3, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
            return text
        }
        reader.note("reports.currency", text, "must be three capitals (ISO 4217), such as SEK")
        return nil
    }

    private mutating func read(board text: String, _ reader: inout SettingsReader) {
        let parts = text.split(separator: ":", maxSplits: 1).map {
            $0.drop(while: \.isWhitespace)
        }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            !parts[0].contains(where: \.isWhitespace)
        else {
            let wanted = "must be QUEUE: BOARD, such as school: Utbildningsnämnden"
            return reader.note("reports.boards", text, wanted)
        }
        boards[String(parts[0])] = String(parts[1])
    }
}
