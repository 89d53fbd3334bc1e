import Foundation
import Switchboard

/// Which entries of the staff's directory become destinations, and how.
///
/// - Configuration keys, below `switchboard.import`:
///   - `file` (path): what an import writes, and what is read beside `switchboard.destinations`.
///   - `base` (distinguished name), `filter` (LDAP filter): which entries.
///   - `id`, `name`, `number`, `uri`, `topics`, `queue`, `hours`, `overflow` (attributes).
///   - `kind` (`unit`, `board`, `handler` or `contractor`): what all of them are.
///   - `removals-percent-max` (int, default 20, 0…100): more is not removed unasked.
struct ImportSettings: Sendable {
    var file: String
    var base: String
    var filter: String
    var mapping: DestinationImport
    var removalsPercentMax: Int

    /// nil where nothing is imported.
    init?(_ reader: inout SettingsReader) {
        let file = reader.text("switchboard.import.file")
        let base = reader.text("switchboard.import.base")
        let filter = reader.text("switchboard.import.filter")
        var attributes: [DestinationImport.Field: String] = [:]
        attributes[.id] = reader.text("switchboard.import.id")
        attributes[.name] = reader.text("switchboard.import.name")
        attributes[.number] = reader.text("switchboard.import.number")
        attributes[.uri] = reader.text("switchboard.import.uri")
        attributes[.topics] = reader.text("switchboard.import.topics")
        attributes[.queue] = reader.text("switchboard.import.queue")
        attributes[.hours] = reader.text("switchboard.import.hours")
        attributes[.overflow] = reader.text("switchboard.import.overflow")
        let kind = reader.text("switchboard.import.kind")
        removalsPercentMax = reader.number(
            "switchboard.import.removals-percent-max",
            default: 20,
            in: 0...100
        )
        guard let file else {
            if base != nil { reader.note("switchboard.import.file", nil, "must name a file") }
            return nil
        }
        if base == nil { reader.note("switchboard.import.base", nil, "must name where to look") }
        for (field, key) in [(DestinationImport.Field.id, "id"), (.name, "name")]
        where attributes[field] == nil {
            reader.note("switchboard.import.\(key)", nil, "must name an attribute")
        }
        if attributes[.number] == nil, attributes[.uri] == nil {
            reader.note("switchboard.import.number", nil, "must name an attribute, or uri must")
        }
        self.file = file
        self.base = base ?? ""
        self.filter = filter ?? "(objectClass=*)"
        mapping = DestinationImport(attributes: attributes, kind: kind)
    }

    /// What was imported the last time; nil before the first.
    func imported() throws -> String? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try String(contentsOfFile: file, encoding: .utf8)
    }
}
