import Desk
import KnowledgeBase

extension TriageRules {
    init(_ reader: inout SettingsReader) {
        let services = reader.phrases("triage.services").compactMap { Self.service($0, &reader) }
        let texts = reader.phrases("triage.rules")
        self.init(
            services: ServiceNames(services),
            rules: (texts.isEmpty ? Self.standard : texts).compactMap { Self.rule($0, &reader) }
        )
    }

    private static func service(
        _ text: String,
        _ reader: inout SettingsReader
    ) -> (name: String, words: [String])? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard !parts[0].isEmpty, !parts[0].contains(where: \.isWhitespace) else {
            let wanted = "must be NAME: WORD, WORD with a name of one word"
            reader.note("triage.services", text, wanted)
            return nil
        }
        let words = parts.dropFirst().first?.split(separator: ",").map { word in
            word.split { $0.isWhitespace }.joined(separator: " ")
        }
        return (String(parts[0]), words?.filter { !$0.isEmpty } ?? [])
    }

    private static func rule(_ text: String, _ reader: inout SettingsReader) -> TriageRule? {
        do throws(TriageRuleError) {
            return try TriageRule(text)
        } catch {
            reader.note("triage.rules", text, error.description)
            return nil
        }
    }
}
