import Yams

/// Makes destinations of the entries of another directory, by a mapping.
///
/// What it makes is a file of its own beside the one that people write: an entry that is gone is
/// gone from it, and nobody's own words are ever touched.
public struct DestinationImport: Sendable, Hashable {
    /// What an entry can give a destination.
    public enum Field: String, Sendable, Hashable, CaseIterable {
        case id
        case name
        case number
        case uri
        case topics
        case queue
        case hours
        case overflow
    }

    /// Which attribute gives which field; ``Field/id`` and ``Field/name`` always.
    public var attributes: [Field: String]
    /// What all of them are: `unit`, `board`, `handler` or `contractor`; nil for units.
    public var kind: String?

    /// Names both.
    public init(attributes: [Field: String], kind: String? = nil) {
        self.attributes = attributes
        self.kind = kind
    }

    /// What an import comes to.
    public struct Outcome: Sendable, Equatable {
        /// The file to be written.
        public var text: String
        /// Ids that were not there before.
        public var added: [String] = []
        /// Ids that are there no more.
        public var removed: [String] = []
        /// Ids of which something changed, and what.
        public var changed: [String] = []
        /// Destinations in the new file.
        public var count = 0

        /// True when the file would say the same.
        public var isSame: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
    }

    /// Makes the file.
    ///
    /// - Parameters:
    ///   - entries: each one's name in the other directory, and its texts by attribute in lower case.
    ///   - before: what was imported the last time; nil for the first.
    /// - Returns: the new file and what is different in it.
    /// - Throws: ``DestinationFile/Mistakes`` by the entries' names.
    public func carryOut(
        _ entries: [(name: String, values: [String: [String]])],
        before: String?
    ) throws(DestinationFile.Mistakes) -> Outcome {
        var mistakes: [DestinationFile.Mistake] = []
        var rows: [DestinationRow] = []
        for entry in entries {
            if let row = row(entry.values) {
                rows.append(row)
            } else {
                let wanted = "needs \(attributes[.id] ?? "id") and \(attributes[.name] ?? "name")"
                mistakes.append(DestinationFile.Mistake(place: entry.name, wanted: wanted))
            }
        }
        guard mistakes.isEmpty else { throw DestinationFile.Mistakes(mistakes: mistakes) }
        // By id, so that two imports of the same entries are the same file.
        rows.sort { ($0.id, $0.name) < ($1.id, $1.name) }
        let old = try before.map { (text) throws(DestinationFile.Mistakes) in
            try DestinationFile.rows(text, "imported")
        }
        return outcome(of: rows, before: old ?? [], text: try text(of: rows))
    }

    private func text(of rows: [DestinationRow]) throws(DestinationFile.Mistakes) -> String {
        let encoder = YAMLEncoder()
        encoder.options.allowUnicode = true
        do {
            return "# Written by helpdeskd destinations import: what is changed here is lost.\n"
                + (try encoder.encode(DestinationRows(destinations: rows)))
        } catch {
            throw DestinationFile.Mistakes(mistakes: [
                DestinationFile.Mistake(place: "imported", wanted: "cannot be written: \(error)")
            ])
        }
    }

    private func outcome(
        of rows: [DestinationRow],
        before: [DestinationRow],
        text: String
    ) -> Outcome {
        var outcome = Outcome(text: text, count: rows.count)
        let old = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
        let new = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
        outcome.added = new.keys.filter { old[$0] == nil }.sorted()
        outcome.removed = old.keys.filter { new[$0] == nil }.sorted()
        outcome.changed = new.keys.sorted().compactMap { id in
            guard let was = old[id], let now = new[id], was != now else { return nil }
            let fields = was.differences(from: now)
            return "\(id)\t\(fields.joined(separator: ", "))"
        }
        return outcome
    }

    private func row(_ values: [String: [String]]) -> DestinationRow? {
        func texts(_ field: Field) -> [String] {
            let found = attributes[field].flatMap { values[$0.lowercased()] } ?? []
            return found.filter { !$0.isEmpty }.sorted()
        }
        guard let id = texts(.id).first.map(Self.identifier), !id.isEmpty,
            let name = texts(.name).first
        else { return nil }
        let topics = texts(.topics)
        return DestinationRow(
            id: id,
            name: name,
            kind: kind,
            number: texts(.number).first,
            uri: texts(.uri).first,
            topics: topics.isEmpty ? nil : topics,
            queue: texts(.queue).first,
            hours: texts(.hours).first,
            overflow: texts(.overflow).first.map(Self.identifier)
        )
    }

    /// A text as an id: small letters and digits with hyphens between, å and ä as a, ö as o.
    static func identifier(_ text: String) -> String {
        let plain: [Character: Character] = ["å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u"]
        let characters = text.lowercased().map { plain[$0] ?? $0 }
        return String(characters).split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
            .joined(separator: "-")
    }
}

extension DestinationRow {
    /// What differs, as an operator reads it.
    fileprivate func differences(from other: DestinationRow) -> [String] {
        func words(_ texts: [String]?) -> String? { texts?.joined(separator: " ") }
        let pairs: [(String, String?, String?)] = [
            ("name", name, other.name), ("kind", kind, other.kind),
            ("number", number, other.number), ("uri", uri, other.uri),
            ("topics", words(topics), words(other.topics)), ("queue", queue, other.queue),
            ("hours", hours, other.hours), ("overflow", overflow, other.overflow),
        ]
        return pairs.filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1 ?? "-") → \($0.2 ?? "-")" }
    }
}
