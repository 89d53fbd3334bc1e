import Desk

extension ClockRules {
    init(_ reader: inout SettingsReader) {
        let texts = reader.phrases("clocks.rules")
        self.init(
            rules: (texts.isEmpty ? Self.standard : texts).compactMap { Self.rule($0, &reader) },
            hours: Self.hours(
                reader.text("clocks.hours") ?? Self.standardHours,
                "clocks.hours",
                &reader
            ),
            warnShare: Double(reader.number("clocks.warn-percent", default: 75, in: 1...100)) / 100,
            escalation: reader.word("clocks.escalation-priority", default: TicketPriority.high)
        )
        for text in reader.phrases("clocks.queue-hours") { read(queueHours: text, &reader) }
    }

    private static func rule(_ text: String, _ reader: inout SettingsReader) -> ClockRule? {
        do throws(ClockRuleError) {
            return try ClockRule(text)
        } catch {
            reader.note("clocks.rules", text, error.description)
            return nil
        }
    }

    private static func hours(
        _ text: String,
        _ key: String,
        _ reader: inout SettingsReader
    ) -> OpeningHours {
        do throws(OpeningHoursError) {
            return try OpeningHours(text)
        } catch {
            reader.note(key, text, error.description)
            return .always
        }
    }

    private mutating func read(queueHours text: String, _ reader: inout SettingsReader) {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex,
            !text[..<colon].contains(where: \.isWhitespace)
        else {
            let wanted = "must be QUEUE: HOURS, such as school: Mo-Fr 07:30-16:00"
            return reader.note("clocks.queue-hours", text, wanted)
        }
        let hours = String(text[text.index(after: colon)...])
        queueHours[String(text[..<colon])] = Self.hours(hours, "clocks.queue-hours", &reader)
    }
}
