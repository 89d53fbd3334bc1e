/// A destination as it stands in a file of destinations; nothing of it is checked yet.
struct DestinationRow: Codable, Sendable, Hashable {
    struct Days: Codable, Sendable, Hashable {
        var from: String?
        var through: String?
    }

    struct Route: Codable, Sendable, Hashable {
        var from: String?
        var through: String?
        var to: String
    }

    var id: String
    var name: String
    var kind: String?
    var number: String?
    var uri: String?
    var topics: [String]?
    var queue: String?
    var hours: String?
    var overflow: String?
    var valid: Days?
    var routes: [Route]?
}

extension DestinationRow {
    /// Reads a row; an id and a name that are missing are empty, and told of with whatever else is wrong.
    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try row.decodeIfPresent(String.self, forKey: .id) ?? "",
            name: try row.decodeIfPresent(String.self, forKey: .name) ?? "",
            kind: try row.decodeIfPresent(String.self, forKey: .kind),
            number: try row.decodeIfPresent(String.self, forKey: .number),
            uri: try row.decodeIfPresent(String.self, forKey: .uri),
            topics: try row.decodeIfPresent([String].self, forKey: .topics),
            queue: try row.decodeIfPresent(String.self, forKey: .queue),
            hours: try row.decodeIfPresent(String.self, forKey: .hours),
            overflow: try row.decodeIfPresent(String.self, forKey: .overflow),
            valid: try row.decodeIfPresent(Days.self, forKey: .valid),
            routes: try row.decodeIfPresent([Route].self, forKey: .routes)
        )
    }
}

/// A file of destinations as it is written.
struct DestinationRows: Codable, Sendable {
    var destinations: [DestinationRow]
}
